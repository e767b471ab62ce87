//! One area's dossier.

use super::answer::*;
use super::cards;
use super::error::AppError;
use super::posts::Posts;
use super::query::AreaQuery;
use super::reference::Reference;
use super::service::{Result, Service};
use super::viewer::Viewer;
use crate::domain::case::State;
use crate::domain::feature::Layer;
use crate::domain::grid::{AreaId, Scheme, remainders};
use crate::domain::hotspot::Selection;
use crate::exchange::geometry_json;
use std::collections::BTreeMap;

impl Service {
    /// Everything about one area, from a snapshot that holds at the query's time.
    pub fn area(&self, reference: &Reference, query: &AreaQuery, viewer: &Viewer) -> Result<AreaDossier> {
        let scheme = query.scheme;
        let id = find(reference, scheme, &query.code)?;
        let area = reference.areas.area(id);
        let now = query.at.unwrap_or(self.now());
        let posts = Posts { reference, viewer };
        let own = crate::domain::duty::chain(&reference.roster, &reference.upward(id)[..1], now);
        let mut features: BTreeMap<&'static str, u64> = BTreeMap::new();
        let mut compounds = Vec::new();
        for (_, feature) in reference.features.iter() {
            let Some(place) = super::layer::representative(&feature.geometry) else { continue };
            let inside = reference
                .areas
                .containing(scheme, place)
                .is_some_and(|owner| reference.areas.ancestors(owner).any(|above| above == id));
            if !inside {
                continue;
            }
            *features.entry(feature.layer.slug()).or_default() += 1;
            if feature.layer == Layer::Compound
                && let Some(kind) = feature.management_type()
            {
                compounds.push(CompoundBrief {
                    code: feature.code.clone(),
                    name: feature.name.clone(),
                    management_type: kind.slug(),
                });
            }
        }
        let remainder = remainders(&reference.areas, scheme).into_iter().find(|(of, _, _)| *of == id);
        let card = cards::render(reference, id, now, viewer);
        Ok(AreaDossier {
            area: reference.area_ref(id),
            scheme: scheme.slug(),
            extent: area.extent.clone(),
            parent: reference.areas.parent(id).map(|id| reference.area_ref(id)),
            children: reference.areas.children(id).iter().map(|id| reference.area_ref(*id)).collect(),
            posts: own.iter().map(|link| posts.link(link)).collect(),
            departments: card.departments.clone(),
            features,
            compounds,
            incidents: (reference.revision > 0).then(|| {
                self.count(reference, |selection| {
                    selection.areas = Some(
                        reference
                            .areas
                            .iter()
                            .map(|(other, _)| reference.areas.ancestors(other).any(|above| above == id))
                            .collect(),
                    );
                })
            }),
            area_m2: area.shape.as_ref().map(|shape| libm::round(shape.area_m2())),
            undrawn_m2: remainder.map(|(_, m2, _)| libm::round(m2)),
            undrawn_share: remainder.map(|(_, _, share)| share),
            bounds: reference.areas.bounds(id).map(geometry_json::bounds),
            geometry: area.shape.as_ref().map(geometry_json::shape),
        })
    }

    /// Counts of the incidents that a selection means.
    pub(super) fn count(&self, reference: &Reference, narrow: impl FnOnce(&mut Selection)) -> IncidentCounts {
        let incidents = self.columns();
        let mut selection = Selection::default();
        narrow(&mut selection);
        let now = self.now().micros();
        let mut counts = IncidentCounts::default();
        let mut by_category = vec![0_u64; incidents.categories.slugs().len()];
        if incidents.reference == reference.revision {
            for block in incidents.columns.blocks() {
                for row in selection.rows(block) {
                    let state: State = block.state[row];
                    if state.is_open() {
                        counts.open += 1;
                        counts.overdue += u64::from(block.due[row] < now);
                    } else {
                        counts.closed += 1;
                    }
                    by_category[usize::from(block.category[row])] += 1;
                }
            }
        }
        counts.by_category = slug_counts(incidents.categories.slugs(), &by_category);
        counts
    }
}

/// Counts above zero with their slugs, largest first.
pub(super) fn slug_counts(slugs: &[std::sync::Arc<str>], counts: &[u64]) -> Vec<SlugCount> {
    let mut list: Vec<SlugCount> = slugs
        .iter()
        .zip(counts)
        .filter(|(_, count)| **count > 0)
        .map(|(slug, count)| SlugCount { slug: slug.to_string(), count: *count })
        .collect();
    list.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.slug.cmp(&b.slug)));
    list
}

/// An area by scheme and code, or who asked gets told that there is none.
pub(super) fn find(reference: &Reference, scheme: Scheme, code: &str) -> Result<AreaId> {
    reference.areas.get(scheme, code).ok_or_else(|| AppError::NotFound { kind: "area", id: code.to_owned() })
}
