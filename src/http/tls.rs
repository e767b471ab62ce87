//! The service's own TLS: certificate and key from two files, TLS 1.2 and later, and new files taken while it runs. What
//! cannot be used is told with the file and what to do; a renewal that cannot be used leaves the certificate in force.

use crate::domain::text::Words;
use arc_swap::ArcSwap;
use rustls::ServerConfig;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime};
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;
use tokio_rustls::TlsAcceptor;

/// How often the files are looked at.
const LOOK: Duration = Duration::from_secs(10);
/// First byte of every TLS connection: the type of a handshake record (RFC 8446, 5.1).
const HANDSHAKE: u8 = 22;

/// What is told to who speaks plain HTTP on this port.
const PLAIN: &str = "HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain; charset=utf-8\r\nConnection: close\r\n\
    Content-Length: 156\r\n\r\n本服务只接受 https：请把地址开头的 http:// 改为 https://\n\
    This port speaks https: change http:// at the beginning of the address to https://\n";

/// A file that cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("{}", .0.en)]
pub struct TlsProblem(pub Words);

/// Certificate and key in force.
#[derive(Debug)]
pub struct Tls {
    certificate: PathBuf,
    key: PathBuf,
    current: ArcSwap<ServerConfig>,
    /// The files as they were when they were read last.
    seen: Mutex<Seen>,
    /// Caught from `catch_hang_up` on.
    hang_up: Mutex<HangUp>,
}

type Seen = [Option<(SystemTime, u64)>; 2];

impl Tls {
    /// Reads both files. `certificate` holds the service's own certificate first, then those in between.
    pub fn load(certificate: &Path, key: &Path) -> Result<Self, TlsProblem> {
        let seen = Mutex::new([stamp(certificate), stamp(key)]);
        let current = ArcSwap::from_pointee(read(certificate, key)?);
        let hang_up = Mutex::default();
        Ok(Self { certificate: certificate.to_owned(), key: key.to_owned(), current, seen, hang_up })
    }

    /// Reads both files again; connections from now on use them. On an error those before stay in force.
    pub fn reload(&self) -> Result<(), TlsProblem> {
        *self.seen.lock().unwrap_or_else(PoisonError::into_inner) = self.stamps();
        self.current.store(Arc::new(read(&self.certificate, &self.key)?));
        Ok(())
    }

    fn stamps(&self) -> Seen {
        [stamp(&self.certificate), stamp(&self.key)]
    }

    fn has_changed(&self) -> bool {
        *self.seen.lock().unwrap_or_else(PoisonError::into_inner) != self.stamps()
    }

    pub(super) fn acceptor(&self) -> TlsAcceptor {
        TlsAcceptor::from(self.current.load_full())
    }

    /// Catches SIGHUP from now on, so that one that comes right after the address was printed does not end the service.
    /// Needs a running runtime.
    pub fn catch_hang_up(&self) {
        *self.hang_up.lock().unwrap_or_else(PoisonError::into_inner) = HangUp::new();
    }

    /// Takes new files when they change, and on SIGHUP, until it is dropped.
    pub async fn watch(self: Arc<Self>) {
        let mut turns = tokio::time::interval(LOOK);
        let mut hang_up = std::mem::take(&mut *self.hang_up.lock().unwrap_or_else(PoisonError::into_inner));
        loop {
            let asked = tokio::select! {
                _ = turns.tick() => false,
                () = hang_up.next() => true,
            };
            let tls = Arc::clone(&self);
            let taken =
                tokio::task::spawn_blocking(move || (asked || tls.has_changed()).then(|| tls.reload()));
            match taken.await {
                Ok(Some(Ok(()))) => tracing::info!("the new certificate is in force"),
                Ok(Some(Err(problem))) => {
                    tracing::error!(%problem, "the certificate in force stays, the new one cannot be used");
                }
                Ok(None) | Err(_) => {}
            }
        }
    }
}

/// The signal by which a service is asked to read its files again.
#[derive(Debug, Default)]
struct HangUp {
    #[cfg(unix)]
    signal: Option<tokio::signal::unix::Signal>,
}

impl HangUp {
    fn new() -> Self {
        Self {
            #[cfg(unix)]
            signal: tokio::signal::unix::signal(tokio::signal::unix::SignalKind::hangup()).ok(),
        }
    }

    async fn next(&mut self) {
        #[cfg(unix)]
        if let Some(signal) = &mut self.signal
            && signal.recv().await.is_some()
        {
            return;
        }
        std::future::pending().await
    }
}

fn stamp(path: &Path) -> Option<(SystemTime, u64)> {
    let file = std::fs::metadata(path).ok()?;
    Some((file.modified().ok()?, file.len()))
}

fn problem(path: &Path, zh: &str, en: &str) -> TlsProblem {
    let path = path.display();
    TlsProblem(Words::new(format!("{path}：{zh}"), format!("{path}: {en}")))
}

