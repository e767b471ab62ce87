//! The steps of the lifecycle: one request, one row of the table, one event, one transaction (R8).

use super::change::{Outcome, holder_of, set_actor, standings_of};
use super::escalate::referral;
use super::involved::{Case, HELPER};
use super::lines::{INTO, LINKED};
use super::refused;
use crate::app::answer::IncidentAnswer;
use crate::app::error::{AppError, FieldError};
use crate::app::reference::Reference;
use crate::app::service::{Result, Service};
use crate::app::viewer::Viewer;
use crate::domain::case::{
    self, MergeFault, Need, Needs, RelationKind, SampleResult, State, Step, Transition, event::UNTIL,
    merge_target,
};
use crate::domain::glossary;
use crate::domain::instant::Instant;
use crate::domain::routing::Holder;
use crate::domain::text::Words;
use crate::store::CaseFields;
use serde_json::{Map, Value, json};
use std::collections::HashMap;
use uuid::Uuid;

/// Most characters of a note.
pub(super) const LONGEST_NOTE: usize = 2_000;
/// Suspended cases come back to somebody's desk within this time.
const LONGEST_SUSPENSION: i64 = 366 * Instant::DAY;
/// Cases that joined each other in a row, at most.
pub(super) const LONGEST_LINE: usize = 32;

/// What somebody brings along with a step.
#[derive(Debug, Clone, Default)]
pub struct StepRequest {
    pub note: Option<String>,
    /// The appointment that shall act.
    pub actor: Option<Uuid>,
    /// The appointment that is asked for help.
    pub helper: Option<Uuid>,
    /// The appointment that it is referred to.
    pub addressee: Option<Uuid>,
    pub merge_into: Option<Uuid>,
    /// RFC 3339 or a day.
    pub until: Option<String>,
    /// Whether it was checked on the ground.
    pub checked: bool,
    pub result: Option<String>,
    pub linked_case: Option<Uuid>,
}

/// What a request names, looked up.
struct Given {
    note: Option<String>,
    actor: Option<Holder>,
    helper: Option<Holder>,
    addressee: Option<Holder>,
    merge_into: Option<Uuid>,
    until: Option<Instant>,
    result: Option<SampleResult>,
    linked_case: Option<Uuid>,
}

impl Service {
    /// Takes a step on the version that the caller knows, and answers with the case as it is then.
    pub async fn take_step(
        &self,
        id: Uuid,
        version: i64,
        transition: Transition,
        request: StepRequest,
        viewer: &Viewer,
    ) -> Result<IncidentAnswer> {
        self.step(id, version, transition, request, viewer).await?;
        self.case_answer(id, viewer).await
    }

    /// Takes a step; gives the version that stands then.
    pub(super) async fn step(
        &self,
        id: Uuid,
        version: i64,
        transition: Transition,
        request: StepRequest,
        viewer: &Viewer,
    ) -> Result<i64> {
        let (reference, now) = (self.reference(), self.now());
        let case = self.case(&reference, id).await?;
        let parts = case.parts(&standings_of(&reference, viewer, now));
        // What may not be done at all is told before what is wrong with the request.
        if let Err(fault) = case::apply(case.row.state, transition, &parts, Needs::ALL, Needs::NONE) {
            return Err(refused(&fault));
        }
        let checked = request.checked;
        let given = self.look_up(&reference, &case, request, now).await?;
        let has_actor = given.actor.is_some()
            || (transition == Transition::Dispatch && case.row.assignment.actor.is_some());
        let brought = Needs::NONE
            .with(Need::Reason, given.note.is_some())
            .with(Need::PreCheck, checked)
            .with(Need::PostCheck, checked)
            .with(Need::Actor, has_actor)
            .with(Need::Helper, given.helper.is_some())
            .with(Need::Addressee, given.addressee.is_some())
            .with(Need::MergeInto, given.merge_into.is_some())
            .with(Need::Until, given.until.is_some())
            .with(Need::Result, given.result.is_some())
            // Made with the step, unless it names one.
            .with(Need::LinkedCase, true);
        let also = match transition {
            Transition::Sample => given.result.map_or(Needs::NONE, SampleResult::needs),
            Transition::Handle => {
                let rulebook = &reference.rulebook;
                rulebook.policies.of(&case.row.category, &rulebook.categories).handling_needs()
            }
            _ => Needs::NONE,
        };
        let shown = also.has(Need::AfterPhoto) && self.has_after_photo(id, &case.events).await?;
        let brought = brought.with(Need::AfterPhoto, shown);
        let step = case::apply(case.row.state, transition, &parts, brought, also)
            .map_err(|fault| refused(&fault))?;
        let outcome = self.outcome(&reference, &case, transition, step, given, (viewer, now)).await?;
        self.store_change(&case, version, outcome, viewer, now).await
    }

