//! GeoJSON into areas and features. The collection is read as a stream, one feature at a time, so that a file
//! of a million areas needs no second copy in memory; every problem of every feature is listed with its place.

use super::Problem;
use super::geojson_shape::{RawGeometry, geometry};
use crate::domain::feature::{Feature, Layer};
use crate::domain::geo::{Datum, Geometry, Position};
use crate::domain::grid::{Area, Level, Scheme};
use crate::domain::instant::Validity;
use serde::de::{DeserializeSeed, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};
use std::fmt;
use uuid::Uuid;

/// Largest file that is read.
pub const MAX_BYTES: usize = 1 << 30;
/// Problems listed before reading stops; a file with more is wrong as a whole.
pub const MAX_PROBLEMS: usize = 200;

/// Names of the properties that hold what the tree needs. None: the usual names are tried.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FieldMap {
    pub code: Option<String>,
    pub name: Option<String>,
    pub parent: Option<String>,
    pub level: Option<String>,
    pub extent: Option<String>,
}

const CODE_FIELDS: &[&str] = &["code", "编码", "网格编码", "id"];
const NAME_FIELDS: &[&str] = &["name", "名称", "网格名称"];
const PARENT_FIELDS: &[&str] = &["parent", "上级", "上级编码", "parent_code"];
const LEVEL_FIELDS: &[&str] = &["level", "层级"];
const EXTENT_FIELDS: &[&str] = &["extent", "范围", "四至"];

impl FieldMap {
    /// Reads `code=FIELD,name=FIELD,parent=FIELD`.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut map = Self::default();
        for pair in text.split(',') {
            let (key, field) = pair.split_once('=').ok_or_else(|| format!("“{pair}” is not KEY=FIELD"))?;
            let slot = match key.trim() {
                "code" => &mut map.code,
                "name" => &mut map.name,
                "parent" => &mut map.parent,
                "level" => &mut map.level,
                "extent" => &mut map.extent,
                other => return Err(format!("“{other}” is none of code, name, parent, level, extent")),
            };
            *slot = Some(field.trim().to_owned());
        }
        Ok(map)
    }
}

/// How a file of areas is to be understood.
#[derive(Debug, Clone)]
pub struct AreaReading {
    pub scheme: Scheme,
    /// The level of every feature; read from each feature's properties when absent.
    pub level: Option<Level>,
    pub fields: FieldMap,
    pub datum: Datum,
}

/// How a file of features is to be understood.
#[derive(Debug, Clone)]
pub struct FeatureReading {
    /// The layer of every feature; read from the property `layer` when absent.
    pub layer: Option<Layer>,
    pub fields: FieldMap,
    pub datum: Datum,
    pub validity: Validity,
}

/// Reads a collection of polygons as areas. An area with `geometry: null` is named but not drawn.
pub fn areas(bytes: &[u8], reading: &AreaReading) -> Result<Vec<Area>, Vec<Problem>> {
    let mut found = Vec::new();
    read(bytes, reading.datum, |index, raw, datum, problems| {
        let mut feature = Reading { index, properties: &raw.properties, code: None, problems };
        let Some(code) = feature.code(&reading.fields) else { return };
        let name = feature.text(&reading.fields.name, NAME_FIELDS).unwrap_or_else(|| code.clone());
        let parent = feature.text(&reading.fields.parent, PARENT_FIELDS);
        let extent = feature.text(&reading.fields.extent, EXTENT_FIELDS);
        let level = reading.level.or_else(|| {
            feature.slug(
                &reading.fields.level,
                LEVEL_FIELDS,
                "level",
                Level::from_slug,
                Level::ALL,
                Level::slug,
            )
        });
        let scheme = match feature.text(&None, &["scheme"]).as_deref() {
            Some(slug) if Scheme::from_slug(slug).is_some_and(|own| own != reading.scheme) => return,
            _ => reading.scheme,
        };
        let place = feature.place();
        let shape = match raw.geometry {
            None => Some(None),
            Some(raw) => match geometry(&raw, datum, &place, feature.problems) {
                Some(Geometry::Area(shape)) => Some(Some(shape)),
                Some(_) => {
                    feature.report("not_a_polygon", "网格必须是面", "an area must be a polygon");
                    None
                }
                None => None,
            },
        };
        if let (Some(level), Some(shape)) = (level, shape) {
            found.push(Area { scheme, level, code, name, parent, shape, extent });
        }
    })?;
    Ok(found)
}

