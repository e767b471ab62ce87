//! Sweeps: what the clock brings about without anybody asking. Each may run twice, late, or on several instances at once
//! without harm, because every change is decided on the version that it read.

pub mod deliver;

use crate::app::{AppError, Service};
use serde::Serialize;
use std::sync::Arc;
use std::time::Duration;
use tokio::task::JoinHandle;
use tokio::time::MissedTickBehavior;

/// How often a service sweeps.
pub const EACH: Duration = Duration::from_secs(30);

/// What a sweep has done.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Swept {
    /// Cases whose suspension was over.
    pub resumed: usize,
    /// Steps of the escalation ladders.
    pub escalated: usize,
    /// Pictures that no photo names.
    pub strays: u64,
    /// Lists of the day that were sent.
    pub digests: usize,
    /// Messages that were kept long enough.
    pub messages: u64,
}

/// One turn of all sweeps.
pub async fn sweep(service: &Service) -> Result<Swept, AppError> {
    service.sweep_allowances().await?;
    Ok(Swept {
        resumed: service.resume_suspended().await?,
        escalated: service.escalate().await?,
        strays: service.sweep_photos().await?,
        digests: service.send_digests().await?,
        messages: service.sweep_messages().await?,
    })
}

/// Sweeps until the service is dropped. A database that is away is asked again at the next turn.
pub fn spawn(service: &Arc<Service>) -> JoinHandle<()> {
    let service = Arc::downgrade(service);
    tokio::spawn(async move {
        let mut turn = tokio::time::interval(EACH);
        turn.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut failing = false;
        loop {
            turn.tick().await;
            let Some(service) = service.upgrade() else { return };
            match sweep(&service).await {
                Ok(_) => failing = false,
                Err(error) => {
                    if !failing {
                        tracing::warn!(%error, "the sweeps cannot run just now");
                    }
                    failing = true;
                }
            }
        }
    })
}
