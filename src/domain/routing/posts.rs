//! From a named post to its holder, and up to the community when nobody holds it (属地兜底).

use super::assignment::Holder;
use super::notes::Notes;
use super::reasons;
use super::rule::PostRule;
use super::situation::Situation;
use crate::domain::duty::{Appointment, PostState, Role, Roster, Target};
use crate::domain::feature::Feature;
use crate::domain::grid::Level;

/// Who answers on the ground when the named post has nobody, from fine to coarse.
const GROUND: [Role; 4] =
    [Role::PointHead, Role::ZoneHead, Role::DirectlyResponsible, Role::FirstResponsible];

/// Finds holders in one situation and notes why.
pub(super) struct Posts<'a> {
    pub roster: &'a Roster,
    pub situation: &'a Situation<'a>,
    pub targets: &'a [Target],
}

impl<'a> Posts<'a> {
    /// The holder of a post without falling back; vacant posts count as nobody.
    pub fn find(&self, post: &PostRule, feature: Option<&Feature>) -> Option<Holder> {
        let at = self.situation.at;
        let held = match post {
            PostRule::Department(slug) => self.roster.enforcement(self.targets, slug, at),
            PostRule::FeatureRole(roles) => {
                let target = feature_target(feature?);
                let posts = roles.iter().filter_map(|&role| self.roster.post(&target, role, at));
                let mut posts = posts.filter(|post| post.state() != PostState::Vacant);
                posts.next()
            }
            PostRule::AreaRole(role) => self.roster.post(self.target_of(role.level()?)?, *role, at),
        };
        held.filter(|post| post.state() != PostState::Vacant).map(holder)
    }

    /// The holder of the one who acts, falling back upward, with a reason for every step.
    pub fn actor(&self, post: &PostRule, feature: Option<&Feature>, notes: &mut Notes) -> Option<Holder> {
        let start = match post {
            PostRule::AreaRole(role) => GROUND.iter().position(|ground| ground == role),
            _ => None,
        };
        if start.is_none() {
            if let Some(found) = self.find(post, feature) {
                notes.push(|| reasons::holder(self.roster, self.situation, &found, feature));
                return Some(found);
            }
            notes.push(|| reasons::nobody(self.situation, post, feature));
        }
        self.ground(start.unwrap_or(0), start.is_none(), notes)
    }

    /// The territorial owner (块): the lowest post on the ground that somebody holds.
    pub fn block(&self) -> Option<Holder> {
        self.ground(0, false, &mut Notes::default())
    }

    /// Climbs from point head to zone head, the community's 直接责任人 and the street's 第一责任人. When nothing
    /// is in force anywhere, the community itself is named: it carries direct responsibility by the plan.
    pub fn ground(&self, start: usize, mut fell: bool, notes: &mut Notes) -> Option<Holder> {
        for &role in &GROUND[start..] {
            let Some(target) = role.level().and_then(|level| self.target_of(level)) else { continue };
            match self.roster.post(target, role, self.situation.at) {
                Some(post) if post.state() != PostState::Vacant => {
                    let found = holder(post);
                    notes.push(|| reasons::holder(self.roster, self.situation, &found, None));
                    if fell {
                        notes.push(|| reasons::fallback(self.situation, &found));
                    }
                    return Some(found);
                }
                _ => {
                    notes.push(|| reasons::vacant(self.situation, role, target));
                    fell = true;
                }
            }
        }
        let target = self.target_of(Level::Community)?;
        let found = Holder {
            role: Role::DirectlyResponsible,
            target: target.clone(),
            state: PostState::Vacant,
            appointment: None,
            unit: None,
            person: None,
            department: None,
            duty_phone: None,
        };
        notes.push(|| reasons::fallback(self.situation, &found));
        Some(found)
    }

    fn target_of(&self, level: Level) -> Option<&'a Target> {
        let place = self.situation.areas.iter().position(|(other, ..)| *other == level)?;
        self.targets.get(place)
    }
}

pub(super) fn feature_target(feature: &Feature) -> Target {
    Target::Feature { layer: feature.layer, code: feature.code.clone() }
}

fn holder(post: &Appointment) -> Holder {
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
