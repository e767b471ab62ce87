//! Records into areas and features: which field holds what, levels and layers, and every problem with its place.

use super::Problem;
use super::ground::Ground;
use super::records::{LayerHead, ReadRecords, Record, Told};
use crate::domain::feature::{Feature, Layer};
use crate::domain::geo::{Datum, Frame, Geometry};
use crate::domain::grid::{Area, Level, Scheme};
use crate::domain::instant::Validity;
use crate::domain::progress::Progress;
use serde_json::{Map, Value};
use std::collections::{HashMap, HashSet};
use uuid::Uuid;

/// Names of the properties that hold what the tree needs. None: the usual names are tried.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FieldMap {
    pub code: Option<String>,
    pub name: Option<String>,
    pub parent: Option<String>,
    pub level: Option<String>,
    pub extent: Option<String>,
    /// Columns of a table that hold the geometry.
    pub wkt: Option<String>,
    pub lon: Option<String>,
    pub lat: Option<String>,
}

const CODE_FIELDS: &[&str] = &["code", "编码", "网格编码", "网格代码", "代码", "编号", "id"];
const NAME_FIELDS: &[&str] = &["name", "名称", "网格名称"];
const PARENT_FIELDS: &[&str] = &["parent", "上级", "上级编码", "上级网格", "parent_code"];
const LEVEL_FIELDS: &[&str] = &["level", "层级", "网格层级"];
const EXTENT_FIELDS: &[&str] = &["extent", "范围", "四至"];

type Usual = &'static [&'static str];

/// Fields in which a table of this level usually names the area itself, and the one above it.
fn named_after(level: Option<Level>) -> (Usual, Usual) {
    match level {
        Some(Level::Point) => (&["点位", "点位名称"], &["所属片区", "片区编码", "片区"]),
        Some(Level::Zone) => (&["片区", "片区名称"], &["所属社区", "社区编码", "社区"]),
        Some(Level::Community) => (&["社区", "社区名称"], &["所属街道", "街道编码", "街道"]),
        Some(Level::Street) => (&["街道", "街道名称"], &["所属区县", "区县编码", "区县"]),
        Some(Level::District) => (&["区县", "区县名称"], &[]),
        None => (&[], &[]),
    }
}

impl FieldMap {
    /// The fields of a table that seem to hold what, by their usual names.
    pub fn suggested(fields: &[String]) -> Self {
        let of_levels = |pick: fn((Usual, Usual)) -> Usual| {
            Level::ALL
                .iter()
                .rev()
                .flat_map(|level| pick(named_after(Some(*level))).iter().copied())
                .collect()
        };
        let (own, above): (Vec<&str>, Vec<&str>) = (of_levels(|names| names.0), of_levels(|names| names.1));
        // No field is offered twice: 片区 names a zone, or what a point lies in, but not both.
        let mut taken: Vec<&String> = Vec::new();
        let mut find = |usual: &[&str], more: &[&str]| {
            let free = |name: &str| {
                fields.iter().find(|field| field.eq_ignore_ascii_case(name) && !taken.contains(field))
            };
            let found = usual.iter().chain(more).find_map(|name| free(name))?;
            taken.push(found);
            Some(found.clone())
        };
        let (code, name) = (find(CODE_FIELDS, &[]), find(NAME_FIELDS, &own));
        let (parent, level) = (find(PARENT_FIELDS, &above), find(LEVEL_FIELDS, &[]));
        Self { code, name, parent, level, extent: find(EXTENT_FIELDS, &[]), ..Self::default() }
    }

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
                "wkt" => &mut map.wkt,
                "lon" => &mut map.lon,
                "lat" => &mut map.lat,
                other => {
                    return Err(format!(
                        "“{other}” is none of code, name, parent, level, extent, wkt, lon, lat"
                    ));
                }
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
}

/// How a file of features is to be understood.
#[derive(Debug, Clone)]
pub struct FeatureReading {
    /// The layer of every feature; read from the property `layer` when absent.
    pub layer: Option<Layer>,
    pub fields: FieldMap,
    pub validity: Validity,
}

