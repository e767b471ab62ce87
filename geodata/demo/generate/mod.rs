//! The demo community, drawn from a hand-made street plan and one seed. Nothing here reads a clock, a file or
//! the machine, so that the same sources always write the same bytes.

pub mod areas;
pub mod curve;
pub mod graph;
pub mod ground;
pub mod habits;
pub mod incidents;
pub mod names;
pub mod people;
pub mod picture;
pub mod plan;
pub mod plane;
pub mod roads;
pub mod shops;
pub mod street_side;
pub mod uses;
pub mod write;

use areas::{Grid, PlanFault};
use graph::Network;
use ground::Ground;
use people::People;
use roads::Roads;
use wangge::app::demo::IncidentModel;
use wangge::domain::feature::RoadClass;
use write::Entry;

pub const SEED: u64 = 20_261_124;

/// Everything that is drawn.
pub struct Demo {
    pub areas: Vec<Entry>,
    pub features: Vec<Entry>,
    pub people: People,
    pub incidents: IncidentModel,
}

impl Demo {
    pub fn build() -> Result<Self, PlanFault> {
        let lines = plan::STREETS
            .iter()
            .map(|street| curve::smooth(street.through, 16.0).into_iter().map(plane::to_position).collect());
        let overshoot: Vec<f64> =
            plan::STREETS.iter().map(|s| if s.class == RoadClass::Lane { 34.0 } else { 120.0 }).collect();
        let network = Network::build(lines.collect(), &overshoot);
        let grid = Grid::build(&network)?;
        let roads = Roads::new(&network);
        let inner: Vec<usize> =
            (0..network.blocks.len()).filter(|block| grid.point_of(*block).is_some()).collect();
        let ground = Ground::build(&network, &roads, &inner, SEED)?;
        let mut features = roads.entries();
        features.extend(ground.entries());
        let (front_entries, fronts) = street_side::fronts(&roads);
        let (facilities, owners) = street_side::facilities(&roads, &network, &grid, SEED);
        features.extend(street_side::vending_zones(&roads));
        features.extend(front_entries);
        features.extend(facilities);
        features.extend(street_side::sites(&roads));
        features.extend(street_side::focus_spots());
        features.extend(street_side::resident_groups(&network, &grid, SEED));
        let people = People::build(&grid, &fronts, &owners, SEED);
        Ok(Self {
            areas: grid.entries(&network),
            features,
            people,
            incidents: incidents::model(&roads, &fronts, &owners),
        })
    }

    /// Name and content of each file.
    pub fn files(&self) -> Vec<(&'static str, String)> {
        vec![
            ("areas.geojson", write::feature_collection(&self.areas)),
            ("features.geojson", write::feature_collection(&self.features)),
            ("parties.json", write::list(&self.people.parties)),
            ("appointments.json", write::list(&self.people.appointments)),
            ("incident_model.json", write::document(&self.incidents)),
        ]
    }
}
