//! Routing of a place: what the domain's engine wants to know, gathered from the snapshot, and its answer in
//! words for people. The dry run and the live report call the same function (R5).

use super::answer::*;
use super::place::Place;
use super::posts::Posts;
use super::reference::Reference;
use crate::domain::category::Category;
use crate::domain::duty::Target;
use crate::domain::grid::{AreaId, Level, Outcome, Scheme};
use crate::domain::instant::Instant;
use crate::domain::routing::{self, Assignment, Holder, NearFeature, RoadPlace, Situation};

/// Who acts at `place` for `category`. `repeated` counts incidents of the category here in the last 30 days.
pub fn assign(
    reference: &Reference,
    place: &Place,
    category: &Category,
    answer: Option<&str>,
    at: Instant,
    repeated: u32,
) -> Assignment {
    let located = &place.located;
    decide(
        reference,
        place,
        &place.upward,
        category,
        answer,
        at,
        repeated,
        (located.outcome, located.remainder),
    )
}

/// Who would act if the position belonged to `area`: the other side of a border.
pub fn for_area(
    reference: &Reference,
    place: &Place,
    area: AreaId,
    category: &Category,
    at: Instant,
) -> Assignment {
    let upward: Vec<AreaId> = reference.areas.ancestors(area).collect();
    decide(reference, place, &upward, category, None, at, 0, (Outcome::Inside, false))
}

#[expect(clippy::too_many_arguments, reason = "the one place where the situation is put together")]
fn decide(
    reference: &Reference,
    place: &Place,
    upward: &[AreaId],
    category: &Category,
    answer: Option<&str>,
    at: Instant,
    repeated: u32,
    (outcome, remainder): (Outcome, bool),
) -> Assignment {
    let areas: Vec<(Level, String, String)> = upward
        .iter()
        .map(|id| {
            let area = reference.areas.area(*id);
            (area.level, area.code.clone(), area.name.clone())
        })
        .collect();
    let features: Vec<NearFeature> = place
        .features
        .iter()
        .map(|near| NearFeature { feature: reference.features.feature(near.id), distance_m: near.distance_m })
        .collect();
    let road = place.road.as_ref().map(|side| RoadPlace {
        feature: reference.features.feature(side.road),
        side: side.side.slug(),
        on_carriageway: side.on_carriageway,
        ruled: place.ruled.filter(|_| upward == place.upward),
    });
    let day = reference.zone.to_datetime(at.timestamp()).date();
    let phases = reference.campaigns.tiers_on(day);
    let situation = Situation {
        scheme: Scheme::Duty,
        areas: &areas,
        outcome,
        remainder,
        distance_m: place.located.distance_m,
        features: &features,
        road,
        category,
        answer,
        at,
        repeated,
        phases: &phases,
        zone: &reference.zone,
    };
    routing::route(&reference.rulebook.rules, &reference.rulebook.categories, &reference.roster, &situation)
}

/// The territorial owner of an area, as routing names it.
pub fn block(reference: &Reference, area: AreaId, at: Instant) -> Option<Holder> {
    let above = reference.areas.ancestors(area);
    let upward: Vec<(Level, Target)> =
        above.map(|id| (reference.areas.area(id).level, reference.target(id))).collect();
    routing::block(&reference.roster, &upward, at)
}

/// An assignment in words.
pub fn answer(posts: &Posts, assignment: &Assignment) -> AssignmentAnswer {
    let holder = |holder: &Option<Holder>| holder.as_ref().map(|holder| posts.holder(holder));
    AssignmentAnswer {
        block: holder(&assignment.block),
        actor: holder(&assignment.actor),
        department: assignment.department.clone(),
        copies: assignment.copies.iter().map(|holder| posts.holder(holder)).collect(),
        checker: holder(&assignment.checker),
        question: assignment.question.as_ref().map(|question| QuestionAnswer {
            code: question.code.clone(),
            words: question.words.clone(),
            options: question
                .options
                .iter()
                .map(|option| OptionAnswer {
                    code: option.code.clone(),
                    words: option.words.clone(),
                    outcome: option.outcome.clone(),
                })
                .collect(),
        }),
        verdict: assignment.verdict.clone(),
        limit: assignment.limit.map(|limit| LimitAnswer {
            amount: limit.amount,
            unit: limit.unit.slug(),
            words: limit.words(),
        }),
        rule: assignment.rule.clone(),
        reasons: assignment.reasons.clone(),
    }
}
