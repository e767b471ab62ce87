//! Shop fronts: runs of shops along the sides of streets. All names are invented.

use super::plane::Xy;

/// Shops between two places along one side of a street, evenly spread in the order given.
pub struct Run {
    pub street: &'static str,
    /// Left of the street's drawn direction.
    pub left: bool,
    pub from: Xy,
    pub to: Xy,
    /// Name and trade.
    pub shops: &'static [(&'static str, &'static str)],
}

/// The slugs that begin with `small_` are the seven small trades (七小行业) of the hygienic-city check.
pub const RUNS: &[Run] = &[
    Run {
        street: "R10",
        left: false,
        from: [614.0, 500.0],
        to: [596.0, 690.0],
        shops: &[
            ("滇味小锅米线", "small_restaurant"),
            ("永和粮油店", "small_food_shop"),
            ("靓丝造型", "small_beauty"),
            ("顺达手机维修", "phone"),
            ("康宁大药房", "pharmacy"),
            ("云锦布艺", "clothing"),
            ("老何烧饵块", "small_restaurant"),
            ("明湖便民超市", "grocery"),
            ("兴隆五金", "hardware"),
        ],
    },
    Run {
        street: "R10",
        left: true,
        from: [614.0, 500.0],
        to: [594.0, 680.0],
        shops: &[
            ("阿珍过桥米线", "small_restaurant"),
            ("小城烘焙", "small_food_shop"),
            ("顺心旅馆", "small_hotel"),
            ("飞跃网吧", "small_internet_cafe"),
            ("晨光文具", "stationery"),
            ("百家汇水果", "fruit"),
            ("南街理发", "small_beauty"),
            ("同心药店", "pharmacy"),
        ],
    },
    Run {
        street: "R14",
        left: true,
        from: [790.0, 320.0],
        to: [742.0, 420.0],
        shops: &[
            ("石桥烤鱼", "small_restaurant"),
            ("罗记凉米线", "small_restaurant"),
            ("桥头卤味", "small_food_shop"),
            ("春城日杂", "grocery"),
            ("利民五金", "hardware"),
        ],
    },
    Run {
        street: "R14",
        left: false,
        from: [850.0, 210.0],
        to: [776.0, 345.0],
        shops: &[
            ("桥边清汤羊肉", "small_restaurant"),
            ("李嫂豆花饭", "small_restaurant"),
            ("好再来烧烤", "small_restaurant"),
            ("四季鲜果", "fruit"),
            ("惠民粮油", "small_food_shop"),
            ("石桥浴室", "small_bathhouse"),
            ("宏发电动车", "vehicle"),
        ],
    },
    Run {
        street: "L36",
        left: true,
        from: [684.0, 262.0],
        to: [680.0, 352.0],
        shops: &[
            ("水产行甲三", "fruit"),
            ("阿彪活鱼", "small_food_shop"),
            ("鲜豆腐坊", "small_food_shop"),
            ("玉兰腌菜铺", "small_food_shop"),
        ],
    },
    Run {
        street: "L36",
        left: false,
        from: [684.0, 262.0],
        to: [680.0, 352.0],
        shops: &[
            ("鱼市饭店", "small_restaurant"),
            ("周记卷粉", "small_restaurant"),
            ("顺路调料行", "small_food_shop"),
            ("细竹篾器", "grocery"),
        ],
    },
    Run {
        street: "R13",
        left: true,
        from: [344.0, 470.0],
        to: [312.0, 610.0],
        shops: &[
            ("学府文具店", "stationery"),
            ("小书包托管", "service"),
            ("放学路上小吃", "small_restaurant"),
            ("蜜语奶茶", "small_restaurant"),
            ("学子书屋", "stationery"),
            ("童趣玩具", "grocery"),
            ("早早豆浆", "small_restaurant"),
        ],
    },
    Run {
        street: "R13",
        left: false,
        from: [344.0, 470.0],
        to: [322.0, 560.0],
        shops: &[
            ("优佳零食", "small_food_shop"),
            ("剪艺沙龙", "small_beauty"),
            ("家和旅店", "small_hotel"),
            ("麻辣拌小店", "small_restaurant"),
        ],
    },
    Run {
        street: "R19",
        left: false,
        from: [590.0, 252.0],
        to: [706.0, 254.0],
        shops: &[
            ("银杏茶室", "service"),
            ("夜色歌舞厅", "small_dance_hall"),
            ("金海岸浴室", "small_bathhouse"),
            ("杏林诊所", "clinic"),
            ("小四川饭馆", "small_restaurant"),
        ],
    },
    Run {
        street: "R12",
        left: false,
        from: [276.0, 90.0],
        to: [264.0, 210.0],
        shops: &[
            ("文昌包子铺", "small_restaurant"),
            ("老木匠家具", "hardware"),
            ("一剪美", "small_beauty"),
            ("勤丰粮店", "small_food_shop"),
            ("文昌旅社", "small_hotel"),
        ],
    },
    Run {
        street: "R16",
        left: true,
        from: [350.0, 690.0],
        to: [560.0, 676.0],
        shops: &[
            ("兴业汽修", "vehicle"),
            ("红火砂锅", "small_restaurant"),
            ("网际空间", "small_internet_cafe"),
            ("佳惠副食", "small_food_shop"),
            ("丽人美发", "small_beauty"),
            ("时代手机城", "phone"),
        ],
    },
];

