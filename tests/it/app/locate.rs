//! The owner card on the demo.

use crate::site::{self, anchor};
use wangge::app::answer::LocateAnswer;
use wangge::app::posts::Posts;
use wangge::app::{AppError, LocateQuery, Viewer, assign};
use wangge::domain::duty::{Role, Target};
use wangge::domain::feature::Layer;
use wangge::domain::geo::{Datum, Geometry, Position};
use wangge::domain::grid::{Level, Scheme};
use wangge::domain::instant::Instant;

fn at(position: Position) -> LocateQuery {
    let [lon, lat] = position.degrees();
    LocateQuery { lon, lat, ..LocateQuery::default() }
}

fn point(code: &str) -> Position {
    let reference = site::shared().reference();
    let id = reference.areas.get(Scheme::Duty, code).expect("the demo has the area");
    reference.areas.area(id).shape.as_ref().expect("it is drawn").label_position()
}

fn card(query: &LocateQuery, viewer: &Viewer) -> LocateAnswer {
    site::RUNTIME.block_on(site::shared().locate(query, viewer)).expect("the place is good")
}

#[test]
fn a_click_tells_point_zone_community_and_street_with_every_expected_post() {
    let answer = card(&at(point("YL1-06")), &Viewer::office());
    assert_eq!(answer.spot.outcome, "inside");
    let levels: Vec<&str> = answer.card.areas.iter().map(|area| area.level).collect();
    assert_eq!(levels, ["point", "zone", "community", "street"]);
    for role in [
        Role::PointHead,
        Role::GroupLiaison,
        Role::ZoneHead,
        Role::CommunityLiaison,
        Role::GridChief,
        Role::StreetLiaison,
        Role::DirectlyResponsible,
        Role::FirstResponsible,
    ] {
        assert!(answer.card.chain.iter().any(|post| post.role == role.slug()), "{} is missing", role.slug());
    }
    assert_eq!(answer.card.departments.len(), 5);
    assert!(answer.spot.border_m.is_some_and(|metres| metres > 0.0));
    assert!(answer.spot.schemes.iter().any(|other| other.scheme == "unit"));
}

#[test]
fn vacant_posts_and_pending_persons_are_told_in_words() {
    let reference = site::shared().reference();
    let mut states: Vec<&str> = Vec::new();
    for id in reference.areas.of_level(Scheme::Duty, Level::Point) {
        let code = &reference.areas.area(id).code;
        let answer = card(&at(point(code)), &Viewer::office());
        states.extend(answer.card.chain.iter().map(|post| post.state));
        for post in answer.card.chain.iter().filter(|post| post.state == "vacant") {
            assert!(post.label.zh.contains("空缺"), "{}", post.label.zh);
            assert!(post.person.is_none());
        }
    }
    assert!(states.contains(&"vacant"));
    assert!(states.contains(&"person_pending"));
}

#[test]
fn the_public_sees_posts_and_units_but_no_unmarked_name_and_nobody_sees_a_personal_phone() {
    let service = site::shared();
    let reference = service.reference();
    let mobiles: Vec<String> = {
        let parties: Vec<serde_json::Value> =
            serde_json::from_slice(include_bytes!("../../../geodata/demo/parties.json")).unwrap();
        parties.iter().filter_map(|party| party["mobile"].as_str().map(str::to_owned)).collect()
    };
    assert!(mobiles.len() > 10);
    let hidden: Vec<&str> = reference
        .roster
        .parties()
        .iter()
        .filter(|party| party.kind == wangge::domain::duty::PartyKind::Person && !party.public_name)
        .map(|party| party.name.as_str())
        .collect();
    assert!(!hidden.is_empty());
    for id in reference.areas.of_level(Scheme::Duty, Level::Point) {
        let place = point(&reference.areas.area(id).code);
        for viewer in [Viewer::public(), Viewer::office()] {
            let query = LocateQuery { category: Some("exposed_rubbish".into()), ..at(place) };
            let answer = card(&query, &viewer);
            let text = serde_json::to_string(&answer).unwrap();
            assert!(mobiles.iter().all(|mobile| !text.contains(mobile.as_str())));
            if !viewer.names {
                for post in answer.card.chain.iter() {
                    let name = post.person.as_ref().and_then(|person| person.name.as_deref());
                    assert!(name.is_none_or(|name| !hidden.contains(&name)), "{:?}", post.label);
                }
            }
        }
    }
}

#[test]
fn who_held_a_post_last_month_is_told_for_last_month() {
    let reference = site::shared().reference();
    let changed = reference
        .roster
        .appointments()
        .iter()
        .find(|post| {
            let month = 45 * Instant::DAY;
            matches!(post.target, Target::Area { .. })
                && post
                    .validity
                    .until
                    .is_some_and(|until| until < anchor() && anchor().micros() - until.micros() < month)
        })
        .expect("one appointment of the demo changed hands last month");
    let Target::Area { code, .. } = &changed.target else { unreachable!("filtered above") };
    let until = changed.validity.until.unwrap();
    let holder_at = |instant: Option<Instant>| {
        let query = LocateQuery { at: instant, ..at(point(code)) };
        let answer = card(&query, &Viewer::office());
        let posts = answer.card.chain.iter().filter(|post| {
            post.role == changed.role.slug() && post.area.as_ref().is_some_and(|area| area.code == *code)
        });
        posts.filter_map(|post| post.appointment).collect::<Vec<_>>()
    };
    let before = holder_at(Some(Instant(until.micros() - 1)));
    let after = holder_at(Some(until));
    assert!(before.contains(&changed.id));
    assert!(!after.contains(&changed.id) && !after.is_empty());
    assert_eq!(after, holder_at(None));
}

