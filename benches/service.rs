//! The whole program as a process: what a request costs, how fast durable intake is, what a million rows and a
//! million cells take. Each figure is a ratio or a total of one run on one machine; the table with earlier runs is
//! in `benches/README.md`. Reads `/proc`, so it runs on Linux only.
//!
//! `cargo bench --bench service` runs all parts; name parts to run only those: `-- http ingest route memory start`.

#[path = "../tests/support/grid.rs"]
mod grid;

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant as Wall};
use wangge::app::answer::NewReport;
use wangge::app::{Service, ServiceOptions, Viewer};
use wangge::clock::SystemClock;
use wangge::domain::geo::Position;
use wangge::domain::grid::{Area, Scheme};
use wangge::domain::instant::Instant;
use wangge::ids::RandomIds;
use wangge::store::{MoveIncidents, OpenOptions, Publication, Store};

/// The allocator of the program, for the parts that run in this process.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const BINARY: &str = env!("CARGO_BIN_EXE_wangge");
/// Kernel ticks of `/proc/*/stat`, fixed by the Linux ABI.
const TICKS_PER_SECOND: f64 = 100.0;

fn main() {
    let parts: Vec<String> = std::env::args().skip(1).filter(|part| !part.starts_with("--")).collect();
    let wanted = |part: &str| parts.is_empty() || parts.iter().any(|name| name == part);
    println!("load average: {}", fs::read_to_string("/proc/loadavg").unwrap_or_default().trim());
    if wanted("http") {
        http();
    }
    if wanted("ingest") {
        ingest();
    }
    if wanted("route") {
        route();
    }
    if wanted("memory") {
        memory();
    }
    if wanted("start") {
        start();
    }
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("a runtime")
}

/// A running server, killed when dropped.
struct Server {
    child: Child,
    address: String,
}

