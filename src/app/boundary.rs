//! Boundaries that the loaded roads make: the ground that a text describes (东至…南至…西至…北至…), and the blocks of the
//! street network. Both are proposals: nothing is stored, a person looks at them and draws with them.

use super::answer::{BoundaryProposal, BoundarySide, FeatureRef, RoadsNamed, StreetBlock, StreetBlocks};
use super::as_of::blocking;
use super::error::{AppError, FieldError};
use super::reference::Reference;
use super::service::{Result, Service};
use crate::domain::feature::{Axis, FeatureId, Layer, SideRule};
use crate::domain::geo::{Position, Shape};
use crate::domain::glossary;
use crate::domain::grid::coverage::blocks::blocks;
use crate::domain::grid::four_sides::{NotEnclosed, Side, enclosed, sides_in};
use crate::domain::grid::{AreaId, Scheme};
use crate::domain::routing::SIDE_OWNER;
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
    /// As the side rule of each road says; along its axis where it has none, and where one owner has the whole road and
    /// nothing is known of the area.
    SideRule,
    Axis,
    Kerb,
}

impl Service {
    /// The ground that `text` describes by the roads on its four sides. `area`: the code of the area that it is meant for, or
    /// of one around it; roads that belong to one owner as a whole then lie on the right side of the boundary.
    pub async fn boundary_from_words(
        &self,
        text: String,
        along: Along,
        area: Option<String>,
    ) -> Result<BoundaryProposal> {
        let reference = self.reference();
        blocking(move || from_words(&reference, &text, along, area.as_deref())).await
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

/// Which line of a road the boundary follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Line {
    Axis,
    NearKerb,
    /// The road is the area's own.
    FarKerb,
}

fn from_words(
    reference: &Reference,
    text: &str,
    along: Along,
    area: Option<&str>,
) -> Result<BoundaryProposal> {
    if reference.features.of_layer(Layer::Road).is_empty() {
        return Err(no_roads("text"));
    }
    let mut faults = Vec::new();
    let area = area.and_then(|code| {
        let found = reference.areas.get(Scheme::Duty, code);
        if found.is_none() {
            faults.push(FieldError::new(
                "for",
                "unknown",
                format!("没有编码为「{code}」的网格"),
                format!("there is no area with the code “{code}”"),
            ));
        }
        found
    });
    let mut sides = Vec::new();
    for (&side, told) in Side::ALL.iter().zip(&sides_in(text)) {
        let words = glossary::term(side.slug());
        if told.is_empty() {
            faults.push(FieldError::new(
                "text",
                "side_missing",
                format!("没有写明{}至哪条路，例如「{}至学府路」", words.zh, words.zh),
                format!("the {} side is not told; write 东至…，南至…，西至…，北至…", words.en),
            ));
        }
        let mut names = Vec::new();
        let mut roads = Vec::new();
        for name in told {
            let (found, exactly) = roads_named(reference, name);
            if found.is_empty() {
                faults.push(unknown_road(reference, name));
            }
            let codes = found.iter().map(|&id| reference.features.feature(id).code.clone()).collect();
            names.push(RoadsNamed { name: name.clone(), exactly, roads: codes });
            roads.extend(found.into_iter().map(|id| (id, line_along(reference, id, along, area))));
        }
        sides.push((side, names, roads));
    }
    if !faults.is_empty() {
        return Err(AppError::Invalid(faults));
    }
    // Which kerb is the far one shows from the ground between the axes.
    let lines = |beyond: Option<Position>| -> [Vec<Vec<Position>>; 4] {
        let of = |at: usize| -> Vec<Vec<Position>> {
            let roads = sides[at].2.iter();
            roads.flat_map(|&(id, line)| lines_of(reference, id, line, beyond)).collect()
        };
        std::array::from_fn(of)
    };
    let first = lines(None);
    for ((_, _, roads), own) in sides.iter().zip(&first) {
        if own.is_empty() {
            let name = roads.first().map_or("", |&(id, _)| reference.features.feature(id).name.as_str());
            return Err(refused(
                "text",
                "road_without_axis",
                format!("道路「{name}」没有中心线，无法沿它划界；请补上 axis，或把它画成线"),
                format!("the road “{name}” has no axis to follow; give it one, or draw it as a line"),
            ));
        }
    }
    let mut block = enclosed(&first, REACH_M).map_err(not_enclosed)?;
    let mut whole_roads = false;
    if sides.iter().any(|(_, _, roads)| roads.iter().any(|&(_, line)| line == Line::FarKerb))
        && let Ok(wider) = enclosed(&lines(Some(block.shape.label_position())), REACH_M)
    {
        block = wider;
        whole_roads = true;
    }
    let sides = sides.into_iter().map(|(side, names, roads)| {
        let runs = |wanted: Line| roads.iter().any(|&(id, line)| line == wanted && has_kerbs(reference, id));
        let road_inside = whole_roads && runs(Line::FarKerb);
        BoundarySide {
            side: side.slug(),
            at_kerb: runs(Line::NearKerb) || road_inside,
            road_inside,
            roads: roads.iter().map(|&(id, _)| road_ref(reference, id)).collect(),
            names,
        }
    });
    Ok(BoundaryProposal {
        geometry: geometry_json::shape(&block.shape),
        area_m2: libm::round(block.shape.area_m2()),
        middle: block.shape.label_position().degrees(),
        sides: sides.collect(),
    })
}

/// Roads of this name or code; several may share a name. Else those whose names begin with it, as 玉兰大道北段 does with
/// 玉兰大道; false then.
fn roads_named(reference: &Reference, name: &str) -> (Vec<FeatureId>, bool) {
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
        return (same, true);
    }
    (matching(&|road, _| road.starts_with(name)), false)
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
    .at(name)
}

fn line_along(reference: &Reference, id: FeatureId, along: Along, area: Option<AreaId>) -> Line {
    let road = reference.features.feature(id);
    match (along, road.side_rule()) {
        (Along::Kerb, _) | (Along::SideRule, Some(SideRule::NearKerb)) => Line::NearKerb,
        (Along::SideRule, Some(SideRule::OneOwner)) => {
            let owner = road.text(SIDE_OWNER).and_then(|code| reference.areas.get(Scheme::Duty, code));
            match (area, owner) {
                (Some(area), Some(owner)) if akin(reference, area, owner) => Line::FarKerb,
                (Some(_), Some(_)) => Line::NearKerb,
                _ => Line::Axis,
            }
        }
        _ => Line::Axis,
    }
}

/// Whether one of them is the other or lies below it.
fn akin(reference: &Reference, a: AreaId, b: AreaId) -> bool {
    let above = |low: AreaId, high: AreaId| reference.areas.ancestors(low).any(|area| area == high);
    above(a, b) || above(b, a)
}

fn has_kerbs(reference: &Reference, id: FeatureId) -> bool {
    reference.features.feature(id).kerbs().is_some()
}

/// The lines of a road; its axis where it has no such kerb, and for the far one until `beyond` says what it is far from.
fn lines_of(
    reference: &Reference,
    id: FeatureId,
    line: Line,
    beyond: Option<Position>,
) -> Vec<Vec<Position>> {
    let road = reference.features.feature(id);
    let kerbs = match line {
        Line::Axis => None,
        Line::NearKerb => road.kerbs(),
        Line::FarKerb => beyond.and_then(|middle| road.kerb_beyond(middle)),
    };
    kerbs.unwrap_or_else(|| Axis::of(road).map(|axis| axis.line().to_vec()).into_iter().collect())
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
