//! A party (主体): a person, a unit, a department or a contractor. Personal phones are not here: they stay in
//! the store and leave it only through the reveal door (R11).

use crate::domain::vocabulary::vocabulary;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

vocabulary! {
    /// What kind of party.
    PartyKind {
        Person = "person",
        Unit = "unit",
        Department = "department",
        Contractor = "contractor",
    }
}

/// A party as the reference snapshot holds it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Party {
    pub id: Uuid,
    pub kind: PartyKind,
    pub name: String,
    /// The unit that a person belongs to.
    pub unit: Option<Uuid>,
    /// Slug of the department for `PartyKind::Department`, `chengguan` for instance.
    pub department: Option<String>,
    /// Whether the public may see the name of a person (R11).
    pub public_name: bool,
    /// Whether a personal phone is on file; the number itself needs `reveal`.
    pub has_phone: bool,
}
