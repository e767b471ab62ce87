//! 片长抽查: which finished cases a leader looks at today. The lot decides and not the leader, the same all day for everybody who
//! leads the same areas, so that nobody picks what looks well.

use super::involved::standings;
use crate::app::answer::{SampleAnswer, SamplesAnswer};
use crate::app::incident::{area_scope, brief};
use crate::app::posts::Posts;
use crate::app::service::{Result, Service};
use crate::app::viewer::Viewer;
use crate::domain::case::{Standing, sample};
use crate::domain::duty::Target;
use crate::domain::grid::Scheme;
use crate::domain::instant::Instant;
use jiff::civil::date;
use std::collections::BTreeSet;

/// Cases in one draw.
pub const MOST_SAMPLES: usize = 20;
/// What was closed longer ago may look different for other reasons.
const CLOSED_WITHIN: i64 = 30 * Instant::DAY;

impl Service {
    /// Draws up to `many` of the cases that were closed in the 30 days before today where the caller leads, without those that
    /// had been looked at before today. Empty for who leads nowhere.
    pub async fn samples(&self, many: usize, viewer: &Viewer) -> Result<SamplesAnswer> {
        let (reference, now) = (self.reference(), self.now());
        let standings = standings(&reference, viewer, now);
        let posts = standings.iter().flat_map(Standing::leading_posts);
        let codes: BTreeSet<String> = posts
            .filter_map(|post| match &post.target {
                Target::Area { scheme: Scheme::Duty, code } => area_scope(&reference, code).ok(),
                _ => None,
            })
            .flatten()
            .collect();
        let codes: Vec<String> = codes.into_iter().collect();
        let day = self.today();
        let midnight = Instant::parse(&day.to_string(), &reference.zone).unwrap_or(now);
        let from = Instant(midnight.micros() - CLOSED_WITHIN);
        let mut closed = if codes.is_empty() {
            Vec::new()
        } else {
            self.store().closed_in(&codes, from, midnight).await?
        };
        closed.retain(|(_, sampled)| sampled.is_none_or(|at| at >= midnight));
        let ids: Vec<_> = closed.iter().map(|(id, _)| *id).collect();
        // The number of the day is a seed that anybody can check.
        let seed = u64::try_from((day - date(1970, 1, 1)).get_days()).unwrap_or_default();
        let posts = Posts { reference: &reference, viewer };
        let mut items = Vec::new();
        for id in sample::draw(&ids, many.min(MOST_SAMPLES), seed) {
            let Some(row) = self.store().incident(id).await? else { continue };
            let sampled = closed.iter().any(|(other, at)| *other == id && at.is_some());
            items.push(SampleAnswer { brief: brief(&posts, &row, now), sampled });
        }
        Ok(SamplesAnswer { items, of: ids.len() as u64, seed, as_of: reference.zoned(now) })
    }
}
