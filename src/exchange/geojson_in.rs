//! GeoJSON as records: a collection, or features one a line (RFC 8142 and newline-delimited). It is read as a stream,
//! one feature at a time, so that a file of a million areas needs no second copy in memory.

use super::Problem;
use super::crs;
use super::geojson_shape::RawShape;
use super::ground::Ground;
use super::members::{self, AreaReading, FeatureReading};
use super::records::{Each, LayerHead, MAX_PROBLEMS, ReadRecords, Record, Told};
use crate::domain::feature::Feature;
use crate::domain::geo::Frame;
use crate::domain::grid::Area;
use serde::de::{DeserializeSeed, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};
use std::borrow::Cow;
use std::fmt;
use uuid::Uuid;

/// Largest file that is read.
pub const MAX_BYTES: usize = 1 << 30;
/// Begins each text of an RFC 8142 sequence.
const RECORD_SEPARATOR: u8 = 0x1E;

/// An open GeoJSON file.
pub struct GeoJson<'a> {
    bytes: Cow<'a, [u8]>,
    head: LayerHead,
    /// Features one after the other without a collection around them.
    sequence: bool,
}

impl<'a> GeoJson<'a> {
    /// Looks at the beginning: is it a sequence, and does a `crs` stand before the features?
    pub fn open(bytes: impl Into<Cow<'a, [u8]>>) -> Result<Self, Problem> {
        let mut bytes: Cow<'a, [u8]> = bytes.into();
        if bytes.len() > MAX_BYTES {
            return Err(super::delimited::too_large(bytes.len() as u64, MAX_BYTES as u64));
        }
        if bytes.contains(&RECORD_SEPARATOR) && bytes.trim_ascii_start().first() == Some(&RECORD_SEPARATOR) {
            for byte in bytes.to_mut().iter_mut().filter(|byte| **byte == RECORD_SEPARATOR) {
                *byte = b' ';
            }
        }
        let mut head = LayerHead::new("", "feature");
        (head.usual, head.flat) = (Some(Frame::WGS84), false);
        let sequence = is_sequence(text_of(&bytes));
        let told = if sequence {
            let mut stream = serde_json::Deserializer::from_slice(text_of(&bytes)).into_iter::<RawFeature>();
            stream.next().and_then(Result::ok).and_then(|feature| feature.into_record(1).told)
        } else {
            early_crs(text_of(&bytes))
        };
        head.told = told.unwrap_or(Told::Nothing);
        Ok(Self { bytes, head, sequence })
    }

    fn read_sequence(&self, each: &mut Each<'_>, problems: &mut Vec<Problem>) -> serde_json::Result<()> {
        let stream = serde_json::Deserializer::from_slice(text_of(&self.bytes)).into_iter::<RawFeature>();
        for (index, feature) in stream.enumerate() {
            each(feature?.into_record(index as u64 + 1), problems);
            if problems.len() >= MAX_PROBLEMS {
                break;
            }
        }
        Ok(())
    }
}

fn text_of(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(super::encoding::UTF8_BOM).unwrap_or(bytes)
}

/// Whether features stand in the file without a collection around them: its first member of note says so.
fn is_sequence(bytes: &[u8]) -> bool {
    let start = &bytes[..bytes.len().min(1 << 16)];
    let find = |word: &[u8]| start.windows(word.len()).position(|window| window == word);
    let Some(feature) = find(b"\"Feature\"") else { return false };
    let collection = [find(b"\"FeatureCollection\""), find(b"\"features\"")].into_iter().flatten().min();
    collection.is_none_or(|at| feature < at)
}

/// Reads areas from the text of a collection in one call.
pub fn areas(bytes: &[u8], reading: &AreaReading, asked: Option<Frame>) -> Result<Vec<Area>, Vec<Problem>> {
    let file = GeoJson::open(bytes)?;
    let ground = Ground::new(file.head.frame(asked)?, &[&file]);
    members::areas(&file, reading, &ground)
}

/// Reads features from the text of a collection in one call.
pub fn features(
    bytes: &[u8],
    reading: &FeatureReading,
    asked: Option<Frame>,
    new_id: impl FnMut() -> Uuid,
) -> Result<Vec<Feature>, Vec<Problem>> {
    let file = GeoJson::open(bytes)?;
    let ground = Ground::new(file.head.frame(asked)?, &[&file]);
    members::features(&file, reading, &ground, new_id)
}

/// One feature as it stands in the file.
#[derive(serde::Deserialize)]
struct RawFeature {
    #[serde(default)]
    geometry: Option<RawShape>,
    #[serde(default, deserialize_with = "null_is_empty")]
    properties: Map<String, Value>,
    #[serde(default)]
    crs: Option<Value>,
}

impl RawFeature {
    fn into_record(self, number: u64) -> Record {
        let told = self.crs.filter(|crs| !crs.is_null()).map(|crs| crs::of_geojson(&crs));
        Record { number, fields: self.properties, geometry: self.geometry.map(RawShape::into_raw), told }
    }
}

