//! Phrases of one road: 石桥街56号, 和平街东头, 染坊巷口, 前进巷尽头, 铁匠巷中段.

use super::alias::Grade;
use super::candidate::PlaceKind;
use super::draft::{Draft, Reader};
use super::letters::number_at;
use super::lexicon::{JUNCTION, direction, direction_word, filler, travel, vector, word_at};
use super::modifier::{Modifier, modifiers};
use super::road::Road;
use crate::domain::feature::{Compass8, Layer, RoadClass};
use crate::domain::geo::{Bounds, Plane, Position, distance_m};
use crate::domain::text::{Reason, Words};

/// A house stands within so many metres of a place that lies between the nearest known numbers.
const HOUSE_RADIUS_M: f64 = 25.0;
/// The middle of a house is no farther than this from the edge of its road.
const HOUSE_DEPTH_M: f64 = 15.0;
/// Beyond the known numbers a house is looked for only this many numbers on.
const MOST_NUMBERS_BEYOND: u32 = 12;
/// Metres around the mouth of a lane.
const MOUTH_RADIUS_M: f64 = 20.0;
/// An end is dead when no other road comes this near.
const DEAD_END_M: f64 = 15.0;

/// Where on its road a phrase says that something is.
const MIDDLE: &[&str] = &["中段", "中部", "中间", "半中腰", "1半的地方"];
const DEAD_END: &[&str] = &["尽头", "最里面", "最里头", "到底", "底端", "巷底", "最里边", "末端", "深处"];
const MOUTH: &[&str] = &["巷子口", "巷口", "街口", "路口", "入口", "进口", "口子", "口"];

/// The place at a road that is nearest to a position farther from it than houses are deep.
fn beside(road: &Road, position: Position) -> Position {
    let Some((axis, foot)) = road.foot(position) else { return position };
    let near = road.width_m / 2.0 + HOUSE_DEPTH_M;
    if foot.distance_m <= near {
        return position;
    }
    let on = axis.at(foot.along_m);
    let plane = Plane::at(on);
    let [x, y] = plane.to_xy(position);
    let share = near / foot.distance_m;
    plane.from_xy([x * share, y * share])
}