impl Server {
    fn start(folder: &Path, arguments: &[&str]) -> Self {
        let mut child = Command::new(BINARY)
            .args(["serve", "--listen", "127.0.0.1:0", "--data"])
            .arg(folder)
            .args(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the server starts");
        let mut lines = BufReader::new(child.stdout.take().expect("a pipe")).lines();
        let address = loop {
            let line = lines.next().expect("the server prints its address").expect("text");
            if let Some(at) = line.find("http://") {
                break line[at + 7..].trim_end_matches('/').to_owned();
            }
        };
        std::thread::spawn(move || lines.for_each(drop));
        Self { child, address }
    }

    fn proc(&self, file: &str) -> String {
        fs::read_to_string(format!("/proc/{}/{file}", self.child.id())).expect("the server runs")
    }

    /// Seconds of CPU used so far, user and system.
    fn cpu(&self) -> f64 {
        cpu_fields(&self.proc("stat"), 11)
    }

    /// Resident memory in MiB.
    fn resident(&self) -> f64 {
        let status = self.proc("status");
        let line = status.lines().find(|line| line.starts_with("VmRSS:")).expect("VmRSS");
        line.split_whitespace().nth(1).and_then(|kib| kib.parse::<f64>().ok()).expect("a number") / 1024.0
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

/// Two neighbouring tick counts of a stat line, counted behind the command's name.
fn cpu_fields(stat: &str, first: usize) -> f64 {
    let after = stat.rsplit_once(") ").map_or("", |(_, after)| after);
    let ticks = |index: usize| -> f64 {
        after.split_whitespace().nth(index).and_then(|t| t.parse().ok()).unwrap_or(0.0)
    };
    (ticks(first) + ticks(first + 1)) / TICKS_PER_SECOND
}

/// CPU seconds of waited-for children of this process.
fn children_cpu() -> f64 {
    cpu_fields(&fs::read_to_string("/proc/self/stat").expect("procfs"), 13)
}

/// Sends `count` requests for `target` over one connection and reads every answer whole.
fn hammer(stream: &mut TcpStream, host: &str, targets: &[String], count: usize) {
    let mut reader = BufReader::new(stream.try_clone().expect("a second handle"));
    let mut body = Vec::new();
    for n in 0..count {
        let target = &targets[n % targets.len()];
        write!(stream, "GET {target} HTTP/1.1\r\nHost: {host}\r\n\r\n").expect("the request is sent");
        let mut length = 0;
        let mut line = String::new();
        loop {
            line.clear();
            reader.read_line(&mut line).expect("a header");
            if n == 0 && line.starts_with("HTTP/") {
                assert!(line.contains(" 200 "), "{target}: {line}");
            }
            if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
                length = value.trim().parse().expect("a length");
            }
            if line == "\r\n" {
                break;
            }
        }
        body.resize(length, 0);
        reader.read_exact(&mut body).expect("the body");
    }
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

/// CPU of the server per locate with the full chain, against its own `/healthz`, interleaved.
fn http() {
    let folder = tempfile::tempdir().expect("a folder");
    let server = Server::start(folder.path(), &["--demo", "--open-private"]);
    let mut stream = TcpStream::connect(&server.address).expect("it listens");
    stream.set_nodelay(true).ok();
    let mut seed = 1_u64;
    let mut unit = || {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 11) as f64 / (1_u64 << 53) as f64
    };
    let clicks: Vec<String> = (0..1000)
        .map(|_| {
            let (lon, lat) = (102.534 + unit() * 0.011, 24.3465 + unit() * 0.008);
            format!("/api/v1/locate?lon={lon:.7}&lat={lat:.7}")
        })
        .collect();
    let health = [String::from("/healthz")];
    const ROUND: usize = 20_000;
    hammer(&mut stream, &server.address, &clicks, 2_000);
    let (mut locate, mut floor) = (Vec::new(), Vec::new());
    for _ in 0..5 {
        for (targets, costs) in [(&clicks[..], &mut locate), (&health[..], &mut floor)] {
            let before = server.cpu();
            hammer(&mut stream, &server.address, targets, ROUND);
            costs.push((server.cpu() - before) / ROUND as f64 * 1e6);
        }
    }
    let (locate, floor) = (median(locate), median(floor));
    println!(
        "http: locate {locate:.1} us CPU, healthz {floor:.1} us CPU, ratio {:.2} (floor 1.4)",
        locate / floor
    );
}

async fn service(folder: &Path) -> Arc<Service> {
    let path = folder.join("wangge.db");
    let store = Store::open(path.to_str().expect("a path"), OpenOptions::default()).await.expect("it opens");
    Service::start(store, ServiceOptions::default(), Arc::new(SystemClock), Arc::new(RandomIds))
        .await
        .expect("the service starts")
}

fn report(position: Position) -> NewReport {
    let [lon, lat] = position.degrees();
    serde_json::from_value(serde_json::json!({
        "lon": lon, "lat": lat, "category": "exposed_rubbish", "description": "垃圾外溢", "source": "patrol"
    }))
    .expect("a report")
}

async fn publish(store: &Store, areas: Vec<Area>) {
    let since = Instant::from_seconds(1_700_000_000);
    let publication = Publication {
        scheme: Scheme::Duty,
        base: 0,
        scope: Vec::new(),
        areas,
        replaced: Vec::new(),
        succession: Vec::new(),
        note: "bench".into(),
        in_force_from: since,
        recorded_at: since,
        move_incidents: MoveIncidents::None,
    };
    store.publish(&publication).await.expect("it publishes");
}

/// 64 clients' durable creations a second, against one client whose every incident is a commit of its own.
fn ingest() {
    let folder = tempfile::tempdir().expect("a folder");
    runtime().block_on(async {
        let areas = grid::generate(&grid::GridSpec::new(10_000, 5));
        let places = grid::positions(&areas, 40_000, 6);
        let service = service(folder.path()).await;
        publish(service.store(), areas).await;
        service.reload().await.expect("it reloads");
        let viewer = Viewer::office();
        let (mut alone, mut together) = (Vec::new(), Vec::new());
        for round in 0..3 {
            let singles = 1_000;
            let clock = Wall::now();
            for n in 0..singles {
                service
                    .create_incident(report(places[round * singles + n]), None, &viewer)
                    .await
                    .expect("stored");
            }
            alone.push(singles as f64 / clock.elapsed().as_secs_f64());
            let each = 150;
            let clock = Wall::now();
            let clients: Vec<_> = (0..64)
                .map(|client| {
                    let (service, viewer) = (Arc::clone(&service), viewer.clone());
                    let mine: Vec<Position> =
                        (0..each).map(|n| places[(client * each + n) % places.len()]).collect();
                    tokio::spawn(async move {
                        for place in mine {
                            service.create_incident(report(place), None, &viewer).await.expect("stored");
                        }
                    })
                })
                .collect();
            for client in clients {
                client.await.expect("a client ends");
            }
            together.push((64 * each) as f64 / clock.elapsed().as_secs_f64());
        }
        let (alone, together) = (median(alone), median(together));
        println!(
            "ingest: 64 clients {together:.0}/s, single commits {alone:.0}/s, ratio {:.1} (floor 10)",
            together / alone
        );
    });
}

fn degrees(position: Position) -> String {
    let [lon, lat] = position.degrees();
    format!("{lon:.7},{lat:.7}")
}

/// CPU seconds of `wangge route` on a million rows against the database with 10,000 cells.
fn route() {
    let folder = tempfile::tempdir().expect("a folder");
    let areas = grid::generate(&grid::GridSpec::new(10_000, 5));
    let places = grid::positions(&areas, 1_000_000, 8);
    runtime().block_on(async {
        let service = service(folder.path()).await;
        publish(service.store(), areas).await;
        service.store().close().await;
    });
    let (input, output) = (folder.path().join("in.csv"), folder.path().join("out.csv"));
    let mut file = std::io::BufWriter::new(fs::File::create(&input).expect("a file"));
    writeln!(file, "id,lon,lat,note").expect("written");
    for (n, place) in places.iter().enumerate() {
        writeln!(file, "{n},{},row", degrees(*place)).expect("written");
    }
    file.flush().expect("written");
    let before = children_cpu();
    let clock = Wall::now();
    let status = Command::new(BINARY)
        .arg("route")
        .arg(&input)
        .arg("-o")
        .arg(&output)
        .args(["--lon", "lon", "--lat", "lat", "--data"])
        .arg(folder.path())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .expect("it runs");
    assert!(status.success());
    let (cpu, wall) = (children_cpu() - before, clock.elapsed());
    let rows = BufReader::new(fs::File::open(&output).expect("the result")).lines().count() - 1;
    assert_eq!(rows, places.len());
    println!("route: 1 M rows in {cpu:.2} CPU s, {:.2} s wall (floor 2 CPU s)", wall.as_secs_f64());
}

/// Resident memory of a server with 10,000 cells and a million incidents.
fn memory() {
    let folder = tempfile::tempdir().expect("a folder");
    runtime().block_on(async {
        let areas = grid::generate(&grid::GridSpec::new(10_000, 5));
        let places = grid::positions(&areas, 1_000_000, 9);
        let service = service(folder.path()).await;
        publish(service.store(), areas).await;
        service.reload().await.expect("it reloads");
        let viewer = Viewer::office();
        let clients: Vec<_> = places
            .chunks(places.len() / 256 + 1)
            .map(|mine| {
                let (service, viewer, mine) = (Arc::clone(&service), viewer.clone(), mine.to_vec());
                tokio::spawn(async move {
                    for place in mine {
                        service.create_incident(report(place), None, &viewer).await.expect("stored");
                    }
                })
            })
            .collect();
        for client in clients {
            client.await.expect("a client ends");
        }
        service.store().close().await;
    });
    let clock = Wall::now();
    let server = Server::start(folder.path(), &[]);
    let started = clock.elapsed();
    std::thread::sleep(Duration::from_secs(1));
    println!(
        "memory: 10k cells + 1 M incidents {:.0} MiB resident (floor 400), start {:.2} s",
        server.resident(),
        started.as_secs_f64()
    );
}

/// From exec to the first right answer with a million cells.
fn start() {
    let folder: PathBuf = tempfile::tempdir().expect("a folder").keep();
    let areas = grid::generate(&grid::GridSpec::new(1_000_000, 5));
    let place = grid::positions(&areas, 1, 10)[0];
    runtime().block_on(async {
        let service = service(&folder).await;
        publish(service.store(), areas).await;
        service.store().close().await;
    });
    let mut times = Vec::new();
    let mut resident = 0.0;
    for _ in 0..3 {
        let clock = Wall::now();
        let server = Server::start(&folder, &[]);
        let mut stream = TcpStream::connect(&server.address).expect("it listens");
        let [lon, lat] = place.degrees();
        let target = [format!("/api/v1/locate?lon={lon:.7}&lat={lat:.7}")];
        hammer(&mut stream, &server.address, &target, 1);
        times.push(clock.elapsed().as_secs_f64());
        resident = server.resident();
    }
    println!(
        "start: 1 M cells, first answer after {:.2} s (floor 3), {resident:.0} MiB resident",
        median(times)
    );
    fs::remove_dir_all(&folder).ok();
}