fn null_is_empty<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Map<String, Value>, D::Error> {
    <Option<Map<String, Value>> as serde::Deserialize>::deserialize(deserializer)
        .map(Option::unwrap_or_default)
}

impl ReadRecords for GeoJson<'_> {
    fn head(&self) -> &LayerHead {
        &self.head
    }

    fn read(&self, each: &mut Each<'_>) -> Result<(), Vec<Problem>> {
        let mut problems = Vec::new();
        let outcome = if self.sequence {
            self.read_sequence(each, &mut problems)
        } else {
            let mut reader = serde_json::Deserializer::from_slice(text_of(&self.bytes));
            let collection = Collection { each, told: &self.head.told, problems: &mut problems };
            collection.deserialize(&mut reader).and_then(|_| reader.end())
        };
        match outcome {
            Ok(()) if problems.is_empty() => Ok(()),
            Ok(()) => Err(problems),
            // Reading stopped by itself after too many problems.
            Err(_) if problems.len() >= MAX_PROBLEMS => Err(problems),
            Err(error) => {
                let place = format!("line {}, column {}", error.line(), error.column());
                problems.push(Problem::new(
                    "malformed_json",
                    &place,
                    format!("第 {} 行第 {} 列：不是合格的 GeoJSON", error.line(), error.column()),
                    format!("not valid GeoJSON: {error}"),
                ));
                Err(problems)
            }
        }
    }
}

/// The `crs` member of a collection that names it before its features; the rest of the file is not looked at.
fn early_crs(bytes: &[u8]) -> Option<Told> {
    struct Early<'a>(&'a mut Option<Told>);

    impl<'de> Visitor<'de> for Early<'_> {
        type Value = ();

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("an object")
        }

        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
            while let Some(key) = map.next_key::<String>()? {
                match key.as_str() {
                    "crs" => {
                        let crs: Value = map.next_value()?;
                        *self.0 = (!crs.is_null()).then(|| crs::of_geojson(&crs));
                        return Err(A::Error::custom("found"));
                    }
                    "features" => return Err(A::Error::custom("none")),
                    _ => map.next_value::<IgnoredAny>().map(drop)?,
                }
            }
            Ok(())
        }
    }

    let mut told = None;
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    // It ends by an error on purpose; what is malformed is told when the features are read.
    let _ = serde::Deserializer::deserialize_map(&mut reader, Early(&mut told));
    told
}

/// The walk over a collection that hands on its features.
struct Collection<'a, 'f> {
    each: &'a mut Each<'f>,
    told: &'a Told,
    problems: &'a mut Vec<Problem>,
}

impl<'de> DeserializeSeed<'de> for Collection<'_, '_> {
    type Value = ();

    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Collection<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a GeoJSON FeatureCollection")
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut map: A) -> Result<(), A::Error> {
        let mut seen = false;
        while let Some(key) = map.next_key::<String>()? {
            match key.as_str() {
                "type" => {
                    let kind: String = map.next_value()?;
                    if kind != "FeatureCollection" {
                        return Err(A::Error::custom(format!("a {kind}, not a FeatureCollection")));
                    }
                }
                "crs" => {
                    let crs: Value = map.next_value()?;
                    if seen && !crs.is_null() {
                        self.late_crs(&crs::of_geojson(&crs));
                    }
                }
                "features" => {
                    seen = true;
                    map.next_value_seed(Features { collection: &mut self })?;
                }
                _ => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        if seen { Ok(()) } else { Err(A::Error::custom("it has no member “features”")) }
    }
}

impl Collection<'_, '_> {
    /// A datum that stands after the features was not known when they were read; only one that changes nothing is
    /// accepted there.
    fn late_crs(&mut self, told: &Told) {
        let degrees = |told: &Told| match told {
            Told::Nothing => true,
            Told::Frame(frame) => !frame.is_plane(),
            Told::Unknown(_) => false,
        };
        if !degrees(told) && self.told != told {
            self.problems.push(Problem::new(
                "late_crs",
                "crs",
                "坐标系(crs)写在要素之后；请把它移到 features 之前，或指定坐标系",
                "the coordinate system (crs) stands after the features; move it before them, or name the datum",
            ));
        }
    }
}

struct Features<'a, 'b, 'f> {
    collection: &'a mut Collection<'b, 'f>,
}

impl<'de> DeserializeSeed<'de> for Features<'_, '_, '_> {
    type Value = ();

    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Features<'_, '_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array of features")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        let mut number = 0;
        while let Some(feature) = seq.next_element::<RawFeature>()? {
            number += 1;
            (self.collection.each)(feature.into_record(number), self.collection.problems);
            if self.collection.problems.len() >= MAX_PROBLEMS {
                return Err(A::Error::custom("too many problems"));
            }
        }
        Ok(())
    }
}

#[cfg(test)]
#[path = "geojson_in_tests.rs"]
mod tests;
