//! Editions end to end on both databases: drafts that rebase, midnights that pass, incidents that follow the ground,
//! and who owned a spot at a time, as it was known then.

use crate::grid::Random;
use crate::site::{self, Site};
use crate::store::database::{Database, on_both};
use uuid::Uuid;
use wangge::app::answer::{DraftAnswer, NewReport, ReportReply};
use wangge::app::draft::{DraftEdit, NewDraft};
use wangge::app::import::{AreaImport, Import, import};
use wangge::app::import_plan::AreaScope;
use wangge::app::publish::PublishRequest;
use wangge::app::{AppError, IncidentFilter, LocateQuery, MoveIncidents, PageQuery, Service, Viewer};
use wangge::domain::duty::{Appointment, Party, PartyKind, Role, Target};
use wangge::domain::geo::{Position, Shape};
use wangge::domain::grid::{Area, Level, Scheme};
use wangge::domain::instant::{Instant, Validity};
use wangge::store::{PartyEntry, Store};

/// 2026-01-01 and 2026-02-01 00:00 in Shanghai.
const JANUARY: Instant = Instant(1_767_196_800_000_000);
const FEBRUARY: Instant = Instant(JANUARY.0 + 31 * Instant::DAY);

fn at(x: i32, y: i32) -> Position {
    Position::new(1_025_000_000 + x * 10_000, 243_000_000 + y * 10_000)
}

fn area(level: Level, code: &str, parent: Option<&str>, [west, south, east, north]: [i32; 4]) -> Area {
    Area {
        scheme: Scheme::Duty,
        level,
        code: code.to_owned(),
        name: format!("名{code}"),
        parent: parent.map(str::to_owned),
        shape: Some(Shape::from_ring(&[at(west, south), at(east, south), at(east, north), at(west, north)])),
        extent: None,
    }
}

fn point(code: &str, community: &str, sides: [i32; 4]) -> Area {
    area(Level::Point, code, Some(community), sides)
}

/// Two communities side by side, two points in the first and one in the second.
fn grid() -> Vec<Area> {
    vec![
        area(Level::Community, "C", None, [0, 0, 20, 10]),
        point("P1", "C", [0, 0, 10, 10]),
        point("P2", "C", [10, 0, 20, 10]),
        area(Level::Community, "D", None, [20, 0, 40, 10]),
        point("Q1", "D", [20, 0, 40, 10]),
    ]
}

/// P2 cut into P3 and P4.
fn split() -> DraftEdit {
    DraftEdit {
        upsert: vec![point("P3", "C", [10, 0, 14, 10]), point("P4", "C", [14, 0, 20, 10])],
        remove: vec!["P2".into()],
        reason: "点位过大".into(),
    }
}

async fn settled(database: &Database) -> Site {
    let store = database.open().await;
    let areas = AreaImport {
        scheme: Scheme::Duty,
        areas: grid(),
        scope: AreaScope::Communities,
        note: "初次".into(),
    };
    let first = Import { areas: Some(areas), features: None, at: JANUARY, dry_run: false };
    import(&store, first).await.unwrap();
    store.close().await;
    site::open(&database.location(), 7).await
}

async fn drafted(service: &Service, scope: &[&str], edit: DraftEdit) -> DraftAnswer {
    let scope = scope.iter().map(|code| (*code).to_owned()).collect();
    let new = NewDraft { scope, note: "调整".into(), ..NewDraft::default() };
    let draft = service.create_draft(new, &Viewer::office()).await.unwrap();
    service.change_draft(draft.id, 1, edit, &Viewer::office()).await.unwrap()
}

fn all() -> PublishRequest {
    PublishRequest { move_incidents: MoveIncidents::All, ..PublishRequest::default() }
}

async fn owner(service: &Service, x: i32, query: LocateQuery) -> String {
    let [lon, lat] = at(x, 5).degrees();
    let answer = service.locate(&LocateQuery { lon, lat, ..query }, &Viewer::office()).await.unwrap();
    answer.card.areas.first().map(|area| area.code.clone()).unwrap_or_default()
}

