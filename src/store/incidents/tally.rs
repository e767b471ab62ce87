//! Counts for the day's overview: what came and went since an instant, and the open cases by zone, department and state.

use crate::domain::case::State;
use crate::domain::instant::Instant;
use crate::store::macros::{read, row};
use crate::store::sql::{Speaks, Sql};
use crate::store::{Store, StoreError, json_list};

/// The incidents of some areas, as a list's filter takes them: by owner, zone or community. `[]` stands for everywhere.
macro_rules! within {
    (sqlite) => {
        "incident WHERE ($2 = '[]' OR area_code IN (SELECT value FROM jsonb_each($2))
             OR zone_code IN (SELECT value FROM jsonb_each($2)) OR community_code IN (SELECT value FROM jsonb_each($2)))"
    };
    (postgres) => {
        "incident WHERE (CAST($2 AS text) = '[]' OR area_code IN (SELECT value FROM json_array_elements_text(CAST(CAST($2 AS text) AS json)) AS a(value))
             OR zone_code IN (SELECT value FROM json_array_elements_text(CAST(CAST($2 AS text) AS json)) AS a(value))
             OR community_code IN (SELECT value FROM json_array_elements_text(CAST(CAST($2 AS text) AS json)) AS a(value)))"
    };
}

macro_rules! since {
    ($kind:tt) => {
        concat!(
            "SELECT (SELECT count(*) FROM ",
            within!($kind),
            " AND recorded_at >= $1) AS reported,
                    (SELECT count(*) FROM ",
            within!($kind),
            " AND recorded_at >= $1 AND source = 'public') AS reported_public,
                    (SELECT count(*) FROM ",
            within!($kind),
            " AND filed_at >= $1) AS filed,
                    (SELECT count(*) FROM ",
            within!($kind),
            " AND closed_at >= $1 AND state = 'closed') AS closed,
                    (SELECT count(*) FROM ",
            within!($kind),
            " AND closed_at >= $1 AND state = 'handled_on_site')
                        AS handled_on_site"
        )
    };
}

macro_rules! days {
    ($kind:tt) => {
        concat!(
            "SELECT recorded_at AS at, CAST(0 AS bigint) AS ended FROM ",
            within!($kind),
            " AND recorded_at >= $1
             UNION ALL SELECT closed_at AS at, CAST(1 AS bigint) AS ended FROM ",
            within!($kind),
            "
                 AND closed_at >= $1 AND state IN ('closed', 'handled_on_site')"
        )
    };
}

const SINCE: Sql = Sql { name: "SINCE", sqlite: since!(sqlite), postgres: since!(postgres) };
const DAYS: Sql = Sql { name: "DAYS", sqlite: days!(sqlite), postgres: days!(postgres) };
const OPEN: Sql = Sql {
    name: "OPEN",
    sqlite: concat!(
        "SELECT zone_code, department, state, count(*) AS cases,
             coalesce(sum(due_at < $1 AND handled_at IS NULL), 0) AS overdue,
             coalesce(sum(due_at >= $1 AND warn_at <= $1 AND handled_at IS NULL), 0) AS warning,
             min(CASE WHEN handled_at IS NULL THEN due_at END) AS oldest_due_at
         FROM ",
        within!(sqlite),
        " AND closed_at IS NULL AND state IN ('reported', 'filed', 'dispatched', 'handled', 'suspended')
         GROUP BY zone_code, department, state"
    ),
    postgres: concat!(
        "SELECT zone_code, department, state, count(*) AS cases,
             count(*) FILTER (WHERE due_at < $1 AND handled_at IS NULL) AS overdue,
             count(*) FILTER (WHERE due_at >= $1 AND warn_at <= $1 AND handled_at IS NULL) AS warning,
             min(due_at) FILTER (WHERE handled_at IS NULL) AS oldest_due_at
         FROM ",
        within!(postgres),
        " AND closed_at IS NULL AND state IN ('reported', 'filed', 'dispatched', 'handled', 'suspended')
         GROUP BY zone_code, department, state"
    ),
};

/// Every statement of this file.
pub(crate) const ALL: &[Sql] = &[SINCE, DAYS, OPEN];

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
    /// What came and went since `from` in the areas of these codes; in all when there are none.
    pub async fn since(&self, from: Instant, areas: &[String]) -> Result<Since, StoreError> {
        let areas = json_list(areas)?;
        read!(self, |c| Ok(sqlx::query_as(c.say(&SINCE)).bind(from).bind(&areas).fetch_one(c).await?))
    }

    /// The open cases of these areas in groups.
    pub async fn open_cases(&self, now: Instant, areas: &[String]) -> Result<Vec<OpenCases>, StoreError> {
        let areas = json_list(areas)?;
        read!(self, |c| Ok(sqlx::query_as(c.say(&OPEN)).bind(now).bind(&areas).fetch_all(c).await?))
    }

    /// Instants since `from` at which incidents were recorded (false) and ended well (true), in no order.
    pub async fn comings_and_goings(
        &self,
        from: Instant,
        areas: &[String],
    ) -> Result<Vec<(Instant, bool)>, StoreError> {
        let areas = json_list(areas)?;
        let rows: Vec<(Instant, i64)> =
            read!(self, |c| Ok(sqlx::query_as(c.say(&DAYS)).bind(from).bind(&areas).fetch_all(c).await?))?;
        Ok(rows.into_iter().map(|(at, ended)| (at, ended != 0)).collect())
    }
}
