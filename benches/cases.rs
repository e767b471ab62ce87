//! Cases: changes with their event and message, against single commits, and the open cases of one person among a million.
//! Each figure is of one run on one machine; the table with earlier runs is in `benches/README.md`.
//!
//! `cargo bench --bench cases` runs all parts; name parts to run only those: `-- change step tasks`. `tasks` measures
//! PostgreSQL too where `WANGGE_TEST_POSTGRES` names a cluster; `WANGGE_BENCH_INCIDENTS` makes it smaller.

#[path = "../tests/it/store/builders.rs"]
#[allow(dead_code, reason = "the store's tests use all of it")]
mod builders;
#[path = "../tests/support/postgres.rs"]
#[allow(dead_code, reason = "the tests use all of it")]
mod postgres;

use serde_json::json;
use sqlx::{Connection, Executor, PgConnection};
use std::path::Path;
use std::sync::Arc;
use std::time::Instant as Wall;
use uuid::Uuid;
use wangge::app::case::StepRequest;
use wangge::app::viewer::Identity;
use wangge::app::{Service, ServiceOptions, Viewer};
use wangge::clock::SystemClock;
use wangge::domain::account::{AccountRole, Roles};
use wangge::domain::case::{State, Transition};
use wangge::domain::duty::{Party, PartyKind};
use wangge::domain::instant::Instant;
use wangge::ids::{Ids, RandomIds};
use wangge::store::{
    CaseChange, IncidentRow, MessageTo, NewIncident, OpenOptions, OutboxMessage, PartyEntry, Store,
};

/// The allocator of the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const CLIENTS: usize = 64;
/// Changes of each client in a round, and of the one that is alone.
const EACH: usize = 100;
const SINGLES: usize = 600;
const ROUNDS: usize = 3;
/// Incidents handed over before the first answer is waited for.
const PIPELINE: usize = 2_048;

fn main() {
    let parts: Vec<String> = std::env::args().skip(1).filter(|part| !part.starts_with("--")).collect();
    let wanted = |part: &str| parts.is_empty() || parts.iter().any(|name| name == part);
    let load = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    println!("load average: {}", load.trim());
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .expect("a runtime");
    runtime.block_on(async {
        if wanted("change") {
            change().await;
        }
        if wanted("step") {
            step().await;
        }
        if wanted("tasks") {
            tasks().await;
        }
    });
}

async fn service(location: &str) -> Arc<Service> {
    let store = Store::open(location, OpenOptions::default()).await.expect("it opens");
    Service::start(store, ServiceOptions::default(), Arc::new(SystemClock), Arc::new(RandomIds))
        .await
        .expect("the service starts")
}

