//! KML.
#![no_main]

use libfuzzer_sys::fuzz_target;
use wangge::exchange::kml_in::Kml;
use wangge_fuzz::read_through;

fuzz_target!(|data: &[u8]| {
    if let Ok(layer) = Kml::open(data, "x") {
        read_through(&layer, None);
    }
});
