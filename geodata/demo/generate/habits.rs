//! How problems are told, reported and dealt with, by category; and the rhythms of the day and week.

use std::collections::BTreeMap;
use wangge::app::demo::model::{Habit, Rhythm};

pub fn rhythms() -> BTreeMap<String, Rhythm> {
    let rhythm = |hours: &[(f64, f64, f64)], weekdays: [f64; 7]| Rhythm { hours: hours.to_vec(), weekdays };
    const EVEN: [f64; 7] = [1.0; 7];
    const WORK: [f64; 7] = [1.1, 1.0, 1.0, 1.0, 1.1, 0.6, 0.5];
    const LEISURE: [f64; 7] = [0.8, 0.8, 0.8, 0.9, 1.3, 1.6, 1.5];
    [
        (
            "market",
            rhythm(
                &[(6.2, 9.8, 6.0), (9.8, 15.5, 1.2), (15.5, 19.2, 4.5)],
                [0.9, 0.9, 0.9, 0.9, 1.0, 1.4, 1.4],
            ),
        ),
        (
            "school",
            rhythm(
                &[(7.0, 8.2, 4.0), (11.4, 12.6, 3.5), (13.6, 14.4, 1.5), (16.4, 18.3, 6.0)],
                [1.0, 1.0, 1.0, 1.0, 1.0, 0.06, 0.12],
            ),
        ),
        (
            "meals",
            rhythm(
                &[(7.0, 9.0, 1.5), (11.0, 13.5, 4.0), (17.0, 20.5, 5.0)],
                [0.9, 0.9, 0.9, 0.9, 1.1, 1.2, 1.1],
            ),
        ),
        ("night", rhythm(&[(17.8, 20.0, 3.0), (20.0, 23.4, 5.0)], LEISURE)),
        ("morning", rhythm(&[(6.0, 9.0, 5.0), (9.0, 12.0, 2.0), (14.0, 18.0, 1.5)], EVEN)),
        ("day", rhythm(&[(7.0, 9.0, 1.5), (9.0, 12.0, 3.0), (14.0, 18.0, 3.0), (18.0, 21.5, 1.2)], EVEN)),
        ("office", rhythm(&[(8.6, 11.8, 4.0), (14.2, 17.6, 4.0)], WORK)),
        (
            "homes",
            rhythm(
                &[(7.0, 8.6, 2.0), (11.5, 13.0, 1.0), (17.5, 22.0, 5.0)],
                [0.9, 0.9, 0.9, 0.9, 1.0, 1.3, 1.3],
            ),
        ),
    ]
    .into_iter()
    .map(|(name, rhythm)| (name.to_owned(), rhythm))
    .collect()
}

/// Weights of the channels: public, patrol, 12345, wechat, leader.
const STREET: [f64; 5] = [3.0, 4.0, 1.2, 2.4, 0.2];
const HOMES: [f64; 5] = [3.2, 1.6, 2.2, 3.4, 0.1];
const STAFF: [f64; 5] = [0.8, 5.0, 0.6, 0.8, 0.4];

struct Row {
    slug: &'static str,
    channels: [f64; 5],
    on_site: f64,
    rejected: f64,
    suspended: f64,
    handling_hours: f64,
    texts: &'static [&'static str],
    what: &'static [&'static str],
}

#[allow(clippy::too_many_arguments, reason = "a row of a table")]
const fn row(
    slug: &'static str,
    channels: [f64; 5],
    on_site: f64,
    rejected: f64,
    suspended: f64,
    handling_hours: f64,
    texts: &'static [&'static str],
    what: &'static [&'static str],
) -> Row {
    Row { slug, channels, on_site, rejected, suspended, handling_hours, texts, what }
}