    async fn look_up(
        &self,
        reference: &Reference,
        case: &Case,
        request: StepRequest,
        now: Instant,
    ) -> Result<Given> {
        let mut faults = Vec::new();
        let note = request.note.map(|note| note.trim().to_owned()).filter(|note| !note.is_empty());
        if note.as_ref().is_some_and(|note| note.chars().count() > LONGEST_NOTE || note.contains('\0')) {
            faults.push(FieldError::new(
                "note",
                "too_long",
                format!("不能超过 {LONGEST_NOTE} 字"),
                format!("must not be longer than {LONGEST_NOTE} characters"),
            ));
        }
        let mut holder = |field: &str, id: Option<Uuid>| {
            let found = id.map(|id| holder_of(reference, id, now));
            if found == Some(None) {
                faults.push(FieldError::new(
                    field,
                    "unknown",
                    "没有这个在任岗位",
                    "there is no such post in force",
                ));
            }
            found.flatten()
        };
        let actor = holder("actor", request.actor);
        let helper = holder("helper", request.helper);
        let addressee = holder("addressee", request.addressee);
        let until = request.until.as_deref().map(|text| Instant::parse(text, &reference.zone));
        let within = |at: Instant| at > now && at.micros() - now.micros() <= LONGEST_SUSPENSION;
        if until.is_some_and(|until| !until.is_some_and(within)) {
            faults.push(FieldError::new(
                "until",
                "malformed",
                "应为今后一年内的日期，如 2027-03-01",
                "must be a day within the coming year, 2027-03-01 for instance",
            ));
        }
        let result = request.result.as_deref().map(SampleResult::from_slug);
        if result == Some(None) {
            faults.push(super::missing(Need::Result));
        }
        let merge_into = match request.merge_into {
            None => None,
            Some(into) => match self.joined(case.row.id, into).await? {
                Ok(target) => Some(target),
                Err(fault) => {
                    faults.push(merge_fault(fault));
                    None
                }
            },
        };
        if let Some(linked) = request.linked_case
            && self.store().incident(linked).await?.is_none_or(|row| row.id == case.row.id)
        {
            faults.push(FieldError::new(
                "linked_case",
                "unknown",
                "没有这个问题",
                "there is no such incident",
            ));
        }
        if !faults.is_empty() {
            return Err(AppError::Invalid(faults));
        }
        Ok(Given {
            note,
            actor,
            helper,
            addressee,
            merge_into,
            until: until.flatten(),
            result: result.flatten(),
            linked_case: request.linked_case,
        })
    }

    /// The incident that one really joins.
    async fn joined(&self, id: Uuid, into: Uuid) -> Result<std::result::Result<Uuid, MergeFault>> {
        let mut known = HashMap::new();
        let mut next = Some(into);
        while let Some(id) = next.filter(|id| !known.contains_key(id) && known.len() < LONGEST_LINE) {
            let Some(row) = self.store().incident(id).await? else { break };
            next = row.merged_into;
            known.insert(id, (row.state, row.merged_into));
        }
        Ok(merge_target(id, into, |id| known.get(&id).copied()))
    }

