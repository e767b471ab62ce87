//! What follows a place and moves it: 对面, 东侧, 西北角, 往南50米, 路北, 后门, 隔壁.

use super::letters::{COMMA, number_at};
use super::lexicon::{direction, filler, word_at};
use crate::domain::feature::Compass8;

/// One step from a place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Modifier {
    /// A gate: of a side, or named 前 后 正 大 侧.
    Gate(Option<Compass8>),
    /// Across the road.
    Opposite,
    /// Beside it: metres of doubt more.
    Beside(f64),
    /// On a side of it.
    Side(Compass8),
    /// Metres on, in a direction or in the way of the one who tells.
    Go(Option<Compass8>, f64),
    /// So many shops on.
    Shops(Compass8, u32),
    /// On this side of the road.
    RoadSide(Compass8),
}

/// Steps after this many are not read.
const MOST_STEPS: usize = 4;
/// Distances beyond this are no way to tell a place.
const MOST_METRES: u32 = 2_000;

const BESIDE: &[(&str, f64)] = &[
    ("隔壁", 15.0),
    ("旁边", 10.0),
    ("旁", 10.0),
    ("边上", 10.0),
    ("附近", 40.0),
    ("周边", 40.0),
    ("1带", 40.0),
    ("那边", 20.0),
    ("这边", 20.0),
    ("那1片", 40.0),
];
const OPPOSITE: &[&str] =
    &["正对面", "斜对面", "马路对面", "街对面", "路对面", "大门对面", "门口对面", "对面", "对过", "对门"];

/// The steps behind a place and where they end. Commas are passed over while steps follow.
pub(super) fn modifiers(letters: &[char]) -> (Vec<Modifier>, usize) {
    let mut found = Vec::new();
    let mut end = 0;
    while found.len() < MOST_STEPS {
        // 那边 is a step, 那 alone is filler.
        if let Some((modifier, length)) = one(&letters[end..]) {
            found.push(modifier);
            end += length;
            continue;
        }
        let mut at = end + filler(&letters[end..]);
        if letters.get(at) == Some(&COMMA) {
            at += 1;
            at += filler(&letters[at..]);
        }
        match one(&letters[at..]) {
            Some((modifier, length)) => {
                found.push(modifier);
                end = at + length;
            }
            None => break,
        }
    }
    (found, end)
}

fn one(letters: &[char]) -> Option<(Modifier, usize)> {
    if let Some((_, length)) = word_at(letters, OPPOSITE) {
        return Some((Modifier::Opposite, length));
    }
    road_side(letters).or_else(|| go(letters)).or_else(|| gate(letters)).or_else(|| side(letters)).or_else(
        || {
            let word = BESIDE.iter().find(|(word, _)| super::letters::begins(letters, word))?;
            Some((Modifier::Beside(word.1), word.0.chars().count()))
        },
    )
}

/// 路东, 路北侧, 马路西边.
fn road_side(letters: &[char]) -> Option<(Modifier, usize)> {
    let (_, road) = word_at(letters, &["路", "马路", "街", "道路"])?;
    let (compass, length) = direction(&letters[road..])?;
    let at = road + length;
    let more =
        word_at(letters.get(at..).unwrap_or_default(), &["侧", "边", "面"]).map_or(0, |(_, more)| more);
    Some((Modifier::RoadSide(compass), at + more))
}

