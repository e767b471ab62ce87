//! What a text says about the place, for a person to confirm.

use crate::domain::feature::FeatureId;
use crate::domain::geo::Position;
use crate::domain::grid::AreaId;
use crate::domain::text::{Reason, Words};
use crate::domain::vocabulary::vocabulary;
use std::ops::Range;

vocabulary! {
    /// What kind of words a place was read from.
    PlaceKind {
        /// Longitude and latitude in figures.
        Coordinates = "coordinates",
        /// Where two roads meet.
        Crossing = "crossing",
        /// A road between two places.
        Stretch = "stretch",
        /// The end, the mouth or the middle of a road.
        RoadEnd = "road_end",
        /// A house number.
        House = "house",
        Building = "building",
        Feature = "feature",
        /// A road, no more said.
        Road = "road",
        /// An area of the grid or a resident group.
        Area = "area",
    }
}

/// A place that a text may mean.
#[derive(Debug, Clone, PartialEq)]
pub struct PlaceCandidate {
    pub kind: PlaceKind,
    pub position: Position,
    /// Metres around the position within which the place lies, if it is the one meant.
    pub radius_m: f64,
    /// How people would say it: 文昌街与和平街路口以北 50 米.
    pub label: Words,
    /// Bytes of the text that it was read from, in order.
    pub spans: Vec<Range<usize>>,
    pub reasons: Vec<Reason>,
    /// From 0 to 1, comparable within one text only.
    pub score: f64,
    /// What was named, first what the place is.
    pub features: Vec<FeatureId>,
    pub areas: Vec<AreaId>,
}

/// A name that was recognised, whether or not a place came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recognised {
    /// Bytes of the text.
    pub span: Range<usize>,
    /// The registered names that it can stand for.
    pub names: Vec<String>,
}

vocabulary! {
    /// What a person has to say before the place is known.
    QuestionKind {
        /// Which of several places.
        Which = "which",
        /// Whether a name that was not written so is meant.
        Meant = "meant",
        /// Where on a long road or in a large area.
        WhereOn = "where_on",
        /// Where it is at all.
        Where = "where",
    }
}

/// The one question that decides.
#[derive(Debug, Clone, PartialEq)]
pub struct Question {
    pub kind: QuestionKind,
    pub words: Words,
    /// Places in the list of candidates to choose from.
    pub options: Vec<usize>,
}

/// The places of a text, best first.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Places {
    pub candidates: Vec<PlaceCandidate>,
    /// None when the first candidate can be offered as it stands.
    pub ask: Option<Question>,
    pub recognised: Vec<Recognised>,
}

/// So many candidates are told at most.
pub const MOST_CANDIDATES: usize = 8;
