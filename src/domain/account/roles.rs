//! A set of roles: what one account is at one moment.

use super::AccountRole;
use serde::{Serialize, Serializer};

/// Roles of an account, granted ones and those that follow from its posts.
#[derive(Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct Roles(u16);

impl Roles {
    pub const NONE: Self = Self(0);
    /// Who is not signed in.
    pub const RESIDENT: Self = Self::only(AccountRole::Resident);

    pub const fn only(role: AccountRole) -> Self {
        Self(1 << role as u16)
    }

    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    pub const fn has(self, role: AccountRole) -> bool {
        self.0 & Self::only(role).0 != 0
    }

    /// Whether any role of `others` is among them.
    pub const fn meets(self, others: Self) -> bool {
        self.0 & others.0 != 0
    }

    pub fn iter(self) -> impl Iterator<Item = AccountRole> {
        AccountRole::ALL.iter().copied().filter(move |role| self.has(*role))
    }

    /// Whether anybody who works for the community is among them.
    pub fn is_staff(self) -> bool {
        self.iter().any(AccountRole::is_staff)
    }
}

impl FromIterator<AccountRole> for Roles {
    fn from_iter<T: IntoIterator<Item = AccountRole>>(roles: T) -> Self {
        roles.into_iter().fold(Self::NONE, |set, role| set.and(Self::only(role)))
    }
}

impl std::fmt::Debug for Roles {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_set().entries(self.iter().map(AccountRole::slug)).finish()
    }
}

/// Slugs, in the order of the vocabulary.
impl Serialize for Roles {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_holds_what_was_put_in_and_nothing_else() {
        for &one in AccountRole::ALL {
            for &two in AccountRole::ALL {
                let set: Roles = [one, two].into_iter().collect();
                for &role in AccountRole::ALL {
                    assert_eq!(set.has(role), role == one || role == two);
                }
            }
        }
        assert!(!Roles::RESIDENT.is_staff() && Roles::only(AccountRole::Auditor).is_staff());
    }
}
