//! Places of a small town: a street and an avenue that cross, two lanes, a compound, a market with its gates, shops.

use super::*;
use crate::domain::category::{Categories, Category, Kind};
use crate::domain::feature::{Feature, FeatureSet, Layer};
use crate::domain::geo::{Geometry, Plane, Position, Shape, distance_m};
use crate::domain::grid::AreaSet;
use crate::domain::instant::{Instant, Validity};
use crate::domain::text::Words;
use proptest::prelude::*;
use serde_json::{Map, Value, json};
use std::sync::LazyLock;

struct Town {
    areas: AreaSet,
    features: FeatureSet,
    gazetteer: Gazetteer,
    words: TicketWords,
}

fn plane() -> Plane {
    Plane::at(Position::new(1_025_400_000, 243_500_000))
}

fn at(x: f64, y: f64) -> Position {
    plane().from_xy([x, y])
}

fn feature(layer: Layer, code: &str, name: &str, geometry: Geometry, attributes: Value) -> Feature {
    Feature {
        id: uuid::Uuid::nil(),
        layer,
        code: code.to_owned(),
        name: name.to_owned(),
        geometry,
        attributes: attributes.as_object().cloned().unwrap_or_else(Map::new),
        validity: Validity { from: Instant(0), until: None },
    }
}

fn box_(x: f64, y: f64, width: f64, height: f64) -> Geometry {
    let ring = [at(x, y), at(x + width, y), at(x + width, y + height), at(x, y + height)];
    Geometry::Area(Shape::from_ring(&ring))
}

static TOWN: LazyLock<Town> = LazyLock::new(|| {
    let road = |code: &str, name: &str, width: f64, from: [f64; 2], to: [f64; 2]| {
        let line = vec![at(from[0], from[1]), at(to[0], to[1])];
        feature(Layer::Road, code, name, Geometry::Line(line), json!({ "width_m": width }))
    };
    let shop = |code: &str, name: &str, address: &str, x: f64, y: f64| {
        let line = Geometry::Line(vec![at(x, y - 3.0), at(x, y), at(x, y + 3.0)]);
        feature(Layer::Frontage, code, name, line, json!({ "address": address }))
    };
    let features = FeatureSet::build(vec![
        road("R1", "学府街", 10.0, [0.0, -400.0], [0.0, 400.0]),
        road("R2", "明湖大道", 20.0, [-500.0, 0.0], [500.0, 0.0]),
        road("R3", "三元巷", 4.0, [0.0, 200.0], [120.0, 200.0]),
        road("R4", "柳荫巷", 4.0, [10.0, -150.0], [140.0, -150.0]),
        feature(
            Layer::Compound,
            "C1",
            "玉兰小区",
            box_(20.0, 40.0, 100.0, 80.0),
            json!({ "address": "学府街18号" }),
        ),
        feature(Layer::Building, "C1-03", "玉兰小区3栋", box_(60.0, 60.0, 20.0, 10.0), json!({})),
        feature(Layer::Market, "M1", "石桥农贸市场", box_(-120.0, 30.0, 80.0, 60.0), json!({})),
        feature(
            Layer::Site,
            "S1",
            "石桥市场西门",
            Geometry::Point(at(-121.0, 60.0)),
            json!({ "kind": "market" }),
        ),
        feature(
            Layer::Site,
            "S2",
            "学府街公厕",
            Geometry::Point(at(9.0, 300.0)),
            json!({ "kind": "toilet" }),
        ),
        feature(Layer::Facility, "E1", "明湖大道报刊亭", Geometry::Point(at(-300.0, 13.0)), json!({})),
        feature(Layer::Facility, "E2", "明湖大道报刊亭", Geometry::Point(at(300.0, 13.0)), json!({})),
        shop("F1", "老何烧饵块", "学府街2号", 8.0, -200.0),
        shop("F2", "永和粮油店", "学府街8号", 8.0, -140.0),
    ]);
    let areas = AreaSet::build(Vec::new()).expect("no areas have no faults");
    let gazetteer = Gazetteer::build(&areas, &features);
    let category = Category {
        slug: "lamp_out".to_owned(),
        kind: Kind::Incident,
        parent: None,
        name: Words::new("路灯不亮", "lamp out"),
        remedy: None,
        codes: Vec::new(),
        keywords: vec!["路灯".to_owned()],
        picture: None,
        source: None,
    };
    let further = WordEntry {
        category: Some("lamp_out".to_owned()),
        words: vec!["灯…坏".to_owned()],
        weak: vec!["黑".to_owned()],
        ..WordEntry::default()
    };
    let categories = Categories::build(vec![category]).expect("one category is a tree");
    Town { areas, features, gazetteer, words: TicketWords::build(&categories, &[further]) }
});

fn read(text: &str) -> Places {
    let town = &*TOWN;
    places_in(text, Ground { gazetteer: &town.gazetteer, areas: &town.areas, features: &town.features })
}

