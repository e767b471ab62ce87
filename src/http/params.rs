//! Query parameters: decoded strictly, read by name, checked all at once. A parameter that nobody asked for is
//! refused by name, because a misspelt filter that is ignored answers another question than the caller's.

use super::problem::Problem;
use crate::app::FieldError;
use crate::domain::instant::Instant;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use std::fmt::Display;
use std::ops::RangeInclusive;
use std::str::FromStr;

/// The query string of a request while a handler takes it apart; end with [`Params::finish`].
#[derive(Debug, Default)]
pub struct Params {
    pairs: Vec<(String, String)>,
    asked: Vec<&'static str>,
    errors: Vec<FieldError>,
}

impl<S: Sync> FromRequestParts<S> for Params {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        Ok(Self::parse(parts.uri.query().unwrap_or("")))
    }
}

impl Params {
    pub fn parse(query: &str) -> Self {
        let mut params = Self::default();
        for piece in query.split('&').filter(|piece| !piece.is_empty()) {
            let (name, value) = piece.split_once('=').unwrap_or((piece, ""));
            match (decode(name), decode(value)) {
                (Some(name), Some(value)) => params.pairs.push((name, value)),
                (name, _) => params.errors.push(FieldError::new(
                    &name.unwrap_or_else(|| "?".into()),
                    "not_utf8",
                    "参数不是 UTF-8 编码",
                    "The parameter is not UTF-8",
                )),
            }
        }
        params
    }

    /// The value of `name`; an empty one counts as absent, a repeated one is an error.
    pub fn text(&mut self, name: &'static str) -> Option<String> {
        self.asked.push(name);
        let mut values = self.pairs.iter().filter(|(key, value)| key == name && !value.is_empty());
        let first = values.next().map(|(_, value)| value.clone());
        if values.next().is_some() {
            self.fail(FieldError::new(
                name,
                "repeated",
                format!("参数 {name} 只能出现一次"),
                format!("{name} may be given once only"),
            ));
        }
        first
    }

    /// All values of `name`, from repeats and from comma lists alike, in order, without doubles.
    pub fn list(&mut self, name: &'static str) -> Vec<String> {
        self.asked.push(name);
        let mut values: Vec<String> = Vec::new();
        let all = self.pairs.iter().filter(|(key, _)| key == name);
        for item in all.flat_map(|(_, value)| value.split(',')).map(str::trim).filter(|item| !item.is_empty())
        {
            if !values.iter().any(|value| value == item) {
                values.push(item.to_owned());
            }
        }
        values
    }

    pub fn required_text(&mut self, name: &'static str) -> String {
        let value = self.text(name);
        value.unwrap_or_else(|| {
            self.missing(name);
            String::new()
        })
    }

    /// A finite number.
    pub fn number(&mut self, name: &'static str) -> Option<f64> {
        let text = self.text(name)?;
        match parse_number(name, &text) {
            Ok(number) => Some(number),
            Err(error) => {
                self.fail(error);
                None
            }
        }
    }

    /// A finite number that must be there; 0 stands in after an error, which `finish` reports.
    pub fn required_number(&mut self, name: &'static str) -> f64 {
        let present = self.pairs.iter().any(|(key, value)| key == name && !value.is_empty());
        if !present {
            self.asked.push(name);
            self.missing(name);
            return 0.0;
        }
        self.number(name).unwrap_or(0.0)
    }

