//! GeoJSON feature collections as rows: each feature is made when it is its turn to be written, so that the borders of a
//! city are never in memory as text.

use crate::exchange::geometry_json::GeoJson;
use serde::Serialize;
use serde_json::{Map, Value};

/// One GeoJSON feature (RFC 7946); without a geometry while an area is named but not drawn.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "type", rename = "Feature")]
pub struct GeoFeature<P> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    pub geometry: Option<GeoJson>,
    pub properties: P,
}

/// The features of a collection in their order; the same index gives the same feature again.
pub trait FeatureRows: Send + Sync + 'static {
    type Properties: Serialize;

    /// What stands in the collection beside its features.
    fn members(&self) -> Map<String, Value> {
        Map::new()
    }

    fn count(&self) -> usize;

    /// The feature at an index below `count`.
    fn feature(&self, index: usize) -> GeoFeature<Self::Properties>;

    fn features(&self) -> impl Iterator<Item = GeoFeature<Self::Properties>> {
        (0..self.count()).map(|index| self.feature(index))
    }
}

/// How much of the collection is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Turn {
    Head,
    Feature(usize),
    Done,
}

/// A collection as JSON text in pieces.
#[derive(Debug)]
pub struct CollectionText<R> {
    rows: R,
    turn: Turn,
}

impl<R: std::ops::Deref<Target = F>, F: FeatureRows> CollectionText<R> {
    pub fn of(rows: R) -> Self {
        Self { rows, turn: Turn::Head }
    }

    /// The next piece of about `size` bytes or of one feature; None at the end.
    pub fn next(&mut self, size: usize) -> serde_json::Result<Option<Vec<u8>>> {
        let mut out = Vec::with_capacity(size + size / 4);
        while self.turn != Turn::Done && out.len() < size {
            self.turn = match self.turn {
                Turn::Head => {
                    out.extend_from_slice(br#"{"type":"FeatureCollection","#);
                    for (name, value) in &self.rows.members() {
                        serde_json::to_writer(&mut out, name)?;
                        out.push(b':');
                        serde_json::to_writer(&mut out, value)?;
                        out.push(b',');
                    }
                    out.extend_from_slice(br#""features":["#);
                    Turn::Feature(0)
                }
                Turn::Feature(index) if index == self.rows.count() => {
                    out.extend_from_slice(b"]}");
                    Turn::Done
                }
                Turn::Feature(index) => {
                    if index > 0 {
                        out.push(b',');
                    }
                    serde_json::to_writer(&mut out, &self.rows.feature(index))?;
                    Turn::Feature(index + 1)
                }
                Turn::Done => Turn::Done,
            };
        }
        Ok((!out.is_empty()).then_some(out))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::geo::{Geometry, Position};
    use serde_json::json;

    struct Numbers(usize);

    impl FeatureRows for Numbers {
        type Properties = Value;

        fn members(&self) -> Map<String, Value> {
            Map::from_iter([("edition".to_owned(), json!(7))])
        }

        fn count(&self) -> usize {
            self.0
        }

        fn feature(&self, index: usize) -> GeoFeature<Value> {
            let geometry = (index > 0).then(|| GeoJson(Geometry::Point(Position::new(index as i32, 0))));
            GeoFeature { id: None, geometry, properties: json!({"index": index}) }
        }
    }

    #[test]
    fn pieces_of_any_size_make_the_same_valid_collection() {
        for count in [0, 1, 5] {
            let rows = Numbers(count);
            let text = |size: usize| {
                let mut pieces = CollectionText::of(&rows);
                let mut all = Vec::new();
                while let Some(mut piece) = pieces.next(size).expect("writable") {
                    all.append(&mut piece);
                }
                all
            };
            let whole: Value = serde_json::from_slice(&text(1 << 20)).expect("valid");
            assert_eq!(whole["edition"], 7);
            assert_eq!(whole["features"].as_array().map(Vec::len), Some(count));
            assert_eq!(text(1), text(1 << 20));
        }
    }

    #[test]
    fn a_feature_says_its_type_and_a_missing_geometry_is_null() {
        let features: Vec<Value> =
            Numbers(2).features().map(|feature| serde_json::to_value(feature).expect("writable")).collect();
        assert_eq!(features[0], json!({"type": "Feature", "geometry": null, "properties": {"index": 0}}));
        assert_eq!(features[1]["geometry"], json!({"type": "Point", "coordinates": [1e-7, 0.0]}));
    }
}
