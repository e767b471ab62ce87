//! Where problems cluster: a density surface and ranked places, with the filters of the incident list.

use super::answer::*;
use super::area::slug_counts;
use super::assign;
use super::error::{AppError, FieldError};
use super::filter::IncidentFilter;
use super::incident_columns;
use super::layer;
use super::place;
use super::posts::Posts;
use super::query::{DensityQuery, RankBy, RankingQuery};
use super::reference::Reference;
use super::service::{Result, Service};
use super::viewer::Viewer;
use crate::domain::feature::FeatureId;
use crate::domain::geo::{Plane, Position};
use crate::domain::glossary;
use crate::domain::grid::{AreaId, Level};
use crate::domain::hotspot::{DensityGrid, NO_PLACE, Selection, density};
use crate::domain::text::Words;
use crate::exchange::geometry_json::{self, GeoJson};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;

/// Below this many incidents in a place, differences are chance more often than not.
const SMALL_NUMBER: u64 = 5;

fn within<T: PartialOrd + std::fmt::Display + Copy>(
    field: &str,
    value: Option<T>,
    default: T,
    range: std::ops::RangeInclusive<T>,
    faults: &mut Vec<FieldError>,
) -> T {
    let value = value.unwrap_or(default);
    if !range.contains(&value) {
        let (low, high) = (range.start(), range.end());
        faults.push(FieldError::new(
            field,
            "out_of_range",
            format!("{field} 应在 {low} 到 {high} 之间"),
            format!("{field} must lie between {low} and {high}"),
        ));
    }
    value
}

/// Metres of one degree of longitude and latitude at a position.
fn metres_per_degree(origin: Position) -> [f64; 2] {
    let plane = Plane::at(origin);
    let step = Position::new(origin.lon.saturating_add(100_000), origin.lat.saturating_add(100_000));
    let [x, y] = plane.to_xy(step);
    [x * 100.0, y * 100.0]
}

impl Service {
    /// Incidents per km², Gaussian kernel with a bandwidth in metres, fixed whatever the zoom.
    pub fn density(&self, filter: &IncidentFilter, query: &DensityQuery) -> Result<DensityAnswer> {
        let reference = self.reference();
        let mut faults = Vec::new();
        let width = within("width", query.width, 256, 16..=1024, &mut faults);
        let height = within("height", query.height, 256, 16..=1024, &mut faults);
        let bandwidth_m = within("bandwidth_m", query.bandwidth_m, 60.0, 5.0..=5000.0, &mut faults);
        let bounds = match query.bbox.map(incident_columns::bounds).transpose() {
            Ok(bounds) => bounds.or_else(|| reference.home.and_then(|home| reference.areas.bounds(home))),
            Err(fault) => {
                faults.push(fault);
                None
            }
        };
        if !faults.is_empty() {
            return Err(AppError::Invalid(faults));
        }
        let bounds = bounds.filter(|b| b.min.lon < b.max.lon && b.min.lat < b.max.lat).ok_or_else(|| {
            AppError::invalid(FieldError::new(
                "bbox",
                "missing",
                "还没有网格数据，请给出范围 bbox",
                "nothing is loaded yet: give a bbox",
            ))
        })?;
        let incidents = self.columns();
        // The window of the surface is not a filter: incidents just outside it still warm its edge.
        let filter = IncidentFilter { bbox: None, ..filter.clone() };
        let selection = incidents.select(&reference, &filter, self.now())?;
        let grid = DensityGrid {
            bounds,
            width: width as usize,
            height: height as usize,
            bandwidth_m,
            metres_per_degree: metres_per_degree(bounds.centre()),
        };
        let [cell_x, cell_y] = grid.cell_m();
        if bandwidth_m / cell_x.min(cell_y) > 512.0 {
            return Err(AppError::invalid(FieldError::new(
                "bandwidth_m",
                "out_of_range",
                "带宽相对范围过大，请缩小带宽或放大范围",
                "the bandwidth is too wide for this window; narrow it or widen the window",
            )));
        }
        let positions = incidents
            .columns
            .blocks()
            .flat_map(|block| selection.rows(block).map(move |row| block.position(row)));
        let surface = density(positions, &grid);
        let bytes: Vec<u8> = surface.values.iter().flat_map(|value| value.to_le_bytes()).collect();
        Ok(DensityAnswer {
            as_of: reference.zoned(incidents.as_of),
            bounds: geometry_json::bounds(bounds),
            width,
            height,
            cell_m: cell_x.max(cell_y),
            bandwidth_m,
            unit: "incidents_per_km2",
            total: surface.total,
            max: surface.max,
            error: surface.error,
            values: BASE64.encode(&bytes),
            period: period(&reference, &filter),
        })
    }

