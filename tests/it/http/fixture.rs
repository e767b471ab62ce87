//! A small community to ask about: two points side by side in one zone, one post filled, one vacant, an unmanaged
//! compound, all over a SQLite file of its own. And a caller that speaks to the router in memory.

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode};
use http_body_util::BodyExt;
use serde_json::{Map, Value, json};
use std::sync::Arc;
use tower::ServiceExt;
use uuid::Uuid;
use wangge::app::{Service, ServiceOptions};
use wangge::clock::MockClock;
use wangge::domain::duty::{Appointment, Party, PartyKind, Role, Target};
use wangge::domain::feature::{Feature, Layer};
use wangge::domain::geo::{Geometry, Position, Shape};
use wangge::domain::grid::{Area, Level, Scheme};
use wangge::domain::instant::{Instant, Validity};
use wangge::http::{ServeOptions, router};
use wangge::ids::SeededIds;
use wangge::store::{FeatureScope, OpenOptions, PartyEntry, PartyPrivate, Publication, Store};

/// 2026-11-24 10:00 in Shanghai.
pub const NOW: Instant = Instant(1_795_485_600_000_000);
/// A place in the western point, inside the compound.
pub const WEST: (f64, f64) = (102.5405, 24.3505);
/// In the point that nobody heads.
pub const EAST: (f64, f64) = (102.5415, 24.3505);
/// The person who leads the western point, and the number on file.
pub const LEADER: Uuid = Uuid::from_u128(11);
pub const MOBILE: &str = "19900001234";

/// A router over a fresh database; the folder lives as long as this.
pub struct Town {
    pub clock: Arc<MockClock>,
    pub router: Router,
    pub service: Arc<Service>,
    _folder: Option<tempfile::TempDir>,
}

/// What came back.
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub bytes: Vec<u8>,
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.bytes).unwrap_or_else(|_| panic!("not JSON: {}", self.text()))
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or("")
    }

    /// The stable code of a problem document, whose shape is checked on the way.
    pub fn problem(&self) -> String {
        assert_eq!(self.header("content-type"), "application/problem+json", "{}", self.text());
        let problem = self.json();
        assert_eq!(problem["status"], self.status.as_u16());
        assert_eq!(problem["request_id"], self.header("x-request-id"));
        for language in ["zh", "en"] {
            assert!(problem["words"][language].as_str().is_some_and(|words| !words.is_empty()));
        }
        problem["code"].as_str().unwrap_or_default().to_owned()
    }

    /// Field and code of every bad field, in order.
    pub fn faults(&self) -> Vec<String> {
        let errors = self.json()["errors"].as_array().cloned().unwrap_or_default();
        let told = |error: &Value| {
            format!("{}:{}", error["field"].as_str().unwrap_or(""), error["code"].as_str().unwrap_or(""))
        };
        errors.iter().map(told).collect()
    }
}

async fn whole(body: Body) -> Vec<u8> {
    body.collect().await.unwrap().to_bytes().to_vec()
}

async fn beginning(mut body: Body) -> Vec<u8> {
    let frame = body.frame().await.unwrap().unwrap();
    frame.into_data().map(|data| data.to_vec()).unwrap_or_default()
}

impl Town {
    /// Anybody's view: no names of persons, no private door.
    pub async fn public() -> Self {
        Self::with(ServeOptions::default()).await
    }

    /// The view of a desk that was opened with `--open-private`.
    pub async fn office() -> Self {
        Self::with(ServeOptions { open_private: true, ..ServeOptions::default() }).await
    }

    /// The view of somebody who may edit boundaries.
    pub async fn editor() -> Self {
        Self::with(ServeOptions { open_edit: true, ..ServeOptions::default() }).await
    }

