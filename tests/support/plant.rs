//! Plants faults of known kind, place and size into a generated grid, far enough apart not to meet. Whatever a fault needs
//! is proved here by plain arithmetic of its own, so that the check under test is no witness for itself.
#![allow(dead_code, reason = "tests and benchmarks each use their part")]

use crate::grid::{Random, greatest_common_divisor};
use std::collections::{BTreeMap, HashMap, HashSet};
use wangge::domain::geo::{Plane, Position, Shape};
use wangge::domain::grid::{Area, Level};

/// What is planted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Plant {
    /// A vertex drawn back between two points of a zone.
    Gap,
    /// A vertex pushed into the neighbour.
    Overlap,
    /// A vertex exactly on the neighbour's edge.
    Unnoded,
    /// A vertex as near to the neighbour's edge as the grid allows, but not on it.
    NearlyNoded,
    /// A second area with the same ground.
    Duplicate,
    /// A strip between two points that is an area of its own.
    Sliver,
    /// Two vertices of a common border exchanged, in both owners.
    SelfCrossing,
    /// Out and straight back.
    Spike,
    /// A vertex on the parent's border pushed out.
    Outside,
    /// A vertex on the parent's border drawn back.
    OpenGap,
    /// A point on the parent's border left out.
    Missing,
}

impl Plant {
    pub const ALL: [Self; 11] = [
        Self::Gap,
        Self::Overlap,
        Self::Unnoded,
        Self::NearlyNoded,
        Self::Duplicate,
        Self::Sliver,
        Self::SelfCrossing,
        Self::Spike,
        Self::Outside,
        Self::OpenGap,
        Self::Missing,
    ];
}

/// One planted fault.
#[derive(Debug, Clone)]
pub struct Planted {
    pub plant: Plant,
    pub place: Position,
    /// Metres from the vertex to where it was moved; the side of the area for a whole one.
    pub reach_m: f64,
    /// Square metres, where the fault has any.
    pub area_m2: Option<f64>,
    /// Codes of those whose ground it is; the first one was changed.
    pub areas: Vec<String>,
    /// A nearly noded vertex lies inside the changed area, so that ground is missing.
    pub lacks: bool,
}

/// A grid to plant in.
pub struct Garden {
    pub areas: Vec<Area>,
    random: Random,
    /// Areas that use each position, by index.
    users: HashMap<Position, Vec<usize>>,
    by_code: HashMap<String, usize>,
    used: HashSet<usize>,
    points: Vec<usize>,
    /// Number of points of each zone.
    children: HashMap<usize, usize>,
    removed: HashSet<usize>,
}

fn ring(area: &Area) -> Vec<Position> {
    area.shape.as_ref().map(|shape| shape.vertices().to_vec()).unwrap_or_default()
}

fn turn(a: Position, b: Position, p: Position) -> i128 {
    let step = |from: i32, to: i32| i128::from(to) - i128::from(from);
    step(a.lon, b.lon) * step(a.lat, p.lat) - step(a.lat, b.lat) * step(a.lon, p.lon)
}

/// Whether two segments have a common place that is inside of at least one of them.
fn meet(a: Position, b: Position, c: Position, d: Position) -> bool {
    let flat = turn(a, b, c) == 0 && turn(a, b, d) == 0;
    let sides = |a, b, c, d| turn(a, b, c).signum() * turn(a, b, d).signum();
    let ends = [a, b].iter().filter(|p| [c, d].contains(p)).count();
    !flat && ends == 0 && sides(a, b, c, d) <= 0 && sides(c, d, a, b) <= 0
}

/// Square metres of a small ring.
fn area_m2(ring: &[Position]) -> f64 {
    let doubled: i128 = (1..ring.len() - 1).map(|i| turn(ring[0], ring[i], ring[i + 1])).sum();
    doubled.unsigned_abs() as f64 / 2.0 * Plane::at(ring[0]).unit_area_m2()
}

/// A vertex with the ones before and after it on the ring of an area, anticlockwise.
#[derive(Clone, Copy)]
struct Corner {
    at: usize,
    before: Position,
    place: Position,
    after: Position,
}

impl Garden {
    pub fn new(areas: Vec<Area>, seed: u64) -> Self {
        let mut users: HashMap<Position, Vec<usize>> = HashMap::new();
        for (index, area) in areas.iter().enumerate() {
            ring(area).into_iter().for_each(|p| users.entry(p).or_default().push(index));
        }
        let by_code: HashMap<String, usize> =
            areas.iter().enumerate().map(|(index, area)| (area.code.clone(), index)).collect();
        let mut points: Vec<usize> =
            (0..areas.len()).filter(|&index| areas[index].level == Level::Point).collect();
        let mut random = Random(seed);
        random.shuffle(&mut points);
        let mut children: HashMap<usize, usize> = HashMap::new();
        for &point in &points {
            let zone = areas[point].parent.as_deref().and_then(|parent| by_code.get(parent));
            zone.into_iter().for_each(|&zone| *children.entry(zone).or_default() += 1);
        }
        Self {
            areas,
            random,
            users,
            by_code,
            used: HashSet::new(),
            points,
            children,
            removed: HashSet::new(),
        }
    }

