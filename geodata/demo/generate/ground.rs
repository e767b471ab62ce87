//! Ground inside the blocks: the block behind its footways, cut into compounds, markets, schools and parcels,
//! and the buildings on them.

use super::areas::{PlanFault, block_at};
use super::curve::{
    add, area, centroid, cut, distance, dot, frame, inset, inset_evenly, inside, left, overlap, rectangle,
    ring_distance, scale, simplified,
};
use super::graph::Network;
use super::plan::STREETS;
use super::plane::{Xy, to_position, to_xy};
use super::roads::Roads;
use super::uses::{BLOCKS, Compound, Side, Style, Use};
use super::write::{Drawn, Entry, Fields};
use wangge::app::demo::Random;
use wangge::domain::geo::Position;

/// Footway between kerb and building line.
const FOOTWAY_M: f64 = 4.5;
/// How much the outline of a block may be straightened behind the footway.
const STRAIGHTENED_M: f64 = 1.8;

pub struct Ground {
    pub compounds: Vec<(&'static Compound, Vec<Xy>)>,
    pub buildings: Vec<Building>,
    /// Markets and the sites with grounds, drawn and described.
    pub others: Vec<Entry>,
    pub grounds: Vec<(&'static str, &'static str, Vec<Xy>)>,
}

pub struct Building {
    pub ring: Vec<Xy>,
    pub compound: Option<&'static str>,
    pub number: Option<usize>,
    pub floors: Option<u32>,
}

impl Ground {
    pub fn build(network: &Network, roads: &Roads, inner: &[usize], seed: u64) -> Result<Self, PlanFault> {
        let mut ground = Self { compounds: vec![], buildings: vec![], others: vec![], grounds: vec![] };
        let plans: Vec<(usize, &super::uses::BlockPlan)> = BLOCKS
            .iter()
            .map(|plan| Ok((block_at(network, plan.place)?, plan)))
            .collect::<Result<_, PlanFault>>()?;
        for &block in inner {
            let mut random = Random::for_part(seed, &format!("block {}", network.blocks[block].ring[0].lon));
            let Some(mut rest) = behind_footways(network, block) else { continue };
            let pieces = plans.iter().filter(|(at, _)| *at == block).flat_map(|(_, plan)| plan.pieces);
            for (side, share, what) in pieces {
                let (piece, remainder) = take(&rest, *side, *share, &mut random);
                rest = remainder;
                let Some(piece) = inset_evenly(&piece, 1.5) else { continue };
                ground.settle(what, piece, roads, &mut random);
            }
            ground.shop_houses(&rest, roads, &mut random);
        }
        Ok(ground)
    }

    fn settle(&mut self, what: &'static Use, piece: Vec<Xy>, roads: &Roads, random: &mut Random) {
        match what {
            Use::Compound(compound) => {
                let buildings = compound_buildings(&piece, compound.style, roads, random);
                self.buildings.extend(buildings.into_iter().enumerate().map(|(i, ring)| Building {
                    ring,
                    compound: Some(compound.code),
                    number: Some(i + 1),
                    floors: match compound.style {
                        Style::Towers => Some(18 + 2 * random.below(5) as u32),
                        Style::Courts => None,
                        _ => Some(5 + random.below(3) as u32),
                    },
                }));
                self.compounds.push((compound, piece));
            }
            Use::Market { code, name, stalls, hours } => {
                self.others.push(Entry {
                    fields: Fields::default()
                        .with("layer", "market")
                        .with("code", *code)
                        .with("name", *name)
                        .with("stalls", *stalls)
                        .with("hours", serde_json::json!([hours])),
                    drawn: area_of(&piece),
                });
                self.halls(&piece, roads);
                self.grounds.push((code, "market", piece));
            }
            Use::Site { code, name, kind, built } => {
                self.others.push(Entry {
                    fields: Fields::default()
                        .with("layer", "site")
                        .with("code", *code)
                        .with("name", *name)
                        .with("kind", *kind),
                    drawn: area_of(&piece),
                });
                if *built {
                    self.campus(&piece, roads);
                }
                self.grounds.push((code, kind, piece));
            }
        }
    }

