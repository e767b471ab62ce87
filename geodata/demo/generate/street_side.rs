//! What stands along the streets: shop fronts, vending zones, facilities, inspection sites, focus spots; and the
//! resident groups.

use super::areas::{Grid, ZONES, polygons};
use super::curve::{add, at, distance, left, line_length, offset, piece, scale, segment_distance};
use super::graph::Network;
use super::plan::STREETS;
use super::plane::{Xy, to_position};
use super::roads::Roads;
use super::shops::{CROSSINGS, FOCUS_SPOTS, RUNS, SPOTS};
use super::write::{Drawn, Entry, Fields};
use serde_json::json;
use std::collections::BTreeSet;
use wangge::app::demo::Random;
use wangge::domain::feature::RoadClass;

/// From the kerb to the fronts of the shops.
const FRONT_M: f64 = 4.0;

/// Where along a line a place lies.
pub fn project(line: &[Xy], place: Xy) -> f64 {
    let mut walked = 0.0;
    let mut best = (f64::INFINITY, 0.0);
    for w in line.windows(2) {
        let d = segment_distance(place, w[0], w[1]);
        if d < best.0 {
            let (l, a) = (distance(w[0], w[1]), distance(w[0], place));
            let along = libm::sqrt((a * a - d * d).max(0.0)).min(l);
            best = (d, walked + along);
        }
        walked += distance(w[0], w[1]);
    }
    best.1
}

/// A place beside a street, `out` metres from its kerb, and the direction of the street there.
fn beside(roads: &Roads, code: &str, along_m: f64, on_left: bool, out: f64) -> Option<(Xy, Xy)> {
    let (street, axis) = roads.street(code)?;
    let (place, direction) = at(axis, along_m);
    let side = if on_left { 1.0 } else { -1.0 };
    Some((add(place, scale(left(direction), side * (street.width / 2.0 + out))), direction))
}

/// One shop front as other parts need it.
pub struct Front {
    pub code: String,
    pub shop: &'static str,
    pub trade: &'static str,
}

pub fn fronts(roads: &Roads) -> (Vec<Entry>, Vec<Front>) {
    let (mut entries, mut fronts) = (Vec::new(), Vec::new());
    for run in RUNS {
        let Some((street, axis)) = roads.street(run.street) else { continue };
        let (from, to) = (project(axis, run.from), project(axis, run.to));
        let pitch = (to - from) / run.shops.len() as f64;
        let out = if street.width < 8.0 { 2.4 } else { FRONT_M };
        for (i, (shop, trade)) in run.shops.iter().enumerate() {
            let middle = from + pitch * (i as f64 + 0.5);
            let half = (pitch.abs() * 0.42).min(5.0);
            let ends: Vec<_> = [middle - half, middle + half]
                .iter()
                .filter_map(|d| beside(roads, run.street, *d, run.left, out))
                .collect();
            let line: Vec<_> = ends.iter().map(|(p, _)| to_position(*p)).collect();
            let number = 2 * (middle / 9.0).floor() as u32 + if run.left { 1 } else { 2 };
            let code = format!("F{:03}", entries.len() + 1);
            entries.push(Entry {
                fields: Fields::default()
                    .with("layer", "frontage")
                    .with("code", code.as_str())
                    .with("name", *shop)
                    .with("shop", *shop)
                    .with("trade", *trade)
                    .with("address", format!("{}{number}号", street.name)),
                drawn: Drawn::Line(line),
            });
            fronts.push(Front { code, shop, trade });
        }
    }
    (entries, fronts)
}

pub fn vending_zones(roads: &Roads) -> Vec<Entry> {
    let strip = |code: &str, on_left: bool, near: Xy, long: f64| -> Option<Drawn> {
        let (street, axis) = roads.street(code)?;
        let middle = project(axis, near);
        let line = piece(axis, middle - long / 2.0, middle + long / 2.0);
        let side = if on_left { 1.0 } else { -1.0 };
        let mut ring = offset(&line, side * (street.width / 2.0 + 0.4));
        let far = offset(&line, side * (street.width / 2.0 + 3.6));
        ring.extend(far.into_iter().rev());
        if super::curve::area(&ring) < 0.0 {
            ring.reverse();
        }
        Some(super::ground::area_of(&ring))
    };
    let morning = strip("R18", false, [350.0, 244.0], 84.0).map(|drawn| Entry {
        fields: Fields::default()
            .with("layer", "vending_zone")
            .with("code", "V01")
            .with("name", "和平街早市疏导区")
            .with("goods", "蔬菜、水果、早点")
            .with("weekdays", json!([1, 2, 3, 4, 5, 6, 7]))
            .with("hours", json!([["06:30", "09:30"]])),
        drawn,
    });
    let night = strip("R15", true, [905.0, 600.0], 96.0).map(|drawn| Entry {
        fields: Fields::default()
            .with("layer", "vending_zone")
            .with("code", "V02")
            .with("name", "桂花街夜市疏导区")
            .with("goods", "小吃、百货")
            .with("season", json!(["03-01", "11-30"]))
            .with("weekdays", json!([5, 6, 7]))
            .with("hours", json!([["17:30", "22:30"]])),
        drawn,
    });
    morning.into_iter().chain(night).collect()
}

