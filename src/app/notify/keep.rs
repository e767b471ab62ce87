//! How long messages are kept.

use crate::app::service::{Result, Service};
use crate::domain::instant::Instant;

/// What was sent, given up, read or taken up goes after this time; what waits stays.
const KEPT: i64 = 90 * Instant::DAY;

impl Service {
    /// Drops messages that are too old, with their log. Gives how many.
    pub async fn sweep_messages(&self) -> Result<u64> {
        let before = Instant(self.now().micros() - KEPT);
        let sent = self.store().sweep_messages(before).await?;
        let read = self.store().sweep_inbox(before).await?;
        Ok(sent + read + self.store().sweep_digests(before).await?)
    }
}
