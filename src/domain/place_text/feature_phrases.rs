//! Phrases of things that are not roads: 明湖花园2栋3单元, 安居苑门口的西河路, 甲店和乙店中间.

use super::candidate::PlaceKind;
use super::draft::{Draft, Reader};
use super::gazetteer::Thing;
use super::letters::{STOP, folded, number_at};
use super::lexicon::{AND, BETWEEN, filler, word_at};
use super::modifier::modifiers;
use super::road::Road;
use crate::domain::feature::{FeatureId, Layer};
use crate::domain::geo::{Geometry, Plane, Position, distance_m};
use crate::domain::text::{Reason, Words};

/// A road is said to be at something when it is this near.
const AT_ROAD_M: f64 = 130.0;
/// Two things farther apart have no middle that anybody means.
const MIDDLE_M: f64 = 300.0;

impl Reader<'_> {
    /// The building told by its number behind its compound, with the letters behind it.
    pub fn building(&self, draft: &Draft) -> Option<Draft> {
        let compound = draft.feature.filter(|&id| self.feature(id).layer == Layer::Compound)?;
        let mut at = draft.end;
        if let Some((_, length)) = word_at(self.letters.rest(at), &["小区", "生活区", "院内", "院", "大院"])
        {
            at += length;
        }
        at += filler(self.letters.rest(at));
        let (number, length) = number_at(self.letters.rest(at))?;
        let (_, more) = word_at(self.letters.rest(at + length), &["栋", "号楼", "座", "#楼", "#", "号"])?;
        let mut end = at + length + more;
        let mut unit = None;
        let behind = end + filler(self.letters.rest(end));
        if let Some((number, length)) = number_at(self.letters.rest(behind))
            && let Some((_, more)) = word_at(self.letters.rest(behind + length), &["单元"])
        {
            unit = Some(number);
            end = behind + length + more;
        }
        let name = folded(&format!("{}{number}栋", self.feature(compound).name));
        let found =
            self.ground.gazetteer.longest(&name, |_| true).filter(|found| found.length == name.len())?;
        let (thing, building) = found.things.iter().find_map(|&thing| match self.thing(thing) {
            Thing::Feature(id) if self.feature(*id).layer == Layer::Building => Some((thing, *id)),
            _ => None,
        })?;
        let feature = self.feature(building);
        let mut draft = draft.clone();
        draft.kind = PlaceKind::Building;
        draft.position = feature.geometry.representative()?;
        draft.radius_m = 20.0;
        draft.score = draft.score / 0.9 * 0.95;
        draft.feature = Some(building);
        draft.things.push(thing);
        let unit = unit
            .map_or(Words::default(), |unit| Words::new(format!("{unit}单元"), format!(", entrance {unit}")));
        draft.label =
            Words::new(format!("{}{}", feature.name, unit.zh), format!("{}{}", feature.name, unit.en));
        draft.ranges = vec![draft.ranges[0].start..end];
        draft.end = end;
        draft.reasons.push(Reason::new("building", format!("{number} 栋"), format!("building {number}")));
        Some(draft)
    }

    /// The road that is named right behind something and passes it: 安居苑门口西河路上, 学府小学与学府街之间. `next` is the
    /// mention of the road, `stepped` tells whether a gate or a side of it has been told already.
    pub fn road_at_feature(&self, draft: &Draft, next: usize, stepped: bool) -> Option<Draft> {
        let mention = self.mentions.get(next)?;
        let gap = self.letters.letters.get(draft.end..mention.range.start)?;
        if gap.len() > 10 || gap.contains(&STOP) {
            return None;
        }
        let (thing, road) = self.road_of(mention)?;
        let begin = filler(gap);
        let rest = &gap[begin..];
        let behind = self.letters.rest(mention.range.end);
        let behind = &behind[filler(behind)..];
        let between = word_at(rest, AND).is_some() && word_at(behind, BETWEEN).is_some();
        let beside =
            word_at(rest, &["外", "前", "后", "旁", "边", "门", "侧", "围墙外", "背后", "紧邻", "临", "靠"])
                .is_some()
                || !modifiers(rest).0.is_empty()
                || rest.first() == Some(&'(')
                || (stepped && rest.is_empty());
        if !(between || beside) {
            return None;
        }
        let from = self.nearest_to_road(draft, &road)?;
        let (axis, foot) = road.foot(from)?;
        if foot.distance_m > AT_ROAD_M {
            return None;
        }
        let mut found = draft.clone();
        found.kind = PlaceKind::RoadEnd;
        // On the side of the road that faces it.
        let on = axis.at(foot.along_m);
        let [x, y] = Plane::at(on).to_xy(from);
        let share = if foot.distance_m > 0.0 { (road.width_m / 2.0 / foot.distance_m).min(1.0) } else { 0.0 };
        found.position = Plane::at(on).from_xy([x * share, y * share]);
        found.radius_m = found.radius_m.clamp(20.0, 60.0);
        found.score = 0.94 * (draft.score / 0.93).min(1.0);
        found.roads = vec![thing];
        found.things.push(thing);
        found.ranges.push(mention.range.clone());
        found.end = mention.range.end;
        found.reasons.push(Reason::new(
            "road_at",
            format!("{}经过此处的路段", road.name),
            format!("where {} passes it", road.name),
        ));
        found.label = Words::new(
            format!("{}（{}）", road.name, draft.label.zh),
            format!("{} at {}", road.name, draft.label.en),
        );
        Some(found)
    }

    /// The position of something that is nearest to a road.
    fn nearest_to_road(&self, draft: &Draft, road: &Road) -> Option<Position> {
        let Some(feature) = draft.feature else { return Some(draft.position) };
        match &self.feature(feature).geometry {
            Geometry::Area(shape) if draft.kind == PlaceKind::Feature && shape.contains(draft.position) => {
                shape
                    .vertices()
                    .iter()
                    .copied()
                    .min_by(|a, b| road.distance_m(*a).total_cmp(&road.distance_m(*b)))
            }
            _ => Some(draft.position),
        }
    }

    /// The middle of two things that the text says something lies between.
    pub fn middle_of(&self, first: &Draft, second: &Draft) -> Option<Draft> {
        let start = second.ranges.first()?.start;
        let gap = self.letters.letters.get(first.end..start)?;
        let begin = filler(gap);
        let (_, and) = word_at(&gap[begin..], AND)?;
        if begin + and + filler(&gap[begin + and..]) != gap.len() {
            return None;
        }
        let behind = second.end + filler(self.letters.rest(second.end));
        let (_, length) = word_at(self.letters.rest(behind), BETWEEN)?;
        let apart = distance_m(first.position, second.position);
        if apart > MIDDLE_M {
            return None;
        }
        let mut found = first.clone();
        let plane = Plane::at(first.position);
        let [x, y] = plane.to_xy(second.position);
        found.position = plane.from_xy([x / 2.0, y / 2.0]);
        found.radius_m = (apart / 2.0).max(10.0);
        found.kind = PlaceKind::Stretch;
        found.feature = None;
        found.score = first.score.min(second.score) + 0.02;
        found.label = Words::new(
            format!("{}与{}之间", first.label.zh, second.label.zh),
            format!("between {} and {}", first.label.en, second.label.en),
        );
        found.ranges = vec![first.ranges[0].start..behind + length];
        found.things.extend(&second.things);
        found.end = behind + length;
        found.reasons.push(Reason::new("middle", "取两处中间", "the middle of both is taken"));
        Some(found)
    }

    /// Things near a place whose name ends with words that follow it: 和平街那个报刊亭. Those of roads lie at the road. What is
    /// only pointed at may stand before: 厕所脏得很，客运站那个.
    pub fn told_behind(&self, draft: &Draft) -> Vec<Draft> {
        const BEHIND: usize = 12;
        let rest = self.letters.rest(draft.end);
        let next = self.mentions.iter().map(|mention| mention.range.start).find(|&start| start >= draft.end);
        let stop = rest.iter().position(|&letter| letter == STOP).unwrap_or(rest.len());
        let length = next.map_or(stop, |next| stop.min(next - draft.end)).min(BEHIND);
        let mut from = draft.end;
        let mut words = &rest[..length];
        let pointed = word_at(rest, &["那个", "这个", "那1个", "的那个"]);
        if let Some((_, length)) = pointed
            && rest.get(length).is_none_or(|&letter| super::letters::ends_clause(letter))
        {
            let start = draft.ranges[0].start;
            from = self.letters.sentence_start(start).max(start.saturating_sub(BEHIND));
            words = &self.letters.letters[from..start];
        }
        if words.len() < 2 {
            return Vec::new();
        }
        let mut found: Vec<(usize, FeatureId, std::ops::Range<usize>)> = Vec::new();
        for id in self.around(draft) {
            let name = folded(&self.feature(id).name);
            if let Some((length, range)) = tail_in(words, &name) {
                found.push((length, id, from + range.start..from + range.end));
            }
        }
        // The longest words that are found decide: 报刊亭 before 亭.
        let longest = found.iter().map(|(length, ..)| *length).max().unwrap_or(0);
        found.retain(|(length, ..)| *length == longest);
        let count = found.len();
        let drafts = found.into_iter().filter_map(|(_, id, range)| {
            let feature = self.feature(id);
            let written: String = self.letters.letters[range.clone()].iter().collect();
            let mut found = draft.clone();
            found.kind = PlaceKind::Feature;
            found.position = feature.geometry.representative()?;
            found.radius_m = 15.0;
            found.score = if count == 1 { 0.9 } else { 0.86 };
            found.feature = Some(id);
            found.label = Words::new(feature.name.clone(), feature.name.clone());
            found.ranges.push(range.clone());
            found.end = draft.end.max(range.end);
            found.reasons.push(Reason::new(
                "told_behind",
                format!("{}的「{written}」是「{}」", draft.label.zh, feature.name),
                format!("the “{written}” at {} is “{}”", draft.label.en, feature.name),
            ));
            Some(found)
        });
        drafts.collect()
    }

    /// What stands at a road or near a place.
    fn around(&self, draft: &Draft) -> Vec<FeatureId> {
        const MOST: usize = 2_000;
        const ROADSIDE_M: f64 = 25.0;
        const NEAR_M: f64 = 35.0;
        let wanted = |id: &FeatureId| {
            use Layer::{Facility, FocusSpot, Frontage, Market, Site, VendingZone};
            matches!(self.feature(*id).layer, Frontage | Site | Facility | FocusSpot | Market | VendingZone)
                && Some(*id) != draft.feature
        };
        if draft.kind == PlaceKind::Road
            && let Some(road) = draft.roads.first().and_then(|&thing| self.road(thing))
        {
            let mut near: Vec<FeatureId> = Vec::new();
            for (_, axis) in &road.pieces {
                let window = axis.bounds();
                let wide =
                    Plane::at(window.min).window(ROADSIDE_M).union(Plane::at(window.max).window(ROADSIDE_M));
                near.extend(self.ground.features.intersecting(wide).into_iter().filter(wanted));
            }
            near.truncate(MOST);
            let reach = road.width_m / 2.0 + ROADSIDE_M;
            near.retain(|&id| {
                let place = self.feature(id).geometry.representative();
                place.is_some_and(|p| road.distance_m(p) <= reach)
            });
            return near;
        }
        let reach = draft.radius_m.min(200.0) + NEAR_M;
        let near = self.ground.features.near(draft.position, reach);
        near.into_iter().map(|near| near.id).filter(wanted).take(MOST).collect()
    }
}

