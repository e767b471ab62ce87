//! Allowances that bound how often something may be tried, shared by all instances and kept over restarts. The generic
//! cell rate algorithm (ITU-T I.371): one number a key, the time at which the allowance would be whole again.

use super::SecretHash;
use crate::domain::instant::Instant;
use crate::store::macros::{statements, write_tx};
use crate::store::sql::Speaks;
use crate::store::{Store, StoreError};

statements! {
    TAKE {
        "INSERT INTO allowance (key, whole_at) VALUES ($1, CAST($2 AS BIGINT) + CAST($3 AS BIGINT))
         ON CONFLICT (key) DO UPDATE SET
             whole_at = CASE WHEN allowance.whole_at > $2 THEN allowance.whole_at ELSE CAST($2 AS BIGINT) END + CAST($3 AS BIGINT)
             WHERE allowance.whole_at <= CAST($2 AS BIGINT) + CAST($4 AS BIGINT)
         RETURNING whole_at"
    }
    WHOLE_AT { "SELECT whole_at FROM allowance WHERE key = $1" }
    GIVE_BACK { "UPDATE allowance SET whole_at = whole_at - $2 WHERE key = $1" }
    SWEEP { "DELETE FROM allowance WHERE whole_at < $1" }
}

/// So many tries at once, and one more each `interval`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Allowance {
    pub key: SecretHash,
    pub burst: i64,
    /// Microseconds.
    pub interval: i64,
}

impl Store {
    /// Takes one try of each allowance, or none of any: then it says when the next is free.
    pub async fn take_allowances(
        &self,
        allowances: &[Allowance],
        now: Instant,
    ) -> Result<Result<(), Instant>, StoreError> {
        write_tx!(self, |c| {
            let mut taken = Vec::new();
            for allowance in allowances {
                let slack = (allowance.burst - 1) * allowance.interval;
                let got: Option<i64> = sqlx::query_scalar(c.say(&TAKE))
                    .bind(&allowance.key[..])
                    .bind(now)
                    .bind(allowance.interval)
                    .bind(slack)
                    .fetch_optional(&mut *c)
                    .await?;
                if got.is_some() {
                    taken.push(allowance);
                    continue;
                }
                let whole: i64 =
                    sqlx::query_scalar(c.say(&WHOLE_AT)).bind(&allowance.key[..]).fetch_one(&mut *c).await?;
                for taken in taken {
                    sqlx::query(c.say(&GIVE_BACK))
                        .bind(&taken.key[..])
                        .bind(taken.interval)
                        .execute(&mut *c)
                        .await?;
                }
                return Ok(Err(Instant(whole - slack)));
            }
            Ok(Ok(()))
        })
    }

    /// Gives a try back, after one that did no harm.
    pub async fn give_back_allowances(&self, allowances: &[Allowance]) -> Result<(), StoreError> {
        write_tx!(self, |c| {
            for allowance in allowances {
                sqlx::query(c.say(&GIVE_BACK))
                    .bind(&allowance.key[..])
                    .bind(allowance.interval)
                    .execute(&mut *c)
                    .await?;
            }
            Ok(())
        })
    }

    /// Drops what says nothing any more.
    pub async fn sweep_allowances(&self, now: Instant) -> Result<(), StoreError> {
        write_tx!(self, |c| {
            sqlx::query(c.say(&SWEEP)).bind(now).execute(&mut *c).await?;
            Ok(())
        })
    }
}
