//! Finished cases among which samples are drawn.

use crate::domain::instant::Instant;
use crate::store::macros::{read, statements};
use crate::store::sql::Speaks;
use crate::store::{Store, StoreError, json_list};
use uuid::Uuid;

statements! {
    CLOSED_IN {
        sqlite "SELECT i.id, max(e.at) FROM incident i
                LEFT JOIN incident_event e ON e.home_code = i.home_code AND e.incident = i.id AND e.kind = 'case_sampled'
                WHERE i.closed_at >= $1 AND i.closed_at < $2 AND i.state = 'closed'
                    AND (i.area_code IN (SELECT value FROM jsonb_each($3)) OR i.zone_code IN (SELECT value FROM jsonb_each($3))
                         OR i.community_code IN (SELECT value FROM jsonb_each($3)))
                GROUP BY i.id"
        postgres "SELECT i.id, max(e.at) FROM incident i
                  LEFT JOIN incident_event e ON e.home_code = i.home_code AND e.incident = i.id AND e.kind = 'case_sampled'
                  WHERE i.closed_at >= $1 AND i.closed_at < $2 AND i.state = 'closed'
                      AND (i.area_code IN (SELECT value FROM json_array_elements_text($3::json) AS a(value))
                           OR i.zone_code IN (SELECT value FROM json_array_elements_text($3::json) AS a(value))
                           OR i.community_code IN (SELECT value FROM json_array_elements_text($3::json) AS a(value)))
                  GROUP BY i.id"
    }
}

impl Store {
    /// Ids of the cases of some areas that were closed in `[from, until)`, in no order, each with the time of its last sample.
    pub async fn closed_in(
        &self,
        areas: &[String],
        from: Instant,
        until: Instant,
    ) -> Result<Vec<(Uuid, Option<Instant>)>, StoreError> {
        let areas = json_list(areas)?;
        read!(self, |c| {
            Ok(sqlx::query_as(c.say(&CLOSED_IN)).bind(from).bind(until).bind(&areas).fetch_all(c).await?)
        })
    }
}
