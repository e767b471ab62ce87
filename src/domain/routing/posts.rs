//! From a named post to its holder, and up to the community when nobody holds it (属地兜底).

use super::assignment::Holder;
use super::notes::Notes;
use super::reasons;
use super::rule::PostRule;
use super::situation::Situation;
use crate::domain::duty::{Appointment, PostState, Role, Roster, Target};
use crate::domain::feature::Feature;
use crate::domain::grid::Level;
use crate::domain::instant::Instant;

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
        climb(self.roster, self.situation.at, 0, |level| self.target_of(level), |_| {})
    }

    /// The holder on the ground from post `start` upward, with a reason for every step.
    pub fn ground(&self, start: usize, mut fell: bool, notes: &mut Notes) -> Option<Holder> {
        let situation = self.situation;
        let told = |step: Step<'_>| match step {
            Step::Held(found) => {
                notes.push(|| reasons::holder(self.roster, situation, found, None));
                if fell {
                    notes.push(|| reasons::fallback(situation, found));
                }
            }
            Step::Vacant(role, target) => {
                notes.push(|| reasons::vacant(situation, role, target));
                fell = true;
            }
            Step::Community(found) => notes.push(|| reasons::fallback(situation, found)),
        };
        climb(self.roster, situation.at, start, |level| self.target_of(level), told)
    }

    fn target_of(&self, level: Level) -> Option<&'a Target> {
        let place = self.situation.areas.iter().position(|(other, ..)| *other == level)?;
        self.targets.get(place)
    }
}

/// The territorial owner (块) of an area: the lowest post on the ground that somebody holds. `upward` are the area
/// and those above it.
pub fn block(roster: &Roster, upward: &[(Level, Target)], at: Instant) -> Option<Holder> {
    let target_of = |wanted| upward.iter().find(|(level, _)| *level == wanted).map(|(_, target)| target);
    climb(roster, at, 0, target_of, |_| {})
}

/// A step of `climb`.
enum Step<'a> {
    /// Nobody holds the post; the next one above is asked.
    Vacant(Role, &'a Target),
    Held(&'a Holder),
    /// Nobody holds any post; the community answers.
    Community(&'a Holder),
}

/// Climbs from point head to zone head, the community's 直接责任人 and the street's 第一责任人. When nothing
/// is in force anywhere, the community itself is named: it carries direct responsibility by the plan.
fn climb<'t>(
    roster: &Roster,
    at: Instant,
    start: usize,
    target_of: impl Fn(Level) -> Option<&'t Target>,
    mut told: impl FnMut(Step<'_>),
) -> Option<Holder> {
    for &role in &GROUND[start..] {
        let Some(target) = role.level().and_then(&target_of) else { continue };
        match roster.post(target, role, at).filter(|post| post.state() != PostState::Vacant) {
            Some(post) => {
                let found = holder(post);
                told(Step::Held(&found));
                return Some(found);
            }
            None => told(Step::Vacant(role, target)),
        }
    }
    let found = Holder {
        role: Role::DirectlyResponsible,
        target: target_of(Level::Community)?.clone(),
        state: PostState::Vacant,
        appointment: None,
        unit: None,
        person: None,
        department: None,
        duty_phone: None,
    };
    told(Step::Community(&found));
    Some(found)
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
