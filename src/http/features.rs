//! Feature collections as answers: small ones at once, large ones piece by piece as the client takes them.

use super::problem::Problem;
use super::reply;
use crate::app::{CollectionText, FeatureRows};
use axum::body::{Body, Bytes};
use axum::http::HeaderMap;
use axum::response::Response;
use std::io;
use std::sync::Arc;
use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;

/// Bytes of one piece.
const PIECE: usize = 256 << 10;
/// Answers up to this size are written once and kept until they are sent.
const AT_ONCE: usize = 4 << 20;

/// Answers with a tag of the content. The text of a large collection is made twice, for its tag and to be sent, and
/// never held.
pub async fn tagged(headers: &HeaderMap, rows: impl FeatureRows) -> Result<Response, Problem> {
    let rows = Arc::new(rows);
    let own = Arc::clone(&rows);
    let (tag, whole) = off_thread(move || {
        let mut tag = reply::Tagging::default();
        let mut kept = Some(Vec::new());
        let mut pieces = CollectionText::of(own);
        while let Some(piece) = pieces.next(PIECE)? {
            tag.update(&piece);
            kept = kept.filter(|kept: &Vec<u8>| kept.len() + piece.len() <= AT_ONCE);
            if let Some(kept) = &mut kept {
                kept.extend_from_slice(&piece);
            }
        }
        Ok((tag.finish(), kept))
    })
    .await?;
    Ok(reply::tagged_as(headers, reply::GEO_JSON, tag, || match whole {
        Some(whole) => whole.into(),
        None => stream(rows),
    }))
}

/// Answers with what stands now, not to be kept.
pub fn untagged(rows: impl FeatureRows) -> Response {
    reply::bytes(reply::GEO_JSON, reply::NO_STORE, stream(Arc::new(rows)))
}

fn stream<R: FeatureRows>(rows: Arc<R>) -> Body {
    let (sender, receiver) = mpsc::channel::<Result<Bytes, io::Error>>(1);
    tokio::spawn(async move {
        let mut pieces = CollectionText::of(rows);
        loop {
            let made = off_thread(move || Ok((pieces.next(PIECE)?, pieces))).await;
            let (piece, rest) = match made {
                Ok((Some(piece), rest)) => (Ok(piece.into()), Some(rest)),
                Ok((None, _)) => return,
                // The connection breaks off, so that nobody takes half a file for a whole one.
                Err(problem) => (Err(io::Error::other(problem.detail.clone())), None),
            };
            let taken = sender.send(piece).await.is_ok();
            match rest {
                Some(rest) if taken => pieces = rest,
                _ => return,
            }
        }
    });
    Body::from_stream(ReceiverStream::new(receiver))
}

async fn off_thread<T: Send + 'static>(
    work: impl FnOnce() -> serde_json::Result<T> + Send + 'static,
) -> Result<T, Problem> {
    match tokio::task::spawn_blocking(work).await {
        Ok(done) => done.map_err(reply::unwritable),
        // The gate turns a panic into a problem and logs it with the request id.
        Err(error) => match error.try_into_panic() {
            Ok(panic) => std::panic::resume_unwind(panic),
            Err(_) => Err(Problem::internal()),
        },
    }
}
