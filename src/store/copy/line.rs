//! One row as a JSON array on a line of its own: numbers as they are, bytes in hexadecimal digits, nothing rounded.

use super::misfit;
use super::shape::Kind;
use crate::store::StoreError;
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::fmt::Write as _;
use std::io::Write as _;

/// A value of a row, read from a line.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value<'a> {
    Null,
    Int(i64),
    Real(f64),
    Text(Cow<'a, str>),
    Bytes(Vec<u8>),
}

/// Writes rows one after the other.
#[derive(Debug, Default)]
pub(super) struct LineWriter {
    pub text: Vec<u8>,
    first: bool,
}

impl LineWriter {
    pub(super) fn begin(&mut self) {
        self.text.push(b'[');
        self.first = true;
    }

    pub(super) fn end(&mut self) {
        self.text.extend_from_slice(b"]\n");
    }

    fn next(&mut self) {
        if !std::mem::take(&mut self.first) {
            self.text.push(b',');
        }
    }

    pub(super) fn null(&mut self) {
        self.next();
        self.text.extend_from_slice(b"null");
    }

    pub(super) fn int(&mut self, value: i64) {
        self.next();
        // Writing to memory does not fail.
        let _ = write!(self.text, "{value}");
    }

    /// The shortest digits that are this number again.
    pub(super) fn real(&mut self, value: f64) -> Result<(), StoreError> {
        if !value.is_finite() {
            return Err(misfit("number", "it is not finite"));
        }
        self.next();
        let _ = write!(self.text, "{value:?}");
        Ok(())
    }

    pub(super) fn text(&mut self, value: &str) -> Result<(), StoreError> {
        self.next();
        serde_json::to_writer(&mut self.text, value).map_err(|error| misfit("text", error.to_string()))
    }

    pub(super) fn bytes(&mut self, value: &[u8]) {
        self.next();
        self.text.push(b'"');
        self.text.extend(value.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]));
        self.text.push(b'"');
    }
}

fn digit(four: u8) -> u8 {
    if four < 10 { b'0' + four } else { b'a' + four - 10 }
}

/// The values of a line, as many as there are kinds.
pub(super) fn read<'a>(line: &'a str, kinds: &[Kind]) -> Result<Vec<Value<'a>>, StoreError> {
    let faulty = || misfit("line", "it is not a row of its table");
    let parts: Vec<&RawValue> = serde_json::from_str(line).map_err(|_| faulty())?;
    if parts.len() != kinds.len() {
        return Err(faulty());
    }
    let values = parts.iter().zip(kinds).map(|(part, kind)| value(part.get(), *kind).ok_or_else(faulty));
    values.collect()
}

fn value(part: &str, kind: Kind) -> Option<Value<'_>> {
    if part == "null" {
        return Some(Value::Null);
    }
    Some(match kind {
        Kind::Int => Value::Int(part.parse().ok()?),
        // The standard library's reading is exact, that of JSON is not.
        Kind::Real => Value::Real(part.parse().ok()?),
        Kind::Text => Value::Text(text(part)?),
        Kind::Bytes => Value::Bytes(unhex(part.strip_prefix('"')?.strip_suffix('"')?)?),
    })
}

fn text(part: &str) -> Option<Cow<'_, str>> {
    let inside = part.strip_prefix('"')?.strip_suffix('"')?;
    if inside.contains('\\') {
        return Some(Cow::Owned(serde_json::from_str(part).ok()?));
    }
    Some(Cow::Borrowed(inside))
}

fn unhex(digits: &str) -> Option<Vec<u8>> {
    let four = |digit: u8| match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        _ => None,
    };
    let (pairs, rest) = digits.as_bytes().as_chunks::<2>();
    let bytes = pairs.iter().map(|[high, low]| Some(four(*high)? << 4 | four(*low)?));
    if rest.is_empty() { bytes.collect() } else { None }
}

/// Appends a value as PostgreSQL's COPY takes it in text: `truth` where numbers are truth values, `id` where bytes are UUIDs.
pub(super) fn push_copied(out: &mut String, value: &Value<'_>, truth: bool, id: bool) {
    // Writing to memory does not fail.
    match value {
        Value::Null => out.push_str("\\N"),
        Value::Int(value) if truth => out.push(if *value == 0 { 'f' } else { 't' }),
        Value::Int(value) => {
            let _ = write!(out, "{value}");
        }
        Value::Real(value) => {
            let _ = write!(out, "{value:?}");
        }
        Value::Text(text) => {
            for letter in text.chars() {
                match letter {
                    '\\' => out.push_str("\\\\"),
                    '\n' => out.push_str("\\n"),
                    '\r' => out.push_str("\\r"),
                    '\t' => out.push_str("\\t"),
                    letter => out.push(letter),
                }
            }
        }
        Value::Bytes(bytes) => {
            out.push_str(if id { "" } else { "\\\\x" });
            out.extend(bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).map(char::from));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const KINDS: [Kind; 5] = [Kind::Int, Kind::Real, Kind::Text, Kind::Bytes, Kind::Text];

    proptest! {
        #[test]
        fn a_row_comes_back_as_it_was(
            int: i64,
            real in any::<f64>().prop_filter("finite", |real| real.is_finite()),
            text: String,
            bytes: Vec<u8>,
        ) {
            let mut writer = LineWriter::default();
            writer.begin();
            writer.int(int);
            writer.real(real).unwrap();
            writer.text(&text).unwrap();
            writer.bytes(&bytes);
            writer.null();
            writer.end();
            let line = String::from_utf8(writer.text).unwrap();
            prop_assert_eq!(line.matches('\n').count(), 1);
            let values = read(line.trim_end_matches('\n'), &KINDS).unwrap();
            let wanted = [
                Value::Int(int), Value::Real(real), Value::Text(text.into()), Value::Bytes(bytes), Value::Null,
            ];
            prop_assert_eq!(values.as_slice(), wanted.as_slice());
        }

        #[test]
        fn no_line_makes_it_panic(line: String) {
            let _ = read(&line, &KINDS);
        }
    }

    #[test]
    fn a_line_of_another_table_is_refused() {
        for line in [
            "[1]",
            "[1,2,3,4,5]",
            "{}",
            "[1,1.5,\"x\",\"0g\",null]",
            "[1,1.5,\"x\",\"0\",null]",
            "[1.5,1,\"\",\"\",null]",
        ] {
            assert!(read(line, &KINDS).is_err(), "{line}");
        }
    }

    #[test]
    fn copied_text_keeps_to_its_line_and_column() {
        let mut out = String::new();
        push_copied(&mut out, &Value::Text("a\tb\nc\\d".into()), false, false);
        push_copied(&mut out, &Value::Int(1), true, false);
        push_copied(&mut out, &Value::Bytes(vec![0, 255]), false, false);
        push_copied(&mut out, &Value::Bytes(vec![1, 16]), false, true);
        push_copied(&mut out, &Value::Null, false, false);
        assert_eq!(out, "a\\tb\\nc\\\\dt\\\\x00ff0110\\N");
    }
}
