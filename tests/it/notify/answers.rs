//! Receivers that fail, hang, flood, redirect or are not there.

use super::receiver::{Receiver, Says};
use super::{IMPATIENT, NOW, Trap, message, options, sender, to, webhook};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use wangge::notify::{Channel, Options, Retry, Secret, SendError, Sender};

async fn refused(says: Says) -> SendError {
    let receiver = Receiver::start(says).await;
    sender().send(&webhook(&receiver.url("/")), &message(), NOW).await.unwrap_err()
}

#[tokio::test]
async fn a_robots_error_in_a_200_is_told_with_the_answer_and_without_the_key() {
    let body = r#"{"errcode":93000,"errmsg":"invalid webhook url k3y-of-the-robot"}"#;
    let receiver = Receiver::start(Says::ok(body)).await;
    let url = Secret::new(receiver.url("/cgi-bin/webhook/send?key=k3y-of-the-robot"));
    let error = sender().send(&to(Channel::Wecom { url }), &message(), NOW).await.unwrap_err();
    assert_eq!((error.code, error.is_permanent(), error.receipt.status), ("robot_gone", true, Some(200)));
    assert_eq!(error.receipt.answer, r#"{"errcode":93000,"errmsg":"invalid webhook url ***"}"#);
    assert!(!format!("{error} {error:?}").contains("k3y"));
}

#[tokio::test]
async fn a_429_says_when_to_come_back() {
    let error = refused(Says::Status(429, vec![("retry-after", "90".into())], "slow down".into())).await;
    assert_eq!(error.code, "rate_limited");
    assert_eq!(error.retry_after(), Some(Duration::from_secs(90)));
    let error = refused(Says::Status(
        503,
        vec![("retry-after", "Thu, 27 Nov 2025 14:10:00 GMT".into())],
        String::new(),
    ))
    .await;
    assert_eq!(error.retry_after().map(|wait| wait.as_secs()), Some(599));
}

#[tokio::test]
async fn a_500_is_tried_again_and_a_403_is_not() {
    let error = refused(Says::Status(500, vec![], "stack trace\u{7}\nline".into())).await;
    assert_eq!((error.code, error.retry), ("server_failed", Retry::Later { after: None }));
    assert_eq!(error.receipt.answer, "stack trace line");
    let error = refused(Says::Status(403, vec![], String::new())).await;
    assert_eq!((error.code, error.is_permanent()), ("rejected", true));
}

#[tokio::test]
async fn a_receiver_that_hangs_is_left() {
    let receiver = Receiver::start(Says::Nothing).await;
    let sender = Sender::new(Options { timeout: IMPATIENT, ..options() }).unwrap();
    let error = sender.send(&webhook(&receiver.url("/")), &message(), NOW).await.unwrap_err();
    assert_eq!((error.code, error.is_permanent(), error.receipt.status), ("timed_out", false, None));
}

#[tokio::test]
async fn a_body_that_breaks_off_takes_nothing_from_a_status() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let mut asked = [0; 8192];
        let _ = stream.read(&mut asked).await;
        stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nthanks").await.unwrap();
        stream.shutdown().await.unwrap();
    });
    let receipt = sender().send(&webhook(&url), &message(), NOW).await.unwrap();
    assert_eq!((receipt.status, receipt.answer.as_str()), (Some(200), "thanks"));
}

#[tokio::test]
async fn of_a_flood_the_beginning_is_kept() {
    let receiver = Receiver::start(Says::ok(&"水".repeat(4_000_000))).await;
    let receipt = sender().send(&webhook(&receiver.url("/")), &message(), NOW).await.unwrap();
    assert_eq!(receipt.answer.chars().count(), 500);
    let url = Secret::new(receiver.url("/"));
    let error = sender().send(&to(Channel::Wecom { url }), &message(), NOW).await.unwrap_err();
    assert_eq!(error.code, "answer_unreadable");
}

#[tokio::test]
async fn a_redirect_inward_is_not_followed_and_is_told() {
    let trap = Trap::new();
    let inward = format!("http://127.0.0.1:{}/admin", trap.port());
    for status in [301, 302, 303, 307, 308] {
        let error = refused(Says::Status(status, vec![("location", inward.clone())], String::new())).await;
        assert_eq!((error.code, error.is_permanent()), ("redirected", true));
        assert!(error.words.zh.contains("没有跟随") && error.words.en.contains("not followed"));
    }
    assert!(!trap.was_reached());
}

#[tokio::test]
async fn a_dead_port_is_tried_again() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    drop(listener);
    let error = sender().send(&webhook(&url), &message(), NOW).await.unwrap_err();
    assert_eq!((error.code, error.retry), ("unreachable", Retry::Later { after: None }));
}

#[tokio::test]
async fn an_answer_that_is_no_http_is_tried_again() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let mut asked = [0; 8192];
        let _ = stream.read(&mut asked).await;
        let _ = stream.write_all(b"SSH-2.0-OpenSSH_9.6\r\n").await;
    });
    let error = sender().send(&webhook(&url), &message(), NOW).await.unwrap_err();
    assert_eq!((error.code, error.is_permanent()), ("unreachable", false));
}
