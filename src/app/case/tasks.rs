//! What waits for whom: the open cases of a caller, in the order in which they are due.

use super::change::standings_of;
use crate::app::answer::{TaskAnswer, TasksAnswer};
use crate::app::incident::brief;
use crate::app::posts::Posts;
use crate::app::service::{Result, Service};
use crate::app::viewer::Viewer;
use crate::store::Acting;

/// Most tasks in one answer.
pub const MOST_TASKS: usize = 500;

impl Service {
    /// The caller's open cases, due first; those without a due time last, oldest first.
    pub async fn tasks(&self, limit: usize, viewer: &Viewer) -> Result<TasksAnswer> {
        let (reference, now) = (self.reference(), self.now());
        let standings = standings_of(&reference, viewer, now);
        let unit = standings.iter().find(|standing| standing.is_unit).and_then(|standing| standing.party);
        let acting = Acting {
            person: viewer.party().filter(|_| unit.is_none()),
            unit,
            department: standings.iter().find_map(|standing| standing.department.clone()),
        };
        let rows = self.store().open_cases_of(&acting, limit.min(MOST_TASKS)).await?;
        let posts = Posts { reference: &reference, viewer };
        let items = rows.iter().map(|row| TaskAnswer { brief: brief(&posts, row, now) }).collect();
        Ok(TasksAnswer { items, as_of: reference.zoned(now) })
    }
}
