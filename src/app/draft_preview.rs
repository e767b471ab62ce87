//! What publishing a draft would do, before anybody does it: ground, households and roads of every area that
//! changes, open incidents and features that get another owner, posts that lose their area or find nobody.

use super::answer::*;
use super::as_of::blocking;
use super::assign;
use super::draft::Standing;
use super::layer::representative;
use super::posts::Posts;
use super::reference::Reference;
use super::service::{Result, Service};
use super::viewer::Viewer;
use crate::domain::duty::{PostState, Target, vacancies};
use crate::domain::feature::{Axis, Layer};
use crate::domain::geo::{Position, Shape, length_inside_m};
use crate::domain::grid::draft::{AreaChange, diff};
use crate::domain::grid::{Area, AreaId, AreaSet, Scheme, takeovers};
use crate::domain::instant::Instant;
use crate::domain::text::Words;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use uuid::Uuid;

/// Rows of each list; totals are always whole.
const MOST: usize = 1_000;
/// Incidents read at a time.
const TOGETHER: usize = 500;

/// The same place before and after.
struct Sides {
    standing: Arc<Standing>,
    old: Reference,
    new: Reference,
}

impl Service {
    pub async fn preview_draft(&self, id: Uuid, viewer: &Viewer) -> Result<DraftPreview> {
        let standing = self.standing(id).await?;
        let reference = self.reference();
        let now = self.now();
        let (sides, preview) = {
            let viewer = viewer.clone();
            blocking(move || {
                let after = standing.tree()?;
                let before = super::as_of::build_areas(standing.before.clone())?;
                let old = reference.with_areas(before, Vec::new());
                let new = reference.with_areas(after, Vec::new());
                let sides = Sides { standing, old, new };
                let preview = DraftPreview {
                    areas: areas(&sides),
                    incidents: IncidentMoves { total: 0, moves: Vec::new() },
                    features: features(&sides, now, &viewer),
                    appointments: appointments(&sides, now),
                    vacant: vacant(&sides, now),
                };
                Ok((sides, preview))
            })
            .await?
        };
        let incidents = match sides.standing.draft.scheme {
            Scheme::Duty => self.incident_moves(&sides, now, viewer).await?,
            _ => IncidentMoves { total: 0, moves: Vec::new() },
        };
        Ok(DraftPreview { incidents, ..preview })
    }

    async fn incident_moves(&self, sides: &Sides, now: Instant, viewer: &Viewer) -> Result<IncidentMoves> {
        let (old, new) = (&sides.old, &sides.new);
        let ids = self.on_moved_ground(&old.areas, &new.areas);
        let mut moving = Vec::new();
        let mut total = 0;
        for ids in ids.chunks(TOGETHER) {
            let some = self.moving(old, new, ids).await?;
            total += some.len() as u64;
            moving.extend(some);
            moving.sort_by_key(|case| std::cmp::Reverse((case.row.recorded_at, case.row.id)));
            moving.truncate(MOST);
        }
        let (before, after) = (Posts { reference: old, viewer }, Posts { reference: new, viewer });
        let mut moves = Vec::with_capacity(moving.len());
        for moving in &moving {
            let row = &moving.row;
            let assignment = self.routed_again(new, moving, now).await?;
            let from = row.area_code.as_deref().map(|code| area_ref(old, sides.standing.draft.scheme, code));
            moves.push(IncidentMove {
                id: row.id,
                number: row.number.clone(),
                category: row.category.clone(),
                position: row.position().degrees(),
                from,
                to: moving.to().map(|id| new.area_ref(id)),
                from_owner: row.assignment.actor.as_ref().map(|holder| before.holder(holder).label),
                to_owner: assignment.and_then(|a| a.actor).map(|holder| after.holder(&holder).label),
            });
        }
        Ok(IncidentMoves { total, moves })
    }
}

/// An area by its code, also where it is not there any more.
fn area_ref(reference: &Reference, scheme: Scheme, code: &str) -> AreaRef {
    reference.areas.get(scheme, code).map_or_else(
        || AreaRef { level: "", code: code.to_owned(), name: code.to_owned() },
        |id| reference.area_ref(id),
    )
}

fn areas(sides: &Sides) -> Vec<AreaPreview> {
    let standing = &sides.standing;
    let scheme = standing.draft.scheme;
    let roads: Vec<Vec<Position>> = sides
        .new
        .features
        .of_layer(Layer::Road)
        .iter()
        .filter_map(|id| Some(Axis::of(sides.new.features.feature(*id))?.line().to_vec()))
        .collect();
    let households = [households(&sides.old, scheme), households(&sides.new, scheme)];
    let road_m =
        |shape: &Shape| libm::round(roads.iter().map(|line| length_inside_m(line, shape)).sum::<f64>());
    let by_code = |areas: &'_ [Area], code: &str| areas.iter().find(|area| area.code == code).cloned();
    diff(&standing.before, &standing.after)
        .into_iter()
        .map(|(code, change)| {
            let before = by_code(&standing.before, &code);
            let after = by_code(&standing.after, &code);
            let shape = |area: &Option<Area>| area.as_ref().and_then(|area| area.shape.clone());
            let (old, new) = (shape(&before), shape(&after));
            AreaPreview {
                name: after.as_ref().or(before.as_ref()).map(|area| area.name.clone()).unwrap_or_default(),
                change: change.slug(),
                before_m2: old.as_ref().map(|shape| libm::round(shape.area_m2())),
                after_m2: new.as_ref().map(|shape| libm::round(shape.area_m2())),
                households_before: households[0].get(&code).copied(),
                households_after: households[1].get(&code).copied(),
                road_m_before: old.as_ref().map(road_m),
                road_m_after: new.as_ref().map(road_m),
                code,
            }
        })
        .collect()
}