    /// Places with the most incidents, each with its owner.
    pub fn ranking(
        &self,
        filter: &IncidentFilter,
        query: &RankingQuery,
        viewer: &Viewer,
    ) -> Result<RankingAnswer> {
        let reference = self.reference();
        let mut faults = Vec::new();
        let limit = within("limit", query.limit, 20, 1..=500, &mut faults);
        if !faults.is_empty() {
            return Err(AppError::Invalid(faults));
        }
        let selection = self.columns().select(&reference, filter, self.now())?;
        let tally = self.tally(&reference, query.by, &selection);
        let before = earlier(filter)
            .map(|filter| self.columns().select(&reference, &filter, self.now()))
            .transpose()?
            .map(|selection| self.tally(&reference, query.by, &selection));
        let mut order: Vec<usize> = (0..tally.count.len()).filter(|place| tally.count[*place] > 0).collect();
        order.sort_by(|a, b| tally.count[*b].cmp(&tally.count[*a]).then(a.cmp(b)));
        let posts = Posts { reference: &reference, viewer };
        let categories = self.columns().categories.clone();
        let items = order
            .iter()
            .take(limit)
            .enumerate()
            .filter_map(|(rank, &place)| {
                let described = describe(&posts, query.by, place as u32, self.now())?;
                let count = tally.count[place];
                let per =
                    described.per.map(|(denominator, unit)| Rate { value: count as f64 / denominator, unit });
                let mut top_categories = slug_counts(categories.slugs(), &tally.categories(place));
                top_categories.truncate(3);
                Some(RankedPlace {
                    rank: rank as u32 + 1,
                    code: described.code,
                    name: described.name,
                    count,
                    open: tally.open[place],
                    per,
                    top_categories,
                    owner: described.owner,
                    geometry: described.geometry,
                    position: described.position.degrees(),
                    previous: before.as_ref().map(|before| before.count[place]),
                    small_number: count < SMALL_NUMBER,
                })
            })
            .collect();
        Ok(RankingAnswer {
            as_of: reference.zoned(self.columns().as_of),
            by: match query.by {
                RankBy::Segment => "segment".into(),
                RankBy::Compound => "compound".into(),
                RankBy::Area(level) => level.slug().into(),
            },
            total: tally.total,
            unassigned: tally.unassigned,
            period: period(&reference, filter),
            items,
        })
    }

    fn tally(&self, reference: &Reference, by: RankBy, selection: &Selection) -> Tally {
        let incidents = self.columns();
        let places = match by {
            RankBy::Segment => reference.segments.len(),
            RankBy::Compound => reference.features.len(),
            RankBy::Area(_) => reference.areas.len(),
        };
        let lifted = match by {
            RankBy::Area(level) => lift(reference, level),
            _ => Vec::new(),
        };
        let mut tally = Tally::new(places, incidents.categories.slugs().len());
        if incidents.reference != reference.revision {
            return tally;
        }
        for block in incidents.columns.blocks() {
            for row in selection.rows(block) {
                let place = match by {
                    RankBy::Segment => block.segment[row],
                    RankBy::Compound => block.compound[row],
                    RankBy::Area(_) => lifted.get(block.area[row] as usize).copied().unwrap_or(NO_PLACE),
                };
                tally.add(place, block.category[row], block.state[row].is_open());
            }
        }
        tally
    }
}

/// Counts per place and category.
struct Tally {
    total: u64,
    unassigned: u64,
    count: Vec<u64>,
    open: Vec<u64>,
    by_category: Vec<u32>,
    width: usize,
}

impl Tally {
    fn new(places: usize, categories: usize) -> Self {
        let width = categories.max(1);
        Self {
            total: 0,
            unassigned: 0,
            count: vec![0; places],
            open: vec![0; places],
            by_category: vec![0; places * width],
            width,
        }
    }

