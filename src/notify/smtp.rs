//! The dialogue with a mail server (RFC 5321, 3207, 4954) on a connection that was made to a checked address.
//! lettre writes the mails; its own connection is not used, because it reads answer lines without a limit, keeps what
//! came before the change to TLS, and takes no TLS set-up from outside.

use super::destination::{MailSecurity, MailServer};
use super::error::{Receipt, SendError};
use super::mail::Mail;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use rustls::pki_types::ServerName;
use std::io;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio_rustls::TlsConnector;

/// Bytes of one answer, all its lines together.
const MOST_ANSWER: usize = 16 * 1024;

/// Anything that reads and writes, encrypted or not.
pub(super) trait Duplex: AsyncRead + AsyncWrite + Unpin + Send {}
impl<T: AsyncRead + AsyncWrite + Unpin + Send> Duplex for T {}

/// An answer: its code and the texts of its lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Reply {
    code: u16,
    lines: Vec<String>,
}

impl Reply {
    fn receipt(&self) -> Receipt {
        let answer = format!("{} {}", self.code, self.lines.join(" "));
        Receipt { status: Some(self.code), millis: 0, answer }
    }
}

/// A conversation with a server.
pub(super) struct Conversation {
    stream: Box<dyn Duplex>,
    /// Read and not yet used.
    ahead: Vec<u8>,
}

/// Hands over a mail. The conversation comes back so that the caller can end it outside its time limit: once the server
/// has taken a mail, no slow farewell may turn it into a failure and a second mail.
pub(super) async fn deliver(
    stream: Box<dyn Duplex>,
    tls: &TlsConnector,
    name: ServerName<'static>,
    server: &MailServer,
    hello: &str,
    mail: &Mail,
) -> Result<(Conversation, Receipt), SendError> {
    let stream = match server.security {
        MailSecurity::Tls => encrypted(stream, tls, name.clone()).await?,
        MailSecurity::Plain | MailSecurity::Starttls => stream,
    };
    let mut talk = Conversation { stream, ahead: Vec::new() };
    let greeting = talk.reply().await?;
    expect(&greeting, 220)?;
    let mut offers = talk.hello(hello).await?;
    if server.security == MailSecurity::Starttls {
        if !offers.iter().any(|offer| offer.eq_ignore_ascii_case("STARTTLS")) {
            return Err(SendError::never(
                "mail_no_starttls",
                "邮件服务器不支持 STARTTLS，没有发送；请改用 TLS 端口（465）",
                "the mail server offers no STARTTLS and nothing was sent; use its TLS port (465)",
            ));
        }
        expect(&talk.command("STARTTLS").await?, 220)?;
        if !talk.ahead.is_empty() {
            // Whoever speaks here is not the server behind the certificate.
            return Err(protocol("plain text behind STARTTLS"));
        }
        talk.stream = encrypted(talk.stream, tls, name).await?;
        offers = talk.hello(hello).await?;
    }
    if let (Some(user), Some(password)) = (&server.user, &server.password) {
        talk.login(&offers, user, password.expose()).await?;
    }
    let receipt = talk.hand_over(mail).await?;
    Ok((talk, receipt))
}

impl Conversation {
    /// Says farewell; the answer does not matter.
    pub async fn quit(mut self) {
        // The mail is taken; a connection that breaks now loses nothing.
        let _ = self.stream.write_all(b"QUIT\r\n").await;
        let _ = self.stream.shutdown().await;
    }

    async fn hello(&mut self, hello: &str) -> Result<Vec<String>, SendError> {
        let reply = self.command(&format!("EHLO {hello}")).await?;
        expect(&reply, 250)?;
        Ok(reply.lines.into_iter().skip(1).collect())
    }

    async fn login(&mut self, offers: &[String], user: &str, password: &str) -> Result<(), SendError> {
        let knows = |mechanism: &str| {
            offers.iter().any(|offer| {
                let mut words = offer.split([' ', '=']);
                words.next().is_some_and(|word| word.eq_ignore_ascii_case("AUTH"))
                    && words.any(|word| word.eq_ignore_ascii_case(mechanism))
            })
        };
        let last = if knows("PLAIN") {
            let both = STANDARD.encode(format!("\0{user}\0{password}"));
            self.command(&format!("AUTH PLAIN {both}")).await?
        } else if knows("LOGIN") {
            let mut reply = self.command("AUTH LOGIN").await?;
            for text in [user, password] {
                if reply.code == 334 {
                    reply = self.command(&STANDARD.encode(text)).await?;
                }
            }
            reply
        } else {
            return Err(SendError::never(
                "mail_login",
                "邮件服务器不支持 PLAIN 或 LOGIN 登录方式，没有发送",
                "the mail server offers neither PLAIN nor LOGIN, and nothing was sent",
            ));
        };
        match last.code {
            235 => Ok(()),
            400..=499 => Err(refused(&last)),
            _ => Err(SendError {
                receipt: last.receipt(),
                ..SendError::never(
                    "mail_login",
                    format!(
                        "邮件服务器不接受用户名或密码（{}），请核对；有的邮箱要用授权码代替密码",
                        last.code
                    ),
                    format!(
                        "the mail server does not accept user name or password ({}); some providers want an authorisation code instead of the password",
                        last.code
                    ),
                )
            }),
        }
    }

