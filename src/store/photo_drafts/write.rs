//! Drafts written, placed, sorted and ended without a report.

use super::row::{DraftEdit, NewDraftedPhoto, NewPhotoDraft, photo_records, seen_records};
use crate::domain::geo::Position;
use crate::domain::instant::Instant;
use crate::domain::photo::{MOST_TOGETHER, PlacedBy};
use crate::store::macros::{statements, write_tx};
use crate::store::sql::Speaks;
use crate::store::table_row::InsertRows;
use crate::store::{Store, StoreError, json_list};
use uuid::Uuid;

statements! {
    // Locks the draft, so that what is counted afterwards stays.
    HOLD_OPEN {
        "UPDATE photo_draft SET state = state WHERE id = $1 AND state = 'waiting' AND edited_at IS NULL"
    }
    EDIT { "UPDATE photo_draft SET edited_at = $2 WHERE id = $1 AND state = 'waiting'" }
    PLACE {
        "UPDATE photo_draft SET lon = $2, lat = $3, placed_by = $4, accuracy_m = NULL, edited_at = $5
         WHERE id = $1 AND state = 'waiting'"
    }
    NEXT_PLACE { "SELECT coalesce(max(ordinal) + 1, 0) FROM drafted_photo WHERE draft = $1" }
    COUNT { "SELECT count(*) FROM drafted_photo WHERE draft = $1" }
    FORGET {
        sqlite "DELETE FROM photo_seen WHERE original IN (SELECT value FROM jsonb_each($1))
                AND draft IN (SELECT id FROM photo_draft WHERE state = 'discarded')"
        postgres "DELETE FROM photo_seen
                  WHERE original IN (SELECT value FROM json_array_elements_text($1::json) AS ids(value))
                      AND draft IN (SELECT id FROM photo_draft WHERE state = 'discarded')"
    }
    MOVE_SEEN {
        sqlite "UPDATE photo_seen SET draft = $1 WHERE sha256 IN (SELECT sha256 FROM drafted_photo
                    WHERE draft = $2 AND id IN (SELECT unhex(value, '-') FROM jsonb_each($3)))"
        postgres "UPDATE photo_seen SET draft = $1 WHERE sha256 IN (SELECT sha256 FROM drafted_photo
                      WHERE draft = $2 AND id IN (
                          SELECT CAST(value AS uuid) FROM json_array_elements_text($3::json) AS ids(value)))"
    }
    MOVE {
        sqlite "UPDATE drafted_photo SET draft = $1, ordinal = ordinal + $4
                WHERE draft = $2 AND id IN (SELECT unhex(value, '-') FROM jsonb_each($3))"
        postgres "UPDATE drafted_photo SET draft = $1, ordinal = ordinal + $4
                  WHERE draft = $2
                      AND id IN (SELECT CAST(value AS uuid) FROM json_array_elements_text($3::json) AS ids(value))"
    }
    REMOVE_EMPTY { "DELETE FROM photo_draft WHERE id = $1" }
    DISCARD {
        "UPDATE photo_draft SET state = 'discarded', ended_at = $2, ended_by = $3, lon = NULL, lat = NULL, placed_by = NULL,
             accuracy_m = NULL, taken_at = NULL, direction = NULL, north = NULL
         WHERE id = $1 AND state = 'waiting'"
    }
    REMOVE_PHOTOS { "DELETE FROM drafted_photo WHERE draft = $1" }
}

/// Where photos are moved.
#[derive(Debug, Clone, PartialEq)]
pub enum MoveInto {
    /// A draft of their own; its photos are empty.
    New(NewPhotoDraft),
    Standing(Uuid),
}

