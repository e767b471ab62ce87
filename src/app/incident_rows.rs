//! What the follower keeps beside the columns: where each incident stands in them, and how many are open in each area,
//! which ones lie near a position.

use super::incident_columns::{IncidentColumns, IncidentFacts};
use super::reference::Reference;
use crate::domain::geo::Position;
use crate::domain::grid::{AreaId, Scheme};
use crate::domain::hotspot::{Columns, IncidentColumn, NO_PLACE};
use hashbrown::HashTable;
use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};
use uuid::Uuid;

/// Rows by incident and open counts by area.
#[derive(Debug, Default)]
pub struct IncidentRows {
    /// Row numbers alone: the ids stand in the columns already, so an incident takes 5 bytes here instead of 25.
    rows: HashTable<u32>,
    keys: RandomState,
    /// Open incidents by area id, ancestors included.
    pub open: Vec<u32>,
    /// Row numbers by cell of the position grid.
    cells: HashMap<(i32, i32), Vec<u32>>,
}

/// Side of a cell, 1e-7 degree: a thousandth of a degree, 111 m from south to north.
const CELL: i32 = 10_000;
/// Metres of a cell from south to north, rounded down.
const CELL_M: f64 = 110.0;

fn cell(position: Position) -> (i32, i32) {
    (position.lon.div_euclid(CELL), position.lat.div_euclid(CELL))
}

impl IncidentRows {
    pub fn new(areas: usize) -> Self {
        Self { open: vec![0; areas], ..Self::default() }
    }

    fn row(&self, columns: &Columns, id: Uuid) -> Option<usize> {
        let row = self.rows.find(self.keys.hash_one(id), |row| columns.id(*row as usize) == Some(id))?;
        Some(*row as usize)
    }

    /// Appends or replaces one incident and keeps the open counts of its area and those above.
    pub fn put(&mut self, columns: &mut IncidentColumns, reference: &Reference, facts: &IncidentFacts) {
        let column = columns.column(reference, facts);
        match self.row(&columns.columns, facts.id) {
            Some(row) => {
                if let Some(before) = columns.columns.row(row) {
                    self.count_open(reference, &before, false);
                    self.move_row(row as u32, before.position, column.position);
                }
                columns.columns.set(row, &column);
            }
            None => {
                let row = columns.columns.push(&column);
                let (keys, columns) = (&self.keys, &columns.columns);
                let key = |row: &u32| keys.hash_one(columns.id(*row as usize).unwrap_or_default());
                self.rows.insert_unique(keys.hash_one(facts.id), row as u32, key);
                self.cells.entry(cell(column.position)).or_default().push(row as u32);
            }
        }
        self.count_open(reference, &column, true);
    }

    fn move_row(&mut self, row: u32, from: Position, to: Position) {
        let (from, to) = (cell(from), cell(to));
        if from == to {
            return;
        }
        if let Some(rows) = self.cells.get_mut(&from) {
            rows.retain(|other| *other != row);
        }
        self.cells.entry(to).or_default().push(row);
    }

    /// Rows of the cells that a circle of `metres` touches: every incident in it, and some around it.
    pub fn near(&self, position: Position, metres: f64) -> Vec<u32> {
        let (x, y) = cell(position);
        let up = (metres / CELL_M).ceil() as i32;
        // Cells are narrower away from the equator; beyond 85 degrees nobody reports.
        let narrow = position.lat_degrees().to_radians().cos().max(0.08);
        let across = (metres / (CELL_M * narrow)).ceil() as i32;
        let cells = (y - up..=y + up).flat_map(|y| (x - across..=x + across).map(move |x| (x, y)));
        cells.filter_map(|cell| self.cells.get(&cell)).flatten().copied().collect()
    }

    fn count_open(&mut self, reference: &Reference, column: &IncidentColumn, add: bool) {
        if column.area == NO_PLACE || !column.state.is_open() {
            return;
        }
        debug_assert_eq!(reference.areas.area(AreaId(column.area)).scheme, Scheme::Duty);
        for id in reference.areas.ancestors(AreaId(column.area)) {
            if let Some(open) = self.open.get_mut(id.0 as usize) {
                *open = if add { *open + 1 } else { open.saturating_sub(1) };
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::rulebook;
    use crate::domain::case::State;
    use crate::domain::duty::Roster;
    use crate::domain::feature::FeatureSet;
    use crate::domain::geo::{Position, Shape};
    use crate::domain::grid::{Area, AreaSet, Level};
    use crate::domain::instant::Instant;
    use std::sync::Arc;

    fn reference() -> Reference {
        let ring = [Position::new(0, 0), Position::new(1000, 0), Position::new(0, 1000)];
        let area = |level, code: &str, parent: Option<&str>| Area {
            scheme: Scheme::Duty,
            level,
            code: code.into(),
            name: code.into(),
            parent: parent.map(Into::into),
            shape: Some(Shape::from_ring(&ring)),
            extent: None,
        };
        let areas = vec![area(Level::Community, "c", None), area(Level::Zone, "z", Some("c"))];
        let (areas, features) = (AreaSet::build(areas).unwrap(), FeatureSet::build(Vec::new()));
        let roster = Roster::new(Vec::new(), Vec::new());
        let rulebook = Arc::new(rulebook::built_in().unwrap());
        Reference::new(1, areas, features, roster, rulebook, Vec::new(), jiff::tz::TimeZone::UTC)
    }

    fn facts(n: u128, state: State) -> IncidentFacts {
        IncidentFacts {
            id: Uuid::from_u128(n),
            position: Position::new(1, 1),
            occurred_at: Instant(n as i64),
            recorded_at: Instant(n as i64),
            due_at: None,
            category: "exposed_rubbish".into(),
            source: "patrol".into(),
            department: None,
            state,
            area_code: Some("z".into()),
            acting: (None, None),
        }
    }

    #[test]
    fn an_incident_keeps_its_row_and_counts_once_while_it_is_open() {
        let reference = reference();
        let mut columns = IncidentColumns::default();
        let mut rows = IncidentRows::new(reference.areas.len());
        for n in 0..10_000 {
            rows.put(&mut columns, &reference, &facts(n, State::Reported));
        }
        for n in (0..10_000).rev().step_by(2) {
            rows.put(&mut columns, &reference, &facts(n, State::Closed));
        }
        rows.put(&mut columns, &reference, &facts(1, State::Closed));
        assert_eq!(columns.columns.len(), 10_000);
        for n in 0..10_000 {
            assert_eq!(rows.row(&columns.columns, Uuid::from_u128(n)), Some(n as usize));
            let state = if n % 2 == 1 { State::Closed } else { State::Reported };
            assert_eq!(columns.columns.row(n as usize).map(|row| row.state), Some(state));
        }
        assert_eq!(rows.row(&columns.columns, Uuid::from_u128(10_000)), None);
        assert_eq!(rows.open, [5_000, 5_000], "of the community and of its zone");
    }
}
