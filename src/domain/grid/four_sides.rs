//! A boundary told in words, 东至…南至…西至…北至…: which roads are named on which side, and the ground that they enclose.

use super::coverage::blocks::{Block, blocks};
use crate::domain::geo::contains::orientation;
use crate::domain::geo::{Plane, Position};
use crate::domain::vocabulary::vocabulary;

vocabulary! {
    /// A side of a piece of ground, in the order in which boundaries are told.
    Side {
        East = "east",
        South = "south",
        West = "west",
        North = "north",
    }
}

impl Side {
    fn word(self) -> char {
        match self {
            Self::East => '东',
            Self::South => '南',
            Self::West => '西',
            Self::North => '北',
        }
    }
}

/// What stands between a side and its roads: 东至, 东面到, 东侧临, 东起, 东以…为界, 东：.
const VERBS: [char; 12] = ['至', '到', '临', '邻', '抵', '接', '靠', '起', '以', '为', '：', ':'];
const BESIDE: [char; 5] = ['面', '侧', '边', '部', '方'];
/// Ends the roads of a side.
const ENDS: [char; 10] = ['，', ',', '；', ';', '。', '.', '\n', '\r', '！', '\t'];
const BETWEEN: [char; 6] = ['、', '与', '和', '及', '/', '+'];

/// Names of roads by side, as in `Side::ALL`; a side that the text does not tell is empty. Several roads of one side may
/// stand together (东至学府路、玉兰大道). A word that only contains a direction, such as 西环路, is a name.
pub fn sides_in(text: &str) -> [Vec<String>; 4] {
    let letters: Vec<char> = text.chars().collect();
    let mut sides: [Vec<String>; 4] = Default::default();
    let mut at = 0;
    while at < letters.len() {
        let Some((side, start)) = side_at(&letters, at) else {
            at += 1;
            continue;
        };
        let mut end = start;
        while end < letters.len() && !ENDS.contains(&letters[end]) && side_at(&letters, end).is_none() {
            end += 1;
        }
        let named: String = letters[start..end].iter().collect();
        let named = named.trim().trim_end_matches("为界").trim_end_matches("为边界");
        for name in named.split(BETWEEN).map(str::trim).filter(|name| !name.is_empty()) {
            sides[side as usize].push(name.to_owned());
        }
        at = end;
    }
    sides
}

/// The side told at this letter and where its roads begin.
fn side_at(letters: &[char], at: usize) -> Option<(Side, usize)> {
    let side = Side::ALL.iter().copied().find(|side| side.word() == letters[at])?;
    let after = |place: usize, some: &[char]| letters.get(place).is_some_and(|letter| some.contains(letter));
    let verb = if after(at + 1, &BESIDE) { at + 2 } else { at + 1 };
    after(verb, &VERBS).then_some((side, verb + 1))
}

/// Why four sides enclose nothing.
#[derive(Debug, Clone, PartialEq)]
pub enum NotEnclosed {
    /// These neighbouring sides stay apart: metres between them, and where they come nearest.
    Open { sides: [Side; 2], apart_m: f64, place: Position },
    /// They meet, but no piece of ground lies between all four.
    NoGround,
    /// Too many lines lie over each other.
    Tangled,
}

/// The largest piece of ground that touches all four sides. `sides`: the lines of each side, axes or kerbs, as in
/// `Side::ALL`; one line may stand on several sides. Ends that stop short are led on by up to `reach_m` metres.
pub fn enclosed(sides: &[Vec<Vec<Position>>; 4], reach_m: f64) -> Result<Block, NotEnclosed> {
    let lines: Vec<Vec<Position>> = sides.iter().flatten().cloned().collect();
    let mut ends = [0; 4];
    let mut end = 0;
    for (side, own) in ends.iter_mut().zip(sides) {
        end += own.len();
        *side = end;
    }
    let side_of = |line: u32| ends.iter().position(|&end| (line as usize) < end);
    // One road on two sides is two equal lines: its edges carry both numbers.
    let touches_all =
        |block: &Block| (0..4).all(|side| block.lines.iter().any(|&line| side_of(line) == Some(side)));
    let found = blocks(&lines, reach_m).ok_or(NotEnclosed::Tangled)?;
    let largest = found.into_iter().filter(touches_all).max_by_key(|block| block.shape.doubled_area());
    largest.ok_or_else(|| widest_opening(sides, reach_m).unwrap_or(NotEnclosed::NoGround))
}

/// The neighbouring sides that are farthest apart, further than ends are led on.
fn widest_opening(sides: &[Vec<Vec<Position>>; 4], reach_m: f64) -> Option<NotEnclosed> {
    let neighbours = [(0, 1), (1, 2), (2, 3), (3, 0)];
    let openings = neighbours.into_iter().filter_map(|(a, b)| {
        let (apart_m, place) = nearest(&sides[a], &sides[b])?;
        (apart_m > reach_m).then_some((apart_m, place, [Side::ALL[a], Side::ALL[b]]))
    });
    let (apart_m, place, sides) = openings.max_by(|a, b| a.0.total_cmp(&b.0))?;
    Some(NotEnclosed::Open { sides, apart_m, place })
}

