//! The table of the lifecycle (R8). What is not in it is refused, with what would be allowed instead.

use super::refusal::Refused;
use super::{CaseRole, EventKind, Need, Needs, State, Transition};

/// One permitted step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row {
    pub from: State,
    pub transition: Transition,
    /// Who may take it. Somebody who plays several parts takes it in the first that stands here.
    pub roles: &'static [CaseRole],
    pub to: State,
    pub needs: Needs,
    pub event: EventKind,
}

impl Row {
    /// A mark is written into the history and leaves the case where it stands.
    pub fn is_mark(&self) -> bool {
        self.from == self.to
    }
}

/// A step that was permitted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    pub to: State,
    pub event: EventKind,
    /// The part in which it was taken.
    pub role: CaseRole,
}

const NONE: Needs = Needs::NONE;
const REASON: Needs = Needs::of(&[Need::Reason]);
const PRE_CHECK: Needs = Needs::of(&[Need::PreCheck]);
const PRE_CHECK_REASON: Needs = Needs::of(&[Need::PreCheck, Need::Reason]);
const ACTOR: Needs = Needs::of(&[Need::Actor]);
const ACTOR_REASON: Needs = Needs::of(&[Need::Actor, Need::Reason]);
const HELPER: Needs = Needs::of(&[Need::Helper, Need::Reason]);
const UNTIL: Needs = Needs::of(&[Need::Until, Need::Reason]);
const POST_CHECK: Needs = Needs::of(&[Need::PostCheck]);
const POST_CHECK_REASON: Needs = Needs::of(&[Need::PostCheck, Need::Reason]);
const MERGE: Needs = Needs::of(&[Need::MergeInto]);
const CHANGES: Needs = Needs::of(&[Need::Changes]);
const ADDRESSEE: Needs = Needs::of(&[Need::Addressee]);
const REFERRAL: Needs = Needs::of(&[Need::Addressee, Need::Reason]);
const RESULT: Needs = Needs::of(&[Need::Result]);
const APPEAL: Needs = Needs::of(&[Need::LinkedCase, Need::Reason]);

use CaseRole::{Checker, Clerk, Finder, Handler, Leader, Public, Supporter, System};
use EventKind as E;
use State::{Closed, Dispatched, Filed, Handled, HandledOnSite, Merged, Rejected, Reported, Suspended, Void};
use Transition as T;

const EVERYBODY: &[CaseRole] = &[Clerk, Handler, Checker, Finder, Supporter, Leader];
const URGING: &[CaseRole] = &[System, Public, Clerk, Supporter, Leader];
const REFERRING: &[CaseRole] = &[Clerk, Handler, Checker, Supporter];
const DECIDING: &[CaseRole] = &[Clerk, Leader];

const fn row(
    from: State,
    transition: Transition,
    roles: &'static [CaseRole],
    to: State,
    needs: Needs,
    event: EventKind,
) -> Row {
    Row { from, transition, roles, to, needs, event }
}