    fn place(&mut self, ring: Vec<Xy>, floors: Option<u32>) {
        self.buildings.push(Building { ring, compound: None, number: None, floors });
    }

    /// Market halls: long roofs with aisles between.
    fn halls(&mut self, piece: &[Xy], roads: &Roads) {
        for ring in rows(piece, 13.0, 60.0, 8.0, 6.0, 3.0, roads, &mut Random::new(1)) {
            self.place(ring, Some(1));
        }
    }

    /// Two or three wings along the sides of a yard.
    fn campus(&mut self, piece: &[Xy], roads: &Roads) {
        let (middle, u, half) = frame(piece);
        let v = left(u);
        let wings = [
            (add(middle, scale(v, half[1] * 0.58)), u, [half[0] * 0.6, 7.0]),
            (add(middle, scale(u, -half[0] * 0.66)), v, [half[1] * 0.34, 6.5]),
            (add(middle, add(scale(v, -half[1] * 0.6), scale(u, half[0] * 0.2))), u, [half[0] * 0.32, 6.0]),
        ];
        let mut built: Vec<Vec<Xy>> = Vec::new();
        for (at, axis, size) in wings {
            let ring = rectangle(at, axis, size);
            if fits(&ring, piece, 2.0, roads) && !built.iter().any(|other| overlap(other, &ring)) {
                built.push(ring);
            }
        }
        for ring in built {
            self.place(ring, Some(4));
        }
    }

    fn shop_houses(&mut self, piece: &[Xy], roads: &Roads, random: &mut Random) {
        let mut open = vec![piece.to_vec()];
        while let Some(parcel) = open.pop() {
            let size = area(&parcel);
            if size < 180.0 {
                continue;
            }
            let (middle, u, half) = frame(&parcel);
            if size > 1500.0 || (half[0] > 26.0 && size > 700.0) {
                let at = add(middle, scale(u, half[0] * random.between(-0.18, 0.18)));
                let tilt = random.between(-0.07, 0.07);
                let direction = super::curve::unit(add(left(u), scale(u, tilt)));
                open.push(cut(&parcel, at, direction));
                open.push(cut(&parcel, at, scale(direction, -1.0)));
                continue;
            }
            if random.chance(0.1) {
                continue;
            }
            let Some(plot) = inset_evenly(&parcel, random.between(1.2, 2.6)) else { continue };
            let (middle, u, half) = frame(&plot);
            if half[1] < 4.0 {
                continue;
            }
            // A deep plot keeps a yard; a shallow one is built over.
            let depth = if half[1] > 11.0 { random.between(0.62, 0.9) } else { 1.0 };
            let boxed = rectangle(
                add(middle, scale(left(u), half[1] * (1.0 - depth))),
                u,
                [half[0], half[1] * depth],
            );
            let ring = clipped(&plot, &boxed);
            let sound = ring.len() >= 3 && area(&ring) > 70.0 && fits(&ring, piece, 0.0, roads);
            if sound {
                self.place(ring, Some(2 + random.below(4) as u32));
            }
        }
    }

