//! Posts as answers: role, unit and name in words, with names only for those who may see them (R11).

use super::answer::{AreaRef, FeatureRef, PartyRef, Post};
use super::reference::Reference;
use super::viewer::Viewer;
use crate::domain::duty::{Appointment, PartyKind, PostState, Role, Target};
use crate::domain::duty::{ChainLink, DepartmentLink};
use crate::domain::glossary;
use crate::domain::instant::Instant;
use crate::domain::routing::Holder;
use crate::domain::text::Words;
use uuid::Uuid;

/// What an appointment, a link of the chain and a holder have in common.
struct Parts<'a> {
    role: Role,
    target: &'a Target,
    state: PostState,
    appointment: Option<Uuid>,
    unit: Option<Uuid>,
    person: Option<Uuid>,
    title: Option<&'a str>,
    department: Option<&'a str>,
    primary: bool,
    duty_phone: Option<&'a str>,
    since: Option<Instant>,
}

/// Renders posts for one viewer from one snapshot.
pub struct Posts<'a> {
    pub reference: &'a Reference,
    pub viewer: &'a Viewer,
}

impl Posts<'_> {
    pub fn appointment(&self, post: &Appointment) -> Post {
        self.render(Parts {
            role: post.role,
            target: &post.target,
            state: post.state(),
            appointment: Some(post.id),
            unit: post.unit,
            person: post.person,
            title: post.title.as_deref(),
            department: post.department.as_deref(),
            primary: post.primary,
            duty_phone: post.duty_phone.as_deref(),
            since: Some(post.validity.from),
        })
    }

    pub fn link(&self, link: &ChainLink) -> Post {
        self.render(Parts {
            role: link.role,
            target: &link.target,
            state: link.state,
            appointment: link.appointment,
            unit: link.unit,
            person: link.person,
            title: link.title.as_deref(),
            department: None,
            primary: link.primary,
            duty_phone: link.duty_phone.as_deref(),
            since: self.since(link.appointment),
        })
    }

    pub fn holder(&self, holder: &Holder) -> Post {
        let appointment = holder.appointment.and_then(|id| self.reference.roster.appointment(id));
        self.render(Parts {
            role: holder.role,
            target: &holder.target,
            state: holder.state,
            appointment: holder.appointment,
            unit: holder.unit,
            person: holder.person,
            title: appointment.and_then(|post| post.title.as_deref()),
            department: holder.department.as_deref(),
            primary: appointment.is_none_or(|post| post.primary),
            duty_phone: holder.duty_phone.as_deref(),
            since: self.since(holder.appointment),
        })
    }

    /// The post behind a department's link; None when the department has nobody.
    pub fn department(&self, link: &DepartmentLink) -> Option<Post> {
        let post = self.reference.roster.appointment(link.appointment?)?;
        Some(self.appointment(post))
    }

    fn since(&self, appointment: Option<Uuid>) -> Option<Instant> {
        Some(self.reference.roster.appointment(appointment?)?.validity.from)
    }

    /// A party as this viewer may see it: the names of persons are for staff unless marked public.
    pub fn party(&self, id: Uuid) -> Option<PartyRef> {
        let party = self.reference.roster.party(id)?;
        let visible = party.kind != PartyKind::Person || party.public_name || self.viewer.names;
        Some(PartyRef {
            id,
            name: visible.then(|| party.name.clone()),
            kind: party.kind.slug(),
            has_phone: party.has_phone,
        })
    }

    fn render(&self, parts: Parts) -> Post {
        let role_words = glossary::term(parts.role.slug());
        let state = match parts.state {
            PostState::Filled => "filled",
            PostState::PersonPending => "person_pending",
            PostState::Vacant => "vacant",
        };
        let unit = parts.unit.and_then(|id| self.party(id));
        let person = parts.person.and_then(|id| self.party(id));
        let department = parts.department.map(|slug| self.reference.department_words(slug));
        let (area, feature) = match parts.target {
            Target::Area { scheme, code } => {
                let area = self.reference.areas.get(*scheme, code).map(|id| self.reference.area_ref(id));
                (area.or_else(|| Some(AreaRef { level: "", code: code.clone(), name: code.clone() })), None)
            }
            Target::Feature { layer, code } => {
                let name = self
                    .reference
                    .features
                    .get(*layer, code)
                    .map_or_else(|| code.clone(), |id| self.reference.features.feature(id).name.clone());
                (None, Some(FeatureRef { layer: layer.slug(), code: code.clone(), name }))
            }
        };
        let label = label(&role_words, department.as_ref(), unit.as_ref(), person.as_ref(), parts.state);
        Post {
            role: parts.role.slug(),
            role_words,
            level: area.as_ref().map(|area| area.level).filter(|level| !level.is_empty()),
            area,
            feature,
            state,
            state_words: glossary::term(state),
            appointment: parts.appointment,
            unit,
            person,
            title: parts.title.map(str::to_owned),
            department: parts.department.map(str::to_owned),
            primary: parts.primary,
            duty_phone: parts.duty_phone.map(str::to_owned),
            since: parts.since.map(|at| self.reference.zoned(at)),
            label,
        }
    }
}

/// What stands in the place of a name where nobody holds the post.
pub fn nobody(state: PostState) -> Option<Words> {
    match state {
        PostState::Vacant => Some(Words::new("空缺", "vacant")),
        PostState::PersonPending => Some(Words::new("待定人选", "person pending")),
        PostState::Filled => None,
    }
}

/// Role, department or unit, name: what one line of a list shows.
fn label(
    role: &Words,
    department: Option<&Words>,
    unit: Option<&PartyRef>,
    person: Option<&PartyRef>,
    state: PostState,
) -> Words {
    let mut zh = vec![role.zh.clone()];
    let mut en = vec![role.en.clone()];
    let unit_name = unit.and_then(|unit| unit.name.clone());
    match (department, unit_name) {
        (_, Some(name)) => {
            zh.push(name.clone());
            en.push(name);
        }
        (Some(department), None) => {
            zh.push(department.zh.clone());
            en.push(department.en.clone());
        }
        (None, None) => {}
    }
    if let Some(name) = person.and_then(|person| person.name.clone()) {
        zh.push(name.clone());
        en.push(name);
    }
    if let Some(words) = nobody(state) {
        zh.push(words.zh);
        en.push(words.en);
    }
    Words::new(zh.join(" · "), en.join(" · "))
}
