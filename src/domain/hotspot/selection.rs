//! Which rows of the columns a filter means.

use super::Block;
use crate::domain::case::State;
use crate::domain::geo::Bounds;

/// A filter over columns, in the dictionaries of their owner. Absent parts mean "any".
#[derive(Debug, Clone, Default)]
pub struct Selection {
    pub bounds: Option<Bounds>,
    /// Allowed categories, one flag per dictionary entry.
    pub categories: Option<Vec<bool>>,
    pub sources: Option<Vec<bool>>,
    pub departments: Option<Vec<bool>>,
    pub owners: Option<Vec<bool>>,
    pub areas: Option<Vec<bool>>,
    pub compounds: Option<Vec<bool>>,
    pub states: Option<Vec<State>>,
    /// `[from, to)` on `occurred`, microseconds.
    pub from: Option<i64>,
    pub to: Option<i64>,
    /// Open and due before this instant, or the opposite.
    pub overdue: Option<(bool, i64)>,
}

fn allowed(flags: &Option<Vec<bool>>, index: usize) -> bool {
    flags.as_ref().is_none_or(|flags| flags.get(index).copied().unwrap_or(false))
}

impl Selection {
    /// Whether row `row` of `block` is meant.
    pub fn takes(&self, block: &Block, row: usize) -> bool {
        if self.from.is_some_and(|from| block.occurred[row] < from)
            || self.to.is_some_and(|to| block.occurred[row] >= to)
        {
            return false;
        }
        allowed(&self.categories, usize::from(block.category[row]))
            && allowed(&self.sources, usize::from(block.source[row]))
            && allowed(&self.departments, usize::from(block.department[row]))
            && allowed(&self.owners, block.owner[row] as usize)
            && allowed(&self.areas, block.area[row] as usize)
            && allowed(&self.compounds, block.compound[row] as usize)
            && self.states.as_ref().is_none_or(|states| states.contains(&block.state[row]))
            && self.bounds.is_none_or(|bounds| bounds.contains(block.position(row)))
            && self
                .overdue
                .is_none_or(|(wanted, now)| wanted == (block.state[row].is_open() && block.due[row] < now))
    }

    /// The rows of a block that are meant, in order.
    pub fn rows<'a>(&'a self, block: &'a Block) -> impl Iterator<Item = usize> + 'a {
        (0..block.len()).filter(move |&row| self.takes(block, row))
    }
}
