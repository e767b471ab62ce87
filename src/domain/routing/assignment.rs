//! The result of routing: who owns the ground, who acts, who checks, by when, and why.

use crate::domain::duty::{PostState, Role, Target};
use crate::domain::text::{Reason, Words};
use crate::domain::vocabulary::vocabulary;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

vocabulary! {
    /// Unit of a time limit (R9).
    LimitUnit {
        /// 紧急工作时: wall clock, nights and holidays included
        UrgentHours = "urgent_hours",
        /// 工作时
        WorkHours = "work_hours",
        /// 工作日
        WorkDays = "work_days",
        /// 自然日
        Days = "days",
    }
}

/// How long the one who acts has; filing turns it into `due_at`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limit {
    pub amount: u32,
    pub unit: LimitUnit,
}

impl Limit {
    /// 「4 个工作时」, "4 working hours".
    pub fn words(self) -> Words {
        let (zh, en) = match self.unit {
            LimitUnit::UrgentHours => ("紧急工作时", "urgent hour"),
            LimitUnit::WorkHours => ("工作时", "working hour"),
            LimitUnit::WorkDays => ("工作日", "working day"),
            LimitUnit::Days => ("自然日", "day"),
        };
        let plural = if self.amount == 1 { "" } else { "s" };
        Words::new(format!("{} 个{zh}", self.amount), format!("{} {en}{plural}", self.amount))
    }
}

/// A post as routing found it. `unit` and `person` name parties; no phone of a person is here (R11).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holder {
    pub role: Role,
    pub target: Target,
    pub state: PostState,
    /// None when no appointment exists at all and the role is named by fallback.
    pub appointment: Option<Uuid>,
    pub unit: Option<Uuid>,
    pub person: Option<Uuid>,
    pub department: Option<String>,
    pub duty_phone: Option<String>,
}

/// The one question whose answer decides between outcomes, 线内 or 线外 for instance.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    pub code: String,
    pub words: Words,
    pub options: Vec<QuestionOption>,
}

/// An answer and what it leads to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuestionOption {
    pub code: String,
    pub words: Words,
    /// What follows from the answer, in words: who acts, or that it is allowed.
    pub outcome: Words,
}

/// Who owns, who acts and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assignment {
    /// Territorial owner (块).
    pub block: Option<Holder>,
    /// Who acts; a department's post for 执法, else a party on the ground. None only when nothing is in
    /// force anywhere up the chain, or the position is outside every area.
    pub actor: Option<Holder>,
    /// Department concerned (条), also where it only supports.
    pub department: Option<String>,
    pub copies: Vec<Holder>,
    /// Who checks that it is done, where a rule names one.
    pub checker: Option<Holder>,
    /// Present while the decision needs an answer; the assignment is then what holds without one.
    pub question: Option<Question>,
    /// `compliant`, `over_line`, `over_time` after the answer of a vending zone.
    pub verdict: Option<String>,
    pub limit: Option<Limit>,
    /// Id of the rule that decided.
    pub rule: String,
    pub reasons: Vec<Reason>,
}
