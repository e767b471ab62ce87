//! Streets in pieces of 100 m and two sides, the unit that hotspots of stalls are counted in, because stalls are linear.

use super::Feature;
use super::axis::Axis;
use super::road_side::{SEGMENT_M, segment_count};
use crate::domain::geo::{Plane, Position};

/// Metres from the axis where the width is unknown, only for drawing.
const DRAWN_OFFSET_M: f64 = 4.0;
/// A sharp corner is drawn at most this many offsets away from the axis.
const LONGEST_MITRE: f64 = 2.0;

/// One side of one piece.
#[derive(Debug, Clone, PartialEq)]
pub struct StreetSegment {
    /// Number of the piece from the start of the axis, as in `RoadSide::segment`.
    pub index: u32,
    /// Left of the axis in its direction.
    pub left: bool,
    pub from_m: f64,
    pub to_m: f64,
    /// The piece moved to its side by half the road's `width_m`.
    pub line: Vec<Position>,
}

/// The pieces of a road, left and right of each in turn; empty without an axis. The last piece may be shorter.
pub fn street_segments(feature: &Feature) -> Vec<StreetSegment> {
    let Some(axis) = Axis::of(feature) else { return Vec::new() };
    let width = feature.number("width_m").filter(|width| width.is_finite() && *width > 0.0);
    let offset = width.map_or(DRAWN_OFFSET_M, |width| width / 2.0);
    let length = axis.length_m();
    (0..segment_count(length))
        .flat_map(|index| {
            let from_m = f64::from(index) * SEGMENT_M;
            let to_m = (from_m + SEGMENT_M).min(length);
            let piece = axis.piece(from_m, to_m);
            [true, false].map(|left| StreetSegment {
                index,
                left,
                from_m,
                to_m,
                line: moved(&piece, if left { offset } else { -offset }),
            })
        })
        .collect()
}

/// The line moved to its left by `offset` metres (to its right when negative), with mitred corners.
fn moved(line: &[Position], offset: f64) -> Vec<Position> {
    let Some(&first) = line.first() else { return Vec::new() };
    let plane = Plane::at(first);
    let points: Vec<[f64; 2]> = line.iter().map(|&p| plane.to_xy(p)).collect();
    let normals: Vec<[f64; 2]> = points
        .windows(2)
        .map(|pair| {
            let (dx, dy) = (pair[1][0] - pair[0][0], pair[1][1] - pair[0][1]);
            let length = libm::hypot(dx, dy).max(f64::MIN_POSITIVE);
            [-dy / length, dx / length]
        })
        .collect();
    let at = |index: usize| {
        let before = normals.get(index.wrapping_sub(1)).or(normals.first())?;
        let after = normals.get(index).or(normals.last())?;
        let sum = [before[0] + after[0], before[1] + after[1]];
        let square = sum[0] * sum[0] + sum[1] * sum[1];
        // The mitre is 2·sum/|sum|²; near a hairpin it would run away.
        let scale = if square > 0.0 { (2.0 / square).min(LONGEST_MITRE / libm::sqrt(square)) } else { 0.0 };
        Some(plane.from_xy([
            points[index][0] + sum[0] * scale * offset,
            points[index][1] + sum[1] * scale * offset,
        ]))
    };
    (0..points.len()).filter_map(at).collect()
}

#[cfg(test)]
mod tests {
    use super::super::{Compass8, FeatureSet, Layer};
    use super::*;
    use crate::domain::geo::{Geometry, Shape};
    use crate::domain::instant::{Instant, Validity};
    use serde_json::{Map, json};
    use uuid::Uuid;

    fn plane() -> Plane {
        Plane::at(Position::new(1_025_400_000, 243_500_000))
    }

    fn line(points: &[[f64; 2]]) -> Vec<Position> {
        points.iter().map(|&point| plane().from_xy(point)).collect()
    }

    fn feature(layer: Layer, code: &str, geometry: Geometry) -> Feature {
        let validity = Validity { from: Instant(0), until: None };
        let name = code.to_owned();
        Feature {
            id: Uuid::nil(),
            layer,
            code: code.to_owned(),
            name,
            geometry,
            attributes: Map::new(),
            validity,
        }
    }