#[track_caller]
fn first(text: &str, x: f64, y: f64, within_m: f64) -> PlaceCandidate {
    let places = read(text);
    let found = places
        .candidates
        .first()
        .unwrap_or_else(|| panic!("{text}: nothing, of {:?}", places.recognised))
        .clone();
    let off = distance_m(found.position, at(x, y));
    assert!(off <= within_m, "{text}: {} is {off:.0} m off; {:?}", found.label.zh, found.reasons);
    found
}

#[test]
fn roads_meet_in_every_way_of_saying_so() {
    for text in [
        "学府街与明湖大道交叉口有人摆摊",
        "明湖大道和学府街的十字路口",
        "学府街明湖大道口",
        "学府街（与明湖大道路口）",
        "在学府街跟明湖路那个路口",
        "学俯街和明湖大道交汇处",
        "学府街靠近明湖大道这头",
    ] {
        let found = first(text, 0.0, 0.0, 1.0);
        assert_eq!(found.kind, PlaceKind::Crossing, "{text}");
        assert!(read(text).ask.is_none(), "{text}: {:?}", read(text).ask);
    }
    let near = first("学府街与柳荫巷路口", 5.0, -150.0, 1.0);
    assert!(near.reasons.iter().any(|reason| reason.code == "roads_near"));
}

#[test]
fn metres_are_counted_along_the_road_that_runs_so() {
    first("学府街与明湖大道路口以南50米", 0.0, -50.0, 1.0);
    first("学府街与明湖大道路口往东约一百米路北", 100.0, 13.0, 2.0);
    first("学府街与明湖大道路口西北角", -10.0, 10.0, 6.0);
    first("沿明湖大道由西向东，过了学府街路口大约30米", 30.0, 0.0, 2.0);
    first("从学府街进三元巷50米左右", 50.0, 200.0, 2.0);
    first("老何烧饵块对面", -8.0, -200.0, 2.0);
    first("老何烧饵块往北30米", 8.0, -170.0, 2.0);
}

#[test]
fn parts_of_a_road_and_houses_are_told() {
    first("学府街（三元巷至明湖大道段）路灯坏了", 0.0, 100.0, 2.0);
    first("在学府街上，三元巷和明湖大道之间", 0.0, 100.0, 2.0);
    first("学府街北头", 0.0, 400.0, 2.0);
    first("三元巷尽头", 120.0, 200.0, 2.0);
    first("三元巷口", 0.0, 200.0, 2.0);
    let house = first("学府街4号门前", 8.0, -180.0, 2.0);
    assert_eq!(house.kind, PlaceKind::House);
    first("学府街二号", 8.0, -200.0, 1.0);
    let unknown = read("学府街600号");
    assert!(unknown.candidates[0].reasons.iter().any(|reason| reason.code == "house_unknown"));
    assert_eq!(unknown.ask.map(|ask| ask.kind), Some(QuestionKind::WhereOn));
}

#[test]
fn compounds_markets_and_what_stands_at_a_road() {
    let building = first("玉兰小区三号楼2单元楼道堆物", 70.0, 65.0, 1.0);
    assert_eq!((building.kind, building.label.zh.as_str()), (PlaceKind::Building, "玉兰小区3栋2单元"));
    first("石桥菜市场西门", -121.0, 60.0, 1.0);
    first("石桥菜市场东门", -40.0, 60.0, 3.0);
    first("学府街那个厕所", 9.0, 300.0, 1.0);
    let ask = read("明湖大道的报刊亭玻璃碎了").ask.unwrap();
    assert_eq!((ask.kind, ask.options.len()), (QuestionKind::Which, 2));
}

#[test]
fn where_the_caller_lives_is_not_where_it_is() {
    first("来电人家住玉兰小区，反映石桥农贸市场污水横流", -80.0, 60.0, 50.0);
    first("玉兰小区业主反映学府街与明湖大道路口有人摆摊", 0.0, 0.0, 1.0);
    first("来电人住在玉兰小区3栋，楼下有人乱停车", 70.0, 65.0, 1.0);
    first("不是玉兰小区，是石桥农贸市场", -80.0, 60.0, 50.0);
}

#[test]
fn what_is_not_known_is_not_guessed() {
    for text in ["", "路灯坏了", "翡翠路与滨江路交叉口", "。。。", "电话19900001234"] {
        assert!(read(text).candidates.is_empty(), "{text}");
    }
    let asked = read("学富街路灯坏了").ask.unwrap();
    assert_eq!(asked.kind, QuestionKind::Meant);
}

