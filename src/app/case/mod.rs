//! Cases: what somebody may do with one, every step of the lifecycle, corrections, and what waits for whom. The table of
//! `domain::case` decides; here it is put together with the rows, the posts and the clock.

mod bulk;
mod change;
mod clock;
mod desk;
mod edit;
mod escalate;
mod follower;
mod involved;
mod lines;
mod samples;
mod steps;
mod tasks;
mod ties;
mod track;
mod voice;

pub(super) use change::timed;
pub(super) use clock::{CaseTimes, due_status};
pub use edit::CaseEdit;
pub(super) use lines::lines;
pub use steps::StepRequest;
pub use voice::VoiceRequest;

use super::error::{AppError, FieldError};
use crate::domain::case::{Need, Refused};

/// A refusal of the table: what is missing as faults of fields, anything else with what would be allowed.
fn refused(refused: &Refused) -> AppError {
    if refused.missing.is_empty() {
        let code = if refused.roles.is_empty() { "step_refused" } else { "not_your_step" };
        return if refused.roles.is_empty() {
            AppError::Conflict { code, words: refused.words() }
        } else {
            AppError::Forbidden { code, words: refused.words() }
        };
    }
    AppError::Invalid(refused.missing.iter().map(|need| missing(*need)).collect())
}

/// The field of a request that satisfies a need.
fn missing(need: Need) -> FieldError {
    let (field, zh, en) = match need {
        Need::Reason => ("note", "请写明情况或理由", "say what was done, or why"),
        Need::PreCheck | Need::PostCheck => (
            "checked",
            "请先核查现场，并以 checked=true 确认",
            "check it first and confirm with checked=true",
        ),
        Need::Actor => ("actor", "请指定承办岗位", "name the post that shall act"),
        Need::Helper => ("helper", "请指定求助的岗位", "name the post that is asked for help"),
        Need::MergeInto => ("merge_into", "请指定并入的问题", "name the incident to join"),
        Need::Until => ("until", "请填写挂账截止日期", "say until when it is suspended"),
        Need::AfterPhoto => ("photos", "请附处置后的照片", "add a photo taken afterwards"),
        Need::Changes => ("changes", "没有改动", "nothing is changed"),
        Need::Addressee => ("addressee", "请指定报请的岗位", "name the post that it is referred to"),
        Need::Result => ("result", "请填写抽查结果 passed 或 failed", "say passed or failed"),
        Need::LinkedCase => ("linked_case", "请指定新的问题", "name the new case"),
    };
    FieldError::new(field, "missing", zh, en)
}
