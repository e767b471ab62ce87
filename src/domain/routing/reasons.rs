//! The sentences of a decision, in Chinese and English. Posts are named by role, place and unit, never by person
//! and never with a phone (R11).

use super::assignment::{Holder, Limit, Question};
use super::limits::{CategoryLimit, Limits};
use super::matching::Match;
use super::phase::PhaseTier;
use super::posts::feature_target;
use super::rule::{OptionRule, PostRule};
use super::rules::Rules;
use super::situation::{NearFeature, Situation};
use super::specificity::rank;
use crate::domain::duty::{Role, Roster, Target};
use crate::domain::feature::Feature;
use crate::domain::glossary::words;
use crate::domain::grid::{Level, Outcome};
use crate::domain::text::{Reason, Words};

pub(super) fn located(situation: &Situation) -> Reason {
    let (owner, above) = match situation.areas {
        [owner, above @ ..] => (owner, above),
        [] => return outside(situation),
    };
    let level = words(owner.0.slug());
    let zh_above: String = above.iter().map(|(_, _, name)| format!("，属{name}")).collect();
    let en_above: String = above.iter().map(|(_, _, name)| format!(", in {name}")).collect();
    let metres = situation.distance_m.unwrap_or(0.0);
    if let Some(road) = situation.road
        && let Some(rule) = road.ruled
    {
        let (road, rule) = (&road.feature.name, words(rule.slug()));
        let zh =
            format!("位于「{road}」的车行道，该路{}，归{}「{}」（{}）", rule.zh, level.zh, owner.2, owner.1);
        let en = format!(
            "On the carriageway of {road} ({}): it belongs to {} \"{}\" ({})",
            rule.en, level.en, owner.2, owner.1
        );
        return Reason::new("side_rule", zh + &zh_above, en + &en_above);
    }
    let (code, zh, en) = match (situation.outcome, situation.remainder) {
        (Outcome::Inside, false) => (
            "inside",
            format!("位于{}「{}」（{}）", level.zh, owner.2, owner.1),
            format!("Inside {} \"{}\" ({})", level.en, owner.2, owner.1),
        ),
        (Outcome::Inside, true) => (
            "remainder",
            format!("位于{}「{}」（{}）中未划下级网格的部分", level.zh, owner.2, owner.1),
            format!("In the undrawn remainder of {} \"{}\" ({})", level.en, owner.2, owner.1),
        ),
        _ => (
            "nearest",
            format!(
                "不在任何网格内，最近的是{}「{}」（{}），相距 {metres:.1} 米",
                level.zh, owner.2, owner.1
            ),
            format!(
                "Inside no area; nearest is {} \"{}\" ({}), {metres:.1} m away",
                level.en, owner.2, owner.1
            ),
        ),
    };
    Reason::new(code, zh + &zh_above, en + &en_above)
}

pub(super) fn outside(situation: &Situation) -> Reason {
    let (zh, en) = match situation.distance_m {
        Some(m) => (format!("，最近的网格相距 {m:.0} 米"), format!("; the nearest is {m:.0} m away")),
        None => Default::default(),
    };
    Reason::new(
        "outside",
        format!("位置不在任何网格内{zh}；进入待认领队列，由受理人员处理"),
        format!("The position is outside every area{en}; it waits in the queue for a clerk"),
    )
}

/// The features near enough for some rule, in the order of precedence.
pub(super) fn features(rules: &Rules, situation: &Situation) -> Reason {
    let near_enough =
        |n: &&NearFeature| rules.reach_m(n.feature.layer).is_some_and(|reach| n.distance_m <= reach);
    let mut near: Vec<&NearFeature> = situation.features.iter().filter(near_enough).collect();
    near.sort_by(|a, b| {
        rank(b.feature.layer).cmp(&rank(a.feature.layer)).then(a.distance_m.total_cmp(&b.distance_m))
    });
    let mut zh: Vec<String> = Vec::new();
    let mut en: Vec<String> = Vec::new();
    for NearFeature { feature, distance_m } in near.iter().take(6) {
        let layer = words(feature.layer.slug());
        let kind = feature.management_type().map(|kind| words(kind.slug()));
        let (kind_zh, kind_en) =
            kind.map_or_else(Default::default, |kind| (format!("，{}", kind.zh), format!(", {}", kind.en)));
        zh.push(format!("{}「{}」（{distance_m:.0} 米{kind_zh}）", layer.zh, feature.name));
        en.push(format!("{} \"{}\" ({distance_m:.0} m{kind_en})", layer.en, feature.name));
    }
    if let Some(road) = situation.road {
        let (lane_zh, lane_en) = if road.on_carriageway {
            ("车道内", "on the carriageway")
        } else {
            ("车道外", "off the carriageway")
        };
        let side = words(road.side);
        zh.push(format!("道路「{}」（{}侧，{lane_zh}）", road.feature.name, side.zh));
        en.push(format!("road \"{}\" ({} side, {lane_en})", road.feature.name, side.en));
    }
    if zh.is_empty() {
        return Reason::new(
            "features",
            "此处没有登记的要素，按网格认定",
            "No feature on file here; the area decides",
        );
    }
    Reason::new("features", format!("此处要素：{}", zh.join("、")), format!("Here: {}", en.join(", ")))
}

