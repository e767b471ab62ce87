//! Shapes that the API's description needs and no answer type says by itself: pairs and boxes of degrees, GeoJSON,
//! and closed sets of words that the answers carry as text. The web's types are generated from that description.

use serde_json::Value;
use utoipa::openapi::schema::{AdditionalProperties, ArrayBuilder, SchemaType, Type};
use utoipa::openapi::{ObjectBuilder, RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

fn numbers(count: usize, description: &str) -> RefOr<Schema> {
    let number = ObjectBuilder::new().schema_type(SchemaType::Type(Type::Number)).build();
    let numbers = ArrayBuilder::new().items(number).min_items(Some(count)).max_items(Some(count));
    numbers.description(Some(description)).build().into()
}

/// Longitude and latitude.
pub struct LonLat;

impl PartialSchema for LonLat {
    fn schema() -> RefOr<Schema> {
        numbers(2, "Longitude and latitude in degrees, WGS 84")
    }
}

impl ToSchema for LonLat {}

/// A box of degrees.
pub struct Bounds;

impl PartialSchema for Bounds {
    fn schema() -> RefOr<Schema> {
        numbers(4, "West, south, east, north in degrees, WGS 84")
    }
}

impl ToSchema for Bounds {}

/// Longitude, latitude and a count.
pub struct CountAt;

impl PartialSchema for CountAt {
    fn schema() -> RefOr<Schema> {
        numbers(3, "Longitude and latitude in degrees, WGS 84, and a count")
    }
}

impl ToSchema for CountAt {}

/// A GeoJSON geometry (RFC 7946): longitude first, WGS 84.
#[derive(Debug, ToSchema)]
pub struct Geometry {
    #[schema(rename = "type")]
    pub kind: GeometryKind,
    pub coordinates: Vec<Value>,
}

#[derive(Debug, ToSchema)]
pub enum GeometryKind {
    Point,
    MultiPoint,
    LineString,
    MultiLineString,
    Polygon,
    MultiPolygon,
}

/// One row of the ledger (问题台账) as the properties of a GeoJSON feature: its columns by their keys.
pub struct LedgerProperties;

impl PartialSchema for LedgerProperties {
    fn schema() -> RefOr<Schema> {
        let columns = ObjectBuilder::new().schema_type(SchemaType::Type(Type::Object));
        let anything = AdditionalProperties::FreeForm(true);
        columns
            .additional_properties(Some(anything))
            .description(Some("Columns of the ledger"))
            .build()
            .into()
    }
}

impl ToSchema for LedgerProperties {}

/// What a search found.
#[derive(ToSchema)]
#[schema(rename_all = "snake_case")]
pub enum SearchKind {
    Area,
    Feature,
    Post,
    Party,
}

/// What a ranking ranks.
#[derive(ToSchema)]
#[schema(rename_all = "snake_case")]
pub enum RankedBy {
    Segment,
    Compound,
    District,
    Street,
    Community,
    Zone,
    Point,
}

/// What a rate is counted per.
#[derive(ToSchema)]
#[schema(rename_all = "snake_case")]
pub enum RateUnit {
    #[schema(rename = "per_100m")]
    Per100m,
    #[schema(rename = "per_100_households")]
    Per100Households,
    PerKm2,
}

/// How an answer to the deciding question turned out.
#[derive(ToSchema)]
#[schema(rename_all = "snake_case")]
pub enum Verdict {
    Compliant,
    OverLine,
    OverTime,
}