impl Store {
    /// Writes drafts with their photos, and photos that join drafts which stand and nobody has touched, all or nothing.
    /// Photos of `again` (SHA-256 of their files) may have been in discarded drafts. `DraftChanged` when a draft is not as it
    /// was, `Unique` when a photo has been brought meanwhile: look again.
    pub async fn add_photo_drafts(
        &self,
        drafts: &[NewPhotoDraft],
        joining: &[(Uuid, Vec<NewDraftedPhoto>)],
        again: &[String],
        at: Instant,
    ) -> Result<(), StoreError> {
        let again = json_list(again)?;
        write_tx!(self, |c| {
            sqlx::query(c.say(&FORGET)).bind(&again).execute(&mut *c).await?;
            let rows: Vec<_> = drafts.iter().map(|draft| draft.record(None)).collect();
            c.insert_rows(&rows).await?;
            let mut photos = Vec::new();
            let mut seen = Vec::new();
            for draft in drafts {
                photos.extend(photo_records(draft.id, 0, at, &draft.photos));
                seen.extend(seen_records(draft.id, &draft.photos));
            }
            for (draft, more) in joining {
                let held = sqlx::query(c.say(&HOLD_OPEN)).bind(draft).execute(&mut *c).await?;
                let next: i64 = sqlx::query_scalar(c.say(&NEXT_PLACE)).bind(draft).fetch_one(&mut *c).await?;
                let count: i64 = sqlx::query_scalar(c.say(&COUNT)).bind(draft).fetch_one(&mut *c).await?;
                if held.rows_affected() == 0 || count + more.len() as i64 > MOST_TOGETHER as i64 {
                    return Err(StoreError::DraftChanged);
                }
                photos.extend(photo_records(*draft, next, at, more));
                seen.extend(seen_records(*draft, more));
            }
            c.insert_rows(&photos).await?;
            c.insert_rows(&seen).await?;
            Ok(())
        })
    }

    /// Puts a draft where a person says it is. `DraftChanged` when it waits no more.
    pub async fn place_photo_draft(
        &self,
        id: Uuid,
        at: Position,
        edit: &DraftEdit,
    ) -> Result<(), StoreError> {
        write_tx!(self, |c| {
            let placed = sqlx::query(c.say(&PLACE))
                .bind(id)
                .bind(i64::from(at.lon))
                .bind(i64::from(at.lat))
                .bind(PlacedBy::Hand)
                .bind(edit.at)
                .execute(&mut *c)
                .await?;
            if placed.rows_affected() == 0 { Err(StoreError::DraftChanged) } else { Ok(()) }
        })
    }

    /// Moves photos from one draft into another. A draft that has none left is gone. `DraftChanged` when one of the drafts
    /// waits no more, has lost the photos, or would have too many.
    pub async fn move_drafted_photos(
        &self,
        from: Uuid,
        photos: &[Uuid],
        into: &MoveInto,
        edit: &DraftEdit,
    ) -> Result<(), StoreError> {
        let list = json_list(photos)?;
        let target = match into {
            MoveInto::New(draft) => draft.id,
            MoveInto::Standing(id) => *id,
        };
        write_tx!(self, |c| {
            let mut held = vec![from];
            match into {
                MoveInto::New(draft) => c.insert_rows(&[draft.record(Some(edit.at))]).await?,
                MoveInto::Standing(id) => held.push(*id),
            }
            // In one order, so that two who join the same drafts wait for each other.
            held.sort_unstable();
            for id in held {
                let edited = sqlx::query(c.say(&EDIT)).bind(id).bind(edit.at).execute(&mut *c).await?;
                if edited.rows_affected() == 0 {
                    return Err(StoreError::DraftChanged);
                }
            }
            let next: i64 = sqlx::query_scalar(c.say(&NEXT_PLACE)).bind(target).fetch_one(&mut *c).await?;
            sqlx::query(c.say(&MOVE_SEEN)).bind(target).bind(from).bind(&list).execute(&mut *c).await?;
            let moved = sqlx::query(c.say(&MOVE))
                .bind(target)
                .bind(from)
                .bind(&list)
                .bind(next)
                .execute(&mut *c)
                .await?;
            let count: i64 = sqlx::query_scalar(c.say(&COUNT)).bind(target).fetch_one(&mut *c).await?;
            if moved.rows_affected() != photos.len() as u64 || count > MOST_TOGETHER as i64 {
                return Err(StoreError::DraftChanged);
            }
            let left: i64 = sqlx::query_scalar(c.say(&COUNT)).bind(from).fetch_one(&mut *c).await?;
            if left == 0 {
                sqlx::query(c.say(&REMOVE_EMPTY)).bind(from).execute(&mut *c).await?;
            }
            Ok(())
        })
    }

    /// Ends a draft without a report; of its photos only their hashes stay. `DraftChanged` when it waits no more.
    pub async fn discard_photo_draft(&self, id: Uuid, edit: &DraftEdit) -> Result<(), StoreError> {
        write_tx!(self, |c| {
            let ended =
                sqlx::query(c.say(&DISCARD)).bind(id).bind(edit.at).bind(&edit.by).execute(&mut *c).await?;
            if ended.rows_affected() == 0 {
                return Err(StoreError::DraftChanged);
            }
            sqlx::query(c.say(&REMOVE_PHOTOS)).bind(id).execute(&mut *c).await?;
            Ok(())
        })
    }
}
