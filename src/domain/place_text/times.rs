//! When, as people say it: 今天上午, 昨晚8点多, 3月2日, 两小时前. Read relative to a moment and in a zone.

use super::letters::{Letters, begins, number_at};
use super::lexicon::word_at;
use crate::domain::instant::Instant;
use crate::domain::vocabulary::vocabulary;
use jiff::Span;
use jiff::civil::{Date, DateTime, Time, Weekday};
use jiff::tz::TimeZone;
use std::ops::Range;

vocabulary! {
    /// What a time is in the text.
    TimeKind {
        /// Past or present: when it happened or was seen.
        Occurred = "occurred",
        /// When the hotline took it up.
        Received = "received",
        /// Ahead, or told as a limit: 今天下午4点前.
        Ahead = "ahead",
        /// Again and again: 每天晚上.
        Recurring = "recurring",
    }
}

/// A time in the text as a span `[from, until)`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimePhrase {
    pub kind: TimeKind,
    pub from: Instant,
    pub until: Instant,
    /// Bytes of the text.
    pub span: Range<usize>,
}

/// Phrases after this many are not read.
const MOST_TIMES: usize = 16;

/// Parts of the day and the hours that they last.
const PARTS: &[(&str, i8, i8)] = &[
    ("凌晨", 0, 6),
    ("清晨", 5, 8),
    ("清早", 5, 9),
    ("1大早", 5, 9),
    ("早晨", 6, 9),
    ("早上", 6, 10),
    ("今早", 6, 10),
    ("早", 6, 10),
    ("上午", 8, 12),
    ("中午", 11, 14),
    ("正午", 11, 13),
    ("下午", 12, 18),
    ("傍晚", 17, 20),
    ("晚上", 18, 24),
    ("晚间", 18, 24),
    ("夜里", 20, 24),
    ("半夜", 22, 24),
    ("深夜", 22, 24),
    ("夜间", 20, 24),
    ("晚", 18, 24),
    ("夜", 20, 24),
];

const WEEKDAYS: &[(char, Weekday)] = &[
    ('1', Weekday::Monday),
    ('2', Weekday::Tuesday),
    ('3', Weekday::Wednesday),
    ('4', Weekday::Thursday),
    ('5', Weekday::Friday),
    ('6', Weekday::Saturday),
    ('日', Weekday::Sunday),
    ('天', Weekday::Sunday),
];

/// Every time in a text, in its order. `now` is when the text came.
pub(super) fn times(letters: &Letters, now: Instant, zone: &TimeZone) -> Vec<TimePhrase> {
    let here = zone.to_datetime(now.timestamp());
    let mut found = Vec::new();
    let mut at = 0;
    while at < letters.len() && found.len() < MOST_TIMES {
        match phrase(letters.rest(at), here) {
            Some((from, until, length)) if !part_of_number(letters, at) => {
                let range = at..at + length;
                found.extend(told(letters, &range, from, until, now, zone));
                at += length;
            }
            _ => at += 1,
        }
    }
    found
}

fn part_of_number(letters: &Letters, at: usize) -> bool {
    let digit = |letter: Option<char>| letter.is_some_and(|letter| letter.is_ascii_digit());
    at > 0 && digit(letters.get(at)) && digit(letters.get(at - 1))
}

