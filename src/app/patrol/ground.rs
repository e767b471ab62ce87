//! Places that patrols go to, and what is asked of each: areas of a level, features of a layer.

use crate::app::answer::{AskedPatrol, Named, PatrolledPlace};
use crate::app::layer::representative;
use crate::app::reference::Reference;
use crate::app::viewer::Viewer;
use crate::domain::campaign::{Asked, PatrolPlace, Visit, Visited};
use crate::domain::duty::Target;
use crate::domain::feature::{FeatureId, Layer};
use crate::domain::grid::{AreaId, Level, Scheme};
use crate::store::PatrolRow;
use jiff::civil::Date;
use std::collections::HashMap;

/// A place in the snapshot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Area(AreaId),
    Feature(FeatureId),
}

/// Layer and code: what patrols are kept under.
type Key<'a> = (Option<Layer>, &'a str);

impl Place {
    /// None where there is no such place.
    pub fn find(reference: &Reference, layer: Option<Layer>, code: &str) -> Option<Self> {
        match layer {
            None => reference.areas.get(Scheme::Duty, code).map(Self::Area),
            Some(layer) => reference.features.get(layer, code).map(Self::Feature),
        }
    }

    pub fn key(self, reference: &Reference) -> Key<'_> {
        match self {
            Self::Area(id) => (None, &reference.areas.area(id).code),
            Self::Feature(id) => {
                let feature = reference.features.feature(id);
                (Some(feature.layer), &feature.code)
            }
        }
    }

    /// The finest area that it is or lies in.
    pub fn area(self, reference: &Reference) -> Option<AreaId> {
        match self {
            Self::Area(id) => Some(id),
            Self::Feature(id) => {
                let place = representative(&reference.features.feature(id).geometry)?;
                reference.areas.containing(Scheme::Duty, place)
            }
        }
    }

    /// Targets of the posts that answer for it, its own first.
    pub fn targets(self, reference: &Reference) -> Vec<Target> {
        let own = match self {
            Self::Area(_) => None,
            Self::Feature(id) => {
                let feature = reference.features.feature(id);
                Some(Target::Feature { layer: feature.layer, code: feature.code.clone() })
            }
        };
        let above = self.area(reference).into_iter().flat_map(|id| reference.areas.ancestors(id));
        own.into_iter().chain(above.map(|id| reference.target(id))).collect()
    }

    pub fn answer(self, reference: &Reference) -> PatrolledPlace {
        let (layer, code) = self.key(reference);
        let name = match self {
            Self::Area(id) => &reference.areas.area(id).name,
            Self::Feature(id) => &reference.features.feature(id).name,
        };
        let above = self.area(reference).into_iter().flat_map(|id| reference.areas.ancestors(id));
        PatrolledPlace {
            layer,
            code: code.to_owned(),
            name: name.clone(),
            areas: above.map(|id| reference.area_ref(id)).collect(),
        }
    }

    pub fn zone(self, reference: &Reference) -> Option<AreaId> {
        reference.ancestor_at(self.area(reference)?, Level::Zone)
    }

    /// Whether it is or lies in an area; everything lies in none.
    pub fn is_within(self, reference: &Reference, within: Option<AreaId>) -> bool {
        let Some(above) = within else { return true };
        self.area(reference).is_some_and(|id| reference.areas.ancestors(id).any(|up| up == above))
    }

    /// Whether a patrol goes there.
    pub fn is_asked(self, reference: &Reference, place: PatrolPlace) -> bool {
        match (self, place) {
            (Self::Area(id), PatrolPlace::Level(level)) => reference.areas.area(id).level == level,
            (Self::Feature(id), PatrolPlace::Layer(layer)) => reference.features.feature(id).layer == layer,
            _ => false,
        }
    }
}

/// Every place that a patrol goes to, narrowed to an area.
pub(super) fn places(reference: &Reference, place: PatrolPlace, within: Option<AreaId>) -> Vec<Place> {
    let all: Vec<Place> = match place {
        PatrolPlace::Level(level) => reference.areas.of_level(Scheme::Duty, level).map(Place::Area).collect(),
        PatrolPlace::Layer(layer) => {
            reference.features.of_layer(layer).iter().copied().map(Place::Feature).collect()
        }
    };
    all.into_iter().filter(|place| place.is_within(reference, within)).collect()
}

/// How many places that is at most, without looking at any.
pub(super) fn at_most(reference: &Reference, place: PatrolPlace) -> usize {
    match place {
        PatrolPlace::Level(level) => reference.areas.of_level(Scheme::Duty, level).len(),
        PatrolPlace::Layer(layer) => reference.features.of_layer(layer).len(),
    }
}

/// Patrols that were made, by place.
pub(super) struct Made<'a> {
    by_place: HashMap<Key<'a>, Vec<(Date, &'a PatrolRow)>>,
}

impl<'a> Made<'a> {
    pub fn new(reference: &Reference, rows: &'a [PatrolRow]) -> Self {
        let mut by_place: HashMap<Key, Vec<(Date, &PatrolRow)>> = HashMap::new();
        for row in rows {
            let day = reference.zone.to_datetime(row.visited_at.timestamp()).date();
            by_place.entry((row.layer, row.place.as_str())).or_default().push((day, row));
        }
        Self { by_place }
    }

    /// How a place stands today.
    pub fn visited(&self, asked: &Asked, day: Date, key: Key) -> Visited {
        let made = self.by_place.get(&key).map(Vec::as_slice).unwrap_or_default();
        asked.visited(
            day,
            made.iter().map(|(day, row)| Visit { day: *day, role: row.role, checks: &row.checks }),
        )
    }
}

/// Whether the caller holds the post that a patrol is asked of at a place.
pub(super) fn is_mine(viewer: &Viewer, asked: &Asked, targets: &[Target]) -> bool {
    viewer.posts.iter().any(|post| post.role == asked.patrol.role && targets.contains(&post.target))
}

/// One patrol at one place, as an answer.
pub(super) fn answer(
    reference: &Reference,
    viewer: &Viewer,
    asked: &Asked,
    place: Place,
    visited: Visited,
) -> AskedPatrol {
    let named = |slug: &str, name| Named { slug: slug.to_owned(), name: Clone::clone(name) };
    AskedPatrol {
        campaign: named(&asked.campaign.slug, &asked.campaign.name),
        phase: named(&asked.phase.slug, &asked.phase.name),
        place: place.answer(reference),
        role: asked.patrol.role,
        every: asked.patrol.every,
        checks: asked.patrol.checks.clone(),
        note: asked.patrol.note.clone(),
        first_day: visited.days.first.to_string(),
        last_day: visited.days.last.to_string(),
        required: visited.required,
        made: visited.made,
        missed: visited.missed,
        unseen: visited.unseen,
        mine: is_mine(viewer, asked, &place.targets(reference)),
    }
}
