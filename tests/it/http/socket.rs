//! The service on a real socket: it answers, gives slow peers up and stops when told.

use super::fixture::Town;
use std::future::pending;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use wangge::http::{BodyPace, ServeOptions, serve};

async fn exchange(stream: &mut TcpStream, request: &str) -> String {
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = vec![0; 4096];
    let length = stream.read(&mut answer).await.unwrap();
    String::from_utf8_lossy(&answer[..length]).into_owned()
}

#[tokio::test]
async fn it_answers_on_a_kept_connection_and_stops_when_told() {
    let town = Town::public().await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, stopped) = oneshot::channel::<()>();
    let shutdown = async move {
        let _ = stopped.await;
    };
    let options = ServeOptions { grace: Duration::from_secs(30), ..ServeOptions::default() };
    let service = tokio::spawn(serve(listener, town.service.clone(), options, shutdown));
    let mut stream = TcpStream::connect(address).await.unwrap();
    for _ in 0..2 {
        let answer =
            exchange(&mut stream, &format!("GET /healthz HTTP/1.1\r\nHost: {address}\r\n\r\n")).await;
        assert!(answer.starts_with("HTTP/1.1 200") && answer.ends_with("{\"status\":\"ok\"}"), "{answer}");
    }
    let refused = exchange(&mut stream, "GET /healthz HTTP/1.1\r\nHost: evil.example\r\n\r\n").await;
    assert!(refused.starts_with("HTTP/1.1 421"), "{refused}");
    // An idle connection must not hold the service up.
    stop.send(()).unwrap();
    service.await.unwrap().unwrap();
    assert!(TcpStream::connect(address).await.is_err());
}

#[tokio::test]
async fn a_peer_that_does_not_finish_its_request_head_is_given_up() {
    let town = Town::public().await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let options = ServeOptions { header_timeout: Duration::from_millis(50), ..ServeOptions::default() };
    let service = tokio::spawn(serve(listener, town.service.clone(), options, pending()));
    for beginning in ["", "GET /healthz HTTP/1.1\r\nHost: local"] {
        let mut stream = TcpStream::connect(address).await.unwrap();
        stream.write_all(beginning.as_bytes()).await.unwrap();
        let mut rest = Vec::new();
        // Ends only because the other side closes.
        let _ = stream.read_to_end(&mut rest).await;
    }
    service.abort();
}

/// Serves with these limits until the test ends, and gives the address.
async fn serving(town: &Town, options: ServeOptions) -> std::net::SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(serve(listener, town.service.clone(), options, pending()));
    address
}

/// Writes the same bytes one by one until the other side has had enough, and gives what it said.
async fn drip(address: std::net::SocketAddr, opening: &str, byte: u8) -> String {
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.set_nodelay(true).unwrap();
    stream.write_all(opening.as_bytes()).await.unwrap();
    let (mut reading, mut writing) = stream.into_split();
    let dripping = tokio::spawn(async move {
        // The peer's own pace; nobody waits for it.
        let mut pace = tokio::time::interval(Duration::from_millis(5));
        while writing.write_all(&[byte]).await.is_ok() {
            pace.tick().await;
        }
    });
    let mut said = Vec::new();
    // Ends only because the other side closes; a reset may swallow its last words.
    let _ = reading.read_to_end(&mut said).await;
    dripping.abort();
    String::from_utf8_lossy(&said).into_owned()
}

#[tokio::test]
async fn a_head_that_comes_byte_by_byte_is_given_up() {
    let town = Town::public().await;
    let options = ServeOptions { header_timeout: Duration::from_millis(50), ..ServeOptions::default() };
    let address = serving(&town, options).await;
    let said = drip(address, "GET /healthz HTTP/1.1\r\nHost: localhost\r\nX-Slow: ", b'a').await;
    assert!(!said.contains("200 OK"), "{said}");
    assert_eq!(town.get("/healthz").await.status, 200);
}

