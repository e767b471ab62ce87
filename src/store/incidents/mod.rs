//! Incidents: written in groups that share one sync, read singly, in pages, or all at once as columns.

mod course;
mod group;
mod group_sql;
mod linked;
mod list;
mod read;
mod row;
mod sample;
mod scan;
mod tally;
mod voice;
mod written;

pub(crate) use group::Group;
pub use group::Receipt;
pub use linked::{CaseName, Tie};
pub use list::{IncidentFilter, IncidentPage, Owner, PageRequest};
pub use read::{Acting, KnownTicket, ReportRow};
pub use row::{
    CaseChange, CaseFields, IdempotencyKey, IncidentRow, MessageTo, NewIncident, NewReport, OutboxMessage,
};
pub use scan::IncidentColumns;
pub use tally::{OpenCases, Since};
pub use voice::{NewVoice, Voiced};
pub(crate) use written::{Intake, Messages, Transition, insert_messages};

use super::Sql;

/// The statements of this folder, by file.
pub(crate) fn statements() -> [(&'static str, &'static [Sql]); 9] {
    [
        ("incidents/group_sql", group_sql::ALL),
        ("incidents/written", written::INSERTS),
        ("incidents/read", read::ALL),
        ("incidents/sample", sample::ALL),
        ("incidents/scan", scan::ALL),
        ("incidents/linked", linked::ALL),
        ("incidents/tally", tally::ALL),
        ("incidents/voice", voice::ALL),
        ("incidents/course", course::ALL),
    ]
}
