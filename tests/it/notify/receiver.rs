//! A receiver on loopback that keeps what it is sent and answers what it is told to.

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, Uri};
use axum::response::Response;
use std::sync::{Arc, Mutex};
use tokio::net::TcpListener;

/// One request as it came.
#[derive(Debug, Clone)]
pub struct Received {
    pub uri: Uri,
    pub headers: HeaderMap,
    pub body: Bytes,
}

impl Received {
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map(|value| value.to_str().unwrap()).unwrap_or_default()
    }

    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap()
    }
}

/// What it answers.
#[derive(Debug, Clone)]
pub enum Says {
    Status(u16, Vec<(&'static str, String)>, String),
    /// Takes the request and stays silent.
    Nothing,
}

impl Says {
    pub fn ok(body: &str) -> Self {
        Self::Status(200, vec![], body.into())
    }
}

type Kept = Arc<Mutex<Vec<Received>>>;

pub struct Receiver {
    pub port: u16,
    kept: Kept,
}

impl Receiver {
    pub async fn start(says: Says) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let kept = Kept::default();
        let app = Router::new().fallback(receive).with_state((kept.clone(), says));
        tokio::spawn(async move { axum::serve(listener, app).await });
        Self { port, kept }
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    pub fn received(&self) -> Vec<Received> {
        self.kept.lock().unwrap().clone()
    }

    /// The one request.
    pub fn only(&self) -> Received {
        let received = self.received();
        assert_eq!(received.len(), 1);
        received[0].clone()
    }
}

async fn receive(
    State((kept, says)): State<(Kept, Says)>,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    kept.lock().unwrap().push(Received { uri, headers, body });
    match says {
        Says::Nothing => std::future::pending().await,
        Says::Status(status, headers, body) => {
            let mut response = Response::builder().status(status);
            for (name, value) in headers {
                response = response.header(name, value);
            }
            response.body(Body::from(body)).unwrap()
        }
    }
}
