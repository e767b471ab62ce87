//! Boundaries that the demo's roads make, against the boundaries that are drawn, and the roads that say themselves whose
//! they are.

use crate::site;
use wangge::app::boundary::Along;
use wangge::app::{AppError, IncidentFilter, LocateQuery, PageQuery, Viewer, batch};
use wangge::domain::feature::{Layer, SideRule};
use wangge::domain::geo::{Position, Shape};
use wangge::domain::grid::{Area, AreaSet, Level, Outcome, Scheme, Severity, check};
use wangge::domain::instant::Instant;
use wangge::exchange::geometry_json::{self, GeoJson};

fn shape(geometry: &GeoJson) -> Shape {
    geometry_json::read_shape(serde_json::to_value(geometry).expect("writable")).expect("a shape")
}

fn farthest_m(from: &Shape, border: &Shape) -> f64 {
    from.vertices().iter().map(|&p| border.distance_m(p)).fold(0.0, f64::max)
}

#[test]
fn every_boundary_that_the_plan_tells_in_words_is_found_along_its_roads() {
    let service = site::shared();
    let reference = service.reference();
    let mut told = 0;
    for (_, area) in reference.areas.iter() {
        let (Some(text), Some(drawn)) = (&area.extent, &area.shape) else { continue };
        told += 1;
        let along = |along| {
            site::RUNTIME
                .block_on(service.boundary_from_words(text.clone(), along, None))
                .unwrap_or_else(|error| panic!("{}: {error:?}", area.name))
        };
        let found = along(Along::Axis);
        let proposed = shape(&found.geometry);
        assert!(farthest_m(&proposed, drawn) < 2.0, "{}", area.name);
        assert!(farthest_m(drawn, &proposed) < 2.0, "{}", area.name);
        assert_eq!(
            found.sides.iter().map(|side| side.side).collect::<Vec<_>>(),
            ["east", "south", "west", "north"]
        );
        assert!(found.sides.iter().all(|side| side.roads.len() == 1 && !side.at_kerb));
        // Kerb to kerb it is smaller by half the roads around it and holds none of their axes.
        let inner = shape(&along(Along::Kerb).geometry);
        assert!(
            inner.area_m2() < drawn.area_m2() && inner.area_m2() > 0.8 * drawn.area_m2(),
            "{}",
            area.name
        );
        assert!(proposed.vertices().iter().all(|&p| !inner.contains(p)), "{}", area.name);
    }
    assert_eq!(told, 8);
}

#[test]
fn a_road_of_one_owner_lies_inside_its_owner_s_boundary_and_outside_the_neighbour_s() {
    let service = site::shared();
    let reference = service.reference();
    let extent = |code: &str| {
        let area = reference.areas.area(reference.areas.get(Scheme::Duty, code).expect("it is there"));
        area.extent.clone().expect("it is told in words")
    };
    let found = |text: String, area: Option<&str>| {
        let asked = service.boundary_from_words(text, Along::SideRule, area.map(str::to_owned));
        site::RUNTIME.block_on(asked).expect("a boundary")
    };
    // R02 is 24 m wide, belongs to 玉兰社区, and lies between it and 东岭社区.
    let road = on_the_road("R02");
    let inside = |shape: &Shape, all: bool| {
        let held = road.iter().filter(|&&p| shape.contains(p)).count();
        if all { held * 10 >= road.len() * 4 } else { held == 0 }
    };
    for (code, side, own) in
        [("530499003001", "east", true), ("YL2", "east", true), ("530499003003", "west", false)]
    {
        let (told, untold) = (found(extent(code), Some(code)), found(extent(code), None));
        let of = |answer: &wangge::app::answer::BoundaryProposal| {
            let own = answer.sides.iter().find(|one| one.side == side).expect("a side");
            (own.at_kerb, own.road_inside)
        };
        assert_eq!((of(&told), of(&untold)), ((true, own), (false, false)), "{code}");
        let (told, untold) = (shape(&told.geometry), shape(&untold.geometry));
        assert_eq!(told.area_m2() > untold.area_m2(), own, "{code}");
        let moved = farthest_m(&told, &untold);
        assert!(moved > 11.0 && moved < 40.0, "{code}: {moved}");
        if code != "YL2" {
            assert!(inside(&told, own), "{code}");
        }
    }
    let unknown = service.boundary_from_words(extent("YL2"), Along::SideRule, Some("nobody".into()));
    assert!(
        matches!(site::RUNTIME.block_on(unknown), Err(AppError::Invalid(faults)) if faults[0].field == "for")
    );
}

