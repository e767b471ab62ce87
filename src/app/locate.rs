//! Who owns this spot: the owner card, and with a category the dry run of routing.

use super::answer::*;
use super::assign;
use super::cards;
use super::error::{AppError, FieldError};
use super::place::Place;
use super::posts::Posts;
use super::query::LocateQuery;
use super::reference::Reference;
use super::service::{Result, Service};
use super::viewer::Viewer;
use crate::domain::category::Category;
use crate::domain::feature::RoadSide;
use crate::domain::geo::position::shown;
use crate::domain::geo::{Datum, Position, PositionError};
use crate::domain::glossary;
use crate::domain::grid::{Level, Outcome, Scheme};
use crate::domain::instant::Instant;
use crate::domain::text::Words;
use std::sync::Arc;

/// Error radii beyond this are not a position any more.
pub const MAX_ACCURACY_M: f64 = 5_000.0;
/// `near_border` is raised only when the best owner has less of the error disc than this (R3).
const SURE: f64 = 0.8;

/// Reads a datum's slug; WGS 84 when absent.
pub fn datum(slug: Option<&str>) -> std::result::Result<Datum, FieldError> {
    let Some(slug) = slug else { return Ok(Datum::Wgs84) };
    Datum::from_slug(slug).ok_or_else(|| {
        let known: Vec<&str> = Datum::ALL.iter().map(|datum| datum.slug()).collect();
        let known = known.join(", ");
        FieldError::new(
            "datum",
            "unknown",
            format!("不认识坐标系「{slug}」，可用：{known}"),
            format!("unknown datum “{slug}”; known: {known}"),
        )
    })
}

/// Says which field of a coordinate pair is wrong and what it looks like.
pub fn position_fault(error: PositionError) -> FieldError {
    match error {
        PositionError::NotFinite => {
            FieldError::new("lon", "not_finite", "坐标不是有效数字", "the coordinate is not a finite number")
        }
        PositionError::LonOutOfRange(lon) => FieldError::new(
            "lon",
            "out_of_range",
            format!("经度 {lon} 超出 -180 到 180"),
            format!("longitude {lon} is outside -180 to 180"),
        ),
        PositionError::LatOutOfRange(lat) => FieldError::new(
            "lat",
            "out_of_range",
            format!("纬度 {lat} 超出 -90 到 90"),
            format!("latitude {lat} is outside -90 to 90"),
        ),
        PositionError::LooksSwapped { lon, lat } => FieldError::new(
            "lat",
            "looks_swapped",
            format!("经纬度像是写反了（lon={lon}, lat={lat}），请交换后再试"),
            format!("longitude and latitude look exchanged (lon={lon}, lat={lat}); swap them"),
        ),
        PositionError::LooksProjected { lon, lat } => {
            let pair = format!("({}, {})", shown(lon), shown(lat));
            FieldError::new(
                "lon",
                "looks_projected",
                format!("{pair} 像是以米为单位的投影坐标，请换成经纬度（度）"),
                format!("{pair} looks like metres of a projected system; degrees are needed"),
            )
        }
    }
}

/// Converts a pair of numbers in a datum, once, at the edge (R1).
pub fn position(lon: f64, lat: f64, datum: Datum) -> std::result::Result<Position, FieldError> {
    datum.to_position(lon, lat).map_err(position_fault)
}

/// Checks an error radius.
pub fn accuracy(metres: Option<f64>) -> std::result::Result<Option<f64>, FieldError> {
    match metres {
        Some(m) if !m.is_finite() || !(0.0..=MAX_ACCURACY_M).contains(&m) => Err(FieldError::new(
            "accuracy_m",
            "out_of_range",
            format!("定位精度应在 0 到 {MAX_ACCURACY_M} 米之间"),
            format!("the accuracy must lie between 0 and {MAX_ACCURACY_M} metres"),
        )),
        other => Ok(other),
    }
}

/// Looks a category up by slug or qualified code; check items are not reported.
pub fn category<'a>(reference: &'a Reference, slug: &str) -> std::result::Result<&'a Category, FieldError> {
    reference.rulebook.categories.get(slug).ok_or_else(|| {
        FieldError::new(
            "category",
            "unknown",
            format!("没有事项类别「{slug}」，请从类别列表中选择"),
            format!("there is no category “{slug}”; choose one of the list"),
        )
    })
}

impl Service {
    /// The owner card of a position (R2–R5) at the time that the query names. All bad fields come back at once. No
    /// database is read for the present.
    pub async fn locate(&self, query: &LocateQuery, viewer: &Viewer) -> Result<LocateAnswer> {
        let reference = self.reference_at(query.at, query.known_at).await?;
        self.locate_in(&reference, query, viewer)
    }

