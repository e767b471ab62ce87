//! What people call a thing besides its name: shorter, with another word for its kind, with another word for street.

use super::letters::folded;
use crate::domain::feature::Layer;

/// How good a name is as evidence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Grade {
    /// The name, the address or the code as registered.
    Full,
    /// A usual short form.
    Short,
    /// The end of a name that nothing else ends with.
    Tail,
    /// The right word before the wrong word for street, 学府路 for 学府街.
    OtherKind,
    /// Written otherwise but sounding alike.
    Sound,
    /// The name of a road, compound or shop without its kind, an ordinary word: only in phrases that ask for one.
    Stem,
}

/// Words for one kind of thing. A name that ends with one of a line is also called with the others.
const KINDS: &[&[&str]] = &[
    &["农贸市场", "菜市场", "农贸", "菜市", "菜场", "集贸市场"],
    &["小商品市场", "小商品城", "商品市场"],
    &["公厕", "公共厕所", "厕所", "卫生间", "洗手间", "公共卫生间"],
    &["客运站", "汽车站", "车站", "汽车客运站"],
    &["卫生院", "医院"],
    &["派出所"],
    &["为民服务站", "服务站", "居委会", "便民服务中心", "党群服务中心"],
    &["公交站", "公交车站", "公交站台", "站台", "公交站点", "公交站牌"],
    &["报刊亭", "报亭", "便民报刊亭"],
    &["配电箱", "电箱", "电表箱"],
    &["通信交接箱", "交接箱", "光交箱", "通信箱", "电信箱"],
    &["箱式变压器", "变压器", "箱变"],
    &["候车亭"],
    &["监控杆"],
    &["路灯杆", "灯杆"],
    &["果皮箱"],
    &["公益广告牌"],
    &["吸烟区", "吸烟点", "室外吸烟区"],
    &["邮筒"],
    &["影院", "电影院"],
    &["酒店", "宾馆", "大酒店"],
    &["旅馆", "旅社", "旅店", "宾馆"],
    &["药店", "药房", "大药房"],
    &["网吧", "网咖"],
    &["理发", "理发店"],
    &["诊所", "卫生所"],
    &["银行网点", "银行"],
    &["储蓄所", "银行"],
    &["志愿服务点", "志愿服务站"],
    &["疏导区", "疏导点"],
    &["幼儿园"],
    &["小学"],
    &["中学"],
    &["公园"],
    &["广场"],
    &["垃圾房", "垃圾站"],
    &["歌舞厅"],
    &["浴室", "澡堂", "洗浴"],
];

/// Ends of compounds and zones that are left out in talk.
const LEFT_OUT: &[&str] = &["疏导区", "小区", "生活区", "家属区", "住宅区", "宿舍", "公寓", "网点", "点位"];
/// What remains of a compound's name stands for it alone when it ends so: 棉纺厂, 水务处.
const UNIT_ENDS: &[char] = &['厂', '社', '处', '局', '所', '队', '矿', '校', '站', '院', '市'];
/// Ends of shops that are left out in talk.
const SHOP_ENDS: &[&str] = &["店", "铺", "行", "馆", "坊", "小店"];
/// Words for street, the longer first.
pub(super) const STREETS: &[&str] = &["大道", "大街", "胡同", "路", "街", "巷", "弄"];

/// The words for street in which a name ends, and what stands before.
fn street_of(name: &[char]) -> Option<(&[char], &'static str)> {
    STREETS.iter().find_map(|street| Some((before(name, street)?, *street)))
}

fn before<'a>(name: &'a [char], end: &str) -> Option<&'a [char]> {
    let length = end.chars().count();
    let stem = name.len().checked_sub(length)?;
    (stem > 0 && name[stem..].iter().copied().eq(end.chars())).then_some(&name[..stem])
}

/// The other words for the kind in which a name ends, of at least two letters; with the number of letters that they replace.
pub(super) fn kind_words(name: &[char]) -> Vec<(usize, &'static str)> {
    let mut words = Vec::new();
    for line in KINDS {
        let Some(own) = line.iter().find(|word| name.len() >= word.chars().count() && ends(name, word))
        else {
            continue;
        };
        let length = own.chars().count();
        words.extend(line.iter().filter(|word| *word != own).map(|word| (length, *word)));
    }
    words
}

fn ends(name: &[char], end: &str) -> bool {
    before(name, end).is_some() || name.iter().copied().eq(end.chars())
}

