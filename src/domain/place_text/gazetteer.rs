//! All names of a snapshot: its areas and features, each under what it is called.

use super::alias::{Grade, aliases, head, tails};
use super::letters::folded;
use super::sounds::{Sounds, resembles};
use super::table::Table;
use crate::domain::feature::{Feature, FeatureId, FeatureSet, Layer};
use crate::domain::grid::{AreaId, AreaSet, Scheme};
use std::collections::HashMap;

/// What a name stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Thing {
    Area(AreaId),
    Feature(FeatureId),
    /// A road: every piece that bears the name.
    Road(Vec<FeatureId>),
}

/// A name that more things bear than this says nothing about a place (沿街楼).
const MOST_BEARERS: usize = 12;
/// Codes shorter than this may be any number of a text.
const SHORTEST_CODE: usize = 6;

/// The names of one snapshot. Built once for it: O(n log n) in names, about seven a feature; some 250 bytes a feature, which
/// `bytes` tells. A search costs a binary search for each letter of a name that begins there.
#[derive(Debug)]
pub struct Gazetteer {
    pub(super) things: Vec<Thing>,
    /// Value: the grade in the three low bits, the thing above them.
    names: Table<char>,
    sounds: Sounds,
    /// Registered names as sounds; the value is the place in `heard`.
    sounding: Table<u32>,
    heard: Vec<(Vec<char>, u32)>,
    /// Houses by the thing of their road: number and feature, by number.
    houses: HashMap<u32, Vec<(u32, FeatureId)>>,
}

/// A name found in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Match {
    /// Letters.
    pub length: usize,
    pub grade: Grade,
    /// Places in `Gazetteer::things`.
    pub things: Vec<u32>,
}

impl Gazetteer {
    pub fn build(areas: &AreaSet, features: &FeatureSet) -> Self {
        let mut build = Build::default();
        for (id, area) in areas.iter() {
            build.area(id, area.scheme, &area.code, &area.name);
        }
        let mut roads: HashMap<&str, u32> = HashMap::new();
        for &id in features.of_layer(Layer::Road) {
            let name = features.feature(id).name.as_str();
            match roads.get(name) {
                Some(&thing) => {
                    if let Thing::Road(pieces) = &mut build.things[thing as usize] {
                        pieces.push(id);
                    }
                }
                None => {
                    roads.insert(name, build.feature(Thing::Road(vec![id]), features.feature(id)));
                }
            }
        }
        let others = features.iter().filter(|(_, feature)| feature.layer != Layer::Road);
        let mut houses: HashMap<u32, Vec<(u32, FeatureId)>> = HashMap::new();
        for (id, feature) in others {
            build.feature(Thing::Feature(id), feature);
            let house = feature.text("address").and_then(split_address);
            if let Some((road, number)) = house
                && let Some(&road) = roads.get(road)
            {
                houses.entry(road).or_default().push((number, id));
            }
        }
        for list in houses.values_mut() {
            list.sort_unstable();
        }
        build.finish(houses)
    }

    /// How many names are known.
    pub fn len(&self) -> usize {
        self.names.len()
    }

    pub fn is_empty(&self) -> bool {
        self.names.len() == 0
    }

    /// Bytes that the names hold, without those of the snapshot.
    pub fn bytes(&self) -> usize {
        let heard: usize = self.heard.iter().map(|(name, _)| 32 + name.len() * 4).sum();
        let houses: usize = self.houses.values().map(|list| 32 + list.len() * 8).sum();
        self.names.bytes() + self.sounding.bytes() + heard + houses + self.things.len() * size_of::<Thing>()
    }

    /// The longest name that a text begins with, among those that `wanted` lets through; of equal names the best grade. The end
    /// of a name is taken only where no name begins: 和平街口 begins with 和平街, whatever crossing is named 文昌街和平街口.
    pub(super) fn longest(&self, text: &[char], wanted: impl Fn(Grade) -> bool) -> Option<Match> {
        let mut best: Option<Match> = None;
        self.names.beginnings(text, |length, values| {
            let grade = |value: u32| GRADES[(value & 7) as usize];
            let Some(top) = values.iter().map(|&value| grade(value)).filter(|&grade| wanted(grade)).min()
            else {
                return;
            };
            if top == Grade::Tail && best.as_ref().is_some_and(|best: &Match| best.grade < Grade::Tail) {
                return;
            }
            let things =
                values.iter().filter(|&&value| grade(value) == top).map(|value| value >> 3).collect();
            best = Some(Match { length, grade: top, things });
        });
        best
    }

    /// The longest registered name that a text sounds like without being written so.
    pub(super) fn heard(&self, text: &[char], sounds: &[u32]) -> Option<Match> {
        let mut best: Option<Match> = None;
        self.sounding.beginnings(sounds, |length, values| {
            let near = values.iter().map(|&value| &self.heard[value as usize]);
            let things: Vec<u32> =
                near.filter(|(name, _)| resembles(&text[..length], name)).map(|(_, thing)| *thing).collect();
            if !things.is_empty() {
                best = Some(Match { length, grade: Grade::Sound, things });
            }
        });
        best
    }