/// Every permitted step. The final states (`closed`, `handled_on_site`, `rejected`, `void`, `merged`) are left no
/// more: a problem that comes back is a new incident, a relapse of the old one. They only take marks.
/// Which fields of an edit are open to whom is in `edit`; an after-photo is asked for by the category's policy.
#[rustfmt::skip]
pub const TABLE: &[Row] = &[
    row(Reported,      T::File,         &[System, Clerk],   Filed,         PRE_CHECK,         E::CaseFiled),
    row(Reported,      T::Reject,       &[Clerk],           Rejected,      PRE_CHECK_REASON,  E::CaseRejected),
    row(Reported,      T::HandleOnSite, &[Finder],          HandledOnSite, REASON,            E::CaseHandledOnSite),
    row(Reported,      T::Merge,        &[Clerk],           Merged,        MERGE,             E::CaseMerged),
    row(Reported,      T::Void,         DECIDING,           Void,          REASON,            E::CaseVoided),
    row(Reported,      T::Edit,         &[Clerk, Finder],   Reported,      CHANGES,           E::CaseEdited),
    row(Reported,      T::Urge,         URGING,             Reported,      NONE,              E::CaseUrged),
    row(Reported,      T::Refer,        &[Clerk],           Reported,      REFERRAL,          E::CaseReferred),
    row(Filed,         T::Dispatch,     &[System, Clerk],   Dispatched,    ACTOR,             E::CaseDispatched),
    row(Filed,         T::Merge,        &[Clerk],           Merged,        MERGE,             E::CaseMerged),
    row(Filed,         T::Void,         DECIDING,           Void,          REASON,            E::CaseVoided),
    row(Filed,         T::Edit,         &[Clerk],           Filed,         CHANGES,           E::CaseEdited),
    row(Filed,         T::Supervise,    &[Leader],          Filed,         REASON,            E::CaseSupervised),
    row(Filed,         T::Urge,         URGING,             Filed,         NONE,              E::CaseUrged),
    row(Filed,         T::Refer,        REFERRING,          Filed,         REFERRAL,          E::CaseReferred),
    row(Filed,         T::Escalate,     &[System],          Filed,         ADDRESSEE,         E::CaseEscalated),
    row(Dispatched,    T::Accept,       &[Handler],         Dispatched,    NONE,              E::CaseAccepted),
    row(Dispatched,    T::Return,       &[Handler, Clerk],  Filed,         REASON,            E::CaseReturned),
    row(Dispatched,    T::HandOver,     &[Handler, Clerk],  Dispatched,    ACTOR_REASON,      E::CaseHandedOver),
    row(Dispatched,    T::AskHelp,      &[Handler, Clerk],  Dispatched,    HELPER,            E::CaseHelpAsked),
    row(Dispatched,    T::Handle,       &[Handler],         Handled,       REASON,            E::CaseHandled),
    row(Dispatched,    T::Suspend,      DECIDING,           Suspended,     UNTIL,             E::CaseSuspended),
    row(Dispatched,    T::Merge,        &[Clerk],           Merged,        MERGE,             E::CaseMerged),
    row(Dispatched,    T::Void,         DECIDING,           Void,          REASON,            E::CaseVoided),
    row(Dispatched,    T::Edit,         EVERYBODY,          Dispatched,    CHANGES,           E::CaseEdited),
    row(Dispatched,    T::Supervise,    &[Leader],          Dispatched,    REASON,            E::CaseSupervised),
    row(Dispatched,    T::Urge,         URGING,             Dispatched,    NONE,              E::CaseUrged),
    row(Dispatched,    T::Refer,        REFERRING,          Dispatched,    REFERRAL,          E::CaseReferred),
    row(Dispatched,    T::Escalate,     &[System],          Dispatched,    ADDRESSEE,         E::CaseEscalated),
    row(Handled,       T::Close,        &[Checker],         Closed,        POST_CHECK,        E::CaseClosed),
    row(Handled,       T::Rework,       &[Checker],         Dispatched,    POST_CHECK_REASON, E::CaseReworked),
    row(Handled,       T::Edit,         EVERYBODY,          Handled,       CHANGES,           E::CaseEdited),
    row(Handled,       T::Supervise,    &[Leader],          Handled,       REASON,            E::CaseSupervised),
    row(Handled,       T::Urge,         URGING,             Handled,       NONE,              E::CaseUrged),
    row(Handled,       T::Refer,        REFERRING,          Handled,       REFERRAL,          E::CaseReferred),
    row(Handled,       T::Escalate,     &[System],          Handled,       ADDRESSEE,         E::CaseEscalated),
    row(Suspended,     T::Resume,       &[System, Clerk, Leader], Dispatched, NONE,           E::CaseResumed),
    row(Suspended,     T::Void,         DECIDING,           Void,          REASON,            E::CaseVoided),
    row(Suspended,     T::Edit,         EVERYBODY,          Suspended,     CHANGES,           E::CaseEdited),
    row(Suspended,     T::Supervise,    &[Leader],          Suspended,     REASON,            E::CaseSupervised),
    row(Suspended,     T::Refer,        REFERRING,          Suspended,     REFERRAL,          E::CaseReferred),
    row(Closed,        T::Sample,       &[Leader],          Closed,        RESULT,            E::CaseSampled),
    row(Closed,        T::Appeal,       &[Public, Handler], Closed,        APPEAL,            E::CaseAppealed),
    row(HandledOnSite, T::Sample,       &[Leader],          HandledOnSite, RESULT,            E::CaseSampled),
    row(HandledOnSite, T::Appeal,       &[Public],          HandledOnSite, APPEAL,            E::CaseAppealed),
    row(Rejected,      T::Appeal,       &[Public],          Rejected,      APPEAL,            E::CaseAppealed),
    row(Void,          T::Appeal,       &[Public],          Void,          APPEAL,            E::CaseAppealed),
];

/// The rows that are open from a state to somebody who plays these parts, in the order of the table.
pub fn rows(state: State, parts: &[CaseRole]) -> impl Iterator<Item = &'static Row> {
    TABLE.iter().filter(move |row| row.from == state && row.roles.iter().any(|role| parts.contains(role)))
}

/// What somebody may do from a state: the union over the parts.
pub fn allowed(state: State, parts: &[CaseRole]) -> Vec<Transition> {
    rows(state, parts).map(|row| row.transition).collect()
}

/// The only way from one state to another. `given` is what the caller supplies with the step; `also` is what this
/// case asks for beyond the table, as the policy of its category or the result of a sample does.
pub fn apply(
    state: State,
    transition: Transition,
    parts: &[CaseRole],
    given: Needs,
    also: Needs,
) -> Result<Step, Refused> {
    let row = TABLE.iter().find(|row| row.from == state && row.transition == transition);
    let refused = |missing| Refused {
        state,
        transition,
        parts: parts.to_vec(),
        allowed: allowed(state, parts),
        roles: row.map(|row| row.roles.to_vec()).unwrap_or_default(),
        missing,
    };
    let found = row.and_then(|row| Some((row, *row.roles.iter().find(|role| parts.contains(role))?)));
    let (row, role) = found.ok_or_else(|| refused(Vec::new()))?;
    let missing = row.needs.and(also).missing_from(given);
    if missing.is_empty() { Ok(Step { to: row.to, event: row.event, role }) } else { Err(refused(missing)) }
}
