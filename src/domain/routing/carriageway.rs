//! Whose a carriageway is where its road says so itself. Borders are drawn along axes or kerbs, but a road on a border can
//! belong to one side as a whole, or to neither; its side rule decides then, and only on the carriageway.

use crate::domain::feature::{FeatureSet, RoadSide, SideRule};
use crate::domain::geo::Position;
use crate::domain::grid::{AreaId, AreaSet, Level, Scheme};

/// Attribute of a road with the code of the area that it belongs to under `SideRule::OneOwner`.
pub const SIDE_OWNER: &str = "side_owner";

/// An owner that follows from a side rule and differs from the drawn one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ruling {
    pub rule: SideRule,
    pub owner: AreaId,
}

/// The ruling for `p` on the carriageway of its road; None where what is drawn stands: beside roads, on roads without a
/// rule, up to the centre line, and where the rule names nobody.
///
/// `OneOwner`: the whole road belongs to the area in `side_owner`; below it to its leaf nearest to `p`.
/// `NearKerb`: the ground of both sides ends at their kerbs; the carriageway belongs to the lowest area that holds both, and
/// at the edge of what is drawn to the area above the community. `drawn`: who contains `p`.
pub fn ruling(
    areas: &AreaSet,
    features: &FeatureSet,
    road: &RoadSide,
    p: Position,
    drawn: Option<AreaId>,
) -> Option<Ruling> {
    if !road.on_carriageway {
        return None;
    }
    let feature = features.feature(road.road);
    let rule = feature.side_rule()?;
    let owner = match rule {
        SideRule::CentreLine => None,
        SideRule::OneOwner => {
            let holder = areas.get(Scheme::Duty, feature.text(SIDE_OWNER)?)?;
            let held = drawn.is_some_and(|drawn| areas.ancestors(drawn).any(|above| above == holder));
            if held { None } else { areas.nearest_below(holder, p) }
        }
        SideRule::NearKerb => {
            let [here, across] = road.sides.map(|side| areas.containing(Scheme::Duty, side));
            between(areas, here, across)
        }
    };
    owner.filter(|owner| Some(*owner) != drawn).map(|owner| Ruling { rule, owner })
}

/// The lowest area above both sides of a kerb, none when both sides are the same area or nobody is above.
fn between(areas: &AreaSet, here: Option<AreaId>, across: Option<AreaId>) -> Option<AreaId> {
    match (here, across) {
        (Some(here), Some(across)) if here != across => {
            let above: Vec<AreaId> = areas.ancestors(across).collect();
            areas.ancestors(here).find(|area| above.contains(area))
        }
        (Some(edge), None) | (None, Some(edge)) => {
            areas.ancestors(edge).find(|&area| areas.area(area).level < Level::Community)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::feature::{Feature, Layer};
    use crate::domain::geo::{Geometry, Plane, Shape};
    use crate::domain::grid::Area;
    use crate::domain::instant::{Instant, Validity};
    use serde_json::{Map, json};

    fn at(x: f64, y: f64) -> Position {
        Plane::at(Position::new(1_025_400_000, 243_500_000)).from_xy([x, y])
    }

    fn rectangle(x0: f64, x1: f64) -> Shape {
        Shape::from_ring(&[at(x0, 0.0), at(x1, 0.0), at(x1, 200.0), at(x0, 200.0)])
    }

    /// Street S over community A (points A1 west, A2 east, border at x = 100) and community B (x 200 to 300).
    fn areas() -> AreaSet {
        let area = |level, code: &str, parent: Option<&str>, x0, x1| Area {
            scheme: Scheme::Duty,
            level,
            code: code.into(),
            name: code.into(),
            parent: parent.map(Into::into),
            shape: Some(rectangle(x0, x1)),
            extent: None,
        };
        AreaSet::build(vec![
            area(Level::Street, "S", None, 0.0, 300.0),
            area(Level::Community, "A", Some("S"), 0.0, 200.0),
            area(Level::Community, "B", Some("S"), 200.0, 300.0),
            area(Level::Point, "A1", Some("A"), 0.0, 100.0),
            area(Level::Point, "A2", Some("A"), 100.0, 200.0),
        ])
        .unwrap()
    }

    /// A road 20 m wide along the border at `x`.
    fn road(x: f64, rule: Option<SideRule>, owner: Option<&str>) -> FeatureSet {
        let mut attributes = Map::new();
        attributes.insert("width_m".into(), json!(20.0));
        attributes.extend(rule.map(|rule| ("side_rule".to_owned(), json!(rule.slug()))));
        attributes.extend(owner.map(|owner| (SIDE_OWNER.to_owned(), json!(owner))));
        FeatureSet::build(vec![Feature {
            id: uuid::Uuid::nil(),
            layer: Layer::Road,
            code: "R".into(),
            name: "学府路".into(),
            geometry: Geometry::Line(vec![at(x, -20.0), at(x, 220.0)]),
            attributes,
            validity: Validity { from: Instant(0), until: None },
        }])
    }

    fn owner(areas: &AreaSet, roads: &FeatureSet, x: f64) -> Option<String> {
        let p = at(x, 100.0);
        let side = roads.road_side(p, 40.0)?;
        let ruling = ruling(areas, roads, &side, p, areas.containing(Scheme::Duty, p))?;
        Some(areas.area(ruling.owner).code.clone())
    }

    #[test]
    fn a_road_of_one_owner_belongs_to_its_nearest_leaf_on_both_sides_of_the_border() {
        let (areas, roads) = (areas(), road(200.0, Some(SideRule::OneOwner), Some("A")));
        assert_eq!(owner(&areas, &roads, 206.0).as_deref(), Some("A2"));
        assert_eq!(owner(&areas, &roads, 194.0), None, "it is drawn so already");
        assert_eq!(owner(&areas, &roads, 215.0), None, "beside the carriageway");
        let nobody = road(200.0, Some(SideRule::OneOwner), Some("Z"));
        assert_eq!(owner(&areas, &nobody, 206.0), None, "an owner that does not exist rules nothing");
    }

    #[test]
    fn between_near_kerbs_the_road_belongs_to_the_lowest_area_above_both_sides() {
        let areas = areas();
        let near = |x: f64| road(x, Some(SideRule::NearKerb), None);
        assert_eq!(owner(&areas, &near(100.0), 96.0).as_deref(), Some("A"));
        assert_eq!(owner(&areas, &near(200.0), 206.0).as_deref(), Some("S"));
        assert_eq!(owner(&areas, &near(300.0), 296.0).as_deref(), Some("S"), "nobody is on the other side");
        assert_eq!(owner(&areas, &near(150.0), 154.0), None, "a road within one area is its own");
        assert_eq!(owner(&areas, &near(100.0), 100.0).as_deref(), Some("A"), "on the axis itself");
    }

    #[test]
    fn up_to_the_centre_line_and_without_a_rule_the_drawn_border_stands() {
        let areas = areas();
        for rule in [None, Some(SideRule::CentreLine)] {
            assert_eq!(owner(&areas, &road(200.0, rule, Some("A")), 206.0), None);
        }
    }
}