    /// The same from a snapshot that holds at the query's time.
    pub fn locate_in(
        &self,
        reference: &Reference,
        query: &LocateQuery,
        viewer: &Viewer,
    ) -> Result<LocateAnswer> {
        let mut faults = Vec::new();
        let mut keep = |fault| faults.push(fault);
        let datum = datum(query.datum.as_deref()).map_err(&mut keep).ok();
        let position = position(query.lon, query.lat, datum.unwrap_or(Datum::Wgs84)).map_err(&mut keep).ok();
        let accuracy_m = accuracy(query.accuracy_m).map_err(&mut keep).ok().flatten();
        let category =
            query.category.as_deref().and_then(|slug| category(reference, slug).map_err(&mut keep).ok());
        let (Some(datum), Some(position), true) = (datum, position, faults.is_empty()) else {
            return Err(AppError::Invalid(faults));
        };
        let now = self.now();
        let at = query.at.unwrap_or(now);
        let place = Place::with_border(reference, position, accuracy_m, self.options().tolerance_m);
        let posts = Posts { reference, viewer };
        let card = place.located.area.map(|id| {
            if query.at.is_some() || query.known_at.is_some() {
                Arc::new(cards::render(reference, id, at, viewer))
            } else {
                self.shelf().card(reference, id, at, viewer)
            }
        });
        let routing = match category {
            Some(category) => {
                let repeated = self.repeated(reference, position, category, at);
                let assignment =
                    assign::assign(reference, &place, category, query.answer.as_deref(), at, repeated);
                Some(assign::answer(&posts, &assignment))
            }
            None => None,
        };
        let located = &place.located;
        let spot = Spot {
            position: position.degrees(),
            datum: datum.slug(),
            at: reference.zoned(at),
            edition: reference.edition,
            outcome: outcome(located.outcome),
            distance_m: located.distance_m.map(rounded),
            remainder: located.remainder,
            border_m: located.border_m.map(rounded),
            border_area: located.border_area.map(|id| reference.area_ref(id)),
            near_border: near_border(&posts, &place, category, at),
            road: place.road.as_ref().map(|side| road(reference, side, place.ruled.is_some())),
            features: place
                .features
                .iter()
                .map(|near| {
                    let feature = reference.features.feature(near.id);
                    FeatureAt {
                        layer: feature.layer.slug(),
                        code: feature.code.clone(),
                        name: feature.name.clone(),
                        distance_m: rounded(near.distance_m),
                        attributes: reference.descriptions[near.id.0 as usize].clone(),
                    }
                })
                .collect(),
            schemes: other_schemes(reference, position),
            open_incidents: OpenHere { here: located.area.map_or(Some(0), |id| self.open_in(reference, id)) },
            routing,
        };
        Ok(LocateAnswer { spot, card: card.unwrap_or_default() })
    }
}

pub fn outcome(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Inside => "inside",
        Outcome::Nearest => "nearest",
        Outcome::Outside => "outside",
    }
}

/// Centimetres are the grid's resolution; more digits would pretend.
fn rounded(metres: f64) -> f64 {
    libm::round(metres * 100.0) / 100.0
}

/// Candidates are shown only when the best owner is unsure and somebody else would have to act (R3).
fn near_border(posts: &Posts, place: &Place, category: Option<&Category>, at: Instant) -> Vec<NearBorder> {
    let reference = posts.reference;
    let candidates = &place.located.candidates;
    if candidates.first().is_none_or(|best| best.probability >= SURE) {
        return Vec::new();
    }
    let owners: Vec<Option<Post>> = candidates
        .iter()
        .map(|candidate| {
            let holder = match category {
                Some(category) => assign::for_area(reference, place, candidate.area, category, at).actor,
                None => assign::block(reference, candidate.area, at),
            };
            holder.map(|holder| posts.holder(&holder))
        })
        .collect();
    let differs = owners.windows(2).any(|pair| {
        let key =
            |post: &Option<Post>| post.as_ref().map(|post| (post.appointment, post.role, post.area.clone()));
        key(&pair[0]) != key(&pair[1])
    });
    if !differs {
        return Vec::new();
    }
    candidates
        .iter()
        .zip(owners)
        .map(|(candidate, owner)| NearBorder {
            area: reference.area_ref(candidate.area),
            probability: libm::round(candidate.probability * 1000.0) / 1000.0,
            owner,
        })
        .collect()
}

fn road(reference: &Reference, side: &RoadSide, ruled: bool) -> RoadAt {
    let feature = reference.features.feature(side.road);
    let compass = glossary::term(side.side.slug());
    let words = if side.on_carriageway {
        Words::new(
            format!("{}车行道（{}侧）", feature.name, compass.zh),
            format!("carriageway of {}, {} side", feature.name, compass.en),
        )
    } else {
        Words::new(
            format!("{}{}侧", feature.name, compass.zh),
            format!("{} side of {}", compass.en, feature.name),
        )
    };
    RoadAt {
        code: feature.code.clone(),
        name: feature.name.clone(),
        class: feature.road_class().map(|class| class.slug()),
        side: side.side.slug().to_owned(),
        on_carriageway: side.on_carriageway,
        distance_m: rounded(side.distance_m),
        side_rule: feature.side_rule().map(|rule| rule.slug()),
        ruled,
        words,
    }
}

/// The owner in every other scheme that has areas here.
fn other_schemes(reference: &Reference, position: Position) -> Vec<OtherScheme> {
    [Scheme::Governance, Scheme::Unit]
        .into_iter()
        .filter_map(|scheme| {
            let area = reference.areas.area(reference.areas.containing(scheme, position)?);
            Some(OtherScheme {
                scheme: scheme.slug(),
                code: area.code.clone(),
                name: area.name.clone(),
                level: area.level.slug(),
            })
        })
        .collect()
}

/// The names that an incident row and a CSV line show.
pub fn area_names(reference: &Reference, upward: &[crate::domain::grid::AreaId]) -> IncidentAreas {
    let name = |level: Level| {
        upward
            .iter()
            .map(|id| reference.areas.area(*id))
            .find(|area| area.level == level)
            .map(|area| area.name.clone())
    };
    IncidentAreas { point: name(Level::Point), zone: name(Level::Zone), community: name(Level::Community) }
}
