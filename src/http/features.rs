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

/// Answers with a tag of the content where the whole of it is small. Of a large collection nobody knows the tag before it
/// is written: it is sent as it comes, and no more of it is made once the client has gone.
pub async fn tagged(headers: &HeaderMap, rows: impl FeatureRows) -> Result<Response, Problem> {
    let mut text = CollectionText::of(Arc::new(rows));
    let begun = off_thread(move || {
        let mut head = Vec::new();
        while head.len() <= AT_ONCE {
            match text.next(PIECE)? {
                Some(mut piece) => head.append(&mut piece),
                None => return Ok((head, None)),
            }
        }
        Ok((head, Some(text)))
    });
    Ok(match begun.await? {
        (whole, None) => reply::tagged(headers, reply::GEO_JSON, whole),
        (head, Some(rest)) => reply::bytes(reply::GEO_JSON, reply::NO_STORE, stream(head, rest)),
    })
}

/// Answers with what stands now, not to be kept.
pub fn untagged(rows: impl FeatureRows) -> Response {
    let text = CollectionText::of(Arc::new(rows));
    reply::bytes(reply::GEO_JSON, reply::NO_STORE, stream(Vec::new(), text))
}

/// What is written already and then the rest, a piece at a time as the client takes them.
fn stream<R: FeatureRows>(head: Vec<u8>, mut text: CollectionText<Arc<R>>) -> Body {
    let (sender, receiver) = mpsc::channel::<Result<Bytes, io::Error>>(1);
    tokio::spawn(async move {
        let mut piece = head;
        loop {
            if !piece.is_empty() && sender.send(Ok(piece.into())).await.is_err() {
                return;
            }
            match off_thread(move || Ok((text.next(PIECE)?, text))).await {
                Ok((Some(next), rest)) => (piece, text) = (next, rest),
                Ok((None, _)) => return,
                // The connection breaks off, so that nobody takes half a file for a whole one.
                Err(problem) => {
                    let _ = sender.send(Err(io::Error::other(problem.detail.clone()))).await;
                    return;
                }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::collection::GeoFeature;
    use axum::http::header;

    struct Numbers(usize);

    impl FeatureRows for Numbers {
        type Properties = usize;

        fn count(&self) -> usize {
            self.0
        }

        fn feature(&self, index: usize) -> GeoFeature<usize> {
            GeoFeature { id: None, geometry: None, properties: index }
        }
    }

    #[tokio::test]
    async fn a_large_collection_comes_whole_in_order_and_without_a_tag() {
        for (count, small) in [(0, true), (3, true), (AT_ONCE / 40, false)] {
            let response = tagged(&HeaderMap::new(), Numbers(count)).await.expect("writable");
            assert_eq!(response.headers().contains_key(header::ETAG), small, "{count}");
            let body = axum::body::to_bytes(response.into_body(), usize::MAX).await.expect("whole");
            let read: serde_json::Value = serde_json::from_slice(&body).expect("valid");
            let features = read["features"].as_array().expect("features");
            assert!(
                features.iter().map(|feature| feature["properties"].as_u64()).eq((0..count as u64).map(Some))
            );
        }
    }
}