    /// The sounds of some letters, as `heard` compares them.
    pub(super) fn sounds_of(&self, letters: &[char]) -> Vec<u32> {
        letters.iter().map(|&letter| self.sounds.of(letter)).collect()
    }

    /// The houses of a road that are known, by number.
    pub(super) fn houses(&self, road: u32) -> &[(u32, FeatureId)] {
        self.houses.get(&road).map_or(&[], Vec::as_slice)
    }
}

const GRADES: [Grade; 6] =
    [Grade::Full, Grade::Short, Grade::Tail, Grade::OtherKind, Grade::Sound, Grade::Stem];

/// Road and number of an address such as 石桥街56号.
fn split_address(address: &str) -> Option<(&str, u32)> {
    let digits = address.find(|letter: char| letter.is_ascii_digit())?;
    let (road, rest) = address.split_at(digits);
    let number: String = rest.chars().take_while(char::is_ascii_digit).collect();
    Some((road, number.parse().ok()?))
}

/// Names on their way into the tables.
#[derive(Default)]
struct Build {
    things: Vec<Thing>,
    names: HashMap<Vec<char>, Vec<(Grade, u32)>>,
    /// Ends of names, and how many things end so.
    ends: HashMap<Vec<char>, (u32, u32)>,
    /// Beginnings of the names of shops and sites, likewise.
    heads: HashMap<Vec<char>, (u32, u32)>,
    heard: Vec<(Vec<char>, u32)>,
}

impl Build {
    fn name(&mut self, word: Vec<char>, grade: Grade, thing: u32) {
        let bearers = self.names.entry(word).or_default();
        let count = bearers.len();
        match bearers.iter_mut().find(|(_, own)| *own == thing) {
            Some(known) => known.0 = known.0.min(grade),
            // One more than allowed is enough to know that it says nothing.
            None if count <= MOST_BEARERS => bearers.push((grade, thing)),
            None => {}
        }
    }

    fn area(&mut self, id: AreaId, scheme: Scheme, code: &str, name: &str) {
        let thing = self.things.len() as u32;
        self.things.push(Thing::Area(id));
        if code.chars().count() >= SHORTEST_CODE {
            self.name(folded(code), Grade::Full, thing);
        }
        // What another scheme takes over is found by its name in the duty scheme.
        if scheme == Scheme::Duty {
            let name = folded(name);
            if name.len() >= 2 {
                self.name(name, Grade::Full, thing);
            }
        }
    }

    fn feature(&mut self, thing: Thing, feature: &Feature) -> u32 {
        let number = self.things.len() as u32;
        self.things.push(thing);
        let layer = feature.layer;
        for (word, grade) in aliases(layer, &feature.name) {
            if word.len() < 2 {
                continue;
            }
            if grade == Grade::Full && word.len() >= 3 && !matches!(layer, Layer::Building | Layer::Facility)
            {
                self.heard.push((word.clone(), number));
                if let Some(head) = head(layer, &word) {
                    self.heads.entry(head).or_insert((number, 0)).1 += 1;
                }
                for tail in tails(layer, &word) {
                    let end = self.ends.entry(tail).or_insert((number, 0));
                    end.1 += 1;
                }
            }
            self.name(word, grade, number);
        }
        let told = ["address", "shop", "alias", "nickname"].into_iter().filter_map(|key| feature.text(key));
        for word in told.map(folded).filter(|word| word.len() >= 2).collect::<Vec<_>>() {
            self.name(word, Grade::Full, number);
        }
        number
    }

    fn finish(mut self, houses: HashMap<u32, Vec<(u32, FeatureId)>>) -> Gazetteer {
        for (tail, (thing, count)) in std::mem::take(&mut self.ends) {
            if count == 1 && !self.names.contains_key(&tail) {
                self.name(tail, Grade::Tail, thing);
            }
        }
        for (head, (thing, count)) in std::mem::take(&mut self.heads) {
            if count == 1 && !self.names.contains_key(&head) {
                self.name(head, Grade::Stem, thing);
            }
        }
        let names = Table::build(self.names.into_iter().flat_map(|(word, bearers)| {
            // A nickname never hides the registered name of something else.
            let registered = bearers.iter().any(|(grade, _)| *grade == Grade::Full);
            let too_many = bearers.len() > MOST_BEARERS;
            let kept: Vec<(Vec<char>, u32)> = bearers
                .into_iter()
                .filter(|(grade, _)| !too_many && (!registered || *grade == Grade::Full))
                .map(|(grade, thing)| {
                    let low = GRADES.iter().position(|own| *own == grade).unwrap_or(0) as u32;
                    (word.clone(), thing << 3 | low)
                })
                .collect();
            kept
        }));
        let mut sounds = Sounds::default();
        let sounding: Vec<(Vec<u32>, u32)> = self
            .heard
            .iter()
            .enumerate()
            .map(|(place, (name, _))| {
                (name.iter().map(|&letter| sounds.learn(letter)).collect(), place as u32)
            })
            .collect();
        Gazetteer {
            things: self.things,
            names,
            sounds,
            sounding: Table::build(sounding),
            heard: self.heard,
            houses,
        }
    }
}
