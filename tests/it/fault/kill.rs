//! The real service is killed (SIGKILL) again and again while people report, add photos, take steps and correct. What was
//! acknowledged is there afterwards with every byte, and what was under way is there whole or not at all.

use super::client::Caller;
use super::postgres::with_grid;
use crate::cli::support::{Serving, Site};
use crate::postgres::PostgresDatabase;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use wangge::app::demo::Random;
use wangge::app::service::default_zone;
use wangge::exchange::photo::{PhotoOptions, read_photo};

/// How often the service is killed. The goal is proved with a hundred.
const KILLS: &str = "WANGGE_TEST_KILLS";
const USUALLY: u64 = 5;
const CLIENTS: u64 = 6;
const JSON: (&str, &str) = ("Content-Type", "application/json");

/// A change of a case: what is sent, and what its history then says.
#[derive(Debug, Clone, PartialEq)]
struct Change {
    /// Step, or `edit` for a correction.
    step: &'static str,
    kind: &'static str,
    note: String,
}

/// What a client knows of a case.
#[derive(Debug, Default)]
struct Case {
    key: String,
    id: String,
    code: String,
    changes: Vec<Change>,
    /// Number of the picture by photo.
    photos: BTreeMap<String, u64>,
}

/// What a client has sent and not heard of.
#[derive(Debug)]
enum Sent {
    Report(String),
    Change(Change),
    Photo(u64),
}

/// A client with all that it was told.
#[derive(Debug)]
struct Client {
    number: u64,
    cases: Vec<Case>,
    /// Concerns the last case, unless it is a report.
    unheard: Option<Sent>,
    /// First case that was not looked at since its last change.
    unseen: usize,
}

fn picture(number: u64) -> Vec<u8> {
    let mut random = Random::new(number);
    let pixels = image::RgbImage::from_fn(96, 72, |_, _| image::Rgb([random.below(256) as u8, 90, 120]));
    let mut bytes = std::io::Cursor::new(Vec::new());
    pixels.write_to(&mut bytes, image::ImageFormat::Png).unwrap();
    bytes.into_inner()
}

impl Change {
    fn of(step: &'static str, kind: &'static str, note: String) -> Self {
        Self { step, kind, note }
    }

    /// Method, what stands behind the case, and body.
    fn request(&self) -> (&'static str, String, Value) {
        match self.step {
            "edit" => ("PATCH", String::new(), json!({"description": self.note, "note": self.note})),
            step => ("POST", format!("/{step}"), json!({"note": self.note, "checked": true})),
        }
    }
}

impl Client {
    fn new(number: u64) -> Self {
        Self { number, cases: Vec::new(), unheard: None, unseen: 0 }
    }

    /// Works until the connection breaks.
    fn work(mut self, mut caller: Caller, acknowledged: &AtomicU64) -> Self {
        while self.one_more(&mut caller).is_some() {
            acknowledged.fetch_add(1, Ordering::SeqCst);
        }
        self
    }

    /// Sends what comes next: a case is reported, gets photos, is filed, corrected and urged, and some are made void.
    fn one_more(&mut self, caller: &mut Caller) -> Option<()> {
        let number = self.cases.len() as u64;
        let name = format!("client {} case {number}", self.number);
        let done = self.cases.last().map(|case| (case.changes.len(), case.photos.len()));
        let note = |what: &str| format!("{name} {what}");
        let change = match done {
            None | Some((5, _)) => return self.report(caller, format!("{}-{}", self.number, number)),
            Some((0, 0)) | Some((1, 1)) => {
                let photo = done.map_or(0, |(_, photos)| photos) as u64;
                return self.photo(caller, self.number * 1_000_000 + number * 10 + photo);
            }
            Some((0, _)) => Change::of("file", "case_filed", note("filed")),
            Some((4, _)) if number.is_multiple_of(3) => Change::of("void", "case_voided", note("void")),
            Some((2, _)) => Change::of("urge", "case_urged", note("urged")),
            Some((n, _)) => Change::of("edit", "case_edited", note(&format!("edit {n}"))),
        };
        self.change(caller, change)
    }