/// Spots that inspections visit, beside those that have grounds: name, kind, street, side, place.
pub const SPOTS: &[(&str, &str, &str, bool, Xy)] = &[
    ("石桥市场公厕", "toilet", "L35", false, [690.0, 360.0]),
    ("老井巷公厕", "toilet", "L23", true, [150.0, 296.0]),
    ("学府街公厕", "toilet", "R13", false, [318.0, 740.0]),
    ("客运站公厕", "toilet", "L39", true, [930.0, 372.0]),
    ("明湖农商银行", "bank", "R11", true, [700.0, 496.0]),
    ("玉兰大道储蓄所", "bank", "R10", true, [578.0, 320.0]),
    ("兴业街银行网点", "bank", "R16", false, [470.0, 674.0]),
    ("东岭路银行网点", "bank", "R02", true, [1196.0, 330.0]),
    ("石桥市场西门", "market", "R10", false, [576.0, 318.0]),
    ("石桥市场东门", "market", "L36", true, [684.0, 306.0]),
    ("小商品市场北门", "market", "R11", false, [880.0, 524.0]),
    ("学府小学校门", "school_gate", "R13", true, [334.0, 530.0]),
    ("明湖中学校门", "school_gate", "R15", false, [916.0, 670.0]),
    ("北苑幼儿园门口", "school_gate", "L18", false, [754.0, 836.0]),
    ("卫生院门口", "hospital", "R10", true, [614.0, 560.0]),
    ("玉兰雅苑大门", "compound_gate", "R16", true, [500.0, 676.0]),
    ("棉纺厂生活区大门", "compound_gate", "R18", true, [470.0, 244.0]),
    ("老井巷32号院入口", "compound_gate", "R18", true, [60.0, 190.0]),
    ("竹器社小区入口", "compound_gate", "R18", false, [340.0, 242.0]),
    ("荷塘里大门", "compound_gate", "L17", false, [1150.0, 587.0]),
    ("松涛苑大门", "compound_gate", "L43", true, [1036.0, 160.0]),
    ("广场公交站", "bus_stop", "R11", false, [660.0, 486.0]),
    ("北苑大道公交站", "bus_stop", "R01", false, [420.0, 942.0]),
    ("东岭路公交站", "bus_stop", "R02", true, [1238.0, 560.0]),
    ("玉兰社区为民服务站", "service_station", "R17", false, [690.0, 716.0]),
    ("明湖派出所", "police_station", "R11", true, [1020.0, 506.0]),
    ("湖畔酒店", "hotel", "R01", false, [640.0, 928.0]),
    ("明湖影院", "cinema", "R11", true, [440.0, 438.0]),
    ("家家福超市", "supermarket", "R12", true, [266.0, 200.0]),
    ("玉兰社区志愿服务点", "volunteer_station", "R19", true, [830.0, 258.0]),
];

/// Crossings of two streets that inspections watch.
pub const CROSSINGS: &[(&str, &str, &str)] = &[
    ("玉兰大道明湖路口", "R10", "R11"),
    ("玉兰大道北苑大道口", "R10", "R01"),
    ("文昌街和平街口", "R12", "R18"),
    ("石桥街银杏街口", "R14", "R19"),
];

/// Neglected corners: name, kind, state, place.
pub const FOCUS_SPOTS: &[(&str, &str, &str, Xy)] = &[
    ("老井巷32号院后墙", "dead_corner", "open", [62.0, 300.0]),
    ("老井巷古井旁", "dead_corner", "relapsed", [206.0, 282.0]),
    ("竹器社小区垃圾房", "dead_corner", "open", [300.0, 168.0]),
    ("车站巷18号院夹道", "dead_corner", "open", [884.0, 286.0]),
    ("石榴巷尽头空地", "dead_corner", "relapsed", [78.0, 124.0]),
    ("前进巷尽头", "dead_corner", "open", [112.0, 796.0]),
    ("桑园巷尽头菜地", "green_belt", "open", [1158.0, 786.0]),
    ("松涛苑东侧围墙", "dead_corner", "open", [1166.0, 170.0]),
    ("糖厂生活区锅炉房", "dead_corner", "fixed", [792.0, 690.0]),
    ("西河公园河坡", "green_belt", "fixed", [12.0, 720.0]),
    ("鱼市巷下水口", "blind_spot", "relapsed", [688.0, 330.0]),
    ("豆腐巷小区车棚", "blind_spot", "open", [600.0, 176.0]),
    ("枣园游园灌木带", "green_belt", "fixed", [742.0, 80.0]),
    ("客运站围墙外", "blind_spot", "open", [988.0, 440.0]),
];