    /// Plants faults of every kind in turn, of widths from one unit to 50 m, each twice as likely to be narrow as ten times
    /// wider. Fails when the grid is too small.
    pub fn plant(&mut self, count: usize) -> Vec<Planted> {
        let mut planted = Vec::with_capacity(count);
        let mut waiting: BTreeMap<Plant, usize> = BTreeMap::new();
        for number in 0..count {
            *waiting.entry(Plant::ALL[number % Plant::ALL.len()]).or_default() += 1;
        }
        while waiting.values().any(|&left| left > 0) {
            let index = self.points.pop().expect("the grid has room for the faults");
            let mut kinds: Vec<Plant> =
                waiting.iter().filter(|(_, left)| **left > 0).map(|(k, _)| *k).collect();
            // Those of which most are missing come first.
            self.random.shuffle(&mut kinds);
            kinds.sort_by_key(|kind| std::cmp::Reverse(waiting[kind]));
            if let Some(fault) = kinds.into_iter().find_map(|kind| self.try_plant(kind, index)) {
                *waiting.get_mut(&fault.plant).expect("only waiting kinds are planted") -= 1;
                planted.push(fault);
            }
        }
        let removed = std::mem::take(&mut self.removed);
        let mut index = 0;
        self.areas.retain(|_| {
            index += 1;
            !removed.contains(&(index - 1))
        });
        planted
    }

    fn try_plant(&mut self, plant: Plant, index: usize) -> Option<Planted> {
        if self.used.contains(&index) {
            return None;
        }
        match plant {
            Plant::Gap | Plant::Overlap => self.bend(plant, index),
            Plant::Outside | Plant::OpenGap => self.bend_outline(plant, index),
            Plant::Unnoded | Plant::NearlyNoded => self.on_edge(plant, index),
            Plant::Duplicate => Some(self.duplicate(index)),
            Plant::Sliver => self.sliver(index),
            Plant::SelfCrossing => self.exchange(index),
            Plant::Spike => self.spike(index),
            Plant::Missing => self.leave_out(index),
        }
    }

    fn parent(&self, index: usize) -> usize {
        self.by_code[self.areas[index].parent.as_deref().expect("points have zones")]
    }

    fn corners(&self, index: usize) -> Vec<Corner> {
        let ring = ring(&self.areas[index]);
        let count = ring.len();
        (0..count)
            .map(|at| Corner {
                at,
                before: ring[(at + count - 1) % count],
                place: ring[at],
                after: ring[(at + 1) % count],
            })
            .collect()
    }

    /// The other point of the zone at a vertex that only these two have.
    fn neighbour(&self, index: usize, place: Position) -> Option<usize> {
        let users = &self.users[&place];
        let other = *users.iter().find(|&&user| user != index)?;
        (users.len() == 2
            && self.areas[other].level == Level::Point
            && self.parent(other) == self.parent(index)
            && !self.used.contains(&other))
        .then_some(other)
    }

    /// A vertex of a common border whose neighbours on it belong to the same two, and who the other is.
    fn shared_corner(&mut self, index: usize) -> Option<(Corner, usize)> {
        let mut corners = self.corners(index);
        self.random.shuffle(&mut corners);
        corners.into_iter().find_map(|corner| Some((corner, self.neighbour(index, corner.place)?)))
    }

    /// `place` moved at right angles to the way through it, to the left of it when positive; at least by a unit.
    fn moved(corner: &Corner, metres: f64) -> Position {
        let plane = Plane::at(corner.place);
        let (a, b) = (plane.to_xy(corner.before), plane.to_xy(corner.after));
        let (dx, dy) = (b[0] - a[0], b[1] - a[1]);
        let length = libm::hypot(dx, dy);
        plane.from_xy([-dy / length * metres, dx / length * metres])
    }

    fn width(&mut self) -> f64 {
        0.012 * libm::pow(50.0 / 0.012, self.random.unit() * self.random.unit().max(0.3) / 0.65)
    }

    /// Whether the way before → moved → after keeps clear of every edge of an area but those at the corner.
    fn is_clear(&self, index: usize, corner: &Corner, moved: Position) -> bool {
        let ring = ring(&self.areas[index]);
        (0..ring.len())
            .map(|i| (ring[i], ring[(i + 1) % ring.len()]))
            .all(|(c, d)| !meet(corner.before, moved, c, d) && !meet(moved, corner.after, c, d))
    }

