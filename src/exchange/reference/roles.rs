//! `roles.json`: the roles with their terms. The file must name every role of the program and no other, and
//! agree with it on where each belongs.

use super::{ReferenceError, entries, fault_in};
use crate::domain::duty::Role;
use crate::domain::feature::Layer;
use crate::domain::grid::Level;
use crate::domain::text::Words;
use serde::{Deserialize, Serialize};

/// One role as the file lists it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RoleEntry {
    pub slug: Role,
    pub name: Words,
    /// Level of the areas that the post belongs to.
    #[serde(default)]
    pub level: Option<Level>,
    /// Layer of the features that the post belongs to.
    #[serde(default)]
    pub layer: Option<Layer>,
    /// The head that a liaison pairs with.
    #[serde(default)]
    pub pairs_with: Option<Role>,
    #[serde(default)]
    pub source: Option<String>,
}

pub(super) fn read(bytes: &[u8], faults: &mut Vec<ReferenceError>) -> Vec<RoleEntry> {
    const FILE: &str = "roles.json";
    let before = faults.len();
    let list: Vec<RoleEntry> = entries(FILE, bytes, "slug", faults);
    if faults.len() > before {
        return list;
    }
    for entry in &list {
        let mut fault = |problem| faults.push(fault_in(FILE, entry.slug.slug().to_owned(), problem));
        if entry.level != entry.slug.level() {
            let expected = entry.slug.level().map_or("none", Level::slug);
            fault(format!("level differs from the program's: {expected}"));
        }
        if entry.layer != entry.slug.layer() {
            let expected = entry.slug.layer().map_or("none", Layer::slug);
            fault(format!("layer differs from the program's: {expected}"));
        }
        if list.iter().filter(|other| other.slug == entry.slug).count() > 1 {
            fault("listed twice".to_owned());
        }
    }
    for role in Role::ALL.iter().filter(|role| !list.iter().any(|entry| entry.slug == **role)) {
        faults.push(fault_in(FILE, role.slug().to_owned(), "missing".to_owned()));
    }
    list
}