fn told(
    letters: &Letters,
    range: &Range<usize>,
    from: DateTime,
    until: DateTime,
    now: Instant,
    zone: &TimeZone,
) -> Option<TimePhrase> {
    let instant = |civil: DateTime| Some(Instant(zone.to_timestamp(civil).ok()?.as_microsecond()));
    let (from, until) = (instant(from)?, instant(until)?);
    let before = &letters.letters[range.start.saturating_sub(8)..range.start];
    let behind = letters.rest(range.end);
    let said = |words: &[&str]| words.iter().any(|word| before.ends_with(&word.chars().collect::<Vec<_>>()));
    let heading = ["受理时间", "来电时间", "登记时间", "派单时间", "转办时间", "接单时间"];
    let kind = if said(&["每天", "每日", "每", "天天", "经常", "常常", "每到", "1到", "1般"]) {
        TimeKind::Recurring
    } else if heading.iter().any(|word| super::letters::place_of(before, word).is_some()) {
        TimeKind::Received
    } else if from > now
        || word_at(behind, &["前", "之前", "以前", "内完成", "前完成"]).is_some() && until > now
    {
        TimeKind::Ahead
    } else {
        TimeKind::Occurred
    };
    Some(TimePhrase { kind, from, until, span: letters.source(range) })
}

/// The time that some letters begin with, as civil times, and how many letters it takes.
fn phrase(text: &[char], here: DateTime) -> Option<(DateTime, DateTime, usize)> {
    if let Some(found) = ago(text, here) {
        return Some(found);
    }
    let day = date(text, here).or_else(|| relative_day(text, here));
    let (date, mut at) = day.map_or((None, 0), |(date, length)| (Some(date), length));
    // 昨晚 names day and part at once: the part stands where the day ends.
    while text.get(at).is_some_and(|letter| matches!(letter, ' ' | '的')) {
        at += 1;
    }
    let part =
        PARTS.iter().filter(|(word, ..)| begins(&text[at..], word)).max_by_key(|(word, ..)| word.len());
    if let Some((word, ..)) = part {
        at += word.chars().count();
        while text.get(at).is_some_and(|letter| matches!(letter, ' ' | '的')) {
            at += 1;
        }
    }
    let clock = clock(text.get(at..)?, part.map(|(_, from, _)| *from));
    // A part of the day alone is a habit or a manner of speaking: 晚上黑漆漆的.
    let day = match (date, &clock, part) {
        (Some(date), ..) => date,
        (None, Some(_), Some(_)) => here.date(),
        _ => return None,
    };
    let civil = |hour: i8, minute: i8| -> Option<DateTime> {
        let plain = day.to_datetime(Time::new(hour % 24, minute, 0, 0).ok()?);
        if hour >= 24 { plain.checked_add(Span::new().days(1)).ok() } else { Some(plain) }
    };
    match (clock, part) {
        (Some((hour, minute, exact, length)), _) => {
            let from = civil(hour, minute)?;
            let minutes = if exact { 15 } else { 60 };
            Some((from, from.checked_add(Span::new().minutes(minutes)).ok()?, at + length))
        }
        (None, Some((_, from, until))) => Some((civil(*from, 0)?, civil(*until, 0)?, at)),
        (None, None) => Some((civil(0, 0)?, civil(24, 0)?, at)),
    }
}

/// 两小时前, 3天前, 半小时前, 刚才.
fn ago(text: &[char], here: DateTime) -> Option<(DateTime, DateTime, usize)> {
    let now = here;
    if let Some((_, length)) = word_at(text, &["刚才", "刚刚"]) {
        return Some((now.checked_sub(Span::new().minutes(30)).ok()?, now, length));
    }
    let (minutes, length) = if begins(text, "半小时") || begins(text, "半个小时") {
        (30, if begins(text, "半个") { 4 } else { 3 })
    } else {
        let (number, length) = number_at(text)?;
        let (unit, more) = word_at(&text[length..], &["分钟", "个小时", "小时", "天", "个星期", "周"])?;
        let scale = match unit {
            "分钟" => 1,
            "个小时" | "小时" => 60,
            "天" => 60 * 24,
            _ => 60 * 24 * 7,
        };
        (i64::from(number.min(10_000)) * scale, length + more)
    };
    let (_, more) = word_at(&text[length..], &["前", "之前", "以前"])?;
    let from = now.checked_sub(Span::new().minutes(minutes)).ok()?;
    if minutes % (60 * 24) == 0 {
        let day = from.date();
        return Some((
            day.to_datetime(Time::midnight()),
            day.tomorrow().ok()?.to_datetime(Time::midnight()),
            length + more,
        ));
    }
    let slack = (minutes / 4).max(10);
    Some((
        from.checked_sub(Span::new().minutes(slack)).ok()?,
        from.checked_add(Span::new().minutes(slack)).ok()?,
        length + more,
    ))
}

