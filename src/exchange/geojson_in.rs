//! GeoJSON as records: a collection, or features one a line (RFC 8142 and newline-delimited). It is read as a stream,
//! piece by piece, so that of a file with a million areas nothing is in memory but them.

use super::Problem;
use super::crs;
use super::geojson_shape::RawShape;
use super::ground::Ground;
use super::members::{self, AreaReading, FeatureReading};
use super::records::{Each, LayerHead, MAX_PROBLEMS, ReadRecords, Record, Told};
use crate::domain::feature::Feature;
use crate::domain::geo::Frame;
use crate::domain::grid::Area;
use crate::domain::progress::{Cancelled, Progress};
use serde::de::{DeserializeSeed, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};
use std::fmt;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use uuid::Uuid;

/// Largest file that is read.
pub const MAX_BYTES: usize = 1 << 30;
/// Begins each text of an RFC 8142 sequence.
const RECORD_SEPARATOR: u8 = 0x1E;

/// Bytes taken in at a time.
const PIECE: usize = 1 << 18;
/// Bytes that tell what kind of GeoJSON it is.
const START: u64 = 1 << 16;

/// An open GeoJSON file.
pub struct GeoJson<'a> {
    text: Text<'a>,
    head: LayerHead,
    /// Features one after the other without a collection around them.
    sequence: bool,
}

impl<'a> GeoJson<'a> {
    /// Text that is in memory already.
    pub fn of(bytes: &'a [u8]) -> Result<Self, Problem> {
        Self::open(Source::Held(bytes))
    }

    /// A file, of which only a piece is in memory at any time.
    pub fn open_file(path: &Path) -> Result<Self, Problem> {
        Self::open(Source::File(path.to_owned()))
    }

    /// Looks at the beginning: is it a sequence, and does a `crs` stand before the features?
    fn open(source: Source<'a>) -> Result<Self, Problem> {
        let mut text = Text { source, separated: false };
        if text.bytes() > MAX_BYTES as u64 {
            return Err(super::delimited::too_large(text.bytes(), MAX_BYTES as u64));
        }
        let mut head = LayerHead::new("", "feature");
        (head.usual, head.flat) = (Some(Frame::WGS84), false);
        let unwatched = Progress::default();
        let mut start = Vec::new();
        let looked = text.reader(&unwatched)?.take(START).read_to_end(&mut start);
        looked.map_err(|error| super::source::unreadable(&error))?;
        text.separated = start.trim_ascii_start().first() == Some(&RECORD_SEPARATOR);
        let sequence = is_sequence(&start);
        let reader = text.reader(&unwatched)?;
        let told = if sequence {
            let mut stream = serde_json::Deserializer::from_reader(reader).into_iter::<RawFeature>();
            stream.next().and_then(Result::ok).and_then(|feature| feature.into_record(1).told)
        } else {
            early_crs(reader)
        };
        head.told = told.unwrap_or(Told::Nothing);
        Ok(Self { text, head, sequence })
    }
}

fn read_sequence(
    reader: impl Read,
    each: &mut Each<'_>,
    problems: &mut Vec<Problem>,
) -> serde_json::Result<()> {
    let stream = serde_json::Deserializer::from_reader(reader).into_iter::<RawFeature>();
    for (index, feature) in stream.enumerate() {
        each(feature?.into_record(index as u64 + 1), problems);
        if problems.len() >= MAX_PROBLEMS {
            break;
        }
    }
    Ok(())
}

/// Where the text comes from.
enum Source<'a> {
    Held(&'a [u8]),
    File(PathBuf),
}

struct Text<'a> {
    source: Source<'a>,
    /// Each feature begins with a record separator, which is no JSON.
    separated: bool,
}