/// Least distance between some lines and others, and the vertex that it is taken from; 0 where they cross.
fn nearest(some: &[Vec<Position>], others: &[Vec<Position>]) -> Option<(f64, Position)> {
    let pieces = |lines: &[Vec<Position>]| -> Vec<(Position, Position)> {
        lines.iter().flat_map(|line| line.windows(2)).map(|pair| (pair[0], pair[1])).collect()
    };
    let (some, others) = (pieces(some), pieces(others));
    if let Some(&(at, _)) = some.iter().find(|&&piece| others.iter().any(|&other| cross(piece, other))) {
        return Some((0.0, at));
    }
    let from = |some: &[(Position, Position)], others: &[(Position, Position)]| {
        let to = |p: Position| {
            let plane = Plane::at(p);
            others.iter().map(|&(a, b)| plane.to_segment_m2(a, b)).fold(f64::INFINITY, f64::min)
        };
        let ends = some.iter().flat_map(|&(a, b)| [a, b]);
        ends.map(|p| (to(p), p)).min_by(|a, b| a.0.total_cmp(&b.0))
    };
    let found = [from(&some, &others), from(&others, &some)].into_iter().flatten();
    found.min_by(|a, b| a.0.total_cmp(&b.0)).map(|(square, p)| (square.sqrt(), p))
}

/// Whether two pieces cross away from their ends.
fn cross((a, b): (Position, Position), (c, d): (Position, Position)) -> bool {
    let apart = |a, b, c, d| orientation(a, b, c).signum() * orientation(a, b, d).signum() < 0;
    apart(a, b, c, d) && apart(c, d, a, b)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn boundaries_are_read_as_offices_write_them() {
        let want: [&[&str]; 4] = [&["玉兰大道"], &["明湖路"], &["西环路"], &["北京路", "学府路"]];
        for text in [
            "东至玉兰大道，南至明湖路，西至西环路，北至北京路、学府路",
            "东至玉兰大道南至明湖路西至西环路北至北京路和学府路。",
            "北面到北京路、学府路；西侧临西环路；南边抵明湖路；东靠玉兰大道",
            "范围：东起玉兰大道，西到西环路，南以明湖路为界，北以北京路、学府路为界",
            "东：玉兰大道\n南：明湖路\n西：西环路\n北：北京路/学府路",
        ] {
            assert_eq!(sides_in(text).each_ref().map(Vec::as_slice), want, "{text}");
        }
        assert!(sides_in("东风路与西山路之间").iter().all(Vec::is_empty));
        let [east, rest @ ..] = sides_in("东至玉兰大道");
        assert!(east == ["玉兰大道"] && rest.iter().all(Vec::is_empty));
    }

    fn line(places: &[[f64; 2]]) -> Vec<Position> {
        let plane = Plane::at(Position::new(1_025_400_000, 243_500_000));
        places.iter().map(|&place| plane.from_xy(place)).collect()
    }

    /// East, south, west and north roads around 400 m × 300 m that run on beyond the corners.
    fn roads() -> [Vec<Vec<Position>>; 4] {
        [
            vec![line(&[[400.0, -200.0], [410.0, 150.0], [400.0, 500.0]])],
            vec![line(&[[-100.0, 0.0], [600.0, 0.0]])],
            vec![line(&[[0.0, -50.0], [0.0, 320.0]])],
            vec![line(&[[-60.0, 300.0], [380.0, 300.0]])],
        ]
    }

    #[test]
    fn four_roads_enclose_the_ground_between_them() {
        let block = enclosed(&roads(), 50.0).unwrap();
        assert_eq!(block.lines, [0, 1, 2, 3]);
        let square_metres = block.shape.area_m2();
        assert!((121_000.0..123_500.0).contains(&square_metres), "{square_metres}");
        let Err(NotEnclosed::Open { sides, apart_m, place }) = enclosed(&roads(), 5.0) else {
            panic!("the northern road ends 25 m before the eastern one");
        };
        assert_eq!((sides, place), ([Side::North, Side::East], line(&[[380.0, 300.0]])[0]));
        assert!((apart_m - 25.0).abs() < 2.0, "{apart_m}");
    }

    #[test]
    fn one_bent_road_can_stand_on_two_sides_and_a_side_can_have_several() {
        let bent = line(&[[400.0, -50.0], [400.0, 300.0], [-50.0, 300.0]]);
        let sides = [
            vec![bent.clone()],
            vec![line(&[[-20.0, 0.0], [200.0, 0.0]]), line(&[[200.0, 0.0], [420.0, 0.0]])],
            vec![line(&[[0.0, -20.0], [0.0, 320.0]])],
            vec![bent],
        ];
        let block = enclosed(&sides, 10.0).unwrap();
        assert!((block.shape.area_m2() - 120_000.0).abs() < 100.0);
        assert_eq!(block.lines, [0, 1, 2, 3, 4]);
    }
}
