//! Cases with their histories, for assessment: one statement for a period, streamed, one short row a case.

use crate::domain::assessment::{Belonging, CaseHistory};
use crate::domain::case::{Event, EventKind, State};
use crate::domain::instant::Instant;
use crate::domain::routing::Limit;
use crate::store::decoding::{Decoding, words};
use crate::store::macros::{read, statements};
use crate::store::sql::Speaks;
use crate::store::{Store, StoreError};
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::sync::mpsc;
use tokio_stream::StreamExt;
use uuid::Uuid;

// The last condition leaves out cases that were over, and past due, well before the period: a due time can move by the
// time that a case waited for a check, so there is a margin, and what is taken too much is left out when it is counted.
// Marks are left out: they change nothing of what is counted. What a case was before it was routed again or handed on is
// only wanted of changes after the period, when they must not change it any more.
statements! {
    COURSES {
        sqlite "SELECT i.actor_unit, json_array(
                    i.category, i.source, i.recorded_at, i.related_kind = 'appeal_against',
                    i.area_code, i.point_code, i.zone_code, i.department, a.body->'limit',
                    (SELECT min(r.recorded_at) FROM incident r
                     WHERE r.relapse_of = i.id AND r.state NOT IN ('void', 'rejected')),
                    (SELECT json_group_array(json_array(
                        e.kind, e.to_state, e.at, e.detail->'until', e.detail->'limit_start',
                        json(CASE WHEN e.at >= $2 AND json_type(e.detail, '$.before') = 'object' THEN json_array(
                            e.detail->'from_area', e.detail->'$.before.actor.unit',
                            e.detail->'$.before.department', e.detail->'$.before.limit') END)))
                     FROM incident_event e WHERE e.home_code = i.home_code AND e.incident = i.id
                        AND e.kind NOT IN ('case_accepted', 'case_supervised', 'case_urged', 'case_help_asked',
                                           'case_referred', 'case_escalated', 'case_sampled', 'case_appealed')))
                FROM incident i JOIN assignment a ON a.home_code = i.home_code AND a.incident = i.id
                WHERE i.recorded_at < $3 AND (i.closed_at IS NULL OR i.closed_at >= $1 OR i.due_at >= $1)"
        postgres "SELECT i.actor_unit, CAST(json_build_array(
                      i.category, i.source, i.recorded_at, i.related_kind = 'appeal_against',
                      i.area_code, i.point_code, i.zone_code, i.department, a.body->'limit',
                      (SELECT min(r.recorded_at) FROM incident r
                       WHERE r.relapse_of = i.id AND r.state NOT IN ('void', 'rejected')),
                      (SELECT json_agg(json_build_array(
                          e.kind, e.to_state, e.at, e.detail->'until', e.detail->'limit_start',
                          CASE WHEN e.at >= $2 AND jsonb_typeof(e.detail->'before') = 'object' THEN json_build_array(
                              e.detail->'from_area', e.detail #> '{before,actor,unit}',
                              e.detail #> '{before,department}', e.detail #> '{before,limit}') END))
                       FROM incident_event e WHERE e.home_code = i.home_code AND e.incident = i.id
                          AND e.kind NOT IN ('case_accepted', 'case_supervised', 'case_urged', 'case_help_asked',
                                             'case_referred', 'case_escalated', 'case_sampled', 'case_appealed'))) AS text)
                  FROM incident i JOIN assignment a ON a.home_code = i.home_code AND a.incident = i.id
                  WHERE i.recorded_at < $3 AND (i.closed_at IS NULL OR i.closed_at >= $1 OR i.due_at >= $1)"
    }
}

/// How long a case can have waited for checks that sent it back, at most, for its due time to reach into a period that
/// begins after it was closed.
const MARGIN: i64 = 31 * Instant::DAY;

/// The acting unit, and the rest as a JSON array.
type PackedCourse = (Option<Uuid>, String);

/// Kind, state after it, time, end of a suspension, start of a limit, and what the case was before.
type PackedEvent = (EventKind, State, Instant, Option<Value>, Option<Value>, Option<PackedBefore>);

/// Area, unit, department and limit.
#[derive(Deserialize)]
struct PackedBefore(Option<String>, Option<Uuid>, Option<String>, Option<Limit>);

/// SQLite tells truth by numbers.
#[derive(Deserialize)]
#[serde(untagged)]
enum Truth {
    Flag(bool),
    Number(i64),
}

/// Category, source, receipt, whether it is an appeal, codes of area, point and zone, department, limit, relapse, events.
type PackedCase = (
    String,
    String,
    Instant,
    Option<Truth>,
    Option<String>,
    Option<String>,
    Option<String>,
    Option<String>,
    Option<Limit>,
    Option<Instant>,
    Option<Vec<PackedEvent>>,
);

fn decode((actor_unit, packed): PackedCourse) -> Result<CaseHistory, StoreError> {
    let (category, source, recorded_at, appeal, area, point, zone, department, limit, relapsed_at, events): PackedCase =
        words(&packed)?;
    let mut events = events.unwrap_or_default();
    events.sort_by_key(|event| event.2);
    let now = Belonging { area, point, zone, unit: actor_unit.map(|id| id.to_string()), department, limit };
    let mut earlier = Vec::new();
    // Backwards, so that what an event does not tell is as it was after it.
    let mut after = now.clone();
    for (_, _, at, _, _, before) in events.iter_mut().rev() {
        let Some(PackedBefore(area, unit, department, limit)) = before.take() else { continue };
        if let Some(area) = area.filter(|area| Some(area) != after.area.as_ref()) {
            after = Belonging { area: Some(area), point: None, zone: None, ..after };
        }
        after = Belonging { unit: unit.map(|id| id.to_string()), department, limit, ..after };
        earlier.push((*at, after.clone()));
    }
    earlier.reverse();
    let event = |(kind, to, at, until, limit_start, _): PackedEvent| Event {
        id: Uuid::nil(),
        incident: Uuid::nil(),
        kind,
        from: None,
        to,
        at,
        actor_role: String::new(),
        actor_party: None,
        note: None,
        detail: match (until, limit_start) {
            (None, None) => Value::Null,
            (until, limit_start) => json!({"until": until, "limit_start": limit_start}),
        },
    };
    Ok(CaseHistory {
        category,
        source,
        recorded_at,
        appeal: matches!(appeal, Some(Truth::Flag(true) | Truth::Number(1))),
        relapsed_at,
        now,
        earlier,
        events: events.into_iter().map(event).collect(),
    })
}

impl Store {
    /// Sends every case that can count in a period between `from` and `until` to `chunks`, some hundreds at a time, in no
    /// particular order, with all that happened to it until now. What a case was before changes at `asked` or later comes
    /// with it. Where an area that it was moved from is told, its `point` and `zone` are for the caller to find. Ends early
    /// when nobody listens any more.
    pub async fn stream_case_histories(
        &self,
        (from, asked, until): (Instant, Instant, Instant),
        chunks: mpsc::Sender<Vec<CaseHistory>>,
    ) -> Result<(), StoreError> {
        let mut decoding = Decoding::new(decode);
        let since = Instant(from.micros().saturating_sub(MARGIN));
        read!(self, |c| {
            let mut rows = sqlx::query_as::<_, PackedCourse>(c.say(&COURSES))
                .bind(since)
                .bind(asked)
                .bind(until)
                .fetch(c);
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
}
