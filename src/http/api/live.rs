//! Live update: server-sent events for pages of staff that stay open. A stream ends after a while, and the browser asks
//! again by itself with what it knows; so a right that was taken away does not outlive it for long.

use crate::app::Service;
use crate::app::live::Changed;
use crate::http::openapi::Problems;
use crate::http::params::Params;
use crate::http::problem::Problem;
use crate::http::state::AppState;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use serde_json::json;
use std::collections::BTreeSet;
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{broadcast, mpsc};
use tokio::time::{Instant, sleep_until, timeout_at};
use tokio_stream::wrappers::ReceiverStream;
use uuid::Uuid;

/// Changes are gathered for this long.
const GATHER: Duration = Duration::from_millis(500);
/// A comment keeps proxies from closing a quiet stream.
const QUIET: Duration = Duration::from_secs(20);
/// After this the browser asks again.
const LONGEST: Duration = Duration::from_secs(15 * 60);

type Piece = Result<Bytes, Infallible>;

#[utoipa::path(
    get, path = "/api/v1/live", operation_id = "live", tag = "case",
    summary = "实时更新 · Live update",
    description = "服务器推送（SSE）：先是 hello，然后每当有案件上报或变化时发 incidents，列出编号；incidents 为 null 时请重新读取。断线后按 Last-Event-ID 续传。\n\nServer-sent events: hello first, then incidents with ids whenever cases are reported or change; null means read again. Last-Event-ID goes on where the line broke.",
    params(("Last-Event-ID" = Option<i64>, Header, description = "上次收到的序号 · The number of the last event")),
    responses((status = 200, body = String, content_type = "text/event-stream", description = "事件流 · Events"), Problems)
)]
pub async fn live(
    State(state): State<AppState>,
    headers: HeaderMap,
    params: Params,
) -> Result<Response, Problem> {
    params.finish()?;
    let known = headers.get("last-event-id").and_then(|value| value.to_str().ok()?.trim().parse().ok());
    let (sender, receiver) = mpsc::channel::<Piece>(4);
    tokio::spawn(tell(Arc::clone(&state.service), known, sender));
    let mut response = axum::body::Body::from_stream(ReceiverStream::new(receiver)).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/event-stream"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    // A proxy that gathers answers would hold every event back.
    headers.insert("x-accel-buffering", HeaderValue::from_static("no"));
    Ok(response)
}

/// Writes events until the reader has gone, the service stops or the stream has lasted its time.
async fn tell(service: Arc<Service>, known: Option<i64>, sender: mpsc::Sender<Piece>) {
    let end = Instant::now() + LONGEST;
    let mut changes = service.listen();
    let seq = service.columns().change_seq;
    let mut first = format!("retry: 3000\n{}", event("hello", seq, &json!({"seq": seq})));
    if let Some(known) = known {
        match service.missed(known).await {
            Ok(Some(missed)) => first.push_str(&changed(missed.seq, missed.incidents.as_deref())),
            Ok(None) => {}
            Err(_) => first.push_str(&changed(seq, None)),
        }
    }
    // The task must not keep a service alive that nobody uses any more.
    drop(service);
    if sender.send(Ok(first.into())).await.is_err() {
        return;
    }
    loop {
        let quiet = (Instant::now() + QUIET).min(end);
        let first = tokio::select! {
            () = sender.closed() => return,
            first = timeout_at(quiet, changes.recv()) => first,
        };
        let text = match first {
            Err(_) if Instant::now() >= end => return,
            Err(_) => ":\n\n".to_owned(),
            Ok(Err(broadcast::error::RecvError::Closed)) => return,
            Ok(first) => {
                sleep_until(Instant::now() + GATHER).await;
                match gathered(first, &mut changes) {
                    Some((seq, ids)) => changed(seq, ids.as_deref()),
                    None => return,
                }
            }
        };
        if sender.send(Ok(text.into())).await.is_err() {
            return;
        }
    }
}

/// The first change and all that came since in one; no ids when there are too many or some were missed.
fn gathered(
    first: Result<Changed, broadcast::error::RecvError>,
    changes: &mut broadcast::Receiver<Changed>,
) -> Option<(i64, Option<Vec<Uuid>>)> {
    let mut seq = 0;
    let mut ids = Some(BTreeSet::new());
    let mut next = first.map_err(|error| matches!(error, broadcast::error::RecvError::Lagged(_)));
    loop {
        match next {
            Ok(changed) => {
                seq = changed.seq.max(seq);
                ids = ids.zip(changed.incidents).map(|(mut ids, more)| {
                    ids.extend(more.iter().copied());
                    ids
                });
            }
            Err(true) => ids = None,
            Err(false) => break,
        }
        next = match changes.try_recv() {
            Ok(changed) => Ok(changed),
            Err(broadcast::error::TryRecvError::Lagged(_)) => Err(true),
            Err(_) => Err(false),
        };
    }
    let ids = ids.filter(|ids| ids.len() <= crate::app::live::MOST_NAMED);
    Some((seq, ids.map(|ids| ids.into_iter().collect())))
}

fn changed(seq: i64, incidents: Option<&[Uuid]>) -> String {
    event("incidents", seq, &json!({"seq": seq, "incidents": incidents}))
}

fn event(name: &str, seq: i64, data: &serde_json::Value) -> String {
    format!("event: {name}\nid: {seq}\ndata: {data}\n\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_is_in_the_form_that_browsers_read() {
        let text = changed(7, Some(&[Uuid::nil()]));
        assert_eq!(
            text,
            "event: incidents\nid: 7\ndata: {\"incidents\":[\"00000000-0000-0000-0000-000000000000\"],\"seq\":7}\n\n"
        );
        assert!(changed(7, None).contains("\"incidents\":null"));
    }

    #[test]
    fn what_came_meanwhile_is_told_once_and_what_was_missed_is_read_again() {
        let (sender, mut changes) = broadcast::channel(4);
        let told = |seq, n: u128| Changed { seq, incidents: Some([Uuid::from_u128(n)].into()) };
        for (seq, n) in [(1, 5), (2, 4), (3, 5)] {
            sender.send(told(seq, n)).unwrap();
        }
        let first = changes.try_recv().map_err(|_| broadcast::error::RecvError::Closed);
        assert_eq!(
            gathered(first, &mut changes),
            Some((3, Some(vec![Uuid::from_u128(4), Uuid::from_u128(5)])))
        );
        for seq in 4..10 {
            sender.send(told(seq, 1)).unwrap();
        }
        let lagged = Err(broadcast::error::RecvError::Lagged(2));
        assert_eq!(gathered(lagged, &mut changes), Some((9, None)));
    }
}
