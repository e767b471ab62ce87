//! Well-known binary, and GeoPackage's header around it.
#![no_main]

use libfuzzer_sys::fuzz_target;
use wangge::domain::geo::Frame;
use wangge::exchange::ground::Ground;
use wangge::exchange::wkb;
use wangge_fuzz::geometry_comes_back;

fuzz_target!(|data: &[u8]| {
    let found = [wkb::read(data).ok(), wkb::read_blob(data).ok().flatten()];
    for read in found.into_iter().flatten() {
        if let Some(geometry) = Ground::of(Frame::WGS84).geometry(&read.geometry, "x", &mut Vec::new()) {
            geometry_comes_back(&geometry);
        }
    }
});
