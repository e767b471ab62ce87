//! The rows that an event puts into outbox and inbox, from the snapshot alone.

use super::channels::Asked;
use super::payload::Payload;
use super::recipients::Recipients;
use crate::app::reference::Reference;
use crate::app::service::Service;
use crate::domain::case::{Event, EventKind};
use crate::domain::deadline::{EscalationStep, LadderKind, Manner, Recipient};
use crate::domain::duty::{PartyKind, Role, Target};
use crate::domain::glossary;
use crate::domain::grid::{Level, Scheme};
use crate::domain::routing::{Assignment, Holder};
use crate::domain::text::Words;
use crate::notify::{ChannelKind, Facts, Named};
use crate::store::{CaseFields, IncidentRow, MessageTo, NewIncident, OutboxMessage};
use uuid::Uuid;

/// An event, and the case as it leaves it.
pub struct Told<'a> {
    /// As it was before.
    pub row: &'a IncidentRow,
    pub fields: &'a CaseFields,
    pub assignment: &'a Assignment,
    pub event: &'a Event,
    /// Number of the case that this one joined or came back from, where it was looked up.
    pub other_number: Option<&'a str>,
    /// 小组联络员 of the point, who may check.
    pub liaison: Option<&'a Holder>,
}

impl Told<'_> {
    /// The step of a ladder, or a referral, that the event tells of.
    pub(super) fn step(&self) -> Option<EscalationStep> {
        let tells = matches!(self.event.kind, EventKind::CaseEscalated | EventKind::CaseReferred);
        tells.then(|| serde_json::from_value(self.event.detail.clone()).ok()).flatten()
    }

    /// Whether somebody else acts than before.
    pub(super) fn reassigned(&self) -> bool {
        let post = |assignment: &Assignment| {
            let actor = assignment.actor.as_ref();
            actor.map(|actor| (actor.role, actor.target.clone(), actor.department.clone()))
        };
        post(&self.row.assignment) != post(self.assignment)
    }

    /// What the message is about: the event, or what it means for the reader.
    fn slug(&self, step: Option<&EscalationStep>) -> &'static str {
        match (self.event.kind, step) {
            (EventKind::IncidentReported, _) if self.row.relapse_of.is_some() => "case_relapsed",
            (EventKind::CaseEscalated, Some(step)) if step.ladder == LadderKind::Actor => {
                let due = self.fields.due_at;
                if due.is_some_and(|due| due <= self.event.at) { "case_overdue" } else { "case_due_soon" }
            }
            (kind, _) => kind.slug(),
        }
    }
}

impl Service {
    /// Whom an event is told to. What a leader hears in the day's list waits there; a channel that is dead or unknown
    /// changes nothing here.
    pub fn outbox_rows(&self, reference: &Reference, told: &Told<'_>) -> Vec<OutboxMessage> {
        let liaison = self.liaison(reference, told);
        let told = &Told { liaison: liaison.as_ref(), ..*told };
        let step = told.step();
        let digest = step.as_ref().filter(|step| step.how == Manner::Digest);
        if let Some(step) = digest {
            return self.digest_row(reference, told, step).into_iter().collect();
        }
        let payload = payload(reference, told, step.as_ref());
        let mut rows: Vec<OutboxMessage> = Recipients::of(told)
            .into_iter()
            .map(|recipient| self.message(told, MessageTo::Inbox(recipient), &payload))
            .collect();
        rows.extend(self.channel_rows(reference, told, &payload, |_| true));
        rows
    }

    /// The same for an incident that comes in. Of the events of one moment people are told the last; programs are told
    /// all.
    pub(in crate::app) fn outbox_of_new(
        &self,
        reference: &Reference,
        incident: &NewIncident,
    ) -> Vec<OutboxMessage> {
        let (row, fields) = (&incident.row, CaseFields::from(&incident.row));
        let told = |event| Told {
            row,
            fields: &fields,
            assignment: &row.assignment,
            event,
            other_number: None,
            liaison: None,
        };
        let Some((last, before)) = incident.events.split_last() else { return Vec::new() };
        let mut rows = Vec::new();
        for event in before {
            let told = told(event);
            let payload = payload(reference, &told, None);
            rows.extend(self.channel_rows(reference, &told, &payload, |kind| kind == ChannelKind::Webhook));
        }
        rows.extend(self.outbox_rows(reference, &told(last)));
        rows
    }

    fn message(&self, told: &Told<'_>, to: MessageTo, payload: &Payload) -> OutboxMessage {
        OutboxMessage { id: self.ids().id(told.event.at), to, payload: payload.to_value() }
    }

    /// One row for each channel of these kinds that wants the event.
    fn channel_rows(
        &self,
        reference: &Reference,
        told: &Told<'_>,
        payload: &Payload,
        kinds: impl Fn(ChannelKind) -> bool,
    ) -> Vec<OutboxMessage> {
        let channels = self.messaging().channels();
        if channels.0.is_empty() {
            return Vec::new();
        }
        let areas = areas(reference, told.fields);
        let department = told.assignment.department.as_deref();
        let asked = Asked { event: &payload.event, areas: &areas, department };
        let wanting = channels.0.iter().filter(|channel| kinds(channel.kind()) && channel.wants(asked));
        let to = |id, kind: ChannelKind| MessageTo::Channel { id, kind: kind.slug().to_owned() };
        wanting.map(|channel| self.message(told, to(channel.id, channel.kind()), payload)).collect()
    }

