//! States of an incident.

use crate::domain::vocabulary::vocabulary;

vocabulary! {
    /// Where an incident stands.
    State {
        /// 上报
        Reported = "reported",
        /// 立案
        Filed = "filed",
        /// 派遣
        Dispatched = "dispatched",
        /// 处置
        Handled = "handled",
        /// 结案
        Closed = "closed",
        /// 自行处置: closed in one step by who found it
        HandledOnSite = "handled_on_site",
        /// 不予立案
        Rejected = "rejected",
        /// 挂账
        Suspended = "suspended",
        /// 作废
        Void = "void",
        /// 并案
        Merged = "merged",
    }
}

impl State {
    /// Whether somebody still has to do something.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Reported | Self::Filed | Self::Dispatched | Self::Handled | Self::Suspended)
    }
}
