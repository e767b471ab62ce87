//! Phrases of two and three roads: …路与…路交叉口, 甲路和乙路之间, 甲路（乙路至丙路段）, 甲路靠近乙路, 由西向东过了乙路.

use super::alias::Grade;
use super::candidate::PlaceKind;
use super::draft::{Draft, Reader, doubtful, named, quality};
use super::letters::{STOP, place_of};
use super::lexicon::{AND, BETWEEN, JUNCTION, NEAR, filler, travel, vector, word_at};
use super::mention::Mention;
use super::road::{MEET_WITHIN_M, Road};
use crate::domain::geo::{Plane, Position};
use crate::domain::text::{Reason, Words};

/// Names farther apart than this many letters are no phrase.
const LONGEST_GAP: usize = 16;
/// Unless the second is told as the corner where they meet.
const LONGEST_APART: usize = 36;
/// Metres around a crossing that belong to it.
const CROSSING_RADIUS_M: f64 = 20.0;
/// Ways into a road: 从桂花街进去, 拐进.
const INWARD: &[&str] = &["进去", "进来", "往里", "拐进去", "转进去", "进入", "里面进"];

/// What stands between two names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Link {
    /// Nothing, or a bracket: 玉兰大道明湖路口.
    Joined,
    And,
    Near,
    /// The first two meet and the phrase goes on: 与学府街路口至.
    Junction,
    Other,
}

