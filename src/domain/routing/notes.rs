//! Where the engine writes its reasons. Batches that only need to know who acts leave them unwritten: the words
//! cost several times the decision.

use crate::domain::text::Reason;

/// Reasons in the order of the steps, or none wanted.
#[derive(Debug, Default)]
pub(super) struct Notes(Option<Vec<Reason>>);

impl Notes {
    pub fn wanted(wanted: bool) -> Self {
        Self(wanted.then(Vec::new))
    }

    /// Writes the reason only when it is wanted.
    pub fn push(&mut self, reason: impl FnOnce() -> Reason) {
        if let Some(list) = &mut self.0 {
            list.push(reason());
        }
    }

    /// Notes for a step that may yet be dropped, wanted as these are.
    pub fn aside(&self) -> Self {
        Self::wanted(self.0.is_some())
    }

    pub fn extend(&mut self, other: Self) {
        if let (Some(list), Some(more)) = (&mut self.0, other.0) {
            list.extend(more);
        }
    }

    pub fn into_reasons(self) -> Vec<Reason> {
        self.0.unwrap_or_default()
    }
}
