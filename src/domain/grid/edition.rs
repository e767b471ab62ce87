//! Where an edition of a scheme stands in time (R6).

use crate::domain::vocabulary::vocabulary;

vocabulary! {
    /// State of an edition on a day.
    EditionState {
        InForce = "in_force",
        Past = "past",
        /// Published for a later midnight.
        Coming = "coming",
        /// Taken back before it was in force; its number is not used again.
        Withdrawn = "withdrawn",
    }
}

impl EditionState {
    /// From the number of the edition in force, none before the first. Later numbers never come into force earlier.
    pub fn of(number: i64, withdrawn: bool, in_force: Option<i64>) -> Self {
        match in_force {
            _ if withdrawn => Self::Withdrawn,
            Some(current) if number == current => Self::InForce,
            Some(current) if number < current => Self::Past,
            _ => Self::Coming,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn editions_before_the_one_in_force_are_past_and_later_ones_coming() {
        let states = |in_force| [1, 2, 3].map(|number| EditionState::of(number, false, in_force).slug());
        assert_eq!(states(Some(2)), ["past", "in_force", "coming"]);
        assert_eq!(states(None), ["coming", "coming", "coming"]);
        assert_eq!(EditionState::of(2, true, Some(2)), EditionState::Withdrawn);
    }
}
