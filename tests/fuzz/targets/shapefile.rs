//! Shapefiles: each part behind its length (four bytes, little-endian): `.shp`, `.dbf`, `.prj`; the rest is `.cpg`.
#![no_main]

use libfuzzer_sys::fuzz_target;
use wangge::exchange::shapefile;
use wangge::exchange::unzip::Entry;
use wangge_fuzz::{choice, frame, read_through};

fuzz_target!(|data: &[u8]| {
    let Some((first, mut rest)) = choice(data) else { return };
    let mut files = Vec::new();
    for ending in ["shp", "dbf", "prj"] {
        let Some((length, after)) = rest.split_first_chunk::<4>() else { return };
        let length = (u32::from_le_bytes(*length) as usize).min(after.len());
        let (part, after) = after.split_at(length);
        if !part.is_empty() {
            files.push(Entry { name: format!("x.{ending}"), bytes: part.to_vec() });
        }
        rest = after;
    }
    if !rest.is_empty() {
        files.push(Entry { name: "x.cpg".to_owned(), bytes: rest.to_vec() });
    }
    let encoding = if first & 4 == 0 { None } else { shapefile::encoding_of("gbk") };
    for layer in shapefile::open(files, encoding).into_iter().flatten() {
        read_through(&layer, frame(first));
    }
});
