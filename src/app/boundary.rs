//! Boundaries that the loaded roads make: the ground that a text describes (东至…南至…西至…北至…), and the blocks of the
//! street network. Both are proposals: nothing is stored, a person looks at them and draws with them.

use super::answer::{BoundaryProposal, BoundarySide, FeatureRef, StreetBlock, StreetBlocks};
use super::as_of::blocking;
use super::error::{AppError, FieldError};
use super::reference::Reference;
use super::service::{Result, Service};
use crate::domain::feature::{Axis, FeatureId, Layer, SideRule};
use crate::domain::geo::{Position, Shape};
use crate::domain::glossary;
use crate::domain::grid::Scheme;
use crate::domain::grid::coverage::blocks::blocks;
use crate::domain::grid::four_sides::{NotEnclosed, Side, enclosed, sides_in};
use crate::exchange::geometry_json;
use std::sync::Arc;

/// Axes often end at the kerb of the road that they join; half the width of a wide one, with its verges.
const REACH_M: f64 = 60.0;
/// More blocks than a person starts a grid from.
const MOST_BLOCKS: usize = 5_000;
/// Smaller blocks are islands between carriageways and drawing accidents, square metres.
const SMALLEST_BLOCK_M2: f64 = 25.0;
/// Names offered where one is not found.
const MOST_SUGGESTIONS: usize = 5;

/// Where a boundary runs that follows a road.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Along {
    /// As the side rule of each road says; along its axis where it has none.
    SideRule,
    Axis,
    Kerb,
}

impl Service {
    /// The ground that `text` describes by the roads on its four sides.
    pub async fn boundary_from_words(&self, text: String, along: Along) -> Result<BoundaryProposal> {
        let reference = self.reference();
        blocking(move || from_words(&reference, &text, along)).await
    }

    /// The blocks between all streets, or those within one area, cut off at its border.
    pub async fn street_blocks(&self, scheme: Scheme, within: Option<String>) -> Result<StreetBlocks> {
        let reference = self.reference();
        blocking(move || street_blocks(&reference, scheme, within.as_deref())).await
    }
}

fn refused(field: &str, code: &'static str, zh: impl Into<String>, en: impl Into<String>) -> AppError {
    AppError::invalid(FieldError::new(field, code, zh, en))
}

fn no_roads(field: &str) -> AppError {
    refused(
        field,
        "no_roads",
        "还没有道路数据，请先导入道路（带中心线或画成线）",
        "no roads are loaded; import roads first, as lines or with their axes",
    )
}

fn from_words(reference: &Reference, text: &str, along: Along) -> Result<BoundaryProposal> {
    if reference.features.of_layer(Layer::Road).is_empty() {
        return Err(no_roads("text"));
    }
    let named = sides_in(text);
    let mut faults = Vec::new();
    let mut lines: [Vec<Vec<Position>>; 4] = Default::default();
    let mut sides = Vec::new();
    for (&side, names) in Side::ALL.iter().zip(&named) {
        let words = glossary::term(side.slug());
        if names.is_empty() {
            faults.push(FieldError::new(
                "text",
                "side_missing",
                format!("没有写明{}至哪条路，例如「{}至学府路」", words.zh, words.zh),
                format!("the {} side is not told; write 东至…，南至…，西至…，北至…", words.en),
            ));
        }
        let mut roads = Vec::new();
        let mut at_kerb = false;
        for name in names {
            let found = roads_named(reference, name);
            if found.is_empty() {
                faults.push(unknown_road(reference, name));
            }
            for id in found {
                let (own, kerb) = lines_of(reference, id, along);
                at_kerb |= kerb;
                lines[side as usize].extend(own);
                roads.push(id);
            }
        }
        let roads = roads.iter().map(|&id| road_ref(reference, id)).collect();
        sides.push(BoundarySide { side: side.slug(), roads, at_kerb });
    }
    if !faults.is_empty() {
        return Err(AppError::Invalid(faults));
    }
    for (side, own) in sides.iter().zip(&lines) {
        if own.is_empty() {
            let name = side.roads.first().map_or("", |road| road.name.as_str());
            return Err(refused(
                "text",
                "road_without_axis",
                format!("道路「{name}」没有中心线，无法沿它划界；请补上 axis，或把它画成线"),
                format!("the road “{name}” has no axis to follow; give it one, or draw it as a line"),
            ));
        }
    }
    let block = enclosed(&lines, REACH_M).map_err(not_enclosed)?;
    Ok(BoundaryProposal {
        geometry: geometry_json::shape(&block.shape),
        area_m2: libm::round(block.shape.area_m2()),
        middle: block.shape.label_position().degrees(),
        sides,
    })
}

/// Roads of this name or code; several may share a name. Else those whose names begin with it, as 玉兰大道北段 does with
/// 玉兰大道.
fn roads_named(reference: &Reference, name: &str) -> Vec<FeatureId> {
    let roads = reference.features.of_layer(Layer::Road);
    let matching = |fits: &dyn Fn(&str, &str) -> bool| -> Vec<FeatureId> {
        let fits = |id: &FeatureId| {
            let road = reference.features.feature(*id);
            fits(road.name.trim(), &road.code)
        };
        roads.iter().copied().filter(fits).collect()
    };
    let same = matching(&|road, code| road == name || code == name);
    // One letter begins too many names to mean one of them.
    if !same.is_empty() || name.chars().count() < 2 {
        return same;
    }
    matching(&|road, _| road.starts_with(name))
}

