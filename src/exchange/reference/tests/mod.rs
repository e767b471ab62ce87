//! The shipped files: that they load, what they say, and that each rule of the plan routes as it should.

mod codes;
mod faults;
mod rules;
mod town;

use super::*;

pub(super) const SHIPPED: ReferenceFiles = ReferenceFiles {
    roles: include_bytes!("../../../../geodata/reference/roles.json"),
    categories: include_bytes!("../../../../geodata/reference/categories.json"),
    ticket_words: include_bytes!("../../../../geodata/reference/ticket_words.json"),
    departments: include_bytes!("../../../../geodata/reference/departments.json"),
    limits: include_bytes!("../../../../geodata/reference/limits.json"),
    rules: include_bytes!("../../../../geodata/reference/rules.json"),
    holidays: include_bytes!("../../../../geodata/reference/holidays.json"),
    lifecycle: include_bytes!("../../../../geodata/reference/lifecycle.json"),
    escalation: include_bytes!("../../../../geodata/reference/escalation.json"),
    assessment: include_bytes!("../../../../geodata/reference/assessment.json"),
    campaigns: include_bytes!("../../../../geodata/reference/campaigns.json"),
};

pub(super) fn shipped() -> Reference {
    load(&SHIPPED).unwrap_or_else(|faults| {
        panic!("{}", faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))
    })
}