/// 往东一百米, 以南50米, 向北走约30米处, 北侧五十米, 50米, 往北走两家.
fn go(letters: &[char]) -> Option<(Modifier, usize)> {
    let mut at = word_at(letters, &["再往", "往", "向", "朝", "以", "沿路往", "继续往"])
        .map_or(0, |(_, length)| length);
    let compass = direction(&letters[at..]);
    if let Some((_, length)) = compass {
        at += length;
    } else {
        at = word_at(
            letters,
            &[
                "前行",
                "往前走",
                "往前",
                "再往前",
                "再走",
                "往里走",
                "往里",
                "过去",
                "进去",
                "向前",
                "向里",
                "走",
            ],
        )
        .map_or(0, |(_, length)| length);
    }
    while let Some((_, length)) = word_at(
        letters.get(at..)?,
        &[
            "方向",
            "侧",
            "边",
            "面",
            "方",
            "走",
            "行",
            "去",
            "约",
            "大约",
            "大概",
            "差不多",
            "近",
            "过去",
            "过",
            "不到",
        ],
    ) {
        at += length;
    }
    let (number, length) = number_at(letters.get(at..)?)?;
    let behind = letters.get(at + length..)?;
    let (unit, more) =
        word_at(behind, &["多米", "来米", "余米", "米", "m", "公尺", "步", "家", "间", "个铺面", "个门面"])?;
    let mut end = at + length + more;
    match unit {
        "家" | "间" | "个铺面" | "个门面" => {
            let (compass, _) = compass?;
            return (number <= 20).then_some((Modifier::Shops(compass, number), end));
        }
        _ => {}
    }
    if number > MOST_METRES {
        return None;
    }
    end += word_at(&letters[end..], &["左右", "处", "远", "的地方", "开外"]).map_or(0, |(_, length)| length);
    // 100米以东
    let mut goal = compass.map(|(compass, _)| compass);
    if goal.is_none()
        && let Some((_, to)) = word_at(&letters[end..], &["以", "往"])
        && let Some((compass, length)) = direction(&letters[end + to..])
    {
        goal = Some(compass);
        end += to + length;
    }
    let metres = f64::from(number) * if unit == "步" { 0.65 } else { 1.0 };
    Some((Modifier::Go(goal, metres), end))
}

fn gate(letters: &[char]) -> Option<(Modifier, usize)> {
    let (compass, at) = match direction(letters) {
        Some((compass, length)) => (Some(compass), length),
        None => (
            None,
            word_at(letters, &["大", "正", "前", "后", "侧", "校", "小", "店"])
                .map_or(0, |(_, length)| length),
        ),
    };
    let (_, length) = word_at(letters.get(at..)?, &["门口", "门前", "门外", "门"])?;
    Some((Modifier::Gate(compass), at + length))
}

/// 东侧, 西北角, 南面, 北边.
fn side(letters: &[char]) -> Option<(Modifier, usize)> {
    let (compass, length) = direction(letters)?;
    let (_, more) =
        word_at(letters.get(length..)?, &["侧", "边", "面", "角", "方向", "部", "头", "墙", "围墙"])?;
    Some((Modifier::Side(compass), length + more))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::place_text::letters::folded;

    fn told(text: &str) -> Vec<Modifier> {
        modifiers(&folded(text)).0
    }

    #[test]
    fn steps_are_read_as_people_tell_them() {
        for (text, steps) in [
            ("对面的店", vec![Modifier::Opposite]),
            (
                "北侧五十米，路东，电信的箱子",
                vec![Modifier::Go(Some(Compass8::North), 50.0), Modifier::RoadSide(Compass8::East)],
            ),
            ("以南50米处", vec![Modifier::Go(Some(Compass8::South), 50.0)]),
            ("往东走约一百米", vec![Modifier::Go(Some(Compass8::East), 100.0)]),
            ("的西北角人行道", vec![Modifier::Side(Compass8::Northwest)]),
            ("后门那边", vec![Modifier::Gate(None), Modifier::Beside(20.0)]),
            ("西门", vec![Modifier::Gate(Some(Compass8::West))]),
            ("往北走两家", vec![Modifier::Shops(Compass8::North, 2)]),
            ("50米以东", vec![Modifier::Go(Some(Compass8::East), 50.0)]),
            ("进去50米左右", vec![Modifier::Go(None, 50.0)]),
            ("有人摆摊", vec![]),
            ("，有人摆摊", vec![]),
            ("有五家店", vec![]),
        ] {
            assert_eq!(told(text), steps, "{text}");
        }
    }
}
