//! The e-mail of a message: plain text, so that nothing in it is markup; headers encoded by lettre, so that no value can
//! begin a header of its own.

use super::destination::{MailServer, recipient, sender};
use super::message::{Language, Message};
use super::request::Told;
use crate::domain::instant::Instant;
use lettre::message::Mailbox;
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use reqwest::Url;
use std::time::{Duration, UNIX_EPOCH};

/// A mail ready for the server: envelope and bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mail {
    pub from: String,
    pub to: Vec<String>,
    /// Seven-bit, lines ended by CRLF, dots not yet doubled.
    pub bytes: Vec<u8>,
}

/// Writes the mail. None when an address cannot be read, which [`Destination::faults`](super::Destination::faults) tells
/// beforehand. The `Message-ID` is the message's id, so that servers and readers drop a repeated attempt.
pub fn compose(
    server: &MailServer,
    to: &[String],
    message: &Message,
    language: Language,
    public_url: Option<&Url>,
    now: Instant,
) -> Option<Mail> {
    let from = sender(&server.from)?;
    let to: Vec<_> = to.iter().map(|address| recipient(address)).collect::<Option<_>>()?;
    let told = Told::new(message, language, public_url);
    let mut text = told.lines.join("\r\n");
    if let Some((label, link)) = told.link {
        text.push_str(&format!("\r\n\r\n{label}：{link}"));
    }
    text.push_str("\r\n");
    let sent_at = UNIX_EPOCH + Duration::from_micros(u64::try_from(now.micros()).unwrap_or(0));
    let automatic = HeaderName::new_from_ascii_str("Auto-Submitted");
    let mut builder = lettre::Message::builder()
        .from(from.clone())
        .date(sent_at)
        .message_id(Some(format!("<{}@{}>", message.id, from.email.domain())))
        .raw_header(HeaderValue::new(automatic, "auto-generated".to_owned()))
        .subject(told.title)
        .header(ContentType::TEXT_PLAIN);
    for address in &to {
        builder = builder.to(Mailbox::new(None, address.clone()));
    }
    let bytes = builder.body(text).ok()?.formatted();
    Some(Mail { from: from.email.to_string(), to: to.iter().map(ToString::to_string).collect(), bytes })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::text::Words;
    use crate::notify::destination::MailSecurity;
    use crate::notify::message::{Facts, Severity};

    fn composed(title: &str, text: &str) -> String {
        let server = MailServer {
            host: "smtp.example.gov.cn".into(),
            port: 465,
            security: MailSecurity::Tls,
            user: None,
            password: None,
            from: "网格 <wangge@example.gov.cn>".into(),
            hello: None,
        };
        let message = Message {
            id: uuid::uuid!("0193a1b2-0000-7000-8000-000000000001"),
            event: "case_filed".into(),
            severity: Severity::Notice,
            occurred_at: "2026-11-24T16:00:00+08:00".into(),
            title: Words::new(title, title),
            text: Words::new(text, text),
            link: None,
            facts: Facts::default(),
        };
        let now = Instant::from_seconds(1_795_507_200);
        let to = ["a@example.gov.cn".to_owned(), "b@example.gov.cn".to_owned()];
        let mail = compose(&server, &to, &message, Language::Zh, None, now).unwrap();
        assert_eq!((mail.from.as_str(), mail.to.len()), ("wangge@example.gov.cn", 2));
        String::from_utf8(mail.bytes).unwrap()
    }

    #[test]
    fn a_mail_names_itself_its_time_and_that_it_is_automatic() {
        let mail = composed("【网格】案件 261124-00012 已立案", "地点：建设路");
        let (head, _) = mail.split_once("\r\n\r\n").unwrap();
        for line in [
            "Message-ID: <0193a1b2-0000-7000-8000-000000000001@example.gov.cn>",
            "Date: Tue, 24 Nov 2026 08:00:00 +0000",
            "Auto-Submitted: auto-generated",
            "To: a@example.gov.cn, b@example.gov.cn",
        ] {
            assert!(head.contains(line), "{head}");
        }
        // RFC 2047: 网格 is 572R5qC8 in base64.
        assert!(head.contains("From: =?utf-8?b?572R5qC8?= <wangge@example.gov.cn>"), "{head}");
        assert!(mail.is_ascii());
    }

    #[test]
    fn no_text_becomes_a_header() {
        for title in [
            "A\r\nBcc: all@example.gov.cn",
            "A\nBcc: x@y.cn\n\nbody",
            "A\rBcc: x@y.cn",
            "A\u{2028}Bcc: x@y.cn",
        ] {
            let mail = composed(title, "x\r\n.\r\nMAIL FROM:<x@y.cn>");
            let (head, _) = mail.split_once("\r\n\r\n").unwrap();
            assert!(!head.lines().any(|line| line.to_ascii_lowercase().starts_with("bcc")), "{head}");
            assert!(!mail.replace("\r\n", "").contains(['\r', '\n']), "{mail}");
        }
    }
}
