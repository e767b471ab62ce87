//! Which parts somebody plays in a case. The appointments decide (R4): there is no second list of who belongs to
//! which area or department. The account's role only opens what no post says: the office desk, the department's
//! and the unit's own account, the grid worker.

use super::CaseRole;
use crate::domain::account::AccountRole;
use crate::domain::duty::{Appointment, PartyKind, Role, Roster, Target};
use crate::domain::instant::Instant;
use crate::domain::routing::{Assignment, Holder};
use uuid::Uuid;

/// Who somebody is, as far as cases ask.
#[derive(Debug, Clone, PartialEq)]
pub struct Standing {
    pub role: AccountRole,
    /// The person of the account, or the unit or department itself for an account that an office shares.
    pub party: Option<Uuid>,
    /// Department whose desk this is; only for accounts of the role `department`.
    pub department: Option<String>,
    /// Posts in force that the person holds.
    pub own: Vec<Appointment>,
    /// Posts in force of the unit that the person belongs to, or that the account is.
    pub units: Vec<Appointment>,
    /// The account is the unit's or department's own.
    pub is_unit: bool,
}

impl Standing {
    /// Of somebody who did not sign in.
    pub fn resident() -> Self {
        Self {
            role: AccountRole::Resident,
            party: None,
            department: None,
            own: Vec::new(),
            units: Vec::new(),
            is_unit: false,
        }
    }

    /// Of an account at an instant. Looks through all appointments once: O(n), for keeping with the snapshot.
    pub fn of(role: AccountRole, party: Option<Uuid>, roster: &Roster, at: Instant) -> Self {
        let Some(found) = party.and_then(|id| roster.party(id)) else {
            return Self { role, party, ..Self::resident() };
        };
        let is_unit = found.kind != PartyKind::Person;
        let unit = if is_unit { Some(found.id) } else { found.unit };
        let desk = || match found.kind {
            PartyKind::Department => found.department.clone(),
            _ => roster.party(found.unit?)?.department.clone(),
        };
        let in_force = || roster.appointments().iter().filter(|post| post.validity.holds_at(at));
        Self {
            role,
            party,
            department: (role == AccountRole::Department).then(desk).flatten(),
            own: in_force().filter(|post| post.person == party).cloned().collect(),
            units: in_force().filter(|post| unit.is_some() && post.unit == unit).cloned().collect(),
            is_unit: is_unit || matches!(role, AccountRole::Unit | AccountRole::Department),
        }
    }

    fn is(&self, party: Uuid) -> bool {
        self.party == Some(party)
    }

    fn holds(&self, holder: &Holder) -> bool {
        self.own.iter().any(|post| same_post(post, holder))
    }

    /// Holds the post, or answers for the unit that does: as its own account, or as one of its people while it
    /// has named none.
    fn answers_for(&self, holder: &Holder) -> bool {
        let unit = |post: &&Appointment| self.is_unit || post.person.is_none();
        self.holds(holder) || self.units.iter().filter(unit).any(|post| same_post(post, holder))
    }

    /// Posts that say whose desk an office keeps; none for the office of the whole site, whose account belongs to nobody's
    /// posts.
    pub fn desk_posts(&self) -> Option<impl Iterator<Item = &Appointment>> {
        let posts = self.own.iter().chain(&self.units);
        let whole_site = self.own.is_empty() && self.units.is_empty();
        (!whole_site).then(|| posts.filter(|post| post.role.level().is_some()))
    }

    /// Posts by which the person leads an area, or stands beside who does.
    pub fn leading_posts(&self) -> impl Iterator<Item = &Appointment> {
        self.own.iter().filter(|post| leads(post.role))
    }

    fn own_on<'a>(&'a self, areas: &'a [Target]) -> impl Iterator<Item = &'a Appointment> {
        self.own.iter().filter(|post| areas.contains(&post.target))
    }
}

/// What of a case decides who plays which part.
#[derive(Debug, Clone, Copy)]
pub struct Involved<'a> {
    /// The areas that it lies in, lowest first; empty outside every area.
    pub areas: &'a [Target],
    pub assignment: &'a Assignment,
    /// Posts that were asked for help.
    pub helpers: &'a [Holder],
    /// The staff party that reported it.
    pub reporter: Option<Uuid>,
    /// Everybody who ever reported it as handled.
    pub handled_by: &'a [Uuid],
    /// Parties that decided what an appeal is against; empty for other cases.
    pub barred: &'a [Uuid],
}

