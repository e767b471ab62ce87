//! JSON bodies: reports, saves of a draft, wishes for a repair.
#![no_main]

use libfuzzer_sys::fuzz_target;
use wangge::http::api::{drafts, incidents, repair};
use wangge::http::body::Fields;
use wangge_fuzz::{choice, shape_comes_back};

fuzz_target!(|data: &[u8]| {
    let Some((first, bytes)) = choice(data) else { return };
    let Ok(fields) = Fields::parse(bytes) else { return };
    match first % 3 {
        0 => {
            for shape in drafts::read_edit(fields).iter().flat_map(|edit| &edit.upsert) {
                shape.shape.iter().for_each(shape_comes_back);
            }
        }
        1 => {
            let report = incidents::read_report(fields);
            assert!(report.is_err() || report.is_ok_and(|report| report.lon.is_finite()));
        }
        _ => {
            let _ = repair::read(fields);
        }
    }
});
