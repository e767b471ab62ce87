//! The rulebook: categories, routing rules, limits, calendar, departments and roles, as the reference files tell
//! them. They are part of the program file, so an installation without any import can already route.

use crate::exchange::reference::{self, ReferenceError, ReferenceFiles};

pub use crate::exchange::reference::Reference as Rulebook;

/// Reads the files that the program carries. Errors name file, entry and problem.
pub fn built_in() -> Result<Rulebook, Vec<ReferenceError>> {
    reference::load(&ReferenceFiles {
        roles: include_bytes!("../../geodata/reference/roles.json"),
        categories: include_bytes!("../../geodata/reference/categories.json"),
        ticket_words: include_bytes!("../../geodata/reference/ticket_words.json"),
        departments: include_bytes!("../../geodata/reference/departments.json"),
        limits: include_bytes!("../../geodata/reference/limits.json"),
        rules: include_bytes!("../../geodata/reference/rules.json"),
        holidays: include_bytes!("../../geodata/reference/holidays.json"),
        lifecycle: include_bytes!("../../geodata/reference/lifecycle.json"),
        escalation: include_bytes!("../../geodata/reference/escalation.json"),
        assessment: include_bytes!("../../geodata/reference/assessment.json"),
        campaigns: include_bytes!("../../geodata/reference/campaigns.json"),
    })
}