#[tokio::test]
async fn a_body_that_stops_or_comes_byte_by_byte_is_given_up_with_a_problem() {
    let town = Town::public().await;
    let body_pace = BodyPace { pause: Duration::from_millis(50), least_rate: u32::MAX };
    let address = serving(&town, ServeOptions { body_pace, ..ServeOptions::default() }).await;
    let head = |path: &str, kind: &str| {
        format!(
            "POST {path} HTTP/1.1\r\nHost: {address}\r\nContent-Type: {kind}\r\nContent-Length: 900000\r\n\r\n"
        )
    };
    let report = head("/api/v1/incidents", "application/json");
    let mut stream = TcpStream::connect(address).await.unwrap();
    let stopped = exchange(&mut stream, &format!("{report}{{")).await;
    assert!(stopped.starts_with("HTTP/1.1 408") && stopped.contains("body_timeout"), "{stopped}");
    let said = drip(address, &report, b' ').await;
    assert!(!said.starts_with("HTTP/1.1 2"), "{said}");
    // A batch answers row by row: its answer has begun, so its last row tells.
    let rows = head("/api/v1/locate", "application/x-ndjson");
    let said = drip(address, &rows, b' ').await;
    assert!(said.is_empty() || said.contains("body_timeout") || said.contains("too slowly"), "{said}");
    assert_eq!(town.get("/api/v1/incidents").await.json()["total"], 0);
}

#[tokio::test]
async fn a_peer_that_asks_for_much_and_reads_nothing_is_given_up() {
    let town = Town::public().await;
    let options = ServeOptions { write_timeout: Duration::from_millis(50), ..ServeOptions::default() };
    let address = serving(&town, options).await;
    let mut stream = TcpStream::connect(address).await.unwrap();
    let head = format!(
        "POST /api/v1/locate HTTP/1.1\r\nHost: {address}\r\nContent-Type: application/x-ndjson\r\n\
         Transfer-Encoding: chunked\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    let rows = "{\"lon\":102.5405,\"lat\":24.3505}\n".repeat(1000);
    let chunk = format!("{:x}\r\n{rows}\r\n", rows.len());
    // Without a limit the service would wait for this reader, and this writer for the service, for ever.
    while stream.write_all(chunk.as_bytes()).await.is_ok() {}
    assert_eq!(town.get("/healthz").await.status, 200);
}

#[tokio::test]
async fn a_kept_connection_that_falls_silent_is_given_up() {
    let town = Town::public().await;
    let options = ServeOptions { header_timeout: Duration::from_millis(50), ..ServeOptions::default() };
    let address = serving(&town, options).await;
    let mut stream = TcpStream::connect(address).await.unwrap();
    let answer = exchange(&mut stream, &format!("GET /healthz HTTP/1.1\r\nHost: {address}\r\n\r\n")).await;
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    assert_eq!(stream.read(&mut [0; 64]).await.unwrap_or(0), 0);
}

#[tokio::test]
async fn five_hundred_silent_connections_keep_nobody_out() {
    let town = Town::public().await;
    let address = serving(&town, ServeOptions::default()).await;
    let mut silent = Vec::new();
    for n in 0..500 {
        let mut stream = TcpStream::connect(address).await.unwrap();
        // Half of them fall silent in the middle of a head.
        if n % 2 == 0 {
            stream.write_all(b"GET /healthz HTTP/1.1\r\nHo").await.unwrap();
        }
        silent.push(stream);
    }
    let mut stream = TcpStream::connect(address).await.unwrap();
    let answer = exchange(&mut stream, &format!("GET /readyz HTTP/1.1\r\nHost: {address}\r\n\r\n")).await;
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
}

#[tokio::test]
async fn stopping_does_not_wait_for_silent_and_half_open_peers_longer_than_the_grace() {
    let town = Town::public().await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, stopped) = oneshot::channel::<()>();
    let shutdown = async move {
        let _ = stopped.await;
    };
    // Header time-outs of an hour: only the grace can end this.
    let hour = Duration::from_secs(3600);
    let options =
        ServeOptions { header_timeout: hour, grace: Duration::from_millis(50), ..ServeOptions::default() };
    let service = tokio::spawn(serve(listener, town.service.clone(), options, shutdown));
    let _silent = TcpStream::connect(address).await.unwrap();
    let mut half = TcpStream::connect(address).await.unwrap();
    half.write_all(b"POST /api/v1/incidents HTTP/1.1\r\nHost: local").await.unwrap();
    let mut asked = TcpStream::connect(address).await.unwrap();
    exchange(&mut asked, &format!("GET /healthz HTTP/1.1\r\nHost: {address}\r\n\r\n")).await;
    stop.send(()).unwrap();
    service.await.unwrap().unwrap();
}
