//! Parties and, apart from them, what is private about them (R11). Names resolve here; phones are only read by
//! `party_private`, which the caller audits.

use super::import::Import;
use super::macros::{read, row, statements};
use super::sql::Speaks;
use super::{Store, StoreError, json_rows};
use crate::domain::duty::{Party, PartyKind};
use crate::domain::instant::Instant;
use serde::Serialize;
use uuid::Uuid;

statements! {
    LOAD {
        "SELECT p.id, p.kind, p.name, p.unit, p.department, p.public_name,
                EXISTS (SELECT 1 FROM party_private x WHERE x.party = p.id AND x.mobile IS NOT NULL) AS has_phone
         FROM party p ORDER BY p.id"
    }
    UPSERT {
        sqlite "INSERT INTO party (id, kind, name, unit, department, public_name, recorded_at)
                SELECT unhex(value->>'id', '-'), value->>'kind', value->>'name', unhex(value->>'unit', '-'),
                       value->>'department', value->>'public_name', value->>'recorded_at'
                FROM jsonb_each($1) WHERE true
                ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, name = excluded.name, unit = excluded.unit,
                    department = excluded.department, public_name = excluded.public_name,
                    recorded_at = excluded.recorded_at WHERE party.erased_at IS NULL"
        postgres "INSERT INTO party (id, kind, name, unit, department, public_name, recorded_at)
                  SELECT id, kind, name, unit, department, public_name, recorded_at
                  FROM json_populate_recordset(NULL::party, $1::json)
                  ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, name = excluded.name, unit = excluded.unit,
                      department = excluded.department, public_name = excluded.public_name,
                      recorded_at = excluded.recorded_at WHERE party.erased_at IS NULL"
    }
    UPSERT_PRIVATE {
        sqlite "INSERT INTO party_private (party, mobile, email, address, recorded_at)
                SELECT unhex(value->>'party', '-'), value->>'mobile', value->>'email', value->>'address',
                       value->>'recorded_at'
                FROM jsonb_each($1) WHERE true
                ON CONFLICT (party) DO UPDATE SET mobile = excluded.mobile, email = excluded.email,
                    address = excluded.address, recorded_at = excluded.recorded_at"
        postgres "INSERT INTO party_private (party, mobile, email, address, recorded_at)
                  SELECT party, mobile, email, address, recorded_at
                  FROM json_populate_recordset(NULL::party_private, $1::json)
                  ON CONFLICT (party) DO UPDATE SET mobile = excluded.mobile, email = excluded.email,
                      address = excluded.address, recorded_at = excluded.recorded_at"
    }
    PRIVATE { "SELECT mobile, email, address FROM party_private WHERE party = $1" }
}

row! {
    #[derive(Debug)]
    pub struct PartyRow {
        pub id: Uuid,
        pub kind: PartyKind,
        pub name: String,
        pub unit: Option<Uuid>,
        pub department: Option<String>,
        pub public_name: bool,
        pub has_phone: bool,
    }
}

row! {
    /// What only an audited reveal may show.
    #[derive(Debug, Clone, PartialEq, Eq, Default)]
    pub struct PartyPrivate {
        pub mobile: Option<String>,
        pub email: Option<String>,
        pub address: Option<String>,
    }
}

/// A party to write, with its private part where there is one. `party.has_phone` is not read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartyEntry {
    pub party: Party,
    /// None leaves what is on file.
    pub private: Option<PartyPrivate>,
}

#[derive(Serialize)]
struct NewPartyRow<'a> {
    id: Uuid,
    kind: PartyKind,
    name: &'a str,
    unit: Option<Uuid>,
    department: Option<&'a str>,
    public_name: bool,
    recorded_at: Instant,
}

#[derive(Serialize)]
struct NewPrivateRow<'a> {
    party: Uuid,
    mobile: Option<&'a str>,
    email: Option<&'a str>,
    address: Option<&'a str>,
    recorded_at: Instant,
}

/// Parties in the form in which their statements want them.
pub(crate) struct Prepared {
    pub parties: String,
    pub private: String,
}

impl Prepared {
    pub fn new(entries: &[PartyEntry], at: Instant) -> Result<Self, StoreError> {
        let parties: Vec<_> = entries.iter().map(|entry| new_row(&entry.party, at)).collect();
        let private: Vec<_> = entries
            .iter()
            .filter_map(|entry| {
                entry.private.as_ref().map(|private| private_row(entry.party.id, private, at))
            })
            .collect();
        Ok(Self { parties: json_rows(&parties)?, private: json_rows(&private)? })
    }
}

/// The steps of `upsert_parties` within a transaction.
macro_rules! upsert_parties {
    ($c:ident, $prepared:expr) => {{
        use $crate::store::parties;
        let prepared: &parties::Prepared = $prepared;
        sqlx::query($c.say(&parties::UPSERT)).bind(&prepared.parties).execute(&mut *$c).await?;
        sqlx::query($c.say(&parties::UPSERT_PRIVATE)).bind(&prepared.private).execute(&mut *$c).await?;
    }};
}
pub(crate) use upsert_parties;

impl Store {
    /// Adds parties or brings them up to date, by id. Erased ones stay erased.
    pub async fn upsert_parties(&self, entries: &[PartyEntry], at: Instant) -> Result<(), StoreError> {
        self.import(&Import { parties: entries, ..Import::at(at) }).await?;
        Ok(())
    }

    /// All parties, without anything private.
    pub async fn load_parties(&self) -> Result<Vec<Party>, StoreError> {
        let rows: Vec<PartyRow> = read!(self, |c| Ok(sqlx::query_as(c.say(&LOAD)).fetch_all(c).await?))?;
        Ok(rows
            .into_iter()
            .map(|row| Party {
                id: row.id,
                kind: row.kind,
                name: row.name,
                unit: row.unit,
                department: row.department,
                public_name: row.public_name,
                has_phone: row.has_phone,
            })
            .collect())
    }

    /// The private part of a party, none when nothing is on file. The caller writes the audit row first.
    pub async fn party_private(&self, party: Uuid) -> Result<Option<PartyPrivate>, StoreError> {
        read!(self, |c| Ok(sqlx::query_as(c.say(&PRIVATE)).bind(party).fetch_optional(c).await?))
    }
}

fn new_row(party: &Party, at: Instant) -> NewPartyRow<'_> {
    NewPartyRow {
        id: party.id,
        kind: party.kind,
        name: &party.name,
        unit: party.unit,
        department: party.department.as_deref(),
        public_name: party.public_name,
        recorded_at: at,
    }
}

fn private_row(party: Uuid, private: &PartyPrivate, at: Instant) -> NewPrivateRow<'_> {
    NewPrivateRow {
        party,
        mobile: private.mobile.as_deref(),
        email: private.email.as_deref(),
        address: private.address.as_deref(),
        recorded_at: at,
    }
}