/// A date without year that lies further ahead than this is one of the year before.
const AHEAD_DAYS: i64 = 45;

/// 2026年11月24日, 2026-11-24, 11月24号; a date without year is the last one, or one that comes soon.
fn date(text: &[char], here: DateTime) -> Option<(Date, usize)> {
    let (first, length) = number_at(text)?;
    let mark = *text.get(length)?;
    let mut at = length + 1;
    let (year, month) = if length == 4 && matches!(mark, '年' | '-' | '.' | '/') {
        let (month, length) = number_at(text.get(at..)?)?;
        at += length + 1;
        let between = text.get(at - 1)?;
        if *between != if mark == '年' { '月' } else { mark } {
            return None;
        }
        (Some(first), month)
    } else if length <= 2 && mark == '月' {
        (None, first)
    } else {
        return None;
    };
    let (day, length) = number_at(text.get(at..)?)?;
    at += length;
    if word_at(&text[at..], &["日", "号"]).is_some() {
        at += 1;
    } else if year.is_none() {
        return None;
    }
    let of = |year: i16| Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok();
    let today = here.date();
    let date = match year {
        Some(year) => of(i16::try_from(year).ok()?)?,
        None => {
            let latest = today.checked_add(Span::new().days(AHEAD_DAYS)).ok()?;
            let years = [1, 0, -1, -2].into_iter().filter_map(|off| of(today.year().checked_add(off)?));
            years.into_iter().find(|date| *date <= latest)?
        }
    };
    Some((date, at))
}

/// 今天, 昨晚, 前天, 上周三, 周五.
fn relative_day(text: &[char], here: DateTime) -> Option<(Date, usize)> {
    const DAYS: &[(&str, i64, usize)] = &[
        ("大前天", -3, 3),
        ("前天", -2, 2),
        ("前晚", -2, 1),
        ("前日", -2, 2),
        ("昨天", -1, 2),
        ("昨日", -1, 2),
        ("昨晚", -1, 1),
        ("昨夜", -1, 1),
        ("昨早", -1, 1),
        ("今天", 0, 2),
        ("今日", 0, 2),
        ("今晚", 0, 1),
        ("今早", 0, 1),
        ("今晨", 0, 2),
        ("当天", 0, 2),
        ("明天", 1, 2),
        ("明日", 1, 2),
        ("明早", 1, 1),
        ("后天", 2, 2),
    ];
    let today = here.date();
    if let Some((_, off, length)) = DAYS.iter().find(|(word, ..)| begins(text, word)) {
        return Some((today.checked_add(Span::new().days(*off)).ok()?, *length));
    }
    let (word, length) =
        word_at(text, &["上个星期", "上星期", "上周", "本周", "这周", "下周", "周", "星期", "礼拜"])?;
    let (_, weekday) = WEEKDAYS.iter().find(|(letter, _)| text.get(length) == Some(letter))?;
    let monday =
        today.checked_sub(Span::new().days(i64::from(today.weekday().to_monday_zero_offset()))).ok()?;
    let mut off = i64::from(weekday.to_monday_zero_offset());
    match word {
        "上个星期" | "上星期" | "上周" => off -= 7,
        "下周" => off += 7,
        "本周" | "这周" => {}
        // Without a word for the week it is the last one that has passed, or today.
        _ if off > i64::from(today.weekday().to_monday_zero_offset()) => off -= 7,
        _ => {}
    }
    Some((monday.checked_add(Span::new().days(off)).ok()?, length + 1))
}