fn unknown_road(reference: &Reference, name: &str) -> FieldError {
    // By how many letters they share: 玉兰路 is meant for 玉兰大道 more likely than for 学府路.
    let shared = |road: &str| name.chars().filter(|letter| road.contains(*letter)).count();
    let roads = reference.features.of_layer(Layer::Road).iter();
    let mut known: Vec<&str> = roads.map(|&id| reference.features.feature(id).name.as_str()).collect();
    known.sort_unstable();
    known.dedup();
    known.sort_by_key(|road| std::cmp::Reverse(shared(road)));
    known.truncate(MOST_SUGGESTIONS);
    FieldError::new(
        "text",
        "unknown_road",
        format!("道路数据里没有「{name}」；有：{}", known.join("、")),
        format!("there is no road “{name}”; there are: {}", known.join(", ")),
    )
}

fn lines_of(reference: &Reference, id: FeatureId, along: Along) -> (Vec<Vec<Position>>, bool) {
    let road = reference.features.feature(id);
    let at_kerb = match along {
        Along::SideRule => road.side_rule() == Some(SideRule::NearKerb),
        Along::Axis => false,
        Along::Kerb => true,
    };
    let kerbs = if at_kerb { road.kerbs() } else { None };
    match kerbs {
        Some(kerbs) => (kerbs, true),
        None => (Axis::of(road).map(|axis| axis.line().to_vec()).into_iter().collect(), false),
    }
}

fn road_ref(reference: &Reference, id: FeatureId) -> FeatureRef {
    let road = reference.features.feature(id);
    FeatureRef { layer: road.layer.slug(), code: road.code.clone(), name: road.name.clone() }
}

fn tangled(field: &str) -> AppError {
    refused(
        field,
        "tangled",
        "道路的线重叠太多，无法计算，请先清理道路数据",
        "too many lines of these roads lie over each other; clean the road data first",
    )
}

fn not_enclosed(why: NotEnclosed) -> AppError {
    match why {
        NotEnclosed::Open { sides: [a, b], apart_m, place } => {
            let (a, b) = (glossary::term(a.slug()), glossary::term(b.slug()));
            let [lon, lat] = place.degrees();
            refused(
                "text",
                "sides_apart",
                format!("{}边与{}边的道路没有相交，最近处相距 {apart_m:.0} 米（{lon}, {lat}）", a.zh, b.zh),
                format!(
                    "the roads on the {} and the {} side do not meet; they are {apart_m:.0} m apart near {lon}, {lat}",
                    a.en, b.en
                ),
            )
        }
        NotEnclosed::NoGround => refused(
            "text",
            "no_ground",
            "这四面的道路围不出一块地，请检查东南西北是否写反",
            "these four roads do not enclose any ground; check whether the sides are exchanged",
        ),
        NotEnclosed::Tangled => tangled("text"),
    }
}

fn street_blocks(reference: &Arc<Reference>, scheme: Scheme, within: Option<&str>) -> Result<StreetBlocks> {
    let outer: Option<&Shape> = match within {
        None => None,
        Some(code) => {
            let id = reference
                .areas
                .get(scheme, code)
                .ok_or_else(|| AppError::NotFound { kind: "area", id: code.to_owned() })?;
            let shape = reference.areas.area(id).shape.as_ref();
            Some(shape.ok_or_else(|| {
                refused(
                    "within",
                    "not_drawn",
                    format!("网格「{code}」还没有绘制边界"),
                    format!("the area “{code}” has no boundary yet"),
                )
            })?)
        }
    };
    let near = match outer.and_then(Shape::bounds) {
        Some(window) => reference.features.intersecting(window),
        None => reference.features.of_layer(Layer::Road).to_vec(),
    };
    let streets: Vec<(FeatureId, Axis)> =
        near.into_iter().filter_map(|id| Some((id, Axis::of(reference.features.feature(id))?))).collect();
    if streets.is_empty() {
        return Err(no_roads("within"));
    }
    let mut lines: Vec<Vec<Position>> = streets.iter().map(|(_, axis)| axis.line().to_vec()).collect();
    lines.extend(
        outer
            .into_iter()
            .flat_map(Shape::rings)
            .map(|ring| ring.iter().chain(ring.first()).copied().collect()),
    );
    let found = blocks(&lines, REACH_M).ok_or_else(|| tangled("within"))?;
    let mut kept = Vec::new();
    for block in found {
        let middle = block.shape.label_position();
        let area_m2 = block.shape.area_m2();
        if area_m2 < SMALLEST_BLOCK_M2 || outer.is_some_and(|outer| !outer.contains(middle)) {
            continue;
        }
        let along = block.lines.iter().filter_map(|&line| streets.get(line as usize));
        kept.push(StreetBlock {
            geometry: geometry_json::shape(&block.shape),
            area_m2: libm::round(area_m2),
            middle: middle.degrees(),
            roads: along.map(|&(id, _)| road_ref(reference, id)).collect(),
        });
    }
    if kept.len() > MOST_BLOCKS {
        return Err(refused(
            "within",
            "too_many_blocks",
            format!("有 {} 个街块，请用 within 选一个网格", kept.len()),
            format!("there are {} blocks; choose an area with within", kept.len()),
        ));
    }
    Ok(StreetBlocks { blocks: kept })
}
