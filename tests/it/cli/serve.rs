//! `serve` on a socket.

use super::support::{Serving, Site, collection, rectangle};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, UdpSocket};

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

#[test]
fn without_lan_only_this_machine_is_told_of_and_no_code_is_printed() {
    let site = Site::new();
    let (code, told) = Serving::start(&site, &[]).stop_and_tell();
    // A year ahead without a calendar is told besides, when there is one.
    let lines = told.lines().filter(|line| !line.contains("calendar")).count();
    assert_eq!((code, lines), (0, 3), "the first administrator's link and who can reach it: {told}");
    assert!(told.contains("/#/link/wgl_"), "{told}");
    assert!(told.contains("only this machine can reach it"), "{told}");
}

/// Where packets to another network would leave this machine from; nothing is sent.
fn own_network_address() -> Option<Ipv4Addr> {
    let socket = UdpSocket::bind((Ipv4Addr::UNSPECIFIED, 0)).ok()?;
    socket.connect((Ipv4Addr::new(192, 0, 2, 1), 9)).ok()?;
    match socket.local_addr().ok()? {
        SocketAddr::V4(address) if !address.ip().is_loopback() => Some(*address.ip()),
        _ => None,
    }
}

/// Dark and light modules of a printed code, two rows of them a line.
fn modules(picture: &[&str]) -> Vec<Vec<bool>> {
    let mut rows = Vec::new();
    for line in picture {
        for upper in [true, false] {
            let dark = |c: char| match c {
                '█' => true,
                '▀' => upper,
                '▄' => !upper,
                _ => false,
            };
            rows.push(line.chars().map(dark).collect());
        }
    }
    rows
}

/// Rows and columns that hold a dark module, as one square.
fn cropped(modules: &[Vec<bool>]) -> Vec<Vec<bool>> {
    let rows: Vec<usize> = (0..modules.len()).filter(|y| modules[*y].contains(&true)).collect();
    let columns: Vec<usize> =
        (0..modules[rows[0]].len()).filter(|x| modules.iter().any(|row| row[*x])).collect();
    let (left, right) = (columns[0], columns[columns.len() - 1]);
    modules[rows[0]..=rows[rows.len() - 1]].iter().map(|row| row[left..=right].to_vec()).collect()
}

fn expected_code(url: &str) -> Vec<Vec<bool>> {
    let code = qrcode::QrCode::new(url).unwrap();
    code.to_colors()
        .chunks(code.width())
        .map(|row| row.iter().map(|c| *c == qrcode::Color::Dark).collect())
        .collect()
}

#[test]
fn on_the_local_network_the_address_is_printed_as_text_and_as_a_code_that_leads_to_it() {
    let site = Site::new();
    let serving = Serving::start(&site, &["--lan"]);
    let port = serving.address.rsplit(':').next().unwrap().to_owned();
    // The machine itself is shown an address that its own browser can open.
    assert_eq!(serving.address, format!("127.0.0.1:{port}"));
    assert!(serving.get("/healthz").0.contains("200"));
    let network = own_network_address();
    // Bound to every interface: another loopback address stands in where there is no network.
    let other = network.unwrap_or(Ipv4Addr::new(127, 0, 0, 2));
    let at = format!("{other}:{port}");
    assert!(Serving::get_at(&at, "/api/v1/site").0.contains("200"));
    let (code, told) = serving.stop_and_tell();
    assert_eq!(code, 0);
    assert!(told.contains("there is no administrator yet"), "{told}");
    let Some(network) = network else {
        assert!(told.contains("no address on a local network was found"), "{told}");
        return;
    };
    let url = format!("http://{network}:{port}/");
    assert!(told.contains(&format!("on the local network: {url}\n")), "{told}");
    let picture: Vec<&str> = told.lines().skip_while(|line| !line.contains(&url)).skip(1).collect();
    let printed = modules(&picture);
    assert_eq!(cropped(&printed), expected_code(&url), "{told}");
    // A reader needs four light modules around it.
    let dark = |y: usize, x: usize| printed[y][x];
    let side = printed[0].len();
    assert!((0..4).all(|y| (0..side).all(|x| !dark(y, x))));
    assert!(printed.iter().all(|row| row[..4].iter().chain(&row[side - 4..]).all(|dark| !dark)));
}

#[test]
fn an_address_of_the_network_that_was_chosen_is_kept_and_has_its_code() {
    let site = Site::new();
    let chosen = own_network_address().unwrap_or(Ipv4Addr::UNSPECIFIED);
    let listen = format!("{chosen}:0");
    let mut child = site
        .command(&["serve", "--lan", "--listen", &listen])
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    std::io::BufRead::read_line(&mut std::io::BufReader::new(child.stdout.take().unwrap()), &mut line)
        .unwrap();
    assert!(line.starts_with("listening on http://"), "{line}");
    child.kill().unwrap();
    let output = child.wait_with_output().unwrap();
    let told = String::from_utf8(output.stderr).unwrap();
    if own_network_address().is_some() {
        let url = line.trim().strip_prefix("listening on ").unwrap();
        assert!(url.contains(&chosen.to_string()) && told.contains(url), "{line} {told}");
        assert!(told.contains('█'), "{told}");
    }
}

/// One sentence on stderr in each language, with this exit code and these words.
fn refused(site: &Site, arguments: &[&str], code: i32, zh: &str, en: &str) {
    for (language, word) in [("zh", zh), ("en", en)] {
        let mut all = vec!["--lang", language];
        all.extend(arguments);
        let ran = site.run(&all);
        assert_eq!((ran.code, ran.out.as_str(), ran.err.lines().count()), (code, "", 1), "{all:?} {ran:?}");
        assert!(ran.err.contains(word), "{all:?}: no “{word}” in {}", ran.err);
    }
}

#[test]
fn a_newer_schema_is_refused_by_every_command_and_left_as_it_is() {
    let site = Site::with_small_grid();
    let mut bytes = std::fs::read(site.path("data/wangge.db")).unwrap();
    // `user_version` in the header, <https://www.sqlite.org/fileformat.html#user_version_number>.
    bytes[60..64].copy_from_slice(&99u32.to_be_bytes());
    site.file("data/wangge.db", &bytes);
    let commands: [&[&str]; 5] = [
        &["serve", "--listen", "127.0.0.1:0"],
        &["import", "areas=grid.geojson"],
        &["check"],
        &["locate", "102.502", "24.302"],
        &["export", "areas"],
    ];
    for arguments in commands {
        refused(&site, arguments, 4, "结构版本是 99", "has schema 99");
    }
    assert_eq!(site.run(&["doctor"]).code, 4);
    assert!(std::fs::read(site.path("data/wangge.db")).unwrap() == bytes);
}

#[test]
fn a_folder_that_cannot_be_made_or_entered_gets_one_sentence() {
    let site = Site::with_small_grid();
    site.file("file", "x");
    for data in ["file", "file/below", "/proc/wangge"] {
        let arguments = ["serve", "--listen", "127.0.0.1:0", "--data", data];
        refused(&site, &arguments, 4, "没有权限读写", "no permission to read or write");
        let arguments = ["import", "areas=grid.geojson", "--data", data];
        refused(&site, &arguments, 4, "没有权限读写", "no permission to read or write");
    }
}

#[test]
fn an_address_that_is_not_this_machines_gets_one_sentence() {
    let site = Site::new();
    // Reserved for documentation (RFC 5737): no machine has it.
    let arguments = ["serve", "--listen", "192.0.2.7:8080"];
    refused(&site, &arguments, 1, "本机没有地址 192.0.2.7", "does not have the address 192.0.2.7");
    assert!(!site.path("data").exists());
}