/// Kinds of street furniture: slug, name, owner's party key, how many, condition known.
pub const FACILITY_KINDS: &[(&str, &str, &str, usize)] = &[
    ("box", "通信交接箱", "u_telecom", 8),
    ("box", "配电箱", "u_power", 7),
    ("bin", "果皮箱", "u_sanitation", 14),
    ("pole", "路灯杆", "u_lighting", 9),
    ("pole", "监控杆", "u_police_tech", 4),
    ("ad_board", "公益广告牌", "u_culture_ads", 7),
    ("ad_board", "候车亭广告牌", "u_bus", 3),
    ("kiosk", "便民报刊亭", "u_post", 3),
    ("smoking_area", "室外吸烟区", "u_community", 3),
    ("transformer", "箱式变压器", "u_power", 4),
    ("letterbox", "邮筒", "u_post", 2),
];

/// Facility entries, each with the key of its owner.
pub fn facilities(
    roads: &Roads,
    network: &Network,
    grid: &Grid,
    seed: u64,
) -> (Vec<Entry>, Vec<(String, &'static str)>) {
    let mut random = Random::for_part(seed, "facilities");
    let candidates: Vec<usize> = (0..STREETS.len())
        .filter(|&i| {
            STREETS[i].class != RoadClass::Lane && STREETS[i].code.starts_with("R1")
                || STREETS[i].code == "R01"
                || STREETS[i].code == "R04"
        })
        .collect();
    let mut taken: Vec<Xy> = Vec::new();
    let (mut entries, mut owners) = (Vec::new(), Vec::new());
    for (kind, name, owner, count) in FACILITY_KINDS {
        let mut placed = 0;
        while placed < *count {
            let Some(&street) = random.pick(&candidates) else { break };
            let axis = &roads.axes[street];
            let along_m = random.between(10.0, line_length(axis) - 10.0);
            let on_left = random.chance(0.5);
            let Some((place, _)) = beside(roads, STREETS[street].code, along_m, on_left, 1.4) else { break };
            let at_home =
                super::areas::block_at(network, place).is_ok_and(|block| grid.point_of(block).is_some());
            let free = taken.iter().all(|other| distance(*other, place) > 14.0);
            if !at_home || !free || roads.clearance(place) < 1.0 {
                continue;
            }
            taken.push(place);
            placed += 1;
            let code = format!("E{:03}", entries.len() + 1);
            let condition = match random.below(10) {
                0 => None,
                1 => Some("damaged"),
                2 => Some("worn"),
                _ => Some("good"),
            };
            entries.push(Entry {
                fields: Fields::default()
                    .with("layer", "facility")
                    .with("code", code.as_str())
                    .with("name", format!("{}{name}", STREETS[street].name))
                    .with("kind", *kind)
                    .with("owner", *owner)
                    .with_known("condition", condition),
                drawn: Drawn::Point(to_position(place)),
            });
            owners.push((code, *owner));
        }
    }
    (entries, owners)
}

pub fn sites(roads: &Roads) -> Vec<Entry> {
    let site = |n: usize, name: &str, kind: &str, place: Xy| Entry {
        fields: Fields::default()
            .with("layer", "site")
            .with("code", format!("S{n:02}"))
            .with("name", name)
            .with("kind", kind),
        drawn: Drawn::Point(to_position(place)),
    };
    let mut entries = Vec::new();
    for (name, kind, street, on_left, near) in SPOTS {
        let Some((_, axis)) = roads.street(street) else { continue };
        if let Some((place, _)) = beside(roads, street, project(axis, *near), *on_left, 3.0) {
            entries.push(site(entries.len() + 1, name, kind, place));
        }
    }
    for (i, (name, one, other)) in CROSSINGS.iter().enumerate() {
        let (Some((_, a)), Some((_, b))) = (roads.street(one), roads.street(other)) else { continue };
        let nearest = a.iter().min_by(|p, q| {
            super::curve::line_distance(b, **p).total_cmp(&super::curve::line_distance(b, **q))
        });
        if let Some(place) = nearest {
            // The numbers after 40 keep clear of the sites with grounds.
            entries.push(site(41 + i, name, "crossing", *place));
        }
    }
    entries
}

pub fn focus_spots() -> Vec<Entry> {
    let spot = |(i, (name, kind, state, place)): (usize, &(&str, &str, &str, Xy))| Entry {
        fields: Fields::default()
            .with("layer", "focus_spot")
            .with("code", format!("D{:02}", i + 1))
            .with("name", *name)
            .with("kind", *kind)
            .with("state", *state),
        drawn: Drawn::Point(to_position(*place)),
    };
    FOCUS_SPOTS.iter().enumerate().map(spot).collect()
}

/// Two resident groups a zone, each a union of points of the zone.
pub fn resident_groups(network: &Network, grid: &Grid, seed: u64) -> Vec<Entry> {
    const NUMBERS: [&str; 10] = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十"];
    let mut random = Random::for_part(seed, "resident groups");
    let mut entries = Vec::new();
    for zone in ZONES {
        let points: Vec<_> = grid
            .areas
            .iter()
            .filter(|a| a.level == "point" && a.parent.as_deref() == Some(zone.code))
            .collect();
        let half = points.len().div_ceil(2);
        for part in points.chunks(half) {
            let blocks: BTreeSet<usize> =
                part.iter().flat_map(|point| point.blocks.iter().copied()).collect();
            let i = entries.len();
            // One group has not been counted.
            let households = (i != 6).then(|| 380 + random.below(420));
            entries.push(Entry {
                fields: Fields::default()
                    .with("layer", "resident_group")
                    .with("code", format!("G{:02}", i + 1))
                    .with("name", format!("第{}居民小组", NUMBERS[i % 10]))
                    .with_known("households", households)
                    .with_known("people", households.map(|h| (h as f64 * random.between(2.5, 3.0)) as u64)),
                drawn: Drawn::Area(polygons(network.dissolve(&blocks))),
            });
        }
    }
    entries
}
