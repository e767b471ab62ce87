//! Layers as maps, features as dossiers.

use super::answer::*;
use super::collection::{FeatureRows, GeoFeature};
use super::error::AppError;
use super::incident_columns;
use super::posts::Posts;
use super::query::LayerQuery;
use super::reference::Reference;
use super::service::{Result, Service};
use super::viewer::Viewer;
use crate::domain::duty::{Role, Target};
use crate::domain::feature::{Feature, FeatureId, Layer};
use crate::domain::geo::{Geometry, Position};
use crate::domain::glossary;
use crate::domain::grid::Scheme;
use crate::domain::hotspot::NO_PLACE;
use crate::domain::instant::Instant;
use crate::exchange::geometry_json;
use std::sync::Arc;

/// Features of a layer on their way out.
pub struct LayerRows {
    reference: Arc<Reference>,
    viewer: Viewer,
    now: Instant,
    ids: Vec<FeatureId>,
    /// Open incidents by feature; None in layers whose features have no number of their own.
    open: Option<Vec<u64>>,
}

impl FeatureRows for LayerRows {
    type Properties = FeatureProperties;

    fn count(&self) -> usize {
        self.ids.len()
    }

    fn feature(&self, index: usize) -> GeoFeature<FeatureProperties> {
        let id = self.ids[index];
        let feature = self.reference.features.feature(id);
        let posts = Posts { reference: &self.reference, viewer: &self.viewer };
        let mut attributes = feature.attributes.clone();
        for own in ["layer", "code", "name", "owner_label", "open_incidents"] {
            attributes.remove(own);
        }
        GeoFeature {
            id: Some(feature.code.clone()),
            geometry: Some(geometry_json::geometry(&feature.geometry)),
            properties: FeatureProperties {
                layer: feature.layer.slug(),
                code: feature.code.clone(),
                name: feature.name.clone(),
                owner_label: owner(&posts, feature, self.now).map(|owner| owner.label),
                open_incidents: self.open.as_ref().map(|open| open[id.0 as usize]),
                attributes,
            },
        }
    }
}

/// A position that stands for a geometry: inside an area, in the middle of a line. None for an empty one.
pub fn representative(geometry: &Geometry) -> Option<Position> {
    geometry.representative()
}

fn target(feature: &Feature) -> Target {
    Target::Feature { layer: feature.layer, code: feature.code.clone() }
}

/// Who answers for a feature first: manager, operator, frontage party, owner, cleaner.
pub(super) fn owner(posts: &Posts, feature: &Feature, at: Instant) -> Option<Post> {
    const FIRST: [Role; 5] =
        [Role::PropertyManager, Role::Operator, Role::FrontageParty, Role::OwnerParty, Role::Cleaner];
    let target = target(feature);
    FIRST
        .iter()
        .find_map(|role| posts.reference.roster.post(&target, *role, at))
        .map(|post| posts.appointment(post))
}

impl Service {
    pub fn layers(&self) -> Vec<LayerBrief> {
        let reference = self.reference();
        Layer::ALL
            .iter()
            .map(|layer| LayerBrief {
                layer: layer.slug(),
                words: glossary::term(layer.slug()),
                count: reference.features.of_layer(*layer).len() as u64,
            })
            .collect()
    }

    /// A layer as GeoJSON with its attributes and, where a post answers for the feature, who that is.
    pub fn layer(&self, query: &LayerQuery, viewer: &Viewer) -> Result<LayerRows> {
        let reference = self.reference();
        let bounds = query.bbox.map(incident_columns::bounds).transpose().map_err(AppError::invalid)?;
        let within = |id: &FeatureId| {
            let own = || reference.features.feature(*id).geometry.bounds();
            bounds.is_none_or(|bounds| own().is_some_and(|own| own.intersects(&bounds)))
        };
        let all = reference.features.of_layer(query.layer).iter().copied();
        let ids = all.filter(within).take(query.limit.unwrap_or(usize::MAX)).collect();
        let open = self.open_by_compound(&reference, query.layer);
        Ok(LayerRows { ids, open, now: self.now(), viewer: viewer.clone(), reference })
    }

    /// Open incidents per feature id; only compounds are counted, other layers have no number of their own.
    fn open_by_compound(&self, reference: &Reference, layer: Layer) -> Option<Vec<u64>> {
        let incidents = self.columns();
        if layer != Layer::Compound || incidents.reference != reference.revision {
            return None;
        }
        let mut open = vec![0_u64; reference.features.len()];
        for block in incidents.columns.blocks() {
            for (compound, state) in block.compound.iter().zip(&block.state) {
                if *compound != NO_PLACE && state.is_open() {
                    open[*compound as usize] += 1;
                }
            }
        }
        Some(open)
    }

    /// Everything about one feature.
    pub fn feature(&self, layer: Layer, code: &str, viewer: &Viewer) -> Result<FeatureDossier> {
        let reference = self.reference();
        let id = reference
            .features
            .get(layer, code)
            .ok_or_else(|| AppError::NotFound { kind: layer.slug(), id: code.to_owned() })?;
        let feature = reference.features.feature(id);
        let posts = Posts { reference: &reference, viewer };
        let areas = representative(&feature.geometry)
            .and_then(|place| reference.areas.containing(Scheme::Duty, place))
            .map(|owner| reference.areas.ancestors(owner).map(|id| reference.area_ref(id)).collect())
            .unwrap_or_default();
        let incidents = if layer == Layer::Compound {
            self.count(&reference, |selection| {
                selection.compounds = Some(reference.features.iter().map(|(other, _)| other == id).collect());
            })
        } else {
            IncidentCounts::default()
        };
        let posts_here = reference.roster.posts(&target(feature), self.now());
        Ok(FeatureDossier {
            feature: FeatureRef {
                layer: layer.slug(),
                code: feature.code.clone(),
                name: feature.name.clone(),
            },
            attributes: feature.attributes.clone(),
            posts: posts_here.into_iter().map(|post| posts.appointment(post)).collect(),
            areas,
            incidents,
            bounds: feature.geometry.bounds().map(geometry_json::bounds),
            geometry: geometry_json::geometry(&feature.geometry),
        })
    }
}