impl Reader<'_> {
    /// Places told by several roads, and for each name whether it was used up so.
    pub fn road_phrases(&self) -> (Vec<Draft>, Vec<bool>) {
        let mut used = vec![false; self.mentions.len()];
        let mut drafts = Vec::new();
        let mut at = 0;
        while at < self.mentions.len() {
            let (found, count) = self.phrase_at(at);
            if found.is_empty() {
                at += 1;
                continue;
            }
            used[at..at + count].fill(true);
            drafts.extend(found);
            // The second road of a crossing can be the first of a phrase that goes on, but never of the same.
            at += count;
        }
        (drafts, used)
    }

    /// The phrase that begins with a name, and how many names it takes.
    fn phrase_at(&self, at: usize) -> (Vec<Draft>, usize) {
        let Some(first) = self.road_at(at) else { return (Vec::new(), 0) };
        let Some(second) = self.road_at(at + 1) else { return (Vec::new(), 0) };
        if first.0 == second.0 {
            return (Vec::new(), 0);
        }
        if let Some(third) = self.road_at(at + 2)
            && let Some(draft) = self.stretch(at, [&first, &second, &third])
        {
            return (vec![draft], 3);
        }
        (self.pair(at, &first, &second), 2)
    }

    fn road_at(&self, at: usize) -> Option<(u32, Road<'_>)> {
        self.road_of(self.mentions.get(at)?)
    }

    /// What links the name `at` to the next.
    fn link(&self, at: usize) -> Link {
        let gap = self.gap(&self.mentions[at], &self.mentions[at + 1]);
        if gap.len() > LONGEST_GAP || gap.contains(&STOP) {
            return Link::Other;
        }
        let begin = filler(gap);
        let rest = &gap[begin..];
        if rest.is_empty() {
            return Link::Joined;
        }
        if let Some((_, near)) = word_at(rest, NEAR)
            && near + filler(&rest[near..]) == rest.len()
        {
            return Link::Near;
        }
        if let Some((_, and)) = word_at(rest, AND) {
            return if and + filler(&rest[and..]) == rest.len() { Link::And } else { Link::Other };
        }
        if let Some((word, length)) = word_at(rest, JUNCTION) {
            let after = &rest[length..];
            let goes_on =
                word_at(after, AND).is_some_and(|(_, and)| and + filler(&after[and..]) == after.len());
            if goes_on {
                return Link::Junction;
            }
            // 甲路交叉乙路
            return if word == "交叉" && after.is_empty() { Link::And } else { Link::Other };
        }
        Link::Other
    }

    /// The letters behind a name without filler, and where they begin.
    fn behind(&self, at: usize) -> (&[char], usize) {
        let end = self.mentions[at].range.end;
        let start = end + filler(self.letters.rest(end));
        (self.letters.rest(start), start)
    }

    /// A road between two others, in the three orders in which it is said.
    fn stretch(&self, at: usize, roads: [&(u32, Road); 3]) -> Option<Draft> {
        let (first, second) = (self.link(at), self.link(at + 1));
        let close = self.gap(&self.mentions[at], &self.mentions[at + 1]);
        let [a, b, c] = roads;
        let told = word_at(self.behind(at + 2).0, BETWEEN);
        // 甲路（乙路至丙路段）
        if second == Link::And
            && close.len() <= 6
            && !close.contains(&STOP)
            && first != Link::And
            && let Some((_, length)) = told
        {
            let end = self.behind(at + 2).1 + length;
            return self.piece(at, 3, a, [b, c], end);
        }
        // 甲路（乙路至丙路）
        if close.contains(&'(')
            && close.len() <= 6
            && !close.contains(&STOP)
            && matches!(second, Link::And | Link::Junction)
        {
            let end = self.mentions[at + 2].range.end;
            let mouth = word_at(self.letters.rest(end), JUNCTION).map_or(0, |(_, length)| length);
            if self.letters.get(end + mouth) == Some(')') {
                return self.piece(at, 3, a, [b, c], end + mouth + 1);
            }
        }
        // 甲路与乙路路口至丙路一段: of the two that meet, the one that also meets the third.
        if matches!(first, Link::And | Link::Joined) && second == Link::Junction {
            let (rest, start) = self.behind(at + 2);
            let mouth = word_at(rest, JUNCTION).map_or(0, |(_, length)| length);
            let told = word_at(&rest[mouth..], BETWEEN).map_or(0, |(_, length)| length);
            let end = start + mouth + told + usize::from(rest.get(mouth + told) == Some(&')'));
            return self.piece(at, 3, a, [b, c], end).or_else(|| self.piece(at, 3, b, [a, c], end));
        }
        // 乙路到丙路之间的甲路
        let gap = self.gap(&self.mentions[at + 1], &self.mentions[at + 2]);
        let length = word_at(gap, BETWEEN).map(|(_, length)| length)?;
        if first == Link::And && length + filler(&gap[length..]) == gap.len() {
            return self.piece(at, 3, c, [a, b], self.mentions[at + 2].range.end);
        }
        None
    }

    /// A piece of a road between its crossings with two others.
    fn piece(
        &self,
        at: usize,
        count: usize,
        road: &(u32, Road),
        [from, to]: [&(u32, Road); 2],
        end: usize,
    ) -> Option<Draft> {
        let meets = |other: &Road| {
            road.1.meets(other).into_iter().find(|meet| meet.gap_m <= MEET_WITHIN_M).map(|meet| meet.position)
        };
        let (position, half) = road.1.between(meets(&from.1)?, meets(&to.1)?)?;
        let (name, one, other) = (road.1.name, from.1.name, to.1.name);
        let mut draft = self.draft(at, count, PlaceKind::Stretch, position, half.max(10.0), 0.95, end);
        draft.label =
            Words::new(format!("{name}（{one}至{other}）"), format!("{name} between {one} and {other}"));
        draft.reasons.push(Reason::new(
            "stretch",
            format!("{name}在{one}与{other}之间的一段，长约 {:.0} 米", half * 2.0),
            format!("the part of {name} between {one} and {other}, about {:.0} m", half * 2.0),
        ));
        draft.roads = vec![road.0];
        Some(draft)
    }

    /// Two roads: a crossing, a neighbourhood, or a way along the first past the second.
    fn pair(&self, at: usize, first: &(u32, Road), second: &(u32, Road)) -> Vec<Draft> {
        let link = self.link(at);
        let (rest, start) = self.behind(at + 1);
        let stems = [at, at + 1].iter().filter(|&&at| self.mentions[at].grade == Grade::Stem).count();
        let junction = word_at(rest, JUNCTION);
        match link {
            Link::Near => {
                let end = self.mentions[at + 1].range.end;
                self.crossing(at, first, second, 0.9, end, None)
            }
            Link::And | Link::Joined => {
                if let Some((_, length)) = junction {
                    if stems > 0 && link == Link::Joined && stems == 2 {
                        return Vec::new();
                    }
                    return self.crossing(at, first, second, 0.95, start + length, None);
                }
                if stems > 0 {
                    return Vec::new();
                }
                if let Some((_, length)) = word_at(rest, BETWEEN) {
                    return self.between(at, first, second, start + length);
                }
                if let Some((_, length)) = word_at(rest, INWARD) {
                    return self.inward(at, first, second, start + length);
                }
                let and = self.gap(&self.mentions[at], &self.mentions[at + 1]);
                let plain = word_at(and, &["与", "和", "跟", "同", "/", "交", "&", "+"]).is_some();
                // Said in one breath, 小井巷民生街那头; 甲路、乙路 is more often a list than a crossing.
                let joined = and.is_empty() && self.do_meet(first, second);
                if plain || joined {
                    self.crossing(at, first, second, 0.8, self.mentions[at + 1].range.end, None)
                } else {
                    Vec::new()
                }
            }
            Link::Junction | Link::Other => {
                let gap = self.gap(&self.mentions[at], &self.mentions[at + 1]);
                if stems > 0 {
                    return Vec::new();
                }
                if gap.len() > LONGEST_GAP || gap.contains(&STOP) {
                    return self.told_apart(at, first, second);
                }
                let goes = (0..gap.len()).find_map(|at| travel(&gap[at..])).map(|(goal, _)| goal);
                if let Some(goal) = goes
                    && gap.contains(&'过')
                {
                    let end = start + junction.map_or(0, |(_, length)| length);
                    return self.crossing(at, first, second, 0.93, end, Some(vector(goal)));
                }
                if let Some((_, length)) = word_at(rest, INWARD) {
                    return self.inward(at, first, second, start + length);
                }
                // 从乙路进甲路: the road that is gone into comes second.
                if ["拐进", "转进", "进入", "进"].iter().any(|word| {
                    place_of(gap, word).is_some_and(|place| place + word.chars().count() == gap.len())
                }) {
                    return self.inward(at, second, first, self.mentions[at + 1].range.end);
                }
                self.told_apart(at, first, second)
            }
        }
    }

    fn do_meet(&self, first: &(u32, Road), second: &(u32, Road)) -> bool {
        first.1.meets(&second.1).iter().any(|meet| meet.gap_m <= MEET_WITHIN_M)
    }

    /// A road, and later the corner of another that it meets: 南屏路上的单车归谁管？就在玉兰大道路口.
    fn told_apart(&self, at: usize, first: &(u32, Road), second: &(u32, Road)) -> Vec<Draft> {
        let (rest, start) = self.behind(at + 1);
        let gap = self.gap(&self.mentions[at], &self.mentions[at + 1]);
        match word_at(rest, JUNCTION) {
            Some((_, length)) if gap.len() <= LONGEST_APART && self.do_meet(first, second) => {
                self.crossing(at, first, second, 0.86, start + length, None)
            }
            _ => Vec::new(),
        }
    }

    /// The places where two roads meet, one draft each. When they stay apart, the place between them, and a reason says so.
    fn crossing(
        &self,
        at: usize,
        first: &(u32, Road),
        second: &(u32, Road),
        score: f64,
        end: usize,
        heading: Option<[f64; 2]>,
    ) -> Vec<Draft> {
        let meets = first.1.meets(&second.1);
        let several = meets.len() > 1;
        let (a, b) = (first.1.name, second.1.name);
        let drafts = meets.into_iter().map(|meet| {
            let apart = meet.gap_m > MEET_WITHIN_M;
            let radius =
                if apart { meet.gap_m.max(CROSSING_RADIUS_M) } else { CROSSING_RADIUS_M + meet.gap_m / 2.0 };
            let score = if apart { score * 0.6 } else { score };
            let mut draft = self.draft(at, 2, PlaceKind::Crossing, meet.position, radius, score, end);
            draft.label = Words::new(format!("{a}与{b}路口"), format!("crossing of {a} and {b}"));
            draft.reasons.push(if apart {
                Reason::new(
                    "roads_apart",
                    format!("{a}与{b}不相交，最近处相距 {:.0} 米，取其中间", meet.gap_m),
                    format!(
                        "{a} and {b} do not meet; they come within {:.0} m, the middle is taken",
                        meet.gap_m
                    ),
                )
            } else if meet.gap_m > 1.0 {
                Reason::new(
                    "roads_near",
                    format!("{a}与{b}在此相接，中线相距 {:.0} 米", meet.gap_m),
                    format!("{a} and {b} come together here, their axes {:.0} m apart", meet.gap_m),
                )
            } else {
                Reason::new("crossing", format!("{a}与{b}在此相交"), format!("{a} and {b} meet here"))
            });
            if several {
                draft.reasons.push(Reason::new(
                    "several_crossings",
                    format!("{a}与{b}不止一处相交"),
                    format!("{a} and {b} meet in more than one place"),
                ));
            }
            draft.roads = vec![first.0, second.0];
            draft.heading = heading;
            draft
        });
        drafts.collect()
    }

    /// Two roads that bound something: the stretch of a road named before in the sentence that meets both, else the ground
    /// between them, or their crossing.
    fn between(&self, at: usize, first: &(u32, Road), second: &(u32, Road), end: usize) -> Vec<Draft> {
        let start = self.letters.sentence_start(self.mentions[at].range.start);
        let before = (0..at).rev().take_while(|&place| self.mentions[place].range.start >= start);
        for place in before {
            if let Some(road) = self.road_at(place)
                && road.0 != first.0
                && road.0 != second.0
                && let Some(draft) = self.piece(at, 2, &road, [first, second], end)
            {
                return vec![draft];
            }
        }
        self.crossing(at, first, second, 0.85, end, None)
    }

    /// From a crossing into a road, away from the other.
    fn inward(&self, at: usize, into: &(u32, Road), from: &(u32, Road), end: usize) -> Vec<Draft> {
        let mut drafts = self.crossing(at, into, from, 0.92, end, None);
        for draft in &mut drafts {
            draft.heading = into.1.middle().and_then(|middle| towards(draft.position, middle));
            // What is counted from here is counted along the road that is gone into.
            draft.roads = vec![into.0];
        }
        drafts
    }

    /// A draft from the names `at` and following.
    #[expect(clippy::too_many_arguments, reason = "a draft is made of these in three places")]
    fn draft(
        &self,
        at: usize,
        count: usize,
        kind: PlaceKind,
        position: Position,
        radius_m: f64,
        score: f64,
        end: usize,
    ) -> Draft {
        let mentions: &[Mention] = &self.mentions[at..at + count];
        let reasons = mentions.iter().filter(|mention| mention.grade != Grade::Full).filter_map(|mention| {
            let written: String = self.letters.letters[mention.range.clone()].iter().collect();
            let (thing, _) = self.road_of(mention)?;
            Some(named(&written, self.thing_name(thing), mention.grade))
        });
        // Two roads that meet bear each other out: a typo in one of them costs half.
        let sure = mentions.iter().map(|mention| (1.0 + quality(mention.grade)) / 2.0).product::<f64>();
        Draft {
            kind,
            position,
            radius_m,
            label: Words::default(),
            ranges: vec![mentions[0].range.start..end.max(mentions[count - 1].range.end)],
            reasons: reasons.collect(),
            score: score * sure,
            feature: None,
            roads: Vec::new(),
            things: mentions.iter().filter_map(|mention| Some(self.road_of(mention)?.0)).collect(),
            end: end.max(mentions[count - 1].range.end),
            group: at,
            heading: None,
            doubtful: mentions.iter().all(|mention| doubtful(mention.grade)),
        }
    }
}

/// The unit vector from one position to another, none when they are the same.
pub(super) fn towards(from: Position, to: Position) -> Option<[f64; 2]> {
    let [x, y] = Plane::at(from).to_xy(to);
    let length = libm::hypot(x, y);
    (length > 0.0).then(|| [x / length, y / length])
}
