//! All incidents as narrow rows, for the columns that the service keeps in memory. Read once at the start; later
//! only those that the change log names.

use crate::domain::case::State;
use crate::domain::instant::Instant;
use crate::store::decoding::{Decoding, words};
use crate::store::macros::read;
use crate::store::sql::{Speaks, Sql};
use crate::store::{Store, StoreError, json_list};
use tokio::sync::mpsc;
use tokio_stream::StreamExt;
use uuid::Uuid;

/// Reads incidents in one shape: ids, and the rest packed into one JSON array. What is appended to the text says
/// which ones.
macro_rules! scan {
    ($name:literal, sqlite $sqlite:literal postgres $postgres:literal) => {
        Sql {
            name: $name,
            sqlite: concat!(
                "SELECT id, actor_unit, actor_person,
                        json_array(lon, lat, category, state, area_code, department, source, occurred_at,
                                   recorded_at, due_at)
                 FROM incident ",
                $sqlite
            ),
            postgres: concat!(
                "SELECT id, actor_unit, actor_person,
                        CAST(json_build_array(lon, lat, category, state, area_code, department, source,
                                              occurred_at, recorded_at, due_at) AS text)
                 FROM incident ",
                $postgres
            ),
        }
    };
}

const EVERY: Sql = scan!("EVERY", sqlite "" postgres "");
const SOME: Sql = scan!(
    "SOME",
    sqlite "WHERE id IN (SELECT unhex(value, '-') FROM jsonb_each($1))"
    postgres "WHERE id IN (SELECT CAST(value AS uuid) FROM json_array_elements_text($1::json) AS ids(value))"
);

/// Every statement of this file.
pub(crate) const ALL: &[Sql] = &[EVERY, SOME];

/// What filters and maps need of an incident.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IncidentColumns {
    pub id: Uuid,
    pub lon: i32,
    pub lat: i32,
    pub category: String,
    pub state: State,
    pub area_code: Option<String>,
    pub department: Option<String>,
    pub actor_unit: Option<Uuid>,
    pub actor_person: Option<Uuid>,
    pub source: String,
    pub occurred_at: Instant,
    pub recorded_at: Instant,
    pub due_at: Option<Instant>,
}

/// Id, acting unit and person, and the rest as a JSON array.
type PackedIncident = (Uuid, Option<Uuid>, Option<Uuid>, String);

fn decode((id, actor_unit, actor_person, packed): PackedIncident) -> Result<IncidentColumns, StoreError> {
    let (lon, lat, category, state, area_code, department, source, occurred_at, recorded_at, due_at) =
        words(&packed)?;
    Ok(IncidentColumns {
        id,
        lon,
        lat,
        category,
        state,
        area_code,
        department,
        actor_unit,
        actor_person,
        source,
        occurred_at,
        recorded_at,
        due_at,
    })
}

impl Store {
    /// Sends every incident to `chunks`, some thousands at a time, in no particular order. Read `change_head`
    /// before, and follow the change log from there: a row that changes meanwhile comes again with it. Ends early
    /// when nobody listens any more.
    pub async fn stream_incident_columns(
        &self,
        chunks: mpsc::Sender<Vec<IncidentColumns>>,
    ) -> Result<(), StoreError> {
        let mut decoding = Decoding::new(decode);
        read!(self, |c| {
            let text = c.say(&EVERY);
            let mut rows = sqlx::query_as::<_, PackedIncident>(text).fetch(c);
            while let Some(row) = rows.next().await {
                if let Some(chunk) = decoding.push(row?).await?
                    && chunks.send(chunk).await.is_err()
                {
                    return Ok(());
                }
            }
            Ok(())
        })?;
        while let Some(chunk) = decoding.next().await? {
            if chunks.send(chunk).await.is_err() {
                return Ok(());
            }
        }
        Ok(())
    }

    /// The columns of some incidents; those that do not exist are left out.
    pub async fn incident_columns(&self, ids: &[Uuid]) -> Result<Vec<IncidentColumns>, StoreError> {
        let ids = json_list(ids)?;
        let rows: Vec<PackedIncident> =
            read!(self, |c| Ok(sqlx::query_as(c.say(&SOME)).bind(&ids).fetch_all(c).await?))?;
        rows.into_iter().map(decode).collect()
    }
}
