//! CSV with a geometry: a column of well-known text, or two of coordinates; the encoding found or named.
#![no_main]

use libfuzzer_sys::fuzz_target;
use wangge::exchange::csv_in::CsvFile;
use wangge::exchange::members::FieldMap;
use wangge::exchange::shapefile::encoding_of;
use wangge_fuzz::{choice, frame, read_through};

fuzz_target!(|data: &[u8]| {
    let Some((first, bytes)) = choice(data) else { return };
    let encoding = match first / 4 % 4 {
        1 => encoding_of("gbk"),
        2 => encoding_of("big5"),
        3 => encoding_of("utf-16"),
        _ => None,
    };
    if let Ok(layer) = CsvFile::open(bytes, &FieldMap::default(), encoding) {
        read_through(&layer, frame(first));
    }
});