fn sqlite(folder: &Path) -> String {
    folder.join("wangge.db").display().to_string()
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

/// Stores incidents, many at a time.
async fn intake(service: &Service, incidents: impl Iterator<Item = NewIncident>) {
    let mut waiting = Vec::with_capacity(PIPELINE);
    for incident in incidents {
        waiting.push(service.writer().submit(incident).await.expect("taken"));
        if waiting.len() == PIPELINE {
            for submitted in waiting.drain(..) {
                submitted.receipt().await.expect("stored");
            }
        }
    }
    for submitted in waiting {
        submitted.receipt().await.expect("stored");
    }
}

/// Runs `one` for `SINGLES` numbers one after the other and for `CLIENTS * EACH` from as many tasks, in turns, and prints
/// how often a second each.
async fn compare<F>(name: &str, one: impl Fn(u64) -> F)
where
    F: Future<Output = ()> + Send + 'static,
{
    let (mut alone, mut together) = (Vec::new(), Vec::new());
    let mut next = 0;
    for _ in 0..ROUNDS {
        let clock = Wall::now();
        for n in next..next + SINGLES as u64 {
            one(n).await;
        }
        alone.push(SINGLES as f64 / clock.elapsed().as_secs_f64());
        next += SINGLES as u64;
        let clock = Wall::now();
        let clients: Vec<_> = (0..CLIENTS as u64)
            .map(|client| {
                let first = next + client * EACH as u64;
                let calls: Vec<F> = (first..first + EACH as u64).map(&one).collect();
                tokio::spawn(async move {
                    for call in calls {
                        call.await;
                    }
                })
            })
            .collect();
        for client in clients {
            client.await.expect("a client ends");
        }
        together.push((CLIENTS * EACH) as f64 / clock.elapsed().as_secs_f64());
        next += (CLIENTS * EACH) as u64;
    }
    let (alone, together) = (median(alone), median(together));
    println!(
        "{name}: {CLIENTS} clients {together:.0}/s, single commits {alone:.0}/s, ratio {:.1} (floor 10)",
        together / alone
    );
}

const CHANGED: u64 = (ROUNDS * (SINGLES + CLIENTS * EACH)) as u64;

/// A change of state with its event and a message, as the writer takes it.
fn dispatched(row: &IncidentRow, n: u64) -> CaseChange {
    let outbox = vec![OutboxMessage {
        id: Uuid::from_u128(0x5000_0000 + u128::from(n)),
        to: MessageTo::Channel { id: Uuid::from_u128(7), kind: "webhook".into() },
        payload: json!({"incident": row.id, "kind": "case_dispatched"}),
    }];
    CaseChange { outbox, ..builders::dispatch(row, 1, 0x6000_0000 + u128::from(n)) }
}

/// Durable changes with event and message a second, of 64 clients against one whose every change is a commit of its own.
async fn change() {
    let folder = tempfile::tempdir().expect("a folder");
    let service = service(&sqlite(folder.path())).await;
    intake(&service, (0..CHANGED).map(builders::incident)).await;
    compare("change", |n| {
        let service = Arc::clone(&service);
        async move {
            let change = dispatched(&builders::row(n), n);
            service.writer().transition(change).await.expect("stored");
        }
    })
    .await;
}

/// The same with all that a step is: rights, history and the answer.
async fn step() {
    let folder = tempfile::tempdir().expect("a folder");
    let service = service(&sqlite(folder.path())).await;
    intake(&service, (0..CHANGED).map(builders::incident)).await;
    compare("step", |n| {
        let service = Arc::clone(&service);
        async move {
            let request = StepRequest { note: Some("重复录入".into()), ..StepRequest::default() };
            let id = builders::row(n).id;
            service.take_step(id, 1, Transition::Void, request, &Viewer::office()).await.expect("stored");
        }
    })
    .await;
}

/// People among whom the incidents are spread.
const PEOPLE: u64 = 400;
/// Of so many incidents one is open.
const OPEN_OF: u64 = 100;

fn person(n: u64) -> Uuid {
    Uuid::from_u128(0x7000_0000 + u128::from(n))
}

/// One of many incidents: nearly all of them are closed.
fn spread(n: u64) -> NewIncident {
    let mut row = builders::row(n);
    let open = n % OPEN_OF == n / OPEN_OF % OPEN_OF;
    let micros = Instant::SECOND;
    row.recorded_at = Instant(builders::MORNING - (n as i64 % 40_000_000) * micros);
    row.id = RandomIds.id(row.recorded_at);
    row.category = "exposed_rubbish".into();
    row.lon = 1_025_400_000 + (n % 100_000) as i32;
    row.lat = 243_500_000 - (n % 100_000) as i32;
    row.actor_person = Some(person(n / 7 % PEOPLE));
    row.actor_unit = Some(Uuid::from_u128(0x7100_0000 + u128::from(n / 7 % 40)));
    row.department = (n % 5 < 2).then(|| "chengguan".to_owned());
    row.filed_at = Some(row.recorded_at);
    row.due_at = Some(Instant(row.recorded_at.micros() + 3600 * micros));
    row.state = if open { State::Dispatched } else { State::Closed };
    row.closed_at = (!open).then_some(Instant(row.recorded_at.micros() + 1800 * micros));
    let event_id = RandomIds.id(row.recorded_at);
    let mut incident = builders::of_row(row, n);
    incident.outbox.clear();
    incident.report = None;
    incident.events[0].id = event_id;
    incident
}

/// The open cases of one person, who signed in as 点长.
async fn tasks() {
    let incidents = std::env::var("WANGGE_BENCH_INCIDENTS").ok().and_then(|text| text.parse().ok());
    let incidents: u64 = incidents.unwrap_or(1_000_000);
    let folder = tempfile::tempdir().expect("a folder");
    list("SQLite", &sqlite(folder.path()), incidents).await;
    if std::env::var_os("WANGGE_TEST_POSTGRES").is_some() {
        let database = postgres::PostgresDatabase::create().await;
        list("PostgreSQL", &database.url(), incidents).await;
        database.drop().await;
    }
}

async fn list(kind: &str, location: &str, incidents: u64) {
    let service = service(location).await;
    let entry = |n| PartyEntry {
        party: Party {
            id: person(n),
            kind: PartyKind::Person,
            name: format!("点长 {n}"),
            unit: None,
            department: None,
            public_name: false,
            has_phone: false,
        },
        private: None,
    };
    let people: Vec<PartyEntry> = (0..PEOPLE).map(entry).collect();
    service.store().upsert_parties(&people, Instant(builders::MORNING)).await.expect("people");
    intake(&service, (0..incidents).map(spread)).await;
    service.reload().await.expect("it reloads");
    if location.starts_with("postgres") {
        // What its own housekeeping does sooner or later.
        let mut connection = PgConnection::connect(location).await.expect("the cluster answers");
        connection.execute("ANALYZE").await.expect("analyzed");
    }
    let (mut times, mut rows) = (Vec::new(), Vec::new());
    for n in (0..PEOPLE).chain(0..PEOPLE) {
        let identity = Identity {
            account: person(n),
            login: "dianzhang".into(),
            name: "dianzhang".into(),
            party: Some(person(n)),
            session: None,
            scopes: None,
        };
        let viewer = Viewer::signed_in(Roles::only(AccountRole::PointHead), identity, Arc::default());
        let clock = Wall::now();
        let answer = service.tasks(500, &viewer).await.expect("tasks");
        times.push(clock.elapsed().as_secs_f64() * 1e3);
        rows.push(answer.items.len() as f64);
    }
    let slowest = times.iter().copied().fold(0.0, f64::max);
    println!(
        "tasks: {kind}, {incidents} incidents, {:.0} open cases of one person in {:.2} ms, slowest {slowest:.2} ms (floor 10 ms)",
        median(rows),
        median(times)
    );
    service.store().close().await;
}
