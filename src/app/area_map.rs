//! Areas and their borders as maps: which of them, how coarse, page by page.

use super::answer::{AreaProperties, EdgeProperties};
use super::collection::{FeatureRows, GeoFeature};
use super::error::{AppError, FieldError};
use super::incident_columns;
use super::posts::Posts;
use super::query::{AreasQuery, EdgesQuery, MapBudget};
use super::reference::Reference;
use super::service::{Result, Service};
use super::viewer::Viewer;
use crate::domain::duty::expected_posts;
use crate::domain::geo::{Bounds, Geometry, Lattice};
use crate::domain::grid::{Area, AreaId, Level, Scheme, SharedEdge, edges_among};
use crate::domain::instant::Instant;
use crate::exchange::geometry_json::GeoJson;
use serde_json::{Map, Value, json};
use std::sync::Arc;

/// The areas of a query.
struct Selected {
    ids: Vec<AreaId>,
    /// Levels that a query for a small map leaves out, coarse to fine.
    left_out: Vec<Level>,
}

impl Selected {
    /// Areas of a scheme in order. Whole levels are left out from the finest up until the rest is within the budget.
    fn of(
        reference: &Reference,
        scheme: Scheme,
        bounds: Option<Bounds>,
        budget: MapBudget,
        wanted: impl Fn(&Area) -> bool,
    ) -> Self {
        let areas = &reference.areas;
        let within =
            |id| bounds.is_none_or(|bounds| areas.bounds(id).is_some_and(|own| own.intersects(&bounds)));
        let vertices = |id: &AreaId| areas.area(*id).shape.as_ref().map_or(0, |shape| shape.vertices().len());
        let all = areas.iter().filter(|(_, area)| area.scheme == scheme && wanted(area));
        let mut ids: Vec<AreaId> = all.map(|(id, _)| id).filter(|id| within(*id)).collect();
        let mut drawn: usize = ids.iter().map(vertices).sum();
        let mut left_out = Vec::new();
        // Numbers run from coarse to fine, so the finest level stands at the end.
        while let Some(last) = ids.last()
            && !budget.holds(ids.len(), drawn)
        {
            let level = areas.area(*last).level;
            let finest = ids.split_off(ids.partition_point(|id| areas.area(*id).level < level));
            drawn -= finest.iter().map(vertices).sum::<usize>();
            left_out.insert(0, level);
        }
        Self { ids, left_out }
    }

    fn left_out(&self) -> Value {
        self.left_out.iter().map(|level| level.slug()).collect()
    }
}

fn bounds_of(bbox: Option<[f64; 4]>) -> Result<Option<Bounds>> {
    bbox.map(incident_columns::bounds).transpose().map_err(AppError::invalid)
}

/// Areas of a snapshot on their way out.
pub struct AreaRows {
    reference: Arc<Reference>,
    viewer: Viewer,
    at: Instant,
    ids: Vec<AreaId>,
    /// Open incidents of each; None in a snapshot of another time.
    open: Vec<Option<u64>>,
    lattice: Option<Lattice>,
    members: Map<String, Value>,
}

impl FeatureRows for AreaRows {
    type Properties = AreaProperties;

    fn members(&self) -> Map<String, Value> {
        self.members.clone()
    }

    fn count(&self) -> usize {
        self.ids.len()
    }

    fn feature(&self, index: usize) -> GeoFeature<AreaProperties> {
        let id = self.ids[index];
        let area = self.reference.areas.area(id);
        let posts = Posts { reference: &self.reference, viewer: &self.viewer };
        let head = super::assign::block(&self.reference, id, self.at)
            .filter(|holder| holder.target == self.reference.target(id))
            .map(|holder| posts.holder(&holder));
        let vacant = expected_posts(area.level)
            .first()
            .is_some_and(|_| head.as_ref().is_none_or(|head| head.state == "vacant"))
            && area.scheme == Scheme::Duty;
        let drawn = area.shape.as_ref();
        let coarse = drawn.map(|shape| match self.lattice {
            Some(lattice) => lattice.shape(shape),
            None => shape.clone(),
        });
        GeoFeature {
            id: Some(area.code.clone()),
            geometry: coarse.filter(|shape| !shape.is_empty()).map(|shape| GeoJson(Geometry::Area(shape))),
            properties: AreaProperties {
                scheme: area.scheme.slug(),
                level: area.level.slug(),
                code: area.code.clone(),
                name: area.name.clone(),
                parent: area.parent.clone(),
                extent: area.extent.clone(),
                drawn: drawn.is_some(),
                area_m2: drawn.map(|shape| libm::round(shape.area_m2())),
                label_at: drawn.map(|shape| shape.label_position().degrees()),
                head: head.map(|head| head.label),
                vacant,
                open_incidents: self.open[index],
            },
        }
    }
}

/// Borders on their way out.
pub struct EdgeRows {
    reference: Arc<Reference>,
    edges: Vec<SharedEdge>,
    lattice: Option<Lattice>,
    members: Map<String, Value>,
}

