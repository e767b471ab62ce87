//! One feature of a layer, with its attributes and validity.

use super::{Layer, ManagementType, RoadClass, SideRule};
use crate::domain::geo::{Geometry, Position};
use crate::domain::instant::Validity;
use serde_json::{Map, Value};
use uuid::Uuid;

/// The attribute with the centre line of a road.
const AXIS: &str = "axis";

/// A thing on the ground. `code` is unique in its layer. Attributes keep their JSON form, because layers
/// differ and cities add their own; the accessors below read the ones that decisions depend on.
/// An absent attribute is unknown, never zero (R10).
#[derive(Debug, Clone, PartialEq)]
pub struct Feature {
    pub id: Uuid,
    pub layer: Layer,
    pub code: String,
    pub name: String,
    pub geometry: Geometry,
    pub attributes: Map<String, Value>,
    pub validity: Validity,
}

impl Feature {
    pub fn text(&self, key: &str) -> Option<&str> {
        self.attributes.get(key)?.as_str()
    }

    pub fn number(&self, key: &str) -> Option<f64> {
        self.attributes.get(key)?.as_f64()
    }

    /// Only compounds have one; a compound without the attribute is `Unknown`.
    pub fn management_type(&self) -> Option<ManagementType> {
        (self.layer == Layer::Compound).then(|| {
            self.text("management_type")
                .and_then(ManagementType::from_slug)
                .unwrap_or(ManagementType::Unknown)
        })
    }

    pub fn road_class(&self) -> Option<RoadClass> {
        self.text("class").and_then(RoadClass::from_slug)
    }

    pub fn side_rule(&self) -> Option<SideRule> {
        self.text("side_rule").and_then(SideRule::from_slug)
    }

    /// The attributes without the axis, which draws a road and does not describe it.
    pub fn description(&self) -> Map<String, Value> {
        self.attributes.iter().filter(|(key, _)| *key != AXIS).map(|(k, v)| (k.clone(), v.clone())).collect()
    }

    /// Centre line of a road, attribute `axis`: an array of `[lon, lat]` degrees. None when absent or malformed.
    pub fn axis(&self) -> Option<Vec<Position>> {
        let points = self.attributes.get(AXIS)?.as_array()?;
        let line: Option<Vec<Position>> = points
            .iter()
            .map(|point| {
                let pair = point.as_array()?;
                Position::from_degrees(pair.first()?.as_f64()?, pair.get(1)?.as_f64()?).ok()
            })
            .collect();
        line.filter(|line| line.len() >= 2)
    }
}
