//! Puts the drafts of a text in order: what agrees is one place, what is left over is an alternative, and when the best two
//! are close, a question decides.

use super::candidate::{MOST_CANDIDATES, PlaceCandidate, PlaceKind, Question, QuestionKind};
use super::draft::{Draft, Reader};
use super::gazetteer::Thing;
use super::role::{Role, role, speaks_of_home};
use crate::domain::feature::FeatureId;
use crate::domain::geo::distance_m;
use crate::domain::text::{Reason, Words};

/// Scores closer than this do not decide.
const CLOSE: f64 = 0.07;
/// Places nearer than this are one for whoever goes there.
const SAME_M: f64 = 35.0;
/// Another place of the text bears a place out when it is this near.
const AGREES_M: f64 = 60.0;
/// A road or area of this size is no place to send somebody to.
const VAGUE_M: f64 = 115.0;
/// Below this a place is told as a possibility only.
const FAINT: f64 = 0.3;

impl Reader<'_> {
    /// Weighs, merges and sorts. Quadratic in drafts, of which a text has at most some dozens.
    pub fn ranked(&self, mut drafts: Vec<Draft>) -> (Vec<PlaceCandidate>, Option<Question>) {
        let roles: Vec<Role> = drafts.iter().map(|draft| role(self.letters, &draft.ranges[0])).collect();
        self.agree(&mut drafts, &roles);
        let elsewhere = drafts.iter().zip(&roles).any(|(draft, role)| {
            matches!(role, Role::Told | Role::Plain) && draft.score >= 0.6 && draft.kind != PlaceKind::Area
        });
        let home = speaks_of_home(self.letters);
        for (draft, role) in drafts.iter_mut().zip(&roles) {
            let alone = *role == Role::Caller && !elsewhere;
            draft.score = match role {
                // Who names no other place speaks of where he lives.
                Role::Caller if alone && home => draft.score * 0.95,
                Role::Caller if alone => draft.score * 0.75,
                role => role.weigh(draft.score),
            };
            if alone && home {
                draft.reasons.push(Reason::new(
                    "home_is_place",
                    "文中只提到住处，并说到楼内或小区内",
                    "only the caller's home is named, and the matter is in the house or compound",
                ));
            } else {
                draft.reasons.extend(role.reason());
            }
        }
        drafts.retain(|draft| draft.score > 0.12);
        drafts.sort_by(|a, b| {
            b.score
                .total_cmp(&a.score)
                .then_with(|| a.ranges[0].start.cmp(&b.ranges[0].start))
                .then_with(|| a.label.zh.cmp(&b.label.zh))
        });
        let kept = self.merged(drafts);
        let ask = self.question(&kept);
        let candidates = kept.into_iter().take(MOST_CANDIDATES).map(|draft| self.told(draft)).collect();
        (candidates, ask)
    }

    /// Places that another place of the text bears out gain, of those that share a name most.
    fn agree(&self, drafts: &mut [Draft], roles: &[Role]) {
        let gains: Vec<f64> = (0..drafts.len())
            .map(|index| {
                let own = &drafts[index];
                let shared = drafts
                    .iter()
                    .enumerate()
                    .any(|(other, draft)| other != index && draft.group == own.group);
                let others = drafts.iter().zip(roles).filter(|(other, role)| {
                    other.group != own.group && !matches!(role, Role::Denied | Role::Addressed | Role::Caller)
                });
                let best = others.map(|(other, _)| self.bears_out(own, other)).fold(0.0, f64::max);
                best * if shared { 2.0 } else { 1.0 }
            })
            .collect();
        for (draft, gain) in drafts.iter_mut().zip(gains) {
            draft.score = (draft.score + gain).min(0.99);
        }
    }

    fn bears_out(&self, own: &Draft, other: &Draft) -> f64 {
        match other.kind {
            PlaceKind::Area => {
                let inside = other.things.iter().any(|&thing| match self.thing(thing) {
                    Thing::Area(id) => {
                        let shape = self.ground.areas.area(*id).shape.as_ref();
                        shape.is_some_and(|shape| shape.covers(own.position))
                    }
                    Thing::Feature(id) => self.feature(*id).geometry.contains(own.position),
                    Thing::Road(_) => false,
                });
                if inside { 0.02 } else { 0.0 }
            }
            PlaceKind::Road => {
                let near = other.roads.iter().filter_map(|&thing| self.road(thing)).any(|road| {
                    road.distance_m(own.position) <= road.width_m / 2.0 + own.radius_m.min(AGREES_M)
                });
                if near && own.kind != PlaceKind::Road { 0.03 } else { 0.0 }
            }
            _ if own.kind == PlaceKind::Road || own.kind == PlaceKind::Area => 0.0,
            _ => {
                let apart = distance_m(own.position, other.position);
                if apart <= AGREES_M + other.radius_m.min(AGREES_M) { 0.04 } else { 0.0 }
            }
        }
    }

    /// Leaves out what only says again, more loosely, where a better draft is.
    fn merged(&self, drafts: Vec<Draft>) -> Vec<Draft> {
        let mut kept: Vec<Draft> = Vec::new();
        for draft in drafts {
            let same = kept.iter_mut().find(|better| {
                let apart = distance_m(better.position, draft.position);
                let one_place = apart <= SAME_M && (better.group != draft.group || apart < 3.0);
                let wider = draft.radius_m > better.radius_m && apart <= draft.radius_m.max(SAME_M);
                let on_road = draft.kind == PlaceKind::Road
                    && draft.roads.iter().filter_map(|&thing| self.road(thing)).any(|road| {
                        road.distance_m(better.position) <= road.width_m / 2.0 + better.radius_m.max(SAME_M)
                    });
                // A gate and what it leads into, a building and its compound.
                let around = draft.radius_m > better.radius_m
                    && draft.kind == PlaceKind::Feature
                    && draft
                        .feature
                        .is_some_and(|id| self.feature(id).geometry.distance_m(better.position) <= SAME_M);
                one_place
                    || (better.group != draft.group && around)
                    || (better.group != draft.group && (wider || on_road))
            });
            match same {
                Some(better) => {
                    for range in draft.ranges {
                        if !better.ranges.iter().any(|own| own.start <= range.start && range.end <= own.end) {
                            better.ranges.push(range);
                        }
                    }
                    if draft.label.zh != better.label.zh && draft.score > FAINT {
                        better.reasons.push(Reason::new(
                            "agrees",
                            format!("与文中的「{}」相符", draft.label.zh),
                            format!("agrees with “{}” in the text", draft.label.en),
                        ));
                    }
                    better.doubtful &= draft.doubtful;
                }
                None => kept.push(draft),
            }
        }
        kept
    }

    fn question(&self, kept: &[Draft]) -> Option<Question> {
        let best = kept.first()?;
        let close: Vec<usize> = kept
            .iter()
            .enumerate()
            .take(MOST_CANDIDATES)
            .filter(|(index, draft)| {
                *index == 0
                    || (best.score - draft.score < CLOSE
                        && (draft.kind != PlaceKind::Area || best.kind == PlaceKind::Area))
            })
            .map(|(index, _)| index)
            .collect();
        let list = |words: fn(&Words) -> &String, between: &str| {
            close
                .iter()
                .map(|&index| words(&self.distinct(kept, index)).clone())
                .collect::<Vec<_>>()
                .join(between)
        };
        if close.len() > 1 {
            return Some(Question {
                kind: QuestionKind::Which,
                words: Words::new(
                    format!("是哪一处：{}？", list(|words| &words.zh, "，还是")),
                    format!("Which one: {}?", list(|words| &words.en, ", or ")),
                ),
                options: close,
            });
        }
        if best.doubtful {
            return Some(Question {
                kind: QuestionKind::Meant,
                words: Words::new(
                    format!("是不是指「{}」？", best.label.zh),
                    format!("Is “{}” meant?", best.label.en),
                ),
                options: vec![0],
            });
        }
        if best.radius_m > VAGUE_M {
            return Some(Question {
                kind: QuestionKind::WhereOn,
                words: Words::new(
                    format!("在{}的哪一段，靠近哪个路口或店铺？", best.label.zh),
                    format!("Where on {}, near which crossing or shop?", best.label.en),
                ),
                options: vec![0],
            });
        }
        if best.score < FAINT {
            return Some(Question {
                kind: QuestionKind::Where,
                words: Words::new("事发地点在哪里？", "Where is it?"),
                options: vec![0],
            });
        }
        None
    }

    /// A label that tells a place from others of the same name, by the nearest road.
    fn distinct(&self, kept: &[Draft], index: usize) -> Words {
        let own = &kept[index];
        let same =
            kept.iter().enumerate().any(|(other, draft)| other != index && draft.label.zh == own.label.zh);
        if !same {
            return own.label.clone();
        }
        let roads = self.roads_near(own.position, 120.0);
        let other = roads.iter().find(|(_, road)| !own.label.zh.contains(road.name));
        match other {
            Some((_, road)) => Words::new(
                format!("靠近{}的{}", road.name, own.label.zh),
                format!("{} near {}", own.label.en, road.name),
            ),
            None => own.label.clone(),
        }
    }

    fn told(&self, draft: Draft) -> PlaceCandidate {
        let mut features: Vec<FeatureId> = draft.feature.into_iter().collect();
        let mut areas = Vec::new();
        for &thing in &draft.things {
            match self.thing(thing) {
                Thing::Area(id) => areas.push(*id),
                Thing::Feature(id) => features.push(*id),
                Thing::Road(ids) => features.extend(ids),
            }
        }
        let mut seen = std::collections::HashSet::new();
        features.retain(|id| seen.insert(*id));
        let mut spans: Vec<_> = draft.ranges.iter().map(|range| self.letters.source(range)).collect();
        spans.sort_by_key(|span| (span.start, span.end));
        spans.dedup();
        PlaceCandidate {
            kind: draft.kind,
            position: draft.position,
            radius_m: draft.radius_m,
            label: draft.label,
            spans,
            reasons: draft.reasons,
            score: draft.score.clamp(0.0, 1.0),
            features,
            areas,
        }
    }
}