    /// Envelope and content. Recipients that are refused do not keep the others from theirs; the receipt names them.
    async fn hand_over(&mut self, mail: &Mail) -> Result<Receipt, SendError> {
        expect(&self.command(&format!("MAIL FROM:<{}>", mail.from)).await?, 250)?;
        let mut refusals = Vec::new();
        for address in &mail.to {
            let reply = self.command(&format!("RCPT TO:<{address}>")).await?;
            if !matches!(reply.code, 250 | 251) {
                refusals.push((address, reply));
            }
        }
        if refusals.len() == mail.to.len() {
            // A refusal that may pass decides, else the first.
            let passing = refusals.iter().find(|(_, reply)| reply.code < 500);
            return match passing.or(refusals.first()) {
                Some((_, reply)) => Err(refused(reply)),
                None => Err(protocol("no recipient")),
            };
        }
        expect(&self.command("DATA").await?, 354)?;
        self.write(&stuffed(&mail.bytes)).await?;
        let reply = self.reply().await?;
        expect(&reply, 250)?;
        let mut receipt = reply.receipt();
        for (address, reply) in refusals {
            receipt.answer.push_str(&format!("; {address}: {} {}", reply.code, reply.lines.join(" ")));
        }
        Ok(receipt)
    }

    async fn command(&mut self, command: &str) -> Result<Reply, SendError> {
        self.write(format!("{command}\r\n").as_bytes()).await?;
        self.reply().await
    }

    async fn write(&mut self, bytes: &[u8]) -> Result<(), SendError> {
        self.stream.write_all(bytes).await.map_err(|error| broken(&error))?;
        self.stream.flush().await.map_err(|error| broken(&error))
    }

    async fn reply(&mut self) -> Result<Reply, SendError> {
        let mut reply = Reply { code: 0, lines: Vec::new() };
        let mut taken = 0;
        loop {
            let line = self.line(MOST_ANSWER - taken).await?;
            taken += line.len();
            let line = String::from_utf8_lossy(&line);
            let line = line.trim_end();
            let code =
                line.get(..3).and_then(|code| code.parse().ok()).filter(|code| (200..600).contains(code));
            let code = code.ok_or_else(|| protocol("no code"))?;
            if reply.code != 0 && reply.code != code {
                return Err(protocol("two codes in one answer"));
            }
            reply.code = code;
            reply.lines.push(line.get(4..).unwrap_or_default().to_owned());
            match line.as_bytes().get(3) {
                Some(b'-') => {}
                Some(b' ') | None => return Ok(reply),
                Some(_) => return Err(protocol("no code")),
            }
        }
    }

    /// Up to the next line end, at most `most` bytes.
    async fn line(&mut self, most: usize) -> Result<Vec<u8>, SendError> {
        loop {
            if let Some(end) = self.ahead.iter().take(most).position(|byte| *byte == b'\n') {
                return Ok(self.ahead.drain(..=end).collect());
            }
            if self.ahead.len() >= most {
                return Err(protocol("the answer is too long"));
            }
            let mut chunk = [0; 1024];
            match self.stream.read(&mut chunk).await.map_err(|error| broken(&error))? {
                0 => return Err(broken(&io::ErrorKind::UnexpectedEof.into())),
                read => self.ahead.extend_from_slice(&chunk[..read]),
            }
        }
    }
}

async fn encrypted(
    stream: Box<dyn Duplex>,
    tls: &TlsConnector,
    name: ServerName<'static>,
) -> Result<Box<dyn Duplex>, SendError> {
    match tls.connect(name, stream).await {
        Ok(stream) => Ok(Box::new(stream)),
        Err(_) => Err(tls_failed()),
    }
}

/// What is said when a certificate or a handshake is not accepted. Tried again, because certificates get renewed.
pub(super) fn tls_failed() -> SendError {
    SendError::later(
        "tls_failed",
        "与接收方建立加密连接失败，请检查其证书是否有效、域名是否一致；内部证书机构请由管理员加入信任",
        "no encrypted connection could be made; check that the receiver's certificate is valid and names the host; an administrator can add an authority of your own",
    )
}

/// What is said when a connection breaks.
pub(super) fn broken(_: &io::Error) -> SendError {
    SendError::later(
        "unreachable",
        "连接不上接收方，或连接中断；稍后自动重试",
        "the receiver cannot be connected to, or the connection broke; it will be tried again",
    )
}

fn protocol(what: &str) -> SendError {
    SendError::later(
        "answer_unreadable",
        "邮件服务器的回答无法识别，没有确认送达；稍后自动重试",
        format!(
            "the mail server's answer cannot be understood ({what}), delivery is not confirmed; it will be tried again"
        ),
    )
}

fn expect(reply: &Reply, code: u16) -> Result<(), SendError> {
    if reply.code == code { Ok(()) } else { Err(refused(reply)) }
}

fn refused(reply: &Reply) -> SendError {
    let code = reply.code;
    let error = match code {
        500..=599 => SendError::never(
            "mail_refused",
            format!("邮件服务器拒绝（{code}），详见回答原文；请核对发件人和收件人"),
            format!("the mail server refuses ({code}), its answer says why; check sender and recipients"),
        ),
        400..=499 => SendError::later(
            "mail_busy",
            format!("邮件服务器暂时不收（{code}），稍后自动重试"),
            format!("the mail server does not take it just now ({code}); it will be tried again"),
        ),
        _ => protocol("unexpected code"),
    };
    SendError { receipt: reply.receipt(), ..error }
}

/// The content with lines that begin with a dot given another, and its end.
fn stuffed(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len() + 16);
    let mut begins = true;
    for byte in bytes {
        if begins && *byte == b'.' {
            out.push(b'.');
        }
        out.push(*byte);
        begins = *byte == b'\n';
    }
    if !begins {
        out.extend_from_slice(b"\r\n");
    }
    out.extend_from_slice(b".\r\n");
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dot_at_a_lines_beginning_does_not_end_the_mail() {
        assert_eq!(stuffed(b"a\r\n.\r\n..b\r\n"), b"a\r\n..\r\n...b\r\n.\r\n");
        assert_eq!(stuffed(b".a"), b"..a\r\n.\r\n");
    }
}
