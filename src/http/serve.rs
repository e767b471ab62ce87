//! The service on a socket. Connections are driven by hyper directly, because request heads need a time limit
//! (slow peers would hold descriptors for ever) and stopping needs a bound.

use super::peer::Peer;
use super::router::router;
use super::stall::Stalling;
use super::state::ServeOptions;
use crate::app::Service;
use axum::Extension;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use std::future::Future;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinSet;
use tower::Layer;

/// Serves until `shutdown` resolves, then lets running requests end within `options.grace`. Returns an error
/// only when the socket is unusable from the start.
pub async fn serve(
    listener: TcpListener,
    service: Arc<Service>,
    options: ServeOptions,
    shutdown: impl Future<Output = ()>,
) -> anyhow::Result<()> {
    listener.local_addr()?;
    let app = router(Arc::clone(&service), options.clone());
    let (stop, stopped) = watch::channel(());
    let mut connections = JoinSet::new();
    let mut shutdown = pin!(shutdown);
    let upkeep = tokio::spawn(super::metrics::upkeep());
    let renewal = options.tls.clone().map(|tls| tokio::spawn(tls.watch()));
    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, peer)) => {
                    let served = connection(stream, Peer(peer.ip()), app.clone(), options.clone(), stopped.clone());
                    connections.spawn(served);
                }
                Err(error) => {
                    // Out of descriptors, most likely: peers that time out will free some.
                    tracing::warn!(%error, "cannot accept a connection");
                    tokio::time::sleep(Duration::from_millis(50)).await;
                }
            },
            Some(_) = connections.join_next() => {}
            () = &mut shutdown => break,
        }
    }
    upkeep.abort();
    if let Some(renewal) = renewal {
        renewal.abort();
    }
    drop(listener);
    drop(stopped);
    let _ = stop.send(());
    service.end_streams();
    let drained = async { while connections.join_next().await.is_some() {} };
    if tokio::time::timeout(options.grace, drained).await.is_err() {
        tracing::warn!("some requests did not end in time and were cut");
    }
    Ok(())
}

async fn connection(
    mut stream: TcpStream,
    peer: Peer,
    app: axum::Router,
    options: ServeOptions,
    stopped: watch::Receiver<()>,
) {
    // Answers are written whole; waiting for more to send only delays them.
    let _ = stream.set_nodelay(true);
    let Some(tls) = options.tls.clone() else {
        let stream = Stalling::new(stream, options.write_timeout);
        return drive(stream, peer, app, options, stopped).await;
    };
    if super::tls::speaks_tls(&mut stream, options.header_timeout).await != Some(true) {
        return;
    }
    let stream = Stalling::new(stream, options.write_timeout);
    match tokio::time::timeout(options.header_timeout, tls.acceptor().accept(stream)).await {
        Ok(Ok(stream)) => drive(stream, peer, app, options, stopped).await,
        Ok(Err(error)) => tracing::debug!(%error, "a TLS connection was not established"),
        Err(_) => tracing::debug!("a TLS connection was not established in time"),
    }
}

/// Answers the requests of one connection.
async fn drive(
    stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
    peer: Peer,
    app: axum::Router,
    options: ServeOptions,
    mut stopped: watch::Receiver<()>,
) {
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(options.header_timeout)
        .max_headers(64)
        .serve_connection(TokioIo::new(stream), TowerToHyperService::new(Extension(peer).layer(app)));
    let mut connection = pin!(connection);
    let ended = tokio::select! {
        ended = connection.as_mut() => ended,
        _ = stopped.changed() => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    if let Err(error) = ended {
        tracing::debug!(%error, "a connection ended early");
    }
}
