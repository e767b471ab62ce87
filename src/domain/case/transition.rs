//! What may be done to an incident, by whom, and what has to be supplied with it.

use crate::domain::vocabulary::vocabulary;
use serde::{Deserialize, Serialize};

vocabulary! {
    /// The verbs of the lifecycle.
    Transition {
        /// 立案
        File = "file",
        /// 不予立案
        Reject = "reject",
        /// 派遣
        Dispatch = "dispatch",
        /// 接收
        Accept = "accept",
        /// 退回: not mine
        Return = "return",
        /// 处置
        Handle = "handle",
        /// 自行处置
        HandleOnSite = "handle_on_site",
        /// 返工: not fixed
        Rework = "rework",
        /// 挂账
        Suspend = "suspend",
        /// 恢复
        Resume = "resume",
        /// 结案
        Close = "close",
        /// 作废
        Void = "void",
        /// 并案
        Merge = "merge",
        /// 督办, a mark
        Supervise = "supervise",
        /// 催办, a mark
        Urge = "urge",
    }
}

vocabulary! {
    /// The part that somebody plays in a case. A post of the roster plays one or several of them.
    CaseRole {
        /// The service itself: routing, deadlines.
        System = "system",
        /// Who reported it.
        Public = "public",
        /// Community office: receives, files, dispatches.
        Clerk = "clerk",
        /// The post that the case is dispatched to.
        Handler = "handler",
        /// Who checks on the ground.
        Checker = "checker",
        /// 片长, 网格长 and above.
        Leader = "leader",
    }
}

/// What a transition has to bring along; also what a caller brings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Needs {
    /// Words that say why.
    pub reason: bool,
    /// 核实: is it real.
    pub pre_check: bool,
    /// A named post to act.
    pub actor: bool,
    /// 核查: is it fixed.
    pub post_check: bool,
    /// The incident that this one joins.
    pub merge_into: bool,
}

impl Needs {
    pub const NONE: Self =
        Self { reason: false, pre_check: false, actor: false, post_check: false, merge_into: false };
    pub const ALL: Self =
        Self { reason: true, pre_check: true, actor: true, post_check: true, merge_into: true };

    /// Names of what `given` lacks, in the order of the fields.
    pub fn missing_from(self, given: Self) -> Vec<&'static str> {
        let wanted = [
            ("reason", self.reason, given.reason),
            ("pre_check", self.pre_check, given.pre_check),
            ("actor", self.actor, given.actor),
            ("post_check", self.post_check, given.post_check),
            ("merge_into", self.merge_into, given.merge_into),
        ];
        wanted.into_iter().filter(|(_, needs, has)| *needs && !has).map(|(name, ..)| name).collect()
    }
}