#[test]
fn a_vending_zone_asks_for_the_line_and_never_decides_by_position_alone() {
    let reference = site::shared().reference();
    let zone = reference.features.feature(reference.features.of_layer(Layer::VendingZone)[0]);
    let Geometry::Area(shape) = &zone.geometry else { panic!("a vending zone is drawn as an area") };
    let query = LocateQuery { category: Some("street_vending".into()), ..at(shape.label_position()) };
    let routing = card(&query, &Viewer::office()).spot.routing.unwrap();
    let question = routing.question.expect("the line decides");
    assert_eq!(question.code, "line_side");
    assert_eq!(question.options.len(), 2);
    assert!(routing.verdict.is_none());
    let over = LocateQuery { answer: Some("outside".into()), ..query };
    let routing = card(&over, &Viewer::office()).spot.routing.unwrap();
    assert!(routing.question.is_none());
    assert_eq!(routing.verdict.as_deref(), Some("over_line"));
    assert_eq!(routing.department.as_deref(), Some("chengguan"));
    assert!(routing.reasons.len() >= 4);
}

#[test]
fn gcj02_input_answers_as_the_same_place_in_wgs84() {
    let place = point("YL3-04");
    let [lon, lat] = Datum::Gcj02.from_position(place);
    let shifted = LocateQuery { lon, lat, datum: Some("gcj02".into()), ..LocateQuery::default() };
    let (a, b) = (card(&shifted, &Viewer::office()), card(&at(place), &Viewer::office()));
    assert_eq!(a.card.areas, b.card.areas);
    assert_eq!(a.spot.datum, "gcj02");
    // Read as WGS 84, the same numbers lie hundreds of metres off.
    let naive = LocateQuery { lon, lat, ..LocateQuery::default() };
    assert_ne!(card(&naive, &Viewer::office()).card.areas, b.card.areas);
}

#[test]
fn a_place_far_away_is_outside_with_its_distance_and_nobody_is_named() {
    let answer = card(&LocateQuery { lon: 102.60, lat: 24.35, ..LocateQuery::default() }, &Viewer::office());
    assert_eq!(answer.spot.outcome, "outside");
    assert!(answer.spot.distance_m.is_some_and(|metres| metres > 1_000.0));
    assert!(answer.card.areas.is_empty() && answer.card.chain.is_empty());
}

#[test]
fn near_a_border_with_a_large_error_the_candidates_are_listed_with_their_shares() {
    let reference = site::shared().reference();
    let edges = wangge::domain::grid::shared_edges(&reference.areas, Scheme::Duty);
    let place = edges
        .iter()
        .filter(|edge| edge.left.is_some() && edge.right.is_some() && edge.level == Level::Zone)
        .map(|edge| edge.line[edge.line.len() / 2])
        .next()
        .expect("two zones share an edge");
    let unsure = LocateQuery { accuracy_m: Some(30.0), ..at(place) };
    let answer = card(&unsure, &Viewer::office());
    assert!(answer.spot.near_border.len() >= 2, "{:?}", answer.spot.near_border);
    let sum: f64 = answer.spot.near_border.iter().map(|candidate| candidate.probability).sum();
    assert!(sum <= 1.001 && sum > 0.5, "{sum}");
    let sure = LocateQuery { accuracy_m: Some(1.0), ..at(point("YL1-06")) };
    assert!(card(&sure, &Viewer::office()).spot.near_border.is_empty());
}

#[test]
fn all_bad_fields_come_back_at_once_and_say_what_they_look_like() {
    let bad = LocateQuery {
        lon: 24.35,
        lat: 102.54,
        datum: Some("wgs72".into()),
        accuracy_m: Some(f64::NAN),
        category: Some("no_such".into()),
        ..LocateQuery::default()
    };
    let refused = site::RUNTIME.block_on(site::shared().locate(&bad, &Viewer::office()));
    let AppError::Invalid(faults) = refused.unwrap_err() else { panic!("fields are at fault") };
    let mut codes: Vec<(&str, &str)> = faults.iter().map(|f| (f.field.as_str(), f.code.as_str())).collect();
    codes.sort_unstable();
    assert_eq!(
        codes,
        [
            ("accuracy_m", "out_of_range"),
            ("category", "unknown"),
            ("datum", "unknown"),
            ("lat", "looks_swapped")
        ]
    );
    let nan = LocateQuery { lon: f64::NAN, lat: 1.0, ..LocateQuery::default() };
    assert!(site::RUNTIME.block_on(site::shared().locate(&nan, &Viewer::office())).is_err());
}

#[test]
fn the_owner_of_an_area_is_whom_routing_names_there() {
    let reference = site::shared().reference();
    let viewer = Viewer::office();
    let posts = Posts { reference: &reference, viewer: &viewer };
    let mut compared = 0;
    for id in reference.areas.of_level(Scheme::Duty, Level::Point) {
        let Some(shape) = &reference.areas.area(id).shape else { continue };
        let here = at(shape.label_position());
        let answer = card(&LocateQuery { category: Some("exposed_rubbish".into()), ..here }, &viewer);
        let named = assign::block(&reference, id, site::shared().now()).map(|holder| posts.holder(&holder));
        let routing = answer.spot.routing.expect("a category was asked");
        assert_eq!(named, routing.block, "{}", reference.areas.area(id).code);
        compared += 1;
    }
    assert!(compared > 20);
}