/// Reads a collection as features of layers. Properties other than code, name and layer become attributes.
/// `new_id` gives each feature its id.
pub fn features(
    bytes: &[u8],
    reading: &FeatureReading,
    mut new_id: impl FnMut() -> Uuid,
) -> Result<Vec<Feature>, Vec<Problem>> {
    let mut found = Vec::new();
    read(bytes, reading.datum, |index, raw, datum, problems| {
        let mut feature = Reading { index, properties: &raw.properties, code: None, problems };
        let Some(code) = feature.code(&reading.fields) else { return };
        let name = feature.text(&reading.fields.name, NAME_FIELDS).unwrap_or_else(|| code.clone());
        let layer = reading
            .layer
            .or_else(|| feature.slug(&None, &["layer"], "layer", Layer::from_slug, Layer::ALL, Layer::slug));
        let place = feature.place();
        let Some(raw_geometry) = raw.geometry else {
            feature.report("no_geometry", "要素没有图形", "the feature has no geometry");
            return;
        };
        let geometry = geometry(&raw_geometry, datum, &place, feature.problems);
        let used: Vec<&str> = [&reading.fields.code, &reading.fields.name]
            .into_iter()
            .flatten()
            .map(String::as_str)
            .chain(["code", "name", "layer", "编码", "名称"])
            .collect();
        let attributes: Map<String, Value> = raw
            .properties
            .iter()
            .filter(|(key, value)| !used.contains(&key.as_str()) && !value.is_null())
            .map(|(key, value)| (key.clone(), axis_in_wgs84(key, value, datum)))
            .collect();
        if let (Some(layer), Some(geometry)) = (layer, geometry) {
            let (id, validity) = (new_id(), reading.validity);
            found.push(Feature { id, layer, code, name, geometry, attributes, validity });
        }
    })?;
    Ok(found)
}

/// The one attribute that holds coordinates follows the datum of the file.
fn axis_in_wgs84(key: &str, value: &Value, datum: Datum) -> Value {
    if key != "axis" || matches!(datum, Datum::Wgs84 | Datum::Cgcs2000) {
        return value.clone();
    }
    let convert = |pair: &Value| -> Option<Value> {
        let pair = pair.as_array()?;
        let position: Position = datum.to_position(pair.first()?.as_f64()?, pair.get(1)?.as_f64()?).ok()?;
        Some(Value::from(position.degrees().to_vec()))
    };
    match value.as_array().and_then(|line| line.iter().map(convert).collect::<Option<Vec<Value>>>()) {
        Some(line) => Value::Array(line),
        None => value.clone(),
    }
}

/// One feature while its properties are read.
struct Reading<'a> {
    index: usize,
    properties: &'a Map<String, Value>,
    code: Option<String>,
    problems: &'a mut Vec<Problem>,
}

impl Reading<'_> {
    fn place(&self) -> String {
        match &self.code {
            Some(code) => format!("feature {} ({code})", self.index),
            None => format!("feature {}", self.index),
        }
    }

    fn report(&mut self, code: &'static str, zh: &str, en: &str) {
        let place = self.place();
        self.problems.push(Problem::new(code, &place, format!("{place}:{zh}"), format!("{place}: {en}")));
    }

    /// The value as text; whole numbers count as text, because tables often hold codes as numbers.
    fn text(&self, mapped: &Option<String>, usual: &[&str]) -> Option<String> {
        let value = match mapped {
            Some(field) => self.properties.get(field),
            None => usual.iter().find_map(|field| self.properties.get(*field)),
        }?;
        let text = match value {
            Value::String(text) => text.trim().to_owned(),
            Value::Number(number) => match number.as_f64() {
                Some(float) if !number.is_i64() && !number.is_u64() && float.fract() == 0.0 => {
                    format!("{float:.0}")
                }
                _ => number.to_string(),
            },
            _ => return None,
        };
        (!text.is_empty()).then_some(text)
    }

    fn code(&mut self, fields: &FieldMap) -> Option<String> {
        self.code = self.text(&fields.code, CODE_FIELDS);
        let Some(code) = self.code.clone() else {
            let field = fields.code.as_deref().unwrap_or("code");
            let present: Vec<&str> = self.properties.keys().take(20).map(String::as_str).collect();
            let present = present.join(", ");
            self.report(
                "missing_code",
                &format!("没有属性「{field}」(编码),现有属性：{present}"),
                &format!("no property “{field}” for the code; it has: {present}"),
            );
            return None;
        };
        if code.len() > 64 || code.chars().any(char::is_control) {
            self.report(
                "bad_code",
                "编码超过 64 个字节或含有控制字符",
                "the code is longer than 64 bytes or has control characters",
            );
            return None;
        }
        Some(code)
    }

    fn slug<T: Copy + 'static>(
        &mut self,
        mapped: &Option<String>,
        usual: &[&str],
        what: &str,
        parse: impl Fn(&str) -> Option<T>,
        all: &[T],
        slug: impl Fn(T) -> &'static str,
    ) -> Option<T> {
        let text = self.text(mapped, usual);
        if let Some(value) = text.as_deref().and_then(parse) {
            return Some(value);
        }
        let allowed: Vec<&str> = all.iter().map(|value| slug(*value)).collect();
        let (given, allowed) = (text.unwrap_or_default(), allowed.join(", "));
        self.report(
            "unknown_slug",
            &format!("{what}「{given}」不认识，可用：{allowed}；也可以用 --{what} 指定"),
            &format!("{what} “{given}” is unknown, use one of {allowed}, or name it with --{what}"),
        );
        None
    }
}

