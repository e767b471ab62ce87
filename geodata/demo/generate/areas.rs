//! The grid of the demo: which blocks make a point (点位), which points a zone (片区), and from there upward;
//! and the coarser unit grid over the same ground.

use super::graph::{Network, twice_area};
use super::plan::{self, STREETS};
use super::plane::{Xy, to_position, to_xy};
use super::write::{Drawn, Entry, Fields};
use super::{curve, plan::BORDERS};
use std::collections::{BTreeMap, BTreeSet};
use wangge::domain::feature::RoadClass;
use wangge::domain::geo::Position;

pub const STREET: &str = "530499003";
pub const COMMUNITY: &str = "530499003001";
pub const NORTH_COMMUNITY: &str = "530499003002";
pub const EAST_COMMUNITY: &str = "530499003003";

pub struct Zone {
    pub code: &'static str,
    pub name: &'static str,
    pub extent: &'static str,
    pub points: &'static [Point],
}

/// A point: its name and a place in each of its blocks.
pub struct Point {
    pub name: &'static str,
    pub blocks: &'static [Xy],
}

const fn point(name: &'static str, blocks: &'static [Xy]) -> Point {
    Point { name, blocks }
}

pub const ZONES: &[Zone] = &[
    Zone {
        code: "YL1",
        name: "学府片区",
        extent: "东至玉兰大道，南至明湖路，西至西河路，北至北苑大道",
        points: &[
            point("前进巷点位", &[[78.0, 779.0]]),
            point("营房巷点位", &[[257.0, 861.0], [229.0, 733.0]]),
            point("后街巷点位", &[[422.0, 878.0], [557.0, 880.0]]),
            point("玉兰雅苑点位", &[[385.0, 747.0], [518.0, 750.0]]),
            point("水塔巷点位", &[[109.0, 594.0], [107.0, 472.0]]),
            point("学府街点位", &[[256.0, 633.0], [255.0, 502.0]]),
            point("丁香里点位", &[[392.0, 626.0], [405.0, 504.0]]),
            point("建新巷点位", &[[542.0, 637.0], [541.0, 523.0]]),
        ],
    },
    Zone {
        code: "YL2",
        name: "花园片区",
        extent: "东至东岭路，南至明湖路，西至玉兰大道，北至北苑大道",
        points: &[
            point("晒场巷点位", &[[686.0, 870.0], [676.0, 771.0]]),
            point("小井巷点位", &[[836.0, 803.0]]),
            point("新村巷点位", &[[988.0, 854.0], [991.0, 783.0], [1135.0, 805.0]]),
            point("向阳巷点位", &[[673.0, 667.0], [682.0, 552.0]]),
            point("糖厂巷点位", &[[843.0, 679.0], [825.0, 577.0]]),
            point("桂花街点位", &[[984.0, 624.0]]),
            point("荷塘里点位", &[[1144.0, 649.0], [1147.0, 545.0]]),
        ],
    },
    Zone {
        code: "YL3",
        name: "老井片区",
        extent: "东至玉兰大道，南至南屏路，西至西河路，北至明湖路",
        points: &[
            // Two blocks on either side of the temple lane's block.
            point("马家巷点位", &[[90.0, 375.0], [237.0, 342.0]]),
            point("老井巷点位", &[[160.0, 365.0], [96.0, 253.0]]),
            point("织布巷点位", &[[342.0, 390.0], [342.0, 291.0]]),
            point("棉纺厂点位", &[[500.0, 400.0], [490.0, 290.0]]),
            point("石榴巷点位", &[[60.0, 140.0]]),
            point("莲池巷点位", &[[200.0, 150.0], [205.0, 58.0]]),
            point("竹器巷点位", &[[334.0, 190.0], [334.0, 58.0]]),
            point("小南巷点位", &[[474.0, 177.0], [471.0, 55.0]]),
        ],
    },
    Zone {
        code: "YL4",
        name: "石桥片区",
        extent: "东至石桥街，南至南屏路，西至玉兰大道，北至明湖路",
        points: &[
            // Two blocks on either side of the market.
            point("玉兰广场点位", &[[676.0, 418.0], [644.0, 192.0]]),
            point("石桥市场点位", &[[629.0, 304.0], [740.0, 306.0]]),
            point("豆腐巷点位", &[[638.0, 81.0]]),
            point("枣园巷点位", &[[811.0, 137.0]]),
        ],
    },
    Zone {
        code: "YL5",
        name: "梨园片区",
        extent: "东至东岭路，南至南屏路，西至石桥街，北至明湖路",
        points: &[
            point("汽车站点位", &[[862.0, 450.0]]),
            point("仓库巷点位", &[[830.0, 330.0], [937.0, 303.0]]),
            point("樱花巷点位", &[[1050.0, 429.0]]),
            point("梨园新村点位", &[[1087.0, 286.0]]),
            point("幸福巷点位", &[[945.0, 185.0], [982.0, 75.0]]),
            // Two blocks along the eastern road.
            point("东岭路沿线点位", &[[1166.0, 427.0], [1110.0, 170.0]]),
            point("清泉巷点位", &[[1110.0, 60.0]]),
        ],
    },
];

