//! Opening the database and the service for a command that runs once.

use super::{Context, Failure, messages};
use crate::app::answer::Footer;
use crate::app::{Service, ServiceOptions};
use crate::clock::{Clock, SystemClock};
use crate::domain::instant::Instant;
use crate::ids::RandomIds;
use crate::store::{OpenOptions, Store, StoreError};
use std::sync::Arc;

/// Opens an existing database; never creates or migrates one.
pub async fn open_existing(context: &Context) -> Result<Store, StoreError> {
    let options = OpenOptions { create: false, migrate: false, serve: false };
    Store::open(&context.config.database(), options).await
}

/// The same for a command that needs it.
pub async fn existing(context: &Context) -> Result<Store, Failure> {
    Ok(open_existing(context).await?)
}

/// Opens the database for writing and creates it when there is none.
pub async fn writable(context: &Context) -> Result<Store, Failure> {
    Ok(Store::open(&context.config.database(), OpenOptions::default()).await?)
}

/// The service over an open database, for one answer.
pub async fn service(store: Store, context: &Context) -> Result<Arc<Service>, Failure> {
    service_on(store, context, true, Arc::new(SystemClock)).await
}

/// The service for `serve`, which also tells who can reach it.
pub async fn service_on(
    store: Store,
    context: &Context,
    loopback_only: bool,
    clock: Arc<dyn Clock>,
) -> Result<Arc<Service>, Failure> {
    let options = ServiceOptions {
        loopback_only,
        zone: context.config.time_zone(),
        map_approval: context.config.map_approval.clone(),
        footer: Footer {
            sponsor: context.config.sponsor.clone(),
            icp: context.config.icp.clone(),
            complaints: context.config.complaints.clone(),
        },
        reports_per_hour: context.config.reports_per_hour,
        messages: messages::options(&context.config)?,
        ..ServiceOptions::default()
    };
    Ok(Service::start(store, options, clock, Arc::new(RandomIds)).await?)
}

pub fn now() -> Instant {
    SystemClock.now()
}

/// `--at`: an RFC 3339 time or a day, in the site's zone; now when absent.
pub fn instant(text: Option<&str>, context: &Context) -> Result<Instant, Failure> {
    let Some(text) = text else { return Ok(now()) };
    Instant::parse(text, &context.config.time_zone()).ok_or_else(|| {
        Failure::usage(crate::domain::text::Words::new(
            format!("「{text}」不是时间，应如 2026-03-01 或 2026-03-01T08:00:00+08:00"),
            format!("“{text}” is no time; it should look like 2026-03-01 or 2026-03-01T08:00:00+08:00"),
        ))
    })
}
