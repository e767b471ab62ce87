//! The certificate of 全覆盖、无缝隙 (R7): geometry by the exact check, posts that nobody holds, and departments
//! that have nobody. It proves what is loaded; what is not drawn is counted, never guessed. Fingerprints of the canonical
//! boundaries say what it was that was checked.

use super::import_plan::{fault_problem, is_fault};
use super::service::{Result, Service};
use crate::domain::duty::{PostState, Roster, Target, department_gaps, vacancies};
use crate::domain::glossary;
use crate::domain::grid::coverage::{self, Fault};
use crate::domain::grid::{AreaId, AreaSet, Level, Scheme, fingerprints};
use crate::domain::instant::Instant;
use crate::domain::text::Words;
use crate::exchange::Problem;
use serde::Serialize;
use std::collections::{BTreeMap, HashSet};
use utoipa::ToSchema;

/// Geometry between areas.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct GeometryFinding {
    pub kind: &'static str,
    pub warning: bool,
    pub place: [f64; 2],
    pub width_m: Option<f64>,
    pub area_m2: Option<f64>,
    pub areas: Vec<String>,
    pub words: Words,
}

/// A post without a person.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PostFinding {
    pub role: &'static str,
    /// `vacant`, or `person_pending` as a warning.
    pub state: &'static str,
    #[schema(value_type = String)]
    pub level: Level,
    pub code: String,
    pub name: String,
    pub words: Words,
}

/// A department without anybody, at the topmost area where that is so.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DepartmentFinding {
    pub department: String,
    #[schema(value_type = String)]
    pub level: Level,
    pub code: String,
    pub name: String,
    pub words: Words,
}

/// An area with children that do not fill it, or without any shape.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Undrawn {
    pub code: String,
    pub name: String,
    /// None while the area itself has no shape.
    pub undrawn_m2: Option<f64>,
    pub share: Option<f64>,
}

/// Fingerprints of the boundaries that were checked, in lower-case hexadecimal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Boundaries {
    /// Drawn areas.
    pub areas: usize,
    pub sha256: String,
    pub sm3: String,
}

/// What only the areas decide; computed once for a snapshot, because it takes the longest.
#[derive(Debug, Clone)]
pub struct GeometryPart {
    pub findings: Vec<GeometryFinding>,
    pub undrawn: Vec<Undrawn>,
    pub boundaries: Boundaries,
}

/// The whole certificate. It holds when `faults` is 0.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Certificate {
    #[schema(value_type = String)]
    pub scheme: Scheme,
    pub edition: Option<i64>,
    pub at: String,
    pub boundaries: Boundaries,
    pub areas: BTreeMap<&'static str, usize>,
    pub faults: usize,
    pub warnings: usize,
    pub geometry: Vec<GeometryFinding>,
    /// None where people were not checked.
    pub posts: Option<Vec<PostFinding>>,
    pub departments: Option<Vec<DepartmentFinding>>,
    pub undrawn: Vec<Undrawn>,
}

impl GeometryPart {
    /// Checks the geometry of one scheme and takes its fingerprints.
    pub fn of(set: &AreaSet, scheme: Scheme) -> Self {
        let finding = |fault: &Fault| {
            let Problem { code, words, .. } = fault_problem(set, fault);
            GeometryFinding {
                kind: code,
                warning: !is_fault(set, fault),
                place: fault.place.degrees(),
                width_m: fault.width_m,
                area_m2: fault.area_m2,
                areas: fault.areas.iter().map(|id| set.area(*id).code.clone()).collect(),
                words,
            }
        };
        let fingerprints = fingerprints(set, scheme);
        Self {
            findings: coverage::check(set, scheme).iter().map(finding).collect(),
            undrawn: undrawn(set, scheme),
            boundaries: Boundaries {
                areas: fingerprints.areas,
                sha256: fingerprints.sha256,
                sm3: fingerprints.sm3,
            },
        }
    }
}

/// Who should hold posts, and when that is asked.
pub struct People<'a> {
    pub roster: &'a Roster,
    pub departments: &'a [(String, Words)],
    pub at: Instant,
}

/// Joins the checked geometry with posts and departments, which belong to the duty scheme alone.
pub fn certify(
    geometry: &GeometryPart,
    set: &AreaSet,
    scheme: Scheme,
    people: &People<'_>,
    edition: Option<i64>,
    shown_at: String,
) -> Certificate {
    let People { roster, departments, at } = *people;
    let (posts, gaps) = if scheme == Scheme::Duty {
        (Some(post_findings(set, roster, at)), Some(department_findings(set, roster, departments, at)))
    } else {
        (None, None)
    };
    let mut areas = BTreeMap::new();
    for level in Level::ALL {
        let count = set.of_level(scheme, *level).len();
        if count > 0 {
            areas.insert(level.slug(), count);
        }
    }
    let mut certificate = Certificate {
        scheme,
        edition,
        at: shown_at,
        boundaries: geometry.boundaries.clone(),
        areas,
        faults: 0,
        warnings: 0,
        geometry: geometry.findings.clone(),
        posts,
        departments: gaps,
        undrawn: geometry.undrawn.clone(),
    };
    certificate.count();
    certificate
}

