//! What an import of areas changes: pure comparison of the areas read with those in force, limited to a scope,
//! and the checks that decide whether the result may be published (R6, R7).

use super::rounding::is_rounding_crossing;
use crate::domain::geo::Shape;
use crate::domain::geo::validity::{self, RoundingKind, ShapeFault, ShapeFaultKind};
use crate::domain::grid::coverage::{self, Fault, FaultKind, Severity};
use crate::domain::grid::succession::takeovers_watched;
use crate::domain::grid::{Area, AreaFault, AreaId, AreaSet, Level, Scheme, Takeover};
use crate::domain::progress::{Cancelled, Progress, Stage};
use crate::domain::text::Words;
use crate::exchange::Problem;
use std::collections::{BTreeSet, HashMap, HashSet};

/// Which areas in force an import speaks for. Those of the imported levels that it leaves out are removed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AreaScope {
    /// The communities that the imported areas belong to; areas without a community form one group.
    Communities,
    /// What lies below this area.
    Below(String),
    /// Nothing is removed: areas are added or brought up to date.
    Additive,
}

/// A checked plan, ready to be published.
#[derive(Debug)]
pub struct AreaPlan {
    pub scheme: Scheme,
    pub added: Vec<String>,
    pub changed: Vec<String>,
    pub removed: Vec<String>,
    pub unchanged: usize,
    pub succession: Vec<Takeover>,
    /// Communities touched.
    pub scope_codes: Vec<String>,
    pub warnings: Vec<Problem>,
}

impl AreaPlan {
    /// Whether an area is new or changed.
    pub fn writes(&self, code: &str) -> bool {
        is_listed(&self.added, code) || is_listed(&self.changed, code)
    }

    /// Whether the rows of an area end: it changed or is removed.
    fn ends(&self, code: &str) -> bool {
        is_listed(&self.changed, code) || is_listed(&self.removed, code)
    }

    /// Whether anything differs.
    pub fn is_empty(&self) -> bool {
        self.added.is_empty() && self.changed.is_empty() && self.removed.is_empty()
    }
}

fn is_listed(sorted: &[String], code: &str) -> bool {
    sorted.binary_search_by(|known| known.as_str().cmp(code)).is_ok()
}

