//! The web app's files: read from `web/dist` by debug builds, part of the program in release builds, served by
//! tower-http's `ServeDir` either way. Files under `assets/` carry a hash in their name and never change.

use super::problem::Problem;
use super::{docs, reply};
use axum::extract::Request;
use axum::http::{HeaderValue, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use rust_embed::{EmbeddedFile, RustEmbed};
use std::borrow::Cow;
use std::future::{Ready, ready};
use std::io::{self, Cursor, SeekFrom};
use std::path::PathBuf;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::{Duration, SystemTime};
use tokio::io::{AsyncRead, AsyncSeek, ReadBuf};
use tower::ServiceExt;
use tower_http::services::ServeDir;
use tower_http::services::fs::{Backend, File, Metadata};

#[derive(RustEmbed)]
#[folder = "web/dist"]
#[allow_missing = true]
struct Web;

/// The Makefile sets this to a hash of the built web app, so that cargo compiles this file again when the embedded
/// folder appears or changes.
pub const WEB_BUILD: Option<&str> = option_env!("WANGGE_WEB_BUILD");

const IMMUTABLE: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
const NO_CACHE: HeaderValue = HeaderValue::from_static(reply::REVALIDATE);

/// Answers a path that no route has: a file of the web app, or a problem.
pub async fn serve(mut request: Request) -> Response {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return Problem::no_such_path().into_response();
    }
    let path = request.uri().path().to_owned();
    if path == "/docs.css" {
        return reply::tagged(request.headers(), "text/css; charset=utf-8", docs::STYLE.as_bytes());
    }
    if path == "/" && Web::get("index.html").is_none() {
        return not_built();
    }
    if path == "/" {
        // The one page of the app; an embedded folder has no directories that could find their index themselves.
        *request.uri_mut() = Uri::from_static("/index.html");
    }
    let files = ServeDir::with_backend("", Embedded)
        .append_index_html_on_directories(false)
        .redirect_to_trailing_slash(false)
        .precompressed_gzip();
    let mut response = match files.oneshot(request).await {
        Ok(response) => response.into_response(),
        Err(never) => match never {},
    };
    match response.status() {
        StatusCode::OK | StatusCode::NOT_MODIFIED | StatusCode::PARTIAL_CONTENT => {
            let cache = if path.starts_with("/assets/") { IMMUTABLE } else { NO_CACHE };
            response.headers_mut().insert(header::CACHE_CONTROL, cache);
            response
        }
        StatusCode::RANGE_NOT_SATISFIABLE | StatusCode::PRECONDITION_FAILED => response,
        _ => Problem::no_such_path().into_response(),
    }
}

fn not_built() -> Response {
    let page = docs::shell(
        "Wangge 网格",
        "<h1>网页尚未构建 · The web app is not built</h1>\
         <p>在项目目录运行 <code>make run</code>，或先运行 <code>make build</code>。</p>\
         <p>Run <code>make run</code> in the project folder, or <code>make build</code> first.</p>\
         <p>接口可用 · The API works: <a href=\"docs\">docs</a></p>",
    );
    let mut response = reply::bytes("text/html; charset=utf-8", reply::NO_STORE, page);
    *response.status_mut() = StatusCode::SERVICE_UNAVAILABLE;
    response
}

/// The embedded folder as a file system.
#[derive(Debug, Clone)]
struct Embedded;

/// One opened file: its bytes are in memory.
struct Opened {
    bytes: Cursor<Cow<'static, [u8]>>,
    facts: Facts,
}

#[derive(Debug, Clone, Copy)]
struct Facts {
    length: u64,
    modified: SystemTime,
}

impl Facts {
    fn of(file: &EmbeddedFile) -> Self {
        let seconds = file.metadata.last_modified().unwrap_or(0);
        let modified = SystemTime::UNIX_EPOCH + Duration::from_secs(seconds);
        Self { length: file.data.len() as u64, modified }
    }
}

impl Metadata for Facts {
    fn is_dir(&self) -> bool {
        false
    }

    fn modified(&self) -> io::Result<SystemTime> {
        Ok(self.modified)
    }

    fn len(&self) -> u64 {
        self.length
    }
}

fn find(path: &std::path::Path) -> io::Result<EmbeddedFile> {
    let missing = || io::Error::from(io::ErrorKind::NotFound);
    let name = path.to_str().ok_or_else(missing)?.trim_start_matches("./").trim_start_matches('/');
    Web::get(name).ok_or_else(missing)
}

impl Backend for Embedded {
    type File = Opened;
    type Metadata = Facts;
    type OpenFuture = Ready<io::Result<Opened>>;
    type MetadataFuture = Ready<io::Result<Facts>>;

    fn open(&self, path: PathBuf) -> Self::OpenFuture {
        ready(find(&path).map(|file| {
            let facts = Facts::of(&file);
            Opened { bytes: Cursor::new(file.data), facts }
        }))
    }

    fn metadata(&self, path: PathBuf) -> Self::MetadataFuture {
        ready(find(&path).map(|file| Facts::of(&file)))
    }
}

impl File for Opened {
    type Metadata = Facts;
    type MetadataFuture<'a> = Ready<io::Result<Facts>>;

    fn metadata(&self) -> Self::MetadataFuture<'_> {
        ready(Ok(self.facts))
    }
}

impl AsyncRead for Opened {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.bytes).poll_read(context, buffer)
    }
}

impl AsyncSeek for Opened {
    fn start_seek(mut self: Pin<&mut Self>, position: SeekFrom) -> io::Result<()> {
        Pin::new(&mut self.bytes).start_seek(position)
    }

    fn poll_complete(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<u64>> {
        Pin::new(&mut self.bytes).poll_complete(context)
    }
}