pub(super) fn rule(found: &Match) -> Reason {
    let Words { zh, en } = &found.rule.because;
    let (place_zh, place_en) = found
        .feature
        .map_or_else(Default::default, |f| (format!("；依据「{}」", f.name), format!("; by \"{}\"", f.name)));
    Reason::new(
        "rule",
        format!("规则 {}：{zh}{place_zh}", found.rule.id),
        format!("Rule {}: {en}{place_en}", found.rule.id),
    )
}

pub(super) fn tie(matches: &[Match]) -> Reason {
    let rules: Vec<&str> = matches.iter().map(|found| found.rule.id.as_str()).collect();
    let names: Vec<&str> = matches.iter().filter_map(|m| m.feature).map(|f| f.name.as_str()).collect();
    Reason::new(
        "tie",
        format!("「{}」同样适用（规则 {}），不能区分，由社区裁定", names.join("」「"), rules.join("、")),
        format!(
            "\"{}\" apply equally (rules {}); the community decides",
            names.join("\", \""),
            rules.join(", ")
        ),
    )
}

pub(super) fn no_rule() -> Reason {
    Reason::new("no_rule", "没有适用的规则，由社区裁定", "No rule applies; the community decides")
}

pub(super) fn question(question: &Question) -> Reason {
    let Words { zh, en } = &question.words;
    Reason::new("question", format!("尚待回答：{zh}"), format!("Still to be answered: {en}"))
}

pub(super) fn answer(option: &OptionRule, outcome: &Words) -> Reason {
    Reason::new(
        "answer",
        format!("答复「{}」：{}", option.words.zh, outcome.zh),
        format!("Answer \"{}\": {}", option.words.en, outcome.en),
    )
}

pub(super) fn answer_unused(answer: &str, asked: bool) -> Reason {
    if asked {
        return Reason::new(
            "answer_unknown",
            format!("答复「{answer}」不是此问题的选项，未采用"),
            format!("Answer \"{answer}\" is not an option of the question and was not used"),
        );
    }
    Reason::new(
        "answer_unused",
        format!("答复「{answer}」未采用：此处无需提问"),
        format!("Answer \"{answer}\" was not used: nothing is asked here"),
    )
}

/// The post that acts: role, place and unit.
pub(super) fn holder(
    roster: &Roster,
    situation: &Situation,
    holder: &Holder,
    feature: Option<&Feature>,
) -> Reason {
    let post = post_words(situation, holder, feature);
    let unit = holder.unit.and_then(|id| roster.party(id)).map(|party| party.name.as_str());
    let (mut zh, mut en) = match unit {
        Some(unit) => (format!("由{}承担：{unit}", post.zh), format!("Held by {}: {unit}", post.en)),
        None => (format!("由{}承担", post.zh), format!("Held by {}", post.en)),
    };
    if holder.role == Role::Enforcement && situation.targets().first() != Some(&holder.target) {
        zh += "（由上级网格继承）";
        en += " (inherited from the area above)";
    }
    if holder.person.is_none() {
        zh += "，人员待定";
        en += ", person pending";
    }
    Reason::new("holder", zh, en)
}

pub(super) fn checker(roster: &Roster, situation: &Situation, holder: &Holder) -> Reason {
    let post = post_words(situation, holder, None);
    let unit = holder.unit.and_then(|id| roster.party(id)).map_or("", |party| party.name.as_str());
    Reason::new("checker", format!("由{}核查：{unit}", post.zh), format!("Checked by {}: {unit}", post.en))
}

pub(super) fn vacant(situation: &Situation, role: Role, target: &Target) -> Reason {
    let (role, place) = (words(role.slug()), place_name(situation, target));
    Reason::new(
        "vacant",
        format!("{place}的{}空缺，逐级上移", role.zh),
        format!("The {} of {place} is vacant; moving up", role.en),
    )
}