    async fn outcome(
        &self,
        reference: &Reference,
        case: &Case,
        transition: Transition,
        step: Step,
        given: Given,
        (viewer, now): (&Viewer, Instant),
    ) -> Result<Outcome> {
        let row = &case.row;
        let mut fields = CaseFields { state: step.to, ..CaseFields::from(row) };
        let mut assignment = None;
        let mut follows = None;
        let mut detail = Map::new();
        detail.insert("part".into(), json!(step.role));
        match transition {
            Transition::File => {
                fields.filed_at = Some(now);
            }
            Transition::Dispatch | Transition::HandOver => {
                let acts = given.actor.as_ref().or(row.assignment.actor.as_ref());
                detail.insert("actor".into(), json!(acts));
                if let Some(actor) = given.actor {
                    let mut changed = row.assignment.clone();
                    changed.actor = Some(actor);
                    set_actor(&mut fields, &changed);
                    detail.insert("before".into(), json!(row.assignment));
                    assignment = Some(changed);
                }
            }
            Transition::Return => {
                let again = self.route_again(reference, row, None, now).await?;
                let turns = case::edit::turns(&row.assignment, &again);
                if !turns.is_empty() {
                    set_actor(&mut fields, &again);
                    detail.insert("before".into(), json!(row.assignment));
                    assignment = Some(again);
                }
                detail.insert("turns".into(), json!(turns));
            }
            Transition::AskHelp => {
                detail.insert(HELPER.into(), json!(given.helper));
            }
            Transition::Refer => {
                let step = given.addressee.as_ref().and_then(|leader| referral(reference, case, leader, now));
                if let Some(Value::Object(step)) = step.map(|step| step.detail()) {
                    detail.extend(step);
                }
                detail.insert("addressee".into(), json!(given.addressee));
            }
            Transition::Suspend => {
                fields.suspended_until = given.until;
                detail.insert(UNTIL.into(), json!(given.until));
            }
            Transition::Resume => fields.suspended_until = None,
            Transition::Merge => {
                fields.merged_into = given.merge_into;
                detail.insert(INTO.into(), json!(given.merge_into));
            }
            Transition::Sample => {
                detail.insert("result".into(), json!(given.result));
                follows = (given.result == Some(SampleResult::Failed)).then_some(RelationKind::SampleOf);
            }
            Transition::Appeal => follows = Some(RelationKind::AppealAgainst),
            _ => {}
        }
        if row.state.is_open() && !step.to.is_open() {
            fields.closed_at = Some(now);
            fields.suspended_until = None;
        }
        let mut follower = None;
        if let Some(kind) = follows {
            let made = match given.linked_case {
                Some(linked) => linked,
                None => {
                    let made = self.follower(case, kind, given.note.as_deref(), viewer, now)?;
                    follower.insert(Box::new(made)).row.id
                }
            };
            detail.insert(LINKED.into(), json!(made));
        }
        let detail = Value::Object(detail);
        Ok(Outcome { fields, assignment, kind: step.event, note: given.note, detail, follower })
    }

    /// Moves suspended cases whose time is over back to who has to act; may run twice or late. Gives how many.
    pub async fn resume_suspended(&self) -> Result<usize> {
        let now = self.now();
        let due = self.store().suspended_until(now).await?;
        let viewer = Viewer::system();
        let mut resumed = 0;
        for id in due {
            let reference = self.reference();
            let case = self.case(&reference, id).await?;
            if case.row.state != State::Suspended {
                continue;
            }
            let step = case::apply(
                State::Suspended,
                Transition::Resume,
                &[case::CaseRole::System],
                Needs::NONE,
                Needs::NONE,
            )
            .map_err(|fault| refused(&fault))?;
            let given = Given {
                note: None,
                actor: None,
                helper: None,
                addressee: None,
                merge_into: None,
                until: None,
                result: None,
                linked_case: None,
            };
            let outcome =
                self.outcome(&reference, &case, Transition::Resume, step, given, (&viewer, now)).await?;
            match self.store_change(&case, case.row.version, outcome, &viewer, now).await {
                Ok(_) => resumed += 1,
                // Somebody was quicker.
                Err(AppError::Stale { .. }) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(resumed)
    }
}

fn merge_fault(fault: MergeFault) -> FieldError {
    let words = match fault {
        MergeFault::Itself => Words::new("不能并入自己", "an incident cannot join itself"),
        MergeFault::Unknown => Words::new("没有这个问题", "there is no such incident"),
        MergeFault::Circle => Words::new("这些问题互相并入", "these incidents join each other"),
        MergeFault::Finished(state) => {
            let term = glossary::label_in("state", state.slug());
            let (zh, en) = term.map_or((state.slug(), state.slug()), |term| (term.zh, term.en));
            Words::new(
                format!("对方已是「{zh}」；再次出现的问题请作为新问题上报"),
                format!("it is \"{en}\" already; report what came back as a new incident"),
            )
        }
    };
    FieldError { field: "merge_into".into(), code: "not_possible".into(), words, place: None }
}
