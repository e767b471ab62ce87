//! Incidents: written in groups that share one sync, read singly, in pages, or all at once as columns.

mod group;
mod group_sql;
mod list;
mod read;
mod row;
mod scan;
mod written;

pub(crate) use group::Group;
pub use group::Receipt;
pub use list::{IncidentFilter, IncidentPage, Owner, PageRequest};
pub use read::{Acting, KnownTicket, ReportRow};
pub use row::{CaseChange, CaseFields, IdempotencyKey, IncidentRow, NewIncident, NewReport, OutboxMessage};
pub use scan::IncidentColumns;
pub(crate) use written::{Intake, Transition};

use super::Sql;

/// The statements of this folder, by file.
pub(crate) fn statements() -> [(&'static str, &'static [Sql]); 4] {
    [
        ("incidents/group_sql", group_sql::ALL),
        ("incidents/written", written::INSERTS),
        ("incidents/read", read::ALL),
        ("incidents/scan", scan::ALL),
    ]
}