/// Nobody holds the post that the rule names.
pub(super) fn nobody(situation: &Situation, post: &PostRule, feature: Option<&Feature>) -> Reason {
    match post {
        PostRule::Department(slug) => {
            let name = words(slug);
            Reason::new(
                "department_gap",
                format!("{}在此没有在任的执法责任人；属地兜底并转请该部门", name.zh),
                format!("{} has nobody in force here; the territory takes it and refers it on", name.en),
            )
        }
        PostRule::FeatureRole(roles) => {
            let zh: Vec<&str> = roles.iter().map(|role| words(role.slug()).zh).collect();
            let en: Vec<&str> = roles.iter().map(|role| words(role.slug()).en).collect();
            let place = feature.map_or("", |f| f.name.as_str());
            Reason::new(
                "vacant",
                format!("「{place}」没有在任的{}，逐级上移", zh.join("或")),
                format!("\"{place}\" has no {} in force; moving up", en.join(" or ")),
            )
        }
        PostRule::AreaRole(role) => {
            let place = situation.areas.first().map_or("", |(_, _, name)| name.as_str());
            let role = words(role.slug());
            Reason::new(
                "vacant",
                format!("{place}没有在任的{}，逐级上移", role.zh),
                format!("{place} has no {} in force; moving up", role.en),
            )
        }
    }
}

pub(super) fn fallback(situation: &Situation, holder: &Holder) -> Reason {
    let post = post_words(situation, holder, None);
    let unnamed = holder.appointment.is_none();
    let (zh, en) = if unnamed { ("，名册中尚无人员", ", nobody is on file yet") } else { ("", "") };
    Reason::new(
        "fallback",
        format!("属地兜底：由{}负责{zh}", post.zh),
        format!("Fallback to the territory: {}{en}", post.en),
    )
}

pub(super) fn limit(limit: Option<&CategoryLimit>) -> Reason {
    let Some(limit) = limit else {
        return Reason::new(
            "limit_unknown",
            "该类别的时限未登记：未知",
            "No limit is on file for the category: unknown",
        );
    };
    let words = Limit { amount: limit.amount, unit: limit.unit }.words();
    Reason::new(
        "limit",
        format!("处置时限 {}（{}）", words.zh, limit.source),
        format!("Limit {} ({})", words.en, limit.source),
    )
}

/// The phase that set the limit, and that others run beside it.
pub(super) fn phase(found: &PhaseTier, limits: &Limits, running: usize) -> Reason {
    let tier = limits.tiers().iter().find(|tier| tier.slug == found.tier).map(|tier| &tier.name);
    let (zh, en) = tier.map_or((found.tier, found.tier), |name| (name.zh.as_str(), name.en.as_str()));
    let (more_zh, more_en) = if running > 1 {
        ("；几项创建活动同时进行，取较短的时限", "; several campaigns run at once, the shorter limit holds")
    } else {
        ("", "")
    };
    Reason::new(
        "phase_limit",
        format!("{}「{}」阶段内，按「{zh}」{more_zh}", found.campaign.zh, found.phase.zh),
        format!("In the phase \"{}\" of the {}: {en} limits{more_en}", found.phase.en, found.campaign.en),
    )
}

fn post_words(situation: &Situation, holder: &Holder, feature: Option<&Feature>) -> Words {
    let place = match (&holder.target, feature) {
        (target @ Target::Feature { .. }, Some(f)) if *target == feature_target(f) => {
            format!("「{}」", f.name)
        }
        (target, _) => place_name(situation, target),
    };
    let role = words(holder.role.slug());
    match &holder.department {
        Some(slug) => {
            let department = words(slug);
            Words::new(
                format!("{place}{}{}", department.zh, role.zh),
                format!("{} {} of {place}", department.en, role.en),
            )
        }
        None => Words::new(format!("{place}{}", role.zh), format!("{} of {place}", role.en)),
    }
}

fn place_name(situation: &Situation, target: &Target) -> String {
    match target {
        Target::Area { code, .. } => {
            let area = situation.areas.iter().find(|(_, other, _)| other == code);
            match area {
                Some((Level::Point, _, name)) => format!("点位「{name}」"),
                Some((_, _, name)) => name.clone(),
                None => code.clone(),
            }
        }
        Target::Feature { code, .. } => code.clone(),
    }
}
