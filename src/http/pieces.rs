//! A body as its pieces arrive. A peer that pauses, or that keeps a request open by sending next to nothing, is
//! given up; the time that the service itself takes between two pieces is not held against it.

use super::problem::Problem;
use axum::body::{Body, BodyDataStream, Bytes};
use std::time::{Duration, Instant};
use tokio_stream::StreamExt;

/// How slowly a body may arrive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BodyPace {
    /// Longest wait for the next piece, and all that may be waited beyond what the rate allows.
    pub pause: Duration,
    /// Bytes a second that must arrive on the whole.
    pub least_rate: u32,
}

impl Default for BodyPace {
    /// Slower than the slowest line on which the web app could have loaded.
    fn default() -> Self {
        Self { pause: Duration::from_secs(15), least_rate: 1024 }
    }
}

impl BodyPace {
    /// How long the next piece may take after `arrived` bytes that were waited for during `waited`.
    fn patience(self, waited: Duration, arrived: u64) -> Duration {
        let earned = Duration::from_secs_f64(arrived as f64 / f64::from(self.least_rate.max(1)));
        (self.pause + earned).saturating_sub(waited).min(self.pause)
    }
}

/// The pieces of one body.
pub struct Pieces {
    stream: BodyDataStream,
    pace: BodyPace,
    waited: Duration,
    arrived: u64,
}

impl Pieces {
    pub fn of(body: Body, pace: BodyPace) -> Self {
        Self { stream: body.into_data_stream(), pace, waited: Duration::ZERO, arrived: 0 }
    }

    /// The next piece, None at the end.
    pub async fn next(&mut self) -> Result<Option<Bytes>, Problem> {
        let patience = self.pace.patience(self.waited, self.arrived);
        if patience.is_zero() {
            return Err(Problem::body_timeout());
        }
        let start = Instant::now();
        let piece = tokio::time::timeout(patience, self.stream.next()).await;
        self.waited += start.elapsed();
        match piece {
            Err(_) => Err(Problem::body_timeout()),
            Ok(None) => Ok(None),
            Ok(Some(Ok(piece))) => {
                self.arrived += piece.len() as u64;
                Ok(Some(piece))
            }
            Ok(Some(Err(_))) => Err(Problem::malformed(
                "body_cut",
                "end of what arrived",
                "请求体没有传完",
                "The body was cut off",
            )),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn patience(waited: u64, arrived: u64) -> u64 {
        BodyPace::default().patience(Duration::from_secs(waited), arrived).as_secs()
    }

    #[test]
    fn a_byte_now_and_then_uses_the_patience_up_and_a_slow_line_earns_it_back() {
        assert_eq!(patience(0, 0), 15);
        // One byte each fourteen seconds never pauses too long, and is over after the second.
        assert_eq!(patience(14, 1), 1);
        assert_eq!(patience(16, 2), 0);
        // A megabyte over ten minutes is a slow line, not a slow peer.
        assert_eq!(patience(600, 1 << 20), 15);
        assert_eq!(patience(1038, 1 << 20), 1);
    }
}