/// Hour, minute, whether the minutes are told, and letters: 8点, 8点半, 8:30, 下午3点20分.
fn clock(text: &[char], part_from: Option<i8>) -> Option<(i8, i8, bool, usize)> {
    let (hour, mut at) = number_at(text)?;
    let mut hour = i8::try_from(hour).ok().filter(|hour| (0..=24).contains(hour))?;
    let (mut minute, mut exact) = (0, false);
    match text.get(at)? {
        ':' => {
            let (told, length) = number_at(text.get(at + 1..)?)?;
            if length != 2 || told > 59 {
                return None;
            }
            (minute, exact) = (told as i8, true);
            at += 1 + length;
        }
        '点' | '时' => {
            at += 1;
            if word_at(&text[at..], &["钟", "多", "左右", "许"]).is_some() {
                at += 1;
            } else if text.get(at) == Some(&'半') {
                (minute, exact) = (30, true);
                at += 1;
            } else if let Some((told, length)) = number_at(&text[at..])
                && told < 60
                && text.get(at + length) == Some(&'分')
            {
                (minute, exact) = (told as i8, true);
                at += length + 1;
            }
        }
        _ => return None,
    }
    // 晚上12点 is the end of the day, 下午3点 is 15.
    if part_from.is_some_and(|from| from >= 12) && hour <= 12 {
        hour += 12;
        if hour == 24 && part_from == Some(12) {
            hour = 12;
        }
    } else if part_from == Some(11) && hour <= 2 {
        hour += 12;
    }
    Some((hour.min(24), minute, exact, at))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> Vec<(TimeKind, String, String)> {
        let zone = TimeZone::fixed(jiff::tz::offset(8));
        // A Tuesday.
        let now = Instant::parse("2026-11-24T10:00:00+08:00", &zone).unwrap();
        let plain = |at: Instant| at.in_zone(&zone)[..16].to_owned();
        times(&Letters::of(text), now, &zone)
            .into_iter()
            .map(|time| (time.kind, plain(time.from), plain(time.until)))
            .collect()
    }

    #[test]
    fn times_are_read_relative_to_now() {
        use TimeKind::{Ahead, Occurred, Received, Recurring};
        for (text, kind, from, until) in [
            ("昨晚8点多看到", Occurred, "2026-11-23T20:00", "2026-11-23T21:00"),
            ("今天上午有人", Occurred, "2026-11-24T08:00", "2026-11-24T12:00"),
            ("3月2日倒的", Occurred, "2026-03-02T00:00", "2026-03-03T00:00"),
            ("2026年11月20日下午三点二十分", Occurred, "2026-11-20T15:20", "2026-11-20T15:35"),
            ("受理时间：2026-11-22 09:13", Received, "2026-11-22T09:13", "2026-11-22T09:28"),
            ("两小时前", Occurred, "2026-11-24T07:30", "2026-11-24T08:30"),
            ("三天前", Occurred, "2026-11-21T00:00", "2026-11-22T00:00"),
            ("上周五", Occurred, "2026-11-20T00:00", "2026-11-21T00:00"),
            ("周六晚上12点", Occurred, "2026-11-22T00:00", "2026-11-22T01:00"),
            ("今天下午四点前", Ahead, "2026-11-24T16:00", "2026-11-24T17:00"),
            ("每天晚上10点", Recurring, "2026-11-24T22:00", "2026-11-24T23:00"),
        ] {
            assert_eq!(told(text), [(kind, from.to_owned(), until.to_owned())], "{text}");
        }
    }

    #[test]
    fn other_numbers_are_no_times() {
        for text in [
            "12号院3栋",
            "晚上黑漆漆的",
            "摆了3天",
            "3点意见",
            "电话0877-2901122",
            "早就坏了",
            "99月99日",
            "周边",
        ] {
            assert!(told(text).is_empty(), "{text}: {:?}", told(text));
        }
    }
}
