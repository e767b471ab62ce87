//! Well-known text of geometries.
#![no_main]

use libfuzzer_sys::fuzz_target;
use wangge::domain::geo::Frame;
use wangge::exchange::ground::Ground;
use wangge::exchange::wkt;
use wangge_fuzz::{geometry_comes_back, text};

fuzz_target!(|data: &[u8]| {
    let Some(raw) = text(data).and_then(wkt::read).and_then(|read| read.geometry) else { return };
    if let Some(geometry) = Ground::of(Frame::WGS84).geometry(&raw, "x", &mut Vec::new()) {
        geometry_comes_back(&geometry);
    }
});
