//! What a repair of a draft would do: within a tolerance, or one fault as a person decides. Only areas of the draft's
//! scope move, and nothing is stored; the answer holds the areas as they would be, to be looked at and saved.

use super::answer::*;
use super::as_of::blocking;
use super::draft::Standing;
use super::draft_check::{fault_answer, in_scope};
use super::error::{AppError, FieldError};
use super::service::{Result, Service};
use crate::domain::geo::{Plane, Position};
use crate::domain::grid::coverage::repair::{
    AreaMove, Decision, Repair, Tolerance, UNATTENDED_M, WIDEST_M, mend_among, repair_among, width_histogram,
};
use crate::domain::grid::{Area, AreaSet, Fault, check};
use crate::domain::progress::Progress;
use crate::exchange::geometry_json;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use uuid::Uuid;

/// Places shown of one area.
const MOST_MOVES: usize = 200;

/// What is to be repaired.
#[derive(Debug, Clone, PartialEq)]
pub enum RepairWish {
    /// Everything whose borders then move by no more than this.
    Within { metres: f64, close_open_strips: bool },
    /// One fault at the place that the check told. A gap goes to the area named; an overlap stays with it and is cut from
    /// the others, or from all where none is named.
    One { place: Position, give_to: Option<String> },
}

impl Service {
    pub async fn repair_draft(&self, id: Uuid, wish: RepairWish) -> Result<DraftRepair> {
        if let RepairWish::Within { metres, .. } = &wish
            && !(UNATTENDED_M..=WIDEST_M).contains(metres)
        {
            return Err(AppError::invalid(FieldError::new(
                "tolerance_m",
                "out_of_range",
                format!("tolerance_m 应在 {UNATTENDED_M} 到 {WIDEST_M} 米之间"),
                format!("tolerance_m must be between {UNATTENDED_M} and {WIDEST_M} metres"),
            )));
        }
        let standing = self.standing(id).await?;
        blocking(move || repair_standing(&standing, &wish)).await
    }
}

fn repair_standing(standing: &Arc<Standing>, wish: &RepairWish) -> Result<DraftRepair> {
    let set = standing.tree()?;
    let scheme = standing.draft.scheme;
    let scope: HashSet<String> = set
        .iter()
        .filter(|(id, area)| area.scheme == scheme && standing.covers(&set, *id))
        .map(|(_, area)| area.code.clone())
        .collect();
    let before = check(&set, scheme);
    if let RepairWish::One { place, give_to } = wish {
        expect_fault(&set, &before, *place, give_to.as_deref(), &scope)?;
    }
    let may_move = |area: &Area| area.scheme == scheme && scope.contains(&area.code);
    let areas = standing.after.clone();
    let done = match wish {
        RepairWish::Within { metres, close_open_strips } => {
            let tolerance = Tolerance { metres: *metres, close_open_strips: *close_open_strips };
            repair_among(areas, scheme, tolerance, may_move, &Progress::default())
        }
        RepairWish::One { place, give_to } => {
            let decision = Decision { place: *place, owner: give_to.clone() };
            mend_among(areas, scheme, &[decision], may_move)
        }
    };
    let done = done.map_err(|_| AppError::Internal(anyhow::anyhow!("a tree became none by its repair")))?;
    if let RepairWish::One { .. } = wish
        && done.moves.is_empty()
    {
        return Err(AppError::invalid(FieldError::new(
            "give_to",
            "nothing_moves",
            "这样处理不会移动草稿范围内的任何边界，请选择另一个网格，或扩大草稿范围",
            "no border in the scope of the draft would move this way; choose another area, or a draft with a wider scope",
        )));
    }
    answer(standing, &set, &before, done)
}

