//! The roster: CSV or a workbook, and what its rows say of each other.
#![no_main]

use libfuzzer_sys::fuzz_target;
use wangge::exchange::roster;
use wangge_fuzz::let_panics_be_caught;

fuzz_target!(init: let_panics_be_caught(), |data: &[u8]| {
    if let Ok((lines, _)) = roster::look(data) {
        for line in lines {
            assert!(!line.zone.is_empty() && !line.point.is_empty());
            line.phone.as_deref().map(roster::is_mobile);
        }
    }
});