#[test]
fn which_roads_a_name_was_taken_for_is_told() {
    let service = site::shared();
    let text = "东至玉兰大道北段、R10，南至明湖，西至西河路，北至北苑大道";
    let unknown = site::RUNTIME.block_on(service.boundary_from_words(text.into(), Along::Axis, None));
    let Err(AppError::Invalid(faults)) = unknown else { panic!("{unknown:?}") };
    let place = faults.iter().map(|fault| (fault.code.as_str(), fault.place.as_deref()));
    assert_eq!(place.collect::<Vec<_>>(), [("unknown_road", Some("玉兰大道北段"))]);
    let text = "东至R10，南至明湖，西至西河路，北至北苑大道";
    let found = site::RUNTIME.block_on(service.boundary_from_words(text.into(), Along::Axis, None));
    let names: Vec<_> = found.expect("a boundary").sides.into_iter().flat_map(|side| side.names).collect();
    let told = |at: usize| (names[at].name.as_str(), names[at].exactly, names[at].roads.join(","));
    assert_eq!(told(0), ("R10", true, "R10".to_owned()));
    assert_eq!(told(1), ("明湖", false, "R11".to_owned()));
}

#[test]
fn a_text_that_encloses_nothing_is_told_what_is_wrong_with_it() {
    let service = site::shared();
    let codes = |text: &str| -> Vec<String> {
        match site::RUNTIME.block_on(service.boundary_from_words(text.to_owned(), Along::SideRule, None)) {
            Err(AppError::Invalid(faults)) => faults.iter().map(|fault| fault.code.to_string()).collect(),
            other => panic!("{text}: {other:?}"),
        }
    };
    assert_eq!(codes("东至东岭路，南至南屏路"), ["side_missing", "side_missing"]);
    assert_eq!(codes("东至东岭路，南至人民路，西至西河路，北至北苑大道"), ["unknown_road"]);
    assert_eq!(
        codes("东至北，南至南屏路，西至西河路，北至北苑大道"),
        ["unknown_road"],
        "one letter names nothing"
    );
    assert_eq!(codes("东至柳荫巷，南至南屏路，西至西河路，北至北苑大道"), ["sides_apart"]);
    assert_eq!(codes("东至东岭路，南至东岭路，西至东岭路，北至东岭路"), ["no_ground"]);
}

#[test]
fn blocks_between_the_streets_of_a_community_cover_it_without_gap_or_overlap() {
    let service = site::shared();
    let reference = service.reference();
    let home = reference.areas.area(reference.home.expect("a community"));
    let found = site::RUNTIME
        .block_on(service.street_blocks(Scheme::Duty, Some(home.code.clone())))
        .expect("the community has streets");
    assert!(found.blocks.len() >= 30, "{}", found.blocks.len());
    let area = |level, code: String, parent: Option<String>, shape: Shape| Area {
        scheme: Scheme::Duty,
        level,
        name: code.clone(),
        code,
        parent,
        shape: Some(shape),
        extent: None,
    };
    let blocks = found.blocks.iter().enumerate().map(|(number, block)| {
        area(Level::Point, format!("B{number:03}"), Some("H".into()), shape(&block.geometry))
    });
    let whole = home.shape.clone().expect("it is drawn");
    let covered: f64 = found.blocks.iter().map(|block| block.area_m2).sum();
    assert!((covered / whole.area_m2() - 1.0).abs() < 0.001);
    let set = AreaSet::build(
        blocks
            .collect::<Vec<_>>()
            .into_iter()
            .chain([area(Level::Community, "H".into(), None, whole)])
            .collect(),
    );
    let faults = check(&set.expect("a tree"), Scheme::Duty);
    let barring: Vec<_> = faults.iter().filter(|fault| fault.severity != Severity::Warning).collect();
    assert!(barring.is_empty(), "{barring:?}");
}

/// Positions on both halves of a road's carriageway, away from its crossings.
fn on_the_road(code: &str) -> Vec<Position> {
    let reference = site::shared().reference();
    let features = &reference.features;
    let id = features.get(Layer::Road, code).expect("the road is there");
    let axis = features.feature(id).axis().expect("it has an axis");
    let aside =
        |p: Position| [Position::new(p.lon + 400, p.lat + 200), Position::new(p.lon - 400, p.lat - 200)];
    let on = |p: &Position| {
        features.road_side(*p, 40.0).is_some_and(|side| side.road == id && side.on_carriageway)
    };
    axis.into_iter().flat_map(aside).filter(on).collect()
}

