//! Who is assessed: places, units and departments by name, with the posts that the plan expects of them. Units count as
//! subjects while they hold a post; one that acted in a case is listed anyway.

use crate::app::answer::AreaRef;
use crate::app::reference::Reference;
use crate::domain::assessment::SubjectKind;
use crate::domain::duty::{PartyKind, PostState, Target, department_gaps, expected_posts, vacancies};
use crate::domain::grid::{AreaId, Level, Scheme};
use crate::domain::instant::Instant;
use crate::domain::text::Words;
use std::collections::{BTreeMap, HashMap};
use uuid::Uuid;

/// A subject by name.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Known {
    pub name: Words,
    pub parent: Option<AreaRef>,
}

/// The area that an assessment is narrowed to, and what lies below it.
pub(super) fn is_within(reference: &Reference, id: AreaId, within: Option<AreaId>) -> bool {
    within.is_none_or(|above| reference.areas.ancestors(id).any(|up| up == above))
}

fn level_of(kind: SubjectKind) -> Option<Level> {
    match kind {
        SubjectKind::Point => Some(Level::Point),
        SubjectKind::Zone => Some(Level::Zone),
        SubjectKind::Unit | SubjectKind::Department => None,
    }
}

/// Areas of the duty scheme, narrowed.
fn duty_areas(reference: &Reference, within: Option<AreaId>) -> impl Iterator<Item = AreaId> + '_ {
    let all = reference.areas.iter().filter(|(_, area)| area.scheme == Scheme::Duty).map(|(id, _)| id);
    all.filter(move |id| is_within(reference, *id, within))
}

/// How many subjects of a kind there can be, for places without making them.
pub(super) fn many(reference: &Reference, kind: SubjectKind, within: Option<AreaId>) -> usize {
    let Some(level) = level_of(kind) else { return 0 };
    duty_areas(reference, within).filter(|id| reference.areas.area(*id).level == level).count()
}

/// Every subject of a kind at an instant, by code.
pub(super) fn known(
    reference: &Reference,
    kind: SubjectKind,
    within: Option<AreaId>,
    at: Instant,
) -> BTreeMap<String, Known> {
    if let Some(level) = level_of(kind) {
        return duty_areas(reference, within)
            .filter(|id| reference.areas.area(*id).level == level)
            .map(|id| {
                let area = reference.areas.area(id);
                let parent = reference.areas.parent(id).map(|up| reference.area_ref(up));
                (area.code.clone(), Known { name: Words::new(&area.name, &area.name), parent })
            })
            .collect();
    }
    if kind == SubjectKind::Department {
        let departments = reference.rulebook.rules.departments().iter();
        return departments
            .map(|department| {
                (department.slug.clone(), Known { name: department.name.clone(), parent: None })
            })
            .collect();
    }
    unit_posts(reference, within, at).into_keys().map(|id| (id.to_string(), named(reference, id))).collect()
}

/// A subject that acted in a case and is not known by a post any more.
pub(super) fn stranger(reference: &Reference, kind: SubjectKind, code: &str) -> Known {
    match (kind, code.parse()) {
        (SubjectKind::Unit, Ok(id)) => named(reference, id),
        _ => Known { name: Words::new(code, code), parent: None },
    }
}

/// A unit by name. Persons are never named here, whatever a case says of who acts.
fn named(reference: &Reference, id: Uuid) -> Known {
    let party = reference.roster.party(id).filter(|party| party.kind != PartyKind::Person);
    let name = party.map_or_else(|| Words::new("未知单位", "unknown unit"), |p| Words::new(&p.name, &p.name));
    Known { name, parent: None }
}

/// Expected and vacant posts by subject at an instant; subjects without any are left out.
pub(super) fn posts(
    reference: &Reference,
    kind: SubjectKind,
    within: Option<AreaId>,
    at: Instant,
) -> HashMap<String, (u64, u64)> {
    let mut posts: HashMap<String, (u64, u64)> = HashMap::new();
    match kind {
        SubjectKind::Point | SubjectKind::Zone => {
            let level = level_of(kind).unwrap_or(Level::Point);
            for id in duty_areas(reference, within) {
                // A zone answers for the posts of its points as well.
                let Some(subject) = reference.ancestor_at(id, level) else { continue };
                let area = reference.areas.area(id);
                let target = reference.target(id);
                let missing = vacancies(&reference.roster, [(area.level, &target)], at);
                let vacant = missing.iter().filter(|post| post.state == PostState::Vacant).count();
                let entry = posts.entry(reference.areas.area(subject).code.clone()).or_default();
                entry.0 += expected_posts(area.level).len() as u64;
                entry.1 += vacant as u64;
            }
        }
        SubjectKind::Department => {
            let slugs: Vec<&str> =
                reference.rulebook.rules.departments().iter().map(|d| d.slug.as_str()).collect();
            let paths: Vec<Vec<Target>> = duty_areas(reference, within)
                .filter(|id| reference.areas.area(*id).level >= Level::Community)
                .map(|id| reference.areas.ancestors(id).map(|up| reference.target(up)).collect())
                .collect();
            let gaps = department_gaps(&reference.roster, paths.iter().map(Vec::as_slice), &slugs, at);
            for slug in &slugs {
                posts.insert((*slug).to_owned(), (paths.len() as u64, 0));
            }
            for gap in gaps {
                posts.entry(gap.department).or_default().1 += 1;
            }
        }
        SubjectKind::Unit => {
            posts.extend(
                unit_posts(reference, within, at).into_iter().map(|(id, count)| (id.to_string(), count)),
            );
        }
    }
    posts
}

/// Posts in force that units were given, and those of them for which they have named nobody.
fn unit_posts(reference: &Reference, within: Option<AreaId>, at: Instant) -> HashMap<Uuid, (u64, u64)> {
    let mut posts: HashMap<Uuid, (u64, u64)> = HashMap::new();
    for post in reference.roster.appointments().iter().filter(|post| post.validity.holds_at(at)) {
        let lies_within = match (&post.target, within) {
            (_, None) => true,
            (Target::Area { scheme, code }, Some(_)) => {
                reference.areas.get(*scheme, code).is_some_and(|id| is_within(reference, id, within))
            }
            (Target::Feature { .. }, Some(_)) => false,
        };
        if let Some(unit) = post.unit.filter(|_| lies_within) {
            let entry = posts.entry(unit).or_default();
            entry.0 += 1;
            entry.1 += u64::from(post.state() != PostState::Filled);
        }
    }
    posts
}
