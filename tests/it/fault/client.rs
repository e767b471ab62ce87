//! A caller over plain sockets, and the callers who send reports until each is acknowledged.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread::JoinHandle;

/// One caller with a connection that is kept while it lasts.
pub struct Caller {
    address: String,
    stream: Option<BufReader<TcpStream>>,
}

impl Caller {
    pub fn of(address: &str) -> Self {
        Self { address: address.to_owned(), stream: None }
    }

    /// Status and body of an answer; None when the connection broke before there was one.
    pub fn exchange(
        &mut self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &[u8],
    ) -> Option<(u16, Vec<u8>)> {
        let mut stream = match self.stream.take() {
            Some(stream) => stream,
            None => BufReader::new(TcpStream::connect(&self.address).ok()?),
        };
        let (address, length) = (&self.address, body.len());
        let mut request =
            format!("{method} {path} HTTP/1.1\r\nHost: {address}\r\nContent-Length: {length}\r\n");
        for (name, value) in headers {
            request.push_str(&format!("{name}: {value}\r\n"));
        }
        request.push_str("\r\n");
        stream.get_mut().write_all(&[request.as_bytes(), body].concat()).ok()?;
        let mut status = None;
        let mut length = 0;
        loop {
            let mut line = String::new();
            stream.read_line(&mut line).ok().filter(|read| *read > 0)?;
            let line = line.trim_end().to_ascii_lowercase();
            if line.is_empty() {
                break;
            }
            if let Some(value) = line.strip_prefix("content-length:") {
                length = value.trim().parse().ok()?;
            }
            status = status.or_else(|| line.split(' ').nth(1)?.parse().ok());
        }
        let mut answer = vec![0; length];
        stream.read_exact(&mut answer).ok()?;
        self.stream = Some(stream);
        Some((status?, answer))
    }

    /// The same for JSON, under a key.
    fn send(&mut self, method: &str, path: &str, key: &str, body: &str) -> Option<(u16, String)> {
        let headers = [("Content-Type", "application/json"), ("Idempotency-Key", key)];
        let (status, answer) = self.exchange(method, path, &headers, body.as_bytes())?;
        Some((status, String::from_utf8(answer).ok()?))
    }

    pub fn get(&mut self, path: &str) -> (u16, String) {
        self.send("GET", path, "none", "").unwrap_or_else(|| panic!("no answer to {path}"))
    }

    /// Reports rubbish in the small grid under this key.
    pub fn report(&mut self, key: &str) -> Option<(u16, String)> {
        let body = format!(
            r#"{{"lon":102.502,"lat":24.302,"category":"exposed_rubbish","description":"{key} {}"}}"#,
            "垃".repeat(200)
        );
        self.send("POST", "/api/v1/incidents", key, &body)
    }
}

/// What a problem document says for machines, after a look at its shape.
pub fn code_of(problem: &str) -> String {
    let problem: serde_json::Value = serde_json::from_str(problem).unwrap_or_else(|_| panic!("{problem}"));
    for language in ["zh", "en"] {
        assert!(problem["words"][language].as_str().is_some_and(|words| !words.is_empty()), "{problem}");
    }
    assert!(problem["request_id"].is_string(), "{problem}");
    problem["code"].as_str().unwrap().to_owned()
}

pub fn id_of(receipt: &str) -> String {
    let receipt: serde_json::Value = serde_json::from_str(receipt).unwrap_or_else(|_| panic!("{receipt}"));
    receipt["id"].as_str().unwrap().to_owned()
}

/// Callers at work.
pub struct Load {
    acknowledged: Arc<AtomicU64>,
    callers: Vec<JoinHandle<Told>>,
}

/// What the callers were told, when all is done.
#[derive(Debug, Default)]
pub struct Told {
    /// Id of the incident by key.
    pub receipts: BTreeMap<String, String>,
    /// How often each refusal came.
    pub refusals: BTreeMap<String, u64>,
}

impl Load {
    /// Each caller sends `each` reports, one after the other, and repeats one under its key until it has a receipt.
    pub fn start(address: &str, callers: u64, each: u64) -> Self {
        let acknowledged = Arc::new(AtomicU64::new(0));
        let start = |caller| {
            let (mut own, acknowledged) = (Caller::of(address), Arc::clone(&acknowledged));
            std::thread::spawn(move || {
                let mut told = Told::default();
                for n in 0..each {
                    let key = format!("caller-{caller}-report-{n}");
                    let receipt = loop {
                        match own.report(&key) {
                            Some((200 | 201, receipt)) => break id_of(&receipt),
                            Some((status, problem)) => {
                                let refusal = format!("{status} {}", code_of(&problem));
                                *told.refusals.entry(refusal).or_default() += 1;
                            }
                            None => *told.refusals.entry("cut".to_owned()).or_default() += 1,
                        }
                    };
                    acknowledged.fetch_add(1, Ordering::SeqCst);
                    told.receipts.insert(key, receipt);
                }
                told
            })
        };
        let callers = (0..callers).map(start).collect();
        Self { acknowledged, callers }
    }

    /// Waits until so many reports are acknowledged in all.
    pub fn wait_for(&self, count: u64) {
        while self.acknowledged.load(Ordering::SeqCst) < count {
            assert!(self.callers.iter().any(|caller| !caller.is_finished()), "the callers have ended");
            std::thread::yield_now();
        }
    }

    pub fn finish(self) -> Told {
        let mut all = Told::default();
        for caller in self.callers {
            let told = caller.join().unwrap();
            all.receipts.extend(told.receipts);
            for (refusal, count) in told.refusals {
                *all.refusals.entry(refusal).or_default() += count;
            }
        }
        all
    }
}

/// Every receipt leads to its incident, and there is no incident without one.
pub fn expect_exactly(address: &str, told: &Told) {
    let mut caller = Caller::of(address);
    for (key, id) in &told.receipts {
        let (status, body) = caller.get(&format!("/api/v1/incidents/{id}"));
        assert!(status == 200 && body.contains(key), "{key} is lost: {status} {body}");
    }
    let (_, list) = caller.get("/api/v1/incidents?limit=1");
    let list: serde_json::Value = serde_json::from_str(&list).unwrap();
    assert_eq!(list["total"], told.receipts.len(), "each report is there once");
}
