//! What the camera tells, from the Exif block (CIPA DC-008, Exif 3.0). Each hint stands alone: one that makes no sense is
//! left out, and the rest is told.

use crate::domain::geo::Position;
use crate::domain::instant::Instant;
use crate::domain::photo::{North, PhotoHints};
use exif::{Exif, In, Reader, Tag, Value};
use jiff::civil::DateTime;
use jiff::tz::{Offset, TimeZone};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// A camera that has lost its clock starts again at the epoch of its maker, years before digital reports.
const FIRST_YEAR: i16 = 2000;
/// Within so many degrees of 0, 0 a receiver has no position yet.
const NOWHERE_DEGREES: f64 = 1e-3;
/// A radius of more says nothing, in metres.
const MOST_ACCURACY_M: f64 = 100_000.0;

/// Reads the hints. Camera times without a zone are in `zone`.
pub(super) fn read(exif: &[u8], zone: &TimeZone) -> PhotoHints {
    // The parser is not ours, and a photo without hints is still a photo.
    catch_unwind(AssertUnwindSafe(|| {
        let read = Reader::new().continue_on_error(true).read_raw(exif.to_vec());
        let Ok(exif) = read.or_else(|error| error.distill_partial_result(|_| ())) else {
            return PhotoHints::default();
        };
        let position = position(&exif);
        let direction = direction(&exif);
        PhotoHints {
            position,
            accuracy_m: position.and_then(|_| accuracy(&exif)),
            taken_at: taken_at(&exif, zone),
            direction,
            north: direction.and_then(|_| north(&exif)),
        }
    }))
    .unwrap_or_default()
}

fn value(exif: &Exif, tag: Tag) -> Option<&Value> {
    exif.get_field(tag, In::PRIMARY).map(|field| &field.value)
}

/// Some cameras fill texts up with blanks or zeros.
fn text(exif: &Exif, tag: Tag) -> Option<String> {
    let Value::Ascii(lines) = value(exif, tag)? else { return None };
    let line = str::from_utf8(lines.first()?).ok()?;
    Some(line.trim_matches([' ', '\0']).to_owned())
}

/// At most three finite numbers that are not negative.
fn numbers(exif: &Exif, tag: Tag) -> Option<Vec<f64>> {
    let Value::Rational(numbers) = value(exif, tag)? else { return None };
    let numbers: Vec<f64> = numbers.iter().take(4).map(|number| number.to_f64()).collect();
    let fine = matches!(numbers.len(), 1..=3) && numbers.iter().all(|number| number.is_finite());
    fine.then_some(numbers)
}

/// Degrees, minutes, seconds in the direction of the reference letter; without the letter they may mean either.
fn degrees(exif: &Exif, tag: Tag, reference: Tag, plus: &str, minus: &str) -> Option<f64> {
    let parts = numbers(exif, tag)?;
    if parts.iter().skip(1).any(|part| *part > 60.0) {
        return None;
    }
    let degrees: f64 = parts.iter().zip([1.0, 60.0, 3600.0]).map(|(part, unit)| part / unit).sum();
    match text(exif, reference)?.to_ascii_uppercase() {
        letter if letter == plus => Some(degrees),
        letter if letter == minus => Some(-degrees),
        _ => None,
    }
}

fn position(exif: &Exif) -> Option<Position> {
    let lat = degrees(exif, Tag::GPSLatitude, Tag::GPSLatitudeRef, "N", "S")?;
    let lon = degrees(exif, Tag::GPSLongitude, Tag::GPSLongitudeRef, "E", "W")?;
    if lat.abs() < NOWHERE_DEGREES && lon.abs() < NOWHERE_DEGREES {
        return None;
    }
    Position::from_degrees(lon, lat).ok()
}

/// Cameras that do not know it write zero.
fn accuracy(exif: &Exif) -> Option<f64> {
    let metres = numbers(exif, Tag::GPSHPositioningError)?[0];
    (metres > 0.0 && metres <= MOST_ACCURACY_M).then_some(metres)
}

fn direction(exif: &Exif) -> Option<f64> {
    let degrees = numbers(exif, Tag::GPSImgDirection)?[0];
    (degrees <= 360.0).then_some(degrees % 360.0)
}

fn north(exif: &Exif) -> Option<North> {
    match text(exif, Tag::GPSImgDirectionRef)?.as_str() {
        "T" => Some(North::True),
        "M" => Some(North::Magnetic),
        _ => None,
    }
}

/// The shutter's time with its offset, else the satellites' time, else the shutter's time in `zone`.
fn taken_at(exif: &Exif, zone: &TimeZone) -> Option<Instant> {
    let shutter = text(exif, Tag::DateTimeOriginal).and_then(|text| civil(&text));
    let with_offset = || {
        let offset = offset(&text(exif, Tag::OffsetTimeOriginal)?)?;
        instant(shutter?, &TimeZone::fixed(offset))
    };
    with_offset().or_else(|| instant(by_satellite(exif)?, &TimeZone::UTC)).or_else(|| instant(shutter?, zone))
}

fn instant(time: DateTime, zone: &TimeZone) -> Option<Instant> {
    if time.year() < FIRST_YEAR {
        return None;
    }
    Some(Instant(zone.to_timestamp(time).ok()?.as_microsecond()))
}

fn by_satellite(exif: &Exif) -> Option<DateTime> {
    let day = text(exif, Tag::GPSDateStamp)?;
    let time = numbers(exif, Tag::GPSTimeStamp)?;
    let &[hour, minute, second] = time.as_slice() else { return None };
    civil(&format!("{day} {hour:02.0}:{minute:02.0}:{:02.0}", second.floor()))
}

/// `2026:11:24 14:03:59`; some cameras write the day with dashes.
fn civil(text: &str) -> Option<DateTime> {
    let (day, time) = text.split_once(' ')?;
    let fields = |text: &str| -> Option<[i16; 3]> {
        let mut fields = text.split([':', '-', '/']).map(|field| field.parse::<i16>().ok());
        let three = [fields.next()??, fields.next()??, fields.next()??];
        fields.next().is_none().then_some(three)
    };
    let [year, month, day] = fields(day)?;
    let [hour, minute, second] = fields(time.trim())?;
    let small = |number: i16| i8::try_from(number).ok();
    DateTime::new(year, small(month)?, small(day)?, small(hour)?, small(minute)?, small(second)?, 0).ok()
}

/// `+08:00`, `-03:30`, `Z`.
fn offset(text: &str) -> Option<Offset> {
    if text == "Z" {
        return Some(Offset::UTC);
    }
    let (sign, digits) = text.split_at_checked(1)?;
    let sign = match sign {
        "+" => 1,
        "-" => -1,
        _ => return None,
    };
    let (hours, minutes) = digits.split_once(':')?;
    let (hours, minutes): (u8, u8) = (hours.parse().ok()?, minutes.parse().ok()?);
    if hours > 14 || minutes > 59 {
        return None;
    }
    Offset::from_seconds(sign * (i32::from(hours) * 3600 + i32::from(minutes) * 60)).ok()
}