#[rustfmt::skip]
const ROWS: &[Row] = &[
    row("street_vending", STREET, 0.24, 0.07, 0.0, 1.6, &["{where}有人摆摊卖{what}，占了人行道", "{where}{what}摊又摆出来了，路都走不通", "{where}占道卖{what}，已经好几家", "每天这个时候{where}都有{what}摊"], &["蔬菜", "水果", "烤洋芋", "豆浆油条", "小玩具", "卤菜", "鲜花", "袜子"]),
    row("itinerant_vending", STREET, 0.32, 0.05, 0.0, 1.4, &["{where}有三轮车流动叫卖{what}", "{where}推车卖{what}，喇叭一直响", "{where}来了流动摊贩卖{what}"], &["西瓜", "烤红薯", "糖葫芦", "甘蔗", "气球", "凉粉"]),
    row("shop_outside", STREET, 0.26, 0.03, 0.0, 3.0, &["{where}店家把{what}摆到门外", "{where}的{what}占了半边人行道", "{where}店外堆着{what}，轮椅过不去", "{where}又把{what}摆出来经营"], &["桌椅", "货架", "冰柜", "水果筐", "五金件", "电动车"]),
    row("exposed_rubbish", HOMES, 0.06, 0.03, 0.0, 6.0, &["{where}堆了{what}，没有人收", "{where}的{what}有味道，苍蝇很多", "{where}墙角又有{what}", "{where}{what}散了一地"], &["生活垃圾", "烂菜叶", "装修垃圾袋", "剩饭剩菜", "破纸箱"]),
    row("accumulated_waste", HOMES, 0.02, 0.03, 0.14, 46.0, &["{where}积了很久的{what}没有清", "{where}有一大堆{what}", "{where}{what}堆了快一个月"], &["建筑渣土", "旧砖瓦", "枯枝烂叶", "旧家具和渣土"]),
    row("bin_overflow", HOMES, 0.08, 0.02, 0.0, 4.0, &["{where}的垃圾桶满了，溢到地上", "{where}{what}满溢", "{where}{what}一天没有清运"], &["垃圾桶", "果皮箱", "垃圾房", "分类箱"]),
    row("dirty_road", STAFF, 0.20, 0.02, 0.0, 2.5, &["{where}路面有{what}", "{where}{what}没有扫", "{where}一段{what}，比较脏"], &["污水", "油渍", "落叶", "泥土", "果皮纸屑", "鱼鳞和血水"]),
    row("small_ads", STAFF, 0.14, 0.01, 0.0, 20.0, &["{where}贴满{what}小广告", "{where}新增{what}牛皮癣", "{where}被喷了{what}的电话", "{where}楼道里{what}小广告很多"], &["开锁", "办证", "贷款", "疏通下水道", "租房", "高价回收"]),
    row("vehicle_parking", STREET, 0.14, 0.06, 0.0, 2.2, &["{where}{what}乱停，挡住路", "{where}有{what}停在人行道上", "{where}路边停满了{what}，会车困难", "{where}{what}压盲道停放"], &["小轿车", "面包车", "货车", "网约车", "三轮车"]),
    row("bicycle_parking", STREET, 0.3, 0.02, 0.0, 2.5, &["{where}{what}乱停成一片", "{where}{what}倒了一地", "{where}{what}堵住通道"], &["共享单车", "电动车", "自行车"]),
    row("piled_goods", STREET, 0.16, 0.04, 0.0, 18.0, &["{where}堆放{what}，影响通行", "{where}公共地方堆了{what}", "{where}{what}长期堆放"], &["货物", "旧家具", "木材", "泡沫箱", "砂石", "废品"]),
    row("illegal_building", HOMES, 0.0, 0.08, 0.34, 190.0, &["{where}有人搭建{what}", "{where}{what}又加盖了一层", "{where}占用公共地方搭{what}"], &["彩钢棚", "砖房", "阳光房", "鸽子棚", "围栏"]),
    row("dirty_green", STAFF, 0.12, 0.02, 0.0, 8.0, &["{where}绿化带里有{what}", "{where}草坪{what}没有清理", "{where}灌木丛里{what}很多"], &["塑料袋", "狗粪", "烟头和饭盒", "枯枝"]),
    row("road_damage", HOMES, 0.0, 0.03, 0.30, 90.0, &["{where}{what}，容易摔跤", "{where}{what}，下雨积水", "{where}{what}很久没修"], &["路面坑洼", "地砖松动", "水泥路面开裂", "井盖周边下沉"]),
    row("facility_damage", STAFF, 0.0, 0.02, 0.08, 40.0, &["{where}{what}", "{where}的设施{what}", "{where}{what}，请处理"], &["门锁坏了", "外壳破损", "倾斜", "漏电保护盖缺失", "脱漆生锈"]),
    row("lamp_out", HOMES, 0.0, 0.02, 0.04, 30.0, &["{where}路灯{what}", "{where}晚上{what}，看不见路", "{where}一段路灯{what}"], &["不亮", "闪烁", "连着三盏不亮"]),
    row("open_air_barbecue", STREET, 0.1, 0.04, 0.0, 2.0, &["{where}有人露天烧烤，{what}", "{where}烧烤摊{what}"], &["烟很大", "油烟飘进楼里", "占了人行道", "地上全是油"]),
    row("hanging_out", STAFF, 0.3, 0.02, 0.0, 6.0, &["{where}沿街晾晒{what}", "{where}树上挂着{what}"], &["衣服", "被子", "腊肉", "拖把"]),
    row("smoking_indoors", HOMES, 0.1, 0.08, 0.0, 5.0, &["{where}有人在里面吸烟，{what}", "{where}室内吸烟，{what}"], &["没有人管", "没有禁烟标志", "烟味很重", "地上都是烟头"]),
    row("small_trade_hygiene", STAFF, 0.05, 0.03, 0.0, 28.0, &["{where}卫生差，{what}", "{where}检查发现{what}"], &["没有消毒记录", "健康证过期", "生熟不分", "毛巾混用", "防蝇设施缺失", "地面油污"]),
    row("illegal_outdoor_ads", STAFF, 0.04, 0.04, 0.12, 52.0, &["{where}有未经批准的{what}", "{where}{what}没有许可"], &["楼顶广告", "墙体喷绘", "立柱广告", "条幅"]),
    row("fire_lane_blocked", HOMES, 0.14, 0.03, 0.0, 2.0, &["{where}消防通道被{what}堵住", "{where}{what}占用消防通道"], &["轿车", "电动车", "杂物", "货车"]),
    row("stairway_clutter", HOMES, 0.06, 0.03, 0.03, 60.0, &["{where}楼道里堆着{what}", "{where}楼梯间{what}一直没人清"], &["纸板", "旧沙发", "煤球", "鞋柜", "坛子"]),
    row("hygiene_corner", STAFF, 0.04, 0.01, 0.0, 36.0, &["{where}卫生死角，有{what}", "{where}又成了死角，{what}", "{where}{what}，反弹了"], &["垃圾和污水", "旧衣物", "便溺", "碎玻璃", "杂草和垃圾"]),
    row("market_hygiene", STREET, 0.14, 0.02, 0.0, 10.0, &["{where}里{what}", "{where}摊位下面{what}"], &["污水横流", "活禽区很脏", "烂菜没有及时清", "下水道堵了", "过道堆货"]),
    row("cooking_fumes", HOMES, 0.0, 0.07, 0.06, 44.0, &["{where}油烟直排，{what}", "{where}饭店油烟大，{what}"], &["楼上不敢开窗", "管道对着居民楼", "晚上最严重"]),
    row("commercial_noise", HOMES, 0.16, 0.06, 0.0, 3.0, &["{where}{what}，太吵", "{where}晚上{what}"], &["音响开得很大", "喇叭叫卖", "广场舞音乐到很晚"]),
    row("sewer_blocked", HOMES, 0.0, 0.03, 0.06, 16.0, &["{where}下水道堵了，{what}", "{where}{what}，下水口堵塞"], &["污水冒出来", "臭味很大", "水流到路上"]),
    row("waste_buying", STREET, 0.18, 0.03, 0.0, 6.0, &["{where}占道收{what}", "{where}收{what}的车把路占了"], &["废品", "旧家电", "纸板"]),
];

pub fn habits() -> BTreeMap<String, Habit> {
    const CHANNELS: [&str; 5] = ["public", "patrol", "12345", "wechat", "leader"];
    let list = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect();
    ROWS.iter()
        .map(|row| {
            let channels = CHANNELS
                .iter()
                .zip(row.channels)
                .map(|(name, weight)| ((*name).to_owned(), weight))
                .collect();
            let habit = Habit {
                texts: list(row.texts),
                what: list(row.what),
                channels,
                on_site: row.on_site,
                rejected: row.rejected,
                suspended: row.suspended,
                handling_hours: row.handling_hours,
            };
            (row.slug.to_owned(), habit)
        })
        .collect()
}