impl Text<'_> {
    fn bytes(&self) -> u64 {
        match &self.source {
            Source::Held(bytes) => bytes.len() as u64,
            Source::File(path) => std::fs::metadata(path).map_or(0, |facts| facts.len()),
        }
    }

    /// From the first byte of the JSON on.
    fn reader<'p>(&'p self, progress: &'p Progress) -> Result<BufReader<Counted<'p>>, Problem> {
        let fail = |error: io::Error| super::source::unreadable(&error);
        let inner: Box<dyn Read + 'p> = match &self.source {
            Source::Held(bytes) => Box::new(*bytes),
            Source::File(path) => Box::new(File::open(path).map_err(fail)?),
        };
        let counted = Counted { inner, progress, separated: self.separated };
        let mut reader = BufReader::with_capacity(PIECE, counted);
        let mark = super::encoding::UTF8_BOM;
        if reader.fill_buf().map_err(fail)?.starts_with(mark) {
            reader.consume(mark.len());
        }
        Ok(reader)
    }
}

/// Counts what is read, and ends by an error when it is wanted no more.
struct Counted<'p> {
    inner: Box<dyn Read + 'p>,
    progress: &'p Progress,
    separated: bool,
}

impl Read for Counted<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.progress.check().map_err(io::Error::other)?;
        let read = self.inner.read(buffer)?;
        if self.separated {
            buffer[..read].iter_mut().filter(|byte| **byte == RECORD_SEPARATOR).for_each(|byte| *byte = b' ');
        }
        self.progress.advance(read as u64).map_err(io::Error::other)?;
        Ok(read)
    }
}

/// Whether features stand in a file that begins so without a collection around them: its first member of note says it.
fn is_sequence(start: &[u8]) -> bool {
    let find = |word: &[u8]| start.windows(word.len()).position(|window| window == word);
    let Some(feature) = find(b"\"Feature\"") else { return false };
    let collection = [find(b"\"FeatureCollection\""), find(b"\"features\"")].into_iter().flatten().min();
    collection.is_none_or(|at| feature < at)
}

/// Reads areas from the text of a collection in one call.
pub fn areas(bytes: &[u8], reading: &AreaReading, asked: Option<Frame>) -> Result<Vec<Area>, Vec<Problem>> {
    let (file, progress) = (GeoJson::of(bytes)?, Progress::default());
    let ground = Ground::new(file.head.frame(asked)?, &[&file], &progress);
    members::areas(&file, reading, &ground, &progress)
}

/// Reads features from the text of a collection in one call.
pub fn features(
    bytes: &[u8],
    reading: &FeatureReading,
    asked: Option<Frame>,
    new_id: impl FnMut() -> Uuid,
) -> Result<Vec<Feature>, Vec<Problem>> {
    let (file, progress) = (GeoJson::of(bytes)?, Progress::default());
    let ground = Ground::new(file.head.frame(asked)?, &[&file], &progress);
    members::features(&file, reading, &ground, &progress, new_id)
}

/// One feature as it stands in the file.
#[derive(serde::Deserialize)]
struct RawFeature {
    /// Where RFC 7946 wants a code that publishers give.
    #[serde(default)]
    id: Option<Value>,
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
        let geometry = self.geometry.map(RawShape::into_raw);
        Record { number, id: self.id, fields: self.properties, geometry, told }
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

    fn bytes(&self) -> u64 {
        self.text.bytes()
    }

    fn read(&self, progress: &Progress, each: &mut Each<'_>) -> Result<(), Vec<Problem>> {
        let mut problems = Vec::new();
        let text = self.text.reader(progress)?;
        let outcome = if self.sequence {
            read_sequence(text, each, &mut problems)
        } else {
            let mut reader = serde_json::Deserializer::from_reader(text);
            let collection = Collection { each, told: &self.head.told, problems: &mut problems };
            collection.deserialize(&mut reader).and_then(|_| reader.end())
        };
        match outcome {
            Ok(()) if problems.is_empty() => Ok(()),
            Ok(()) => Err(problems),
            // Reading stopped by itself after too many problems.
            Err(_) if problems.len() >= MAX_PROBLEMS => Err(problems),
            Err(_) if progress.is_cancelled() => Err(Cancelled.into()),
            Err(error) if error.is_io() => Err(super::source::unreadable(&error.into()).into()),
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
fn early_crs(text: impl Read) -> Option<Told> {
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
    let mut reader = serde_json::Deserializer::from_reader(text);
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
                "坐标系（crs）写在要素之后；请把它移到 features 之前，或指定坐标系",
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