pub const EXTENT: &str = "东至东岭路，南至南屏路，西至西河路，北至北苑大道";

/// Every area with the blocks that it is made of.
pub struct Grid {
    pub areas: Vec<GridArea>,
}

pub struct GridArea {
    pub scheme: &'static str,
    pub level: &'static str,
    pub code: String,
    pub name: String,
    pub parent: Option<String>,
    pub extent: Option<&'static str>,
    pub blocks: BTreeSet<usize>,
}

/// Why a plan does not make a grid.
#[derive(Debug, thiserror::Error)]
pub enum PlanFault {
    #[error("no block at {0:?}")]
    NoBlock(Xy),
    #[error("the block at {0:?} belongs to two points")]
    TwicePlaced(Xy),
    #[error("the block around {0:?} belongs to no point")]
    Unplaced(Xy),
}

pub fn block_at(network: &Network, place: Xy) -> Result<usize, PlanFault> {
    network
        .blocks
        .iter()
        .position(|block| {
            let ring: Vec<Xy> = block.ring.iter().map(|p| to_xy(*p)).collect();
            curve::inside(&ring, place)
        })
        .ok_or(PlanFault::NoBlock(place))
}

/// All blocks reached from `start` without stepping over a street that `wall` names.
fn flood(network: &Network, start: usize, wall: impl Fn(usize) -> bool) -> BTreeSet<usize> {
    let mut reached = BTreeSet::from([start]);
    let mut open = vec![start];
    while let Some(block) = open.pop() {
        for (other, street) in network.neighbours(block) {
            if !wall(street) && reached.insert(other) {
                open.push(other);
            }
        }
    }
    reached
}

impl Grid {
    pub fn build(network: &Network) -> Result<Self, PlanFault> {
        let border = |street: usize| BORDERS.contains(&STREETS[street].code);
        let mut placed: BTreeMap<usize, ()> = BTreeMap::new();
        let mut lower = Vec::new();
        let mut community = BTreeSet::new();
        for zone in ZONES {
            let mut zone_blocks = BTreeSet::new();
            let mut points = Vec::new();
            for (i, point) in zone.points.iter().enumerate() {
                let mut blocks = BTreeSet::new();
                for place in point.blocks {
                    let block = block_at(network, *place)?;
                    if placed.insert(block, ()).is_some() {
                        return Err(PlanFault::TwicePlaced(*place));
                    }
                    blocks.insert(block);
                }
                zone_blocks.extend(&blocks);
                points.push(GridArea {
                    scheme: "duty",
                    level: "point",
                    code: format!("{}-{:02}", zone.code, i + 1),
                    name: point.name.to_owned(),
                    parent: Some(zone.code.to_owned()),
                    extent: None,
                    blocks,
                });
            }
            community.extend(&zone_blocks);
            lower.push(GridArea {
                scheme: "duty",
                level: "zone",
                code: zone.code.to_owned(),
                name: zone.name.to_owned(),
                parent: Some(COMMUNITY.to_owned()),
                extent: Some(zone.extent),
                blocks: zone_blocks,
            });
            lower.extend(points);
        }
        let all = flood(network, block_at(network, plan::MIDDLE_SEED)?, border);
        if let Some(missed) = all.difference(&community).next() {
            let ring: Vec<Xy> = network.blocks[*missed].ring.iter().map(|p| to_xy(*p)).collect();
            return Err(PlanFault::Unplaced(curve::centroid(&ring)));
        }
        let north = flood(network, block_at(network, plan::NORTH_SEED)?, border);
        let east = flood(network, block_at(network, plan::EAST_SEED)?, border);
        let upper = |scheme,
                     level,
                     code: &str,
                     name: &str,
                     parent: Option<&str>,
                     extent,
                     blocks: &BTreeSet<usize>| {
            GridArea {
                scheme,
                level,
                code: code.to_owned(),
                name: name.to_owned(),
                parent: parent.map(str::to_owned),
                extent,
                blocks: blocks.clone(),
            }
        };
        let everything: BTreeSet<usize> = community.iter().chain(&north).chain(&east).copied().collect();
        let mut areas = vec![
            upper("duty", "street", STREET, "明湖街道", None, None, &everything),
            upper("duty", "community", COMMUNITY, "玉兰社区", Some(STREET), Some(EXTENT), &community),
            upper(
                "duty",
                "community",
                NORTH_COMMUNITY,
                "北苑社区",
                Some(STREET),
                Some("东至东岭路，南至北苑大道，西至西河路，北至环城北路"),
                &north,
            ),
            upper(
                "duty",
                "community",
                EAST_COMMUNITY,
                "东岭社区",
                Some(STREET),
                Some("东至东环路，南至南屏路，西至东岭路，北至北苑大道"),
                &east,
            ),
        ];
        areas.extend(lower);
        areas.push(upper("unit", "community", COMMUNITY, "玉兰社区", None, None, &community));
        areas.extend(unit_cells(network, &community));
        Ok(Self { areas })
    }

