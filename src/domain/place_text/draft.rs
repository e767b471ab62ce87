//! A place while it is being read: where, how sure, from which words and why.

use super::alias::Grade;
use super::candidate::PlaceKind;
use super::gazetteer::{Gazetteer, Thing};
use super::letters::Letters;
use super::mention::Mention;
use super::road::Road;
use crate::domain::feature::{Feature, FeatureId, FeatureSet, Layer};
use crate::domain::geo::{Geometry, Position, Shape};
use crate::domain::grid::{AreaSet, Level};
use crate::domain::text::{Reason, Words};
use std::ops::Range;

/// What names stand for: a snapshot with its gazetteer.
#[derive(Debug, Clone, Copy)]
pub struct Ground<'a> {
    pub gazetteer: &'a Gazetteer,
    pub areas: &'a AreaSet,
    pub features: &'a FeatureSet,
}

/// A text with its names, before anything is concluded.
pub(super) struct Reader<'a> {
    pub letters: &'a Letters,
    pub mentions: &'a [Mention],
    pub ground: Ground<'a>,
}

/// A possible place.
#[derive(Debug, Clone)]
pub(super) struct Draft {
    pub kind: PlaceKind,
    pub position: Position,
    pub radius_m: f64,
    pub label: Words,
    /// Letters that it was read from.
    pub ranges: Vec<Range<usize>>,
    pub reasons: Vec<Reason>,
    pub score: f64,
    /// The feature that it is or begins from.
    pub feature: Option<FeatureId>,
    /// Roads that it lies on, as places in `Gazetteer::things`.
    pub roads: Vec<u32>,
    /// Things of the gazetteer that it rests on.
    pub things: Vec<u32>,
    /// Behind the last letter of the phrase: what follows tells more about it.
    pub end: usize,
    /// Places read from the same words, of which only one can be meant.
    pub group: usize,
    /// The way of whoever tells it, x east and y north: 由西向东, 进去.
    pub heading: Option<[f64; 2]>,
    /// The name was not written as registered, so a person has to say whether it is meant.
    pub doubtful: bool,
}

