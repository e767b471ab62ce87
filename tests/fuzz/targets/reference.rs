//! The files of reference facts that a city may replace: one of them is any bytes.
#![no_main]

use libfuzzer_sys::fuzz_target;
use wangge::exchange::reference::{ReferenceFiles, load};
use wangge_fuzz::choice;

const KEPT: ReferenceFiles<'static> = ReferenceFiles {
    roles: include_bytes!("../../../geodata/reference/roles.json"),
    categories: include_bytes!("../../../geodata/reference/categories.json"),
    ticket_words: include_bytes!("../../../geodata/reference/ticket_words.json"),
    departments: include_bytes!("../../../geodata/reference/departments.json"),
    limits: include_bytes!("../../../geodata/reference/limits.json"),
    rules: include_bytes!("../../../geodata/reference/rules.json"),
    holidays: include_bytes!("../../../geodata/reference/holidays.json"),
    lifecycle: include_bytes!("../../../geodata/reference/lifecycle.json"),
    escalation: include_bytes!("../../../geodata/reference/escalation.json"),
    assessment: include_bytes!("../../../geodata/reference/assessment.json"),
    campaigns: include_bytes!("../../../geodata/reference/campaigns.json"),
};

fuzz_target!(|data: &[u8]| {
    let Some((first, bytes)) = choice(data) else { return };
    let mut files = KEPT;
    match first % 11 {
        0 => files.roles = bytes,
        1 => files.categories = bytes,
        2 => files.departments = bytes,
        3 => files.limits = bytes,
        4 => files.rules = bytes,
        5 => files.holidays = bytes,
        6 => files.lifecycle = bytes,
        7 => files.escalation = bytes,
        8 => files.assessment = bytes,
        9 => files.campaigns = bytes,
        _ => files.ticket_words = bytes,
    }
    let _ = load(&files);
});
