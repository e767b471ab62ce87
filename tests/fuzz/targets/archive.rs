//! Archives and the telling of formats: a file with any ending, its kind found by its content.
#![no_main]

use libfuzzer_sys::fuzz_target;
use wangge::exchange::unzip;
use wangge_fuzz::{choice, frame, let_panics_be_caught, read_file};

fuzz_target!(init: let_panics_be_caught(), |data: &[u8]| {
    let Some((first, bytes)) = choice(data) else { return };
    if unzip::is_zip(bytes)
        && let Ok(entries) = unzip::unpack_within(bytes, 1 << 20, |_| true)
    {
        assert!(entries.iter().map(|entry| entry.bytes.len()).sum::<usize>() <= 1 << 20);
        let out = |name: &str| name.split(['/', '\\']).any(|part| part == "..");
        assert!(entries.iter().all(|entry| !out(&entry.name)));
    }
    let ending = ["zip", "kmz", "xlsx", "json", "csv", "kml", "", "shp"][usize::from(first >> 2) % 8];
    read_file(bytes, ending, frame(first));
});