/// The longest end of a name, or of another word for its kind, that stands in some words.
fn tail_in(words: &[char], name: &[char]) -> Option<(usize, std::ops::Range<usize>)> {
    let own = (1..name.len().saturating_sub(1)).map(|start| name[start..].to_vec());
    let kinds = super::alias::kind_words(name).into_iter().map(|(_, word)| folded(word));
    let mut tails: Vec<Vec<char>> = own.chain(kinds).filter(|tail| tail.len() >= 2).collect();
    tails.sort_by_key(|tail| std::cmp::Reverse(tail.len()));
    for tail in tails {
        let Some(at) = words.windows(tail.len()).position(|window| window == tail) else { continue };
        let after = words.get(at + tail.len()).copied();
        // Two letters are also words of the language, unless a shop follows: 烤鱼店.
        let enough = tail.len() >= 3
            || after.is_some_and(|after| "店铺馆摊家门楼".contains(after))
            || kind_noun(&tail);
        if enough {
            return Some((tail.len(), at..at + tail.len()));
        }
    }
    None
}

/// Two letters that name a kind of place and nothing else.
fn kind_noun(tail: &[char]) -> bool {
    [
        "公厕", "厕所", "银行", "药店", "药房", "网吧", "网咖", "诊所", "宾馆", "酒店", "旅店", "旅馆",
        "旅社", "浴室", "超市", "报亭", "电箱", "邮筒", "影院", "医院",
    ]
    .iter()
    .any(|noun| tail.iter().copied().eq(noun.chars()))
}
