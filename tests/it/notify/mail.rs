//! E-mail over the three kinds of connection, and servers that refuse, hang or lie.

use super::mail_server::{MailServer as Server, Manner};
use super::tls::AUTHORITY;
use super::{IMPATIENT, NOW, Names, Trap, message, options, to};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use wangge::notify::{
    Channel, Destination, MailSecurity, MailServer, Options, Receipt, Retry, Secret, SendError, Sender,
};

const PLAIN: MailSecurity = MailSecurity::Plain;

fn mail(port: u16, security: MailSecurity, login: Option<(&str, &str)>) -> Destination {
    let server = MailServer {
        host: "receiver.test".into(),
        port,
        security,
        user: login.map(|(user, _)| user.into()),
        password: login.map(|(_, password)| Secret::new(password)),
        from: "网格 <wangge@example.gov.cn>".into(),
        hello: None,
    };
    to(Channel::Email { server, to: vec!["a@example.gov.cn".into(), "b@example.gov.cn".into()] })
}

fn sender(options: Options) -> Sender {
    let extra_certificates = AUTHORITY.as_bytes().to_vec();
    Sender::with_resolver(Options { extra_certificates, ..options }, Names::new(&[&["127.0.0.1"]])).unwrap()
}

async fn deliver(
    manner: Manner,
    security: MailSecurity,
    login: Option<(&str, &str)>,
) -> (Result<Receipt, SendError>, Vec<String>) {
    let server = Server::start(manner).await;
    let outcome = sender(options()).send(&mail(server.port, security, login), &message(), NOW).await;
    (outcome, server.heard())
}

fn instead(start: &'static str, answer: &str) -> Manner {
    Manner { instead: vec![(start, answer.to_owned())], ..Manner::default() }
}

#[tokio::test]
async fn a_plain_relay_gets_envelope_and_mail() {
    let (outcome, heard) = deliver(Manner::default(), PLAIN, None).await;
    let receipt = outcome.unwrap();
    assert_eq!((receipt.status, receipt.answer.as_str()), (Some(250), "250 taken as 4711"));
    let commands = [
        "EHLO [127.0.0.1]",
        "MAIL FROM:<wangge@example.gov.cn>",
        "RCPT TO:<a@example.gov.cn>",
        "RCPT TO:<b@example.gov.cn>",
        "DATA",
    ];
    assert_eq!(heard[..5], commands);
    let body = heard.iter().position(|line| line.is_empty()).unwrap();
    assert!(heard[5..body].iter().any(|line| line == "Date: Thu, 27 Nov 2025 14:00:00 +0000"), "{heard:?}");
    assert!(heard[5..body].iter().any(|line| line == "Content-Transfer-Encoding: base64"), "{heard:?}");
    let text: String = heard[body..].iter().take_while(|line| *line != "QUIT").cloned().collect();
    let text = String::from_utf8(STANDARD.decode(text).unwrap()).unwrap();
    assert_eq!(
        text,
        "事项：占道经营\r\n地点：建设路 [东段] <@all>\r\n办结时限：2025-11-28 00:00\r\n\r\n查看详情：https://city.example.gov.cn/wangge/cases/7\r\n"
    );
}

#[tokio::test]
async fn starttls_comes_before_the_password() {
    let manner = Manner { offers: vec!["SIZE 1000000", "STARTTLS", "AUTH LOGIN PLAIN"], ..Manner::default() };
    let (outcome, heard) = deliver(manner, MailSecurity::Starttls, Some(("wangge", "open sesame"))).await;
    outcome.unwrap();
    assert_eq!(heard[1..4], ["STARTTLS", "[TLS]", "EHLO [127.0.0.1]"]);
    // printf '\0wangge\0open sesame' | base64
    assert_eq!(heard[4], "AUTH PLAIN AHdhbmdnZQBvcGVuIHNlc2FtZQ==");
}

#[tokio::test]
async fn implicit_tls_and_login_of_the_older_kind() {
    let manner = Manner { is_encrypted: true, offers: vec!["AUTH=LOGIN"], ..Manner::default() };
    let (outcome, heard) = deliver(manner, MailSecurity::Tls, Some(("wangge", "open sesame"))).await;
    outcome.unwrap();
    // printf wangge | base64; printf 'open sesame' | base64
    assert_eq!(heard[1..4], ["AUTH LOGIN", "d2FuZ2dl", "b3BlbiBzZXNhbWU="]);
}

#[tokio::test]
async fn without_starttls_nothing_is_said() {
    let (outcome, heard) =
        deliver(Manner::default(), MailSecurity::Starttls, Some(("wangge", "open sesame"))).await;
    let error = outcome.unwrap_err();
    assert_eq!((error.code, error.is_permanent()), ("mail_no_starttls", true));
    assert_eq!(heard, ["EHLO [127.0.0.1]"]);
}

