//! A process that is killed while it writes loses nothing that it has acknowledged, and leaves nothing half.

use super::builders::{incident, with_key};
use super::database::Database;
use jiff::tz::TimeZone;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use wangge::store::{IncidentFilter, OpenOptions, PageRequest, Store, Writer};

const LOCATION: &str = "WANGGE_TEST_KILL_LOCATION";
const ROUND: &str = "WANGGE_TEST_KILL_ROUND";

/// Not a test of its own: the process that `acknowledged_incidents_survive` starts and kills. Without the
/// variables it has nothing to do.
#[tokio::test]
async fn writes_until_it_is_killed() {
    let (Ok(location), Ok(round)) = (std::env::var(LOCATION), std::env::var(ROUND)) else { return };
    let first = round.parse::<u64>().unwrap() * 1_000_000;
    let store = Store::open(&location, OpenOptions::default()).await.unwrap();
    let (writer, _task) = Writer::start(store, TimeZone::UTC);
    let mut clients = tokio::task::JoinSet::new();
    for client in 0..8 {
        let writer = writer.clone();
        clients.spawn(async move {
            for n in first + client * 100_000.. {
                let written = with_key(incident(n), &n.to_string(), "f");
                let id = written.row.id;
                let receipt = writer.intake(written).await.unwrap();
                println!("acknowledged {id} {}", receipt.number);
            }
        });
    }
    clients.join_next().await;
}

fn start(location: &str, round: u64) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "store::kill::writes_until_it_is_killed", "--nocapture"])
        .env(LOCATION, location)
        .env(ROUND, round.to_string())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap()
}

/// Kills the process after some acknowledgements and gives all that it printed.
fn acknowledged(location: &str, round: u64) -> Vec<(uuid::Uuid, String)> {
    let mut child = start(location, round);
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map(Result::unwrap);
    let mut seen: Vec<String> = lines.by_ref().take(150 + round as usize * 37).collect();
    child.kill().unwrap();
    child.wait().unwrap();
    seen.extend(lines);
    seen.iter()
        .filter_map(|line| {
            // The test runner writes its own words before the first line.
            let mut words = line.split("acknowledged ").nth(1)?.split(' ');
            // The last line may be cut.
            Some((words.next()?.parse().ok()?, words.next().filter(|number| number.len() == 12)?.to_owned()))
        })
        .collect()
}

async fn acknowledged_incidents_survive(database: &Database) {
    database.open().await.close().await;
    let mut promised = Vec::new();
    for round in 0..4 {
        let new = acknowledged(&database.location(), round);
        assert!(new.len() >= 100);
        promised.extend(new);
        let store = database.open().await;
        for (id, number) in &promised {
            let row = store.incident(*id).await.unwrap().unwrap_or_else(|| panic!("{number} is lost"));
            assert_eq!(&row.number, number);
        }
        let page = PageRequest { limit: 100_000, after: None };
        let all = store.incidents(&IncidentFilter::default(), page).await.unwrap().incidents;
        assert_eq!(all.len() as i64, store.incident_count().await.unwrap(), "each has its assignment");
        assert_eq!(all.len() as i64, store.change_head().await.unwrap(), "each has its change");
        for row in all.iter().take(50) {
            assert_eq!(store.incident_events(row.id).await.unwrap().len(), 1);
            assert_eq!(store.incident_reports(row.id).await.unwrap().len(), 1);
        }
        store.close().await;
    }
}

#[test]
fn acknowledged_incidents_survive_on_sqlite() {
    super::database::run(false, |database| Box::pin(acknowledged_incidents_survive(database)));
}

#[test]
fn acknowledged_incidents_survive_on_postgres() {
    super::database::run(true, |database| Box::pin(acknowledged_incidents_survive(database)));
}
