//! The reference snapshot: areas, features and duty as they stand, immutable and swapped whole. Clicks and
//! reports are answered from it alone; it is derived from the database and can be rebuilt at any time.

use super::answer::AreaRef;
use super::certificate::GeometryPart;
use super::fragment::Fragment;
use super::rulebook::Rulebook;
use super::search::SearchIndex;
use crate::domain::campaign::Campaigns;
use crate::domain::duty::{Roster, Target};
use crate::domain::feature::{FeatureSet, SegmentIndex};
use crate::domain::grid::{AreaId, AreaSet, Level, Scheme};
use crate::domain::instant::Instant;
use crate::domain::place_text::{Gazetteer, Ground};
use crate::domain::text::Words;
use serde_json::{Map, Value};
use std::ops::Range;
use std::sync::{Arc, OnceLock};

/// One version of everything that routing and cards depend on.
pub struct Reference {
    /// Counts snapshots of this process; part of ETags. 0 for one of another time than now, or of a draft.
    pub revision: u64,
    pub areas: Arc<AreaSet>,
    pub features: Arc<FeatureSet>,
    pub roster: Arc<Roster>,
    pub rulebook: Arc<Rulebook>,
    /// Those of the rulebook as the site has dated and changed them.
    pub campaigns: Arc<Campaigns>,
    /// Scheme and number of the editions that the areas come from; schemes without one are absent.
    pub editions: Vec<(Scheme, i64)>,
    /// Edition of the duty scheme, None before the first import.
    pub edition: Option<i64>,
    /// When areas and features are these.
    pub holds: Range<Instant>,
    pub zone: jiff::tz::TimeZone,
    /// What describes each feature, rendered once.
    pub descriptions: Arc<Vec<Fragment<Map<String, Value>>>>,
    /// Street sides of 100 m.
    pub segments: Arc<SegmentIndex>,
    search: OnceLock<SearchIndex>,
    gazetteer: OnceLock<Gazetteer>,
    /// Checked geometry of each scheme.
    geometry: [OnceLock<GeometryPart>; Scheme::ALL.len()],
    /// Community, or else the topmost area, that the map opens on.
    pub home: Option<AreaId>,
}

impl Reference {
    /// Puts a snapshot together that holds at all times; `holds` narrows that.
    pub fn new(
        revision: u64,
        areas: impl Into<Arc<AreaSet>>,
        features: FeatureSet,
        roster: impl Into<Arc<Roster>>,
        rulebook: Arc<Rulebook>,
        editions: Vec<(Scheme, i64)>,
        zone: jiff::tz::TimeZone,
    ) -> Self {
        let areas = areas.into();
        let descriptions = features.iter().map(|(_, f)| Fragment::new(f.description())).collect();
        Self {
            revision,
            home: home_of(&areas),
            areas,
            roster: roster.into(),
            campaigns: Arc::clone(&rulebook.campaigns),
            rulebook,
            edition: duty_edition(&editions),
            editions,
            holds: Instant(i64::MIN)..Instant(i64::MAX),
            zone,
            descriptions: Arc::new(descriptions),
            segments: Arc::new(SegmentIndex::build(&features)),
            features: Arc::new(features),
            search: OnceLock::new(),
            gazetteer: OnceLock::new(),
            geometry: Default::default(),
        }
    }

    /// The same with other areas: what a draft or another edition would make of it.
    pub fn with_areas(&self, areas: impl Into<Arc<AreaSet>>, editions: Vec<(Scheme, i64)>) -> Self {
        let areas = areas.into();
        Self {
            revision: 0,
            home: home_of(&areas),
            areas,
            features: Arc::clone(&self.features),
            roster: Arc::clone(&self.roster),
            rulebook: Arc::clone(&self.rulebook),
            campaigns: Arc::clone(&self.campaigns),
            edition: duty_edition(&editions),
            editions,
            holds: self.holds.clone(),
            zone: self.zone.clone(),
            descriptions: Arc::clone(&self.descriptions),
            segments: Arc::clone(&self.segments),
            search: OnceLock::new(),
            gazetteer: OnceLock::new(),
            geometry: Default::default(),
        }
    }

    /// A snapshot of nothing, before the first load.
    pub fn empty(rulebook: Arc<Rulebook>, zone: jiff::tz::TimeZone) -> Self {
        let areas = AreaSet::build(Vec::new()).expect("no areas have no faults");
        let features = FeatureSet::build(Vec::new());
        Self::new(0, areas, features, Roster::new(Vec::new(), Vec::new()), rulebook, Vec::new(), zone)
    }

    /// Names to search in, gathered when somebody first searches: a start with a million areas does not wait for it.
    pub fn search(&self) -> &SearchIndex {
        self.search.get_or_init(|| SearchIndex::build(&self.areas, &self.features))
    }

    /// What pasted text is read against; its names are gathered when the first text comes.
    pub fn ground(&self) -> Ground<'_> {
        let gazetteer = self.gazetteer.get_or_init(|| Gazetteer::build(&self.areas, &self.features));
        Ground { gazetteer, areas: &self.areas, features: &self.features }
    }

    /// The checked geometry of a scheme, computed when somebody first asks.
    pub fn geometry(&self, scheme: Scheme) -> &GeometryPart {
        self.geometry[scheme as usize].get_or_init(|| GeometryPart::of(&self.areas, scheme))
    }

    pub fn area_ref(&self, id: AreaId) -> AreaRef {
        let area = self.areas.area(id);
        AreaRef { level: area.level.slug(), code: area.code.clone(), name: area.name.clone() }
    }

    /// The area and those above it, as routing and the chain want them.
    pub fn upward(&self, id: AreaId) -> Vec<(Level, Target)> {
        self.areas.ancestors(id).map(|id| (self.areas.area(id).level, self.target(id))).collect()
    }

    pub fn target(&self, id: AreaId) -> Target {
        let area = self.areas.area(id);
        Target::Area { scheme: area.scheme, code: area.code.clone() }
    }

    /// The ancestor of `id` at `level`, itself included.
    pub fn ancestor_at(&self, id: AreaId, level: Level) -> Option<AreaId> {
        self.areas.ancestors(id).find(|id| self.areas.area(*id).level == level)
    }

    pub fn department_words(&self, slug: &str) -> Words {
        self.rulebook
            .rules
            .departments()
            .get(slug)
            .map_or_else(|| Words::new(slug, slug), |department| department.name.clone())
    }

    /// RFC 3339 in the site's zone.
    pub fn zoned(&self, at: Instant) -> String {
        at.in_zone(&self.zone)
    }
}

fn duty_edition(editions: &[(Scheme, i64)]) -> Option<i64> {
    editions.iter().find(|(scheme, _)| *scheme == Scheme::Duty).map(|(_, number)| *number)
}

/// The duty community with the most areas below it; without communities, the topmost area.
fn home_of(areas: &AreaSet) -> Option<AreaId> {
    let mut below = vec![0_u32; areas.len()];
    for (id, area) in areas.iter() {
        if area.scheme == Scheme::Duty {
            for above in areas.ancestors(id).skip(1) {
                below[above.0 as usize] += 1;
            }
        }
    }
    let of = |level: Level| {
        areas
            .iter()
            .filter(|(_, area)| area.scheme == Scheme::Duty && area.level == level)
            .map(|(id, _)| id)
            .max_by_key(|id| (below[id.0 as usize], std::cmp::Reverse(id.0)))
    };
    [Level::Community, Level::Zone, Level::Point, Level::Street, Level::District].into_iter().find_map(of)
}
