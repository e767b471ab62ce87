//! Counts for the day's overview: what came and went since an instant, and the open cases by zone, department and state.

use crate::domain::case::State;
use crate::domain::instant::Instant;
use crate::store::macros::{read, row, statements};
use crate::store::sql::Speaks;
use crate::store::{Store, StoreError};

statements! {
    SINCE {
        "SELECT (SELECT count(*) FROM incident WHERE recorded_at >= $1) AS reported,
                (SELECT count(*) FROM incident WHERE recorded_at >= $1 AND source = 'public') AS reported_public,
                (SELECT count(*) FROM incident WHERE filed_at >= $1) AS filed,
                (SELECT count(*) FROM incident WHERE closed_at >= $1 AND state = 'closed') AS closed,
                (SELECT count(*) FROM incident WHERE closed_at >= $1 AND state = 'handled_on_site') AS handled_on_site"
    }
    OPEN {
        sqlite "SELECT zone_code, department, state, count(*) AS cases,
                    coalesce(sum(due_at < $1 AND handled_at IS NULL), 0) AS overdue,
                    coalesce(sum(due_at >= $1 AND warn_at <= $1 AND handled_at IS NULL), 0) AS warning,
                    min(CASE WHEN handled_at IS NULL THEN due_at END) AS oldest_due_at
                FROM incident WHERE closed_at IS NULL AND state IN ('reported', 'filed', 'dispatched', 'handled', 'suspended')
                GROUP BY zone_code, department, state"
        postgres "SELECT zone_code, department, state, count(*) AS cases,
                      count(*) FILTER (WHERE due_at < $1 AND handled_at IS NULL) AS overdue,
                      count(*) FILTER (WHERE due_at >= $1 AND warn_at <= $1 AND handled_at IS NULL) AS warning,
                      min(due_at) FILTER (WHERE handled_at IS NULL) AS oldest_due_at
                  FROM incident WHERE closed_at IS NULL AND state IN ('reported', 'filed', 'dispatched', 'handled', 'suspended')
                  GROUP BY zone_code, department, state"
    }
    DAYS {
        "SELECT recorded_at AS at, CAST(0 AS bigint) AS ended FROM incident WHERE recorded_at >= $1
         UNION ALL SELECT closed_at AS at, CAST(1 AS bigint) AS ended FROM incident
             WHERE closed_at >= $1 AND state IN ('closed', 'handled_on_site')"
    }
}

row! {
    /// What came and went since an instant.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub struct Since {
        pub reported: i64,
        pub reported_public: i64,
        pub filed: i64,
        pub closed: i64,
        pub handled_on_site: i64,
    }
}

row! {
    /// Open cases of one zone, department and state.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct OpenCases {
        pub zone_code: Option<String>,
        pub department: Option<String>,
        pub state: State,
        pub cases: i64,
        pub overdue: i64,
        pub warning: i64,
        /// Of those that are not handled yet.
        pub oldest_due_at: Option<Instant>,
    }
}

impl Store {
    pub async fn since(&self, from: Instant) -> Result<Since, StoreError> {
        read!(self, |c| Ok(sqlx::query_as(c.say(&SINCE)).bind(from).fetch_one(c).await?))
    }

    /// All open cases in groups.
    pub async fn open_cases(&self, now: Instant) -> Result<Vec<OpenCases>, StoreError> {
        read!(self, |c| Ok(sqlx::query_as(c.say(&OPEN)).bind(now).fetch_all(c).await?))
    }

    /// Instants since `from` at which incidents were recorded (false) and ended well (true), in no order.
    pub async fn comings_and_goings(&self, from: Instant) -> Result<Vec<(Instant, bool)>, StoreError> {
        let rows: Vec<(Instant, i64)> =
            read!(self, |c| Ok(sqlx::query_as(c.say(&DAYS)).bind(from).fetch_all(c).await?))?;
        Ok(rows.into_iter().map(|(at, ended)| (at, ended != 0)).collect())
    }
}
