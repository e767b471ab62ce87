//! What stands on which block: compounds, markets, schools and the like, as cuts of the block by hand.

use super::plane::Xy;

/// The side of a block that a piece is cut from.
#[derive(Clone, Copy)]
pub enum Side {
    North,
    East,
    South,
    West,
}
use Side::{East, North, South, West};

/// How the buildings of a compound stand.
#[derive(Clone, Copy, PartialEq)]
pub enum Style {
    /// Slabs in rows, near together, as before 1995.
    OldSlabs,
    /// Long rows of a factory's housing.
    FactoryRows,
    /// Slabs with room between them.
    Slabs,
    /// Towers.
    Towers,
    /// Court houses in all directions.
    Courts,
}
use Style::{Courts, FactoryRows, OldSlabs, Slabs, Towers};

pub struct Compound {
    pub code: &'static str,
    pub name: &'static str,
    pub management: &'static str,
    pub address: &'static str,
    pub style: Style,
    /// Units (单元) in each building; None where nobody has counted.
    pub units: Option<u32>,
    /// Households in each unit; None where unknown.
    pub households: Option<u32>,
    pub committee: &'static str,
    pub property_company: Option<&'static str>,
    pub self_haul: Option<bool>,
}

pub enum Use {
    Compound(Compound),
    Market { code: &'static str, name: &'static str, stalls: u32, hours: [&'static str; 2] },
    Site { code: &'static str, name: &'static str, kind: &'static str, built: bool },
}

pub struct BlockPlan {
    pub place: Xy,
    /// Pieces in order: side, share of what is left, use. The rest of the block becomes shop houses.
    pub pieces: &'static [(Side, f64, Use)],
}

#[allow(clippy::too_many_arguments, reason = "a row of a table")]
const fn compound(
    code: &'static str,
    name: &'static str,
    management: &'static str,
    address: &'static str,
    style: Style,
    units: Option<u32>,
    households: Option<u32>,
    committee: &'static str,
    property_company: Option<&'static str>,
    self_haul: Option<bool>,
) -> Use {
    Use::Compound(Compound {
        code,
        name,
        management,
        address,
        style,
        units,
        households,
        committee,
        property_company,
        self_haul,
    })
}

const fn site(code: &'static str, name: &'static str, kind: &'static str, built: bool) -> Use {
    Use::Site { code, name, kind, built }
}

pub const BLOCKS: &[BlockPlan] = &[
    BlockPlan {
        place: [518.0, 750.0],
        pieces: &[(
            West,
            0.86,
            compound(
                "C01",
                "玉兰雅苑",
                "managed",
                "玉兰大道118号",
                Towers,
                Some(2),
                Some(32),
                "formed",
                Some("和睦物业服务公司"),
                Some(false),
            ),
        )],
    },
    BlockPlan {
        place: [682.0, 552.0],
        pieces: &[(
            North,
            0.72,
            compound(
                "C02",
                "明湖花园",
                "managed",
                "花园巷9号",
                Slabs,
                Some(4),
                Some(12),
                "formed",
                Some("嘉园物业服务公司"),
                Some(false),
            ),
        )],
    },
    BlockPlan {
        place: [836.0, 803.0],
        pieces: &[
            (
                South,
                0.62,
                compound(
                    "C03",
                    "桂香庭",
                    "managed",
                    "桂花街56号",
                    Towers,
                    Some(2),
                    Some(34),
                    "none",
                    Some("和睦物业服务公司"),
                    Some(false),
                ),
            ),
            (West, 0.46, site("S35", "北苑幼儿园", "kindergarten", true)),
        ],
    },
    BlockPlan {
        place: [490.0, 290.0],
        pieces: &[(
            South,
            0.78,
            compound(
                "C04",
                "棉纺厂生活区",
                "enterprise",
                "和平街71号",
                FactoryRows,
                Some(3),
                Some(8),
                "none",
                None,
                Some(true),
            ),
        )],
    },
    BlockPlan {
        place: [843.0, 679.0],
        pieces: &[(
            West,
            0.84,
            compound(
                "C05",
                "糖厂生活区",
                "enterprise",
                "糖厂巷12号",
                FactoryRows,
                Some(4),
                None,
                "none",
                None,
                Some(true),
            ),
        )],
    },
    BlockPlan {
        place: [107.0, 472.0],
        pieces: &[(
            West,
            0.74,
            compound(
                "C06",
                "水务处宿舍",
                "unit_housing",
                "西河路203号",
                OldSlabs,
                Some(3),
                Some(10),
                "none",
                None,
                Some(false),
            ),
        )],
    },
    BlockPlan {
        place: [256.0, 633.0],
        pieces: &[(
            West,
            0.7,
            compound(
                "C07",
                "附中教师宿舍",
                "unit_housing",
                "书香巷6号",
                Slabs,
                Some(3),
                Some(12),
                "formed",
                None,
                Some(false),
            ),
        )],
    },
    BlockPlan {
        place: [96.0, 253.0],
        pieces: &[(
            West,
            0.6,
            compound(
                "C08",
                "老井巷32号院",
                "unmanaged",
                "老井巷32号",
                Courts,
                None,
                None,
                "none",
                None,
                None,
            ),
        )],
    },
    BlockPlan {
        place: [334.0, 190.0],
        pieces: &[(
            North,
            0.76,
            compound(
                "C09",
                "竹器社小区",
                "unmanaged",
                "竹器巷15号",
                OldSlabs,
                Some(3),
                Some(10),
                "none",
                None,
                None,
            ),
        )],
    },
    BlockPlan {
        place: [937.0, 303.0],
        pieces: &[(
            East,
            0.82,
            compound(
                "C10",
                "车站巷18号院",
                "unmanaged",
                "车站巷18号",
                OldSlabs,
                Some(2),
                None,
                "unknown",
                None,
                Some(true),
            ),
        )],
    },
    BlockPlan {
        place: [109.0, 594.0],
        pieces: &[(
            East,
            0.62,
            compound(
                "C11",
                "柳荫小区",
                "semi_managed",
                "柳荫巷27号",
                OldSlabs,
                Some(4),
                Some(10),
                "formed",
                None,
                Some(false),
            ),
        )],
    },
    BlockPlan {
        place: [1147.0, 545.0],
        pieces: &[(
            North,
            0.74,
            compound(
                "C12",
                "荷塘里",
                "semi_managed",
                "荷塘巷8号",
                Slabs,
                Some(3),
                Some(12),
                "none",
                None,
                None,
            ),
        )],
    },
    BlockPlan {
        place: [644.0, 192.0],
        pieces: &[(
            South,
            0.6,
            compound(
                "C13",
                "豆腐巷小区",
                "semi_managed",
                "豆腐巷20号",
                OldSlabs,
                Some(3),
                None,
                "none",
                None,
                None,
            ),
        )],
    },
    BlockPlan {
        place: [1110.0, 170.0],
        pieces: &[(
            South,
            0.7,
            compound(
                "C14",
                "松涛苑",
                "abandoned",
                "松涛巷33号",
                Slabs,
                Some(4),
                Some(12),
                "unknown",
                None,
                None,
            ),
        )],
    },
    BlockPlan {
        place: [1087.0, 286.0],
        pieces: &[(
            West,
            0.62,
            compound(
                "C15",
                "梨园新村",
                "self_managed",
                "梨园巷40号",
                Courts,
                Some(1),
                Some(3),
                "formed",
                None,
                Some(false),
            ),
        )],
    },
    BlockPlan {
        place: [392.0, 626.0],
        pieces: &[(
            South,
            0.66,
            compound("C16", "丁香里", "open", "丁香巷11号", Slabs, Some(4), Some(10), "none", None, None),
        )],
    },
    BlockPlan {
        place: [78.0, 840.0],
        pieces: &[
            (
                North,
                0.4,
                compound(
                    "C17",
                    "安居苑",
                    "trusteeship",
                    "西河路318号",
                    Slabs,
                    Some(5),
                    Some(12),
                    "none",
                    None,
                    Some(false),
                ),
            ),
            (South, 0.46, site("S36", "西河公园", "park", false)),
        ],
    },
    BlockPlan {
        place: [471.0, 55.0],
        pieces: &[(
            East,
            0.62,
            compound("C18", "南屏公寓", "unknown", "玉兰大道21号", Slabs, None, None, "unknown", None, None),
        )],
    },
    BlockPlan {
        place: [629.0, 304.0],
        pieces: &[(
            East,
            0.9,
            Use::Market { code: "M01", name: "石桥农贸市场", stalls: 186, hours: ["06:00", "19:30"] },
        )],
    },
    BlockPlan {
        place: [862.0, 450.0],
        pieces: &[
            (East, 0.36, site("S37", "玉兰客运站", "station", true)),
            (
                East,
                0.55,
                Use::Market {
                    code: "M02", name: "石桥小商品市场", stalls: 94, hours: ["09:00", "20:00"]
                },
            ),
        ],
    },
    BlockPlan { place: [255.0, 502.0], pieces: &[(East, 0.52, site("S31", "学府小学", "school", true))] },
    BlockPlan {
        place: [984.0, 624.0], pieces: &[(North, 0.62, site("S32", "明湖中学", "school", true))]
    },
    BlockPlan {
        place: [541.0, 523.0],
        pieces: &[(North, 0.66, site("S33", "明湖街道卫生院", "hospital", true))],
    },
    BlockPlan {
        place: [676.0, 418.0], pieces: &[(South, 0.56, site("S34", "玉兰广场", "square", false))]
    },
    BlockPlan { place: [811.0, 137.0], pieces: &[(West, 0.36, site("S38", "枣园游园", "park", false))] },
];