    fn add(&mut self, place: u32, category: u16, open: bool) {
        self.total += 1;
        let place = place as usize;
        if place >= self.count.len() {
            self.unassigned += 1;
            return;
        }
        self.count[place] += 1;
        self.open[place] += u64::from(open);
        self.by_category[place * self.width + usize::from(category)] += 1;
    }

    fn categories(&self, place: usize) -> Vec<u64> {
        self.by_category[place * self.width..][..self.width].iter().map(|count| u64::from(*count)).collect()
    }
}

/// For each area, its ancestor at `level`, or none.
fn lift(reference: &Reference, level: Level) -> Vec<u32> {
    reference
        .areas
        .iter()
        .map(|(id, _)| reference.ancestor_at(id, level).map_or(NO_PLACE, |id| id.0))
        .collect()
}

struct Described {
    code: String,
    name: Words,
    owner: Option<Post>,
    geometry: Option<GeoJson>,
    position: Position,
    /// Denominator of a rate and its unit; absent where unknown (R10).
    per: Option<(f64, &'static str)>,
}

fn describe(
    posts: &Posts,
    by: RankBy,
    place: u32,
    now: crate::domain::instant::Instant,
) -> Option<Described> {
    let reference = posts.reference;
    match by {
        RankBy::Compound => {
            let feature = reference.features.feature(FeatureId(place));
            let position = layer::representative(&feature.geometry)?;
            let households = feature.number("households").filter(|n| *n > 0.0);
            Some(Described {
                code: feature.code.clone(),
                name: Words::new(feature.name.clone(), feature.name.clone()),
                owner: layer::owner(posts, feature, now).or_else(|| area_owner(posts, position, now)),
                geometry: Some(geometry_json::geometry(&feature.geometry)),
                position,
                per: households.map(|n| (n / 100.0, "per_100_households")),
            })
        }
        RankBy::Area(_) => {
            let id = AreaId(place);
            let area = reference.areas.area(id);
            let shape = area.shape.as_ref().filter(|shape| !shape.is_empty())?;
            let square_km = shape.area_m2() / 1e6;
            Some(Described {
                code: area.code.clone(),
                name: Words::new(area.name.clone(), area.name.clone()),
                owner: assign::block(reference, id, now).map(|holder| posts.holder(&holder)),
                geometry: Some(geometry_json::shape(shape)),
                position: shape.label_position(),
                per: (square_km > 0.0).then_some((square_km, "per_km2")),
            })
        }
        RankBy::Segment => {
            let (road, segment) = reference.segments.segment(place)?;
            let feature = reference.features.feature(*road);
            let position = segment.line.get(segment.line.len() / 2).copied()?;
            let side = reference.features.road_side(position, super::place::ROADSIDE_M);
            let compass = side.map_or_else(|| Words::new("", ""), |side| glossary::term(side.side.slug()));
            let (from, to) = (libm::round(segment.from_m), libm::round(segment.to_m));
            let length = segment.to_m - segment.from_m;
            Some(Described {
                code: format!("{}:{}:{}", feature.code, segment.index, if segment.left { "l" } else { "r" }),
                name: Words::new(
                    format!("{}{}侧 {from}–{to} 米", feature.name, compass.zh),
                    format!("{}, {} side, {from}–{to} m", feature.name, compass.en),
                ),
                owner: area_owner(posts, position, now),
                geometry: Some(geometry_json::line(&segment.line)),
                position,
                per: (length >= 20.0).then_some((length / 100.0, "per_100m")),
            })
        }
    }
}

fn area_owner(posts: &Posts, position: Position, now: crate::domain::instant::Instant) -> Option<Post> {
    let area = place::owner(posts.reference, position, 0.0)?;
    assign::block(posts.reference, area, now).map(|holder| posts.holder(&holder))
}

/// The period of equal length before, when the filter bounds one.
fn earlier(filter: &IncidentFilter) -> Option<IncidentFilter> {
    let (from, to) = (filter.from?, filter.to?);
    let length = to.micros().checked_sub(from.micros()).filter(|length| *length > 0)?;
    let start = crate::domain::instant::Instant(from.micros().checked_sub(length)?);
    Some(IncidentFilter { from: Some(start), to: Some(from), ..filter.clone() })
}

fn period(reference: &Reference, filter: &IncidentFilter) -> Period {
    Period { from: filter.from.map(|at| reference.zoned(at)), to: filter.to.map(|at| reference.zoned(at)) }
}
