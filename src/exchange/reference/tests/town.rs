//! One small place for the rule tests: a point in a zone in a community in a street, everybody in office.

use crate::domain::category::Category;
use crate::domain::duty::{Appointment, Party, PartyKind, Role, Roster, Target};
use crate::domain::feature::{Feature, Layer};
use crate::domain::geo::{Geometry, Position};
use crate::domain::grid::{Level, Outcome, Scheme};
use crate::domain::instant::{Instant, Validity};
use crate::domain::routing::{Assignment, NearFeature, RoadPlace, Situation, route, route_silently};
use crate::exchange::reference::Reference;
use jiff::tz::TimeZone;
use serde_json::{Map, Value};
use uuid::Uuid;

/// The unit of every post has the id that its number gives, so that tests can name posts by role.
pub struct Town {
    pub reference: Reference,
    pub appointments: Vec<Appointment>,
    pub features: Vec<(Feature, f64)>,
    pub road: Option<(Feature, bool)>,
    pub areas: Vec<(Level, String, String)>,
    pub repeated: u32,
    pub at: &'static str,
}

pub fn area(code: &str) -> Target {
    Target::Area { scheme: Scheme::Duty, code: code.to_owned() }
}

impl Town {
    pub fn new() -> Self {
        let area_post = |role, code: &str| post(role, area(code), None);
        let department = |slug: &str, code: &str| post(Role::Enforcement, area(code), Some(slug));
        Self {
            reference: super::shipped(),
            appointments: vec![
                area_post(Role::PointHead, "P"),
                area_post(Role::GroupLiaison, "P"),
                area_post(Role::ZoneHead, "Z"),
                area_post(Role::CommunityLiaison, "Z"),
                area_post(Role::DirectlyResponsible, "C"),
                area_post(Role::FirstResponsible, "S"),
                department("chengguan", "Z"),
                department("traffic_police", "C"),
                department("market_regulation", "C"),
                department("health", "C"),
                department("police", "C"),
            ],
            features: Vec::new(),
            road: None,
            areas: [(Level::Point, "P"), (Level::Zone, "Z"), (Level::Community, "C"), (Level::Street, "S")]
                .map(|(level, code)| (level, code.to_owned(), format!("{code}名")))
                .into(),
            repeated: 0,
            at: "2026-03-10T10:00:00+08:00",
        }
    }

    /// A feature at a distance, with attributes as JSON and a party in the role, if any.
    pub fn with(
        mut self,
        layer: Layer,
        code: &str,
        distance_m: f64,
        attributes: &str,
        party: Option<Role>,
    ) -> Self {
        let feature = feature(layer, code, attributes);
        if let Some(role) = party {
            self.appointments.push(post(role, Target::Feature { layer, code: code.to_owned() }, None));
        }
        self.features.push((feature, distance_m));
        self
    }

    pub fn compound(self, management_type: &str, party: Option<Role>) -> Self {
        let attributes = format!(r#"{{"management_type":"{management_type}"}}"#);
        self.with(Layer::Compound, "X1", 0.0, &attributes, party)
    }

    pub fn on_road(mut self, on_carriageway: bool) -> Self {
        let target = Target::Feature { layer: Layer::Road, code: "R1".to_owned() };
        self.appointments.push(post(Role::Cleaner, target, None));
        self.road = Some((feature(Layer::Road, "R1", r#"{"class":"main"}"#), on_carriageway));
        self
    }

    pub fn repeated(self, repeated: u32) -> Self {
        Self { repeated, ..self }
    }

    pub fn at(self, at: &'static str) -> Self {
        Self { at, ..self }
    }

    /// Removes every post of the role.
    pub fn without(mut self, role: Role) -> Self {
        self.appointments.retain(|post| post.role != role);
        self
    }

    /// Routes, and checks on the way that leaving out the reasons leaves the decision as it is.
    pub fn route(&self, category: &str, answer: Option<&str>) -> Assignment {
        let zone = TimeZone::get("Asia/Shanghai").unwrap();
        let categories = &self.reference.categories;
        let category: &Category =
            categories.get(category).unwrap_or_else(|| panic!("no category {category}"));
        let features: Vec<NearFeature> = self
            .features
            .iter()
            .map(|(feature, distance_m)| NearFeature { feature, distance_m: *distance_m })
            .collect();
        let situation = Situation {
            scheme: Scheme::Duty,
            areas: &self.areas,
            outcome: if self.areas.is_empty() { Outcome::Outside } else { Outcome::Inside },
            remainder: false,
            distance_m: None,
            features: &features,
            road: self.road.as_ref().map(|(feature, on)| RoadPlace {
                feature,
                side: "north",
                on_carriageway: *on,
                ruled: None,
            }),
            category,
            answer,
            at: Instant::parse(self.at, &zone).unwrap(),
            repeated: self.repeated,
            phases: &[],
            zone: &zone,
        };
        let parties = self.appointments.iter().map(|post| unit(post.unit.unwrap())).collect();
        let roster = Roster::new(parties, self.appointments.clone());
        let told = route(&self.reference.rules, categories, &roster, &situation);
        let silent = route_silently(&self.reference.rules, categories, &roster, &situation);
        assert_eq!(silent, Assignment { reasons: Vec::new(), ..told.clone() });
        told
    }
}

fn unit(id: Uuid) -> Party {
    Party {
        id,
        kind: PartyKind::Unit,
        name: format!("单位{}", id.as_u128() % 1000),
        unit: None,
        department: None,
        public_name: true,
        has_phone: false,
    }
}

fn post(role: Role, target: Target, department: Option<&str>) -> Appointment {
    let name = format!("{role:?}{target:?}{department:?}");
    let number = name.bytes().fold(7u128, |sum, byte| sum.wrapping_mul(131).wrapping_add(byte.into()));
    Appointment {
        id: Uuid::from_u128(number),
        role,
        target,
        department: department.map(str::to_owned),
        unit: Some(Uuid::from_u128(number + 1)),
        person: Some(Uuid::from_u128(number + 2)),
        title: None,
        primary: true,
        duty_phone: None,
        validity: Validity { from: Instant(0), until: None },
    }
}

fn feature(layer: Layer, code: &str, attributes: &str) -> Feature {
    Feature {
        id: Uuid::nil(),
        layer,
        code: code.to_owned(),
        name: format!("{code}号"),
        geometry: Geometry::Point(Position { lon: 1_025_400_000, lat: 243_500_000 }),
        attributes: serde_json::from_str::<Map<String, Value>>(attributes).unwrap(),
        validity: Validity { from: Instant(0), until: None },
    }
}

/// `role` or `role:department` of the one who acts.
pub fn actor(assignment: &Assignment) -> String {
    let holder = assignment.actor.as_ref().expect("somebody acts");
    match &holder.department {
        Some(department) => format!("{}:{department}", holder.role.slug()),
        None => holder.role.slug().to_owned(),
    }
}

/// Codes of the reasons.
pub fn codes(assignment: &Assignment) -> Vec<&str> {
    assignment.reasons.iter().map(|reason| reason.code.as_str()).collect()
}