#[test]
fn a_border_road_of_one_owner_is_that_community_s_on_both_sides_and_the_answer_says_so() {
    let service = site::shared();
    let reference = service.reference();
    let places = on_the_road("R02");
    let mut ruled = 0;
    for p in &places {
        let [lon, lat] = p.degrees();
        let query =
            LocateQuery { lon, lat, category: Some("street_vending".into()), ..LocateQuery::default() };
        let answer = service.locate_in(&reference, &query, &Viewer::office()).expect("an answer");
        let codes: Vec<&str> = answer.card.areas.iter().map(|area| area.code.as_str()).collect();
        let drawn = reference.areas.containing(Scheme::Duty, *p);
        let drawn_here = drawn.is_some_and(|id| {
            reference.areas.ancestors(id).any(|up| reference.areas.area(up).code == "530499003001")
        });
        assert!(codes.contains(&"530499003001") || !drawn_here, "{p:?}: {codes:?}");
        let road = answer.spot.road.expect("on the road");
        assert_eq!(road.side_rule, Some(SideRule::OneOwner.slug()));
        if road.ruled {
            ruled += 1;
            assert!(codes.contains(&"530499003001") && !drawn_here, "{p:?}: {codes:?}");
            let reasons = answer.spot.routing.expect("a dry run").reasons;
            assert!(
                reasons.iter().any(|reason| reason.code == "side_rule" && reason.words.zh.contains("东岭路"))
            );
            assert_eq!(
                answer.spot.border_area.map(|area| area.code),
                drawn.map(|id| reference.areas.area(id).code.clone())
            );
        }
    }
    assert!(ruled > 5 && ruled < places.len(), "{ruled} of {}", places.len());
}

#[test]
fn a_phone_that_is_unsure_on_a_ruled_road_is_still_told_who_else_it_may_be() {
    let service = site::shared();
    let reference = service.reference();
    let unsure = on_the_road("R02").into_iter().filter(|p| {
        let [lon, lat] = p.degrees();
        let query = LocateQuery { lon, lat, accuracy_m: Some(30.0), ..LocateQuery::default() };
        let answer = service.locate_in(&reference, &query, &Viewer::office()).expect("an answer");
        answer.spot.road.is_some_and(|road| road.ruled) && answer.spot.near_border.len() >= 2
    });
    assert!(unsure.count() > 5);
}

#[test]
fn the_lists_of_yesterday_and_of_today_count_ruled_roads_alike() {
    let service = site::shared();
    let moment_ago = Some(Instant(service.now().micros() - 1));
    for area in ["530499003", "530499003001", "530499003003"] {
        let total = |at| {
            let filter = IncidentFilter { area: Some(area.into()), at, ..IncidentFilter::default() };
            let (first, office) = (PageQuery::default(), Viewer::office());
            site::RUNTIME.block_on(service.incidents(&filter, &first, &office)).expect("a page").total
        };
        assert_eq!(total(moment_ago), total(None), "{area}");
    }
}

#[test]
fn beyond_the_near_kerb_the_road_is_the_street_office_s() {
    let service = site::shared();
    let reference = service.reference();
    let mut ruled = 0;
    for p in on_the_road("R03") {
        let [lon, lat] = p.degrees();
        let query = LocateQuery { lon, lat, ..LocateQuery::default() };
        let answer = service.locate_in(&reference, &query, &Viewer::office()).expect("an answer");
        if answer.spot.road.is_some_and(|road| road.ruled) {
            ruled += 1;
            assert_eq!(answer.card.areas.first().map(|area| area.level), Some("street"), "{p:?}");
        }
    }
    assert!(ruled > 5, "{ruled}");
}

#[test]
fn tables_give_the_owners_that_the_card_gives_on_ruled_roads_too() {
    let service = site::shared();
    let reference = service.reference();
    let mut places = on_the_road("R02");
    places.extend(on_the_road("R03"));
    let table = batch::OwnerTable::new(
        &reference.areas,
        Scheme::Duty,
        20.0,
        batch::Naming::Code,
        b',',
        |text| text.as_bytes().to_vec(),
        |_| String::new(),
    )
    .with_roads(&reference.features);
    for (p, owner) in places.iter().zip(table.owners(&places)) {
        let [lon, lat] = p.degrees();
        let query = LocateQuery { lon, lat, ..LocateQuery::default() };
        let answer = service.locate_in(&reference, &query, &Viewer::office()).expect("an answer");
        let code = owner.area.map(|id| reference.areas.area(id).code.clone());
        assert_eq!(code, answer.card.areas.first().map(|area| area.code.clone()), "{p:?}");
        assert_eq!(owner.outcome == Outcome::Inside, answer.spot.outcome == "inside");
    }
}