    /// Whether the triangle and the move make one kite without a twist.
    fn is_kite(corner: &Corner, moved: Position, left: bool) -> bool {
        let sign = if left { 1 } else { -1 };
        turn(corner.before, corner.place, moved).signum() == sign
            && turn(corner.place, corner.after, moved).signum() == sign
    }

    fn replace(&mut self, index: usize, change: impl FnOnce(&mut Vec<Position>)) {
        let mut vertices = ring(&self.areas[index]);
        change(&mut vertices);
        self.areas[index].shape = Some(Shape::from_ring(&vertices));
    }

    fn code(&self, index: usize) -> String {
        self.areas[index].code.clone()
    }

    fn kite(&self, plant: Plant, corner: &Corner, moved: Position, areas: Vec<String>) -> Planted {
        let [x, y] = Plane::at(corner.place).to_xy(moved);
        let area = area_m2(&[corner.before, corner.place, corner.after, moved]);
        Planted {
            plant,
            place: corner.place,
            reach_m: libm::hypot(x, y),
            area_m2: Some(area),
            areas,
            lacks: false,
        }
    }

    fn bend(&mut self, plant: Plant, index: usize) -> Option<Planted> {
        let (corner, other) = self.shared_corner(index)?;
        let inward = plant == Plant::Gap;
        let width = self.width();
        let moved = Self::moved(&corner, if inward { width } else { -width });
        let ground = if inward { index } else { other };
        let holds = self.areas[ground].shape.as_ref()?.contains(moved);
        let clear = self.is_clear(index, &corner, moved) && self.is_clear(other, &corner, moved);
        if moved == corner.place || !holds || !clear || !Self::is_kite(&corner, moved, inward) {
            return None;
        }
        self.replace(index, |ring| ring[corner.at] = moved);
        self.used.extend([index, other]);
        Some(self.kite(plant, &corner, moved, vec![self.code(index), self.code(other)]))
    }

    fn bend_outline(&mut self, plant: Plant, index: usize) -> Option<Planted> {
        let zone = self.parent(index);
        let alone = |place: Position| {
            let users = &self.users[&place];
            users.contains(&zone)
                && users
                    .iter()
                    .all(|&u| u == index || self.areas[u].level != Level::Point || self.parent(u) != zone)
        };
        let corners: Vec<Corner> =
            self.corners(index).into_iter().filter(|corner| alone(corner.place)).collect();
        let corner = *corners.get(self.random.below(corners.len().max(1)))?;
        let inward = plant == Plant::OpenGap;
        let width = self.width();
        let moved = Self::moved(&corner, if inward { width } else { -width });
        let holds = self.areas[zone].shape.as_ref()?.contains(moved) == inward
            && self.areas[index].shape.as_ref()?.contains(moved) == inward;
        let clear = self.is_clear(index, &corner, moved) && self.is_clear(zone, &corner, moved);
        if moved == corner.place || !holds || !clear || !Self::is_kite(&corner, moved, inward) {
            return None;
        }
        self.replace(index, |ring| ring[corner.at] = moved);
        self.used.insert(index);
        Some(self.kite(plant, &corner, moved, vec![self.code(index), self.code(zone)]))
    }

    fn on_edge(&mut self, plant: Plant, index: usize) -> Option<Planted> {
        let corners = self.corners(index);
        let shared = corners.iter().find_map(|corner| {
            let (a, b) = (corner.place, corner.after);
            let other = self.neighbour(index, a).filter(|&other| self.users[&b].contains(&other))?;
            let ring = ring(&self.areas[other]);
            let is_edge = (0..ring.len()).any(|i| ring[i] == b && ring[(i + 1) % ring.len()] == a);
            let (dx, dy) = (b.lon - a.lon, b.lat - a.lat);
            let steps = greatest_common_divisor(dx.unsigned_abs(), dy.unsigned_abs()) as i32;
            let middle = Position::new(a.lon + dx / 2, a.lat + dy / 2);
            let p = match plant {
                Plant::Unnoded if steps > 1 => Position::new(a.lon + dx / steps, a.lat + dy / steps),
                Plant::NearlyNoded if turn(a, b, middle) != 0 => middle,
                _ => return None,
            };
            (is_edge && p != a && p != b).then_some((*corner, other, p))
        });
        let (corner, other, p) = shared?;
        let (a, b) = (corner.place, corner.after);
        self.replace(index, |ring| ring.insert(corner.at + 1, p));
        self.used.extend([index, other]);
        Some(Planted {
            plant,
            place: p,
            reach_m: 0.012,
            area_m2: (plant == Plant::NearlyNoded).then(|| area_m2(&[a, p, b])),
            areas: vec![self.code(index), self.code(other)],
            lacks: turn(a, b, p) > 0,
        })
    }

