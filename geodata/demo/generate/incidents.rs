//! Where the demo's problems come from: stalls at the market and the school gates, rubbish in compounds that nobody
//! manages, parking on side streets, and the rest.

use super::habits::{habits, rhythms};
use super::plane::{Xy, to_position};
use super::roads::Roads;
use super::street_side::{Front, project};
use std::collections::BTreeMap;
use wangge::app::demo::model::{IncidentModel, Place, SharedDefault, Source};
use wangge::domain::feature::Layer;

/// A stretch of a street: code, side (true: left of the drawn direction), the two ends.
struct Stretch(&'static str, bool, Xy, Xy);

/// How far from the axis a stretch's problems lie.
#[derive(Clone, Copy)]
enum Band {
    /// On the footway.
    Footway,
    /// On the carriageway, near the kerb.
    Kerbside,
    /// Anywhere on the carriageway's half.
    Carriageway,
}
use Band::{Carriageway, Footway, Kerbside};

struct StretchRow {
    category: &'static str,
    weight: f64,
    stretch: Stretch,
    band: Band,
    place: &'static str,
    rhythm: &'static str,
    trend: f64,
}

#[allow(clippy::too_many_arguments, reason = "a row of a table")]
const fn along(
    category: &'static str,
    weight: f64,
    street: &'static str,
    left: bool,
    from: Xy,
    to: Xy,
    band: Band,
    place: &'static str,
    rhythm: &'static str,
    trend: f64,
) -> StretchRow {
    StretchRow { category, weight, stretch: Stretch(street, left, from, to), band, place, rhythm, trend }
}

#[rustfmt::skip]
const STRETCHES: &[StretchRow] = &[
    along("street_vending", 74.0, "L36", true, [682.0, 262.0], [680.0, 360.0], Kerbside, "鱼市巷东侧", "market", 0.1),
    along("street_vending", 58.0, "L36", false, [682.0, 262.0], [680.0, 360.0], Kerbside, "鱼市巷西侧", "market", 0.1),
    along("street_vending", 82.0, "R10", false, [570.0, 275.0], [586.0, 350.0], Footway, "石桥市场西门口", "market", 0.0),
    along("street_vending", 40.0, "L35", true, [600.0, 370.0], [670.0, 358.0], Kerbside, "米线巷市场北门", "market", 0.2),
    along("street_vending", 104.0, "R13", true, [341.0, 500.0], [326.0, 560.0], Footway, "学府小学门口", "school", 0.0),
    along("street_vending", 52.0, "R15", false, [912.0, 650.0], [924.0, 700.0], Footway, "明湖中学门口", "school", 0.1),
    along("street_vending", 40.0, "R11", false, [900.0, 524.0], [970.0, 520.0], Footway, "客运站前", "meals", 0.0),
    along("itinerant_vending", 26.0, "R01", false, [380.0, 942.0], [460.0, 944.0], Footway, "北苑大道公交站旁", "meals", 0.0),
    along("itinerant_vending", 30.0, "R10", true, [614.0, 500.0], [610.0, 600.0], Footway, "卫生院门口", "day", 0.0),
    along("shop_outside", 78.0, "R14", false, [850.0, 210.0], [776.0, 345.0], Footway, "石桥街", "meals", 0.2),
    along("shop_outside", 48.0, "R14", true, [790.0, 320.0], [742.0, 420.0], Footway, "石桥街西侧", "meals", 0.1),
    along("shop_outside", 62.0, "R10", false, [614.0, 500.0], [596.0, 690.0], Footway, "玉兰大道东侧", "day", -0.2),
    along("shop_outside", 46.0, "R10", true, [614.0, 500.0], [594.0, 680.0], Footway, "玉兰大道西侧", "day", -0.2),
    along("shop_outside", 34.0, "R13", true, [344.0, 470.0], [312.0, 610.0], Footway, "学府街", "school", 0.0),
    along("shop_outside", 26.0, "R16", true, [350.0, 690.0], [560.0, 676.0], Footway, "兴业街", "day", 0.0),
    along("dirty_road", 30.0, "L36", true, [682.0, 262.0], [680.0, 360.0], Carriageway, "鱼市巷", "market", 0.1),
    along("dirty_road", 22.0, "L35", false, [600.0, 370.0], [760.0, 370.0], Carriageway, "米线巷", "market", 0.0),
    along("dirty_road", 40.0, "R14", false, [850.0, 210.0], [740.0, 430.0], Carriageway, "石桥街", "morning", -0.85),
    along("dirty_road", 18.0, "R19", true, [600.0, 250.0], [860.0, 254.0], Carriageway, "银杏街", "morning", 0.0),
    along("dirty_road", 20.0, "L23", true, [60.0, 336.0], [216.0, 268.0], Carriageway, "老井巷", "morning", 0.0),
    along("dirty_road", 14.0, "R16", false, [40.0, 656.0], [300.0, 690.0], Carriageway, "兴业街西段", "morning", 0.0),
    along("vehicle_parking", 44.0, "R12", false, [276.0, 90.0], [262.0, 220.0], Footway, "文昌街", "homes", 0.1),
    along("vehicle_parking", 40.0, "R18", true, [60.0, 190.0], [260.0, 226.0], Footway, "和平街", "homes", 0.0),
    along("vehicle_parking", 46.0, "R13", true, [345.0, 480.0], [318.0, 600.0], Kerbside, "学府小学门口", "school", 0.2),
    along("vehicle_parking", 52.0, "R17", false, [640.0, 724.0], [880.0, 730.0], Footway, "民生街南侧", "homes", 0.85),
    along("vehicle_parking", 22.0, "L03", true, [190.0, 600.0], [320.0, 570.0], Kerbside, "书香巷", "homes", 0.2),
    along("vehicle_parking", 24.0, "L37", true, [734.0, 230.0], [720.0, 60.0], Kerbside, "枣园巷", "homes", 0.0),
    along("vehicle_parking", 26.0, "L40", true, [990.0, 250.0], [1000.0, 480.0], Kerbside, "梨园巷", "homes", 0.1),
    along("vehicle_parking", 32.0, "R14", true, [820.0, 260.0], [720.0, 490.0], Kerbside, "石桥街", "meals", 0.0),
    along("vehicle_parking", 22.0, "R10", true, [560.0, 200.0], [604.0, 420.0], Kerbside, "玉兰大道南段", "office", 0.0),
    along("bicycle_parking", 34.0, "R10", false, [572.0, 290.0], [584.0, 345.0], Footway, "石桥市场西门", "market", 0.0),
    along("bicycle_parking", 28.0, "R11", false, [890.0, 524.0], [980.0, 520.0], Footway, "客运站前", "day", 0.1),
    along("bicycle_parking", 22.0, "R13", true, [341.0, 500.0], [326.0, 560.0], Footway, "学府小学门口", "school", 0.0),
    along("piled_goods", 24.0, "R14", false, [850.0, 210.0], [776.0, 345.0], Footway, "石桥街", "day", 0.0),
    along("piled_goods", 26.0, "L39", true, [790.0, 396.0], [900.0, 378.0], Kerbside, "小商品市场南侧车站巷", "day", 0.2),
    along("piled_goods", 14.0, "L38", false, [570.0, 138.0], [700.0, 136.0], Kerbside, "豆腐巷", "day", 0.0),
    along("open_air_barbecue", 52.0, "R14", false, [830.0, 245.0], [776.0, 345.0], Footway, "石桥街夜宵摊", "night", 0.1),
    along("open_air_barbecue", 16.0, "R15", true, [885.0, 530.0], [925.0, 700.0], Footway, "桂花街", "night", 0.2),
    along("cooking_fumes", 20.0, "R14", true, [790.0, 320.0], [742.0, 420.0], Footway, "石桥街", "night", 0.0),
    along("hanging_out", 18.0, "R12", true, [262.0, 240.0], [300.0, 420.0], Footway, "文昌街北段", "day", 0.0),
    along("road_damage", 10.0, "L23", false, [60.0, 336.0], [216.0, 268.0], Carriageway, "老井巷", "day", 0.0),
    along("road_damage", 8.0, "L32", true, [290.0, 150.0], [390.0, 128.0], Carriageway, "竹器巷", "day", 0.0),
    along("road_damage", 8.0, "L27", true, [290.0, 340.0], [420.0, 332.0], Carriageway, "织布巷", "day", 0.0),
    along("lamp_out", 14.0, "L23", true, [60.0, 336.0], [216.0, 268.0], Kerbside, "老井巷", "homes", 0.0),
    along("lamp_out", 10.0, "L33", true, [410.0, 108.0], [540.0, 104.0], Kerbside, "小南巷", "homes", 0.0),
    along("illegal_outdoor_ads", 16.0, "R10", false, [600.0, 420.0], [600.0, 680.0], Footway, "玉兰大道", "office", 0.0),
    along("illegal_outdoor_ads", 10.0, "R11", true, [380.0, 434.0], [560.0, 456.0], Footway, "明湖路", "office", 0.0),
    along("sewer_blocked", 14.0, "L36", false, [684.0, 300.0], [680.0, 350.0], Carriageway, "鱼市巷", "market", 0.1),
    along("waste_buying", 12.0, "L24", true, [124.0, 400.0], [116.0, 330.0], Kerbside, "庙前巷", "day", 0.0),
    // On the borders, on both sides of the axis.
    along("vehicle_parking", 22.0, "R03", true, [200.0, 6.0], [620.0, 20.0], Carriageway, "南屏路", "day", 0.0),
    along("vehicle_parking", 18.0, "R02", true, [1190.0, 260.0], [1238.0, 560.0], Kerbside, "东岭路", "day", 0.0),
    along("vehicle_parking", 14.0, "R02", false, [1190.0, 260.0], [1238.0, 560.0], Kerbside, "东岭路东侧", "day", 0.0),
    along("dirty_road", 16.0, "R01", true, [240.0, 920.0], [700.0, 915.0], Carriageway, "北苑大道", "morning", 0.0),
    along("dirty_road", 10.0, "R01", false, [240.0, 920.0], [700.0, 915.0], Carriageway, "北苑大道南侧", "morning", 0.0),
];

/// Problems in or at a feature: category, weight, layer, code, spread, place in words, rhythm, trend, stuck.
type FeatureRow = (&'static str, f64, Layer, &'static str, f64, &'static str, &'static str, f64, f64);

#[rustfmt::skip]
const FEATURES: &[FeatureRow] = &[
    ("exposed_rubbish", 74.0, Layer::Compound, "C08", 0.0, "老井巷32号院", "homes", 0.1, 0.22),
    ("exposed_rubbish", 58.0, Layer::Compound, "C09", 0.0, "竹器社小区", "homes", 0.0, 0.18),
    ("exposed_rubbish", 64.0, Layer::Compound, "C10", 0.0, "车站巷18号院", "homes", 0.1, 0.22),
    ("exposed_rubbish", 46.0, Layer::Compound, "C14", 0.0, "松涛苑", "homes", 0.9, 0.25),
    ("exposed_rubbish", 26.0, Layer::Compound, "C11", 0.0, "柳荫小区", "homes", 0.0, 0.08),
    ("exposed_rubbish", 22.0, Layer::Compound, "C12", 0.0, "荷塘里", "homes", 0.0, 0.08),
    ("exposed_rubbish", 26.0, Layer::Compound, "C13", 0.0, "豆腐巷小区", "homes", 0.0, 0.1),
    ("exposed_rubbish", 16.0, Layer::Compound, "C04", 0.0, "棉纺厂生活区", "homes", 0.0, 0.06),
    ("exposed_rubbish", 20.0, Layer::Compound, "C05", 0.0, "糖厂生活区", "homes", 0.0, 0.1),
    ("exposed_rubbish", 7.0, Layer::Compound, "C02", 0.0, "明湖花园", "homes", 0.0, 0.02),
    ("exposed_rubbish", 6.0, Layer::Compound, "C06", 0.0, "水务处宿舍", "homes", 0.0, 0.02),
    ("accumulated_waste", 20.0, Layer::Compound, "C08", 0.0, "老井巷32号院", "day", 0.0, 0.25),
    ("accumulated_waste", 18.0, Layer::Compound, "C10", 0.0, "车站巷18号院", "day", 0.0, 0.25),
    ("accumulated_waste", 22.0, Layer::Compound, "C14", 0.0, "松涛苑", "day", 0.8, 0.3),
    ("accumulated_waste", 10.0, Layer::FocusSpot, "D05", 6.0, "石榴巷尽头空地", "day", 0.0, 0.2),
    ("bin_overflow", 20.0, Layer::Compound, "C09", 0.0, "竹器社小区", "homes", 0.0, 0.1),
    ("bin_overflow", 14.0, Layer::Compound, "C13", 0.0, "豆腐巷小区", "homes", 0.0, 0.08),
    ("bin_overflow", 26.0, Layer::Market, "M01", 0.0, "石桥农贸市场", "market", 0.0, 0.02),
    ("bin_overflow", 12.0, Layer::Site, "S37", 0.0, "玉兰客运站", "day", 0.0, 0.02),
    ("small_ads", 44.0, Layer::Compound, "C08", 0.0, "老井巷32号院", "office", -0.6, 0.12),
    ("small_ads", 40.0, Layer::Compound, "C09", 0.0, "竹器社小区", "office", -0.6, 0.12),
    ("small_ads", 36.0, Layer::Compound, "C10", 0.0, "车站巷18号院", "office", -0.6, 0.12),
    ("small_ads", 24.0, Layer::Compound, "C11", 0.0, "柳荫小区", "office", -0.4, 0.06),
    ("small_ads", 22.0, Layer::Compound, "C13", 0.0, "豆腐巷小区", "office", -0.4, 0.06),
    ("small_ads", 14.0, Layer::Compound, "C16", 0.0, "丁香里", "office", -0.2, 0.04),
    ("vehicle_parking", 20.0, Layer::Compound, "C10", 0.0, "车站巷18号院内", "homes", 0.0, 0.12),
    ("vehicle_parking", 18.0, Layer::Compound, "C11", 0.0, "柳荫小区内", "homes", 0.0, 0.06),
    ("vehicle_parking", 12.0, Layer::Compound, "C01", 0.0, "玉兰雅苑内", "homes", 0.0, 0.02),
    ("bicycle_parking", 22.0, Layer::Site, "S34", 0.0, "玉兰广场", "night", 0.0, 0.0),
    ("piled_goods", 20.0, Layer::Compound, "C08", 0.0, "老井巷32号院", "day", 0.0, 0.18),
    ("piled_goods", 16.0, Layer::Compound, "C13", 0.0, "豆腐巷小区", "day", 0.0, 0.1),
    ("illegal_building", 12.0, Layer::Compound, "C15", 0.0, "梨园新村", "day", 0.2, 0.05),
    ("illegal_building", 9.0, Layer::Compound, "C08", 0.0, "老井巷32号院", "day", 0.0, 0.1),
    ("illegal_building", 6.0, Layer::Compound, "C16", 0.0, "丁香里", "day", 0.0, 0.0),
    ("dirty_green", 24.0, Layer::Site, "S36", 0.0, "西河公园", "day", 0.0, 0.02),
    ("dirty_green", 18.0, Layer::Site, "S38", 0.0, "枣园游园", "day", 0.0, 0.02),
    ("dirty_green", 12.0, Layer::Compound, "C12", 0.0, "荷塘里", "day", 0.0, 0.06),
    ("itinerant_vending", 54.0, Layer::Site, "S34", 0.0, "玉兰广场", "night", 0.2, 0.0),
    ("commercial_noise", 26.0, Layer::Site, "S34", 0.0, "玉兰广场", "night", 0.1, 0.0),
    ("market_hygiene", 42.0, Layer::Market, "M01", 0.0, "石桥农贸市场", "market", 0.0, 0.02),
    ("market_hygiene", 12.0, Layer::Market, "M02", 0.0, "石桥小商品市场", "day", 0.0, 0.02),
    ("smoking_indoors", 12.0, Layer::Market, "M01", 0.0, "石桥农贸市场", "market", 0.0, 0.0),
    ("smoking_indoors", 10.0, Layer::Site, "S37", 0.0, "玉兰客运站候车室", "day", 0.0, 0.0),
    ("fire_lane_blocked", 14.0, Layer::Compound, "C09", 0.0, "竹器社小区", "homes", 0.0, 0.05),
    ("fire_lane_blocked", 12.0, Layer::Compound, "C11", 0.0, "柳荫小区", "homes", 0.0, 0.04),
    ("fire_lane_blocked", 10.0, Layer::Compound, "C13", 0.0, "豆腐巷小区", "homes", 0.0, 0.05),
    ("fire_lane_blocked", 6.0, Layer::Compound, "C01", 0.0, "玉兰雅苑", "homes", 0.0, 0.0),
    ("stairway_clutter", 14.0, Layer::Compound, "C09", 0.0, "竹器社小区", "homes", 0.0, 0.12),
    ("stairway_clutter", 12.0, Layer::Compound, "C10", 0.0, "车站巷18号院", "homes", 0.0, 0.15),
    ("stairway_clutter", 8.0, Layer::Compound, "C04", 0.0, "棉纺厂生活区", "homes", 0.0, 0.04),
    ("hanging_out", 10.0, Layer::Compound, "C05", 0.0, "糖厂生活区", "day", 0.0, 0.02),
    ("hygiene_corner", 10.0, Layer::FocusSpot, "D02", 4.0, "老井巷古井旁", "day", 0.1, 0.1),
    ("hygiene_corner", 9.0, Layer::FocusSpot, "D04", 4.0, "车站巷18号院夹道", "day", 0.0, 0.15),
    ("hygiene_corner", 8.0, Layer::FocusSpot, "D11", 4.0, "鱼市巷下水口", "market", 0.1, 0.05),
    ("hygiene_corner", 8.0, Layer::FocusSpot, "D14", 5.0, "客运站围墙外", "day", 0.0, 0.05),
    ("hygiene_corner", 6.0, Layer::FocusSpot, "D09", 4.0, "糖厂生活区锅炉房", "day", -0.9, 0.0),
];

pub fn model(roads: &Roads, fronts: &[Front], facilities: &[(String, &'static str)]) -> IncidentModel {
    let mut sources: Vec<Source> = STRETCHES.iter().filter_map(|row| stretch(roads, row)).collect();
    let plain =
        |category: &str, weight: f64, place: Place, spread_m: f64, words: &str, rhythm: &str| Source {
            category: category.to_owned(),
            weight,
            place,
            where_: words.to_owned(),
            spread_m,
            rhythm: rhythm.to_owned(),
            trend: 0.0,
            stuck: 0.1,
            answers: BTreeMap::new(),
        };
    sources.extend(FEATURES.iter().map(
        |(category, weight, layer, code, spread, words, rhythm, trend, stuck)| Source {
            trend: *trend,
            stuck: *stuck,
            ..plain(
                category,
                *weight,
                Place::Feature { layer: *layer, code: (*code).to_owned() },
                *spread,
                words,
                rhythm,
            )
        },
    ));
    let answers =
        |inside: f64| BTreeMap::from([("inside".to_owned(), inside), ("outside".to_owned(), 1.0 - inside)]);
    let zone = |code: &str| Place::Feature { layer: Layer::VendingZone, code: code.to_owned() };
    sources.push(Source {
        answers: answers(0.55),
        ..plain("street_vending", 58.0, zone("V01"), 1.5, "和平街早市", "market")
    });
    sources.push(Source {
        answers: answers(0.4),
        trend: 0.8,
        ..plain("street_vending", 66.0, zone("V02"), 2.5, "桂花街夜市", "night")
    });
    // Street furniture and shop fronts, each a little.
    for (i, (code, owner)) in facilities.iter().enumerate() {
        let place = Place::Feature { layer: Layer::Facility, code: code.clone() };
        match *owner {
            "u_sanitation" => sources.push(plain("bin_overflow", 2.4, place, 0.6, "路边果皮箱", "day")),
            "u_lighting" => {
                sources.push(plain("lamp_out", 1.6, place.clone(), 0.8, "路灯杆", "homes"));
                sources.push(Source {
                    trend: -0.5,
                    ..plain("small_ads", 2.2, place, 0.6, "路灯杆上", "office")
                });
            }
            "u_telecom" | "u_power" | "u_police_tech" => {
                sources.push(Source {
                    trend: -0.5,
                    ..plain("small_ads", 2.6, place.clone(), 0.6, "路边箱体上", "office")
                });
                if i % 2 == 0 {
                    sources.push(plain("facility_damage", 2.2, place, 0.8, "路边箱体", "day"));
                }
            }
            _ => sources.push(plain("facility_damage", 1.0, place, 0.8, "路边设施", "day")),
        }
    }
    for front in fronts {
        let place = Place::Feature { layer: Layer::Frontage, code: front.code.clone() };
        if front.trade.starts_with("small_") {
            sources.push(plain("small_trade_hygiene", 1.1, place.clone(), 1.0, front.shop, "office"));
        }
        if matches!(front.trade, "small_internet_cafe" | "small_dance_hall" | "small_hotel") {
            sources.push(plain("smoking_indoors", 4.0, place.clone(), 1.0, front.shop, "night"));
        }
        sources.push(plain("small_ads", 0.5, place, 0.8, front.shop, "office"));
    }
    let area = |code: &str| Place::Area { code: code.to_owned() };
    sources.extend([
        plain("exposed_rubbish", 18.0, area(super::areas::NORTH_COMMUNITY), 0.0, "北苑社区", "homes"),
        plain("vehicle_parking", 14.0, area(super::areas::EAST_COMMUNITY), 0.0, "东岭社区", "homes"),
        plain("street_vending", 12.0, area(super::areas::EAST_COMMUNITY), 0.0, "东岭社区", "meals"),
        plain("exposed_rubbish", 16.0, area("YL3-01"), 0.0, "马家巷一带", "homes"),
        plain("piled_goods", 10.0, area("YL3-03"), 0.0, "织布巷一带", "day"),
    ]);
    // Outside everything that is drawn, south and west of the borders.
    for (place, weight, category, words) in [
        ([420.0, -150.0], 5.0, "exposed_rubbish", "南屏路以南"),
        ([880.0, -110.0], 4.0, "street_vending", "南屏路南侧加油站"),
        ([-160.0, 380.0], 4.0, "accumulated_waste", "西河对岸"),
        ([260.0, -18.0], 4.0, "vehicle_parking", "南屏路南侧路口"),
    ] {
        let [lon, lat] = to_position(place).degrees();
        sources.push(plain(category, weight, Place::Spot { lon, lat }, 9.0, words, "day"));
    }
    // The telephone service files what it cannot place at the community's service station.
    let [lon, lat] = to_position([690.0, 727.0]).degrees();
    IncidentModel {
        days: 180,
        total: 2_500,
        shared_default: SharedDefault { lon, lat, reports: 21 },
        rhythms: rhythms(),
        habits: habits(),
        sources,
    }
}

fn stretch(roads: &Roads, row: &StretchRow) -> Option<Source> {
    let Stretch(code, left, from, to) = row.stretch;
    let (street, axis) = roads.street(code)?;
    let (a, b) = (project(axis, from), project(axis, to));
    let half = street.width / 2.0;
    let axis_m = match row.band {
        Footway => [half + 0.6, half + 3.8],
        Kerbside => [half - 1.9, half - 0.4],
        Carriageway => [0.3, half - 0.4],
    };
    let tenth = |metres: f64| libm::round(metres * 10.0) / 10.0;
    let answers = match (row.category, row.band) {
        ("vehicle_parking" | "bicycle_parking", Footway) => BTreeMap::from([("footway".to_owned(), 1.0)]),
        ("vehicle_parking" | "bicycle_parking", _) => BTreeMap::from([("carriageway".to_owned(), 1.0)]),
        _ => BTreeMap::new(),
    };
    Some(Source {
        category: row.category.to_owned(),
        weight: row.weight,
        place: Place::Roadside {
            code: code.to_owned(),
            from_m: tenth(a.min(b)),
            to_m: tenth(a.max(b)),
            left,
            axis_m: axis_m.map(tenth),
        },
        where_: row.place.to_owned(),
        spread_m: 0.5,
        rhythm: row.rhythm.to_owned(),
        trend: row.trend,
        stuck: 0.1,
        answers,
    })
}