async fn now_owns(service: &Service, x: i32) -> String {
    owner(service, x, LocateQuery::default()).await
}

async fn report(service: &Service, x: i32) -> Uuid {
    let [lon, lat] = at(x, 5).degrees();
    let report: NewReport =
        serde_json::from_value(serde_json::json!({"lon": lon, "lat": lat, "category": "exposed_rubbish"}))
            .unwrap();
    let reply = service.create_incident(report, None, &Viewer::office()).await.unwrap();
    service.follow().await.unwrap();
    let ReportReply::Created(created) = reply else { panic!("a report without a key is new") };
    created.id
}

async fn area_of(service: &Service, incident: Uuid) -> String {
    service.store().incident(incident).await.unwrap().unwrap().area_code.unwrap_or_default()
}

async fn sorted(store: &Store, number: i64) -> Vec<Area> {
    let mut areas = store.areas_of(Scheme::Duty, number).await.unwrap();
    areas.sort_by(|a, b| a.code.cmp(&b.code));
    areas
}

/// The holders of the points' posts.
async fn appoint(store: &Store, posts: &[(u128, &str, u128, Option<Instant>)], when: Instant) {
    let entries: Vec<PartyEntry> = [51, 52, 53]
        .map(|id| PartyEntry {
            party: Party {
                id: Uuid::from_u128(id),
                kind: PartyKind::Unit,
                name: format!("单位{id}"),
                unit: None,
                department: None,
                public_name: true,
                has_phone: false,
            },
            private: None,
        })
        .into();
    store.upsert_parties(&entries, when).await.unwrap();
    let posts: Vec<Appointment> = posts
        .iter()
        .map(|(id, code, unit, until)| Appointment {
            id: Uuid::from_u128(*id),
            role: Role::PointHead,
            target: Target::Area { scheme: Scheme::Duty, code: (*code).to_owned() },
            department: None,
            unit: Some(Uuid::from_u128(*unit)),
            person: None,
            title: None,
            primary: true,
            duty_phone: None,
            validity: Validity { from: if *id > 80 { FEBRUARY } else { JANUARY }, until: *until },
        })
        .collect();
    store.replace_appointments(None, &posts, when).await.unwrap();
}

async fn holder(service: &Service, x: i32, at_time: &str, known_at: Option<&str>) -> (String, String) {
    let zone = service.zone();
    let [lon, lat] = at(x, 5).degrees();
    let query = LocateQuery {
        lon,
        lat,
        at: Instant::parse(at_time, zone),
        known_at: known_at.and_then(|text| Instant::parse(text, zone)),
        ..LocateQuery::default()
    };
    let answer = service.locate(&query, &Viewer::office()).await.unwrap();
    let code = answer.card.areas.first().map(|area| area.code.clone()).unwrap_or_default();
    let head = answer.card.chain.iter().find(|post| post.role == "point_head");
    let unit = head.and_then(|post| post.unit.as_ref()).and_then(|unit| unit.name.clone());
    (code, unit.unwrap_or_default())
}

