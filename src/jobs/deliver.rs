//! Delivery of messages, beside the sweeps and never in their way: each channel has its own turn, so that one whose
//! receiver hangs holds up no other.

use crate::app::Service;
use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;
use tokio::task::{JoinHandle, JoinSet};
use tokio::time::MissedTickBehavior;

/// How often it is looked for messages that are due; those of this process ring a bell.
pub const EACH: Duration = Duration::from_secs(5);

/// Delivers until the service is dropped. A database that is away is asked again at the next turn.
pub fn spawn(service: &Arc<Service>) -> JoinHandle<()> {
    let bell = service.messaging().bell();
    let service = Arc::downgrade(service);
    tokio::spawn(async move {
        let mut turn = tokio::time::interval(EACH);
        turn.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let (mut running, mut busy, mut failing) = (JoinSet::new(), HashSet::new(), false);
        loop {
            tokio::select! {
                _ = turn.tick() => {}
                () = bell.notified() => {}
                Some(done) = running.join_next(), if !running.is_empty() => {
                    // Looked at again at the next turn: a channel whose minute is full would else be asked all the time.
                    match done {
                        Ok((channel, Ok(_))) => { busy.remove(&channel); }
                        Ok((channel, Err(error))) => {
                            tracing::warn!(%channel, %error, "messages cannot be delivered just now");
                            busy.remove(&channel);
                        }
                        Err(error) => {
                            tracing::error!(%error, "a delivery broke off");
                            running.abort_all();
                            busy.clear();
                        }
                    }
                    continue;
                }
            }
            let Some(service) = service.upgrade() else { return };
            // Most sites have no channel, and every report rings the bell.
            if !service.messaging().has_channels() {
                continue;
            }
            match service.channels_with_due().await {
                Ok(due) => {
                    failing = false;
                    for channel in due {
                        if busy.insert(channel) {
                            let service = Arc::clone(&service);
                            running.spawn(async move { (channel, service.deliver_to(channel).await) });
                        }
                    }
                }
                Err(error) => {
                    if !failing {
                        tracing::warn!(%error, "the outbox cannot be read just now");
                    }
                    failing = true;
                }
            }
        }
    })
}