/// There must be a fault at the place, and an area that may take its ground.
fn expect_fault(
    set: &AreaSet,
    before: &[Fault],
    place: Position,
    give_to: Option<&str>,
    scope: &HashSet<String>,
) -> Result<()> {
    let mut faults = Vec::new();
    if !before.iter().any(|fault| fault.place == place && fault.width_m.is_some()) {
        faults.push(FieldError::new(
            "fault",
            "no_fault",
            "这个位置没有缝隙或重叠，可能已经改过，请重新检查",
            "there is no gap or overlap at this place; it may have been mended, check again",
        ));
    }
    if let Some(code) = give_to {
        let known = set.iter().any(|(_, area)| area.code == code);
        if !known {
            faults.push(FieldError::new(
                "give_to",
                "unknown",
                format!("没有编码为「{code}」的网格"),
                format!("there is no area with the code “{code}”"),
            ));
        } else if !scope.contains(code) && gap_at(before, place) {
            faults.push(FieldError::new(
                "give_to",
                "outside_scope",
                format!("网格 {code} 不属于这份草稿的范围"),
                format!("area {code} does not belong to the scope of this draft"),
            ));
        }
    } else if gap_at(before, place) {
        faults.push(FieldError::new(
            "give_to",
            "missing",
            "请说明缝隙归哪个网格",
            "say which area the gap goes to",
        ));
    }
    if faults.is_empty() { Ok(()) } else { Err(AppError::Invalid(faults)) }
}

fn gap_at(before: &[Fault], place: Position) -> bool {
    use crate::domain::grid::FaultKind::{Gap, ParentNotFilled};
    before.iter().any(|fault| fault.place == place && matches!(fault.kind, Gap | ParentNotFilled))
}

fn answer(standing: &Standing, set: &AreaSet, before: &[Fault], done: Repair) -> Result<DraftRepair> {
    let max_m = done.max_m();
    let after = AreaSet::build(done.areas)
        .map_err(|_| AppError::Internal(anyhow::anyhow!("a tree became none by its repair")))?;
    let found: Vec<Fault> = before.iter().filter(|fault| in_scope(standing, set, fault)).cloned().collect();
    let left: Vec<&Fault> = done.left.iter().filter(|fault| in_scope(standing, &after, fault)).collect();
    let moves: HashMap<&str, &AreaMove> = done.moves.iter().map(|one| (one.code.as_str(), one)).collect();
    let scheme = standing.draft.scheme;
    let changed = after.iter().filter(|(_, area)| area.scheme == scheme);
    let areas = changed.filter_map(|(_, area)| Some(repaired_area(area, moves.get(area.code.as_str())?)));
    Ok(DraftRepair {
        version: standing.draft.version,
        widths: width_histogram(&found)
            .into_iter()
            .map(|bin| WidthCount {
                up_to_m: bin.up_to_m.is_finite().then_some(bin.up_to_m),
                gaps: bin.gaps,
                overlaps: bin.overlaps,
                area_m2: bin.area_m2,
            })
            .collect(),
        mended: found.len().saturating_sub(left.len()),
        left: left.into_iter().map(|fault| fault_answer(&after, fault)).collect(),
        max_m,
        areas: areas.collect(),
    })
}

fn repaired_area(area: &Area, moved: &AreaMove) -> RepairedArea {
    let mut moves: Vec<BorderMove> = moved
        .vertices
        .iter()
        // A vertex on the old border moves nothing.
        .filter(|one| one.metres > Plane::at(one.place).unit_m() / 2.0)
        .map(|one| BorderMove { position: one.place.degrees(), metres: one.metres, added: one.added })
        .collect();
    moves.sort_by(|a, b| b.metres.total_cmp(&a.metres));
    moves.truncate(MOST_MOVES);
    RepairedArea {
        code: area.code.clone(),
        name: area.name.clone(),
        level: area.level.slug(),
        parent: area.parent.clone(),
        extent: area.extent.clone(),
        max_m: moved.max_m,
        gained_m2: moved.gained_m2,
        lost_m2: moved.lost_m2,
        moves,
        geometry: geometry_json::shape(&area.shape.clone().unwrap_or_default()),
    }
}
