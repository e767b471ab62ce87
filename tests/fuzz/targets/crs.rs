//! Coordinate systems by well-known text, by name and as people write them: whatever frame comes out has a name that leads
//! back to it, and takes any numbers without falling over.
#![no_main]

use libfuzzer_sys::fuzz_target;
use wangge::domain::geo::Frame;
use wangge::exchange::crs;
use wangge::exchange::members::FieldMap;
use wangge::exchange::records::Told;
use wangge_fuzz::text;

fuzz_target!(|data: &[u8]| {
    let Some(text) = text(data) else { return };
    let named = Frame::parse(text).ok();
    let told = [crs::of_wkt(text), crs::of_name(text)].into_iter().filter_map(|told| match told {
        Told::Frame(frame) => Some(frame),
        _ => None,
    });
    for frame in told.chain(named) {
        for pair in [[102.5, 24.3], [500_000.0, 2_690_000.0], [f64::MAX, f64::MIN], [f64::NAN, 0.0]] {
            let _ = frame.to_position(pair);
        }
        if !frame.is_plane() {
            assert_eq!(Frame::parse(&frame.name()).ok(), Some(frame));
        }
    }
    if let Some(frame) = named {
        assert_eq!(Frame::parse(&frame.name()).ok(), Some(frame), "{}", frame.name());
    }
    let _ = FieldMap::parse(text);
});
