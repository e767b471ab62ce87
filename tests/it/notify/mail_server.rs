//! A mail server on loopback that says what it is told to and keeps what it hears.

use super::tls::acceptor;
use std::sync::{Arc, Mutex};
use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncWrite, AsyncWriteExt, BufReader};
use tokio::net::TcpListener;

/// What it offers and how it answers.
#[derive(Debug, Clone, Default)]
pub struct Manner {
    /// TLS from the first byte.
    pub is_encrypted: bool,
    /// Lines of the answer to EHLO behind the first.
    pub offers: Vec<&'static str>,
    /// Whole answers to commands that begin so, instead of the usual ones.
    pub instead: Vec<(&'static str, String)>,
}

trait Duplex: AsyncRead + AsyncWrite + Unpin + Send {}
impl<T: AsyncRead + AsyncWrite + Unpin + Send> Duplex for T {}

type Heard = Arc<Mutex<Vec<String>>>;

pub struct MailServer {
    pub port: u16,
    heard: Heard,
}

impl MailServer {
    pub async fn start(manner: Manner) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let heard = Heard::default();
        let kept = heard.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                // A client that breaks off ends its conversation, not the server.
                let _ = converse(Box::new(stream), &manner, &kept).await;
            }
        });
        Self { port, heard }
    }

    /// Commands and lines of mails; `[TLS]` where the change was made.
    pub fn heard(&self) -> Vec<String> {
        self.heard.lock().unwrap().clone()
    }
}

async fn converse(mut stream: Box<dyn Duplex>, manner: &Manner, heard: &Heard) -> std::io::Result<()> {
    if manner.is_encrypted {
        stream = Box::new(acceptor().accept(stream).await?);
    }
    let mut stream = BufReader::new(stream);
    say(&mut stream, manner, "greeting", "220 mail.test ESMTP").await?;
    loop {
        let mut line = String::new();
        if stream.read_line(&mut line).await? == 0 {
            return Ok(());
        }
        let line = line.trim_end().to_owned();
        heard.lock().unwrap().push(line.clone());
        let word = line.split(' ').next().unwrap_or_default().to_ascii_uppercase();
        match word.as_str() {
            "EHLO" => {
                let lines: Vec<_> = ["mail.test"].iter().chain(&manner.offers).collect();
                let last = lines.len() - 1;
                let answer: Vec<_> = lines
                    .iter()
                    .enumerate()
                    .map(|(n, line)| format!("250{}{line}", if n == last { ' ' } else { '-' }))
                    .collect();
                say(&mut stream, manner, &line, &answer.join("\r\n")).await?;
            }
            "STARTTLS" => {
                say(&mut stream, manner, &line, "220 go ahead").await?;
                let inner = stream.into_inner();
                stream = BufReader::new(Box::new(acceptor().accept(inner).await?));
                heard.lock().unwrap().push("[TLS]".into());
            }
            "AUTH" if line.ends_with("LOGIN") => {
                for prompt in ["334 VXNlcm5hbWU6", "334 UGFzc3dvcmQ6"] {
                    say(&mut stream, manner, "prompt", prompt).await?;
                    let mut answer = String::new();
                    stream.read_line(&mut answer).await?;
                    heard.lock().unwrap().push(answer.trim_end().to_owned());
                }
                say(&mut stream, manner, &line, "235 welcome").await?;
            }
            "AUTH" => say(&mut stream, manner, &line, "235 welcome").await?,
            "DATA" => {
                say(&mut stream, manner, &line, "354 go ahead").await?;
                loop {
                    let mut line = String::new();
                    stream.read_line(&mut line).await?;
                    let line = line.trim_end_matches(['\r', '\n']).to_owned();
                    if line == "." {
                        break;
                    }
                    heard.lock().unwrap().push(line);
                }
                say(&mut stream, manner, "content", "250 taken as 4711").await?;
            }
            "QUIT" => return Ok(()),
            _ => say(&mut stream, manner, &line, "250 ok").await?,
        }
    }
}

async fn say(
    stream: &mut BufReader<Box<dyn Duplex>>,
    manner: &Manner,
    heard: &str,
    usual: &str,
) -> std::io::Result<()> {
    let instead = manner.instead.iter().find(|(start, _)| heard.starts_with(start));
    let answer = instead.map_or(usual, |(_, answer)| answer.as_str());
    if answer == "silence" {
        std::future::pending::<()>().await;
    }
    stream.write_all(format!("{answer}\r\n").as_bytes()).await?;
    stream.flush().await
}
