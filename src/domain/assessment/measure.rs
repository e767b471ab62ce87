//! What is counted. Measures of one cohort are parts of one whole, so that no rate can exceed one.

use crate::domain::vocabulary::vocabulary;

vocabulary! {
    /// A number of cases, or of posts, in a period `[from, until)`, as known at its end.
    Measure {
        /// Reports recorded in the period, whatever became of them.
        Reported = "reported",
        ReportedPublic = "reported_public",
        ReportedStaff = "reported_staff",
        /// Cases filed in the period; void and merged ones are not counted from here on.
        Filed = "filed",
        FiledPublic = "filed_public",
        FiledStaff = "filed_staff",
        /// Of these, without a known limit: they are in no rate of time.
        FiledUnlimited = "filed_unlimited",
        /// Cases whose due time lies in the period (应结案).
        Due = "due",
        /// Of these, closed by the end of the period.
        DueClosed = "due_closed",
        /// Of these, handled by their due time, and not sent back.
        DueOnTime = "due_on_time",
        /// Of these, sent back at least once.
        DueReworked = "due_reworked",
        /// Cases closed in the period.
        Closed = "closed",
        ClosedOnTime = "closed_on_time",
        ClosedReworked = "closed_reworked",
        /// Of these, the problem has come back since: counted against this closing.
        ClosedRelapsed = "closed_relapsed",
        /// Found and handled in one step in the period; they are never filed and are counted apart.
        OnSite = "on_site",
        OnSiteRelapsed = "on_site_relapsed",
        /// Not handled at the end of the period and past their due time, whenever that was.
        Overdue = "overdue",
        /// Posts that the plan expects.
        Posts = "posts",
        PostsVacant = "posts_vacant",
    }
}

/// What a measure is a part of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cohort {
    Reported,
    Filed,
    Due,
    Closed,
    OnSite,
    Posts,
    /// Stands alone.
    None,
}

impl Measure {
    pub fn cohort(self) -> Cohort {
        match self {
            Self::Reported | Self::ReportedPublic | Self::ReportedStaff => Cohort::Reported,
            Self::Filed | Self::FiledPublic | Self::FiledStaff | Self::FiledUnlimited => Cohort::Filed,
            Self::Due | Self::DueClosed | Self::DueOnTime | Self::DueReworked => Cohort::Due,
            Self::Closed | Self::ClosedOnTime | Self::ClosedReworked | Self::ClosedRelapsed => Cohort::Closed,
            Self::OnSite | Self::OnSiteRelapsed => Cohort::OnSite,
            Self::Posts | Self::PostsVacant => Cohort::Posts,
            Self::Overdue => Cohort::None,
        }
    }

    /// Whether it is the whole of its cohort.
    pub fn is_whole(self) -> bool {
        matches!(self, Self::Reported | Self::Filed | Self::Due | Self::Closed | Self::OnSite | Self::Posts)
    }
}