/// The parts, in the order of the vocabulary; empty for somebody who has nothing to do with the case and for the
/// auditor, who only reads. A resident gets to a case by its tracking code alone, so the caller has made sure.
pub fn parts(who: &Standing, case: &Involved) -> Vec<CaseRole> {
    if who.role.only_reads() {
        return Vec::new();
    }
    if !who.role.is_staff() {
        return vec![CaseRole::Public];
    }
    let any = |list: &[Uuid]| list.iter().any(|&party| who.is(party));
    let barred = any(case.barred);
    CaseRole::ALL
        .iter()
        .copied()
        .filter(|part| match part {
            CaseRole::System => false,
            CaseRole::Public => case.reporter.is_some_and(|party| who.is(party)),
            CaseRole::Finder => finds(who, case),
            CaseRole::Clerk => !barred && keeps_desk(who, case),
            CaseRole::Handler => !barred && handles(who, case),
            CaseRole::Supporter => supports(who, case),
            CaseRole::Checker => !barred && !any(case.handled_by) && checks(who, case),
            CaseRole::Leader => !barred && who.own_on(case.areas).any(|post| leads(post.role)),
        })
        .collect()
}

/// Whether somebody may see a case: who plays a part, and the auditor.
pub fn sees(who: &Standing, case: &Involved) -> bool {
    who.role.only_reads() || !parts(who, case).is_empty()
}

/// 发现即处置: a grid worker what he reported or what lies where he holds a post; a point head on his point.
fn finds(who: &Standing, case: &Involved) -> bool {
    let heads = who.own_on(case.areas).any(|post| post.role == Role::PointHead);
    let found = matches!(who.role, AccountRole::GridWorker | AccountRole::PointHead)
        && case.reporter.is_some_and(|party| who.is(party));
    heads || found || (who.role == AccountRole::GridWorker && who.own_on(case.areas).next().is_some())
}

/// The office of a community that the case lies in: the account's person or unit holds a post there, or above.
/// What lies outside every area is everybody's, so that it is not lost.
fn keeps_desk(who: &Standing, case: &Involved) -> bool {
    match who.role {
        AccountRole::Administrator => true,
        AccountRole::CommunityOffice => {
            let Some(mut posts) = who.desk_posts() else { return true };
            case.areas.is_empty() || posts.any(|post| case.areas.contains(&post.target))
        }
        _ => false,
    }
}

/// The post that acts, and the department concerned (条块结合): its desk, and its people for the area.
fn handles(who: &Standing, case: &Involved) -> bool {
    let acts = case.assignment.actor.as_ref().is_some_and(|actor| who.answers_for(actor));
    let concerned = case.assignment.department.as_deref().is_some_and(|department| {
        let here = |post: &Appointment| {
            post.role == Role::Enforcement && post.department.as_deref() == Some(department)
        };
        who.department.as_deref() == Some(department) || who.own_on(case.areas).any(here)
    });
    acts || concerned
}

fn supports(who: &Standing, case: &Involved) -> bool {
    let assignment = case.assignment;
    let concerned = assignment.block.iter().chain(&assignment.copies).chain(case.helpers);
    let joint = |post: &&Appointment| post.role == Role::JointlyResponsible;
    let asked = concerned.into_iter().any(|holder| who.answers_for(holder));
    let units = who.units.iter().filter(|post| who.is_unit && case.areas.contains(&post.target));
    asked || who.own_on(case.areas).chain(units).any(|post| joint(&post))
}

/// The office and the 小组联络员 of the point, or whom a rule names; not who holds the post that acted.
fn checks(who: &Standing, case: &Involved) -> bool {
    let acted = case.assignment.actor.as_ref().is_some_and(|actor| who.holds(actor));
    let liaison = who.own_on(case.areas).any(|post| post.role == Role::GroupLiaison);
    let named = case.assignment.checker.as_ref().is_some_and(|checker| who.answers_for(checker));
    let office = who.role == AccountRole::CommunityOffice && keeps_desk(who, case);
    !acted && (liaison || named || office)
}

/// Leaders and the liaisons through whom they are reached.
fn leads(role: Role) -> bool {
    matches!(
        role,
        Role::ZoneHead
            | Role::CommunityLiaison
            | Role::GroupLead
            | Role::GridChief
            | Role::StreetLiaison
            | Role::DirectlyResponsible
            | Role::FirstResponsible
    )
}

fn same_post(post: &Appointment, holder: &Holder) -> bool {
    post.role == holder.role && post.target == holder.target && post.department == holder.department
}