    /// A whole number within `range`.
    pub fn integer<T>(&mut self, name: &'static str, range: RangeInclusive<T>) -> Option<T>
    where
        T: FromStr + PartialOrd + Display + Copy,
    {
        let text = self.text(name)?;
        match text.parse::<T>() {
            Ok(value) if range.contains(&value) => Some(value),
            _ => {
                let (low, high) = (range.start(), range.end());
                self.fail(FieldError::new(
                    name,
                    "out_of_range",
                    format!("{name} 应为 {low} 到 {high} 的整数"),
                    format!("{name} must be a whole number from {low} to {high}"),
                ));
                None
            }
        }
    }

    /// A number within `range`.
    pub fn number_in(&mut self, name: &'static str, range: RangeInclusive<f64>) -> Option<f64> {
        let value = self.number(name)?;
        if range.contains(&value) {
            return Some(value);
        }
        let (low, high) = (range.start(), range.end());
        self.fail(FieldError::new(
            name,
            "out_of_range",
            format!("{name} 应在 {low} 到 {high} 之间"),
            format!("{name} must lie between {low} and {high}"),
        ));
        None
    }

    /// `true`, `1` or `false`, `0`.
    pub fn flag(&mut self, name: &'static str) -> Option<bool> {
        match self.text(name)?.as_str() {
            "true" | "1" => Some(true),
            "false" | "0" => Some(false),
            other => {
                self.fail(one_of(name, other, &["true", "false"]));
                None
            }
        }
    }

    /// A word of a closed vocabulary.
    pub fn slug<T: Copy>(
        &mut self,
        name: &'static str,
        all: &[T],
        slug: impl Fn(T) -> &'static str,
    ) -> Option<T> {
        let text = self.text(name)?;
        let found = all.iter().copied().find(|value| slug(*value) == text);
        if found.is_none() {
            let words: Vec<&str> = all.iter().map(|value| slug(*value)).collect();
            self.fail(one_of(name, &text, &words));
        }
        found
    }

    /// The same for a word that must be there.
    pub fn required_slug<T: Copy>(
        &mut self,
        name: &'static str,
        all: &[T],
        slug: impl Fn(T) -> &'static str,
    ) -> Option<T> {
        if !self.pairs.iter().any(|(key, value)| key == name && !value.is_empty()) {
            self.asked.push(name);
            self.missing(name);
            return None;
        }
        self.slug(name, all, slug)
    }

    /// An RFC 3339 time, or a day, which means its first moment in `zone`.
    pub fn instant(&mut self, name: &'static str, zone: &jiff::tz::TimeZone) -> Option<Instant> {
        let text = self.text(name)?;
        let instant = Instant::parse(&text, zone);
        if instant.is_none() {
            self.fail(FieldError::new(
                name,
                "not_a_time",
                format!("{name} 应为日期 2026-11-24 或带时区的时间 2026-11-24T08:00:00+08:00"),
                format!("{name} must be a day 2026-11-24 or a time with zone 2026-11-24T08:00:00+08:00"),
            ));
        }
        instant
    }

    /// `west,south,east,north` in degrees.
    pub fn bbox(&mut self, name: &'static str) -> Option<[f64; 4]> {
        let text = self.text(name)?;
        match parse_bbox(name, &text) {
            Ok(bbox) => Some(bbox),
            Err(error) => {
                self.fail(error);
                None
            }
        }
    }

    /// Adds a fault that a handler found itself.
    pub fn fail(&mut self, error: FieldError) {
        self.errors.push(error);
    }

    fn missing(&mut self, name: &'static str) {
        self.fail(FieldError::new(name, "missing", format!("缺少参数 {name}"), format!("{name} is missing")));
    }

    /// All faults so far, and every parameter that was not asked for, as one problem.
    pub fn finish(self) -> Result<(), Problem> {
        let Self { pairs, asked, mut errors } = self;
        let mut strangers: Vec<&str> = Vec::new();
        for (name, _) in &pairs {
            if !asked.contains(&name.as_str()) && !strangers.contains(&name.as_str()) {
                strangers.push(name);
            }
        }
        for name in strangers {
            let known = asked.join(", ");
            errors.push(FieldError::new(
                name,
                "unknown_parameter",
                format!("没有参数「{name}」，可用：{known}"),
                format!("There is no parameter “{name}”; known: {known}"),
            ));
        }
        if errors.is_empty() { Ok(()) } else { Err(Problem::fields(errors)) }
    }
}

/// A word outside its closed vocabulary.
pub fn one_of(name: &str, given: &str, words: &[&str]) -> FieldError {
    let words = words.join(", ");
    FieldError::new(
        name,
        "unknown",
        format!("{name} 不能是「{given}」，可用：{words}"),
        format!("{name} cannot be “{given}”; known: {words}"),
    )
}

fn parse_number(name: &str, text: &str) -> Result<f64, FieldError> {
    match text.trim().parse::<f64>() {
        Ok(number) if number.is_finite() => Ok(number),
        Ok(_) => Err(FieldError::new(
            name,
            "not_finite",
            format!("{name} 应为有限的数字"),
            format!("{name} must be a finite number"),
        )),
        Err(_) => Err(FieldError::new(
            name,
            "not_a_number",
            format!("{name} 应为数字"),
            format!("{name} must be a number"),
        )),
    }
}

fn parse_bbox(name: &str, text: &str) -> Result<[f64; 4], FieldError> {
    let numbers: Result<Vec<f64>, FieldError> =
        text.split(',').map(|piece| parse_number(name, piece)).collect();
    let bbox: [f64; 4] = numbers?.try_into().map_err(|_| {
        FieldError::new(
            name,
            "not_a_box",
            format!("{name} 应为四个数字：西，南，东，北"),
            format!("{name} must be four numbers: west,south,east,north"),
        )
    })?;
    let [west, south, east, north] = bbox;
    let lon = |value: f64| (-180.0..=180.0).contains(&value);
    let lat = |value: f64| (-90.0..=90.0).contains(&value);
    if !(lon(west) && lon(east) && lat(south) && lat(north)) {
        let swapped = lat(west) && lat(east) && lon(south) && lon(north);
        return Err(if swapped {
            FieldError::new(
                name,
                "looks_swapped",
                format!("{name} 的经纬度似乎颠倒，应为：西（经），南（纬），东（经），北（纬）"),
                format!("{name} looks like latitude first; give west,south,east,north with longitude first"),
            )
        } else {
            FieldError::new(
                name,
                "out_of_range",
                format!("{name} 超出经度 ±180、纬度 ±90 的范围"),
                format!("{name} is outside longitude ±180 or latitude ±90"),
            )
        });
    }
    if west > east || south > north {
        return Err(FieldError::new(
            name,
            "wrong_order",
            format!("{name} 的次序应为：西，南，东，北"),
            format!("{name} must be ordered west,south,east,north"),
        ));
    }
    Ok(bbox)
}

/// Undoes form encoding. None when the bytes are not UTF-8; a stray `%` stays itself, as browsers read it.
fn decode(text: &str) -> Option<String> {
    if !text.bytes().any(|byte| byte == b'%' || byte == b'+') {
        return Some(text.to_owned());
    }
    let bytes = text.as_bytes();
    let mut plain = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let hex = |offset: usize| bytes.get(at + offset).and_then(|byte| char::from(*byte).to_digit(16));
        match (bytes[at], hex(1), hex(2)) {
            (b'%', Some(high), Some(low)) => {
                plain.push((high * 16 + low) as u8);
                at += 3;
                continue;
            }
            (b'+', _, _) => plain.push(b' '),
            (byte, _, _) => plain.push(byte),
        }
        at += 1;
    }
    String::from_utf8(plain).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(params: Params) -> Vec<(String, String)> {
        match params.finish() {
            Ok(()) => Vec::new(),
            Err(problem) => {
                problem.errors.iter().map(|error| (error.field.clone(), error.code.clone())).collect()
            }
        }
    }