/// Reads a layer of polygons as areas. An area without geometry is named but not drawn.
pub fn areas(
    layer: &dyn ReadRecords,
    reading: &AreaReading,
    ground: &Ground,
    progress: &Progress,
) -> Result<Vec<Area>, Vec<Problem>> {
    let mut found = Vec::new();
    let head = layer.head();
    let (own_names, parents) = named_after(reading.level);
    let names = [NAME_FIELDS, own_names].concat();
    let parents = [PARENT_FIELDS, parents].concat();
    layer.read(progress, &mut |record, problems| {
        let mut feature = Reading { head, record: &record, code: None, problems };
        let Some(code) = feature.code(&reading.fields) else { return };
        let name = feature.text(&reading.fields.name, &names).unwrap_or_else(|| code.clone());
        let parent = feature.text(&reading.fields.parent, &parents);
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
        let shape = match feature.geometry(ground) {
            None => Some(None),
            Some(Some(Geometry::Area(shape))) => Some(Some(shape)),
            Some(Some(_)) => {
                feature.report("not_a_polygon", "网格必须是面", "an area must be a polygon");
                None
            }
            Some(None) => None,
        };
        if let (Some(level), Some(shape)) = (level, shape) {
            found.push(Area { scheme, level, code, name, parent, shape, extent });
        }
    })?;
    // They are kept for as long as the import takes.
    found.shrink_to_fit();
    Ok(found)
}

/// Reads a layer of a file as features of layers. Fields other than code, name and layer become attributes.
/// `new_id` gives each feature its id.
pub fn features(
    layer: &dyn ReadRecords,
    reading: &FeatureReading,
    ground: &Ground,
    progress: &Progress,
    mut new_id: impl FnMut() -> Uuid,
) -> Result<Vec<Feature>, Vec<Problem>> {
    let mut found = Vec::new();
    let head = layer.head();
    layer.read(progress, &mut |record, problems| {
        let mut feature = Reading { head, record: &record, code: None, problems };
        let Some(code) = feature.code(&reading.fields) else { return };
        let name = feature.text(&reading.fields.name, NAME_FIELDS).unwrap_or_else(|| code.clone());
        let layer = reading
            .layer
            .or_else(|| feature.slug(&None, &["layer"], "layer", Layer::from_slug, Layer::ALL, Layer::slug));
        let geometry = match feature.geometry(ground) {
            Some(geometry) => geometry,
            None => {
                feature.report("no_geometry", "要素没有图形", "the feature has no geometry");
                None
            }
        };
        let used: Vec<&str> = [&reading.fields.code, &reading.fields.name]
            .into_iter()
            .flatten()
            .map(String::as_str)
            .chain(["code", "name", "layer", "编码", "名称"])
            .collect();
        let attributes: Map<String, Value> = record
            .fields
            .iter()
            .filter(|(key, value)| !used.contains(&key.as_str()) && !value.is_null())
            .map(|(key, value)| {
                let value = if head.flat { recognised(value, head.untyped) } else { value.clone() };
                (key.clone(), axis_on_grid(key, value, ground))
            })
            .collect();
        if let (Some(layer), Some(geometry)) = (layer, geometry) {
            let (id, validity) = (new_id(), reading.validity);
            found.push(Feature { id, layer, code, name, geometry, attributes, validity });
        }
    })?;
    Ok(found)
}

/// What a text stands for in a format of flat values: lists and objects as this system writes them, and in an untyped
/// one numbers that look the same when written again, so that codes with leading zeros and long numbers stay texts.
fn recognised(value: &Value, untyped: bool) -> Value {
    let Some(text) = value.as_str() else { return value.clone() };
    let plain = untyped
        && text.len() <= 9
        && text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'-'));
    let listed = text.starts_with(['[', '{']) || matches!(text, "true" | "false");
    match serde_json::from_str::<Value>(text) {
        Ok(parsed) if listed || (plain && prints_as(&parsed, text)) => parsed,
        _ => value.clone(),
    }
}

/// The one attribute that holds coordinates follows the frame of the file.
fn axis_on_grid(key: &str, value: Value, ground: &Ground) -> Value {
    if key != "axis" || matches!(ground.frame(), Frame::Degrees(Datum::Wgs84 | Datum::Cgcs2000)) {
        return value;
    }
    let convert = |pair: &Value| -> Option<Value> {
        let pair = pair.as_array()?;
        let position = ground.frame().to_position([pair.first()?.as_f64()?, pair.get(1)?.as_f64()?]).ok()?;
        Some(Value::from(position.degrees().to_vec()))
    };
    match value.as_array().and_then(|line| line.iter().map(convert).collect::<Option<Vec<Value>>>()) {
        Some(line) => Value::Array(line),
        None => value,
    }
}

