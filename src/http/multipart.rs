//! Files of a form as they arrive, one after the other, so that memory holds one at a time. A file that is too large is read
//! past, and those behind it come all the same.

use super::body::expect_unpacked;
use super::pieces::{BodyPace, Pieces};
use super::problem::Problem;
use crate::app::FieldError;
use axum::body::{Body, Bytes};
use axum::extract::multipart::Field;
use axum::extract::{DefaultBodyLimit, FromRequest, Multipart, Request};
use axum::http::HeaderMap;
use std::io;
use std::sync::{Arc, OnceLock};
use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;

/// Pieces that lie between the network and the reader.
const BETWEEN: usize = 4;
/// Characters of a file's name that are repeated in answers.
const LONGEST_NAME: usize = 120;

/// The files of one request.
pub struct Files {
    multipart: Multipart,
    name: &'static str,
    most_bytes: usize,
    fault: Arc<OnceLock<Problem>>,
}

/// A file of a form.
pub struct FormFile {
    /// As the sender calls it.
    pub name: String,
    /// None when it is larger than what is taken.
    pub bytes: Option<Vec<u8>>,
}

impl Files {
    /// The files in the fields called `name`, of at most `most_bytes` each and `most_in_all` together.
    pub async fn of(
        headers: &HeaderMap,
        body: Body,
        name: &'static str,
        (most_bytes, most_in_all): (usize, usize),
        pace: BodyPace,
    ) -> Result<Self, Problem> {
        expect_unpacked(headers)?;
        let fault = Arc::new(OnceLock::new());
        let mut request = Request::new(paced(body, most_in_all, pace, fault.clone()));
        *request.headers_mut() = headers.clone();
        // What is taken is bounded here.
        DefaultBodyLimit::disable().apply(&mut request);
        let multipart = Multipart::from_request(request, &()).await;
        let multipart = multipart.map_err(|_| Problem::unsupported("multipart/form-data"))?;
        Ok(Self { multipart, name, most_bytes, fault })
    }

    /// The next file, None at the end.
    pub async fn next(&mut self) -> Result<Option<FormFile>, Problem> {
        let Self { multipart, name, most_bytes, fault } = self;
        let broken = |_| fault.get().cloned().unwrap_or_else(malformed);
        let Some(mut field) = multipart.next_field().await.map_err(broken)? else { return Ok(None) };
        if field.name() != Some(*name) {
            let given = field.name().unwrap_or_default().to_owned();
            return Err(Problem::fields(vec![FieldError::new(
                &given,
                "unknown_field",
                format!("{given} 不是已知的字段，可用：{name}"),
                format!("{given} is not a known field; known: {name}"),
            )]));
        }
        let called = file_name(&field);
        let mut bytes = Vec::new();
        let mut whole = true;
        while let Some(piece) = field.chunk().await.map_err(broken)? {
            if bytes.len() + piece.len() > *most_bytes {
                whole = false;
                bytes = Vec::new();
            }
            if whole {
                bytes.extend_from_slice(&piece);
            }
        }
        Ok(Some(FormFile { name: called, bytes: whole.then_some(bytes) }))
    }
}

/// The last part of the name, without what cannot be shown.
fn file_name(field: &Field<'_>) -> String {
    let name = field.file_name().unwrap_or_default();
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    last.chars().filter(|letter| !letter.is_control()).take(LONGEST_NAME).collect()
}

/// The body with the service's patience, whose fault says why it ended early.
fn paced(body: Body, most: usize, pace: BodyPace, fault: Arc<OnceLock<Problem>>) -> Body {
    let (send, receive) = mpsc::channel::<io::Result<Bytes>>(BETWEEN);
    tokio::spawn(async move {
        let mut pieces = Pieces::of(body, pace);
        let mut size = 0;
        loop {
            let problem = match pieces.next().await {
                Ok(None) => return,
                Ok(Some(piece)) => {
                    size += piece.len();
                    if size <= most {
                        if send.send(Ok(piece)).await.is_err() {
                            return;
                        }
                        continue;
                    }
                    Problem::too_large(most)
                }
                Err(problem) => problem,
            };
            // The first fault counts; there is only one sender.
            let _ = fault.set(problem);
            let _ = send.send(Err(io::ErrorKind::Other.into())).await;
            return;
        }
    });
    Body::from_stream(ReceiverStream::new(receive))
}

fn malformed() -> Problem {
    Problem::malformed(
        "malformed_multipart",
        "body",
        "表单不完整或格式有误，请重新上传",
        "The form is cut off or cannot be read; send it again",
    )
}
