//! Sends: the one place that connects to the outside.

use super::answer::{self, Answer};
use super::destination::{Channel, Destination, Fault, MailServer};
use super::endpoint::{self, Rules};
use super::error::{ANSWER_LETTERS, Receipt, SendError};
use super::guard::{Guard, Network};
use super::message::Message;
use super::resolve::{Guarded, LookupError, Resolver, SystemResolver};
use super::{mail, plain, request, smtp, tls};
use crate::domain::instant::Instant;
use crate::domain::text::Words;
use reqwest::Url;
use reqwest::header::{CONTENT_TYPE, RETRY_AFTER};
use rustls::pki_types::ServerName;
use std::error::Error;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;

/// What the site sets.
#[derive(Debug, Clone)]
pub struct Options {
    /// Networks opened to messages beside the public ones, for receivers inside the city's own network.
    pub open_networks: Vec<Network>,
    /// Allow `http:` and unencrypted SMTP.
    pub allow_plain: bool,
    /// Ports allowed beside 80, 443, 25, 465, 587 and those from 1024 up.
    pub ports: Vec<u16>,
    /// Address of the site for links, `https://city.example.gov.cn/wangge`; without it messages carry no link.
    pub public_url: Option<String>,
    /// Until a connection stands, name look-up and TLS included.
    pub connect_timeout: Duration,
    /// For the whole attempt.
    pub timeout: Duration,
    /// Bytes of an answer that are read.
    pub most_answer_bytes: usize,
    /// PEM certificates of authorities trusted beside the machine's.
    pub extra_certificates: Vec<u8>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            open_networks: Vec::new(),
            allow_plain: false,
            ports: Vec::new(),
            public_url: None,
            connect_timeout: Duration::from_secs(5),
            timeout: Duration::from_secs(15),
            most_answer_bytes: 64 * 1024,
            extra_certificates: Vec::new(),
        }
    }
}

/// Options that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", .0.en)]
pub struct SetupError(pub Words);

/// Sends messages; made once, shared by all.
#[derive(Clone)]
pub struct Sender {
    http: reqwest::Client,
    tls: TlsConnector,
    names: Guarded,
    public_url: Option<Url>,
    options: Arc<Options>,
}

impl Sender {
    /// With the machine's own resolver. Reads the machine's certificates, so it is called once, at start.
    pub fn new(options: Options) -> Result<Self, SetupError> {
        Self::with_resolver(options, Arc::new(SystemResolver))
    }

    pub fn with_resolver(options: Options, resolver: Arc<dyn Resolver>) -> Result<Self, SetupError> {
        let public_url = options.public_url.as_deref().map(public_url).transpose()?;
        let config = tls::client(&options.extra_certificates)?;
        let guard = Arc::new(Guard::new(options.open_networks.clone()));
        let names = Guarded { resolver, guard };
        let http = reqwest::Client::builder()
            .tls_backend_preconfigured(config.clone())
            .dns_resolver(names.clone())
            .redirect(reqwest::redirect::Policy::none())
            // A proxy of the environment would resolve names itself, behind the guard.
            .no_proxy()
            .retry(reqwest::retry::never())
            .pool_max_idle_per_host(0)
            .referer(false)
            .user_agent(concat!("wangge/", env!("CARGO_PKG_VERSION")))
            .connect_timeout(options.connect_timeout)
            .timeout(options.timeout)
            .build()
            .map_err(|error| {
                SetupError(Words::new(
                    format!("消息通道无法启动：{error}"),
                    format!("the message channels cannot start: {error}"),
                ))
            })?;
        let tls = TlsConnector::from(Arc::new(config));
        Ok(Self { http, tls, names, public_url, options: Arc::new(options) })
    }

    /// All that is wrong with a destination, without asking the network; for the form that saves it.
    pub fn faults(&self, destination: &Destination) -> Vec<Fault> {
        destination.faults(&self.rules())
    }

    /// Asks where a destination's name leads just now; for the form that saves it. The answer protects nothing: every
    /// attempt checks again, when it connects.
    pub async fn check_address(&self, destination: &Destination) -> Result<(), SendError> {
        self.refuse_faults(destination)?;
        let host = match &destination.channel {
            Channel::Email { server, .. } => self.mail_host(server)?,
            channel => self.url(channel)?.host_str().unwrap_or_default().to_owned(),
        };
        match timeout(self.options.connect_timeout, self.names.addresses(&host)).await {
            Ok(Ok(_)) => Ok(()),
            Ok(Err(error)) => Err(unknown_name(&error)),
            Err(_) => Err(timed_out()),
        }
    }

