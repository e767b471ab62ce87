//! GeoPackage: a database file of a stranger's, read through the engine, whose driver has threads of its own.
#![no_main]

use libfuzzer_sys::fuzz_target;
use wangge_fuzz::{choice, frame, let_panics_be_caught, read_file};

fuzz_target!(init: let_panics_be_caught(), |data: &[u8]| {
    let Some((first, bytes)) = choice(data) else { return };
    read_file(bytes, "gpkg", frame(first));
});
