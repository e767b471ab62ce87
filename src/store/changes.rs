//! The change log: what changed, in commit order, so that other processes follow (they poll it; nothing depends
//! on notifications). Every writer takes the counter row as its last step, which keeps the order of sequence
//! numbers equal to the order of commits: whoever has read up to n will never see a lower number appear.

use super::macros::{read, row, statements};
use super::sql::Speaks;
use super::table_row::table_rows;
use super::{Store, StoreError};
use crate::domain::instant::Instant;
use crate::domain::vocabulary::vocabulary;

vocabulary! {
    /// What a change is about. `key` is what stands after the dash.
    ChangeKind {
        /// setting key
        Setting = "setting",
        /// scheme slug
        Edition = "edition",
        /// id of the draft
        Draft = "draft",
        /// layer slug
        Features = "features",
        /// `*`
        Parties = "parties",
        /// `*`
        Appointments = "appointments",
        /// name of the set
        Categories = "categories",
        /// id of the incident, both for a new one and for a transition
        Incident = "incident",
        /// id of the account whose rights or devices changed
        Account = "account",
        /// id of the channel that messages leave by
        Channel = "channel",
        /// id of the patrol that was recorded
        Patrol = "patrol",
    }
}

statements! {
    HEAD { "SELECT issued FROM change_counter WHERE id = 1" }
    TAKE { "UPDATE change_counter SET issued = issued + $1 WHERE id = 1 RETURNING issued" }
    AFTER {
        "SELECT seq, kind, key, home_code, at FROM change_log WHERE seq > $1 ORDER BY seq LIMIT $2"
    }
}

row! {
    /// One change.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Change {
        pub seq: i64,
        pub kind: ChangeKind,
        pub key: String,
        pub home_code: String,
        pub at: Instant,
    }
}

/// A change before it has its number.
#[derive(Debug, Clone)]
pub(crate) struct Pending {
    pub home_code: String,
    pub kind: ChangeKind,
    pub key: String,
    pub at: Instant,
}

impl Pending {
    /// A change that concerns the whole site.
    pub(crate) fn of_site(kind: ChangeKind, key: impl Into<String>, at: Instant) -> Self {
        Self { home_code: "-".to_owned(), kind, key: key.into(), at }
    }
}

#[derive(serde::Serialize)]
pub(crate) struct LogRow<'a> {
    home_code: &'a str,
    seq: i64,
    kind: ChangeKind,
    key: &'a str,
    at: Instant,
}

table_rows! {
    LogRow<'_> in "change_log" { home_code plain, seq plain, kind plain, key plain, at plain }
}

/// The rows of `pending`, numbered so that the last one is `issued`.
pub(crate) fn numbered(pending: &[Pending], issued: i64) -> Vec<LogRow<'_>> {
    let first = issued - pending.len() as i64 + 1;
    let row = |(p, seq)| -> LogRow<'_> {
        let p: &Pending = p;
        LogRow { home_code: &p.home_code, seq, kind: p.kind, key: &p.key, at: p.at }
    };
    pending.iter().zip(first..).map(row).collect()
}

/// Takes numbers for the changes and writes them; gives the last number. Must be the last step of a
/// transaction, because the counter row stays locked until it ends.
macro_rules! log_changes {
    ($c:ident, $pending:expr) => {{
        let pending: &[$crate::store::changes::Pending] = $pending;
        let issued: i64 = sqlx::query_scalar($c.say(&$crate::store::changes::TAKE))
            .bind(pending.len() as i64)
            .fetch_one(&mut *$c)
            .await?;
        let rows = $crate::store::changes::numbered(pending, issued);
        $crate::store::table_row::InsertRows::insert_rows(&mut *$c, &rows).await?;
        issued
    }};
}
pub(crate) use log_changes;

impl Store {
    /// Number of the newest change, 0 in a new database.
    pub async fn change_head(&self) -> Result<i64, StoreError> {
        read!(self, |c| Ok(sqlx::query_scalar(c.say(&HEAD)).fetch_one(c).await?))
    }

    /// At most `limit` changes after `seq`, oldest first.
    pub async fn changes_after(&self, seq: i64, limit: i64) -> Result<Vec<Change>, StoreError> {
        read!(self, |c| Ok(sqlx::query_as::<_, Change>(c.say(&AFTER))
            .bind(seq)
            .bind(limit)
            .fetch_all(c)
            .await?))
    }
}
