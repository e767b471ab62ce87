//! Messages: the channels that they leave by, the outbox with every attempt to deliver, what people find in the app, and
//! what waits for the day's list. The rows themselves are written with the event that causes them (`incidents::written`).

mod channel;
mod digest;
mod inbox;
mod outbox;

pub use channel::{ChannelRow, ChannelState};
pub use digest::DigestRow;
pub use inbox::{InboxPage, InboxRow};
pub use outbox::{Attempt, Claim, Claimed, DeliveryFilter, DeliveryRow, Ended, Outcome};

use crate::domain::instant::Instant;
use uuid::Uuid;

/// Every statement of this folder.
pub(crate) fn statements() -> [(&'static str, &'static [super::Sql]); 4] {
    [("channels", channel::ALL), ("outbox", outbox::ALL), ("inbox", inbox::ALL), ("digest", digest::ALL)]
}

/// The lowest id that anything made at `at` can have: ids begin with the time in milliseconds (RFC 9562).
fn first_id(at: Instant) -> Uuid {
    Uuid::from_u128(((at.micros().max(0) / 1000) as u128 & 0xFFFF_FFFF_FFFF) << 80)
}
