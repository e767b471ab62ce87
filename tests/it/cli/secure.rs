//! `serve` with its own certificate, and below a path.

use super::support::{Serving, Site, data};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, RootCertStore, SupportedProtocolVersion};
use std::io::{Read, Write};
use std::net::TcpStream;
use std::process::Command;
use std::sync::Arc;

fn certificate(name: &str) -> CertificateDer<'static> {
    CertificateDer::from_pem_slice(&std::fs::read(data(&format!("tls/{name}"))).unwrap()).unwrap()
}

/// The certificate that a service shows, and its answer to a request.
fn over_tls(
    address: &str,
    version: &'static SupportedProtocolVersion,
    request: &str,
) -> (CertificateDer<'static>, String) {
    let mut roots = RootCertStore::empty();
    roots.add(certificate("authority.pem")).unwrap();
    roots.add(certificate("second.pem")).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_protocol_versions(&[version])
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    let name = ServerName::try_from("receiver.test").unwrap();
    let mut session = rustls::ClientConnection::new(Arc::new(config), name).unwrap();
    let mut stream = TcpStream::connect(address).unwrap();
    let mut tls = rustls::Stream::new(&mut session, &mut stream);
    write!(
        tls,
        "{request} HTTP/1.1\r\nHost: localhost\r\nCookie: wangge_session=old\r\nConnection: close\r\n\r\n"
    )
    .unwrap();
    let mut answer = Vec::new();
    // The service ends the connection after its answer.
    let _ = tls.read_to_end(&mut answer);
    let shown = session.peer_certificates().unwrap()[0].clone().into_owned();
    (shown, String::from_utf8_lossy(&answer).into_owned())
}

fn plainly(address: &str, request: &str) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    write!(
        stream,
        "{request} HTTP/1.1\r\nHost: localhost\r\nCookie: wangge_session=old\r\nConnection: close\r\n\r\n"
    )
    .unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    String::from_utf8(answer).unwrap()
}

/// A site whose certificate files can be changed.
fn with_files() -> Site {
    let site = Site::new();
    take(&site, "receiver");
    site
}

fn take(site: &Site, name: &str) {
    site.file("cert.pem", std::fs::read(data(&format!("tls/{name}.pem"))).unwrap());
    site.file("key.pem", std::fs::read(data(&format!("tls/{name}.key"))).unwrap());
}

const TLS: [&str; 4] = ["--tls-cert", "cert.pem", "--tls-key", "key.pem"];

#[test]
fn it_speaks_tls_of_both_versions_and_tells_who_does_not() {
    let site = with_files();
    let serving = Serving::start(&site, &TLS);
    for version in [&rustls::version::TLS12, &rustls::version::TLS13] {
        let (shown, answer) = over_tls(&serving.address, version, "GET /healthz");
        assert_eq!(shown, certificate("receiver.pem"));
        assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    }
    let (_, refused) = over_tls(&serving.address, &rustls::version::TLS13, "GET /api/v1/accounts");
    let refused = refused.to_lowercase();
    assert!(
        refused.contains("set-cookie: wangge_session=; path=/; httponly; samesite=lax; secure;"),
        "{refused}"
    );
    let plain = plainly(&serving.address, "GET /");
    assert!(
        plain.starts_with("HTTP/1.1 400") && plain.contains("https") && plain.contains("本服务只接受"),
        "{plain}"
    );
    let (code, told) = serving.stop_and_tell();
    assert!(code == 0 && told.contains("https://127.0.0.1:") && !told.contains("http://"), "{told}");
}

#[cfg(unix)]
#[test]
fn a_renewed_certificate_is_taken_at_the_signal_and_a_bad_one_is_not() {
    let site = with_files();
    let serving = Serving::start(&site, &TLS);
    let hang_up = || {
        assert!(
            Command::new("kill").args(["-HUP", &serving.process().to_string()]).status().unwrap().success()
        )
    };
    let shown = || over_tls(&serving.address, &rustls::version::TLS13, "GET /healthz").0;
    // A key that is not its own: what is in force stays.
    site.file("key.pem", std::fs::read(data("tls/second.key")).unwrap());
    hang_up();
    assert_eq!(shown(), certificate("receiver.pem"));
    take(&site, "second");
    hang_up();
    while shown() != certificate("second.pem") {
        std::thread::yield_now();
    }
    assert_eq!(serving.stop(), 0);
}

#[test]
fn settings_that_do_not_go_together_end_with_2_before_anything_is_made() {
    let site = with_files();
    for (arguments, sentence) in [
        (&["--tls-cert", "cert.pem"][..], "must be set together"),
        (&["--tls-cert", "none.pem", "--tls-key", "key.pem"], "none.pem: there is no such file"),
        (&["--tls-cert", "key.pem", "--tls-key", "key.pem"], "key.pem: it holds no certificate"),
        (&["--base-path", "wangge"], "should look like /wangge"),
        (
            &["--tls-cert", "cert.pem", "--tls-key", "key.pem", "--public-url", "http://wangge.example/"],
            "must begin with https://",
        ),
    ] {
        let arguments: Vec<&str> =
            ["serve", "--listen", "127.0.0.1:0"].iter().chain(arguments).copied().collect();
        let ran = site.run(&arguments);
        assert!(ran.code == 2 && ran.err.contains(sentence) && ran.err.lines().count() == 1, "{ran:?}");
        assert!(!site.path("data").exists());
    }
}

#[test]
fn below_a_path_everything_answers_with_it_and_behind_a_proxy_that_takes_it_away() {
    let site = Site::new();
    let serving = Serving::start(&site, &["--base-path", "/city/wangge/"]);
    let ask = |path: &str| plainly(&serving.address, &format!("GET {path}"));
    for below in ["/city/wangge", ""] {
        for path in ["/healthz", "/docs", "/openapi.json", "/api/v1/site", "/docs.css"] {
            let answer = ask(&format!("{below}{path}"));
            assert!(answer.starts_with("HTTP/1.1 200"), "{below}{path} {answer}");
        }
    }
    let bare = ask("/city/wangge");
    assert!(
        bare.starts_with("HTTP/1.1 308") && bare.to_lowercase().contains("location: /city/wangge/\r\n"),
        "{bare}"
    );
    assert!(ask("/city/wanggery/healthz").starts_with("HTTP/1.1 404"));
    let refused = ask("/city/wangge/api/v1/accounts").to_lowercase();
    assert!(refused.contains("set-cookie: wangge_session=; path=/city/wangge; httponly"), "{refused}");
    let (code, told) = serving.stop_and_tell();
    assert!(code == 0 && told.contains("/city/wangge/#/link/wgl_"), "{told}");
}