/// Households by area, those above included; areas whose compounds do not tell any are absent (R10).
fn households(reference: &Reference, scheme: Scheme) -> HashMap<String, f64> {
    let mut sums: HashMap<String, f64> = HashMap::new();
    for id in reference.features.of_layer(Layer::Compound) {
        let compound = reference.features.feature(*id);
        let (Some(count), Some(place)) = (compound.number("households"), representative(&compound.geometry))
        else {
            continue;
        };
        let Some(owner) = reference.areas.containing(scheme, place) else { continue };
        for above in reference.areas.ancestors(owner) {
            *sums.entry(reference.areas.area(above).code.clone()).or_default() += count;
        }
    }
    sums
}

fn upward(set: &AreaSet, scheme: Scheme, place: Position) -> Vec<AreaId> {
    set.containing(scheme, place).map(|owner| set.ancestors(owner).collect()).unwrap_or_default()
}

fn features(sides: &Sides, now: Instant, viewer: &Viewer) -> FeatureMoves {
    let scheme = sides.standing.draft.scheme;
    let (old, new) = (&sides.old, &sides.new);
    let owner = |reference: &Reference, area: Option<&AreaId>| -> Option<Words> {
        let holder = assign::block(reference, *area?, now)?;
        Some(Posts { reference, viewer }.holder(&holder).label)
    };
    let code = |reference: &Reference, ids: &[AreaId]| -> Vec<String> {
        ids.iter().map(|id| reference.areas.area(*id).code.clone()).collect()
    };
    let mut all = FeatureMoves { total: 0, moves: Vec::new() };
    for (_, feature) in new.features.iter() {
        let Some(place) = representative(&feature.geometry) else { continue };
        let (before, after) = (upward(&old.areas, scheme, place), upward(&new.areas, scheme, place));
        if code(old, &before) == code(new, &after) {
            continue;
        }
        all.total += 1;
        if all.moves.len() == MOST {
            continue;
        }
        all.moves.push(FeatureMove {
            id: feature.id,
            layer: feature.layer.slug(),
            code: feature.code.clone(),
            name: feature.name.clone(),
            position: place.degrees(),
            from: before.first().map(|id| old.area_ref(*id)),
            to: after.first().map(|id| new.area_ref(*id)),
            from_owner: owner(old, before.first()),
            to_owner: owner(new, after.first()),
        });
    }
    all
}

fn appointments(sides: &Sides, now: Instant) -> Vec<AppointmentMove> {
    let standing = &sides.standing;
    let scheme = standing.draft.scheme;
    let gone: HashSet<String> = diff(&standing.before, &standing.after)
        .into_iter()
        .filter(|(_, change)| *change == AreaChange::Removed)
        .map(|(code, _)| code)
        .collect();
    let ended = standing.before.iter().filter(|area| gone.contains(&area.code));
    let successions = takeovers(ended, &standing.after);
    let heir = |code: &str| {
        let most = successions.iter().filter(|takeover| takeover.from == code);
        most.max_by_key(|takeover| takeover.permille).map(|takeover| takeover.to.as_str())
    };
    let posts = sides.old.roster.appointments().iter().filter_map(|post| match &post.target {
        Target::Area { scheme: of, code } if *of == scheme && gone.contains(code) => Some((post, code)),
        _ => None,
    });
    posts
        .filter(|(post, _)| post.validity.until.is_none_or(|until| until > now))
        .take(MOST)
        .map(|(post, code)| AppointmentMove {
            id: post.id,
            role: post.role.slug(),
            from: area_ref(&sides.old, scheme, code),
            to: heir(code).map(|code| area_ref(&sides.new, scheme, code)),
        })
        .collect()
}

fn vacant(sides: &Sides, now: Instant) -> Vec<VacantPost> {
    let scheme = sides.standing.draft.scheme;
    if scheme != Scheme::Duty {
        return Vec::new();
    }
    let of = |reference: &Reference| -> Vec<(String, &'static str)> {
        let areas: Vec<_> =
            reference.areas.iter().map(|(id, area)| (area.level, reference.target(id))).collect();
        let pairs = areas.iter().map(|(level, target)| (*level, target));
        vacancies(&reference.roster, pairs, now)
            .into_iter()
            .filter(|vacancy| vacancy.state == PostState::Vacant)
            .filter_map(|vacancy| match vacancy.target {
                Target::Area { code, .. } => Some((code, vacancy.role.slug())),
                Target::Feature { .. } => None,
            })
            .collect()
    };
    let known: HashSet<(String, &'static str)> = of(&sides.old).into_iter().collect();
    of(&sides.new)
        .into_iter()
        .filter(|post| !known.contains(post))
        .take(MOST)
        .map(|(code, role)| VacantPost { role, area: area_ref(&sides.new, scheme, &code) })
        .collect()
}
