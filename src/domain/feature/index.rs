//! All features in force, indexed: what lies near a position, and where on its road it is.

use super::axis::Axis;
use super::{Feature, Layer, SideRule};
use crate::domain::geo::{Bounds, BoxIndex, Plane, Position};
use std::ops::Range;

/// Number of a feature in its set. Order: layer, code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FeatureId(pub u32);

/// A feature and how far it is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FeatureNear {
    pub id: FeatureId,
    /// Metres; 0 inside an area or on its border.
    pub distance_m: f64,
}

/// Immutable features with an index over their boxes and the parsed axes of roads.
#[derive(Debug)]
pub struct FeatureSet {
    features: Vec<Feature>,
    bounds: Vec<Option<Bounds>>,
    ids: Vec<FeatureId>,
    layers: Vec<Range<usize>>,
    boxes: BoxIndex,
    /// Roads with an axis; the box index counts in places of this list.
    axes: Vec<(FeatureId, Axis)>,
    axis_boxes: BoxIndex,
    /// Boxes of the carriageways that may belong to another one than what is drawn.
    ruled_boxes: BoxIndex,
}

impl FeatureSet {
    /// Sorts by layer and code and indexes. The caller chooses the features in force; a code that appears twice in a
    /// layer keeps both, `get` finds the first. O(n log n).
    pub fn build(mut features: Vec<Feature>) -> Self {
        features.sort_by(|a, b| (a.layer, &a.code).cmp(&(b.layer, &b.code)));
        let mut layers = Vec::new();
        let mut start = 0;
        for &layer in Layer::ALL {
            let end = start + features[start..].partition_point(|feature| feature.layer <= layer);
            layers.push(start..end);
            start = end;
        }
        let ids: Vec<FeatureId> = (0..features.len() as u32).map(FeatureId).collect();
        let bounds: Vec<Option<Bounds>> = features.iter().map(|feature| feature.geometry.bounds()).collect();
        let boxes = BoxIndex::build(ids.iter().filter_map(|id| Some((id.0, bounds[id.0 as usize]?))));
        let roads = ids[layers[Layer::Road as usize].clone()].iter();
        let axes: Vec<(FeatureId, Axis)> =
            roads.filter_map(|&id| Some((id, Axis::of(&features[id.0 as usize])?))).collect();
        let axis_boxes = BoxIndex::build(axes.iter().enumerate().map(|(place, (id, axis))| {
            let own = axis.bounds();
            let drawn = bounds[id.0 as usize];
            (place as u32, drawn.map_or(own, |drawn| drawn.union(own)))
        }));
        let ruled = axes.iter().filter_map(|(id, _)| {
            let road = &features[id.0 as usize];
            road.side_rule().filter(|rule| *rule != SideRule::CentreLine)?;
            let kerbs = Bounds::of(road.kerbs().into_iter().flatten().flatten());
            let drawn = bounds[id.0 as usize];
            let both = kerbs.into_iter().chain(drawn).reduce(Bounds::union)?;
            Some((id.0, both))
        });
        let ruled_boxes = BoxIndex::build(ruled);
        Self { features, bounds, ids, layers, boxes, axes, axis_boxes, ruled_boxes }
    }

    pub fn len(&self) -> usize {
        self.features.len()
    }

    pub fn is_empty(&self) -> bool {
        self.features.is_empty()
    }

    /// Finds a feature by its code; O(log n).
    pub fn get(&self, layer: Layer, code: &str) -> Option<FeatureId> {
        let ids = self.of_layer(layer);
        let place = ids.partition_point(|&id| self.feature(id).code.as_str() < code);
        ids.get(place).copied().filter(|&id| self.feature(id).code == code)
    }

    /// # Panics
    /// When the number comes from another set.
    pub fn feature(&self, id: FeatureId) -> &Feature {
        &self.features[id.0 as usize]
    }

    /// The box of a feature.
    pub(super) fn bounds(&self, id: FeatureId) -> Option<Bounds> {
        self.bounds[id.0 as usize]
    }

    /// Features of a layer, by code.
    pub fn of_layer(&self, layer: Layer) -> &[FeatureId] {
        &self.ids[self.layers[layer as usize].clone()]
    }

    /// Every feature, by layer and code.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (FeatureId, &Feature)> {
        self.ids.iter().copied().zip(&self.features)
    }

    /// Features within `within_m` metres of `p`, borders included, sorted by distance, then layer, then code.
    pub fn near(&self, p: Position, within_m: f64) -> Vec<FeatureNear> {
        self.here(p, within_m, |_| true)
    }

    /// Features that contain `p`, borders included, and those of the layers that `nearby` names within `within_m`
    /// metres; sorted by distance, then layer, then code. Distances are taken of the latter only, because streets and
    /// compounds have many vertices.
    pub fn here(&self, p: Position, within_m: f64, nearby: impl Fn(Layer) -> bool) -> Vec<FeatureNear> {
        let plane = Plane::at(p);
        let mut near = Vec::new();
        self.boxes.within(plane.window(within_m.max(0.0)), |number| {
            let id = FeatureId(number);
            let feature = self.feature(id);
            // Exactly on the border is inside, whatever rounding says.
            let inside = self.bounds[number as usize].is_some_and(|own| own.contains(p))
                && feature.geometry.contains(p);
            if inside {
                near.push(FeatureNear { id, distance_m: 0.0 });
            } else if nearby(feature.layer)
                && let Some(distance_m) = feature.geometry.border_within_m(&plane, within_m)
            {
                near.push(FeatureNear { id, distance_m });
            }
        });
        near.sort_unstable_by(|a, b| a.distance_m.total_cmp(&b.distance_m).then(a.id.cmp(&b.id)));
        near
    }

    /// The axis of a road; None for other features and for roads without one. O(log n).
    pub fn axis(&self, road: FeatureId) -> Option<&Axis> {
        let place = self.axes.binary_search_by_key(&road, |(id, _)| *id).ok()?;
        Some(&self.axes[place].1)
    }

    /// Whether a road with a side rule may hold `p`, so that the owner has to be asked for with the road in mind.
    pub fn may_be_ruled(&self, p: Position) -> bool {
        let mut near = false;
        self.ruled_boxes.at(p, |_| near = true);
        near
    }

    /// Features whose box touches the window, by layer and code.
    pub fn intersecting(&self, window: Bounds) -> Vec<FeatureId> {
        self.boxes.all_within(window).into_iter().map(FeatureId).collect()
    }

    /// Visits the roads with an axis whose box is within `within_m` of the plane's origin.
    pub(super) fn axes_near(&self, plane: &Plane, within_m: f64, mut visit: impl FnMut(FeatureId, &Axis)) {
        self.axis_boxes.within(plane.window(within_m.max(0.0)), |place| {
            let (road, axis) = &self.axes[place as usize];
            visit(*road, axis);
        });
    }
}
