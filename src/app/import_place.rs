//! Holding an import against the ground that is known (R1): areas in force and roads, before anything is checked or
//! stored.

use crate::domain::feature::{Feature, Layer};
use crate::domain::geo::datum_suspicion::{Known, Places, Suspicion, suspect};
use crate::domain::geo::{Bounds, Frame, Geometry, Position};
use crate::domain::grid::Area;
use crate::domain::instant::Instant;
use crate::store::{Store, StoreError};

/// The ground that is loaded at an instant.
pub struct Ground(Known);

impl Ground {
    /// Borders of all areas, and roads by their axis.
    pub async fn load(store: &Store, at: Instant) -> Result<Self, StoreError> {
        let areas = store.load_areas(at).await?.areas;
        Ok(Self::of(areas.iter(), store.load_features(at).await?.iter()))
    }

    /// The same of areas and features that are in memory already; their borders are shared with it.
    pub fn of<'a>(
        areas: impl Iterator<Item = &'a Area>,
        features: impl Iterator<Item = &'a Feature>,
    ) -> Self {
        let shapes: Vec<_> = areas.filter_map(|area| area.shape.clone()).collect();
        let bounds =
            Bounds::of(shapes.iter().filter_map(|shape| shape.bounds()).flat_map(|b| [b.min, b.max]));
        let axis = |road: &Feature| match &road.geometry {
            Geometry::Line(line) => Some(line.clone()),
            _ => road.axis(),
        };
        let lines = features.filter(|feature| feature.layer == Layer::Road).filter_map(axis).collect();
        Self(Known { bounds, shapes, lines })
    }

    /// What is suspicious about areas and features of one file that was read in a frame.
    pub fn suspect(&self, frame: Frame, areas: &[Area], features: &[Feature]) -> Option<Suspicion> {
        let of_areas =
            || areas.iter().filter_map(|area| area.shape.as_ref()).flat_map(|s| s.vertices().iter().copied());
        let of_features = || features.iter().flat_map(|feature| feature.geometry.vertices().iter().copied());
        suspect(frame, &Places::of(|| of_areas().chain(of_features())), &self.0)
    }

    /// The same of places alone.
    pub fn suspect_places(&self, frame: Frame, places: &[Position]) -> Option<Suspicion> {
        suspect(frame, &Places::of(|| places.iter().copied()), &self.0)
    }
}