    pub fn entries(&self) -> Vec<Entry> {
        let compounds = self.compounds.iter().map(|(compound, ring)| {
            let buildings =
                self.buildings.iter().filter(|b| b.compound == Some(compound.code)).count() as u32;
            let units = compound.units.map(|units| units * buildings);
            // Where the yard's houses have never been counted, the number is not ours to derive.
            let counted = (compound.style != Style::Courts || compound.units.is_some()).then_some(buildings);
            Entry {
                fields: Fields::default()
                    .with("layer", "compound")
                    .with("code", compound.code)
                    .with("name", compound.name)
                    .with("management_type", compound.management)
                    .with("address", compound.address)
                    .with_known("buildings", counted)
                    .with_known("units", units)
                    .with_known("households", units.zip(compound.households).map(|(u, h)| u * h))
                    .with_known("property_company", compound.property_company)
                    .with("committee", compound.committee)
                    .with_known("self_haul", compound.self_haul),
                drawn: area_of(ring),
            }
        });
        let mut loose = 0;
        let buildings = self.buildings.iter().map(|building| {
            let home = self.compounds.iter().find(|(c, _)| Some(c.code) == building.compound);
            let (code, name) = match (home, building.number) {
                (Some((c, _)), Some(number)) => {
                    (format!("{}-{number:02}", c.code), format!("{}{number}栋", c.name))
                }
                _ => {
                    loose += 1;
                    (format!("B{loose:03}"), "沿街楼".to_owned())
                }
            };
            let units = home.and_then(|(c, _)| c.units);
            Entry {
                fields: Fields::default()
                    .with("layer", "building")
                    .with("code", code)
                    .with("name", name)
                    .with_known("compound", building.compound)
                    .with_known("number", building.number.map(|n| format!("{n}栋")))
                    .with_known("floors", building.floors)
                    .with_known("units", units)
                    .with_known(
                        "households",
                        units.zip(home.and_then(|(c, _)| c.households)).map(|(u, h)| u * h),
                    ),
                drawn: area_of(&building.ring),
            }
        });
        compounds.chain(self.others.iter().cloned()).chain(buildings).collect()
    }
}

pub fn area_of(ring: &[Xy]) -> Drawn {
    let mut ring: Vec<Position> = ring.iter().map(|p| to_position(*p)).collect();
    ring.dedup();
    if ring.len() > 1 && ring.first() == ring.last() {
        ring.pop();
    }
    Drawn::Area(vec![vec![ring]])
}

/// A block without its share of the carriageways and footways.
fn behind_footways(network: &Network, block: usize) -> Option<Vec<Xy>> {
    let b = &network.blocks[block];
    let ring: Vec<Xy> = b.ring.iter().map(|p| to_xy(*p)).collect();
    // Corners between two streets stay; between them the outline is straightened a little.
    let n = ring.len();
    let mut keep: Vec<usize> = simplified(&ring, STRAIGHTENED_M);
    keep.extend((0..n).filter(|&i| b.streets[(i + n - 1) % n] != b.streets[i]));
    keep.sort_unstable();
    keep.dedup();
    let outline: Vec<Xy> = keep.iter().map(|&i| ring[i]).collect();
    let distances: Vec<f64> = keep
        .iter()
        .map(|&i| {
            let street = &STREETS[b.streets[i]];
            let footway = if street.width < 8.0 { FOOTWAY_M * 0.5 } else { FOOTWAY_M };
            street.width / 2.0 + footway + STRAIGHTENED_M
        })
        .collect();
    inset(&outline, &distances)
}

/// Cuts a share of a piece off one of its sides; the cut is a little askew.
fn take(piece: &[Xy], side: Side, share: f64, random: &mut Random) -> (Vec<Xy>, Vec<Xy>) {
    let (_, u, _) = frame(piece);
    let axes = [u, left(u), scale(u, -1.0), scale(left(u), -1.0)];
    let wanted = match side {
        Side::North => [0.0, 1.0],
        Side::East => [1.0, 0.0],
        Side::South => [0.0, -1.0],
        Side::West => [-1.0, 0.0],
    };
    let towards =
        axes.into_iter().max_by(|a, b| dot(*a, wanted).total_cmp(&dot(*b, wanted))).unwrap_or(wanted);
    if share >= 1.0 {
        return (piece.to_vec(), Vec::new());
    }
    // Find the cut that leaves the share of the area on the wanted side.
    let direction =
        super::curve::unit(add(scale(left(towards), -1.0), scale(towards, random.between(-0.05, 0.05))));
    let (mut low, mut high) = piece
        .iter()
        .map(|p| dot(*p, towards))
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), d| (l.min(d), h.max(d)));
    let middle = centroid(piece);
    let place = |d: f64| add(middle, scale(towards, d - dot(middle, towards)));
    for _ in 0..40 {
        let d = (low + high) / 2.0;
        if area(&cut(piece, place(d), direction)) > share * area(piece) { low = d } else { high = d }
    }
    (cut(piece, place(low), direction), cut(piece, place(low), scale(direction, -1.0)))
}