fn bytes(path: &Path) -> Result<Vec<u8>, TlsProblem> {
    std::fs::read(path).map_err(|error| match error.kind() {
        ErrorKind::NotFound => problem(path, "文件不存在", "there is no such file"),
        ErrorKind::PermissionDenied => problem(path, "没有权限读取", "no permission to read it"),
        _ => problem(path, &format!("读取失败：{error}"), &format!("it cannot be read: {error}")),
    })
}

fn read(certificate: &Path, key: &Path) -> Result<ServerConfig, TlsProblem> {
    let (chain, secret) = (bytes(certificate)?, bytes(key)?);
    let chain: Vec<CertificateDer<'static>> =
        CertificateDer::pem_slice_iter(&chain).collect::<Result<_, _>>().map_err(|error| {
            problem(
                certificate,
                &format!("证书读不出来：{error}"),
                &format!("its certificate cannot be read: {error}"),
            )
        })?;
    if chain.is_empty() {
        return Err(problem(
            certificate,
            "里面没有证书；应为 PEM 格式，以 -----BEGIN CERTIFICATE----- 开头",
            "it holds no certificate; PEM is expected, beginning with -----BEGIN CERTIFICATE-----",
        ));
    }
    if String::from_utf8_lossy(&secret).contains("ENCRYPTED") {
        return Err(problem(
            key,
            "私钥有密码保护；请先解密，如 openssl pkey -in 加密的.pem -out key.pem",
            "the key is protected by a password; decrypt it first, as by openssl pkey -in encrypted.pem -out key.pem",
        ));
    }
    let secret = PrivateKeyDer::from_pem_slice(&secret).map_err(|_| {
        problem(
            key,
            "里面没有私钥；应为 PEM 格式，以 -----BEGIN PRIVATE KEY----- 开头",
            "it holds no private key; PEM is expected, beginning with -----BEGIN PRIVATE KEY-----",
        )
    })?;
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .and_then(|builder| builder.with_no_client_auth().with_single_cert(chain, secret));
    let mut config = config.map_err(|error| match error {
        rustls::Error::InconsistentKeys(_) => problem(
            key,
            "私钥与证书不是一对；请检查是否拿错了文件",
            "the key does not belong to the certificate; look whether the files were mixed up",
        ),
        error => problem(
            certificate,
            &format!("证书或私钥不能用：{error}"),
            &format!("certificate or key cannot be used: {error}"),
        ),
    })?;
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(config)
}

/// Whether a peer speaks TLS; one that does not is told so. `None` when it said nothing in time.
pub(super) async fn speaks_tls(stream: &mut TcpStream, patience: Duration) -> Option<bool> {
    let mut first = [0];
    let peeked = tokio::time::timeout(patience, stream.peek(&mut first)).await.ok()?.ok()?;
    if peeked == 0 {
        return None;
    }
    if first[0] == HANDSHAKE {
        return Some(true);
    }
    // What it asked is read, or the answer could be lost with the connection.
    let answer = async {
        let _ = stream.try_read(&mut [0; 8192]);
        let _ = stream.write_all(PLAIN.as_bytes()).await;
        let _ = stream.shutdown().await;
    };
    let _ = tokio::time::timeout(patience, answer).await;
    Some(false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_answer_to_plain_http_says_its_length() {
        let (head, body) = PLAIN.split_once("\r\n\r\n").unwrap();
        assert!(head.ends_with(&format!("Content-Length: {}", body.len())), "{}", body.len());
    }

    #[test]
    fn what_is_wrong_with_a_file_is_told_with_its_name() {
        let folder = tempfile::tempdir().unwrap();
        let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/tls");
        let file = |name: &str, text: &str| {
            let path = folder.path().join(name);
            std::fs::write(&path, text).unwrap();
            path
        };
        let (certificate, key) = (data.join("receiver.pem"), data.join("receiver.key"));
        assert!(Tls::load(&certificate, &key).is_ok());
        let encrypted = "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAA==\n-----END ENCRYPTED PRIVATE KEY-----\n";
        let (none, empty) = (folder.path().join("none.pem"), file("empty.pem", "no PEM"));
        for (certificate, key, zh, en) in [
            (&none, &key, "none.pem：文件不存在", "none.pem: there is no such file"),
            (&empty, &key, "里面没有证书", "it holds no certificate"),
            (&key, &key, "里面没有证书", "it holds no certificate"),
            (&certificate, &certificate, "里面没有私钥", "it holds no private key"),
            (&certificate, &file("encrypted.key", encrypted), "有密码保护", "protected by a password"),
            (&data.join("second.pem"), &key, "不是一对", "does not belong to the certificate"),
        ] {
            let TlsProblem(words) = Tls::load(certificate, key).unwrap_err();
            assert!(words.zh.contains(zh) && words.en.contains(en), "{words:?}");
        }
    }
}