    /// One attempt. `now` signs and dates the message.
    ///
    /// # Errors
    /// Codes of [`Destination::faults`], of [`answer::judge`], and `name_unknown`, `address_refused`, `unreachable`,
    /// `tls_failed`, `timed_out`, `mail_refused`, `mail_busy`, `mail_login`, `mail_no_starttls`.
    pub async fn send(
        &self,
        destination: &Destination,
        message: &Message,
        now: Instant,
    ) -> Result<Receipt, SendError> {
        let begun = tokio::time::Instant::now();
        let outcome = match self.refuse_faults(destination) {
            Err(error) => Err(error),
            Ok(()) => match &destination.channel {
                Channel::Email { server, to } => self.mail(destination, server, to, message, now).await,
                _ => self.post(destination, message, now).await,
            },
        };
        let millis = u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX);
        let secrets = destination.secrets();
        let finished =
            |receipt: Receipt| Receipt { millis, answer: clean(receipt.answer, &secrets), ..receipt };
        match outcome {
            Ok(receipt) => Ok(finished(receipt)),
            Err(error) => Err(SendError { receipt: finished(error.receipt), ..error }),
        }
    }

    fn rules(&self) -> Rules<'_> {
        Rules { guard: &self.names.guard, allow_plain: self.options.allow_plain, ports: &self.options.ports }
    }

    fn refuse_faults(&self, destination: &Destination) -> Result<(), SendError> {
        match self.faults(destination).into_iter().next() {
            None => Ok(()),
            Some(fault) => Err(SendError::never(fault.code, fault.words.zh, fault.words.en)),
        }
    }

    fn url(&self, channel: &Channel) -> Result<Url, SendError> {
        endpoint::web(channel.url().unwrap_or_default(), &self.rules())
            .map_err(|why| SendError::never(why.code, why.words.zh, why.words.en))
    }

    fn mail_host(&self, server: &MailServer) -> Result<String, SendError> {
        endpoint::mail(&server.host, server.port, &self.rules())
            .map_err(|why| SendError::never(why.code, why.words.zh, why.words.en))
    }

    async fn post(
        &self,
        destination: &Destination,
        message: &Message,
        now: Instant,
    ) -> Result<Receipt, SendError> {
        let url = self.url(&destination.channel)?;
        let public_url = self.public_url.as_ref();
        let request =
            request::prepare(&destination.channel, url, destination.language, message, public_url, now);
        let Some(request) = request else { return Err(malformed_mail()) };
        let mut builder = self.http.post(request.url).header(CONTENT_TYPE, "application/json; charset=utf-8");
        for (name, value) in request.headers {
            builder = builder.header(name, value);
        }
        let mut response = builder.body(request.body).send().await.map_err(|error| not_sent(&error))?;
        let retry_after = response.headers().get(RETRY_AFTER).and_then(|value| value.to_str().ok());
        let mut answer = Answer {
            status: response.status().as_u16(),
            retry_after: retry_after.map(str::to_owned),
            body: Vec::new(),
        };
        // The status stands; a body that breaks off or never ends takes nothing from it.
        while let Ok(Some(chunk)) = response.chunk().await {
            let room = self.options.most_answer_bytes - answer.body.len();
            answer.body.extend_from_slice(&chunk[..chunk.len().min(room)]);
            if answer.body.len() >= self.options.most_answer_bytes {
                break;
            }
        }
        answer::judge(destination.kind(), &answer, now)?;
        Ok(answer::receipt(&answer))
    }

    async fn mail(
        &self,
        destination: &Destination,
        server: &MailServer,
        to: &[String],
        message: &Message,
        now: Instant,
    ) -> Result<Receipt, SendError> {
        let public_url = self.public_url.as_ref();
        let mail = mail::compose(server, to, message, destination.language, public_url, now)
            .ok_or_else(malformed_mail)?;
        let host = self.mail_host(server)?;
        let name = ServerName::try_from(host.clone()).map_err(|_| malformed_mail())?;
        let delivery = async {
            let stream = self.connect(&host, server.port).await?;
            let hello = match (&server.hello, stream.local_addr()) {
                (Some(hello), _) => hello.clone(),
                (None, Ok(address)) if address.is_ipv6() => format!("[IPv6:{}]", address.ip()),
                (None, Ok(address)) => format!("[{}]", address.ip()),
                (None, Err(error)) => return Err(smtp::broken(&error)),
            };
            smtp::deliver(Box::new(stream), &self.tls, name, server, &hello, &mail).await
        };
        let (conversation, receipt) =
            timeout(self.options.timeout, delivery).await.unwrap_or_else(|_| Err(timed_out()))?;
        // A farewell that hangs is cut short; the mail is taken.
        let _ = timeout(self.options.connect_timeout, conversation.quit()).await;
        Ok(receipt)
    }

    /// To the first checked address that answers.
    async fn connect(&self, host: &str, port: u16) -> Result<TcpStream, SendError> {
        let attempt = async {
            let mut last = None;
            for address in self.names.addresses(host).await.map_err(|error| unknown_name(&error))? {
                match TcpStream::connect((address, port)).await {
                    Ok(stream) => return Ok(stream),
                    Err(error) => last = Some(smtp::broken(&error)),
                }
            }
            Err(last.unwrap_or_else(|| unknown_name(&LookupError::Unknown(None))))
        };
        timeout(self.options.connect_timeout, attempt).await.unwrap_or_else(|_| Err(timed_out()))
    }
}

