//! What may be done to an incident, and the parts that people play in a case.

use crate::domain::vocabulary::vocabulary;

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
        /// 移交: another named post goes on with it
        HandOver = "hand_over",
        /// 求助: another party is asked in, the case stays where it is
        AskHelp = "ask_help",
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
        /// 更正: description, category, position, or a note beside them
        Edit = "edit",
        /// 督办, a mark
        Supervise = "supervise",
        /// 催办, a mark
        Urge = "urge",
        /// 报请: somebody asks a leader in person
        Refer = "refer",
        /// 逐级提醒: the clock tells the next rung of a ladder
        Escalate = "escalate",
        /// 抽查, a mark on a finished case
        Sample = "sample",
        /// 申诉, a mark on a finished case; the appeal is a case of its own
        Appeal = "appeal",
    }
}

vocabulary! {
    /// The part that somebody plays in a case. Who plays which follows from posts, see `parts`.
    CaseRole {
        /// The service itself: routing, deadlines.
        System = "system",
        /// Who reported it.
        Public = "public",
        /// Grid worker or point head who found it or whose ground it is.
        Finder = "finder",
        /// Community office: receives, files, dispatches.
        Clerk = "clerk",
        /// The post that the case is dispatched to, and the department concerned.
        Handler = "handler",
        /// Concerned without being the one to act: owner of the ground, asked for help, in copy.
        Supporter = "supporter",
        /// Who checks on the ground; never who handled it.
        Checker = "checker",
        /// 片长, 网格长 and above, with their liaisons.
        Leader = "leader",
    }
}
