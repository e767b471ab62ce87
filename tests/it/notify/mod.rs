//! Channels of the outbox against receivers on loopback: form, signature, errors, and what is never connected to.

mod addresses;
mod answers;
mod channels;
mod mail;
mod mail_server;
mod receiver;
mod tls;

use std::collections::VecDeque;
use std::net::IpAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use wangge::domain::instant::Instant;
use wangge::domain::text::Words;
use wangge::notify::resolve::Lookup;
use wangge::notify::{
    Channel, Destination, Facts, Language, Message, Named, Options, Resolver, Secret, Sender, Templates,
};

/// 2025-11-27T14:00:00.004Z, for which the golden signatures were made.
const NOW: Instant = Instant(1_764_252_000_004_000);
const SECRET: &str = "this is a secret of thirty bytes";

/// Loopback opened, as a city opens its own network.
fn options() -> Options {
    Options {
        open_networks: vec!["127.0.0.0/8".parse().unwrap()],
        allow_plain: true,
        public_url: Some("https://city.example.gov.cn/wangge".into()),
        ..Options::default()
    }
}

fn sender() -> Sender {
    Sender::new(options()).unwrap()
}

fn message() -> Message {
    let named = |code: &str, zh: &str, en: &str| Some(Named { code: code.into(), words: Words::new(zh, en) });
    let facts = Facts {
        number: "251127-00012".into(),
        category: named("street_vending", "占道经营", "street vending"),
        place: named("330102001001003", "建设路 [东段] <@all>", "Jianshe Road [east] <@all>"),
        due_at: Some("2025-11-28T00:00:00+08:00".into()),
        ..Facts::default()
    };
    Templates::built_in()
        .unwrap()
        .message(
            uuid::uuid!("0193a1b2-0000-7000-8000-000000000001"),
            "case_dispatched",
            "2025-11-27T22:00:00+08:00".into(),
            Some("/cases/7".into()),
            facts,
        )
        .unwrap()
}

fn to(channel: Channel) -> Destination {
    Destination { language: Language::Zh, channel }
}

fn webhook(url: &str) -> Destination {
    to(Channel::Webhook { url: Secret::new(url), secret: Secret::new(SECRET) })
}

/// Answers that a name gives, one after the other; the last one stays.
struct Names {
    answers: Mutex<VecDeque<Vec<IpAddr>>>,
    asked: Mutex<Vec<String>>,
}

impl Names {
    fn new(answers: &[&[&str]]) -> Arc<Self> {
        let answers = answers.iter().map(|answer| answer.iter().map(|ip| ip.parse().unwrap()).collect());
        Arc::new(Self { answers: Mutex::new(answers.collect()), asked: Mutex::default() })
    }

    fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }
}

impl Resolver for Names {
    fn lookup<'a>(&'a self, host: &'a str) -> Lookup<'a> {
        self.asked.lock().unwrap().push(host.to_owned());
        let mut answers = self.answers.lock().unwrap();
        let answer = if answers.len() > 1 { answers.pop_front() } else { answers.front().cloned() };
        Box::pin(async move { Ok(answer.unwrap_or_default()) })
    }
}

/// A loopback port that nobody may reach, and whether somebody did.
struct Trap(std::net::TcpListener);

impl Trap {
    fn new() -> Self {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        listener.set_nonblocking(true).unwrap();
        Self(listener)
    }

    fn port(&self) -> u16 {
        self.0.local_addr().unwrap().port()
    }

    fn was_reached(&self) -> bool {
        self.0.accept().is_ok()
    }
}

/// Short, for receivers that never answer.
const IMPATIENT: Duration = Duration::from_millis(200);