impl FeatureRows for EdgeRows {
    type Properties = EdgeProperties;

    fn members(&self) -> Map<String, Value> {
        self.members.clone()
    }

    fn count(&self) -> usize {
        self.edges.len()
    }

    fn feature(&self, index: usize) -> GeoFeature<EdgeProperties> {
        let edge = &self.edges[index];
        let code = |id: Option<AreaId>| id.map(|id| self.reference.areas.area(id).code.clone());
        let line = match self.lattice {
            Some(lattice) => lattice.line(&edge.line),
            None => edge.line.clone(),
        };
        GeoFeature {
            id: None,
            // What is one point on a coarse map is no line.
            geometry: (line.len() > 1).then_some(GeoJson(Geometry::Line(line))),
            properties: EdgeProperties {
                level: edge.level.slug(),
                left: code(edge.left),
                right: code(edge.right),
            },
        }
    }
}

impl Service {
    /// Areas of a snapshot that holds at the query's time.
    pub fn areas(&self, reference: Arc<Reference>, query: &AreasQuery, viewer: &Viewer) -> Result<AreaRows> {
        let bounds = bounds_of(query.bbox)?;
        let edition = edition_of(&reference, query.scheme);
        let wanted = |area: &Area| query.level.is_none_or(|level| area.level == level);
        let mut selected = Selected::of(&reference, query.scheme, bounds, query.budget, wanted);
        let total = selected.ids.len();
        if let Some(cursor) = &query.cursor {
            let after = Cursor::read(cursor, edition).map_err(AppError::invalid)?;
            let past = |id: &AreaId| {
                let area = reference.areas.area(*id);
                (area.level, area.code.as_str()) <= (after.level, after.code.as_str())
            };
            selected.ids.drain(..selected.ids.partition_point(past));
        }
        let limit = query.limit.unwrap_or(usize::MAX);
        let more = selected.ids.len() > limit;
        selected.ids.truncate(limit);
        let next = selected.ids.last().filter(|_| more).map(|last| {
            let area = reference.areas.area(*last);
            Cursor { edition, level: area.level, code: area.code.clone() }.write()
        });
        let members = Map::from_iter([
            ("edition".to_owned(), json!(edition)),
            ("total".to_owned(), json!(total)),
            ("next_cursor".to_owned(), json!(next)),
            ("levels_left_out".to_owned(), selected.left_out()),
        ]);
        Ok(AreaRows {
            open: selected.ids.iter().map(|id| self.open_in(&reference, *id)).collect(),
            ids: selected.ids,
            at: query.at.unwrap_or(self.now()),
            lattice: query.simplify_m.map(Lattice::of_metres),
            viewer: viewer.clone(),
            members,
            reference,
        })
    }

    /// Each shared edge once, for drawing: left and right area and the highest level that it separates.
    pub fn area_edges(&self, query: &EdgesQuery) -> Result<EdgeRows> {
        let reference = self.reference();
        let bounds = bounds_of(query.bbox)?;
        let selected = Selected::of(&reference, query.scheme, bounds, query.budget, |_| true);
        let mut edges = edges_among(&reference.areas, query.scheme, &selected.ids);
        if let Some(bounds) = bounds {
            edges.retain(|edge| {
                Bounds::of(edge.line.iter().copied()).is_some_and(|own| own.intersects(&bounds))
            });
        }
        let members = Map::from_iter([("levels_left_out".to_owned(), selected.left_out())]);
        Ok(EdgeRows { reference, edges, lattice: query.simplify_m.map(Lattice::of_metres), members })
    }
}

fn edition_of(reference: &Reference, scheme: Scheme) -> Option<i64> {
    reference.editions.iter().find(|(of, _)| *of == scheme).map(|(_, number)| *number)
}

/// The last area of a page: an edition's areas keep their order, another edition's pages are begun anew.
struct Cursor {
    edition: Option<i64>,
    level: Level,
    code: String,
}

impl Cursor {
    fn write(&self) -> String {
        format!("{}.{}.{}", self.edition.unwrap_or(0), self.level.slug(), self.code)
    }

    fn read(text: &str, edition: Option<i64>) -> std::result::Result<Self, FieldError> {
        let mut parts = text.splitn(3, '.');
        let mut part = || parts.next().filter(|part| !part.is_empty());
        let number = part().and_then(|part| part.parse::<i64>().ok());
        let level = part().and_then(|part| Level::ALL.iter().copied().find(|level| level.slug() == part));
        let (Some(number), Some(level), Some(code)) = (number, level, part()) else {
            return Err(FieldError::new(
                "cursor",
                "malformed",
                "翻页标记无效，请从第一页重新开始",
                "not a cursor; begin with the first page",
            ));
        };
        if number != edition.unwrap_or(0) {
            return Err(FieldError::new(
                "cursor",
                "other_edition",
                "网格已发布新版本，请从第一页重新开始",
                "the boundaries were published anew since that page; begin with the first page",
            ));
        }
        Ok(Self { edition, level, code: code.to_owned() })
    }
}
