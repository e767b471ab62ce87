//! Long work over a connection: asked with `Accept: application/x-ndjson` it tells how far it is while it works, a line
//! each time, and the last line is what `application/json` would have answered. Whoever closes the connection wants the
//! work no more; it learns that at its next step, keeps its turn until then, and stores nothing.

use super::problem::{Problem, ProblemDocument, RequestIdLater};
use super::reply;
use crate::domain::progress::{Done, Progress, Stage};
use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, header};
use axum::response::Response;
use serde::Serialize;
use std::convert::Infallible;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::mpsc;
use tokio::task::{JoinError, JoinHandle};
use tokio::time::MissedTickBehavior;
use tokio_stream::wrappers::ReceiverStream;
use utoipa::ToSchema;

pub const NDJSON: &str = "application/x-ndjson";
/// How often progress is looked at.
const EVERY: Duration = Duration::from_millis(200);

/// One line of an answer that tells its progress. The last one, and no other, is a result or a problem.
#[derive(Serialize, ToSchema)]
#[serde(untagged)]
pub enum WorkLine {
    Progress(Done),
    Result {
        /// What `application/json` would have answered.
        #[schema(value_type = Object)]
        result: serde_json::Value,
    },
    Problem {
        /// Why it was refused.
        problem: Box<ProblemDocument>,
    },
}

/// Cancels the work when nobody waits for it any more.
struct Wanted(Arc<Progress>);

impl Drop for Wanted {
    fn drop(&mut self) {
        self.0.cancel();
    }
}

/// Runs `work` and answers with what it gives, in the form that the caller accepts.
pub async fn answer<T, F>(
    headers: &HeaderMap,
    work: impl FnOnce(Arc<Progress>) -> F,
) -> Result<Response, Problem>
where
    T: Serialize,
    F: Future<Output = Result<T, Problem>> + Send + 'static,
{
    let progress = Arc::new(Progress::default());
    let work = work(Arc::clone(&progress));
    // Rendered where it was worked out: a proposal for a city takes as long to write as to read.
    let task = tokio::spawn(async move { work.await.and_then(|value| reply::render(&value)) });
    let wanted = Wanted(Arc::clone(&progress));
    if accepts_lines(headers) {
        return Ok(lines(task, wanted));
    }
    let body = joined(task.await)?;
    Ok(reply::bytes(reply::JSON, reply::NO_STORE, body))
}

/// Whether the caller asks for progress.
fn accepts_lines(headers: &HeaderMap) -> bool {
    let accepted = headers.get_all(header::ACCEPT).iter().filter_map(|value| value.to_str().ok());
    accepted.flat_map(|value| value.split(',')).any(|choice| {
        let media = choice.split(';').next().unwrap_or("").trim();
        media.eq_ignore_ascii_case(NDJSON)
    })
}

/// A panic goes on to the gate, which logs it with the request id.
fn joined(outcome: Result<Result<Vec<u8>, Problem>, JoinError>) -> Result<Vec<u8>, Problem> {
    match outcome {
        Ok(outcome) => outcome,
        Err(error) => match error.try_into_panic() {
            Ok(panic) => std::panic::resume_unwind(panic),
            Err(_) => Err(Problem::internal()),
        },
    }
}

type Piece = Result<Bytes, Infallible>;

fn lines(task: JoinHandle<Result<Vec<u8>, Problem>>, wanted: Wanted) -> Response {
    let (sender, receiver) = mpsc::channel::<Piece>(4);
    let request_id = RequestIdLater::default();
    tokio::spawn(tell(task, wanted, sender, request_id.clone()));
    let body = Body::from_stream(ReceiverStream::new(receiver));
    let mut response = reply::bytes(NDJSON, reply::NO_STORE, body);
    response.extensions_mut().insert(request_id);
    response
}

/// Writes the lines until the work is done or nobody reads them.
async fn tell(
    mut task: JoinHandle<Result<Vec<u8>, Problem>>,
    wanted: Wanted,
    sender: mpsc::Sender<Piece>,
    request_id: RequestIdLater,
) {
    let mut told = Told::default();
    let mut turns = tokio::time::interval(EVERY);
    turns.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let outcome = loop {
        tokio::select! {
            outcome = &mut task => break outcome,
            // The receiver goes with the connection, and `wanted` with this task.
            () = sender.closed() => return,
            _ = turns.tick() => {
                let some = told.news(&wanted.0);
                if !some.is_empty() && sender.send(Ok(some.into())).await.is_err() {
                    return;
                }
            }
        }
    };
    let mut last = told.news(&wanted.0);
    match outcome.unwrap_or_else(|error| {
        tracing::error!(error = format!("{error:#}"), "long work broke off");
        Err(Problem::internal())
    }) {
        Ok(body) => {
            last.extend_from_slice(b"{\"result\":");
            last.extend_from_slice(&body);
        }
        Err(mut problem) => {
            problem.request_id = request_id.get();
            last.extend_from_slice(b"{\"problem\":");
            last.extend_from_slice(&problem.body());
        }
    }
    last.extend_from_slice(b"}\n");
    let _ = sender.send(Ok(last.into())).await;
}

/// What was told of each stage.
#[derive(Default)]
struct Told([Option<Done>; Stage::ALL.len()]);

impl Told {
    /// Lines of the stages that are further than they were told to be.
    fn news(&mut self, progress: &Progress) -> Vec<u8> {
        let mut lines = Vec::new();
        for (stage, told) in Stage::ALL.iter().zip(&mut self.0) {
            let now = progress.of(*stage);
            if let Some(done) = now.filter(|_| now != *told) {
                *told = now;
                lines.extend(reply::render(&done).unwrap_or_default());
                lines.push(b'\n');
            }
        }
        lines
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    #[test]
    fn lines_come_only_to_those_who_ask_for_them() {
        let accepts = |text: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT, HeaderValue::from_static(text));
            accepts_lines(&headers)
        };
        assert!(accepts("application/x-ndjson"));
        assert!(accepts("application/json;q=0.5, Application/X-NDJSON;q=1"));
        assert!(!accepts("*/*"));
        assert!(!accepts("application/json"));
    }

    #[test]
    fn a_stage_is_told_again_only_when_it_went_on() {
        let (progress, mut told) = (Progress::default(), Told::default());
        assert_eq!(told.news(&progress), b"");
        progress.begin(Stage::Reading, Some(9));
        let line = b"{\"stage\":\"reading\",\"done\":0,\"total\":9,\"unit\":\"bytes\"}\n";
        assert_eq!(told.news(&progress), line);
        assert_eq!(told.news(&progress), b"");
        progress.advance(9).unwrap();
        progress.begin(Stage::Comparing, None);
        let text = String::from_utf8(told.news(&progress)).unwrap();
        assert_eq!(text.lines().count(), 2, "{text}");
        assert!(
            text.contains("\"done\":9") && text.ends_with("\"total\":null,\"unit\":\"areas\"}\n"),
            "{text}"
        );
    }
}
