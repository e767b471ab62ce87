//! GeoJSON: collections and features one a line, from memory.
#![no_main]

use libfuzzer_sys::fuzz_target;
use wangge::exchange::geojson_in::GeoJson;
use wangge_fuzz::{choice, frame, read_through};

fuzz_target!(|data: &[u8]| {
    let Some((first, bytes)) = choice(data) else { return };
    if let Ok(layer) = GeoJson::of(bytes) {
        read_through(&layer, frame(first));
    }
});
