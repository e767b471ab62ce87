//! The table of the lifecycle (R8). What is not in it is refused, with what would be allowed instead.

use super::{CaseRole, EventKind, Needs, State, Transition};
use crate::domain::glossary::label_in;
use crate::domain::text::Words;
use thiserror::Error;

/// One permitted step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row {
    pub from: State,
    pub transition: Transition,
    pub roles: &'static [CaseRole],
    pub to: State,
    pub needs: Needs,
    pub event: EventKind,
}

const REASON: Needs = Needs { reason: true, ..Needs::NONE };
const PRE_CHECK: Needs = Needs { pre_check: true, ..Needs::NONE };
const PRE_CHECK_REASON: Needs = Needs { pre_check: true, reason: true, ..Needs::NONE };
const ACTOR: Needs = Needs { actor: true, ..Needs::NONE };
const POST_CHECK: Needs = Needs { post_check: true, ..Needs::NONE };
const POST_CHECK_REASON: Needs = Needs { post_check: true, reason: true, ..Needs::NONE };
const MERGE: Needs = Needs { merge_into: true, ..Needs::NONE };

use CaseRole::{Checker, Clerk, Handler, Leader, Public, System};
use State::{Closed, Dispatched, Filed, Handled, HandledOnSite, Merged, Rejected, Reported, Suspended, Void};

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

/// Every permitted step. States without a row of their own (`closed`, `handled_on_site`, `rejected`, `void`,
/// `merged`) are final: a problem that comes back is a new incident, a relapse of the old one.
#[rustfmt::skip]
pub const TABLE: &[Row] = &[
    row(Reported,   Transition::File,         &[System, Clerk],           Filed,         PRE_CHECK,         EventKind::CaseFiled),
    row(Reported,   Transition::Reject,       &[Clerk],                   Rejected,      PRE_CHECK_REASON,  EventKind::CaseRejected),
    row(Reported,   Transition::HandleOnSite, &[Clerk, Handler, Checker], HandledOnSite, REASON,            EventKind::CaseHandledOnSite),
    row(Reported,   Transition::Merge,        &[Clerk],                   Merged,        MERGE,             EventKind::CaseMerged),
    row(Reported,   Transition::Void,         &[Clerk, Leader],           Void,          REASON,            EventKind::CaseVoided),
    row(Reported,   Transition::Urge,         &[System, Public, Leader],  Reported,      Needs::NONE,       EventKind::CaseUrged),
    row(Filed,      Transition::Dispatch,     &[System, Clerk],           Dispatched,    ACTOR,             EventKind::CaseDispatched),
    row(Filed,      Transition::Merge,        &[Clerk],                   Merged,        MERGE,             EventKind::CaseMerged),
    row(Filed,      Transition::Void,         &[Clerk, Leader],           Void,          REASON,            EventKind::CaseVoided),
    row(Filed,      Transition::Supervise,    &[Leader],                  Filed,         REASON,            EventKind::CaseSupervised),
    row(Filed,      Transition::Urge,         &[System, Public, Leader],  Filed,         Needs::NONE,       EventKind::CaseUrged),
    row(Dispatched, Transition::Accept,       &[Handler],                 Dispatched,    Needs::NONE,       EventKind::CaseAccepted),
    row(Dispatched, Transition::Return,       &[Handler, Clerk],          Filed,         REASON,            EventKind::CaseReturned),
    row(Dispatched, Transition::Handle,       &[Handler],                 Handled,       Needs::NONE,       EventKind::CaseHandled),
    row(Dispatched, Transition::Suspend,      &[Clerk, Leader],           Suspended,     REASON,            EventKind::CaseSuspended),
    row(Dispatched, Transition::Merge,        &[Clerk],                   Merged,        MERGE,             EventKind::CaseMerged),
    row(Dispatched, Transition::Void,         &[Clerk, Leader],           Void,          REASON,            EventKind::CaseVoided),
    row(Dispatched, Transition::Supervise,    &[Leader],                  Dispatched,    REASON,            EventKind::CaseSupervised),
    row(Dispatched, Transition::Urge,         &[System, Public, Clerk, Leader], Dispatched, Needs::NONE,    EventKind::CaseUrged),
    row(Handled,    Transition::Close,        &[Clerk, Checker],          Closed,        POST_CHECK,        EventKind::CaseClosed),
    row(Handled,    Transition::Rework,       &[Clerk, Checker],          Dispatched,    POST_CHECK_REASON, EventKind::CaseReworked),
    row(Handled,    Transition::Supervise,    &[Leader],                  Handled,       REASON,            EventKind::CaseSupervised),
    row(Handled,    Transition::Urge,         &[System, Public, Clerk, Leader], Handled, Needs::NONE,       EventKind::CaseUrged),
    row(Suspended,  Transition::Resume,       &[System, Clerk, Leader],   Dispatched,    Needs::NONE,       EventKind::CaseResumed),
    row(Suspended,  Transition::Void,         &[Clerk, Leader],           Void,          REASON,            EventKind::CaseVoided),
    row(Suspended,  Transition::Supervise,    &[Leader],                  Suspended,     REASON,            EventKind::CaseSupervised),
];

