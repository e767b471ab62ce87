//! Addresses that are never connected to: spelled out, by name, by a name that changes, by a redirect (in `answers`).

use super::receiver::{Receiver, Says};
use super::{NOW, Names, Trap, message, options, webhook};
use wangge::notify::{Options, Sender};

/// Spellings of addresses inside; the URL standard brings the odd ones to the usual form.
const INSIDE: &[&str] = &[
    // This machine: usual, short, decimal, hexadecimal, octal, mixed, with a final dot, full-width, ideographic stops.
    "127.0.0.1",
    "127.1",
    "127.0.1",
    "2130706433",
    "0x7f000001",
    "017700000001",
    "0x7f.1",
    "0177.0.0.01",
    "0x7F.0.0x0.1",
    "127.0.0.1.",
    "１２７.０.０.１",
    "127。0。0。1",
    "%31%32%37.0.0.1",
    "127.255.255.254",
    "0",
    "0.0.0.0",
    "00000000000",
    // Private, shared, link-local (cloud metadata), reserved, documentation, multicast, broadcast.
    "10.1.2.3",
    "012.1.2.3",
    "172.16.0.1",
    "2886729729",
    "192.168.1.1",
    "0xc0a80101",
    "192.168.257",
    "169.254.169.254",
    "2852039166",
    "100.64.0.1",
    "100.100.100.200",
    "198.18.0.1",
    "192.0.0.8",
    "192.0.2.7",
    "198.51.100.7",
    "203.0.113.7",
    "192.88.99.1",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "4294967295",
    // IPv6: loopback, unspecified, mapped, compatible, translated, 6to4, Teredo, unique local, link-local, multicast.
    "[::1]",
    "[0:0:0:0:0:0:0:1]",
    "[::]",
    "[::ffff:127.0.0.1]",
    "[::FFFF:7f00:1]",
    "[::127.0.0.1]",
    "[::ffff:0:127.0.0.1]",
    "[64:ff9b::127.0.0.1]",
    "[64:ff9b:1::a00:1]",
    "[2002:7f00:1::]",
    "[2001:0:4136:e378:8000:63bf:80ff:fffe]",
    "[fc00::1]",
    "[fd12:3456:789a::1]",
    "[fe80::1]",
    "[fec0::1]",
    "[ff02::1]",
    "[2001:db8::1]",
    "[3fff::1]",
];

fn closed(names: &std::sync::Arc<Names>) -> Sender {
    let options = Options { open_networks: vec![], ..options() };
    Sender::with_resolver(options, names.clone()).unwrap()
}

#[tokio::test]
async fn no_spelling_of_an_inner_address_is_reached() {
    assert!(INSIDE.len() >= 32);
    let (trap, names) = (Trap::new(), Names::new(&[&["127.0.0.1"]]));
    let sender = closed(&names);
    for host in INSIDE {
        for url in [format!("http://{host}:{}/", trap.port()), format!("https://{host}/")] {
            let error = sender.send(&webhook(&url), &message(), NOW).await.unwrap_err();
            assert_eq!((error.code, error.is_permanent()), ("address_refused", true), "{url}");
            let destination = webhook(&url);
            assert_eq!(sender.faults(&destination)[0].code, "address_refused", "{url}");
        }
    }
    // They are judged as they stand, never asked as names.
    assert_eq!(names.asked(), Vec::<String>::new());
    assert!(!trap.was_reached());
}

#[tokio::test]
async fn names_of_inner_addresses_are_refused_when_connecting() {
    for inner in ["127.0.0.1", "10.0.0.1", "::1", "::ffff:192.168.1.1", "64:ff9b::7f00:1", "169.254.169.254"]
    {
        let (trap, names) = (Trap::new(), Names::new(&[&[inner]]));
        for host in ["localhost", "inner.example.gov.cn", "127.0.0.1.nip.example"] {
            let url = format!("http://{host}:{}/", trap.port());
            let error = closed(&names).send(&webhook(&url), &message(), NOW).await.unwrap_err();
            assert_eq!((error.code, error.is_permanent()), ("address_refused", true), "{host} {inner}");
            assert!(!format!("{error:?}").contains(inner), "{error:?}");
        }
        assert!(!trap.was_reached());
    }
}

