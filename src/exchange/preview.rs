//! What a layer holds, before anything of it is stored: counts, fields, first rows, extent, and which field seems to hold
//! what.

use super::Problem;
use super::ground::Ground;
use super::members::FieldMap;
use super::records::{RawGeometry, ReadRecords, Told};
use crate::domain::geo::{Bounds, Frame, Geometry, Position};
use crate::domain::progress::Progress;
use serde::Serialize;
use serde_json::{Map, Value};

/// Rows shown of each layer.
const ROWS: usize = 5;
/// Records whose fields are listed; tables name all of them in the first one.
const FIELDS_OF: u64 = 1_000;
/// Most fields listed.
const MOST_FIELDS: usize = 300;
/// Places kept for comparing the layer with the ground that is loaded.
const MOST_PLACES: usize = 20_000;

/// One layer as the preview shows it.
#[derive(Debug, Serialize)]
pub struct LayerPreview {
    pub layer: String,
    /// What the file says of its datum, and in which frame it would be read; None: a person has to say.
    pub told: Option<String>,
    pub datum: Option<String>,
    pub records: u64,
    pub points: u64,
    pub lines: u64,
    pub areas: u64,
    pub undrawn: u64,
    pub fields: Vec<String>,
    pub first: Vec<Map<String, Value>>,
    /// West, south, east, north in the numbers of the file.
    pub raw_box: Option<[f64; 4]>,
    /// The same in degrees, WGS 84.
    pub bbox: Option<[f64; 4]>,
    pub notes: Vec<Problem>,
    pub problems: Vec<Problem>,
    /// Which field seems to hold what.
    #[serde(skip)]
    pub suggested: FieldMap,
    #[serde(skip)]
    pub frame: Option<Frame>,
    /// Some places of its borders, on the grid.
    #[serde(skip)]
    pub places: Vec<Position>,
}

/// Looks through a layer once; its problems are told, not raised.
pub fn look(layer: &dyn ReadRecords, asked: Option<Frame>, progress: &Progress) -> LayerPreview {
    let head = layer.head();
    let (frame, mut problems) = match head.frame(asked) {
        Ok(frame) => (Some(frame), Vec::new()),
        Err(problem) => (None, vec![problem]),
    };
    let mut preview = LayerPreview {
        layer: head.name.clone(),
        told: match &head.told {
            Told::Nothing => None,
            Told::Frame(frame) => Some(frame.name()),
            Told::Unknown(name) => Some(name.clone()),
        },
        datum: frame.map(|frame| frame.name()),
        records: 0,
        points: 0,
        lines: 0,
        areas: 0,
        undrawn: 0,
        fields: Vec::new(),
        first: Vec::new(),
        raw_box: None,
        bbox: None,
        notes: head.notes.clone(),
        problems: Vec::new(),
        suggested: FieldMap::default(),
        frame,
        places: Vec::new(),
    };
    let outcome = layer.read(progress, &mut |mut record, _| {
        preview.records += 1;
        if let Some(id) = record.id.take() {
            record.fields.entry("id").or_insert(id);
        }
        match &record.geometry {
            None => preview.undrawn += 1,
            Some(RawGeometry::Point(_)) => preview.points += 1,
            Some(RawGeometry::Line(_)) => preview.lines += 1,
            Some(_) => preview.areas += 1,
        }
        for [x, y] in record.geometry.iter().flat_map(RawGeometry::vertices) {
            let [west, south, east, north] = preview.raw_box.unwrap_or([x, y, x, y]);
            preview.raw_box = Some([west.min(x), south.min(y), east.max(x), north.max(y)]);
            if let Some(frame) = frame.filter(|_| preview.places.len() < MOST_PLACES)
                && let Ok(place) = frame.to_position([x, y])
            {
                preview.places.push(place);
            }
        }
        if preview.records <= FIELDS_OF && preview.fields.len() < MOST_FIELDS {
            for field in record.fields.keys() {
                if !preview.fields.contains(field) {
                    preview.fields.push(field.clone());
                }
            }
        }
        if preview.first.len() < ROWS {
            preview.first.push(record.fields);
        }
    });
    if let Err(mut list) = outcome {
        problems.append(&mut list);
    }
    preview.suggested = FieldMap::suggested(&preview.fields);
    if let (Some(frame), Some(raw)) = (frame, preview.raw_box) {
        preview.bbox = in_degrees(frame, raw, &mut problems);
    }
    preview.problems = problems;
    preview
}

/// The box of a layer in degrees. Its four corners tell whether the numbers fit the frame at all.
fn in_degrees(
    frame: Frame,
    [west, south, east, north]: [f64; 4],
    problems: &mut Vec<Problem>,
) -> Option<[f64; 4]> {
    if !(west < east || south < north) {
        let [lon, lat] = frame.to_position([west, south]).ok()?.degrees();
        return Some([lon, lat, lon, lat]);
    }
    let corners = RawGeometry::Line(vec![[west, south], [east, south], [east, north], [west, north]]);
    match Ground::of(frame).geometry(&corners, "", problems) {
        Some(Geometry::Line(line)) => Bounds::of(line).map(super::geometry_json::bounds),
        _ => None,
    }
}
