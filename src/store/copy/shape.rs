//! Tables as the database itself describes them, and the kinds of values that a line holds.

use super::misfit;
use crate::store::StoreError;
use crate::store::macros::statements;
use serde::{Deserialize, Serialize};

/// What a column holds in a line. Truth values are the numbers 0 and 1, UUIDs are bytes, JSON is text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Kind {
    Int,
    Real,
    Text,
    Bytes,
}

/// The same as the database names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Native {
    Int,
    Bool,
    Real,
    Text,
    Json,
    Bytes,
    Uuid,
}

impl Native {
    fn named(name: &str) -> Option<Self> {
        Some(match name.to_ascii_lowercase().as_str() {
            "integer" | "bigint" => Self::Int,
            "boolean" => Self::Bool,
            "real" | "double precision" => Self::Real,
            "text" => Self::Text,
            "jsonb" => Self::Json,
            "blob" | "bytea" => Self::Bytes,
            "uuid" => Self::Uuid,
            _ => return None,
        })
    }

    pub(super) fn kind(self) -> Kind {
        match self {
            Self::Int | Self::Bool => Kind::Int,
            Self::Real => Kind::Real,
            Self::Text | Self::Json => Kind::Text,
            Self::Bytes | Self::Uuid => Kind::Bytes,
        }
    }
}

statements! {
    COLUMNS {
        sqlite "SELECT name, type FROM pragma_table_xinfo($1) WHERE hidden = 0 ORDER BY cid"
        postgres "SELECT CAST(column_name AS text), CAST(data_type AS text) FROM information_schema.columns
                  WHERE table_schema = current_schema() AND table_name = $1 ORDER BY ordinal_position"
    }
}

/// A table with its columns.
#[derive(Debug, Clone)]
pub struct TableShape {
    pub name: &'static str,
    pub(super) columns: Vec<(String, Native)>,
}

impl TableShape {
    /// From the answer to `COLUMNS`.
    pub(super) fn of(name: &'static str, columns: Vec<(String, String)>) -> Result<Self, StoreError> {
        if columns.is_empty() {
            return Err(misfit(name, "there is no such table"));
        }
        let known = columns.into_iter().map(|(column, native)| {
            let known =
                Native::named(&native).ok_or_else(|| misfit(name, format!("a column is {native}")))?;
            Ok((column, known))
        });
        Ok(Self { name, columns: known.collect::<Result<_, StoreError>>()? })
    }

    /// Names of the columns that hold text or JSON.
    pub fn text_columns(&self) -> impl Iterator<Item = &str> {
        let text = self.columns.iter().filter(|(_, native)| native.kind() == Kind::Text);
        text.map(|(name, _)| name.as_str())
    }

    /// The column that names the incident of a row.
    pub(super) fn incident_column(&self) -> Option<&'static str> {
        let has = |column: &str| self.columns.iter().any(|(name, _)| name == column);
        match self.name {
            "incident" => Some("id"),
            _ => has("incident").then_some("incident"),
        }
    }

    /// The first line of a part.
    pub(super) fn head(&self) -> Head<'_> {
        let columns = self.columns.iter().map(|(name, native)| (name.as_str(), native.kind()));
        Head { table: self.name, columns: columns.collect() }
    }

    /// How the columns of a part are kept here, in the part's order. Fails when they are not those of this table.
    pub(super) fn order(&self, head: &Head<'_>) -> Result<Vec<(String, Native)>, StoreError> {
        if head.columns.len() != self.columns.len() {
            return Err(misfit(self.name, "it has other columns"));
        }
        let here = |(name, kind): &(&str, Kind)| {
            let own = self.columns.iter().find(|(own, native)| own == name && native.kind() == *kind);
            own.cloned().ok_or_else(|| misfit(self.name, format!("column {name} is not here")))
        };
        head.columns.iter().map(here).collect()
    }
}

/// What the first line of a part says.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Head<'a> {
    pub table: &'a str,
    #[serde(borrow)]
    pub columns: Vec<(&'a str, Kind)>,
}