/// Why a step was refused.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{transition} by {role} is refused in state {state}", transition = .transition.slug(), role = .role.slug(), state = .state.slug())]
pub struct Refused {
    pub state: State,
    pub transition: Transition,
    pub role: CaseRole,
    /// What this role may do from here.
    pub allowed: Vec<Transition>,
    /// Roles that may take the step from here; empty when nobody may.
    pub roles: Vec<CaseRole>,
    /// What the step lacks, when state and role would do: `reason`, `post_check` and so on.
    pub missing: Vec<&'static str>,
}

impl Refused {
    /// The refusal in a sentence, with what would be allowed.
    pub fn words(&self) -> Words {
        let zh = |group: &str, slug: &'static str| label_in(group, slug).map_or(slug, |term| term.zh);
        let en = |group: &str, slug: &'static str| label_in(group, slug).map_or(slug, |term| term.en);
        let (state, step, role) = (self.state.slug(), self.transition.slug(), self.role.slug());
        if !self.missing.is_empty() {
            let missing = self.missing.join(", ");
            return Words::new(
                format!("「{}」还缺少：{missing}", zh("transition", step)),
                format!("\"{}\" still needs: {missing}", en("transition", step)),
            );
        }
        let list = |label: &dyn Fn(&str, &'static str) -> &'static str, separator: &str, none: &str| {
            let names: Vec<&str> = self.allowed.iter().map(|t| label("transition", t.slug())).collect();
            if names.is_empty() { none.to_owned() } else { names.join(separator) }
        };
        Words::new(
            format!(
                "「{}」状态下{}不能「{}」；可以：{}",
                zh("state", state),
                zh("case_role", role),
                zh("transition", step),
                list(&zh, "、", "无")
            ),
            format!(
                "A {} cannot \"{}\" in state \"{}\"; allowed: {}",
                en("case_role", role),
                en("transition", step),
                en("state", state),
                list(&en, ", ", "nothing")
            ),
        )
    }
}

/// What a role may do from a state, in the order of the table.
pub fn allowed(state: State, role: CaseRole) -> Vec<Transition> {
    let rows = TABLE.iter().filter(|row| row.from == state && row.roles.contains(&role));
    rows.map(|row| row.transition).collect()
}

/// The only way from one state to another. `given` is what the caller supplies with the step.
pub fn apply(
    state: State,
    transition: Transition,
    role: CaseRole,
    given: Needs,
) -> Result<(State, EventKind), Refused> {
    let row = TABLE.iter().find(|row| row.from == state && row.transition == transition);
    let refused = |missing| Refused {
        state,
        transition,
        role,
        allowed: allowed(state, role),
        roles: row.map(|row| row.roles.to_vec()).unwrap_or_default(),
        missing,
    };
    let row = row.filter(|row| row.roles.contains(&role)).ok_or_else(|| refused(Vec::new()))?;
    let missing = row.needs.missing_from(given);
    if missing.is_empty() { Ok((row.to, row.event)) } else { Err(refused(missing)) }
}
