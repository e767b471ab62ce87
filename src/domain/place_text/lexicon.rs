//! Words between and behind names, in the folded form of `Letters`: where roads meet, sides, directions.

use super::letters::begins;
use crate::domain::feature::Compass8;

/// Behind two roads: where they meet. The longer before the shorter.
pub(super) const JUNCTION: &[&str] = &[
    "交叉路口",
    "10字路口",
    "丁字路口",
    "3岔路口",
    "岔路口",
    "交叉口",
    "交叉处",
    "交叉点",
    "交叉的地方",
    "交汇处",
    "交汇口",
    "交界处",
    "交界",
    "交接处",
    "交口",
    "交会处",
    "相交处",
    "相交的地方",
    "相交",
    "交叉那",
    "路口",
    "街口",
    "巷口",
    "口子",
    "拐角",
    "转角",
    "拐弯",
    "转弯",
    "红绿灯",
    "10字",
    "丁字口",
    "3岔口",
    "岔口",
    "叉口",
    "交叉",
    "口",
];
/// Between two roads that meet or bound something.
pub(super) const AND: &[&str] =
    &["与", "和", "跟", "同", "及", "、", "/", "交", "+", "&", "到", "至", "-", "往", "对着", "连接"];
/// Between two roads of which the second is a neighbour of the place.
pub(super) const NEAR: &[&str] = &["靠近", "靠", "临近", "挨着", "近", "快到", "接近", "邻近", "临"];
/// Behind two roads or places: the stretch between them.
pub(super) const BETWEEN: &[&str] =
    &["之间", "中间", "1段", "这段", "那段", "段", "路段", "区间", "沿线", "全段", "沿路", "之中"];
/// Words that say nothing about the place and may stand between a name and what does.
pub(super) const FILLER: &[&str] =
    &["的", "那", "这", "个", "处", "里", "上", "点", "条", "(", ")", "地方", "位置", "就", "在", "附近"];

/// The words of a list that some letters begin with: which, and how many letters.
pub(super) fn word_at<'a>(letters: &[char], list: &[&'a str]) -> Option<(&'a str, usize)> {
    let word = list.iter().filter(|word| begins(letters, word)).max_by_key(|word| word.chars().count())?;
    Some((*word, word.chars().count()))
}

/// How many letters of filler some letters begin with, four words at most.
pub(super) fn filler(letters: &[char]) -> usize {
    let mut at = 0;
    for _ in 0..4 {
        match word_at(&letters[at.min(letters.len())..], FILLER) {
            Some((_, length)) => at += length,
            None => break,
        }
    }
    at
}

/// A compass direction at the beginning, two letters before one.
pub(super) fn direction(letters: &[char]) -> Option<(Compass8, usize)> {
    let of = |a: char, b: Option<char>| {
        Some(match (a, b) {
            ('东', Some('北')) | ('北', Some('东')) => (Compass8::Northeast, 2),
            ('东', Some('南')) | ('南', Some('东')) => (Compass8::Southeast, 2),
            ('西', Some('北')) | ('北', Some('西')) => (Compass8::Northwest, 2),
            ('西', Some('南')) | ('南', Some('西')) => (Compass8::Southwest, 2),
            ('东', _) => (Compass8::East, 1),
            ('南', _) => (Compass8::South, 1),
            ('西', _) => (Compass8::West, 1),
            ('北', _) => (Compass8::North, 1),
            _ => return None,
        })
    };
    of(*letters.first()?, letters.get(1).copied())
}

/// The direction as a word: 东, 东北.
pub(super) fn direction_word(direction: Compass8) -> (&'static str, &'static str) {
    match direction {
        Compass8::North => ("北", "north"),
        Compass8::Northeast => ("东北", "north-east"),
        Compass8::East => ("东", "east"),
        Compass8::Southeast => ("东南", "south-east"),
        Compass8::South => ("南", "south"),
        Compass8::Southwest => ("西南", "south-west"),
        Compass8::West => ("西", "west"),
        Compass8::Northwest => ("西北", "north-west"),
    }
}

/// A unit vector, x east and y north.
pub(super) fn vector(direction: Compass8) -> [f64; 2] {
    let angle = core::f64::consts::PI / 4.0 * f64::from(direction as u8);
    [libm::sin(angle), libm::cos(angle)]
}

/// A travel such as 由西向东 or 从北往南 at the beginning: where it goes, and how many letters say so.
pub(super) fn travel(letters: &[char]) -> Option<(Compass8, usize)> {
    let (_, from) = word_at(letters, &["由", "自", "从"])?;
    let (_, first) = direction(&letters[from..])?;
    let at = from + first;
    let (_, toward) = word_at(letters.get(at..)?, &["向", "往", "至", "到"])?;
    let (goal, second) = direction(letters.get(at + toward..)?)?;
    Some((goal, at + toward + second))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::place_text::letters::folded;

    #[test]
    fn directions_and_travels_are_read() {
        assert_eq!(direction(&folded("东北角")), Some((Compass8::Northeast, 2)));
        assert_eq!(direction(&folded("西侧")), Some((Compass8::West, 1)));
        assert_eq!(direction(&folded("角")), None);
        assert_eq!(travel(&folded("由西向东走")), Some((Compass8::East, 4)));
        assert_eq!(travel(&folded("由西")), None);
        for &compass in Compass8::ALL {
            assert_eq!(Compass8::of_vector(vector(compass)), compass);
        }
    }

    #[test]
    fn the_longest_word_is_taken_and_filler_is_passed_over() {
        assert_eq!(word_at(&folded("交叉路口处"), JUNCTION), Some(("交叉路口", 4)));
        assert_eq!(word_at(&folded("十字路口"), JUNCTION), Some(("10字路口", 5)));
        assert_eq!(filler(&folded("的那个路口")), 3);
        assert_eq!(filler(&folded("")), 0);
    }
}