impl Reader<'_> {
    /// The drafts of a road that no other phrase has used. None of a stem that the text does not call a road.
    pub fn single_road(&self, at: usize, thing: u32, road: &Road) -> Vec<Draft> {
        let mention = &self.mentions[at];
        let Some(base) = self.alone(at).into_iter().find(|draft| draft.things.contains(&thing)) else {
            return Vec::new();
        };
        let start = mention.range.end + filler(self.letters.rest(mention.range.end));
        let rest = self.letters.rest(start);
        if mention.grade == Grade::Stem {
            let called = word_at(rest, &["路口", "街口", "路", "街", "巷", "大街", "马路"]).is_some();
            if !called {
                return Vec::new();
            }
        }
        if let Some((number, length)) = number_at(self.letters.rest(mention.range.end))
            && self.letters.get(mention.range.end + length) == Some('号')
        {
            let end = mention.range.end + length + 1;
            return vec![self.house(base, thing, road, number, end)];
        }
        if let Some(draft) = self.along(&base, road, rest, start) {
            return vec![draft];
        }
        if let Some((compass, length)) = direction(rest)
            && let Some((word, more)) =
                word_at(&rest[length..], &["头", "端", "段", "首", "口", "尽头", "半段"])
            && let Some(end) = road.end_towards(compass)
        {
            let piece = matches!(word, "段" | "半段");
            let into = if piece { road.length_m() / 4.0 } else { 0.0 };
            let position = road.middle().and_then(|middle| {
                let back = super::road_phrases::towards(end, middle)?;
                road.walk(end, back, into)
            });
            let (zh, en) = direction_word(compass);
            let told = if piece { ("段", "part") } else { ("头", "end") };
            return vec![self.on_road(
                base,
                position.unwrap_or(end),
                if piece { into.max(MOUTH_RADIUS_M) } else { MOUTH_RADIUS_M * 1.5 },
                0.9,
                start + length + more,
                Words::new(
                    format!("{}{zh}{}", road.name, told.0),
                    format!("{en} {} of {}", told.1, road.name),
                ),
            )];
        }
        if let Some((_, length)) = word_at(rest, MIDDLE)
            && let Some(position) = road.middle()
        {
            let words = Words::new(format!("{}中段", road.name), format!("middle of {}", road.name));
            let radius = road.length_m() / 5.0;
            return vec![self.on_road(base, position, radius, 0.88, start + length, words)];
        }
        if let Some((_, length)) = word_at(rest, DEAD_END) {
            let ends = road.ends();
            let dead: Vec<Position> =
                ends.iter().copied().filter(|&end| self.roads_at(end, thing).is_empty()).collect();
            let chosen = if dead.is_empty() { ends } else { dead };
            return self.ends(base, road, chosen, start + length, ("尽头", "end"));
        }
        let mouth = word_at(rest, MOUTH).or_else(|| word_at(rest, JUNCTION));
        if let Some((_, length)) = mouth {
            let open: Vec<Position> =
                road.ends().into_iter().filter(|&end| !self.roads_at(end, thing).is_empty()).collect();
            // Of an avenue nobody calls the end its mouth: 明湖路口 may be any of its crossings.
            let lane = road.length_m() < 330.0;
            if lane && !open.is_empty() {
                return self.ends(base, road, open, start + length, ("口", "mouth"));
            }
        }
        vec![base]
    }

    /// The end from which metres are counted along the road: 由西往东走约150米.
    fn along(&self, base: &Draft, road: &Road, rest: &[char], start: usize) -> Option<Draft> {
        let (goal, length) = travel(rest)?;
        let (steps, _) = modifiers(&rest[length..]);
        if !matches!(steps.first(), Some(Modifier::Go(..))) {
            return None;
        }
        let back = Compass8::ALL[(goal as usize + 4) % Compass8::ALL.len()];
        let (zh, en) = direction_word(back);
        let words = Words::new(format!("{}{zh}头", road.name), format!("{en} end of {}", road.name));
        let position = road.end_towards(back)?;
        let mut draft = self.on_road(base.clone(), position, MOUTH_RADIUS_M, 0.9, start + length, words);
        draft.heading = Some(vector(goal));
        Some(draft)
    }

    /// A draft on the same road that says more than the road.
    fn on_road(
        &self,
        base: Draft,
        position: Position,
        radius_m: f64,
        score: f64,
        end: usize,
        label: Words,
    ) -> Draft {
        let mut draft = base;
        let whole = if draft.radius_m < 160.0 { 0.74 } else { 0.66 };
        draft.score = draft.score / whole * score;
        draft.kind = PlaceKind::RoadEnd;
        draft.position = position;
        draft.radius_m = radius_m;
        draft.reasons.push(Reason::new(
            "part_of_road",
            format!("位置在{}", label.zh),
            format!("the place is the {}", label.en),
        ));
        draft.label = label;
        draft.feature = None;
        draft.ranges = vec![draft.ranges[0].start..end];
        draft.end = end;
        draft
    }

    /// Ends of a road as places, the one on the greater road first.
    fn ends(
        &self,
        base: Draft,
        road: &Road,
        mut chosen: Vec<Position>,
        end: usize,
        (zh, en): (&str, &str),
    ) -> Vec<Draft> {
        let thing = base.things[0];
        let greatest = |p: Position| self.roads_at(p, thing).into_iter().min_by_key(|(class, _)| *class);
        chosen.sort_by_key(|&p| greatest(p).map_or(RoadClass::Lane, |(class, _)| class));
        let count = chosen.len();
        let classes: Vec<Option<RoadClass>> =
            chosen.iter().map(|&p| greatest(p).map(|(class, _)| class)).collect();
        let place = |(rank, position): (usize, Position)| {
            let beside = greatest(position).map(|(_, name)| name);
            let words = match beside {
                Some(name) => Words::new(
                    format!("{}{zh}（{name}一侧）", road.name),
                    format!("{en} of {} at {name}", road.name),
                ),
                None => Words::new(format!("{}{zh}", road.name), format!("{en} of {}", road.name)),
            };
            // People come into a lane from the greater road.
            let lesser = rank > 0 && classes[rank] != classes[0];
            let score = if count == 1 { 0.9 } else { 0.84 } - if lesser { 0.05 } else { 0.0 };
            self.on_road(base.clone(), position, MOUTH_RADIUS_M, score, end, words)
        };
        chosen.into_iter().enumerate().map(place).collect()
    }

    /// Class and name of the other roads that a place lies on.
    fn roads_at(&self, p: Position, except: u32) -> Vec<(RoadClass, &str)> {
        let own = match self.thing(except) {
            super::gazetteer::Thing::Road(ids) => ids.as_slice(),
            _ => &[],
        };
        let plane = Plane::at(p);
        let near = self.ground.features.intersecting(plane.window(DEAD_END_M));
        let roads = near.into_iter().filter(|id| self.feature(*id).layer == Layer::Road && !own.contains(id));
        roads
            .filter(|&id| {
                let axis = self.ground.features.axis(id);
                axis.is_some_and(|axis| axis.foot(&plane, DEAD_END_M).is_some())
            })
            .map(|id| {
                let road = self.feature(id);
                (road.road_class().unwrap_or(RoadClass::Lane), road.name.as_str())
            })
            .collect()
    }

    /// A house number: between the nearest known ones of its side of the road, where such are known.
    fn house(&self, base: Draft, thing: u32, road: &Road, number: u32, end: usize) -> Draft {
        let label = Words::new(format!("{}{number}号", road.name), format!("{} no. {number}", road.name));
        let known: Vec<(u32, Position)> = self
            .ground
            .gazetteer
            .houses(thing)
            .iter()
            .filter(|(own, _)| own % 2 == number % 2)
            .filter_map(|(own, id)| {
                let position = self.feature(*id).geometry.representative()?;
                // Its neighbours stand at the road, however far behind it a large compound has its middle.
                Some((*own, if *own == number { position } else { beside(road, position) }))
            })
            .collect();
        let below = known.iter().rev().find(|(own, _)| *own <= number);
        let above = known.iter().find(|(own, _)| *own >= number);
        let place = match (below, above) {
            (Some(a), Some(b)) if b.0 > a.0 => {
                let share = f64::from(number - a.0) / f64::from(b.0 - a.0);
                let plane = Plane::at(a.1);
                let [x, y] = plane.to_xy(b.1);
                let half = distance_m(a.1, b.1) / 2.0;
                Some((plane.from_xy([x * share, y * share]), half.max(HOUSE_RADIUS_M), (a.0, b.0)))
            }
            (Some(a), _) if number - a.0 <= MOST_NUMBERS_BEYOND => {
                Some((a.1, HOUSE_RADIUS_M * 2.0, (a.0, a.0)))
            }
            (_, Some(b)) if b.0 - number <= MOST_NUMBERS_BEYOND => {
                Some((b.1, HOUSE_RADIUS_M * 2.0, (b.0, b.0)))
            }
            _ => None,
        };
        let mut draft = match place {
            Some((position, radius, (low, high))) => {
                let mut draft = self.on_road(base, position, radius, 0.86, end, label);
                draft.reasons.push(Reason::new(
                    "house_between",
                    format!("按门牌 {low} 号与 {high} 号的位置推算"),
                    format!("reckoned from the houses no. {low} and {high}"),
                ));
                draft
            }
            None => {
                let mut draft = base;
                draft.score += 0.04;
                draft.end = end;
                draft.ranges = vec![draft.ranges[0].start..end];
                draft.reasons.push(Reason::new(
                    "house_unknown",
                    format!("{}没有登记 {number} 号，只能定到路", road.name),
                    format!("no. {number} is not registered on {}, only the road is known", road.name),
                ));
                draft.label = label;
                draft
            }
        };
        draft.kind = if draft.kind == PlaceKind::Road { PlaceKind::Road } else { PlaceKind::House };
        draft
    }

    /// Roads with an axis near a place, nearest first, as ids of one piece each.
    pub fn roads_near(&self, p: Position, within_m: f64) -> Vec<(f64, Road<'_>)> {
        let plane = Plane::at(p);
        let window: Bounds = plane.window(within_m);
        let near = self.ground.features.intersecting(window).into_iter();
        let mut roads: Vec<(f64, Road)> = near
            .filter(|id| self.feature(*id).layer == Layer::Road)
            .filter_map(|id| {
                let foot = self.ground.features.axis(id)?.foot(&plane, within_m)?;
                Some((foot.distance_m, Road::new(self.ground.features, &[id])?))
            })
            .collect();
        roads.sort_by(|a, b| a.0.total_cmp(&b.0).then_with(|| a.1.name.cmp(b.1.name)));
        roads
    }
}
