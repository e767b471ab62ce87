//! The routing engine (R5). One pure function serves live reports, imports and the dry run alike.

use super::assignment::{Assignment, Question};
use super::matching::{Match, best};
use super::notes::Notes;
use super::posts::Posts;
use super::question;
use super::reasons;
use super::rule::{OptionRule, PostRule};
use super::rules::Rules;
use super::situation::Situation;
use crate::domain::category::Categories;
use crate::domain::duty::{Role, Roster};
use crate::domain::feature::Feature;

/// Rule id of an assignment outside every area.
pub const OUTSIDE: &str = "outside";
/// Rule id of an assignment that equally good rules left to the community.
pub const TIE: &str = "tie";

/// Decides who acts. Never fails: outside every area nobody acts and the report waits; equally good rules leave
/// it to the community; a post that nobody holds falls back upward. Cost: a few hash look-ups per rule of the
/// category and its ancestors, and one allocation per reason.
pub fn route(rules: &Rules, categories: &Categories, roster: &Roster, situation: &Situation) -> Assignment {
    decide_all(rules, categories, roster, situation, Notes::wanted(true))
}

/// The same decision without its reasons, for batches: the words are most of the cost.
pub fn route_silently(
    rules: &Rules,
    categories: &Categories,
    roster: &Roster,
    situation: &Situation,
) -> Assignment {
    decide_all(rules, categories, roster, situation, Notes::wanted(false))
}

fn decide_all(
    rules: &Rules,
    categories: &Categories,
    roster: &Roster,
    situation: &Situation,
    mut notes: Notes,
) -> Assignment {
    if situation.areas.is_empty() {
        notes.push(|| reasons::outside(situation));
        return Assignment { rule: OUTSIDE.to_owned(), reasons: notes.into_reasons(), ..nothing() };
    }
    let targets = situation.targets();
    let posts = Posts { roster, situation, targets: &targets };
    notes.push(|| reasons::located(situation));
    notes.push(|| reasons::features(rules, situation));
    let matches = best(rules, categories, situation);
    let concerned = || {
        rules
            .departments()
            .concerned(&situation.category.slug, categories)
            .map(|department| department.slug.clone())
    };
    let codes: Vec<&str> = situation.areas.iter().map(|(_, code, _)| code.as_str()).collect();
    let limit = rules.limits().at(&situation.category.slug, categories, &codes, None);

    let mut decisions = matches.iter().map(|found| decide(&posts, found, notes.aside()));
    let mut assignment = match decisions.next() {
        Some(first) if decisions.all(|other| other.assignment.actor == first.assignment.actor) => {
            notes.extend(first.notes);
            first.assignment
        }
        first => {
            // Either different features at one spot lead to different actors, or (which loading refuses) no
            // rule holds at all: the community decides.
            notes.push(|| if first.is_some() { reasons::tie(&matches) } else { reasons::no_rule() });
            let post = PostRule::AreaRole(Role::DirectlyResponsible);
            let actor = posts.actor(&post, None, &mut notes);
            Assignment { actor, rule: TIE.to_owned(), ..nothing() }
        }
    };
    assignment.block = posts.block();
    assignment.department = assignment.department.or_else(concerned);
    assignment.limit = limit.map(|limit| limit.limit());
    notes.push(|| reasons::limit(limit));
    assignment.reasons = notes.into_reasons();
    assignment
}

struct Decision {
    assignment: Assignment,
    notes: Notes,
}

fn decide(posts: &Posts, found: &Match, mut notes: Notes) -> Decision {
    let situation = posts.situation;
    let action = &found.rule.then;
    notes.push(|| reasons::rule(found));
    let chosen = action.question.as_ref().and_then(|q| {
        let answer = situation.answer?;
        q.options.iter().find(|option| option.code == answer)
    });
    let asked = action.question.as_ref().filter(|_| chosen.is_none());
    if let (Some(answer), None) = (situation.answer, chosen) {
        notes.push(|| reasons::answer_unused(answer, asked.is_some()));
    }
    let verdict = chosen.and_then(|option| {
        notes.push(|| reasons::answer(option, &question::outcome(option, found.feature, situation)));
        question::verdict(option, found.feature, situation)
    });
    let question: Option<Question> = asked.map(|rule| question::ask(rule, found.feature, situation));
    if let Some(question) = &question {
        notes.push(|| reasons::question(question));
    }
    let post = chosen.and_then(|option: &OptionRule| option.actor.as_ref()).unwrap_or(&action.actor);
    let actor = posts.actor(post, found.feature, &mut notes);
    let holds =
        |copy: &PostRule| posts.find(copy, found.feature).filter(|holder| Some(holder) != actor.as_ref());
    let copies = action.copies.iter().filter_map(holds).collect();
    let checker = action.checker.as_ref().and_then(|post| checker(posts, post, found.feature));
    if let Some(holder) = &checker {
        notes.push(|| reasons::checker(posts.roster, situation, holder));
    }
    let named = match post {
        PostRule::Department(slug) => Some(slug.clone()),
        _ => chosen.and_then(|option| option.department.clone()).or_else(|| action.department.clone()),
    };
    let assignment = Assignment {
        actor,
        department: named,
        copies,
        checker,
        question,
        verdict: verdict.map(str::to_owned),
        rule: found.rule.id.clone(),
        ..nothing()
    };
    Decision { assignment, notes }
}

/// A checker on the ground falls back upward like the one who acts; the check is never dropped for a vacancy.
fn checker(posts: &Posts, post: &PostRule, feature: Option<&Feature>) -> Option<super::Holder> {
    posts.find(post, feature).or_else(|| match post {
        PostRule::AreaRole(_) => posts.actor(post, feature, &mut Notes::default()),
        _ => None,
    })
}

fn nothing() -> Assignment {
    Assignment {
        block: None,
        actor: None,
        department: None,
        copies: Vec::new(),
        checker: None,
        question: None,
        verdict: None,
        limit: None,
        rule: String::new(),
        reasons: Vec::new(),
    }
}
