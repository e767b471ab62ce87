//! Street sides of 100 m as numbered places, so that incidents along a street can be counted by side.

use super::{FeatureId, FeatureSet, Layer, StreetSegment, street_segments};
use crate::domain::geo::Position;
use std::collections::HashMap;

/// All street sides of a snapshot, numbered in order of road code, position along the axis, left before right.
#[derive(Debug, Default)]
pub struct SegmentIndex {
    segments: Vec<(FeatureId, StreetSegment)>,
    numbers: HashMap<(FeatureId, u32, bool), u32>,
    /// Half of the widest road, metres: how far an axis is looked for.
    reach_m: f64,
}

/// What lies this far beyond the kerb still belongs to the street: the footway and the shop fronts.
pub const ROADSIDE_DEPTH_M: f64 = 15.0;

impl SegmentIndex {
    pub fn build(features: &FeatureSet) -> Self {
        let mut index = Self::default();
        for &road in features.of_layer(Layer::Road) {
            let feature = features.feature(road);
            index.reach_m = index.reach_m.max(feature.number("width_m").unwrap_or(0.0) / 2.0);
            for segment in street_segments(feature) {
                let number = index.segments.len() as u32;
                index.numbers.insert((road, segment.index, segment.left), number);
                index.segments.push((road, segment));
            }
        }
        index
    }

    pub fn len(&self) -> usize {
        self.segments.len()
    }

    pub fn is_empty(&self) -> bool {
        self.segments.is_empty()
    }

    pub fn segment(&self, number: u32) -> Option<&(FeatureId, StreetSegment)> {
        self.segments.get(number as usize)
    }

    pub fn iter(&self) -> impl Iterator<Item = (u32, &(FeatureId, StreetSegment))> {
        self.segments.iter().enumerate().map(|(number, segment)| (number as u32, segment))
    }

    /// The street side that a position belongs to: the nearest road whose kerb lies within `ROADSIDE_DEPTH_M`.
    pub fn find(&self, features: &FeatureSet, p: Position) -> Option<u32> {
        if self.segments.is_empty() {
            return None;
        }
        let side = features.road_side(p, self.reach_m + ROADSIDE_DEPTH_M)?;
        let half_width = features.feature(side.road).number("width_m").unwrap_or(0.0) / 2.0;
        if side.distance_m > half_width + ROADSIDE_DEPTH_M {
            return None;
        }
        self.numbers.get(&(side.road, side.segment, side.left)).copied()
    }
}
