//! What a token of a program may be used for, beside what its account may do.

use crate::domain::vocabulary::vocabulary;

vocabulary! {
    /// Groups of doors. A token opens a door only when its account may and its scopes name the door's group.
    Scope {
        /// Reading what staff may read
        Read = "read",
        /// Reporting
        Report = "report",
        /// Moving and editing cases
        Cases = "cases",
        /// Drafting and publishing boundaries, taking files in
        Boundaries = "boundaries",
        /// Personal phones and what else is private
        Private = "private",
        /// The account itself and other accounts: never given to a token
        Account = "account",
    }
}

impl Scope {
    /// Scopes that a token may be given.
    pub const OF_TOKENS: [Self; 5] = [Self::Read, Self::Report, Self::Cases, Self::Boundaries, Self::Private];
}
