//! `serve` on a socket.

use super::support::{Serving, Site, collection, rectangle};
use std::net::TcpListener;

#[test]
fn it_prints_its_address_answers_and_stops_when_told() {
    let site = Site::new();
    let serving = Serving::start(&site, &[]);
    let (status, body) = serving.get("/healthz");
    assert!(status.contains("200") && body.contains("ok"), "{status} {body}");
    assert_eq!(serving.stop(), 0);
    assert!(site.path("data/wangge.db").exists());
}

#[test]
fn a_taken_port_gets_one_sentence_and_leaves_no_database() {
    let site = Site::new();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let ran = site.run(&["serve", "--listen", &address]);
    assert_eq!((ran.code, ran.out.as_str(), ran.err.lines().count()), (1, "", 1));
    assert!(ran.err.contains("is taken"), "{}", ran.err);
    assert!(!site.path("data").exists());
}

#[test]
fn settings_come_from_the_file_and_the_environment() {
    let site = Site::new();
    site.file("wangge.toml", "data = \"from_file\"\nlisten = \"127.0.0.1:1\"\n");
    let serving = Serving::start(&site, &[]);
    drop(serving);
    assert!(site.path("from_file/wangge.db").exists());
    let output = site.command(&["doctor"]).env("WANGGE_DATA", "from_environment").output().unwrap();
    assert!(String::from_utf8(output.stdout).unwrap().contains("from_environment"));
}

#[test]
fn a_second_serve_on_one_database_is_refused_and_an_import_beside_it_is_seen() {
    let site = Site::with_small_grid();
    let serving = Serving::start(&site, &[]);
    let second = site.run(&["serve", "--listen", "127.0.0.1:0"]);
    assert_eq!((second.code, second.err.lines().last().map(|l| l.starts_with("error: "))), (4, Some(true)));
    let wider = collection(&[rectangle(r#""code":"Z3","name":"三片","parent":"C""#, [20, 0, 25, 10])]);
    site.file("wider.geojson", wider);
    // Outside its parent: refused, and the service goes on as before.
    assert_eq!(site.run(&["import", "zone=wider.geojson", "--add"]).code, 1);
    site.file(
        "p3.geojson",
        collection(&[rectangle(r#""code":"P3","name":"三号","parent":"Z2""#, [10, 0, 20, 10])]),
    );
    site.done(&["import", "point=p3.geojson", "--add"]);
    // The follower looks twice a second; asking again is bounded by the test runner's own limit.
    while !serving.get("/api/v1/locate?lon=102.515&lat=24.305").1.contains("\"P3\"") {
        std::thread::yield_now();
    }
}

#[test]
fn a_database_that_is_none_gets_one_sentence_and_code_4() {
    let site = Site::new();
    std::fs::create_dir(site.path("data")).unwrap();
    site.file(
        "data/wangge.db",
        "this is a text file, long enough to have a header of sixteen bytes".repeat(80),
    );
    for arguments in
        [&["serve", "--listen", "127.0.0.1:0"][..], &["check"], &["locate", "1", "2"], &["doctor"]]
    {
        let ran = site.run(arguments);
        assert_eq!(ran.code, 4, "{arguments:?} {ran:?}");
    }
    assert!(site.run(&["check"]).err.lines().count() == 1);
}
