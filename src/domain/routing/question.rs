//! Questions and answers: what each answer leads to here and now.

use super::assignment::{Question, QuestionOption};
use super::opening::{Opening, opening};
use super::rule::{OptionRule, QuestionRule, VerdictRule};
use super::situation::Situation;
use crate::domain::feature::Feature;
use crate::domain::text::Words;

/// Codes of the verdicts of a vending zone.
pub const COMPLIANT: &str = "compliant";
pub const OVER_LINE: &str = "over_line";
pub const OVER_TIME: &str = "over_time";

/// The question as it is put to the reporter, with the outcomes that hold at this hour.
pub(super) fn ask(rule: &QuestionRule, feature: Option<&Feature>, situation: &Situation) -> Question {
    let option = |option: &OptionRule| QuestionOption {
        code: option.code.clone(),
        words: option.words.clone(),
        outcome: outcome(option, feature, situation),
    };
    Question {
        code: rule.code.clone(),
        words: rule.words.clone(),
        options: rule.options.iter().map(option).collect(),
    }
}

/// `compliant`, `over_line`, `over_time`; none when the answer carries no verdict or the hours are unknown.
pub(super) fn verdict(
    option: &OptionRule,
    feature: Option<&Feature>,
    situation: &Situation,
) -> Option<&'static str> {
    match option.verdict? {
        VerdictRule::OverLine => Some(OVER_LINE),
        VerdictRule::CompliantInHours => match state(feature, situation) {
            Opening::Open => Some(COMPLIANT),
            Opening::Closed => Some(OVER_TIME),
            Opening::Unknown => None,
        },
    }
}

/// The outcome in words: the rule's own sentence, or for a verdict by hours the one that holds now.
pub(super) fn outcome(option: &OptionRule, feature: Option<&Feature>, situation: &Situation) -> Words {
    match option.verdict {
        Some(VerdictRule::CompliantInHours) => match state(feature, situation) {
            Opening::Open => option.outcome.clone(),
            Opening::Closed => Words::new(
                "超时：线内，但不在疏导区开放的季节、日期或时段内",
                "over time: inside the lines, but outside the zone's season, days or hours",
            ),
            Opening::Unknown => Words::new(
                "线内；疏导区开放时段未登记，是否超时未知",
                "inside the lines; the zone's hours are not on file, so whether it is over time is unknown",
            ),
        },
        _ => option.outcome.clone(),
    }
}

fn state(feature: Option<&Feature>, situation: &Situation) -> Opening {
    feature.map_or(Opening::Unknown, |zone| opening(zone, situation.local()))
}