    /// A road 10 m wide along the axis, drawn as its rectangle from x = 0 to 250.
    fn straight_road() -> Feature {
        let box_ = Shape::from_ring(&line(&[[0.0, -5.0], [250.0, -5.0], [250.0, 5.0], [0.0, 5.0]]));
        let mut road = feature(Layer::Road, "east-street", Geometry::Area(box_));
        let axis: Vec<[f64; 2]> = line(&[[0.0, 0.0], [250.0, 0.0]]).iter().map(|p| p.degrees()).collect();
        road.attributes.insert("axis".into(), json!(axis));
        road.attributes.insert("width_m".into(), json!(10.0));
        road
    }

    #[test]
    fn a_position_north_of_an_eastward_road_is_on_its_left() {
        let set = FeatureSet::build(vec![straight_road()]);
        let side = set.road_side(plane().from_xy([130.0, 12.0]), 30.0).unwrap();
        assert_eq!((side.side, side.left, side.on_carriageway), (Compass8::North, true, false));
        assert_eq!(side.segment, 1);
        assert!((side.distance_m - 12.0).abs() < 0.02 && (side.along_m - 130.0).abs() < 0.02);
        let south = set.road_side(plane().from_xy([240.0, -3.0]), 30.0).unwrap();
        assert_eq!((south.side, south.left, south.on_carriageway), (Compass8::South, false, true));
        assert_eq!(south.segment, 2);
        assert!(set.road_side(plane().from_xy([100.0, 45.0]), 30.0).is_none());
    }

    #[test]
    fn at_a_sharp_bend_the_outer_side_is_one_side() {
        let mut road =
            feature(Layer::Road, "bend", Geometry::Line(line(&[[0.0, 0.0], [100.0, 0.0], [20.0, 30.0]])));
        road.attributes.insert("width_m".into(), json!(6.0));
        let set = FeatureSet::build(vec![road]);
        for outside in [[110.0, -1.0], [110.0, 3.0], [104.0, 5.0]] {
            let side = set.road_side(plane().from_xy(outside), 30.0).unwrap();
            assert!(!side.left, "{outside:?}");
        }
        assert!(set.road_side(plane().from_xy([80.0, 3.0]), 30.0).unwrap().left);
    }

    #[test]
    fn a_road_has_a_piece_for_every_hundred_metres_and_side() {
        let pieces = street_segments(&straight_road());
        let spans: Vec<(u32, bool, f64)> =
            pieces.iter().map(|piece| (piece.index, piece.left, piece.from_m)).collect();
        assert_eq!(
            spans,
            [
                (0, true, 0.0),
                (0, false, 0.0),
                (1, true, 100.0),
                (1, false, 100.0),
                (2, true, 200.0),
                (2, false, 200.0)
            ]
        );
        assert!((pieces[5].to_m - 250.0).abs() < 0.02);
        let [x, y] = plane().to_xy(pieces[0].line[0]);
        assert!(x.abs() < 0.02 && (y - 5.0).abs() < 0.02, "{x} {y}");
        assert!(plane().to_xy(pieces[5].line[1])[1] < -4.9);
    }

    #[test]
    fn near_is_sorted_by_distance_then_layer_then_code() {
        let spot = |layer, code: &str, at| feature(layer, code, Geometry::Point(plane().from_xy(at)));
        let set = FeatureSet::build(vec![
            spot(Layer::Site, "b", [20.0, 0.0]),
            spot(Layer::Facility, "z", [3.0, 0.0]),
            spot(Layer::Facility, "a", [3.0, 0.0]),
            spot(Layer::Facility, "far", [80.0, 0.0]),
            straight_road(),
        ]);
        let near = set.near(plane().from_xy([3.0, 0.0]), 25.0);
        let codes: Vec<&str> = near.iter().map(|near| set.feature(near.id).code.as_str()).collect();
        assert_eq!(codes, ["east-street", "a", "z", "b"]);
        assert_eq!(near[0].distance_m, 0.0);
        assert_eq!(set.of_layer(Layer::Facility).len(), 3);
        assert_eq!(set.get(Layer::Facility, "far").map(|id| set.feature(id).code.as_str()), Some("far"));
        assert!(set.get(Layer::Market, "a").is_none());
    }

    #[test]
    fn a_diagonal_road_names_diagonal_sides() {
        let road = feature(Layer::Road, "diagonal", Geometry::Line(line(&[[0.0, 0.0], [100.0, 100.0]])));
        let set = FeatureSet::build(vec![road]);
        assert_eq!(set.road_side(plane().from_xy([40.0, 60.0]), 30.0).unwrap().side, Compass8::Northwest);
        assert_eq!(set.road_side(plane().from_xy([60.0, 40.0]), 30.0).unwrap().side, Compass8::Southeast);
    }
}
