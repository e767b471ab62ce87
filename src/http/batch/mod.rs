//! Many positions in one request: rows are read, located and written while the body still arrives, so memory
//! stays bounded whatever the number of rows. A bad row becomes a row with an error; the stream goes on.

mod csv;
mod ndjson;
pub mod rows;

use super::caller::Caller;
use super::pieces::Pieces;
use super::problem::Problem;
use super::reply;
use super::state::AppState;
use crate::app::answer::LocateAnswer;
use crate::app::{FieldError, LocateQuery};
use axum::body::{Body, Bytes};
use axum::response::Response;
use rows::{Piece, Splitter};
use std::convert::Infallible;
use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;

pub use self::csv::csv;
pub use self::ndjson::ndjson;

/// Who asks, and whom.
#[derive(Clone)]
pub struct Asker {
    pub state: AppState,
    pub caller: Caller,
}

/// One format: turns whole rows of input into rows of output.
trait Format: Send + 'static {
    /// Answers some complete rows. An error ends the stream; only a header can cause one.
    fn rows(&mut self, rows: &[u8], asker: &Asker, out: &mut Vec<u8>) -> Result<(), Problem>;

    /// Answers one row that could not be read at all.
    fn spoiled(&mut self, problem: &Problem, out: &mut Vec<u8>);
}

/// A body on its way through a format.
struct Stream<F> {
    asker: Asker,
    body: Pieces,
    splitter: Splitter,
    format: F,
}

impl<F: Format> Stream<F> {
    fn new(asker: Asker, body: Body, splitter: Splitter, format: F) -> Self {
        let body = Pieces::of(body, asker.state.options.body_pace);
        Self { asker, body, splitter, format }
    }

    /// Output of the next piece of input, None at the end.
    async fn step(mut self) -> (Self, Result<Option<Vec<u8>>, Problem>) {
        let pieces = match self.body.next().await {
            Ok(Some(bytes)) => self.splitter.feed(&bytes),
            Ok(None) => match self.splitter.end() {
                Some(piece) => vec![piece],
                None => return (self, Ok(None)),
            },
            Err(problem) => return (self, Err(problem)),
        };
        if pieces.is_empty() {
            return (self, Ok(Some(Vec::new())));
        }
        // Locating is pure computing; requests that wait for a thread must not wait for a million rows.
        let task = tokio::task::spawn_blocking(move || {
            let mut out = Vec::new();
            for piece in pieces {
                match piece {
                    Piece::Rows(rows) => {
                        if let Err(problem) = self.format.rows(&rows, &self.asker, &mut out) {
                            return (self, Err(problem));
                        }
                    }
                    Piece::TooLong => self.format.spoiled(&row_too_long(), &mut out),
                }
            }
            (self, Ok(Some(out)))
        });
        match task.await {
            Ok(done) => done,
            Err(error) => match error.try_into_panic() {
                Ok(panic) => std::panic::resume_unwind(panic),
                Err(_) => std::panic::panic_any("a batch was cancelled"),
            },
        }
    }

    /// Answers `first` and then everything that follows, as it comes.
    fn answer(self, kind: &'static str, first: Vec<u8>) -> Response {
        let (sender, receiver) = mpsc::channel::<Result<Bytes, Infallible>>(2);
        tokio::spawn(async move {
            let mut stream = self;
            let mut out = first;
            loop {
                // The receiver is gone when the client hung up.
                if !out.is_empty() && sender.send(Ok(out.into())).await.is_err() {
                    return;
                }
                let outcome;
                (stream, outcome) = stream.step().await;
                out = match outcome {
                    Ok(Some(out)) => out,
                    Ok(None) => return,
                    Err(problem) => {
                        let mut last = Vec::new();
                        stream.format.spoiled(&problem, &mut last);
                        let _ = sender.send(Ok(last.into())).await;
                        return;
                    }
                };
            }
        });
        reply::bytes(kind, reply::NO_STORE, Body::from_stream(ReceiverStream::new(receiver)))
    }
}

/// The owner card of a row. A row about another time than now waits for its snapshot, which is why rows are worked on
/// off the async threads.
fn locate(asker: &Asker, query: &LocateQuery) -> Result<LocateAnswer, Problem> {
    let service = &asker.state.service;
    let reference = if query.at.is_none() && query.known_at.is_none() {
        service.reference()
    } else {
        tokio::runtime::Handle::current().block_on(service.reference_at(query.at, query.known_at))?
    };
    Ok(service.locate_in(&reference, query, &asker.caller)?)
}

fn row_too_long() -> Problem {
    Problem::fields(vec![FieldError::new(
        "row",
        "too_long",
        "单行超过 64 KB",
        "The row is longer than 64 KB",
    )])
}
