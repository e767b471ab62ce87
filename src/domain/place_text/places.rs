//! From the names in a text to the places that it may mean.

use super::alias::Grade;
use super::candidate::{PlaceKind, Places, Recognised};
use super::coordinates::coordinates;
use super::draft::{Draft, Ground, Reader};
use super::gazetteer::Thing;
use super::letters::Letters;
use super::lexicon::word_at;
use super::mention::mentions;
use crate::domain::text::{Reason, Words};

/// Drafts after this many are not made; a hostile text may repeat an ambiguous name.
const MOST_DRAFTS: usize = 96;
/// What is left of the score of a place when more is told about it.
const LOOSER: f64 = 0.85;

/// The places that a text may mean, best first. Looks at the first `MOST_CHARACTERS` characters; the cost is linear in them and
/// bounded.
pub fn places_in(text: &str, ground: Ground) -> Places {
    let letters = Letters::of(text);
    let mentions = mentions(&letters, ground.gazetteer);
    let reader = Reader { letters: &letters, mentions: &mentions, ground };
    let mut drafts = reader.figures();
    drafts.extend(reader.named());
    drafts.truncate(MOST_DRAFTS);
    let (candidates, ask) = reader.ranked(drafts);
    let known = mentions.iter().filter(|mention| mention.grade != Grade::Stem).map(|mention| Recognised {
        span: letters.source(&mention.range),
        names: mention.things.iter().map(|&thing| reader.thing_name(thing).to_owned()).collect(),
    });
    Places { candidates, ask, recognised: known.collect() }
}

impl Reader<'_> {
    /// Places told in figures.
    fn figures(&self) -> Vec<Draft> {
        let found = coordinates(self.letters);
        let drafts = found.into_iter().enumerate().map(|(index, figures)| {
            let [lon, lat] = figures.position.degrees();
            let datum = figures.datum.slug();
            let told = if figures.datum_told {
                Reason::new("coordinates", format!("文中坐标，坐标系 {datum}"), format!("coordinates in {datum}"))
            } else {
                Reason::new(
                    "coordinates_no_datum",
                    format!("文中坐标没有写明坐标系，按 {datum} 处理；来自手机地图时可能偏差数百米"),
                    format!("the coordinates tell no datum, {datum} is taken; from a phone's map they may be off by some hundred metres"),
                )
            };
            Draft {
                kind: PlaceKind::Coordinates,
                position: figures.position,
                // The last decimal is a tenth of the one before, and a degree 111 km.
                radius_m: (111_000.0 / 10_f64.powi(figures.decimals.min(9) as i32)).max(10.0),
                label: Words::new(format!("坐标 {lon:.6}, {lat:.6}"), format!("{lon:.6}, {lat:.6}")),
                ranges: vec![figures.range.clone()],
                reasons: vec![told],
                score: 0.97,
                feature: None,
                roads: Vec::new(),
                things: Vec::new(),
                end: figures.range.end,
                // Behind the names, whose groups are their places.
                group: self.mentions.len() + index,
                heading: None,
                doubtful: false,
            }
        });
        drafts.collect()
    }

    /// Places told by names.
    fn named(&self) -> Vec<Draft> {
        let (phrases, used) = self.road_phrases();
        let mut drafts: Vec<Draft> = Vec::new();
        for draft in phrases.into_iter().map(|draft| self.moved(draft)) {
            let behind = self.told_behind(&draft);
            self.add_derived(&mut drafts, vec![draft], behind);
        }
        let mut last: Option<Draft> = None;
        for (at, used) in used.into_iter().enumerate() {
            if used || drafts.len() > MOST_DRAFTS {
                last = None;
                continue;
            }
            let single = self.single(at);
            let mut derived = Vec::new();
            let moved: Vec<Draft> = single.iter().map(|draft| self.moved(draft.clone())).collect();
            for (own, moved) in single.iter().zip(&moved) {
                let stepped = moved.end > own.end;
                derived.extend(self.road_at_feature(moved, at + 1, stepped).map(|draft| self.moved(draft)));
            }
            if let [own] = moved.as_slice() {
                derived.extend(self.told_behind(own).into_iter().map(|draft| self.moved(draft)));
            }
            if let (Some(before), [own]) = (&last, single.as_slice())
                && let Some(middle) = self.middle_of(before, own)
            {
                for draft in drafts.iter_mut().filter(|draft| draft.group == before.group) {
                    draft.score *= LOOSER;
                }
                derived.push(middle);
            }
            last = if let [own] = single.as_slice() { Some(own.clone()) } else { None };
            self.add_derived(&mut drafts, moved, derived);
        }
        drafts
    }

    /// Adds what was read from some words, and what more words tell about it, which stands above it.
    fn add_derived(&self, drafts: &mut Vec<Draft>, mut own: Vec<Draft>, mut derived: Vec<Draft>) {
        // Behind the groups of names and of figures.
        let first = self.mentions.len() * 2 + MOST_DRAFTS;
        for draft in &mut derived {
            draft.group += first;
        }
        if !derived.is_empty() {
            for draft in &mut own {
                draft.score *= LOOSER;
            }
        }
        drafts.extend(derived);
        drafts.extend(own);
    }

    /// Whether the text speaks of a shop that it calls by the beginning of its name: 飞跃那家.
    fn is_called_a_shop(&self, at: usize) -> bool {
        let mention = &self.mentions[at];
        let features = mention.things.iter().all(|&thing| matches!(self.thing(thing), Thing::Feature(_)));
        let called = ["那家", "这家", "那里", "那儿", "那个店", "家门口", "他家", "的店"];
        features && word_at(self.letters.rest(mention.range.end), &called).is_some()
    }

    /// What one name that is in no phrase of roads tells.
    fn single(&self, at: usize) -> Vec<Draft> {
        let mention = &self.mentions[at];
        let roads = mention.things.iter().filter_map(|&thing| Some((thing, self.road(thing)?)));
        let mut drafts: Vec<Draft> =
            roads.flat_map(|(thing, road)| self.single_road(at, thing, &road)).collect();
        let named = mention.things.iter().any(|&thing| !matches!(self.thing(thing), Thing::Road(_)));
        if named && (mention.grade != Grade::Stem || self.is_called_a_shop(at)) {
            let others = self.alone(at).into_iter().filter(|draft| draft.kind != PlaceKind::Road);
            drafts.extend(others.map(|draft| self.building(&draft).unwrap_or(draft)));
        }
        drafts
    }
}
