//! How much is taken from people without an account (R11: residents report without one): so many reports and voices from one
//! address at once, and one more each part of the hour. Many households may share an address of a mobile network, so the
//! limit is wide; it keeps a script from filling the desk, not a street from complaining.

use super::account::{Origin, token_hash};
use super::error::AppError;
use super::service::{Result, Service};
use super::viewer::Viewer;
use crate::domain::instant::Instant;
use crate::domain::text::Words;
use crate::store::Allowance;

/// Reports of one address at once, and in an hour, unless the site says otherwise.
pub const REPORTS_PER_HOUR: u32 = 60;

const HOUR: i64 = 3600 * Instant::SECOND;

/// A report that was taken from an allowance; it goes back when nothing came of it.
#[derive(Debug)]
pub struct Taken(Option<Allowance>);

impl Service {
    /// Takes one report from the allowance of an address, or says when the next is free. Who is signed in has none; neither
    /// has this machine itself, whose address stands for everybody where a proxy was not named.
    pub async fn allow_report(&self, viewer: &Viewer, origin: &Origin) -> Result<Taken> {
        let an_hour = i64::from(self.options().reports_per_hour);
        if !viewer.is_anonymous() || !origin.outside || an_hour == 0 {
            return Ok(Taken(None));
        }
        let key = token_hash(&format!("report from\0{}", origin.address));
        let allowance = Allowance { key, burst: an_hour, interval: HOUR / an_hour };
        let now = self.now();
        match self.store().take_allowances(&[allowance], now).await? {
            Ok(()) => Ok(Taken(Some(allowance))),
            Err(free) => Err(too_many_reports(free.micros() - now.micros())),
        }
    }

    /// Gives it back, after a report that was refused or had come before.
    pub async fn give_back_report(&self, taken: Taken) -> Result<()> {
        match taken.0 {
            Some(allowance) => Ok(self.store().give_back_allowances(&[allowance]).await?),
            None => Ok(()),
        }
    }

    /// Drops allowances that are whole again, of reports and of signing in.
    pub async fn sweep_allowances(&self) -> Result<()> {
        Ok(self.store().sweep_allowances(self.now()).await?)
    }
}

fn too_many_reports(micros: i64) -> AppError {
    let seconds = (micros.max(0) / Instant::SECOND + 1).unsigned_abs();
    AppError::TooMany {
        code: "too_many_reports",
        retry_after: seconds,
        words: Words::new(
            format!("这个网络地址一小时内的上报已达上限，请 {seconds} 秒后再试；情况紧急请拨打社区电话"),
            format!(
                "reports from this network address have reached the limit of an hour; try again in {seconds} seconds, or call the community office if it is urgent"
            ),
        ),
    }
}
