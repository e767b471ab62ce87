//! The databases. One `Store` speaks to SQLite (a file, the default) or PostgreSQL (by URL) with shared SQL;
//! rows leave as domain types. Which database it is, is matched here alone: in `read!` and `write_tx!`, and in `photos`,
//! whose bytes are files beside SQLite.
//!
//! Every write is one transaction, synced before the call returns (R12), and writes a `change_log` row, so that
//! other processes can follow. Times and ids come from the caller.

pub mod accounts;
pub mod appointments;
pub mod area_image;
pub mod areas;
pub mod audit;
pub mod campaigns;
pub mod categories;
pub mod changes;
mod columns;
pub mod copy;
mod decoding;
pub mod drafts;
pub mod editions;
pub mod error;
pub mod features;
#[cfg(test)]
mod full_tests;
mod geometry;
pub mod import;
pub mod incidents;
mod macros;
pub mod messages;
pub mod migrations;
mod open;
pub mod parties;
pub mod patrols;
pub mod person;
pub mod photo_drafts;
pub mod photos;
pub mod postgres;
mod serve_lock;
pub mod settings;
pub mod sound;
pub mod sql;
pub mod sqlite;
mod table_row;
pub mod writer;

pub use accounts::{
    Account, AccountEdit, Allowance, LinkPurpose, NewAccount, NewLink, NewSession, NewToken, Redeemed,
    SecretHash, SessionRow, TokenRow,
};
pub use appointments::AppointmentChange;
pub use areas::AreasInForce;
pub use audit::AuditEntry;
pub use campaigns::CampaignRow;
pub use categories::CategorySet;
pub use changes::{Change, ChangeKind};
pub use drafts::{Draft, DraftArea, DraftChange, DraftCounts, DraftEnd, DraftSave};
pub use editions::{Edition, MoveIncidents, Publication};
pub use error::StoreError;
pub use features::{FeatureChange, FeatureScope, ImportCounts};
pub use import::{Import, Imported};
pub use incidents::{
    Acting, CaseChange, CaseFields, CaseName, IdempotencyKey, IncidentColumns, IncidentFilter, IncidentPage,
    IncidentRow, KnownTicket, MessageTo, NewIncident, NewReport, NewVoice, OpenCases, OutboxMessage, Owner,
    PageRequest, Receipt, ReportRow, Since, Tie, Voiced,
};
pub use messages::{
    Attempt, ChannelRow, ChannelState, Claim, Claimed, DeliveryFilter, DeliveryRow, DigestRow, Ended,
    InboxPage, InboxRow, Outcome,
};
pub use open::OpenOptions;
pub use parties::{PartyEntry, PartyPrivate};
pub use patrols::{NewPatrol, PatrolRow, Patrolled};
pub use photo_drafts::{
    DraftEdit, DraftedPhoto, FromDraft, KnownPhoto, MoveInto, NewDraftedPhoto, NewPhotoDraft, PhotoDraft,
};
pub use photos::{KeptPhoto, NewPhoto, PhotoPrivate, PhotoRow, PhotoSize, SweptPhotos};
pub use sql::Sql;
pub use writer::Writer;

/// An open database. Cheap to clone; all clones share the connections.
#[derive(Debug, Clone)]
pub enum Store {
    Sqlite(sqlite::SqliteStore),
    Postgres(postgres::PostgresStore),
}

impl Store {
    /// Ends the connections and writes what SQLite still holds in its log into the file.
    pub async fn close(&self) {
        match self {
            Self::Sqlite(sqlite) => {
                sqlite.ro.close().await;
                sqlite.rw.close().await;
            }
            Self::Postgres(postgres) => postgres.pool.close().await,
        }
    }

    pub(crate) fn dialect(&self) -> migrations::Dialect {
        match self {
            Self::Sqlite(_) => migrations::Dialect::Sqlite,
            Self::Postgres(_) => migrations::Dialect::Postgres,
        }
    }

    /// `sqlite` or `postgres`, for `doctor` and the log.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Sqlite(_) => "sqlite",
            Self::Postgres(_) => "postgres",
        }
    }

    /// Answers when the database answers; for `readyz`.
    pub async fn ping(&self) -> Result<(), StoreError> {
        macros::read!(self, |c| {
            sqlx::query_scalar::<_, i64>(sql::Speaks::say(&*c, &changes::HEAD)).fetch_one(c).await?;
            Ok(())
        })
    }

    /// Every SQL statement of the store, by file, so that a test can prepare all of them on both databases.
    pub fn statements() -> Vec<(&'static str, &'static [Sql])> {
        let mut statements = vec![
            ("appointments", appointments::ALL),
            ("area_image", area_image::ALL),
            ("areas", areas::ALL),
            ("audit", audit::ALL),
            ("campaigns", campaigns::ALL),
            ("categories", categories::ALL),
            ("changes", changes::ALL),
            ("changes rows", changes::INSERTS),
            ("drafts", drafts::ALL),
            ("editions", editions::ALL),
            ("features", features::ALL),
            ("migrations", migrations::ALL),
            ("parties", parties::ALL),
            ("patrols", patrols::ALL),
            ("settings", settings::ALL),
            ("sound", sound::ALL),
        ];
        statements.extend(accounts::statements());
        statements.extend(copy::statements());
        statements.extend(incidents::statements());
        statements.extend(messages::statements());
        statements.extend(person::statements());
        statements.extend(photo_drafts::statements());
        statements.extend(photos::statements());
        statements
    }
}

/// JSON text of rows for an `insert` statement. Fails on a NUL character, which PostgreSQL cannot store in text
/// and which SQLite would store where PostgreSQL refuses.
pub(crate) fn json_rows<T: serde::Serialize>(rows: &[T]) -> Result<String, StoreError> {
    let text = serde_json::to_string(rows)
        .map_err(|error| StoreError::Value { field: "row".to_owned(), reason: error.to_string() })?;
    check_json(&text)?;
    Ok(text)
}

/// Refuses JSON text that holds a NUL character.
pub(crate) fn check_json(text: &str) -> Result<(), StoreError> {
    // The escape can also be the text "\u0000" that somebody typed, then with an escaped backslash before it.
    let holds_nul = text.match_indices("\\u0000").any(|(start, _)| {
        text.as_bytes()[..start].iter().rev().take_while(|byte| **byte == b'\\').count() % 2 == 0
    });
    if holds_nul {
        return Err(StoreError::Value {
            field: "text".to_owned(),
            reason: "it holds a NUL character".to_owned(),
        });
    }
    Ok(())
}

/// JSON text of a list for the `IN (SELECT value …)` of both dialects.
pub(crate) fn json_list<T: serde::Serialize>(
    values: impl IntoIterator<Item = T>,
) -> Result<String, StoreError> {
    json_rows(&values.into_iter().collect::<Vec<_>>())
}
