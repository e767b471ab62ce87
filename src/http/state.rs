//! What every handler shares: the service, the options of this process, whom callers count as who are not signed in, and
//! the OpenAPI document, rendered once.

use super::base_path::BasePath;
use super::docs;
use super::peer::Network;
use super::pieces::BodyPace;
use super::problem::Problem;
use super::tls::Tls;
use crate::app::{AppError, Service, Viewer};
use axum::body::Bytes;
use std::sync::Arc;
use std::time::Duration;

/// How this process serves. The defaults fit a desk: loopback only, nothing private.
#[derive(Debug, Clone)]
pub struct ServeOptions {
    /// Bound to a loopback address: then requests must name one too, or a web page elsewhere could reach the
    /// service through a name that it points at 127.0.0.1.
    pub loopback_only: bool,
    /// Who is not signed in counts as the community office: names are shown, phones may be revealed (R11). For the demo and
    /// for a desk that nobody else can reach.
    pub open_private: bool,
    /// Who is not signed in counts as administrator.
    pub open_edit: bool,
    /// Browsers reach the service by https, so its cookie is for https alone.
    pub secure: bool,
    /// Certificate and key where the service itself speaks TLS.
    pub tls: Option<Arc<Tls>>,
    /// What everything stands below.
    pub base_path: BasePath,
    /// Proxies whose word for the client's address counts.
    pub trusted_proxies: Vec<Network>,
    /// Time for one answer; streamed answers must begin within it.
    pub request_timeout: Duration,
    /// Time for a peer to send a complete request head, and the longest silence between two requests.
    pub header_timeout: Duration,
    /// How slowly a request body may arrive.
    pub body_pace: BodyPace,
    /// Time for a peer to take the next part of an answer.
    pub write_timeout: Duration,
    /// Time for running requests to end after the signal to stop.
    pub grace: Duration,
}

impl Default for ServeOptions {
    fn default() -> Self {
        Self {
            loopback_only: true,
            open_private: false,
            open_edit: false,
            secure: false,
            tls: None,
            base_path: BasePath::default(),
            trusted_proxies: Vec::new(),
            request_timeout: Duration::from_secs(30),
            header_timeout: Duration::from_secs(20),
            body_pace: BodyPace::default(),
            write_timeout: Duration::from_secs(30),
            grace: Duration::from_secs(8),
        }
    }
}

/// Shared by all requests; cheap to clone.
#[derive(Clone)]
pub struct AppState(Arc<Inner>);

pub struct Inner {
    pub service: Arc<Service>,
    pub options: ServeOptions,
    /// Who is not signed in.
    pub anonymous: Arc<Viewer>,
    /// The OpenAPI document as JSON.
    pub openapi_json: Bytes,
    /// The same document as a page to read.
    pub docs_html: Bytes,
    /// One spreadsheet is built at a time: its rows fill a temporary file, and it is packed in memory.
    pub spreadsheet: tokio::sync::Semaphore,
}

impl std::ops::Deref for AppState {
    type Target = Inner;

    fn deref(&self) -> &Inner {
        &self.0
    }
}

impl AppState {
    pub fn new(service: Arc<Service>, options: ServeOptions, api: &utoipa::openapi::OpenApi) -> Self {
        let anonymous = Arc::new(Viewer::opened(options.open_private, options.open_edit));
        let document = serde_json::to_value(api).unwrap_or_default();
        Self(Arc::new(Inner {
            service,
            anonymous,
            options,
            openapi_json: serde_json::to_vec_pretty(&document).unwrap_or_default().into(),
            docs_html: docs::page(&document).into(),
            spreadsheet: tokio::sync::Semaphore::new(1),
        }))
    }

    /// Runs a use case that may compute for long off the threads that answer requests.
    pub async fn off_thread<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Inner) -> Result<T, AppError> + Send + 'static,
    ) -> Result<T, Problem> {
        let state = self.clone();
        match tokio::task::spawn_blocking(move || work(&state)).await {
            Ok(answer) => answer.map_err(Problem::from),
            // The gate turns a panic into a problem and logs it with the request id.
            Err(error) => match error.try_into_panic() {
                Ok(panic) => std::panic::resume_unwind(panic),
                Err(_) => Err(Problem::internal()),
            },
        }
    }
}
