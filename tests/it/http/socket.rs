//! The service on a real socket: it answers, gives slow peers up and stops when told.

use super::fixture::Town;
use std::future::pending;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use wangge::http::{ServeOptions, serve};

async fn exchange(stream: &mut TcpStream, request: &str) -> String {
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = vec![0; 4096];
    let length = stream.read(&mut answer).await.unwrap();
    String::from_utf8_lossy(&answer[..length]).into_owned()
}

#[tokio::test]
async fn it_answers_on_a_kept_connection_and_stops_when_told() {
    let town = Town::public().await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, stopped) = oneshot::channel::<()>();
    let shutdown = async move {
        let _ = stopped.await;
    };
    let options = ServeOptions { grace: Duration::from_secs(30), ..ServeOptions::default() };
    let service = tokio::spawn(serve(listener, town.service.clone(), options, shutdown));
    let mut stream = TcpStream::connect(address).await.unwrap();
    for _ in 0..2 {
        let answer =
            exchange(&mut stream, &format!("GET /healthz HTTP/1.1\r\nHost: {address}\r\n\r\n")).await;
        assert!(answer.starts_with("HTTP/1.1 200") && answer.ends_with("{\"status\":\"ok\"}"), "{answer}");
    }
    let refused = exchange(&mut stream, "GET /healthz HTTP/1.1\r\nHost: evil.example\r\n\r\n").await;
    assert!(refused.starts_with("HTTP/1.1 421"), "{refused}");
    // An idle connection must not hold the service up.
    stop.send(()).unwrap();
    service.await.unwrap().unwrap();
    assert!(TcpStream::connect(address).await.is_err());
}

#[tokio::test]
async fn a_peer_that_does_not_finish_its_request_head_is_given_up() {
    let town = Town::public().await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let options = ServeOptions { header_timeout: Duration::from_millis(50), ..ServeOptions::default() };
    let service = tokio::spawn(serve(listener, town.service.clone(), options, pending()));
    for beginning in ["", "GET /healthz HTTP/1.1\r\nHost: local"] {
        let mut stream = TcpStream::connect(address).await.unwrap();
        stream.write_all(beginning.as_bytes()).await.unwrap();
        let mut rest = Vec::new();
        // Ends only because the other side closes.
        let _ = stream.read_to_end(&mut rest).await;
    }
    service.abort();
}