on_both! {
    async fn a_midnight_brings_the_edition_into_force_by_itself_and_open_incidents_follow(database: &Database) {
        let Site { service, clock, .. } = settled(database).await;
        let (east, west, closed) =
            (report(&service, 16).await, report(&service, 5).await, report(&service, 17).await);
        close(&service, closed).await;
        let draft = drafted(&service, &["C"], split()).await;
        let tomorrow = Instant::parse("2026-11-25", service.zone()).unwrap();
        let request = PublishRequest { in_force_from: Some(tomorrow), ..all() };
        assert_eq!(service.publish_draft(draft.id, 2, &request).await.unwrap().number, 2);
        service.follow().await.unwrap();
        assert_eq!(now_owns(&service, 16).await, "P2");
        assert_eq!(service.editions(Scheme::Duty, true).await.unwrap().editions[1].state.slug(), "coming");
        assert_eq!(area_of(&service, east).await, "P2");
        clock.set(Instant(tomorrow.micros() - 1));
        service.follow().await.unwrap();
        assert_eq!(now_owns(&service, 16).await, "P2");
        // Another instance sees the same midnight at the same time.
        let second = site::open(&database.location(), 8).await;
        clock.set(tomorrow);
        second.clock.set(tomorrow);
        let (one, two) = tokio::join!(service.follow(), second.service.follow());
        one.and(two).unwrap();
        assert_eq!(now_owns(&second.service, 16).await, "P4");
        second.service.store().close().await;
        assert_eq!(now_owns(&service, 16).await, "P4");
        assert_eq!((area_of(&service, east).await, area_of(&service, west).await), ("P4".into(), "P1".into()));
        assert_eq!(area_of(&service, closed).await, "P2");
        let events = service.store().incident_events(east).await.unwrap();
        let told: Vec<&str> = events.iter().map(|event| event.kind.slug()).collect();
        assert_eq!(told, ["incident_reported", "case_reassigned"]);
        assert_eq!(events[1].detail["to_area"], "P4");
        assert_eq!(events[1].detail["edition"], 2);
        // Nothing is done twice.
        while service.follow().await.unwrap() {}
        assert_eq!(service.settle_moves().await.unwrap(), 0);
        assert_eq!(service.store().incident_events(east).await.unwrap().len(), 2);
        assert_eq!(
            service.store().successors(Scheme::Duty, "P2").await.unwrap(),
            [(2, "P4".to_owned(), 600), (2, "P3".to_owned(), 400)]
        );
        service.store().close().await;
    }

    async fn incidents_move_as_chosen(database: &Database) {
        let Site { service, .. } = settled(database).await;
        let (one, two) = (report(&service, 12).await, report(&service, 16).await);
        let draft = drafted(&service, &["C"], split()).await;
        let preview = service.preview_draft(draft.id, &Viewer::office()).await.unwrap();
        assert_eq!(preview.incidents.total, 2);
        let codes: Vec<_> = preview
            .incidents
            .moves
            .iter()
            .map(|m| (m.id, m.from.as_ref().unwrap().code.as_str(), m.to.as_ref().unwrap().code.as_str()))
            .collect();
        assert!(codes.contains(&(one, "P2", "P3")) && codes.contains(&(two, "P2", "P4")), "{codes:?}");
        let unknown = PublishRequest { move_incidents: MoveIncidents::These(vec![draft.id]), ..all() };
        assert!(matches!(service.publish_draft(draft.id, 2, &unknown).await, Err(AppError::Invalid(_))));
        let chosen = PublishRequest { move_incidents: MoveIncidents::These(vec![two]), ..all() };
        service.publish_draft(draft.id, 2, &chosen).await.unwrap();
        assert_eq!((area_of(&service, one).await, area_of(&service, two).await), ("P2".into(), "P4".into()));
        let restored =
            service.restore_edition(Scheme::Duty, 1, "", MoveIncidents::None).await.unwrap().number;
        assert_eq!(restored, 3);
        assert_eq!(area_of(&service, two).await, "P4");
        assert_eq!(now_owns(&service, 16).await, "P2");
        service.store().close().await;
    }

    async fn drafts_of_two_communities_both_publish_and_of_one_community_the_second_does_not(database: &Database) {
        let Site { service, .. } = settled(database).await;
        let first = drafted(&service, &["C"], split()).await;
        let second = drafted(&service, &["C"], DraftEdit {
            upsert: vec![Area { name: "新名".into(), ..grid()[1].clone() }],
            reason: "改名".into(),
            ..DraftEdit::default()
        }).await;
        let other = drafted(&service, &["D"], DraftEdit {
            upsert: vec![point("Q1", "D", [20, 0, 30, 10]), point("Q2", "D", [30, 0, 40, 10])],
            reason: "增设".into(),
            ..DraftEdit::default()
        }).await;
        assert_eq!(service.publish_draft(first.id, 2, &all()).await.unwrap().number, 2);
        assert_eq!(service.publish_draft(other.id, 2, &all()).await.unwrap().number, 3);
        let codes: Vec<String> =
            sorted(service.store(), 3).await.into_iter().map(|area| area.code).collect();
        assert_eq!(codes, ["C", "D", "P1", "P3", "P4", "Q1", "Q2"]);
        let check = service.check_draft(second.id).await.unwrap();
        assert!(!check.publishable && check.faults.iter().any(|fault| fault.kind == "base_changed"));
        let refused = service.publish_draft(second.id, 2, &all()).await;
        assert!(matches!(&refused, Err(AppError::Conflict { code: "base_changed", .. })), "{refused:?}");
        assert_eq!(service.store().newest_edition(Scheme::Duty).await.unwrap(), 3);
        service.store().close().await;
    }

    async fn faults_and_stale_versions_are_refused_and_nothing_is_stored(database: &Database) {
        let Site { service, .. } = settled(database).await;
        let gap = DraftEdit {
            upsert: vec![point("P2", "C", [11, 0, 20, 10])],
            reason: "画错".into(),
            ..DraftEdit::default()
        };
        let overlap = DraftEdit { upsert: vec![point("P2", "C", [9, 0, 20, 10])], ..gap.clone() };
        let draft = drafted(&service, &["C"], overlap).await;
        let check = service.check_draft(draft.id).await.unwrap();
        assert!(!check.publishable && check.faults.iter().any(|f| f.kind == "overlap" && !f.warning));
        let refused = service.publish_draft(draft.id, 2, &all()).await;
        assert!(matches!(&refused, Err(AppError::Faulty(faults)) if !faults.is_empty()), "{refused:?}");
        let stale = service.change_draft(draft.id, 1, gap.clone(), &Viewer::office()).await;
        let Err(AppError::Stale { current: 2, changed }) = &stale else { panic!("{stale:?}") };
        assert_eq!(changed, &["P2"]);
        let stale = service.publish_draft(draft.id, 1, &all()).await;
        assert!(matches!(stale, Err(AppError::Stale { current: 2, .. })), "{stale:?}");
        let outside = DraftEdit { upsert: vec![point("Q1", "D", [20, 0, 39, 10])], ..gap.clone() };
        let orphan = DraftEdit { upsert: vec![point("P9", "nobody", [0, 0, 1, 1])], ..gap.clone() };
        let silent = DraftEdit { reason: " ".into(), ..gap };
        for edit in [outside, orphan, silent, DraftEdit::default()] {
            let refused = service.change_draft(draft.id, 2, edit, &Viewer::office()).await;
            assert!(matches!(refused, Err(AppError::Invalid(_))), "{refused:?}");
        }
        assert_eq!(service.draft(draft.id).await.unwrap().version, 2);
        assert_eq!(service.store().newest_edition(Scheme::Duty).await.unwrap(), 1);
        service.withdraw_draft(draft.id).await.unwrap();
        assert!(matches!(service.draft(draft.id).await, Err(AppError::NotFound { .. })));
        service.store().close().await;
    }

    async fn a_publication_that_breaks_off_leaves_the_old_edition_and_the_draft(database: &Database) {
        let Site { service, .. } = settled(database).await;
        let draft = drafted(&service, &["C"], split()).await;
        for (table, condition) in [
            ("area", "new.code = 'P4'"),
            ("area_succession", "new.to_code = 'P4'"),
            ("change_log", "new.kind = 'draft'"),
        ] {
            database.refuse(table, condition).await;
            let refused = service.publish_draft(draft.id, 2, &all()).await;
            assert!(matches!(refused, Err(AppError::Internal(_) | AppError::Unavailable(_))), "{refused:?}");
            service.reload().await.unwrap();
            assert_eq!(now_owns(&service, 16).await, "P2", "{table}");
            assert_eq!(service.draft(draft.id).await.unwrap().version, 2);
            database.obey(table).await;
        }
        service.publish_draft(draft.id, 2, &all()).await.unwrap();
        assert_eq!(now_owns(&service, 16).await, "P4");
        service.store().close().await;
    }

    async fn a_coming_edition_can_be_taken_back_and_bars_earlier_ones(database: &Database) {
        let Site { service, clock, .. } = settled(database).await;
        let coming = drafted(&service, &["C"], split()).await;
        let renaming = DraftEdit {
            upsert: vec![Area { name: "新名".into(), ..grid()[4].clone() }],
            reason: "改名".into(),
            ..DraftEdit::default()
        };
        let other = drafted(&service, &["D"], renaming).await;
        let tomorrow = Instant::parse("2026-11-25", service.zone()).unwrap();
        let request = PublishRequest { in_force_from: Some(tomorrow), ..all() };
        let past = PublishRequest { in_force_from: Some(JANUARY), ..all() };
        assert!(matches!(service.publish_draft(coming.id, 2, &past).await, Err(AppError::Invalid(_))));
        service.publish_draft(coming.id, 2, &request).await.unwrap();
        let barred = service.publish_draft(other.id, 2, &all()).await;
        assert!(matches!(&barred, Err(AppError::Conflict { code: "coming_edition", .. })), "{barred:?}");
        service.withdraw_edition(Scheme::Duty, 2).await.unwrap();
        let again = service.withdraw_edition(Scheme::Duty, 2).await;
        assert!(matches!(&again, Err(AppError::Conflict { code: "not_coming", .. })), "{again:?}");
        assert!(matches!(service.withdraw_edition(Scheme::Duty, 9).await, Err(AppError::NotFound { .. })));
        assert_eq!(service.publish_draft(other.id, 2, &all()).await.unwrap().number, 3);
        clock.set(Instant(tomorrow.micros() + Instant::DAY));
        service.follow().await.unwrap();
        assert_eq!(now_owns(&service, 16).await, "P2");
        let list = service.editions(Scheme::Duty, true).await.unwrap();
        let states: Vec<&str> = list.editions.iter().map(|edition| edition.state.slug()).collect();
        assert_eq!((list.in_force, states), (Some(3), vec!["past", "withdrawn", "in_force"]));
        service.store().close().await;
    }

    async fn publishing_and_going_back_gives_the_same_areas(database: &Database) {
        let Site { service, .. } = settled(database).await;
        let mut random = Random(20_261_124);
        let first = sorted(service.store(), 1).await;
        let mut newest = 1;
        for round in 0..6 {
            // A random partition of C into columns, with random names and codes old and new.
            let mut cuts: Vec<i32> = (0..random.below(5)).map(|_| 1 + random.below(19) as i32).collect();
            cuts.extend([0, 20]);
            cuts.sort_unstable();
            cuts.dedup();
            let columns: Vec<Area> = cuts
                .windows(2)
                .enumerate()
                .map(|(n, pair)| {
                    let code = if random.below(2) == 0 { format!("P{}", n + 1) } else { format!("R{round}{n}") };
                    point(&code, "C", [pair[0], 0, pair[1], 10])
                })
                .collect();
            let standing = sorted(service.store(), newest).await;
            let kept: Vec<&str> = columns.iter().map(|area| area.code.as_str()).collect();
            let remove = standing
                .iter()
                .filter(|area| area.parent.as_deref() == Some("C") && !kept.contains(&area.code.as_str()))
                .map(|area| area.code.clone())
                .collect();
            let edit = DraftEdit { upsert: columns.clone(), remove, reason: "重划".into() };
            let draft = drafted(&service, &["C"], edit).await;
            let published = match service.publish_draft(draft.id, 2, &all()).await {
                Ok(published) => published.number,
                Err(AppError::Conflict { code: "nothing_changed", .. }) => continue,
                Err(error) => panic!("{error:?}"),
            };
            let after = sorted(service.store(), published).await;
            assert!(columns.iter().all(|area| after.contains(area)));
            newest = service.restore_edition(Scheme::Duty, 1, "", MoveIncidents::All).await.unwrap().number;
            assert_eq!(sorted(service.store(), newest).await, first);
            let again = service.restore_edition(Scheme::Duty, 1, "", MoveIncidents::All).await;
            assert!(matches!(&again, Err(AppError::Conflict { code: "nothing_changed", .. })), "{again:?}");
            let back = service.restore_edition(Scheme::Duty, published, "", MoveIncidents::All).await.unwrap();
            assert_eq!(sorted(service.store(), back.number).await, after);
            assert_eq!(sorted(service.store(), published).await, after);
            newest = back.number;
        }
        assert!(newest > 10);
        service.store().close().await;
    }

    async fn a_fault_that_stands_already_does_not_bar_another_change(database: &Database) {
        // P1 leaves ground free in the middle of its border with P2.
        let short = |gap: i32| {
            let middle = Position::new(at(10, 5).lon - gap, at(10, 5).lat);
            let ring = [at(0, 0), at(10, 0), at(10, 3), middle, at(10, 7), at(10, 10), at(0, 10)];
            Area { shape: Some(Shape::from_ring(&ring)), ..point("P1", "C", [0, 0, 10, 10]) }
        };
        let beside = || {
            let ring = [at(10, 0), at(20, 0), at(20, 10), at(10, 10), at(10, 7), at(10, 3)];
            Area { shape: Some(Shape::from_ring(&ring)), ..point("P2", "C", [10, 0, 20, 10]) }
        };
        let mut areas = grid();
        (areas[1], areas[2]) = (short(500), beside());
        let store = database.open().await;
        let wish = AreaImport { scheme: Scheme::Duty, areas, scope: AreaScope::Communities, note: "初次".into() };
        import(&store, Import { areas: Some(wish), features: None, at: JANUARY, dry_run: false }).await.unwrap();
        store.close().await;
        let site = site::open(&database.location(), 7).await;
        let service = &site.service;
        let change = |area: Area| DraftEdit { upsert: vec![area], remove: Vec::new(), reason: "改名".into() };
        let renamed = Area { name: "新名".into(), ..beside() };
        let draft = drafted(service, &["C"], change(renamed)).await;
        let check = service.check_draft(draft.id).await.unwrap();
        assert!(check.publishable && check.faults.iter().all(|fault| fault.warning), "{check:?}");
        assert!(check.faults.iter().any(|fault| fault.words.zh.contains("现行版本就有")), "{check:?}");
        service.publish_draft(draft.id, 2, &all()).await.unwrap();
        // A fault that the draft makes wider is its own.
        let draft = drafted(service, &["C"], change(short(700))).await;
        assert!(!service.check_draft(draft.id).await.unwrap().publishable);
        let refused = service.publish_draft(draft.id, 2, &all()).await;
        assert!(matches!(&refused, Err(AppError::Faulty(_))), "{refused:?}");
        service.store().close().await;
    }

    async fn who_owned_it_in_march_is_right_across_a_split_and_a_changed_post(database: &Database) {
        let site = settled(database).await;
        let (service, clock) = (&site.service, &site.clock);
        let store = service.store();
        // P2 is held by 51 from January; in November its split and a new holder from February are recorded.
        appoint(store, &[(71, "P2", 51, None)], JANUARY).await;
        let march = "2026-03-01";
        clock.set(Instant::parse("2026-11-01", service.zone()).unwrap());
        service.reload().await.unwrap();
        assert_eq!(holder(service, 16, march, None).await, ("P2".into(), "单位51".into()));
        let changed = Instant::parse("2026-11-02", service.zone()).unwrap();
        appoint(store, &[(71, "P2", 51, Some(FEBRUARY)), (81, "P2", 52, None), (72, "P4", 53, None)], changed).await;
        clock.set(Instant::parse("2026-11-03", service.zone()).unwrap());
        while service.follow().await.unwrap() {}
        let incident = report(service, 16).await;
        clock.advance(Instant::DAY / 2);
        let draft = drafted(service, &["C"], split()).await;
        service.publish_draft(draft.id, 2, &all()).await.unwrap();
        while service.follow().await.unwrap() {}
        assert_eq!(now_owns(service, 16).await, "P4");
        assert_eq!(holder(service, 16, "2026-11-04", None).await, ("P4".into(), "单位53".into()));
        // By valid time: P2 still stood in March, and its holder had changed in February.
        assert_eq!(holder(service, 16, march, None).await, ("P2".into(), "单位52".into()));
        assert_eq!(holder(service, 16, "2026-01-15", None).await, ("P2".into(), "单位51".into()));
        // By recorded time: before November nobody knew of the change.
        assert_eq!(holder(service, 16, march, Some("2026-11-01")).await, ("P2".into(), "单位51".into()));
        assert_eq!(holder(service, 16, "2026-11-04", Some("2026-11-02T12:00:00+08:00")).await, ("P2".into(), "单位52".into()));
        assert_eq!(holder(service, 16, "2025-12-31", None).await, (String::new(), String::new()));
        // Lists: before the split it was P2's incident, afterwards it is P4's.
        clock.advance(Instant::DAY);
        let zone = service.zone();
        let listed = async |area: &str, at: Instant| {
            let filter = IncidentFilter {
                area: Some(area.into()),
                states: vec!["open".into()],
                at: Some(at),
                ..IncidentFilter::default()
            };
            service.incidents(&filter, &PageQuery::default(), &Viewer::office()).await
        };
        let (before, after) = (changed, service.now());
        assert_eq!(listed("P4", after).await.unwrap().total, 1);
        assert!(listed("P4", before).await.is_err(), "P4 did not exist then");
        assert_eq!(listed("P2", before).await.unwrap().total, 0, "it was not reported then");
        let morning = Instant::parse("2026-11-03T06:00:00+08:00", zone).unwrap();
        let page = listed("P2", morning).await.unwrap();
        let told = |page: &wangge::app::answer::IncidentPage| {
            let item = &page.items[0];
            let unit = item.owner_unit.as_ref().map(|words| words.zh.clone());
            (item.id, item.areas.point.clone().unwrap_or_default(), unit.unwrap_or_default())
        };
        assert_eq!(told(&page), (incident, "名P2".to_owned(), "单位52".to_owned()));
        let page = listed("P4", after).await.unwrap();
        assert_eq!(told(&page), (incident, "名P4".to_owned(), "单位53".to_owned()));
        // By recorded time: in the morning nobody knew of the split of noon, the evening before nothing of the report.
        let known = async |area: &str, at: Instant| {
            let filter = IncidentFilter { area: Some(area.into()), known_at: Some(at), ..IncidentFilter::default() };
            service.incidents(&filter, &PageQuery::default(), &Viewer::office()).await
        };
        let page = known("P2", morning).await.unwrap();
        assert_eq!((page.total, told(&page)), (1, (incident, "名P2".to_owned(), "单位52".to_owned())));
        assert!(known("P4", morning).await.is_err(), "P4 was not known then");
        assert_eq!(known("P2", changed).await.unwrap().total, 0);
        assert_eq!(known("P4", after).await.unwrap().total, 1);
        site.service.store().close().await;
    }
}

/// Closes an incident through the store, as the lifecycle will.
async fn close(service: &Service, id: Uuid) {
    use wangge::domain::case::{Event, EventKind, State};
    let row = service.store().incident(id).await.unwrap().unwrap();
    let mut fields = wangge::store::CaseFields::from(&row);
    fields.state = State::Closed;
    fields.closed_at = Some(service.now());
    let event = Event {
        id: Uuid::from_u128(0x77),
        incident: id,
        kind: EventKind::CaseClosed,
        from: Some(row.state),
        to: State::Closed,
        at: service.now(),
        actor_role: "clerk".into(),
        actor_party: None,
        note: None,
        detail: serde_json::Value::Null,
    };
    let change = wangge::store::CaseChange {
        home_code: row.home_code.clone(),
        incident: id,
        expected_version: row.version,
        before: wangge::store::CaseFields::from(&row),
        fields,
        assignment: None,
        event,
        outbox: Vec::new(),
    };
    service.store().transition(change).await.unwrap();
    service.follow().await.unwrap();
}