    fn report(&mut self, caller: &mut Caller, key: String) -> Option<()> {
        self.unheard = Some(Sent::Report(key.clone()));
        let body = json!({"lon": 102.502, "lat": 24.302, "category": "exposed_rubbish", "description": key});
        let headers = [JSON, ("Idempotency-Key", key.as_str())];
        let (status, answer) =
            caller.exchange("POST", "/api/v1/incidents", &headers, body.to_string().as_bytes())?;
        let made: Value = serde_json::from_slice(&answer).unwrap();
        assert!(matches!(status, 200 | 201), "{made}");
        let text = |field: &str| made[field].as_str().unwrap().to_owned();
        self.cases.push(Case { key, id: text("id"), code: text("tracking_code"), ..Case::default() });
        self.unheard = None;
        Some(())
    }

    fn photo(&mut self, caller: &mut Caller, number: u64) -> Option<()> {
        self.unheard = Some(Sent::Photo(number));
        let case = self.cases.last_mut().unwrap();
        let path = format!("/api/v1/incidents/{}/photos?kind=before", case.id);
        let headers = [("Content-Type", "application/octet-stream"), ("Tracking-Code", case.code.as_str())];
        let (status, answer) = caller.exchange("POST", &path, &headers, &picture(number))?;
        let made: Value = serde_json::from_slice(&answer).unwrap();
        assert_eq!(status, 201, "{made}");
        case.photos.insert(made["id"].as_str().unwrap().to_owned(), number);
        self.unheard = None;
        Some(())
    }

    fn change(&mut self, caller: &mut Caller, change: Change) -> Option<()> {
        let case = self.cases.last_mut().unwrap();
        let (method, behind, body) = change.request();
        let path = format!("/api/v1/incidents/{}{behind}", case.id);
        let version = format!("\"v{}\"", case.changes.len() + 1);
        self.unheard = Some(Sent::Change(change.clone()));
        let headers = [JSON, ("If-Match", version.as_str())];
        let (status, answer) = caller.exchange(method, &path, &headers, body.to_string().as_bytes())?;
        assert_eq!(status, 200, "{}", String::from_utf8_lossy(&answer));
        case.changes.push(change);
        self.unheard = None;
        Some(())
    }

    /// Looks at all that is new since the last look: what was acknowledged is there, and of what was under way nothing or
    /// all, which the client learns now.
    fn look(&mut self, caller: &mut Caller) {
        let last = self.cases.len().saturating_sub(1);
        let under_way = self.unheard.take();
        for (n, case) in self.cases.iter_mut().enumerate().skip(self.unseen) {
            case.look(caller, under_way.as_ref().filter(|_| n == last));
        }
        // The last case goes on.
        self.unseen = last;
        if let Some(Sent::Report(key)) = under_way {
            // The same key gets the same case, whether it was written or not.
            self.report(caller, key).expect("the service is there");
            self.cases.last_mut().unwrap().look(caller, None);
        }
    }

    fn look_at_everything(&mut self, caller: &mut Caller) {
        self.unseen = 0;
        self.look(caller);
    }
}

fn get(caller: &mut Caller, path: &str) -> Vec<u8> {
    let (status, answer) =
        caller.exchange("GET", path, &[], b"").unwrap_or_else(|| panic!("no answer to {path}"));
    assert_eq!(status, 200, "{path}: {}", String::from_utf8_lossy(&answer));
    answer
}