/// One feature as it stands in the file.
#[derive(serde::Deserialize)]
struct RawFeature {
    #[serde(default)]
    geometry: Option<RawGeometry>,
    #[serde(default, deserialize_with = "null_is_empty")]
    properties: Map<String, Value>,
}

fn null_is_empty<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Map<String, Value>, D::Error> {
    <Option<Map<String, Value>> as serde::Deserialize>::deserialize(deserializer)
        .map(Option::unwrap_or_default)
}

/// Reads the collection and calls `each` with every feature, numbered from 1.
fn read(
    bytes: &[u8],
    declared: Datum,
    each: impl FnMut(usize, RawFeature, Datum, &mut Vec<Problem>),
) -> Result<(), Vec<Problem>> {
    if bytes.len() > MAX_BYTES {
        return Err(vec![super::delimited::too_large(bytes.len() as u64, MAX_BYTES as u64)]);
    }
    let bytes = bytes.strip_prefix(super::encoding::UTF8_BOM).unwrap_or(bytes);
    let mut problems = Vec::new();
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let collection = Collection { each, datum: declared, problems: &mut problems };
    match collection.deserialize(&mut reader).and_then(|()| reader.end()) {
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

struct Collection<'a, F> {
    each: F,
    datum: Datum,
    problems: &'a mut Vec<Problem>,
}

impl<'de, F> DeserializeSeed<'de> for Collection<'_, F>
where
    F: FnMut(usize, RawFeature, Datum, &mut Vec<Problem>),
{
    type Value = ();

    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de, F> Visitor<'de> for Collection<'_, F>
where
    F: FnMut(usize, RawFeature, Datum, &mut Vec<Problem>),
{
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
                "crs" => check_crs(&map.next_value::<Value>()?, self.problems),
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

struct Features<'a, 'b, F> {
    collection: &'a mut Collection<'b, F>,
}

impl<'de, F> DeserializeSeed<'de> for Features<'_, '_, F>
where
    F: FnMut(usize, RawFeature, Datum, &mut Vec<Problem>),
{
    type Value = ();

    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de, F> Visitor<'de> for Features<'_, '_, F>
where
    F: FnMut(usize, RawFeature, Datum, &mut Vec<Problem>),
{
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array of features")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        let Collection { each, datum, problems } = self.collection;
        let mut index = 0;
        while let Some(raw) = seq.next_element::<RawFeature>()? {
            index += 1;
            each(index, raw, *datum, problems);
            if problems.len() >= MAX_PROBLEMS {
                return Err(A::Error::custom("too many problems"));
            }
        }
        Ok(())
    }
}

/// The `crs` member of the older GeoJSON is honoured where it names WGS 84 or CGCS2000 in degrees, which are
/// one frame here (R1), and refused with its name otherwise.
fn check_crs(crs: &Value, problems: &mut Vec<Problem>) {
    if crs.is_null() {
        return;
    }
    let name = crs.pointer("/properties/name").or_else(|| crs.pointer("/properties/code")).map_or_else(
        || crs.to_string(),
        |name| name.as_str().map_or_else(|| name.to_string(), str::to_owned),
    );
    let code = name.rsplit([':', '/']).next().unwrap_or_default();
    if !matches!(code, "CRS84" | "4326" | "4490" | "CRS84h") {
        problems.push(Problem::new(
            "unsupported_crs",
            "crs",
            format!("文件的坐标系是 {name}，请先转换为经纬度(WGS 84 或 CGCS2000)再导入"),
            format!(
                "the file's coordinate system is {name}; convert it to degrees (WGS 84 or CGCS2000) first"
            ),
        ));
    }
}

#[cfg(test)]
#[path = "geojson_in_tests.rs"]
mod tests;