    /// The code of the point that holds a block.
    pub fn point_of(&self, block: usize) -> Option<&GridArea> {
        self.areas
            .iter()
            .find(|area| area.scheme == "duty" && area.level == "point" && area.blocks.contains(&block))
    }

    pub fn entries(&self, network: &Network) -> Vec<Entry> {
        self.areas
            .iter()
            .map(|area| Entry {
                fields: Fields::default()
                    .with("scheme", area.scheme)
                    .with("level", area.level)
                    .with("code", area.code.as_str())
                    .with("name", area.name.as_str())
                    .with_known("parent", area.parent.as_deref())
                    .with_known("extent", area.extent),
                drawn: Drawn::Area(polygons(network.dissolve(&area.blocks))),
            })
            .collect()
    }
}

/// Cells of the unit grid (单元网格): whatever lies between the larger streets. Numbered row by row from the
/// north, each row from the west, as the 15-digit code asks: 6 division, 3 street, 3 community, 3 order.
fn unit_cells(network: &Network, community: &BTreeSet<usize>) -> Vec<GridArea> {
    let mut left = community.clone();
    let mut cells = Vec::new();
    while let Some(&start) = left.iter().next() {
        let cell = flood(network, start, |street| STREETS[street].class != RoadClass::Lane);
        left.retain(|block| !cell.contains(block));
        cells.push(cell);
    }
    let middle = |cell: &BTreeSet<usize>| -> Position {
        let rings = network.dissolve(cell);
        let ring: Vec<Xy> = rings[0].iter().map(|p| to_xy(*p)).collect();
        to_position(curve::centroid(&ring))
    };
    let mut cells: Vec<(Position, BTreeSet<usize>)> =
        cells.into_iter().map(|cell| (middle(&cell), cell)).collect();
    // A row is about 220 m high: one block of larger streets.
    const ROW: i32 = 20_000;
    cells.sort_by_key(|(p, _)| (-p.lat.div_euclid(ROW), p.lon));
    cells
        .into_iter()
        .enumerate()
        .map(|(i, (_, blocks))| GridArea {
            scheme: "unit",
            level: "point",
            code: format!("{COMMUNITY}{:03}", i + 1),
            name: format!("单元网格{:03}", i + 1),
            parent: Some(COMMUNITY.to_owned()),
            extent: None,
            blocks,
        })
        .collect()
}

/// Groups rings into polygons: each hole goes to the outer ring around it.
pub fn polygons(rings: Vec<Vec<Position>>) -> Vec<Vec<Vec<Position>>> {
    let (outer, holes): (Vec<_>, Vec<_>) = rings.into_iter().partition(|ring| twice_area(ring) > 0);
    let mut polygons: Vec<Vec<Vec<Position>>> = outer.into_iter().map(|ring| vec![ring]).collect();
    for hole in holes {
        let place = to_xy(hole[0]);
        let home = polygons.iter_mut().find(|polygon| {
            let ring: Vec<Xy> = polygon[0].iter().map(|p| to_xy(*p)).collect();
            curve::inside(&ring, place)
        });
        if let Some(polygon) = home {
            polygon.push(hole);
        }
    }
    polygons
}
