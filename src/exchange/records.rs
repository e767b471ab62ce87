//! The neutral form in which every format hands over what it holds: layers of records, each with its fields and a
//! geometry in the file's own numbers, and what the file says of its datum. Records pass one at a time and may be
//! read twice, so that no file needs a second copy in memory.

use super::Problem;
use crate::domain::geo::Frame;
use crate::domain::progress::Progress;
use serde_json::{Map, Value};

/// Problems listed before reading stops; a file with more is wrong as a whole.
pub const MAX_PROBLEMS: usize = 200;
/// Most vertices of one file; they are what costs memory.
pub const MAX_VERTICES: usize = 20_000_000;

/// What a file says of its datum.
#[derive(Debug, Clone, PartialEq)]
pub enum Told {
    Nothing,
    Frame(Frame),
    /// A datum that this system does not know, by the file's own name for it.
    Unknown(String),
}

/// One layer of a file.
#[derive(Debug, Clone, PartialEq)]
pub struct LayerHead {
    pub name: String,
    pub told: Told,
    /// The frame that the format prescribes where a file says nothing.
    pub usual: Option<Frame>,
    /// What a record is called: `feature` or `row`.
    pub unit: &'static str,
    /// Values are texts alone, so numbers among attributes are recognised by their look.
    pub untyped: bool,
    /// Values cannot be lists or objects, so these stand as JSON in texts.
    pub flat: bool,
    /// Field names end after ten bytes.
    pub cut_names: bool,
    /// What was passed over, for people to know: views, deleted rows.
    pub notes: Vec<Problem>,
}

impl LayerHead {
    pub fn new(name: impl Into<String>, unit: &'static str) -> Self {
        Self {
            name: name.into(),
            told: Told::Nothing,
            usual: None,
            unit,
            untyped: false,
            flat: true,
            cut_names: false,
            notes: Vec::new(),
        }
    }

    /// The frame of the numbers: what the person says, else what the file says, else what the format prescribes.
    /// A file in metres is never read as degrees, whoever says so.
    pub fn frame(&self, asked: Option<Frame>) -> Result<Frame, Problem> {
        match (asked, &self.told) {
            (Some(asked), Told::Frame(told)) if asked.is_plane() != told.is_plane() => {
                let (asked, told) = (asked.name(), told.name());
                Err(Problem::new(
                    "two_datums",
                    "datum",
                    format!("文件说明的坐标系是 {told}，与指定的 {asked} 矛盾"),
                    format!("the file says {told}, which contradicts {asked}"),
                ))
            }
            (Some(asked), _) => Ok(asked),
            (None, Told::Frame(told)) => Ok(*told),
            (None, Told::Unknown(name)) => Err(Problem::new(
                "unsupported_crs",
                "crs",
                format!("文件的坐标系是 {name}，不在支持之列；请先转换，或指定它的坐标系"),
                format!(
                    "the file's coordinate system is {name}, which is not supported; convert it first, or name its datum"
                ),
            )),
            (None, Told::Nothing) => self.usual.ok_or_else(|| {
                Problem::new(
                    "datum_needed",
                    "datum",
                    "文件没有说明坐标系，请指定（网络地图下载的边界多为 gcj02）",
                    "the file does not say its datum; name it (boundaries off Chinese web maps are gcj02)",
                )
            }),
        }
    }
}

/// One record as it stands in the file.
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    /// Its number in the file, from 1; for tables the row of the spreadsheet.
    pub number: u64,
    /// What the format calls the record, beside its fields.
    pub id: Option<Value>,
    pub fields: Map<String, Value>,
    pub geometry: Option<RawGeometry>,
    /// The datum that this record alone claims.
    pub told: Option<Told>,
}

/// A geometry in the file's numbers; the eastward one comes first. Rings are closed as the file closes them.
#[derive(Debug, Clone, PartialEq)]
pub enum RawGeometry {
    Point([f64; 2]),
    Line(Vec<[f64; 2]>),
    Area(Vec<RawPolygon>),
    /// Coordinates that do not fit the kind that is named.
    BadNesting(String),
    /// A kind that nothing here is drawn with.
    Unsupported(String),
}

/// Rings, outer first.
pub type RawPolygon = Vec<Vec<[f64; 2]>>;

impl RawGeometry {
    /// Parts of one kind as one geometry: polygons as one area, a single line or point as itself.
    pub fn of_parts(parts: Vec<RawGeometry>, kind: &str) -> RawGeometry {
        let mut polygons = Vec::new();
        let mut others = Vec::new();
        for part in parts {
            match part {
                RawGeometry::Area(mut of_part) => polygons.append(&mut of_part),
                RawGeometry::BadNesting(kind) => return RawGeometry::BadNesting(kind),
                other => others.push(other),
            }
        }
        match (others.len(), polygons.is_empty()) {
            (1, true) => others.remove(0),
            (0, _) => RawGeometry::Area(polygons),
            _ => RawGeometry::Unsupported(kind.to_owned()),
        }
    }

    /// Every pair of numbers.
    pub fn vertices(&self) -> Box<dyn Iterator<Item = [f64; 2]> + '_> {
        match self {
            Self::Point(p) => Box::new(std::iter::once(*p)),
            Self::Line(line) => Box::new(line.iter().copied()),
            Self::Area(polygons) => Box::new(polygons.iter().flatten().flatten().copied()),
            Self::BadNesting(_) | Self::Unsupported(_) => Box::new(std::iter::empty()),
        }
    }
}

/// What takes records one at a time and notes what is wrong with them.
pub type Each<'a> = dyn FnMut(Record, &mut Vec<Problem>) + 'a;

/// One layer of an open file.
pub trait ReadRecords {
    fn head(&self) -> &LayerHead;

    /// Bytes that one reading goes through, about.
    fn bytes(&self) -> u64;

    /// Hands over every record in the order of the file and counts its bytes. Stops after [`MAX_PROBLEMS`] and when
    /// it is wanted no more; every problem comes back.
    fn read(&self, progress: &Progress, each: &mut Each<'_>) -> Result<(), Vec<Problem>>;
}

/// The refusal of a file that would not fit into memory.
pub(super) fn too_many_vertices() -> Problem {
    Problem::new(
        "too_many_vertices",
        "file",
        format!("顶点超过 {MAX_VERTICES} 个，请分成几个文件"),
        format!("more than {MAX_VERTICES} vertices; split the file"),
    )
}