/// The names of a feature, the registered one first. Ends of names are made elsewhere, because only a look at all names
/// tells which of them are alone.
pub(super) fn aliases(layer: Layer, name: &str) -> Vec<(Vec<char>, Grade)> {
    let full = folded(name);
    let mut all = vec![(full.clone(), Grade::Full)];
    let mut add = |word: Vec<char>, grade| {
        if word.len() >= 2 {
            all.push((word, grade));
        }
    };
    if let Some(open) = full.iter().position(|&letter| letter == '(') {
        add(full[..open].to_vec(), Grade::Short);
    }
    match layer {
        Layer::Road => {
            if let Some((stem, street)) = street_of(&full) {
                for other in ["路", "街", "巷", "大道"].iter().filter(|other| **other != street) {
                    let grade =
                        if (street, *other) == ("大道", "路") { Grade::Short } else { Grade::OtherKind };
                    add(stem.iter().copied().chain(other.chars()).collect(), grade);
                }
                add(stem.to_vec(), Grade::Stem);
            }
        }
        Layer::ResidentGroup => {
            let number: String = full.iter().filter(|letter| letter.is_ascii_digit()).collect();
            if !number.is_empty() {
                for word in ["第#居民组", "第#小组", "居民#组", "#居民小组", "第#组", "居民小组第#组"]
                {
                    add(folded(&word.replace('#', &number)), Grade::Short);
                }
            }
        }
        Layer::Building => {}
        _ => {
            for (length, word) in kind_words(&full) {
                let stem = &full[..full.len() - length];
                add(stem.iter().copied().chain(word.chars()).collect(), Grade::Short);
                if stem.len() > 2 {
                    add(stem[..2].iter().copied().chain(word.chars()).collect(), Grade::Short);
                    add([&stem[..2], &full[stem.len()..]].concat(), Grade::Short);
                }
            }
            let shop_ends = if layer == Layer::Frontage { SHOP_ENDS } else { &[] };
            for end in LEFT_OUT.iter().chain(shop_ends) {
                if let Some(stem) = before(&full, end) {
                    let alone = stem.len() >= 3 || stem.last().is_some_and(|last| UNIT_ENDS.contains(last));
                    add(stem.to_vec(), if alone { Grade::Short } else { Grade::Stem });
                }
            }
            // 康宁大药房 is 康宁药房, 石桥农贸市场 is 石桥市场.
            // A crossing is no kind of place: 石桥街口 is not short for 石桥街银杏街口.
            let long = matches!(layer, Layer::Frontage | Layer::Market | Layer::Site)
                && full.len() >= 5
                && full.last() != Some(&'口');
            if long && full.iter().all(|letter| !letter.is_ascii_digit()) {
                add([&full[..2], &full[full.len() - 2..]].concat(), Grade::Short);
            }
        }
    }
    all
}

/// A name's end stands for a place when it ends so: 农商银行, 包子铺. Others are words of the language: 宏发电动车.
const PLACE_ENDS: &str = "店铺馆院站所园厅坊行场房社点楼塔厂库亭校堂庙寺苑区城室中心局处";

/// Ends of a name of three letters and more, shorter than the name, that stand for a place. None of buildings, roads and
/// resident groups.
pub(super) fn tails(layer: Layer, name: &[char]) -> Vec<Vec<char>> {
    if matches!(
        layer,
        Layer::Building | Layer::Road | Layer::ResidentGroup | Layer::FocusSpot | Layer::Facility
    ) {
        return Vec::new();
    }
    if !name.last().is_some_and(|last| PLACE_ENDS.contains(*last)) {
        return Vec::new();
    }
    let mut ends: Vec<Vec<char>> =
        (1..name.len().saturating_sub(2)).map(|start| name[start..].to_vec()).collect();
    ends.extend(KIND_ALONE.iter().filter_map(|kind| before(name, kind).map(|_| kind.chars().collect())));
    ends
}

/// Kinds of places of which a community has one, so that people leave its name out: 广场上, 公园里.
pub(super) const KIND_ALONE: &[&str] = &["广场", "公园"];

/// What shops and sites are called when the letters that tell their kind are left out: the 飞跃 of 飞跃网吧. An ordinary word,
/// often; only where the text goes on like 那家.
pub(super) fn head(layer: Layer, name: &[char]) -> Option<Vec<char>> {
    let named = matches!(layer, Layer::Frontage | Layer::Site) && name.len() >= 4;
    let head = &name[..name.len().saturating_sub(2)];
    (named && head.iter().all(|letter| !letter.is_ascii_digit())).then(|| head.to_vec())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(layer: Layer, name: &str) -> Vec<String> {
        aliases(layer, name).into_iter().map(|(word, _)| word.into_iter().collect()).collect()
    }

    #[test]
    fn a_thing_is_known_by_the_names_that_people_use() {
        for (layer, name, wanted) in [
            (Layer::Market, "石桥农贸市场", "石桥菜市场"),
            (Layer::Market, "石桥农贸市场", "石桥市场"),
            (Layer::Compound, "棉纺厂生活区", "棉纺厂"),
            (Layer::Compound, "柳荫小区", "柳荫"),
            (Layer::Frontage, "康宁大药房", "康宁药房"),
            (Layer::Frontage, "永和粮油店", "永和粮油"),
            (Layer::Site, "明湖街道卫生院", "明湖卫生院"),
            (Layer::Site, "老井巷公厕", "老井巷厕所"),
            (Layer::VendingZone, "和平街早市疏导区", "和平街早市"),
            (Layer::Road, "玉兰大道", "玉兰路"),
            (Layer::Road, "玉兰大道", "玉兰"),
            (Layer::ResidentGroup, "第五居民小组", "第5小组"),
        ] {
            assert!(told(layer, name).contains(&wanted.to_owned()), "{name}: {:?}", told(layer, name));
        }
        assert_eq!(told(Layer::Building, "桂香庭3栋"), ["桂香庭3栋"]);
    }
}
