//! What the targets have in common: a layer is taken all the way to areas and features, and what was read must come back
//! when it is written.

use std::sync::Once;
use wangge::domain::geo::{Frame, Geometry, Shape};
use wangge::domain::grid::Scheme;
use wangge::domain::instant::{Instant, Validity};
use wangge::domain::progress::Progress;
use wangge::exchange::ground::Ground;
use wangge::exchange::members::{self, AreaReading, FeatureReading, FieldMap};
use wangge::exchange::records::ReadRecords;
use wangge::exchange::source::{self, Opening};
use wangge::exchange::{geometry_json, preview, wkb, wkt};

/// Frames that a person may name, by a byte.
pub fn frame(choice: u8) -> Option<Frame> {
    match choice % 4 {
        0 => None,
        1 => Frame::parse("gcj02").ok(),
        2 => Frame::parse("bd09").ok(),
        _ => Frame::parse("epsg:4543").ok(),
    }
}

/// Previews a layer, reads it as areas and as features, and writes both again.
pub fn read_through(layer: &dyn ReadRecords, asked: Option<Frame>) {
    let progress = Progress::default();
    let seen = preview::look(layer, asked, &progress);
    assert!(serde_json::to_vec(&seen).is_ok());
    let Ok(frame) = layer.head().frame(asked) else { return };
    let ground = Ground::new(frame, &[layer], &progress);
    for fields in [FieldMap::default(), seen.suggested] {
        let reading = AreaReading { scheme: Scheme::Duty, level: None, fields: fields.clone() };
        if let Ok(mut areas) = members::areas(layer, &reading, &ground, &progress) {
            members::parents_by_name(&mut areas);
            areas.iter().filter_map(|area| area.shape.as_ref()).for_each(shape_comes_back);
        }
        let validity = Validity { from: Instant(0), until: None };
        let reading = FeatureReading { layer: None, fields, validity };
        if let Ok(features) = members::features(layer, &reading, &ground, &progress, Default::default) {
            for feature in features {
                geometry_comes_back(&feature.geometry);
            }
        }
    }
}

/// The same of a border alone.
pub fn shape_comes_back(shape: &Shape) {
    geometry_comes_back(&Geometry::Area(shape.clone()));
}

/// What is on the grid is written and read again.
pub fn geometry_comes_back(geometry: &Geometry) {
    let ground = Ground::of(Frame::WGS84);
    let mut problems = Vec::new();
    let mut blob = Vec::new();
    wkb::write(geometry, &mut blob);
    let binary = wkb::read(&blob).expect("what was written is read").geometry;
    let text =
        wkt::read(&wkt::write(geometry)).and_then(|read| read.geometry).expect("what was written is read");
    for raw in [binary, text] {
        let again = ground.geometry(&raw, "again", &mut problems);
        match (geometry, again) {
            // Only a ring without ground may turn round.
            (Geometry::Area(before), Some(Geometry::Area(after))) => {
                assert_eq!(before.doubled_area(), after.doubled_area());
                assert_eq!(sorted(before), sorted(&after));
            }
            (before, after) => assert_eq!(Some(before), after.as_ref(), "{problems:?}"),
        }
    }
    if let Geometry::Area(shape) = geometry {
        let written = serde_json::to_value(geometry_json::shape(shape)).expect("writable");
        assert_eq!(geometry_json::read_shape(written).as_ref(), Ok(shape));
    }
}

fn sorted(shape: &Shape) -> Vec<wangge::domain::geo::Position> {
    let mut vertices = shape.vertices().to_vec();
    vertices.sort_unstable();
    vertices
}

/// Writes the bytes to a file with this ending and reads all of its layers.
pub fn read_file(bytes: &[u8], ending: &str, asked: Option<Frame>) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join(format!("x.{ending}"));
    std::fs::write(&path, bytes).expect("a file");
    let opening = Opening { most_unpacked: Some(4 << 20), most_held: Some(4 << 20), ..Opening::default() };
    for layer in source::open(&path, &opening).into_iter().flatten() {
        read_through(layer.as_ref(), asked);
    }
}

/// Takes the first byte away as a choice.
pub fn choice(data: &[u8]) -> Option<(u8, &[u8])> {
    data.split_first().map(|(first, rest)| (*first, rest))
}

/// Bytes that are a text.
pub fn text(data: &[u8]) -> Option<&str> {
    std::str::from_utf8(data).ok()
}

/// Lets panics of foreign parsers reach the product's own guard; what gets past it still ends the run.
pub fn let_panics_be_caught() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| std::panic::set_hook(Box::new(|_| {})));
}