#[tokio::test]
async fn what_is_slipped_in_before_tls_is_not_believed() {
    let mut manner = instead("STARTTLS", "220 go ahead\r\n250-evil.test\r\n250 AUTH PLAIN");
    manner.offers = vec!["STARTTLS"];
    let (outcome, heard) = deliver(manner, MailSecurity::Starttls, Some(("wangge", "open sesame"))).await;
    // Seen as too much, or, should the network hand it over in pieces, as no handshake.
    assert!(matches!(outcome.unwrap_err().code, "answer_unreadable" | "tls_failed"));
    assert!(!heard.iter().any(|line| line.starts_with("AUTH")), "{heard:?}");
}

#[tokio::test]
async fn refusals_for_good_and_for_now_are_told_apart() {
    let later = Retry::Later { after: None };
    for (start, answer, code, retry) in [
        ("greeting", "421 too busy", "mail_busy", later),
        ("greeting", "554 go away", "mail_refused", Retry::Never),
        ("MAIL", "451 greylisted", "mail_busy", later),
        ("MAIL", "553 sender not allowed", "mail_refused", Retry::Never),
        ("RCPT", "550 no such user", "mail_refused", Retry::Never),
        ("RCPT TO:<b", "250 ok", "", later),
        ("DATA", "554 no", "mail_refused", Retry::Never),
        ("content", "552 too large", "mail_refused", Retry::Never),
        ("content", "452 disk full", "mail_busy", later),
        ("EHLO", "hello", "answer_unreadable", later),
        ("EHLO", "250-a\r\n350 b", "answer_unreadable", later),
        ("MAIL", "354 what", "answer_unreadable", later),
    ] {
        match deliver(instead(start, answer), PLAIN, None).await.0 {
            Ok(_) => assert_eq!(code, "", "{start} {answer}"),
            Err(error) => assert_eq!((error.code, error.retry), (code, retry), "{start} {answer}"),
        }
    }
    let mut manner = instead("AUTH", "535 5.7.8 bad credentials");
    manner.offers = vec!["AUTH PLAIN"];
    let error = deliver(manner, PLAIN, Some(("wangge", "open sesame"))).await.0.unwrap_err();
    assert_eq!((error.code, error.receipt.status), ("mail_login", Some(535)));
    let error = deliver(Manner::default(), PLAIN, Some(("wangge", "open sesame"))).await.0.unwrap_err();
    assert_eq!(error.code, "mail_login");
}

#[tokio::test]
async fn one_unknown_recipient_does_not_keep_the_other_from_the_mail() {
    let (outcome, heard) = deliver(instead("RCPT TO:<a", "550 5.1.1 no such user"), PLAIN, None).await;
    assert_eq!(outcome.unwrap().answer, "250 taken as 4711; a@example.gov.cn: 550 5.1.1 no such user");
    assert!(heard.contains(&"DATA".to_owned()));
}

#[tokio::test]
async fn a_server_that_hangs_or_floods_is_left() {
    let server = Server::start(instead("MAIL", "silence")).await;
    let impatient = sender(Options { timeout: IMPATIENT, ..options() });
    let error = impatient.send(&mail(server.port, PLAIN, None), &message(), NOW).await.unwrap_err();
    assert_eq!((error.code, error.is_permanent()), ("timed_out", false));
    for flood in ["250-x\r\n".repeat(100_000), "x".repeat(1_000_000)] {
        let error = deliver(instead("EHLO", &flood), PLAIN, None).await.0.unwrap_err();
        assert_eq!(error.code, "answer_unreadable");
    }
}

#[tokio::test]
async fn mail_servers_are_held_to_the_same_addresses() {
    let trap = Trap::new();
    let names = Names::new(&[&["9.9.9.9"], &["127.0.0.1"]]);
    let closed = Options { open_networks: vec![], ..options() };
    let sender = Sender::with_resolver(closed, names.clone()).unwrap();
    let destination = mail(trap.port(), PLAIN, None);
    sender.check_address(&destination).await.unwrap();
    let error = sender.send(&destination, &message(), NOW).await.unwrap_err();
    assert_eq!((error.code, error.is_permanent()), ("address_refused", true));
    for host in ["127.1", "0x7f000001", "2130706433", "[::1]", "[::ffff:127.0.0.1]", "１２７.０.０.１"]
    {
        let mut destination = mail(trap.port(), PLAIN, None);
        let Channel::Email { server, .. } = &mut destination.channel else { unreachable!() };
        server.host = host.into();
        let error = sender.send(&destination, &message(), NOW).await.unwrap_err();
        assert_eq!(error.code, "address_refused", "{host}");
    }
    assert!(!trap.was_reached());
    assert_eq!(names.asked().len(), 2);
}
