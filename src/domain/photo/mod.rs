//! Photos of an incident: what each shows, and what its camera tells of where, when and whither it was taken. Photos that
//! somebody brings in bulk are gathered into drafts of reports by `grouping`.

mod grouping;

pub use grouping::{CLOSE_M, CLOSE_TIME, Group, MOST_TOGETHER, Moment, group};

use super::geo::Position;
use super::instant::Instant;
use super::vocabulary::vocabulary;

vocabulary! {
    /// What a photo shows of an incident.
    PhotoKind {
        Before = "before",
        After = "after",
        Near = "near",
        Far = "far",
        /// How it should look, or something to compare with.
        Reference = "reference",
    }
}

vocabulary! {
    /// What has become of a draft that photos made.
    DraftState {
        /// A person has to look at it.
        Waiting = "waiting",
        /// It is an incident.
        Made = "made",
        /// It was no report.
        Discarded = "discarded",
    }
}

vocabulary! {
    /// Who says where a draft is.
    PlacedBy {
        Camera = "camera",
        Hand = "hand",
    }
}

vocabulary! {
    /// The north that a direction counts from.
    North {
        True = "true_north",
        Magnetic = "magnetic_north",
    }
}

/// What a camera tells of a photo. Hints, never facts: the place of a report comes from the live position or the pin. They
/// say where somebody stood and when, so they are for staff alone (R11).
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct PhotoHints {
    /// Declared WGS 84, as the Exif standard has it. Some phones write GCJ-02 without saying so, which cannot be told from
    /// the numbers: a position 300 to 600 m from the live one may be that.
    pub position: Option<Position>,
    /// Radius of uncertainty in metres.
    pub accuracy_m: Option<f64>,
    pub taken_at: Option<Instant>,
    /// Where the camera looked, in degrees clockwise from north, 0 to below 360.
    pub direction: Option<f64>,
    /// Which north that is; none when the camera does not say.
    pub north: Option<North>,
}
