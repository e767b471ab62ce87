//! Moves a place by what follows it in the text. Metres are counted along the road where the way that is told is the way of
//! the road, else straight over the ground.

use super::candidate::PlaceKind;
use super::draft::{Draft, Reader};
use super::lexicon::{direction_word, vector};
use super::modifier::{Modifier, modifiers};
use super::road::Road;
use crate::domain::feature::{Compass8, FeatureId, Layer};
use crate::domain::geo::{Geometry, Plane, Position, Shape};
use crate::domain::text::Reason;

/// A road this near is the road of a place.
const BESIDE_ROAD_M: f64 = 45.0;
/// Gates lie this near to the border of what they lead into.
const GATE_M: f64 = 30.0;
/// A side of something without extent.
const SIDE_M: f64 = 12.0;
/// Beyond the border of a compound or market, on its outer side.
const OUTSIDE_M: f64 = 8.0;
/// From the axis to the footway beyond the kerb.
const FOOTWAY_M: f64 = 3.0;
/// Borders are looked for this far from the middle.
const WIDEST_M: f64 = 3_000.0;

impl Reader<'_> {
    /// The draft with every step behind it taken.
    pub fn moved(&self, mut draft: Draft) -> Draft {
        let end = self.letters.clause_end(draft.end);
        // Steps may go on behind a comma, but not into the next sentence.
        let rest = self.letters.rest(draft.end);
        let reach = (end - draft.end + 24).min(rest.len());
        let (steps, length) = modifiers(&rest[..reach]);
        if steps.is_empty() {
            return draft;
        }
        for step in steps {
            self.step(&mut draft, step);
        }
        let start = draft.end;
        draft.end += length;
        match draft.ranges.last_mut() {
            Some(last) if last.end == start => last.end = draft.end,
            _ => draft.ranges.push(start..draft.end),
        }
        draft
    }

    fn step(&self, draft: &mut Draft, step: Modifier) {
        match step {
            Modifier::Beside(metres) => {
                draft.radius_m += metres;
                draft.label.zh.push_str("附近");
                draft.label.en = format!("near {}", draft.label.en);
            }
            Modifier::Gate(side) => self.gate(draft, side),
            Modifier::Opposite => self.opposite(draft),
            Modifier::Side(side) => self.side(draft, side),
            Modifier::RoadSide(side) => {
                if let Some(road) = self.road_along(draft) {
                    self.to_road_side(draft, &road, side);
                }
            }
            Modifier::Go(side, metres) => self.go(draft, side, metres),
            Modifier::Shops(side, count) => self.shops(draft, side, count),
        }
    }

    /// The outline of what the draft is, when it has one.
    fn outline(&self, draft: &Draft) -> Option<&Shape> {
        match &self.feature(draft.feature?).geometry {
            Geometry::Area(shape)
                if draft.kind == PlaceKind::Feature || draft.kind == PlaceKind::Building =>
            {
                Some(shape)
            }
            _ => None,
        }
    }

    /// The road that a draft lies on or beside: one that was named, else the nearest.
    fn road_along(&self, draft: &Draft) -> Option<Road<'_>> {
        let named = draft.roads.iter().filter_map(|&thing| self.road(thing));
        let nearest =
            named.min_by(|a, b| a.distance_m(draft.position).total_cmp(&b.distance_m(draft.position)));
        nearest.or_else(|| {
            self.roads_near(draft.position, BESIDE_ROAD_M).into_iter().map(|(_, road)| road).next()
        })
    }

    /// To the gate of a compound, school or market: a registered one, else the border on that side or to its road.
    fn gate(&self, draft: &mut Draft, side: Option<Compass8>) {
        let Some(feature) = draft.feature else { return };
        let Some(shape) = self.outline(draft) else { return };
        if let Some(gate) = self.registered_gate(feature, shape, side) {
            let name = &self.feature(gate).name;
            if let Some(position) = self.feature(gate).geometry.representative() {
                draft.position = position;
                draft.radius_m = SIDE_M + 3.0;
                draft.score = (draft.score + 0.01).min(0.97);
                draft.reasons.push(Reason::new(
                    "gate",
                    format!("登记的出入口「{name}」"),
                    format!("the registered gate “{name}”"),
                ));
            }
        } else if let Some(side) = side {
            draft.position = border(shape, draft.position, vector(side));
            draft.radius_m = draft.radius_m.clamp(15.0, 30.0);
            let (zh, en) = direction_word(side);
            draft.reasons.push(Reason::new(
                "gate_unknown",
                format!("没有登记{zh}门，取{zh}侧边界"),
                format!("no {en} gate is registered, the border there is taken"),
            ));
        }
        draft.label.zh.push_str("门口");
        draft.label.en = format!("gate of {}", draft.label.en);
    }

    fn registered_gate(&self, of: FeatureId, shape: &Shape, side: Option<Compass8>) -> Option<FeatureId> {
        let own = &self.feature(of).name;
        let window = shape.bounds()?;
        let corner = Plane::at(window.min).window(GATE_M).union(Plane::at(window.max).window(GATE_M));
        let begin: String = own.chars().take(2).collect();
        let gates = self.ground.features.intersecting(corner).into_iter().filter(|&id| {
            let feature = self.feature(id);
            let called = feature.name.contains('门') || feature.name.contains("入口");
            let wanted =
                side.is_none_or(|side| feature.name.contains(&format!("{}门", direction_word(side).0)));
            let near = feature
                .geometry
                .representative()
                .is_some_and(|p| shape.contains(p) || shape.distance_m(p) <= GATE_M);
            feature.layer == Layer::Site && called && wanted && near && shares(&feature.name, &begin, own)
        });
        gates.min_by_key(|&id| self.feature(id).code.clone())
    }

    /// To the other side of the road that it stands on.
    fn opposite(&self, draft: &mut Draft) {
        let p = self.frontage_place(draft);
        let Some(road) = self
            .address_road(draft)
            .or_else(|| self.roads_near(p, BESIDE_ROAD_M).into_iter().map(|(_, road)| road).next())
        else {
            draft.radius_m += 30.0;
            return;
        };
        if let Some(position) = road.across(p) {
            draft.position = position;
            draft.radius_m = draft.radius_m.clamp(15.0, 30.0);
            draft.reasons.push(Reason::new(
                "opposite",
                format!("{}另一侧", road.name),
                format!("on the other side of {}", road.name),
            ));
        }
        draft.label.zh.push_str("对面");
        draft.label.en = format!("opposite {}", draft.label.en);
    }

    /// Where something with an outline touches its road: its gate, or the place of its border nearest to the road.
    fn frontage_place(&self, draft: &Draft) -> Position {
        let Some(shape) = self.outline(draft) else { return draft.position };
        if let Some(gate) = draft.feature.and_then(|feature| self.registered_gate(feature, shape, None))
            && let Some(position) = self.feature(gate).geometry.representative()
        {
            return position;
        }
        match self.address_road(draft) {
            Some(road) => {
                let nearest = shape
                    .vertices()
                    .iter()
                    .copied()
                    .min_by(|a, b| road.distance_m(*a).total_cmp(&road.distance_m(*b)));
                nearest.unwrap_or(draft.position)
            }
            None => draft.position,
        }
    }

    /// The road in a feature's address, when it is near.
    fn address_road(&self, draft: &Draft) -> Option<Road<'_>> {
        let address = self.feature(draft.feature?).text("address")?;
        let reach = self.outline(draft).map_or(BESIDE_ROAD_M, |_| 2.0 * draft.radius_m + BESIDE_ROAD_M);
        self.roads_near(draft.position, reach)
            .into_iter()
            .map(|(_, road)| road)
            .find(|road| address.starts_with(road.name))
    }

    fn side(&self, draft: &mut Draft, side: Compass8) {
        let (zh, en) = direction_word(side);
        if let Some(shape) = self.outline(draft) {
            let edge = border(shape, draft.position, vector(side));
            let [dx, dy] = vector(side);
            draft.position = Plane::at(edge).from_xy([dx * OUTSIDE_M, dy * OUTSIDE_M]);
            draft.radius_m = draft.radius_m.clamp(15.0, 30.0);
        } else if draft.kind == PlaceKind::Road || draft.kind == PlaceKind::Stretch {
            if let Some(road) = self.road_along(draft) {
                self.to_road_side(draft, &road, side);
            }
            return;
        } else {
            let widths =
                draft.roads.iter().filter_map(|&thing| self.road(thing)).map(|road| road.width_m / 2.0);
            let reach = widths.fold(SIDE_M, f64::max);
            let [dx, dy] = vector(side);
            draft.position = Plane::at(draft.position).from_xy([dx * reach, dy * reach]);
        }
        draft.label.zh.push_str(&format!("{zh}侧"));
        draft.label.en = format!("{en} side of {}", draft.label.en);
        draft.reasons.push(Reason::new("side", format!("在{zh}侧"), format!("on the {en} side")));
    }

    /// Beyond the kerb on a side of a road. A side along the road is the part of the road there.
    fn to_road_side(&self, draft: &mut Draft, road: &Road, side: Compass8) {
        let Some((axis, foot)) = road.foot(draft.position) else { return };
        let [dx, dy] = vector(side);
        let [east, north] = foot.direction;
        let (zh, en) = direction_word(side);
        let along = east * dx + north * dy;
        if along.abs() > 0.8 {
            let metres = if draft.kind == PlaceKind::Road { draft.radius_m / 2.0 } else { SIDE_M };
            if let Some(position) = road.walk(draft.position, [dx, dy], metres) {
                draft.position = position;
            }
            draft.radius_m = draft.radius_m.min(metres.max(20.0));
        } else {
            let normal = if -north * dx + east * dy >= 0.0 { [-north, east] } else { [north, -east] };
            let reach = road.width_m / 2.0 + FOOTWAY_M;
            draft.position = Plane::at(axis.at(foot.along_m)).from_xy([normal[0] * reach, normal[1] * reach]);
        }
        draft.label.zh.push_str(&format!("{zh}侧"));
        draft.label.en = format!("{en} side of {}", draft.label.en);
        draft.reasons.push(Reason::new(
            "road_side",
            format!("{}{zh}侧", road.name),
            format!("{en} side of {}", road.name),
        ));
    }

    fn go(&self, draft: &mut Draft, side: Option<Compass8>, metres: f64) {
        let direction = side.map(vector).or(draft.heading);
        let Some(direction) = direction else {
            draft.radius_m += metres;
            draft.reasons.push(Reason::new(
                "way_unknown",
                format!("距离 {metres:.0} 米，方向未说明"),
                format!("{metres:.0} m away, the direction is not told"),
            ));
            return;
        };
        let named: Vec<Road> = draft.roads.iter().filter_map(|&thing| self.road(thing)).collect();
        // From the middle of a compound nobody counts metres; from its gate, they do.
        let middle = draft.feature.and_then(|id| self.feature(id).geometry.representative());
        let from = match self.outline(draft) {
            Some(shape) if side.is_some() && middle == Some(draft.position) => {
                border(shape, draft.position, direction)
            }
            _ => draft.position,
        };
        let near = if named.is_empty() { self.roads_near(from, BESIDE_ROAD_M) } else { Vec::new() };
        let roads = named.iter().chain(near.iter().map(|(_, road)| road));
        let fits = |road: &&Road| {
            let forward = road.foot(from).map(|(_, foot)| foot.direction);
            forward.map_or(0.0, |[x, y]| (x * direction[0] + y * direction[1]).abs())
        };
        // Of two roads that meet, the one that runs the way that is told.
        let road = roads.max_by(|a, b| fits(a).total_cmp(&fits(b)));
        let plane = Plane::at(from);
        let straight = plane.from_xy([direction[0] * metres, direction[1] * metres]);
        let walked = road.filter(|road| fits(road) > 0.7).and_then(|road| {
            let (axis, foot) = road.foot(from)?;
            let on = axis.at(foot.along_m);
            let target = road.walk(from, direction, metres)?;
            // Whoever stands beside the road walks on beside it.
            let [x, y] = Plane::at(on).to_xy(from);
            Some((Plane::at(target).from_xy([x, y]), road.name))
        });
        let (zh, en) = match side {
            Some(side) => {
                let (zh, en) = direction_word(side);
                (format!("以{zh} {metres:.0} 米"), format!("{metres:.0} m {en} of "))
            }
            None => (format!("前行 {metres:.0} 米"), format!("{metres:.0} m on from ")),
        };
        draft.reasons.push(match &walked {
            Some((_, name)) => {
                Reason::new("along_road", format!("沿{name}{zh}"), format!("{en}it along {name}"))
            }
            None => Reason::new("straight", zh.clone(), format!("{en}it over the ground")),
        });
        draft.position = walked.map_or(straight, |(position, _)| position);
        draft.radius_m = 20.0 + metres / 8.0;
        draft.label.zh.push_str(&zh);
        draft.label.en = format!("{en}{}", draft.label.en);
        draft.feature = None;
        if matches!(draft.kind, PlaceKind::Feature | PlaceKind::House | PlaceKind::Building) {
            draft.kind = PlaceKind::RoadEnd;
        }
    }

    /// So many shops on, on the same side of the same road; where they are not known, so many times a usual front.
    fn shops(&self, draft: &mut Draft, side: Compass8, count: u32) {
        const FRONT_M: f64 = 12.0;
        let reach = f64::from(count) * FRONT_M * 3.0 + 20.0;
        let plane = Plane::at(draft.position);
        let [dx, dy] = vector(side);
        let mut on: Vec<(f64, FeatureId)> = self
            .ground
            .features
            .intersecting(plane.window(reach))
            .into_iter()
            .filter(|id| self.feature(*id).layer == Layer::Frontage && Some(*id) != draft.feature)
            .filter_map(|id| {
                let [x, y] = plane.to_xy(self.feature(id).geometry.representative()?);
                let (along, off) = (x * dx + y * dy, (x * dy - y * dx).abs());
                (along > 0.0 && off < along * 0.5 + 5.0 && off < 12.0).then_some((along, id))
            })
            .collect();
        on.sort_by(|a, b| a.0.total_cmp(&b.0));
        let shop = (count as usize).checked_sub(1).and_then(|before| on.get(before));
        match shop.and_then(|(_, id)| Some((*id, self.feature(*id).geometry.representative()?))) {
            Some((id, position)) => {
                let name = &self.feature(id).name;
                draft.reasons.push(Reason::new(
                    "shops_on",
                    format!("第 {count} 家登记的门面是「{name}」"),
                    format!("registered shop front {count} on is “{name}”"),
                ));
                draft.position = position;
                draft.radius_m = 25.0;
                draft.feature = Some(id);
            }
            None => self.go(draft, Some(side), f64::from(count) * FRONT_M),
        }
    }
}