impl<'a> Reader<'a> {
    pub fn thing(&self, thing: u32) -> &'a Thing {
        &self.ground.gazetteer.things[thing as usize]
    }

    pub fn feature(&self, id: FeatureId) -> &'a Feature {
        self.ground.features.feature(id)
    }

    /// The road of a thing.
    pub fn road(&self, thing: u32) -> Option<Road<'a>> {
        match self.thing(thing) {
            Thing::Road(ids) => Road::new(self.ground.features, ids),
            _ => None,
        }
    }

    /// The first road that a name can stand for.
    pub fn road_of(&self, mention: &Mention) -> Option<(u32, Road<'a>)> {
        mention.things.iter().find_map(|&thing| Some((thing, self.road(thing)?)))
    }

    /// Letters between two names.
    pub fn gap(&self, first: &Mention, second: &Mention) -> &'a [char] {
        self.letters.letters.get(first.range.end..second.range.start).unwrap_or_default()
    }

    pub fn thing_name(&self, thing: u32) -> &'a str {
        match self.thing(thing) {
            Thing::Area(id) => &self.ground.areas.area(*id).name,
            Thing::Feature(id) => &self.feature(*id).name,
            Thing::Road(ids) => ids.first().map_or("", |id| &self.feature(*id).name),
        }
    }

    /// What a name alone tells: a draft for each thing that it can stand for.
    pub fn alone(&self, index: usize) -> Vec<Draft> {
        let mention = &self.mentions[index];
        mention.things.iter().filter_map(|&thing| self.one(index, thing)).collect()
    }

    fn one(&self, index: usize, thing: u32) -> Option<Draft> {
        let mention = &self.mentions[index];
        let (kind, position, radius_m, base, feature, roads) = match self.thing(thing) {
            Thing::Road(ids) => {
                let road = Road::new(self.ground.features, ids)?;
                let half = road.length_m() / 2.0;
                // A lane is a place, an avenue is not.
                let base = if half < 160.0 { 0.74 } else { 0.66 };
                (PlaceKind::Road, road.middle()?, half, base, ids.first().copied(), vec![thing])
            }
            Thing::Area(id) => {
                let area = self.ground.areas.area(*id);
                let shape = area.shape.as_ref()?;
                let base = match area.level {
                    Level::District | Level::Street => 0.2,
                    Level::Community => 0.35,
                    Level::Zone => 0.5,
                    Level::Point => 0.6,
                };
                (PlaceKind::Area, shape.label_position(), radius(shape), base, None, Vec::new())
            }
            Thing::Feature(id) => {
                let feature = self.feature(*id);
                let position = feature.geometry.representative()?;
                let (kind, base, least) = match feature.layer {
                    Layer::Building => (PlaceKind::Building, 0.95, 10.0),
                    Layer::ResidentGroup => (PlaceKind::Area, 0.6, 10.0),
                    Layer::Facility => (PlaceKind::Feature, 0.93, 8.0),
                    Layer::Frontage | Layer::Site | Layer::FocusSpot => (PlaceKind::Feature, 0.93, 15.0),
                    _ => (PlaceKind::Feature, 0.9, 15.0),
                };
                let size = match &feature.geometry {
                    Geometry::Area(shape) => radius(shape),
                    _ => 0.0,
                };
                (kind, position, size.max(least), base, Some(*id), Vec::new())
            }
        };
        let name = self.thing_name(thing).to_owned();
        let written: String = self.letters.letters[mention.range.clone()].iter().collect();
        let mut reasons = vec![named(&written, &name, mention.grade)];
        let several = mention.things.len();
        if several > 1 {
            reasons.push(Reason::new(
                "name_shared",
                format!("叫「{written}」的有 {several} 处"),
                format!("{several} places are called “{written}”"),
            ));
        }
        Some(Draft {
            kind,
            position,
            radius_m,
            label: Words::new(name.clone(), name),
            ranges: vec![mention.range.clone()],
            reasons,
            score: base * quality(mention.grade),
            feature,
            roads,
            things: vec![thing],
            end: mention.range.end,
            group: index,
            heading: None,
            doubtful: doubtful(mention.grade),
        })
    }
}

/// Radius of the circle of equal size.
fn radius(shape: &Shape) -> f64 {
    libm::sqrt(shape.area_m2() / core::f64::consts::PI)
}

/// What is left of a score when the name is not the registered one.
pub(super) fn quality(grade: Grade) -> f64 {
    match grade {
        Grade::Full => 1.0,
        Grade::Short => 0.96,
        Grade::Tail => 0.86,
        Grade::OtherKind => 0.8,
        Grade::Sound => 0.84,
        Grade::Stem => 0.7,
    }
}

pub(super) fn doubtful(grade: Grade) -> bool {
    matches!(grade, Grade::OtherKind | Grade::Sound)
}

/// Why a name is taken for a thing.
pub(super) fn named(written: &str, name: &str, grade: Grade) -> Reason {
    match grade {
        Grade::Full => {
            Reason::new("named", format!("文中写明「{written}」"), format!("the text names “{written}”"))
        }
        Grade::Short | Grade::Tail | Grade::Stem => Reason::new(
            "named_short",
            format!("「{written}」是「{name}」的简称"),
            format!("“{written}” is short for “{name}”"),
        ),
        Grade::OtherKind => Reason::new(
            "named_other_kind",
            format!("没有「{written}」，有「{name}」"),
            format!("there is no “{written}”, but “{name}”"),
        ),
        Grade::Sound => Reason::new(
            "named_by_sound",
            format!("「{written}」与「{name}」读音相近，可能是错别字"),
            format!("“{written}” sounds like “{name}” and may be a typo"),
        ),
    }
}