fn clipped(ring: &[Xy], by: &[Xy]) -> Vec<Xy> {
    let mut out = ring.to_vec();
    for i in 0..by.len() {
        let (a, b) = (by[i], by[(i + 1) % by.len()]);
        out = cut(&out, a, super::curve::sub(b, a));
        if out.len() < 3 {
            return Vec::new();
        }
    }
    out
}

/// Whether a building stands inside its piece, away from its border and from every carriageway.
fn fits(ring: &[Xy], piece: &[Xy], margin: f64, roads: &Roads) -> bool {
    let n = ring.len();
    (0..n).all(|i| {
        let (a, b) = (ring[i], ring[(i + 1) % n]);
        let steps = (distance(a, b) / 4.0).ceil().max(1.0) as usize;
        (0..steps).all(|k| {
            let p = super::curve::along(a, b, k as f64 / steps as f64);
            (margin <= 0.0 || (inside(piece, p) && ring_distance(piece, p) >= margin))
                && roads.clearance(p) > 1.0
        })
    })
}

fn compound_buildings(piece: &[Xy], style: Style, roads: &Roads, random: &mut Random) -> Vec<Vec<Xy>> {
    match style {
        Style::OldSlabs => rows(piece, 10.5, 34.0, 9.5, 6.0, 3.0, roads, random),
        Style::FactoryRows => rows(piece, 9.0, 52.0, 9.0, 7.0, 3.5, roads, random),
        Style::Slabs => rows(piece, 12.0, 42.0, 15.0, 9.0, 5.0, roads, random),
        Style::Towers => rows(piece, 21.0, 25.0, 20.0, 19.0, 7.0, roads, random),
        Style::Courts => rows(piece, 13.0, 15.0, 6.0, 4.5, 2.5, roads, random),
    }
}

/// Rows of houses along the long side of a piece: `depth` and `width` of a house, the `gap` between rows and the
/// `space` between neighbours, `margin` to the border. Every house varies a little.
#[allow(clippy::too_many_arguments, reason = "plain measures of one layout")]
fn rows(
    piece: &[Xy],
    depth: f64,
    width: f64,
    gap: f64,
    space: f64,
    margin: f64,
    roads: &Roads,
    random: &mut Random,
) -> Vec<Vec<Xy>> {
    // Rows that follow a straight frame miss some of a bent piece; the best of a few beginnings is taken.
    let seed = random.next_u64();
    let layouts = (0..6).map(|shift| {
        one_layout(
            piece,
            [depth, width, gap, space, margin],
            f64::from(shift) / 6.0,
            roads,
            &mut Random::new(seed),
        )
    });
    let built = |layout: &Vec<Vec<Xy>>| layout.iter().map(|ring| area(ring)).sum::<f64>();
    layouts.max_by(|a, b| built(a).total_cmp(&built(b))).unwrap_or_default()
}

fn one_layout(
    piece: &[Xy],
    [depth, width, gap, space, margin]: [f64; 5],
    shift: f64,
    roads: &Roads,
    random: &mut Random,
) -> Vec<Vec<Xy>> {
    let (middle, u, half) = frame(piece);
    let v = left(u);
    let mut built: Vec<Vec<Xy>> = Vec::new();
    let pitch = depth + gap;
    let mut y = -half[1] + margin + depth / 2.0 + shift * pitch;
    while y < half[1] - margin {
        let mut x = -half[0] + margin;
        while x < half[0] - margin {
            let wide = width * random.between(0.82, 1.12);
            let house = |w: f64, x: f64| {
                rectangle(add(middle, add(scale(u, x + w / 2.0), scale(v, y))), u, [w / 2.0, depth / 2.0])
            };
            // A house that does not fit is tried shorter before the place is given up.
            let found = [1.0, 0.72, 0.5].iter().map(|k| (k * wide, house(k * wide, x))).find(|(w, ring)| {
                *w > depth * 0.9
                    && fits(ring, piece, margin * 0.8, roads)
                    && !built.iter().any(|other| overlap(other, ring))
            });
            match found {
                Some((w, ring)) => {
                    built.push(ring);
                    x += w + space * random.between(0.9, 1.3);
                }
                None => x += 3.0,
            }
        }
        y += pitch;
    }
    built
}