/// Where a ray from inside a shape leaves it, to a metre.
fn border(shape: &Shape, from: Position, [dx, dy]: [f64; 2]) -> Position {
    let plane = Plane::at(from);
    let at = |metres: f64| plane.from_xy([dx * metres, dy * metres]);
    let Some(bounds) = shape.bounds() else { return from };
    let [x0, y0] = plane.to_xy(bounds.min);
    let [x1, y1] = plane.to_xy(bounds.max);
    let reach = libm::hypot(x0.abs().max(x1.abs()), y0.abs().max(y1.abs())).min(WIDEST_M);
    // From outside inwards the first hit is the outer border, whatever bays lie between.
    let step = (reach / 64.0).max(1.0);
    let mut outside = reach;
    while outside > 0.0 && !shape.contains(at(outside - step)) {
        outside -= step;
    }
    let (mut inside, mut outside) = ((outside - step).max(0.0), outside.max(0.0));
    while outside - inside > 1.0 {
        let middle = (inside + outside) / 2.0;
        if shape.contains(at(middle)) { inside = middle } else { outside = middle }
    }
    at(inside)
}

/// Whether a gate is named after what it leads into: by the first two letters, or by any three that follow each other.
fn shares(gate: &str, begin: &str, own: &str) -> bool {
    let own: Vec<char> = own.chars().collect();
    gate.starts_with(begin) || own.windows(3).any(|three| gate.contains(&three.iter().collect::<String>()))
}