    fn whole(&self, plant: Plant, index: usize, areas: Vec<String>) -> Planted {
        let shape = self.areas[index].shape.as_ref().expect("generated areas are drawn");
        let place = shape.label_position();
        let reach_m = shape.vertices().iter().map(|&p| {
            let [x, y] = Plane::at(place).to_xy(p);
            libm::hypot(x, y)
        });
        let reach_m = reach_m.fold(0.0, f64::max);
        Planted { plant, place, reach_m, area_m2: Some(shape.area_m2()), areas, lacks: false }
    }

    fn duplicate(&mut self, index: usize) -> Planted {
        let mut twin = self.areas[index].clone();
        twin.code = format!("{}T", twin.code);
        self.used.insert(index);
        let planted = self.whole(Plant::Duplicate, index, vec![self.code(index), twin.code.clone()]);
        self.areas.push(twin);
        planted
    }

    fn sliver(&mut self, index: usize) -> Option<Planted> {
        let (corner, other) = self.shared_corner(index)?;
        let width = self.width().min(0.2);
        let moved = Self::moved(&corner, width);
        let clear = self.is_clear(index, &corner, moved);
        if moved == corner.place || !clear || !Self::is_kite(&corner, moved, true) {
            return None;
        }
        self.replace(index, |ring| ring[corner.at] = moved);
        let mut strip = self.areas[index].clone();
        strip.code = format!("{}S", strip.code);
        strip.shape = Some(Shape::from_ring(&[corner.before, corner.place, corner.after, moved]));
        self.used.extend([index, other]);
        let planted = self.kite(Plant::Sliver, &corner, moved, vec![strip.code.clone()]);
        self.areas.push(strip);
        Some(planted)
    }

    fn exchange(&mut self, index: usize) -> Option<Planted> {
        let ring = ring(&self.areas[index]);
        let count = ring.len();
        let at = |i: usize| ring[i % count];
        let found = (0..count).find_map(|i| {
            let (first, second) = (self.neighbour(index, at(i))?, self.neighbour(index, at(i + 1))?);
            let crosses = meet(at(i + count - 1), at(i + 1), at(i), at(i + 2));
            (first == second && crosses).then_some((i, first))
        });
        let (i, other) = found?;
        let (a, b) = (at(i), at(i + 1));
        for each in [index, other] {
            self.replace(each, |ring| {
                ring.iter_mut().for_each(|p| {
                    *p = if *p == a {
                        b
                    } else if *p == b {
                        a
                    } else {
                        *p
                    }
                });
            });
        }
        self.used.extend([index, other]);
        let [x, y] = Plane::at(a).to_xy(b);
        Some(Planted {
            plant: Plant::SelfCrossing,
            place: a,
            reach_m: libm::hypot(x, y),
            area_m2: None,
            areas: vec![self.code(index), self.code(other)],
            lacks: false,
        })
    }

    fn spike(&mut self, index: usize) -> Option<Planted> {
        let (corner, other) = self.shared_corner(index)?;
        let width = self.width();
        let tip = Self::moved(&corner, width);
        if tip == corner.place || !self.is_clear(index, &corner, tip) {
            return None;
        }
        self.replace(index, |ring| {
            ring.insert(corner.at, tip);
            ring.insert(corner.at, corner.place);
        });
        self.used.extend([index, other]);
        Some(Planted {
            plant: Plant::Spike,
            place: tip,
            reach_m: 0.0,
            area_m2: None,
            areas: vec![self.code(index)],
            lacks: false,
        })
    }

    fn leave_out(&mut self, index: usize) -> Option<Planted> {
        let zone = self.parent(index);
        let corners = self.corners(index);
        let on = |p: Position| self.users[&p].contains(&zone);
        let touches = corners.iter().any(|corner| on(corner.place) && on(corner.after));
        let siblings = self.children[&zone];
        let zone_fresh = corners.iter().all(|corner| {
            self.users[&corner.place].iter().all(|&user| user == index || !self.used.contains(&user))
        });
        if !touches || !zone_fresh || siblings < 3 {
            return None;
        }
        let planted = self.whole(Plant::Missing, index, vec![self.code(zone)]);
        // Whoever touches the hole stays as it is, so that nothing joins it.
        for corner in &corners {
            let around: Vec<usize> = self.users[&corner.place]
                .iter()
                .copied()
                .filter(|&user| self.areas[user].level == Level::Point)
                .collect();
            self.used.extend(around);
        }
        self.removed.insert(index);
        Some(planted)
    }
}