    #[test]
    fn all_faults_come_at_once_and_strangers_are_named() {
        let mut params = Params::parse("lon=abc&lat=NaN&longitude=1");
        params.required_number("lon");
        params.required_number("lat");
        params.required_number("when");
        let expected = [
            ("lon", "not_a_number"),
            ("lat", "not_finite"),
            ("when", "missing"),
            ("longitude", "unknown_parameter"),
        ];
        let expected: Vec<_> = expected.map(|(f, c)| (f.to_owned(), c.to_owned())).into();
        assert_eq!(faults(params), expected);
    }

    #[test]
    fn lists_come_from_commas_and_repeats() {
        let mut params = Params::parse("state=open,filed&state=filed&state=%E5%A4%84");
        assert_eq!(params.list("state"), ["open", "filed", "处"]);
        assert!(faults(params).is_empty());
    }

    #[test]
    fn a_box_with_latitude_first_is_told_so() {
        let mut params = Params::parse("bbox=24.3,102.5,24.4,102.6");
        assert_eq!(params.bbox("bbox"), None);
        assert_eq!(faults(params), [("bbox".to_owned(), "looks_swapped".to_owned())]);
        let mut params = Params::parse("bbox=102.6,24.3,102.5,24.4");
        params.bbox("bbox");
        assert_eq!(faults(params), [("bbox".to_owned(), "wrong_order".to_owned())]);
    }

    #[test]
    fn bytes_that_are_not_utf8_are_refused_by_name() {
        assert_eq!(faults(Params::parse("q=%ff%fe")), [("q".to_owned(), "not_utf8".to_owned())]);
    }

    #[test]
    fn a_day_is_its_first_moment_in_the_zone_of_the_site() {
        let zone = jiff::tz::TimeZone::get("Asia/Shanghai").expect("bundled");
        let mut params = Params::parse("from=2026-11-24&to=2026-11-24T08:00:00%2B08:00");
        let from = params.instant("from", &zone).expect("a day");
        let to = params.instant("to", &zone).expect("a time");
        assert_eq!(to.micros() - from.micros(), 8 * 3600 * Instant::SECOND);
        assert!(faults(params).is_empty());
    }

    #[test]
    fn a_stray_percent_sign_stays_itself() {
        assert_eq!(decode("100%+%e"), Some("100% %e".to_owned()));
    }
}
