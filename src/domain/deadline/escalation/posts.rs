//! Who stands on the rungs of one case at an instant.

use super::ladder::Rung;
use crate::domain::duty::{Appointment, PartyKind, PostState, Role, Roster, Target};
use crate::domain::grid::Level;
use crate::domain::instant::Instant;
use crate::domain::routing::{Assignment, Holder};
use serde::{Deserialize, Serialize};

/// Who is told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Recipient {
    Post(Holder),
    /// 指挥部, which holds no post of the grid.
    Command,
    /// The community office, where nobody above holds a post.
    Office,
}

/// Looks the rungs up: posts as they are held now, not as they were when the case was routed, since a reminder is
/// for whoever can still act.
#[derive(Debug, Clone, Copy)]
pub struct LadderPosts<'a> {
    pub roster: &'a Roster,
    /// The case's areas, lowest first.
    pub upward: &'a [(Level, Target)],
    pub assignment: &'a Assignment,
    pub at: Instant,
}

impl LadderPosts<'_> {
    /// Who stands on the rung; none when the post is vacant or was never filled.
    pub fn find(&self, rung: Rung) -> Option<Recipient> {
        let holder = match rung {
            Rung::Command => return Some(Recipient::Command),
            Rung::Office => return Some(Recipient::Office),
            Rung::Actor => self.actor(),
            Rung::DepartmentPerson => self.department_person().map(held),
            Rung::DepartmentHead => self.department_head(),
            _ => self.post(rung.role()?),
        };
        holder.filter(|holder| holder.state != PostState::Vacant).map(Recipient::Post)
    }

    /// The post of a role on the area that it belongs to.
    pub fn post(&self, role: Role) -> Option<Holder> {
        let level = role.level()?;
        let (_, target) = self.upward.iter().find(|(other, _)| *other == level)?;
        let post = self.roster.post(target, role, self.at)?;
        (post.state() != PostState::Vacant).then(|| held(post))
    }

    /// The post that acts, with whoever holds it now.
    fn actor(&self) -> Option<Holder> {
        let actor = self.assignment.actor.as_ref()?;
        if actor.role == Role::Enforcement {
            let upward = [actor.target.clone()];
            return self.roster.enforcement(&upward, actor.department.as_deref()?, self.at).map(held);
        }
        match self.roster.post(&actor.target, actor.role, self.at) {
            Some(post) => Some(held(post)),
            // The community that acts for want of any post (属地兜底) has no appointment either.
            None => Some(actor.clone()),
        }
    }

    fn department(&self) -> Option<&str> {
        self.assignment.department.as_deref()
    }

    fn department_person(&self) -> Option<&Appointment> {
        let targets: Vec<Target> = self.upward.iter().map(|(_, target)| target.clone()).collect();
        self.roster.enforcement(&targets, self.department()?, self.at)
    }

    /// The department's post on the topmost area that has one; where that is the person himself, the department
    /// as such.
    fn department_head(&self) -> Option<Holder> {
        let department = self.department()?;
        let person = self.department_person();
        let top = self.upward.iter().rev().find_map(|(_, target)| {
            let post = self.roster.enforcement(std::slice::from_ref(target), department, self.at)?;
            (post.state() != PostState::Vacant).then_some(post)
        });
        if let Some(top) = top.filter(|top| Some(top.id) != person.map(|person| person.id)) {
            return Some(held(top));
        }
        let party = self.roster.parties().iter().find(|party| {
            party.kind == PartyKind::Department && party.department.as_deref() == Some(department)
        })?;
        let (_, target) = self.upward.last()?;
        Some(Holder {
            role: Role::Enforcement,
            target: target.clone(),
            state: PostState::PersonPending,
            appointment: None,
            unit: Some(party.id),
            person: None,
            department: Some(department.to_owned()),
            duty_phone: None,
        })
    }
}

fn held(post: &Appointment) -> Holder {
    Holder {
        role: post.role,
        target: post.target.clone(),
        state: post.state(),
        appointment: Some(post.id),
        unit: post.unit,
        person: post.person,
        department: post.department.clone(),
        duty_phone: post.duty_phone.clone(),
    }
}