impl Case {
    fn look(&mut self, caller: &mut Caller, under_way: Option<&Sent>) {
        let seen = get(caller, &format!("/api/v1/incidents/{}", self.id));
        let seen: Value = serde_json::from_slice(&seen).unwrap();
        let events = seen["events"].as_array().unwrap();
        assert_eq!(seen["version"], events.len(), "each version has its event: {seen}");
        if let Some(Sent::Change(change)) = under_way
            && events.len() == self.changes.len() + 2
        {
            self.changes.push(change.clone());
        }
        let told = self.changes.iter().map(|change| (change.kind, change.note.as_str()));
        let told: Vec<(&str, &str)> = std::iter::once(("incident_reported", "")).chain(told).collect();
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let found: Vec<(String, String)> =
            events.iter().map(|event| (text(&event["kind"]), text(&event["note"]))).collect();
        assert!(
            found.iter().map(|(kind, note)| (kind.as_str(), note.as_str())).eq(told.iter().copied()),
            "{}: {found:?} instead of {told:?}",
            self.key
        );
        let state = self.changes.iter().fold("reported", |state, change| match change.step {
            "file" => "filed",
            "void" => "void",
            _ => state,
        });
        let edits = self.changes.iter().rfind(|change| change.step == "edit");
        let description = edits.map_or(self.key.as_str(), |edit| edit.note.as_str());
        assert_eq!((&seen["state"], &seen["description"]), (&json!(state), &json!(description)));
        let photos: Vec<String> =
            seen["photos"].as_array().unwrap().iter().map(|photo| text(&photo["id"])).collect();
        if let Some(Sent::Photo(number)) = under_way
            && let Some(new) = photos.iter().find(|id| !self.photos.contains_key(*id))
        {
            self.photos.insert(new.clone(), *number);
        }
        let mut listed = photos;
        listed.sort();
        assert!(listed.iter().eq(self.photos.keys()), "{}: {listed:?} {:?}", self.key, self.photos);
        for (id, number) in &self.photos {
            let expected = read_photo(&picture(*number), &PhotoOptions::new(default_zone())).unwrap();
            for (size, bytes) in [("large", expected.large), ("thumb", expected.thumb)] {
                let shown = get(caller, &format!("/api/v1/photos/{id}/{size}"));
                assert!(shown == bytes, "{} {size} of photo {number} is another", self.key);
            }
        }
    }
}

/// Kills the service under load again and again. Gives how much was acknowledged in all.
fn killed_under_load(site: &Site, arguments: &[&str], seed: u64) -> u64 {
    let kills = std::env::var(KILLS).ok().and_then(|text| text.parse().ok()).unwrap_or(USUALLY);
    let mut random = Random::new(seed);
    let mut clients: Vec<Client> = (0..CLIENTS).map(Client::new).collect();
    let (mut total, mut under_way) = (0, 0);
    for _ in 0..kills {
        let serving = Serving::start(site, arguments);
        let mut caller = Caller::of(&serving.address);
        clients.iter_mut().for_each(|client| client.look(&mut caller));
        let acknowledged = Arc::new(AtomicU64::new(0));
        let working: Vec<_> = clients
            .drain(..)
            .map(|client| {
                let (caller, acknowledged) = (Caller::of(&serving.address), Arc::clone(&acknowledged));
                std::thread::spawn(move || client.work(caller, &acknowledged))
            })
            .collect();
        let enough = 10 + random.below(90) as u64;
        while acknowledged.load(Ordering::SeqCst) < enough {
            assert!(working.iter().all(|client| !client.is_finished()), "a client has ended");
            std::thread::yield_now();
        }
        // Dropping it sends SIGKILL.
        drop(serving);
        clients.extend(working.into_iter().map(|client| client.join().unwrap()));
        total += acknowledged.load(Ordering::SeqCst);
        under_way += clients.iter().filter(|client| client.unheard.is_some()).count();
    }
    let serving = Serving::start(site, arguments);
    let mut caller = Caller::of(&serving.address);
    clients.iter_mut().for_each(|client| client.look(&mut caller));
    clients.iter_mut().for_each(|client| client.look_at_everything(&mut caller));
    let cases: usize = clients.iter().map(|client| client.cases.len()).sum();
    let photos: usize = clients.iter().flat_map(|client| &client.cases).map(|case| case.photos.len()).sum();
    let counted: Value = serde_json::from_slice(&get(&mut caller, "/api/v1/incidents/count")).unwrap();
    assert_eq!(counted["total"], cases, "each report is there once");
    assert_eq!(serving.stop(), 0);
    println!(
        "{kills} kills: {total} changes acknowledged ({cases} cases, {photos} photos), {under_way} under way, none lost, none half"
    );
    total
}

#[test]
fn nothing_acknowledged_is_lost_when_the_service_is_killed_on_sqlite() {
    let site = Site::with_small_grid();
    assert!(killed_under_load(&site, &["--open-private"], 3) > 0);
    let findings = site.json(&["doctor"]);
    assert!(findings.as_array().unwrap().iter().all(|finding| finding["state"] != "wrong"), "{findings}");
}

#[test]
fn nothing_acknowledged_is_lost_when_the_service_is_killed_on_postgres() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let database = runtime.block_on(PostgresDatabase::create());
    let site = with_grid(&database.url());
    let url = database.url();
    assert!(killed_under_load(&site, &["--open-private", "--database-url", &url], 4) > 0);
    runtime.block_on(database.drop());
}
