//! Long results are decoded by all processors in chunks while the next rows arrive from the database.

use super::StoreError;
use std::collections::VecDeque;
use tokio::sync::oneshot;

/// Rows a task.
pub(crate) const CHUNK: usize = 1024;
/// Chunks under way; bounds what waits in memory when decoding is slower than the database.
const RUNNING: usize = 16;

/// Chunks of rows `R` on their way to become `T`, in order.
pub(crate) struct Decoding<R, T> {
    decode: fn(R) -> Result<T, StoreError>,
    waiting: Vec<R>,
    running: VecDeque<oneshot::Receiver<Result<Vec<T>, StoreError>>>,
}

impl<R: Send + 'static, T: Send + 'static> Decoding<R, T> {
    pub(crate) fn new(decode: fn(R) -> Result<T, StoreError>) -> Self {
        Self { decode, waiting: Vec::with_capacity(CHUNK), running: VecDeque::new() }
    }

    /// Takes a row. Now and then gives the oldest chunk back.
    pub(crate) async fn push(&mut self, row: R) -> Result<Option<Vec<T>>, StoreError> {
        self.waiting.push(row);
        if self.waiting.len() < CHUNK {
            return Ok(None);
        }
        self.start();
        if self.running.len() > RUNNING { self.oldest().await } else { Ok(None) }
    }

    /// The next chunk after the last row; none when all have been given.
    pub(crate) async fn next(&mut self) -> Result<Option<Vec<T>>, StoreError> {
        if !self.waiting.is_empty() {
            self.start();
        }
        self.oldest().await
    }

    fn start(&mut self) {
        let rows = std::mem::replace(&mut self.waiting, Vec::with_capacity(CHUNK));
        let decode = self.decode;
        let (answer, decoded) = oneshot::channel();
        rayon::spawn(move || {
            // The receiver is gone when the caller gave up; then nobody wants the chunk.
            answer.send(rows.into_iter().map(decode).collect()).ok();
        });
        self.running.push_back(decoded);
    }

    async fn oldest(&mut self) -> Result<Option<Vec<T>>, StoreError> {
        let Some(decoded) = self.running.pop_front() else { return Ok(None) };
        let chunk = decoded.await.map_err(|_| StoreError::Unavailable("decoding has stopped".to_owned()))?;
        chunk.map(Some)
    }
}

/// Reads the words of a row that the database has packed into one JSON array: one value to hand over instead
/// of many is what makes a million rows quick.
pub(crate) fn words<'a, T: serde::Deserialize<'a>>(text: &'a str) -> Result<T, StoreError> {
    serde_json::from_str(text)
        .map_err(|error| StoreError::Row { column: "words".to_owned(), reason: error.to_string() })
}
