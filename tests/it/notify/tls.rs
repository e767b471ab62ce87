//! Certificates are checked: against the machine's authorities and those that configuration adds, and by name.

use super::receiver::Receiver;
use super::{NOW, Names, message, options, webhook};
use rustls::ServerConfig;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use std::sync::Arc;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;
use wangge::notify::{Options, Sender};

/// See `tests/data/tls/README.md`.
pub const AUTHORITY: &str = include_str!("../../data/tls/authority.pem");

/// A server that is `receiver.test`.
pub fn acceptor() -> TlsAcceptor {
    let chain = CertificateDer::pem_slice_iter(include_bytes!("../../data/tls/receiver.pem"));
    let key = PrivateKeyDer::from_pem_slice(include_bytes!("../../data/tls/receiver.key")).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(chain.map(Result::unwrap).collect(), key)
        .unwrap();
    TlsAcceptor::from(Arc::new(config))
}

/// Answers every request over TLS with 204.
async fn encrypted() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            if let Ok(mut stream) = acceptor().accept(stream).await {
                let mut asked = [0; 8192];
                let _ = stream.read(&mut asked).await;
                let _ = stream.write_all(b"HTTP/1.1 204 No Content\r\n\r\n").await;
                let _ = stream.shutdown().await;
            }
        }
    });
    port
}

fn sender(authority: &str) -> Sender {
    let options =
        Options { extra_certificates: authority.as_bytes().to_vec(), allow_plain: false, ..options() };
    Sender::with_resolver(options, Names::new(&[&["127.0.0.1"]])).unwrap()
}

#[tokio::test]
async fn a_citys_own_authority_is_trusted_when_configuration_adds_it() {
    let destination = webhook(&format!("https://receiver.test:{}/", encrypted().await));
    assert_eq!(sender(AUTHORITY).send(&destination, &message(), NOW).await.unwrap().status, Some(204));
    let error = sender("").send(&destination, &message(), NOW).await.unwrap_err();
    assert_eq!((error.code, error.is_permanent()), ("tls_failed", false));
}

#[tokio::test]
async fn a_certificate_for_another_name_is_refused() {
    let destination = webhook(&format!("https://other.test:{}/", encrypted().await));
    let error = sender(AUTHORITY).send(&destination, &message(), NOW).await.unwrap_err();
    assert_eq!(error.code, "tls_failed");
}

#[tokio::test]
async fn a_receiver_that_speaks_no_tls_is_refused() {
    let receiver = Receiver::start(super::receiver::Says::ok("")).await;
    let destination = webhook(&format!("https://receiver.test:{}/", receiver.port));
    let error = sender(AUTHORITY).send(&destination, &message(), NOW).await.unwrap_err();
    assert_eq!(error.code, "tls_failed");
    assert!(receiver.received().is_empty());
}

#[test]
fn options_that_cannot_be_used_are_told_in_both_languages() {
    let broken = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
    for options in [
        Options { extra_certificates: broken.into(), ..Options::default() },
        Options { public_url: Some("city.example.gov.cn".into()), ..Options::default() },
        Options { public_url: Some("javascript://x".into()), ..Options::default() },
    ] {
        let error = Sender::new(options).err().unwrap();
        assert!(!error.0.zh.is_empty() && !error.0.en.is_empty());
    }
}