#[test]
fn a_hostile_text_is_read_in_bounded_work() {
    let many = "学府街与明湖大道路口".repeat(2_000);
    let places = read(&many);
    assert!(places.recognised.len() <= MOST_MENTIONS && places.candidates.len() <= MOST_CANDIDATES);
    let ambiguous = "明湖大道报刊亭".repeat(3_000);
    assert!(read(&ambiguous).candidates.len() <= MOST_CANDIDATES);
    let zone = jiff::tz::TimeZone::UTC;
    facts_in(&"今天".repeat(5_000), Instant(0), &zone);
    facts_in(&"1".repeat(50_000), Instant(0), &zone);
    categories_in(&"路灯坏".repeat(5_000), &TOWN.words, &[]);
}

/// Texts of names, grammar, figures and anything else.
fn texts() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => prop::sample::select(vec![
            "学府街", "明湖大道", "三元巷", "柳荫巷", "玉兰小区", "石桥菜市场", "老何烧饵块", "永和粮油店", "学府街公厕", "报刊亭", "学俯街", "明湖", "玉兰",
        ]).prop_map(str::to_owned),
        6 => prop::sample::select(vec![
            "与", "和", "、", "交叉口", "路口", "口", "之间", "靠近", "对面", "东侧", "西北角", "以南50米", "往东", "一百米", "10号", "3栋2单元", "（", "）", "，", "。", "\n",
            "门口", "西门", "由西向东过了", "进去", "尽头", "中段", "北头", "家住", "不是", "【事发地址】", "地点：", "业主", "走两家", "路北", "隔壁", "到", "段", "昨晚8点", "102.54",
            "24.35", "东经", "电话", "19900001234", "来电人", "李先生", "工单编号", "每天", "路灯", "灯", "坏", "两小时前", "周三", "2026年13月40日", "25:61", "°", "′",
        ]).prop_map(str::to_owned),
        1 => "\\PC{0,6}",
        1 => any::<char>().prop_map(String::from),
    ];
    prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, rng_seed: proptest::test_runner::RngSeed::Fixed(41), ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_read_within_its_bounds(text in texts(), now in any::<i64>()) {
        let places = read(&text);
        let whole = |span: &std::ops::Range<usize>| span.start <= span.end && text.get(span.clone()).is_some();
        prop_assert!(places.candidates.len() <= MOST_CANDIDATES);
        prop_assert!(places.candidates.windows(2).all(|pair| pair[0].score >= pair[1].score));
        for candidate in &places.candidates {
            prop_assert!((0.0..=1.0).contains(&candidate.score) && candidate.radius_m > 0.0);
            prop_assert!(candidate.spans.iter().all(whole) && !candidate.spans.is_empty());
            prop_assert!(!candidate.label.zh.is_empty() && !candidate.reasons.is_empty());
        }
        prop_assert!(places.recognised.iter().all(|name| whole(&name.span)));
        let ask = places.ask.iter().flat_map(|ask| &ask.options);
        prop_assert!(ask.copied().all(|option| option < places.candidates.len()));
        let guess = categories_in(&text, &TOWN.words, &[]);
        prop_assert!(guess.candidates.iter().flat_map(|candidate| &candidate.spans).all(whole));
        let facts = facts_in(&text, Instant(now), &jiff::tz::TimeZone::UTC);
        prop_assert!(facts.private.iter().all(|found| whole(&found.span) && whole(&found.cut)));
        prop_assert!(facts.times.iter().all(|time| whole(&time.span) && time.from <= time.until));
        prop_assert!(facts.number.iter().all(|number| whole(&number.span)));
        for phone in facts.private.iter().filter(|found| found.kind == PrivateKind::Phone) {
            // Digits inside a longer figure are no phone: 102.5419900001234.
            let figure = |letter: Option<char>| letter.is_some_and(|letter| letter.is_ascii_digit());
            let told = facts.description.match_indices(&phone.value).any(|(at, _)| {
                let (before, behind) = (&facts.description[..at], &facts.description[at + phone.value.len()..]);
                !figure(before.chars().next_back()) && !figure(behind.chars().next())
            });
            prop_assert!(!told, "{}", facts.description);
        }
        for ticket in tickets_in(&text, |part| !part.is_empty()) {
            prop_assert!(whole(&ticket) && !text[ticket].trim().is_empty());
        }
    }

    #[test]
    fn metres_from_a_crossing_are_metres_on_the_ground(metres in 1_u32..390, compass in 0_usize..4) {
        let (word, [x, y]) = [("北", [0.0, 1.0]), ("东", [1.0, 0.0]), ("南", [0.0, -1.0]), ("西", [-1.0, 0.0])][compass];
        let places = read(&format!("学府街与明湖大道交叉口往{word}{metres}米"));
        let found = &places.candidates[0];
        let apart = distance_m(found.position, at(0.0, 0.0));
        prop_assert!((apart - f64::from(metres)).abs() < 0.5, "{apart} for {metres}");
        let off = distance_m(found.position, at(x * f64::from(metres), y * f64::from(metres)));
        prop_assert!(off < 1.0, "{off}");
        prop_assert!(found.radius_m >= 20.0);
    }
}