impl Service {
    /// The certificate of the areas and posts in force at `at`. The geometry is checked once for each snapshot, off
    /// the threads that answer.
    pub async fn certificate(&self, scheme: Scheme, at: Instant) -> Result<Certificate> {
        let edition = self.store().current_edition(scheme, at).await?;
        let reference = self.reference_at(Some(at), None).await?;
        let work = move || {
            let all = reference.rulebook.rules.departments();
            let departments: Vec<(String, Words)> =
                all.iter().map(|department| (department.slug.clone(), department.name.clone())).collect();
            let (areas, roster) = (&reference.areas, &reference.roster);
            let people = People { roster, departments: &departments, at };
            certify(reference.geometry(scheme), areas, scheme, &people, edition, reference.zoned(at))
        };
        match tokio::task::spawn_blocking(work).await {
            Ok(certificate) => Ok(certificate),
            Err(panicked) => std::panic::resume_unwind(panicked.into_panic()),
        }
    }
}

impl Certificate {
    /// Keeps geometry alone.
    pub fn leave_out_people(&mut self) {
        self.posts = None;
        self.departments = None;
        self.count();
    }

    fn count(&mut self) {
        let posts = self.posts.as_deref().unwrap_or_default();
        let pending = posts.iter().filter(|post| post.state == "person_pending").count();
        let warned = self.geometry.iter().filter(|finding| finding.warning).count();
        let departments = self.departments.as_ref().map_or(0, Vec::len);
        self.faults = self.geometry.len() - warned + posts.len() - pending + departments;
        self.warnings = warned + pending;
    }
}

fn target(set: &AreaSet, id: AreaId) -> Target {
    let area = set.area(id);
    Target::Area { scheme: area.scheme, code: area.code.clone() }
}

fn duty_areas(set: &AreaSet) -> Vec<(AreaId, Level, Target)> {
    set.iter()
        .filter(|(_, area)| area.scheme == Scheme::Duty)
        .map(|(id, area)| (id, area.level, target(set, id)))
        .collect()
}

fn post_findings(set: &AreaSet, roster: &Roster, at: Instant) -> Vec<PostFinding> {
    let areas = duty_areas(set);
    vacancies(roster, areas.iter().map(|(_, level, target)| (*level, target)), at)
        .into_iter()
        .map(|vacancy| {
            let (code, name) = named(set, &vacancy.target);
            let role = glossary::words(vacancy.role.slug());
            let (state, zh, en) = match vacancy.state {
                PostState::PersonPending => {
                    ("person_pending", "单位已定，人未定", "the unit is named, the person is not")
                }
                _ => ("vacant", "空缺", "vacant"),
            };
            let words = Words::new(
                format!("{name}({code})的{}:{zh}", role.zh),
                format!("{} of {name} ({code}): {en}", role.en),
            );
            PostFinding { role: vacancy.role.slug(), state, level: vacancy.level, code, name, words }
        })
        .collect()
}

fn department_findings(
    set: &AreaSet,
    roster: &Roster,
    departments: &[(String, Words)],
    at: Instant,
) -> Vec<DepartmentFinding> {
    let slugs: Vec<&str> = departments.iter().map(|(slug, _)| slug.as_str()).collect();
    let paths: Vec<Vec<Target>> = duty_areas(set)
        .iter()
        // Departments answer from the community down; what is above only lends them its posts.
        .filter(|(_, level, _)| *level >= Level::Community)
        .map(|(id, _, _)| set.ancestors(*id).map(|up| target(set, up)).collect())
        .collect();
    let gaps = department_gaps(roster, paths.iter().map(Vec::as_slice), &slugs, at);
    let known: HashSet<(Target, String)> =
        gaps.iter().map(|gap| (gap.target.clone(), gap.department.clone())).collect();
    gaps.into_iter()
        .filter_map(|gap| {
            let Target::Area { scheme, code } = &gap.target else { return None };
            let id = set.get(*scheme, code)?;
            let above = set.parent(id).map(|up| target(set, up));
            if above.is_some_and(|above| known.contains(&(above, gap.department.clone()))) {
                return None;
            }
            let area = set.area(id);
            let label = departments.iter().find(|(slug, _)| *slug == gap.department).map(|(_, words)| words);
            let label = label.cloned().unwrap_or_else(|| Words::new(&gap.department, &gap.department));
            let words = Words::new(
                format!("{}({})没有{}的执法责任人", area.name, area.code, label.zh),
                format!("{} ({}) has nobody of {}", area.name, area.code, label.en),
            );
            let (level, code, name) = (area.level, area.code.clone(), area.name.clone());
            Some(DepartmentFinding { department: gap.department, level, code, name, words })
        })
        .collect()
}

fn undrawn(set: &AreaSet, scheme: Scheme) -> Vec<Undrawn> {
    let named = |id: AreaId, undrawn_m2: Option<f64>, share: Option<f64>| {
        let area = set.area(id);
        Undrawn { code: area.code.clone(), name: area.name.clone(), undrawn_m2, share }
    };
    let shapeless = set
        .iter()
        .filter(|(_, area)| area.scheme == scheme && area.shape.is_none())
        .map(|(id, _)| named(id, None, None));
    let remainders = coverage::remainders(set, scheme).into_iter();
    shapeless.chain(remainders.map(|(id, m2, share)| named(id, Some(m2), Some(share)))).collect()
}

fn named(set: &AreaSet, target: &Target) -> (String, String) {
    match target {
        Target::Area { scheme, code } => {
            let name = set.get(*scheme, code).map(|id| set.area(id).name.clone());
            (code.clone(), name.unwrap_or_default())
        }
        Target::Feature { code, .. } => (code.clone(), String::new()),
    }
}