/// Tables often name the area above by its name. A parent that is no code of these areas but the name of exactly one
/// of a higher level becomes its code; any other stays for the check of the tree to judge.
pub fn parents_by_name(areas: &mut [Area]) {
    let codes: HashSet<&str> = areas.iter().map(|area| area.code.as_str()).collect();
    let mut named: HashMap<(&str, Level), Option<&str>> = HashMap::new();
    for area in areas.iter() {
        named
            .entry((&area.name, area.level))
            .and_modify(|only| *only = None)
            .or_insert(Some(area.code.as_str()));
    }
    let above = |area: &Area| -> Option<String> {
        let parent = area.parent.as_deref().filter(|parent| !codes.contains(parent))?;
        let levels = Level::ALL.iter().rev().filter(|level| **level < area.level);
        levels.filter_map(|level| named.get(&(parent, *level))).find_map(|code| code.map(str::to_owned))
    };
    let found: Vec<Option<String>> = areas.iter().map(above).collect();
    for (area, parent) in areas.iter_mut().zip(found) {
        area.parent = parent.or(area.parent.take());
    }
}

/// Whether a record claims another frame than the file is read in. A person may say which degrees are meant.
fn contradicts(told: &Told, frame: Frame) -> bool {
    match told {
        Told::Nothing => false,
        Told::Unknown(_) => true,
        Told::Frame(told) => *told != frame && (told.is_plane() || frame.is_plane()),
    }
}

/// One feature while its properties are read.
struct Reading<'a> {
    head: &'a LayerHead,
    record: &'a Record,
    code: Option<String>,
    problems: &'a mut Vec<Problem>,
}

impl Reading<'_> {
    fn place(&self) -> String {
        match &self.code {
            Some(code) => format!("{} {} ({code})", self.head.unit, self.record.number),
            None => format!("{} {}", self.head.unit, self.record.number),
        }
    }

    fn report(&mut self, code: &'static str, zh: &str, en: &str) {
        let place = self.place();
        self.problems.push(Problem::new(code, &place, format!("{place}：{zh}"), format!("{place}: {en}")));
    }

    /// The value as text; whole numbers count as text, because tables often hold codes as numbers.
    fn text(&self, mapped: &Option<String>, usual: &[&str]) -> Option<String> {
        let value = match mapped {
            Some(field) => self.field(field),
            None => usual.iter().find_map(|field| self.field(field)),
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

    /// The field of this name; in another case where there is none, and cut where the format cuts names. `id` is also what
    /// the format itself calls the record.
    fn field(&self, wanted: &str) -> Option<&Value> {
        let fields = &self.record.fields;
        let similar = |name: &str| {
            name.eq_ignore_ascii_case(wanted)
                || (self.head.cut_names && name.len() >= 9 && wanted.starts_with(name))
        };
        let found = fields.get(wanted);
        let found = found.or_else(|| fields.iter().find(|(name, _)| similar(name)).map(|(_, value)| value));
        found.or_else(|| self.record.id.as_ref().filter(|_| wanted == "id"))
    }

    /// The geometry on the grid: None without one, Some(None) when it has problems.
    fn geometry(&mut self, ground: &Ground) -> Option<Option<Geometry>> {
        let raw = self.record.geometry.as_ref()?;
        let place = self.place();
        if let Some(told) = self.record.told.as_ref().filter(|told| contradicts(told, ground.frame())) {
            let name = match told {
                Told::Frame(frame) => frame.name(),
                Told::Unknown(name) => name.clone(),
                Told::Nothing => String::new(),
            };
            let here = ground.frame().name();
            self.report(
                "two_datums",
                &format!("坐标系是 {name}，文件的其余部分是 {here}"),
                &format!("its datum is {name}, that of the file is {here}"),
            );
            return Some(None);
        }
        Some(ground.geometry(raw, &place, self.problems))
    }

    fn code(&mut self, fields: &FieldMap) -> Option<String> {
        self.code = self.text(&fields.code, CODE_FIELDS);
        let Some(code) = self.code.clone() else {
            let field = fields.code.as_deref().unwrap_or("code");
            let present: Vec<&str> = self.record.fields.keys().take(20).map(String::as_str).collect();
            let present = present.join(", ");
            self.report(
                "missing_code",
                &format!("没有属性「{field}」（编码），现有属性：{present}"),
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
            &format!("{what}「{given}」不认识，可用：{allowed}"),
            &format!("{what} “{given}” is unknown, use one of {allowed}"),
        );
        None
    }
}

/// Whether a number keeps its spelling, which codes with leading zeros do not.
fn prints_as(parsed: &Value, text: &str) -> bool {
    let printed = parsed.to_string();
    printed == text
}