    /// What waits for a leader's list: it tells where he stands, not where the case is.
    fn digest_row(
        &self,
        reference: &Reference,
        told: &Told<'_>,
        step: &EscalationStep,
    ) -> Option<OutboxMessage> {
        let recipient = Recipients::one(told, &step.addressee())?;
        let mut payload = payload(reference, told, Some(step));
        if let Recipient::Post(leader) = &step.to {
            payload.facts.place = target_named(reference, &leader.target);
            payload.facts.owner = Some(post_named(reference, leader));
        }
        Some(self.message(told, MessageTo::Digest(recipient), &payload))
    }

    fn liaison(&self, reference: &Reference, told: &Told<'_>) -> Option<Holder> {
        let code = told.fields.point_code.as_deref().filter(|_| told.event.kind == EventKind::CaseHandled)?;
        let id = reference.areas.get(Scheme::Duty, code)?;
        let post = reference.roster.post(&reference.target(id), Role::GroupLiaison, told.event.at)?;
        Some(Holder {
            role: post.role,
            target: post.target.clone(),
            state: post.state(),
            appointment: Some(post.id),
            unit: post.unit,
            person: post.person,
            department: None,
            duty_phone: None,
        })
    }
}

fn payload(reference: &Reference, told: &Told<'_>, step: Option<&EscalationStep>) -> Payload {
    let (fields, assignment) = (told.fields, told.assignment);
    let category = reference.rulebook.categories.get(&fields.category);
    let facts = Facts {
        number: String::new(),
        state: Some(told.event.to),
        category: category
            .map(|category| Named { code: category.slug.clone(), words: category.name.clone() }),
        place: place(reference, fields),
        owner: assignment.actor.as_ref().map(|actor| post_named(reference, actor)),
        department: assignment
            .department
            .as_deref()
            .map(|slug| Named { code: slug.to_owned(), words: reference.department_words(slug) }),
        due_at: fields.due_at.map(|at| reference.zoned(at)),
        suspended_until: fields.suspended_until.map(|at| reference.zoned(at)),
        other_number: told.other_number.map(str::to_owned),
        ..Facts::default()
    };
    Payload {
        event: told.slug(step).to_owned(),
        at: told.event.at,
        number: told.row.number.clone(),
        facts,
        cases: Vec::new(),
    }
}

/// Codes of the area that owns the case and of all above it.
pub(super) fn areas(reference: &Reference, fields: &CaseFields) -> Vec<String> {
    let found = fields.area_code.as_deref().and_then(|code| reference.areas.get(Scheme::Duty, code));
    match found {
        Some(id) => reference.areas.ancestors(id).map(|id| reference.areas.area(id).code.clone()).collect(),
        None => fields
            .point_code
            .iter()
            .chain(&fields.zone_code)
            .chain(&fields.community_code)
            .chain(&fields.area_code)
            .cloned()
            .collect(),
    }
}

/// The area by name, a point with its zone before it: `一片区 西点`.
fn place(reference: &Reference, fields: &CaseFields) -> Option<Named> {
    let id = reference.areas.get(Scheme::Duty, fields.area_code.as_deref()?)?;
    let area = reference.areas.area(id);
    let zone = (area.level == Level::Point).then(|| reference.ancestor_at(id, Level::Zone)).flatten();
    let zone = zone.map(|zone| reference.areas.area(zone).name.as_str());
    let name = match zone.filter(|zone| !area.name.starts_with(zone)) {
        Some(zone) => format!("{zone} {}", area.name),
        None => area.name.clone(),
    };
    Some(Named { code: area.code.clone(), words: Words::new(name.clone(), name) })
}

fn target_named(reference: &Reference, target: &Target) -> Option<Named> {
    let (code, name) = match target {
        Target::Area { scheme, code } => {
            let id = reference.areas.get(*scheme, code)?;
            (code, &reference.areas.area(id).name)
        }
        Target::Feature { layer, code } => {
            let id = reference.features.get(*layer, code)?;
            (code, &reference.features.feature(id).name)
        }
    };
    Some(Named { code: code.clone(), words: Words::new(name, name) })
}

/// Role and unit or department of a post; never a person (R11).
fn post_named(reference: &Reference, holder: &Holder) -> Named {
    let role = glossary::term(holder.role.slug());
    let unit = holder.unit.and_then(|id: Uuid| reference.roster.party(id));
    let unit = unit.filter(|unit| unit.kind != PartyKind::Person);
    let of = match (unit, holder.department.as_deref()) {
        (Some(unit), _) => Some(Words::new(&unit.name, &unit.name)),
        (None, Some(slug)) => Some(reference.department_words(slug)),
        (None, None) => None,
    };
    let words = match of {
        Some(of) => Words::new(format!("{} · {}", role.zh, of.zh), format!("{} · {}", role.en, of.en)),
        None => role,
    };
    Named { code: holder.role.slug().to_owned(), words }
}
