//! Longitude and latitude in figures: 102.5413,24.3493; 东经102.54 北纬24.35; 24°20′57″N; with the datum when it is told.

use super::letters::{Letters, begins, place_of};
use crate::domain::geo::{Datum, Position};
use std::ops::Range;

/// A pair of figures as a place.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Figures {
    pub position: Position,
    pub datum: Datum,
    /// Whether the text tells the datum; else WGS 84 is taken.
    pub datum_told: bool,
    /// Letters.
    pub range: Range<usize>,
    /// Decimals of the coarser of the two numbers.
    pub decimals: usize,
}

/// One number of degrees.
#[derive(Debug, Clone)]
struct Degrees {
    value: f64,
    decimals: usize,
    range: Range<usize>,
    /// Told to be a longitude or a latitude.
    axis: Option<Axis>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Axis {
    Lon,
    Lat,
}

/// Between the two numbers of a pair stand no more letters than this.
const LONGEST_GAP: usize = 8;
/// Pairs after this many are not read.
const MOST_PAIRS: usize = 8;
/// Words of a datum, in folded form.
const DATUMS: &[(&str, Datum)] = &[
    ("wgs84", Datum::Wgs84),
    ("wgs-84", Datum::Wgs84),
    ("gps", Datum::Wgs84),
    ("cgcs2000", Datum::Cgcs2000),
    ("国家2000", Datum::Cgcs2000),
    ("gcj02", Datum::Gcj02),
    ("gcj-02", Datum::Gcj02),
    ("火星坐标", Datum::Gcj02),
    ("高德", Datum::Gcj02),
    ("腾讯", Datum::Gcj02),
    ("微信定位", Datum::Gcj02),
    ("bd09", Datum::Bd09),
    ("bd-09", Datum::Bd09),
    ("百度", Datum::Bd09),
];

/// Every pair in a text. Longitude and latitude are told apart by words, else by their size: in China a longitude is above 70.
pub(super) fn coordinates(letters: &Letters) -> Vec<Figures> {
    let mut numbers: Vec<Degrees> = Vec::new();
    let mut at = 0;
    while at < letters.len() && numbers.len() < 4 * MOST_PAIRS {
        match degrees(letters, at) {
            Some(found) => {
                at = found.range.end;
                numbers.push(found);
            }
            None => at += 1,
        }
    }
    let datum =
        DATUMS.iter().find(|(word, _)| place_of(&letters.letters, word).is_some()).map(|(_, datum)| *datum);
    let mut found = Vec::new();
    let mut index = 0;
    while index + 1 < numbers.len() && found.len() < MOST_PAIRS {
        match pair(&numbers[index], &numbers[index + 1], datum) {
            Some(figures) => {
                found.push(figures);
                index += 2;
            }
            None => index += 1,
        }
    }
    found
}

fn pair(a: &Degrees, b: &Degrees, told: Option<Datum>) -> Option<Figures> {
    if b.range.start - a.range.end > LONGEST_GAP {
        return None;
    }
    let lon_first = match (a.axis, b.axis) {
        (Some(a), Some(b)) if a == b => return None,
        (Some(axis), _) => axis == Axis::Lon,
        (None, Some(axis)) => axis == Axis::Lat,
        (None, None) => a.value > b.value,
    };
    let (lon, lat) = if lon_first { (a, b) } else { (b, a) };
    // Without words, only what lies in China can be told from other numbers.
    if a.axis.is_none() && b.axis.is_none() {
        let china = (70.0..140.0).contains(&lon.value) && (3.0..55.0).contains(&lat.value);
        if !china || lon.decimals.min(lat.decimals) < 3 {
            return None;
        }
    }
    let datum = told.unwrap_or(Datum::Wgs84);
    let position = datum.to_position(lon.value, lat.value).ok()?;
    Some(Figures {
        position,
        datum,
        datum_told: told.is_some(),
        range: a.range.start..b.range.end,
        decimals: lon.decimals.min(lat.decimals),
    })
}

/// A number of degrees that begins here, with 东经, N or ° before or behind.
fn degrees(letters: &Letters, at: usize) -> Option<Degrees> {
    let text = letters.rest(at);
    let before = at.checked_sub(1).and_then(|before| letters.get(before));
    if before.is_some_and(|letter| letter.is_ascii_digit() || letter == '.') {
        return None;
    }
    let words: [(&str, Axis); 10] = [
        ("东经", Axis::Lon),
        ("经度", Axis::Lon),
        ("北纬", Axis::Lat),
        ("纬度", Axis::Lat),
        ("lon", Axis::Lon),
        ("lng", Axis::Lon),
        ("lat", Axis::Lat),
        ("e", Axis::Lon),
        ("n", Axis::Lat),
        ("x", Axis::Lon),
    ];
    let mut axis = None;
    let mut start = 0;
    if let Some((word, own)) = words.iter().find(|(word, _)| begins(text, word)) {
        axis = Some(*own);
        start = word.chars().count();
        // longitude=, 经度：
        let skip = text[start..].iter().take(8).position(|letter| letter.is_ascii_digit())?;
        let between = &text[start..start + skip];
        let harmless = |letter: &char| {
            letter.is_ascii_lowercase() || matches!(letter, ':' | '=' | ' ' | '为' | '是' | '"' | '约')
        };
        if !between.iter().all(harmless) {
            return None;
        }
        start += skip;
    }
    let (mut value, mut decimals, mut end) = decimal(&text[start..]).map(|(v, d, n)| (v, d, start + n))?;
    let mark = |end: usize, marks: &[char]| text.get(end).is_some_and(|letter| marks.contains(letter));
    let sexagesimal = decimals == 0 && mark(end, &['°', '度']);
    if mark(end, &['°', '度']) {
        end += 1;
    }
    if sexagesimal
        && let Some((minutes, places, length)) = decimal(&text[end..])
        && minutes < 60.0
        && mark(end + length, &['\'', '′', '’', '分'])
    {
        end += length + 1;
        value += minutes / 60.0;
        decimals = 2 + places;
        if let Some((seconds, places, length)) = decimal(&text[end..])
            && seconds < 60.0
            && mark(end + length, &['"', '″', '”', '秒'])
        {
            end += length + 1;
            value += seconds / 3600.0;
            decimals = 4 + places;
        }
    }
    if axis.is_none() {
        axis = match text.get(end) {
            Some('e') => Some(Axis::Lon),
            Some('n') => Some(Axis::Lat),
            _ => None,
        };
        end += usize::from(axis.is_some());
    }
    (decimals >= 2).then_some(Degrees { value, decimals, range: at..at + end, axis })
}

/// A decimal number: value, decimals, letters.
fn decimal(letters: &[char]) -> Option<(f64, usize, usize)> {
    let whole = letters.iter().take_while(|letter| letter.is_ascii_digit()).count();
    if whole == 0 || whole > 3 {
        return None;
    }
    let mut end = whole;
    if letters.get(end) == Some(&'.') {
        let places = letters[end + 1..].iter().take_while(|letter| letter.is_ascii_digit()).count();
        if (1..=15).contains(&places) {
            end += 1 + places;
        }
    }
    let text: String = letters[..end].iter().collect();
    Some((text.parse().ok()?, end.saturating_sub(whole + 1), end))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> Vec<[f64; 2]> {
        coordinates(&Letters::of(text)).iter().map(|figures| figures.position.degrees()).collect()
    }

    #[test]
    fn pairs_are_read_in_the_ways_that_people_paste_them() {
        for text in [
            "坐标102.5413489,24.3493741",
            "24.3493741，102.5413489",
            "东经102.5413489，北纬24.3493741",
            "位置 lat:24.3493741 lng:102.5413489",
            "N24.3493741 E102.5413489",
            "经度：102.5413489；纬度：24.3493741",
            "(102.5413489°E, 24.3493741°N)",
        ] {
            assert_eq!(told(text), [[102.541_348_9, 24.349_374_1]], "{text}");
        }
        let [lon, lat] = told("102°32′28.86″E 24°20′57.75″N")[0];
        assert!((lon - 102.541_35).abs() < 1e-6 && (lat - 24.349_375).abs() < 1e-6, "{lon} {lat}");
    }

    #[test]
    fn other_numbers_are_no_places() {
        for text in ["电话19900001234", "3.5元 2.80元", "2026.11.24 10.30", "102.5,24.3", "宽1.85米长3.205米"]
        {
            assert!(told(text).is_empty(), "{text}");
        }
    }

    #[test]
    fn a_datum_that_is_told_is_taken_out() {
        let figures = &coordinates(&Letters::of("高德坐标 102.5431,24.3466"))[0];
        assert!(figures.datum == Datum::Gcj02 && figures.datum_told);
        assert_eq!(figures.position, Datum::Gcj02.to_position(102.5431, 24.3466).unwrap());
        assert!(!coordinates(&Letters::of("102.5431,24.3466"))[0].datum_told);
    }
}
