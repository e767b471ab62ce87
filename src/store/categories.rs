//! Category sets as they were in use: an incident of last year is read with last year's tree.

use super::changes::{ChangeKind, Pending, log_changes};
use super::macros::{read, row, statements, write_tx};
use super::sql::Speaks;
use super::{Store, StoreError};
use crate::domain::instant::Instant;
use serde_json::Value;
use sqlx::types::Json;

statements! {
    LIST { "SELECT name, in_force_from, body, recorded_at FROM category_set ORDER BY name, in_force_from" }
    SAVE {
        "INSERT INTO category_set (name, in_force_from, body, recorded_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (name, in_force_from) DO UPDATE SET body = excluded.body, recorded_at = excluded.recorded_at"
    }
}

row! {
    /// One set from a day on.
    #[derive(Debug, Clone, PartialEq)]
    pub struct CategorySet {
        pub name: String,
        pub in_force_from: Instant,
        pub body: Value as json,
        pub recorded_at: Instant,
    }
}

impl Store {
    /// Adds a set, or corrects the one of the same name and day.
    pub async fn save_category_set(&self, set: &CategorySet) -> Result<(), StoreError> {
        let change = [Pending::of_site(ChangeKind::Categories, &set.name, set.recorded_at)];
        write_tx!(self, |c| {
            sqlx::query(c.say(&SAVE))
                .bind(&set.name)
                .bind(set.in_force_from)
                .bind(Json(&set.body))
                .bind(set.recorded_at)
                .execute(&mut *c)
                .await?;
            log_changes!(c, &change);
            Ok(())
        })
    }

    /// All sets, by name and day.
    pub async fn category_sets(&self) -> Result<Vec<CategorySet>, StoreError> {
        read!(self, |c| Ok(sqlx::query_as(c.say(&LIST)).fetch_all(c).await?))
    }
}