/// Compares and checks; gives the plan and the areas as they will stand. Every reason for a refusal comes back at
/// once, with its place. Areas are moved from list to list, never copied: a city's are most of the memory there is.
pub fn plan_areas(
    scheme: Scheme,
    standing: Vec<Area>,
    mut imported: Vec<Area>,
    scope: &AreaScope,
    progress: &Progress,
) -> Result<(AreaPlan, AreaSet), Vec<Problem>> {
    let mut problems = Vec::new();
    let mut warnings = Vec::new();
    if imported.is_empty() {
        return Err(vec![Problem::new("empty", "file", "文件里没有网格", "the file has no areas")]);
    }
    adopt_scope(&standing, &mut imported, scope, &mut problems);
    // An import of shapes says nothing about boundaries in words; what the roster told stays.
    let extents: HashMap<&str, &String> = standing
        .iter()
        .filter_map(|area| area.extent.as_ref().map(|extent| (area.code.as_str(), extent)))
        .collect();
    let levels: HashMap<&str, Level> = standing.iter().map(|area| (area.code.as_str(), area.level)).collect();
    progress.begin(Stage::Comparing, Some(imported.len() as u64));
    for area in &mut imported {
        progress.advance(1)?;
        if let Some(level) = levels.get(area.code.as_str()).filter(|level| **level != area.level) {
            let (code, here, there) = (&area.code, area.level.slug(), level.slug());
            problems.push(Problem::new(
                "duplicate_code",
                format!("area {code}"),
                format!("编码 {code} 已是一个 {there} 网格，不能再作 {here}"),
                format!("the code {code} is that of a {there} already, it cannot become a {here}"),
            ));
        }
        if area.extent.is_none() {
            area.extent = extents.get(area.code.as_str()).map(|extent| (*extent).clone());
        }
        if let Some(shape) = area.shape.take() {
            area.shape = Some(normalised(shape, &area.code, &mut problems, &mut warnings));
        }
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let mut plan = compare(scheme, &standing, &imported, scope);
    let codes: HashSet<String> = imported.iter().map(|area| area.code.clone()).collect();
    let mut ended = Vec::new();
    for area in standing {
        if plan.ends(&area.code) {
            ended.push(area);
        } else if !codes.contains(&area.code) {
            imported.push(area);
        }
    }
    let set =
        AreaSet::build(imported).map_err(|faults| faults.iter().map(area_problem).collect::<Vec<_>>())?;
    let written = || set.iter().map(|(_, area)| area).filter(|area| plan.writes(&area.code));
    if written().any(|area| area.shape.is_some()) {
        coverage(&set, scheme, &codes, &mut problems, &mut warnings, progress)?;
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let scope_codes = communities(&set, scheme, plan.added.iter().chain(&plan.changed));
    let succession = takeovers_watched(&ended, written(), progress)?;
    (plan.scope_codes, plan.succession, plan.warnings) = (scope_codes, succession, warnings);
    Ok((plan, set))
}

/// What makes a list of areas no tree, as a problem of the input.
pub fn area_problem(fault: &AreaFault) -> Problem {
    let code = match fault {
        AreaFault::DuplicateCode { .. } => "duplicate_code",
        AreaFault::UnknownParent { .. } => "unknown_parent",
        AreaFault::ParentNotAbove { .. } => "parent_not_above",
        AreaFault::BadCode { .. } => "bad_code",
        AreaFault::TooMany(_) => "too_many",
    };
    let place = fault.area_code().map_or_else(|| "file".to_owned(), |code| format!("area {code}"));
    Problem { code, place, words: fault.words() }
}

/// Hangs parentless areas of a scoped import below the scope, and refuses what lies outside of it.
pub(super) fn adopt_scope(
    standing: &[Area],
    imported: &mut [Area],
    scope: &AreaScope,
    problems: &mut Vec<Problem>,
) {
    let AreaScope::Below(code) = scope else { return };
    let root = standing.iter().chain(imported.iter()).find(|area| area.code == *code).map(|area| area.level);
    let Some(root_level) = root else {
        problems.push(Problem::new(
            "unknown_scope",
            "scope",
            format!("没有编码为 {code} 的网格"),
            format!("there is no area with the code {code}"),
        ));
        return;
    };
    for area in imported.iter_mut() {
        if area.parent.is_none() && area.code != *code && area.level > root_level {
            area.parent = Some(code.clone());
        }
    }
    let parents: HashMap<&str, &str> = standing
        .iter()
        .chain(imported.iter())
        .filter_map(|area| Some((area.code.as_str(), area.parent.as_deref()?)))
        .collect();
    for area in imported.iter() {
        // Bounded, because parents that form a circle are only found when the tree is built.
        let mut upward =
            std::iter::successors(Some(area.code.as_str()), |code| parents.get(code).copied()).take(8);
        if !upward.any(|above| above == code) {
            problems.push(Problem::new(
                "outside_scope",
                format!("area {}", area.code),
                format!("网格 {} 不属于范围 {code}", area.code),
                format!("area {} does not belong to the scope {code}", area.code),
            ));
        }
    }
}

/// Drops what rounding has left of edges and rings, as warnings, and lists what makes a shape invalid.
fn normalised(shape: Shape, code: &str, problems: &mut Vec<Problem>, warnings: &mut Vec<Problem>) -> Shape {
    let place = format!("area {code}");
    let (shape, notes) = validity::normalise(&shape);
    for note in &notes {
        let [lon, lat] = note.place.degrees();
        let (zh, en) = match note.kind {
            RoundingKind::ZeroLengthEdge => {
                ("取整后长度为零的边已去掉", "an edge became zero length by rounding")
            }
            RoundingKind::Spike => ("取整后往返重合的尖刺已去掉", "a spike closed by rounding"),
            RoundingKind::VanishedRing => ("取整后没有面积的环已去掉", "a ring vanished by rounding"),
        };
        warnings.push(Problem::new(
            note.kind.slug(),
            format!("{place} at {lon:.7},{lat:.7}"),
            format!("网格 {code}（{lon:.7}, {lat:.7}）：{zh}"),
            format!("area {code} ({lon:.7}, {lat:.7}): {en} and was left out"),
        ));
    }
    list_faults(validity::faults_of(&shape, &notes), &shape, &place, problems, warnings);
    shape
}

/// Adds every fault of a shape; crossings that rounding has made are warnings (R7).
pub(super) fn shape_problems(
    shape: &Shape,
    place: &str,
    problems: &mut Vec<Problem>,
    warnings: &mut Vec<Problem>,
) {
    list_faults(validity::faults(shape), shape, place, problems, warnings);
}

fn list_faults(
    faults: Vec<ShapeFault>,
    shape: &Shape,
    place: &str,
    problems: &mut Vec<Problem>,
    warnings: &mut Vec<Problem>,
) {
    for fault in faults {
        let words = fault.words();
        let rounding = fault.kind == ShapeFaultKind::SelfCrossing && is_rounding_crossing(shape, fault.place);
        let list = if rounding { &mut *warnings } else { &mut *problems };
        list.push(Problem {
            code: fault.kind.slug(),
            place: place.to_owned(),
            words: Words::new(format!("{place}：{}", words.zh), format!("{place}: {}", words.en)),
        });
    }
}

/// The comparison alone.
pub(super) fn compare(scheme: Scheme, standing: &[Area], imported: &[Area], scope: &AreaScope) -> AreaPlan {
    let known: HashMap<&str, &Area> = standing.iter().map(|area| (area.code.as_str(), area)).collect();
    let codes: HashSet<&str> = imported.iter().map(|area| area.code.as_str()).collect();
    let mut plan = AreaPlan {
        scheme,
        added: Vec::new(),
        changed: Vec::new(),
        removed: Vec::new(),
        unchanged: 0,
        succession: Vec::new(),
        scope_codes: Vec::new(),
        warnings: Vec::new(),
    };
    for area in imported {
        match known.get(area.code.as_str()) {
            Some(before) if *before == area => {
                plan.unchanged += 1;
                continue;
            }
            Some(_) => plan.changed.push(area.code.clone()),
            None => plan.added.push(area.code.clone()),
        }
    }
    let levels: BTreeSet<Level> = imported.iter().map(|area| area.level).collect();
    let above: HashMap<&str, &Area> =
        standing.iter().chain(imported).map(|area| (area.code.as_str(), area)).collect();
    let group = |area: &Area| group_of(area, &above, scope);
    let groups: HashSet<Option<String>> = imported.iter().map(group).collect();
    for area in standing {
        let left_out = levels.contains(&area.level) && !codes.contains(area.code.as_str());
        let removed = left_out
            && match scope {
                AreaScope::Additive => false,
                AreaScope::Below(code) => group(area).as_deref() == Some(code),
                AreaScope::Communities => groups.contains(&group(area)),
            };
        if removed {
            plan.removed.push(area.code.clone());
        }
    }
    plan.added.sort_unstable();
    plan.changed.sort_unstable();
    plan.removed.sort_unstable();
    plan
}

/// The group that an area is replaced with: its community, or the scope it lies below; areas above communities
/// stand each for themselves.
fn group_of(area: &Area, above: &HashMap<&str, &Area>, scope: &AreaScope) -> Option<String> {
    let mut upward =
        std::iter::successors(Some(area), |area| above.get(area.parent.as_deref()?).copied()).take(8);
    match scope {
        AreaScope::Below(code) => {
            upward.any(|up| up.code == *code && area.code != *code).then(|| code.clone())
        }
        _ if area.level < Level::Community => Some(area.code.clone()),
        _ => upward.find(|up| up.level == Level::Community).map(|up| up.code.clone()),
    }
}

fn communities<'a>(set: &AreaSet, scheme: Scheme, codes: impl Iterator<Item = &'a String>) -> Vec<String> {
    let found: BTreeSet<String> = codes
        .filter_map(|code| {
            let id = set.get(scheme, code)?;
            let community = set.ancestors(id).find(|id| set.area(*id).level == Level::Community)?;
            Some(set.area(community).code.clone())
        })
        .collect();
    found.into_iter().collect()
}

/// Geometry between areas. What contradicts itself is refused where the import takes part in it; gaps and what
/// rounding has done are told, because a grid grows community by community.
fn coverage(
    set: &AreaSet,
    scheme: Scheme,
    imported: &HashSet<String>,
    problems: &mut Vec<Problem>,
    warnings: &mut Vec<Problem>,
    progress: &Progress,
) -> Result<(), Cancelled> {
    let ours = |id: &AreaId| imported.contains(set.area(*id).code.as_str());
    for fault in coverage::check_watched(set, scheme, progress)? {
        if !fault.areas.iter().any(ours) {
            continue;
        }
        let problem = fault_problem(set, &fault);
        if is_fault(set, &fault) && is_contradiction(fault.kind) {
            problems.push(problem);
        } else {
            warnings.push(problem);
        }
    }
    Ok(())
}

/// Whether a finding is a fault and not what rounding has done.
pub fn is_fault(set: &AreaSet, fault: &Fault) -> bool {
    let rounding = || {
        fault.kind == FaultKind::SelfCrossing
            && fault.areas.first().and_then(|id| set.area(*id).shape.as_ref()).is_some_and(|shape| {
                // The check looks at the shape without its spikes; so does this.
                is_rounding_crossing(&validity::normalise(shape).0, fault.place)
            })
    };
    fault.severity == Severity::Fault && !rounding()
}

fn is_contradiction(kind: FaultKind) -> bool {
    matches!(
        kind,
        FaultKind::Overlap | FaultKind::Duplicate | FaultKind::SelfCrossing | FaultKind::ChildOutsideParent
    )
}

/// A geometry fault with its place and the codes of the areas concerned.
pub fn fault_problem(set: &AreaSet, fault: &Fault) -> Problem {
    let codes: Vec<&str> = fault.areas.iter().map(|id| set.area(*id).code.as_str()).collect();
    let [lon, lat] = fault.place.degrees();
    Problem {
        code: fault.kind.slug(),
        place: format!("{} at {lon:.7},{lat:.7}", codes.join(" / ")),
        words: fault.words.clone(),
    }
}
