//! Rows of photos: added to an incident, read by incident, singly, or all in pages.

use super::row::{NewPhoto, PhotoRow, StoredPhoto, records};
use crate::domain::instant::Instant;
use crate::store::changes::{ChangeKind, Pending, log_changes};
use crate::store::macros::{read, statements, write_tx};
use crate::store::sql::Speaks;
use crate::store::table_row::InsertRows;
use crate::store::{Store, StoreError, json_list};
use uuid::Uuid;

statements! {
    // Locked on PostgreSQL, so that two who add photos at once do not take the same places.
    INCIDENT {
        sqlite "SELECT 1 FROM incident WHERE home_code = $1 AND id = $2"
        postgres "SELECT 1::bigint FROM incident WHERE home_code = $1 AND id = $2 FOR UPDATE"
    }
    NEXT_PLACE {
        "SELECT coalesce(max(ordinal) + 1, 0) FROM photo WHERE home_code = $1 AND incident = $2"
    }
    BY_ID { "SELECT * FROM photo WHERE id = $1" }
    OF_INCIDENTS {
        sqlite "SELECT * FROM photo WHERE incident IN (SELECT unhex(value, '-') FROM jsonb_each($1))
                ORDER BY incident, ordinal, id"
        postgres "SELECT p.* FROM incident i JOIN photo p ON p.home_code = i.home_code AND p.incident = i.id
                  WHERE i.id IN (SELECT CAST(value AS uuid) FROM json_array_elements_text($1::json) AS ids(value))
                  ORDER BY p.incident, p.ordinal, p.id"
    }
    AFTER { "SELECT * FROM photo WHERE id > $1 ORDER BY id LIMIT $2" }
}

impl Store {
    /// Adds photos to an incident, behind those it has. `NotFound` when there is no such incident.
    pub async fn add_photos(
        &self,
        home_code: &str,
        incident: Uuid,
        photos: &[NewPhoto],
        at: Instant,
    ) -> Result<(), StoreError> {
        let change = Pending {
            home_code: home_code.to_owned(),
            kind: ChangeKind::Incident,
            key: incident.to_string(),
            at,
        };
        write_tx!(self, |c| {
            let found: Option<i64> = sqlx::query_scalar(c.say(&INCIDENT))
                .bind(home_code)
                .bind(incident)
                .fetch_optional(&mut *c)
                .await?;
            found.ok_or(StoreError::NotFound)?;
            let first: i64 = sqlx::query_scalar(c.say(&NEXT_PLACE))
                .bind(home_code)
                .bind(incident)
                .fetch_one(&mut *c)
                .await?;
            let rows: Vec<_> = records(home_code, incident, first, photos).collect();
            c.insert_rows(&rows).await?;
            log_changes!(c, std::slice::from_ref(&change));
            Ok(())
        })
    }

    /// None when there is no such photo.
    pub async fn photo(&self, id: Uuid) -> Result<Option<PhotoRow>, StoreError> {
        let stored: Option<StoredPhoto> =
            read!(self, |c| Ok(sqlx::query_as(c.say(&BY_ID)).bind(id).fetch_optional(c).await?))?;
        Ok(stored.map(PhotoRow::from))
    }

    /// The photos of incidents, by incident and in their order.
    pub async fn photos_of(&self, incidents: &[Uuid]) -> Result<Vec<PhotoRow>, StoreError> {
        let incidents = json_list(incidents)?;
        let stored: Vec<StoredPhoto> =
            read!(self, |c| Ok(sqlx::query_as(c.say(&OF_INCIDENTS)).bind(&incidents).fetch_all(c).await?))?;
        Ok(stored.into_iter().map(PhotoRow::from).collect())
    }

    /// At most `limit` photos with higher ids, by id: all photos page by page from the nil id on.
    pub async fn photos_after(&self, id: Uuid, limit: i64) -> Result<Vec<PhotoRow>, StoreError> {
        let stored: Vec<StoredPhoto> =
            read!(self, |c| Ok(sqlx::query_as(c.say(&AFTER)).bind(id).bind(limit).fetch_all(c).await?))?;
        Ok(stored.into_iter().map(PhotoRow::from).collect())
    }
}