#[tokio::test]
async fn a_name_that_changes_its_address_after_the_check_gains_nothing() {
    let trap = Trap::new();
    let names = Names::new(&[&["9.9.9.9"], &["127.0.0.1"]]);
    let sender = closed(&names);
    let destination = webhook(&format!("http://rebind.example:{}/", trap.port()));
    sender.check_address(&destination).await.unwrap();
    let error = sender.send(&destination, &message(), NOW).await.unwrap_err();
    assert_eq!(error.code, "address_refused");
    // One look-up an attempt: what was checked is what is connected to.
    assert_eq!(names.asked(), ["rebind.example", "rebind.example"]);
    assert!(!trap.was_reached());
}

#[tokio::test]
async fn of_a_name_with_open_and_closed_addresses_the_open_one_is_taken() {
    let receiver = Receiver::start(Says::ok("")).await;
    let names = Names::new(&[&["10.0.0.1", "::1", "127.0.0.1"]]);
    let sender = Sender::with_resolver(options(), names.clone()).unwrap();
    let url = format!("http://hooks.inner.example:{}/", receiver.port);
    sender.send(&webhook(&url), &message(), NOW).await.unwrap();
    assert_eq!(receiver.only().header("host"), format!("hooks.inner.example:{}", receiver.port));
    assert_eq!(names.asked().len(), 1);
}

#[tokio::test]
async fn a_name_without_an_address_is_tried_again() {
    let sender = closed(&Names::new(&[&[]]));
    let destination = webhook("http://nowhere.example:8080/");
    let error = sender.send(&destination, &message(), NOW).await.unwrap_err();
    assert_eq!((error.code, error.is_permanent()), ("name_unknown", false));
    assert_eq!(sender.check_address(&destination).await.unwrap_err().code, "name_unknown");
}

#[tokio::test]
async fn schemes_ports_and_user_names_are_refused_before_anything_is_asked() {
    let names = Names::new(&[&["9.9.9.9"]]);
    let strict = Sender::with_resolver(Options::default(), names.clone()).unwrap();
    for (url, code) in [
        ("", "url_malformed"),
        ("hook.example.gov.cn", "url_malformed"),
        ("https://", "url_malformed"),
        ("https://exa mple.cn/", "url_malformed"),
        ("https://1.2.3.4.5/", "url_malformed"),
        ("https://[fe80::1%25eth0]/", "url_malformed"),
        ("file:///etc/passwd", "url_malformed"),
        ("ftp://hook.example.gov.cn/", "url_scheme"),
        ("gopher://hook.example.gov.cn:6379/_x", "url_scheme"),
        ("http://hook.example.gov.cn/", "plain_not_allowed"),
        ("https://user@hook.example.gov.cn/", "url_userinfo"),
        ("https://:pass@hook.example.gov.cn/", "url_userinfo"),
        ("https://good.example@127.0.0.1/", "url_userinfo"),
        ("https://hook.example.gov.cn:0/", "port_not_allowed"),
        ("https://hook.example.gov.cn:22/", "port_not_allowed"),
        ("https://hook.example.gov.cn:25/", "port_not_allowed"),
        ("https://hook.example.gov.cn:5432/", "port_not_allowed"),
        ("https://hook.example.gov.cn:6379/", "port_not_allowed"),
    ] {
        let error = strict.send(&webhook(url), &message(), NOW).await.unwrap_err();
        assert_eq!((error.code, error.is_permanent()), (code, true), "{url}");
    }
    assert_eq!(names.asked(), Vec::<String>::new());
    let opened = Sender::with_resolver(Options { ports: vec![81], ..Options::default() }, names).unwrap();
    for url in [
        "https://hook.example.gov.cn:81/",
        "https://hook.example.gov.cn:8443/",
        "https://hook.example.gov.cn/",
    ] {
        assert_eq!(opened.faults(&webhook(url)), [], "{url}");
    }
}