fn public_url(text: &str) -> Result<Url, SetupError> {
    let url = Url::parse(text).ok().filter(|url| {
        matches!(url.scheme(), "https" | "http")
            && url.has_host()
            && url.query().is_none()
            && url.fragment().is_none()
            && url.username().is_empty()
    });
    url.ok_or_else(|| {
        SetupError(Words::new(
            format!("本站地址「{text}」无法识别，应如 https://city.example.gov.cn/wangge"),
            format!("the site's address “{text}” cannot be read; it should look like https://city.example.gov.cn/wangge"),
        ))
    })
}

/// The answer as the log keeps it.
fn clean(answer: String, secrets: &[String]) -> String {
    let blotted = secrets.iter().fold(answer, |answer, secret| answer.replace(secret.as_str(), "***"));
    plain::cut(&plain::line(&blotted), ANSWER_LETTERS)
}

/// Why a request got no answer.
fn not_sent(error: &reqwest::Error) -> SendError {
    if let Some(lookup) = cause::<LookupError>(error) {
        return unknown_name(lookup);
    }
    if cause::<rustls::Error>(error).is_some() {
        return smtp::tls_failed();
    }
    if error.is_timeout() {
        return timed_out();
    }
    smtp::broken(&std::io::ErrorKind::NotConnected.into())
}

/// The first cause of a type. An `io::Error` hides its inner error from `source`, so it is looked into.
fn cause<'a, T: Error + 'static>(error: &'a (dyn Error + 'static)) -> Option<&'a T> {
    let mut at = Some(error);
    while let Some(error) = at {
        if let Some(found) = error.downcast_ref::<T>() {
            return Some(found);
        }
        let inner = error.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref);
        if let Some(found) = inner.and_then(|inner| cause::<T>(inner)) {
            return Some(found);
        }
        at = error.source();
    }
    None
}

fn unknown_name(error: &LookupError) -> SendError {
    match error {
        LookupError::Refused(refused) => {
            let words = endpoint::refused_words(*refused);
            SendError::never("address_refused", words.zh, words.en)
        }
        LookupError::Unknown(_) => SendError::later(
            "name_unknown",
            "查不到接收方域名的地址，请核对域名和本机的 DNS；稍后自动重试",
            "the receiver's name has no address; check the name and this machine's DNS; it will be tried again",
        ),
    }
}

fn timed_out() -> SendError {
    SendError::later(
        "timed_out",
        "接收方没有在限定时间内回答，稍后自动重试",
        "the receiver did not answer in time; it will be tried again",
    )
}

fn malformed_mail() -> SendError {
    SendError::never(
        "destination_malformed",
        "通道设置不完整，无法写出消息；请检查后重新保存",
        "the channel's settings are incomplete and no message can be written; check and save them again",
    )
}