    pub async fn with(options: ServeOptions) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("wangge.sqlite").display().to_string();
        let store = Store::open(&path, OpenOptions::default()).await.unwrap();
        settle(&store).await;
        Self { _folder: Some(folder), ..Self::over(store, 7, ServiceOptions::default(), options).await }
    }

    /// A service over a database that is settled already, with ids of its own by `seed`.
    pub async fn over(store: Store, seed: u64, service: ServiceOptions, options: ServeOptions) -> Self {
        let clock = Arc::new(MockClock::at(NOW));
        let ids = Arc::new(SeededIds::new(seed));
        let service = Service::start(store, service, clock.clone(), ids).await.unwrap();
        Self { clock, router: router(Arc::clone(&service), options), service, _folder: None }
    }

    pub async fn call(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        // A stream of events has no end; its beginning says enough here.
        let endless = parts.headers.get("content-type").is_some_and(|kind| kind == "text/event-stream");
        let bytes = if endless { beginning(body).await } else { whole(body).await };
        Answer { status: parts.status, headers: parts.headers, bytes }
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.get_with(path, &[]).await
    }

    pub async fn get_with(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        let mut request = Request::builder().uri(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.call(request.body(Body::empty()).unwrap()).await
    }

    pub async fn post(&self, path: &str, kind: &str, body: impl Into<Body>) -> Answer {
        self.post_with(path, &[("content-type", kind)], body).await
    }

    pub async fn post_with(&self, path: &str, headers: &[(&str, &str)], body: impl Into<Body>) -> Answer {
        self.send("POST", path, headers, body).await
    }

    pub async fn send(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: impl Into<Body>,
    ) -> Answer {
        let mut request = Request::builder().method(method).uri(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.call(request.body(body.into()).unwrap()).await
    }

    /// Reports rubbish at a place, with what else is given.
    pub async fn report(&self, (lon, lat): (f64, f64), more: Value) -> Answer {
        let mut body = json!({"lon": lon, "lat": lat, "category": "exposed_rubbish"});
        if let (Some(body), Some(more)) = (body.as_object_mut(), more.as_object()) {
            body.extend(more.clone());
        }
        self.post("/api/v1/incidents", "application/json", body.to_string()).await
    }
}

/// A box from (x, y) to (x2, y2) in thousandths of a degree from the corner of the town.
fn block(x: i32, y: i32, x2: i32, y2: i32) -> Shape {
    let at = |x: i32, y: i32| Position::new(1_025_400_000 + x * 10_000, 243_500_000 + y * 10_000);
    Shape::from_ring(&[at(x, y), at(x2, y), at(x2, y2), at(x, y2)])
}

/// Puts the community into an empty database.
pub async fn settle(store: &Store) {
    let start = Instant(NOW.micros() - 400 * Instant::DAY);
    let always = Validity { from: start, until: None };
    let area = |level, code: &str, name: &str, parent: Option<&str>, shape| Area {
        scheme: Scheme::Duty,
        level,
        code: code.into(),
        name: name.into(),
        parent: parent.map(str::to_owned),
        shape: Some(shape),
        extent: None,
    };
    let areas = vec![
        area(Level::Community, "YX", "玉溪社区", None, block(0, 0, 2, 1)),
        area(Level::Zone, "YX-1", "一片区", Some("YX"), block(0, 0, 2, 1)),
        area(Level::Point, "YX-1-01", "西点", Some("YX-1"), block(0, 0, 1, 1)),
        area(Level::Point, "YX-1-02", "东点", Some("YX-1"), block(1, 0, 2, 1)),
    ];
    let publication = Publication {
        scheme: Scheme::Duty,
        base: 0,
        scope: vec!["YX".into()],
        areas,
        replaced: vec![],
        succession: vec![],
        note: "初次".into(),
        in_force_from: start,
        recorded_at: start,
        move_incidents: wangge::store::MoveIncidents::None,
    };
    store.publish(&publication).await.unwrap();
    let mut attributes = Map::new();
    attributes.insert("management_type".into(), "unmanaged".into());
    let compound = Feature {
        id: Uuid::from_u128(90),
        layer: Layer::Compound,
        code: "C-1".into(),
        name: "老机械厂".into(),
        geometry: Geometry::Area(block(0, 0, 1, 1)),
        attributes,
        validity: always,
    };
    store.replace_features(Layer::Compound, &FeatureScope::Layer, &[compound], start).await.unwrap();
    let party = |id, kind, name: &str, unit| Party {
        id,
        kind,
        name: name.into(),
        unit,
        department: None,
        public_name: false,
        has_phone: false,
    };
    let bureau = Uuid::from_u128(10);
    let private = PartyPrivate { mobile: Some(MOBILE.into()), email: None, address: None };
    let entries = [
        PartyEntry { party: party(bureau, PartyKind::Unit, "市住建局", None), private: None },
        PartyEntry {
            party: party(LEADER, PartyKind::Person, "李明", Some(bureau)), private: Some(private)
        },
    ];
    store.upsert_parties(&entries, start).await.unwrap();
    let post = |id, role, code: &str, unit, person| Appointment {
        id: Uuid::from_u128(id),
        role,
        target: Target::Area { scheme: Scheme::Duty, code: code.into() },
        department: None,
        unit,
        person,
        title: None,
        primary: true,
        duty_phone: Some("0877-2660000".into()),
        validity: always,
    };
    let posts = [
        post(21, Role::PointHead, "YX-1-01", Some(bureau), Some(LEADER)),
        post(22, Role::DirectlyResponsible, "YX", Some(bureau), None),
    ];
    store.replace_appointments(None, &posts, start).await.unwrap();
}
