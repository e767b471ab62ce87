//! Which roles follow from posts, so that nobody has to keep a second list of who may do what.

use super::{AccountRole, Roles};
use crate::domain::duty::{Appointment, Role};

/// The account role of whoever holds a post. A liaison acts beside the leader he is paired with; 直接责任人 is the
/// community's own office; units and contractors of every kind are units.
pub fn role_of_post(role: Role) -> AccountRole {
    match role {
        Role::PointHead => AccountRole::PointHead,
        Role::GroupLiaison => AccountRole::GridWorker,
        Role::ZoneHead | Role::CommunityLiaison | Role::GroupLead => AccountRole::ZoneHead,
        Role::GridChief | Role::StreetLiaison | Role::FirstResponsible => AccountRole::GridChief,
        Role::DirectlyResponsible => AccountRole::CommunityOffice,
        Role::Enforcement => AccountRole::Department,
        Role::JointlyResponsible
        | Role::PropertyManager
        | Role::Cleaner
        | Role::Operator
        | Role::FrontageParty
        | Role::OwnerParty => AccountRole::Unit,
    }
}

/// Roles of an account that holds `posts` and was granted `granted`. An account without any is nobody yet: it can
/// sign in, and sees what a resident sees.
pub fn roles<'a>(granted: Roles, posts: impl IntoIterator<Item = &'a Appointment>) -> Roles {
    let all = posts.into_iter().map(|post| role_of_post(post.role)).collect::<Roles>().and(granted);
    if all == Roles::NONE { Roles::RESIDENT } else { all }
}

/// Roles that a person grants; the others only follow from posts.
pub const GRANTABLE: [AccountRole; 4] =
    [AccountRole::GridWorker, AccountRole::CommunityOffice, AccountRole::Administrator, AccountRole::Auditor];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_post_gives_a_staff_role_and_none_gives_administration_or_audit() {
        for &role in Role::ALL {
            let given = role_of_post(role);
            assert!(given.is_staff(), "{role:?}");
            assert!(!matches!(given, AccountRole::Administrator | AccountRole::Auditor), "{role:?}");
        }
    }

    #[test]
    fn an_account_without_post_and_grant_is_a_resident() {
        assert_eq!(roles(Roles::NONE, []), Roles::RESIDENT);
        let auditor = Roles::only(AccountRole::Auditor);
        assert_eq!(roles(auditor, []), auditor);
    }
}
