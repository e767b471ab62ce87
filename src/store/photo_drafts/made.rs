//! A draft becomes a report: both in one transaction, whoever asks and however often.

use crate::domain::instant::Instant;
use crate::store::incidents::Intake;
use crate::store::macros::statements;
use crate::store::{StoreError, json_rows};
use serde::Serialize;
use uuid::Uuid;

statements! {
    // Only a draft that waits is taken, so that of two who confirm it one makes the report.
    TAKE {
        sqlite "UPDATE photo_draft SET state = 'made', incident = unhex(j.value->>'incident', '-'),
                    ended_at = j.value->>'at', ended_by = j.value->>'by'
                FROM jsonb_each($1) AS j
                WHERE photo_draft.id = unhex(j.value->>'draft', '-') AND photo_draft.state = 'waiting'
                RETURNING id"
        postgres "UPDATE photo_draft AS d SET state = 'made', incident = j.incident, ended_at = j.at, ended_by = j.\"by\"
                  FROM json_to_recordset($1::json) AS j(draft uuid, incident uuid, at bigint, \"by\" text)
                  WHERE d.id = j.draft AND d.state = 'waiting'
                  RETURNING d.id"
    }
    GIVE_PHOTOS {
        sqlite "INSERT INTO photo (home_code, id, incident, kind, ordinal, sha256, thumb_sha256, width, height, bytes, taken_at,
                    lon, lat, accuracy_m, direction, north, uploaded_at, uploader)
                SELECT j.value->>'home_code', p.id, unhex(j.value->>'incident', '-'), 'before', p.ordinal, p.sha256,
                    p.thumb_sha256, p.width, p.height, p.bytes, p.taken_at, p.lon, p.lat, p.accuracy_m, p.direction, p.north,
                    p.uploaded_at, d.brought_by
                FROM jsonb_each($1) AS j
                CROSS JOIN photo_draft AS d ON d.id = unhex(j.value->>'draft', '-')
                    AND d.incident = unhex(j.value->>'incident', '-')
                JOIN drafted_photo AS p ON p.draft = d.id"
        postgres "INSERT INTO photo (home_code, id, incident, kind, ordinal, sha256, thumb_sha256, width, height, bytes, taken_at,
                      lon, lat, accuracy_m, direction, north, uploaded_at, uploader)
                  SELECT j.home_code, p.id, j.incident, 'before', p.ordinal, p.sha256,
                      p.thumb_sha256, p.width, p.height, p.bytes, p.taken_at, p.lon, p.lat, p.accuracy_m, p.direction, p.north,
                      p.uploaded_at, d.brought_by
                  FROM json_to_recordset($1::json) AS j(home_code text, draft uuid, incident uuid)
                  JOIN photo_draft AS d ON d.id = j.draft AND d.incident = j.incident
                  JOIN drafted_photo AS p ON p.draft = d.id"
    }
    REMOVE_PHOTOS {
        sqlite "DELETE FROM drafted_photo WHERE draft IN (SELECT unhex(value->>'draft', '-') FROM jsonb_each($1))
                    AND draft IN (SELECT id FROM photo_draft WHERE state = 'made')"
        postgres "DELETE FROM drafted_photo
                  WHERE draft IN (SELECT draft FROM json_to_recordset($1::json) AS j(draft uuid))
                      AND draft IN (SELECT id FROM photo_draft WHERE state = 'made')"
    }
}

/// The draft that a report is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FromDraft {
    pub id: Uuid,
    /// Who confirmed it.
    pub by: String,
}

#[derive(Serialize)]
struct TakeJson<'a> {
    draft: Uuid,
    incident: Uuid,
    home_code: &'a str,
    at: Instant,
    by: &'a str,
}

/// The drafts of those reports that are new, as the statements take them; none when there is none.
pub(in crate::store) fn take_rows(
    intakes: &[Intake],
    is_new: impl Fn(&Intake) -> bool,
) -> Result<Option<String>, StoreError> {
    let rows: Vec<TakeJson> = intakes
        .iter()
        .filter(|intake| is_new(intake))
        .filter_map(|intake| {
            let row = &intake.incident.row;
            intake.draft.as_ref().map(|draft| TakeJson {
                draft: draft.id,
                incident: row.id,
                home_code: &row.home_code,
                at: row.recorded_at,
                by: &draft.by,
            })
        })
        .collect();
    if rows.is_empty() { Ok(None) } else { json_rows(&rows).map(Some) }
}
