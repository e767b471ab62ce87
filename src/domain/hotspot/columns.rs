//! Incidents as columns: what counts and surfaces read, 64 bytes an incident. Derived from the database, never
//! the truth. Blocks are shared between the version that readers hold and the next one; only blocks that
//! change are copied.

use crate::domain::case::State;
use crate::domain::geo::Position;
use crate::domain::instant::Instant;
use std::sync::Arc;
use uuid::Uuid;

/// Rows of a full block. Small enough that copying the tail for one appended group stays cheap.
pub const BLOCK_ROWS: usize = 4096;

/// "None" in the columns that index places.
pub const NO_PLACE: u32 = u32::MAX;

/// One incident, as it enters the columns. Indexes point into the dictionaries of the owner of the columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IncidentColumn {
    pub id: Uuid,
    pub position: Position,
    pub occurred_at: Instant,
    pub recorded_at: Instant,
    pub due_at: Option<Instant>,
    pub category: u16,
    pub source: u16,
    pub department: u16,
    pub state: State,
    /// Who acts, unit and person.
    pub owner: u32,
    /// Owner's area, the leaf.
    pub area: u32,
    pub compound: u32,
    /// Street side of 100 m.
    pub segment: u32,
}

/// Up to `BLOCK_ROWS` incidents, column by column, all of equal length.
#[derive(Debug, Clone, Default)]
pub struct Block {
    pub ids: Vec<Uuid>,
    pub lon: Vec<i32>,
    pub lat: Vec<i32>,
    pub occurred: Vec<i64>,
    pub recorded: Vec<i64>,
    /// `i64::MAX` when there is no due time.
    pub due: Vec<i64>,
    pub category: Vec<u16>,
    pub source: Vec<u16>,
    pub department: Vec<u16>,
    pub state: Vec<State>,
    pub owner: Vec<u32>,
    pub area: Vec<u32>,
    pub compound: Vec<u32>,
    pub segment: Vec<u32>,
}

impl Block {
    pub fn len(&self) -> usize {
        self.ids.len()
    }

    pub fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }

    pub fn position(&self, row: usize) -> Position {
        Position::new(self.lon[row], self.lat[row])
    }

    pub fn row(&self, row: usize) -> IncidentColumn {
        IncidentColumn {
            id: self.ids[row],
            position: self.position(row),
            occurred_at: Instant(self.occurred[row]),
            recorded_at: Instant(self.recorded[row]),
            due_at: (self.due[row] != i64::MAX).then(|| Instant(self.due[row])),
            category: self.category[row],
            source: self.source[row],
            department: self.department[row],
            state: self.state[row],
            owner: self.owner[row],
            area: self.area[row],
            compound: self.compound[row],
            segment: self.segment[row],
        }
    }

    fn push(&mut self, incident: &IncidentColumn) {
        self.ids.push(incident.id);
        self.lon.push(incident.position.lon);
        self.lat.push(incident.position.lat);
        self.occurred.push(incident.occurred_at.micros());
        self.recorded.push(incident.recorded_at.micros());
        self.due.push(incident.due_at.map_or(i64::MAX, Instant::micros));
        self.category.push(incident.category);
        self.source.push(incident.source);
        self.department.push(incident.department);
        self.state.push(incident.state);
        self.owner.push(incident.owner);
        self.area.push(incident.area);
        self.compound.push(incident.compound);
        self.segment.push(incident.segment);
    }

    fn set(&mut self, row: usize, incident: &IncidentColumn) {
        self.lon[row] = incident.position.lon;
        self.lat[row] = incident.position.lat;
        self.occurred[row] = incident.occurred_at.micros();
        self.recorded[row] = incident.recorded_at.micros();
        self.due[row] = incident.due_at.map_or(i64::MAX, Instant::micros);
        self.category[row] = incident.category;
        self.source[row] = incident.source;
        self.department[row] = incident.department;
        self.state[row] = incident.state;
        self.owner[row] = incident.owner;
        self.area[row] = incident.area;
        self.compound[row] = incident.compound;
        self.segment[row] = incident.segment;
    }
}

/// All incidents. Cloning copies pointers only.
#[derive(Debug, Clone, Default)]
pub struct Columns {
    blocks: Vec<Arc<Block>>,
    rows: usize,
}

impl Columns {
    pub fn len(&self) -> usize {
        self.rows
    }

    pub fn is_empty(&self) -> bool {
        self.rows == 0
    }

    pub fn blocks(&self) -> impl DoubleEndedIterator<Item = &Block> + Clone {
        self.blocks.iter().map(AsRef::as_ref)
    }

    /// Appends one incident and tells its row.
    pub fn push(&mut self, incident: &IncidentColumn) -> usize {
        if self.blocks.last().is_none_or(|block| block.len() == BLOCK_ROWS) {
            self.blocks.push(Arc::new(Block::default()));
        }
        if let Some(tail) = self.blocks.last_mut() {
            Arc::make_mut(tail).push(incident);
        }
        self.rows += 1;
        self.rows - 1
    }

    /// Replaces the row that `push` told; a row that does not exist is left alone.
    pub fn set(&mut self, row: usize, incident: &IncidentColumn) {
        if row < self.rows {
            Arc::make_mut(&mut self.blocks[row / BLOCK_ROWS]).set(row % BLOCK_ROWS, incident);
        }
    }

    /// The incident of a row.
    pub fn id(&self, row: usize) -> Option<Uuid> {
        self.blocks.get(row / BLOCK_ROWS)?.ids.get(row % BLOCK_ROWS).copied()
    }

    pub fn row(&self, row: usize) -> Option<IncidentColumn> {
        (row < self.rows).then(|| self.blocks[row / BLOCK_ROWS].row(row % BLOCK_ROWS))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn incident(n: u32) -> IncidentColumn {
        IncidentColumn {
            id: Uuid::from_u128(u128::from(n)),
            position: Position::new(n as i32, -(n as i32)),
            occurred_at: Instant(i64::from(n)),
            recorded_at: Instant(i64::from(n) + 1),
            due_at: n.is_multiple_of(2).then_some(Instant(7)),
            category: 1,
            source: 2,
            department: 3,
            state: State::Filed,
            owner: n / 2,
            area: n,
            compound: NO_PLACE,
            segment: 4,
        }
    }

    #[test]
    fn rows_come_back_as_they_went_in_across_block_borders() {
        let mut columns = Columns::default();
        for n in 0..(BLOCK_ROWS as u32 * 2 + 3) {
            assert_eq!(columns.push(&incident(n)), n as usize);
        }
        for n in [0, BLOCK_ROWS - 1, BLOCK_ROWS, BLOCK_ROWS * 2 + 2] {
            assert_eq!(columns.row(n), Some(incident(n as u32)));
        }
        assert_eq!(columns.row(columns.len()), None);
    }

    #[test]
    fn a_change_leaves_older_versions_as_they_were() {
        let mut columns = Columns::default();
        columns.push(&incident(1));
        let before = columns.clone();
        columns.set(0, &IncidentColumn { state: State::Closed, ..incident(1) });
        columns.push(&incident(2));
        assert_eq!(before.row(0).map(|row| row.state), Some(State::Filed));
        assert_eq!(columns.row(0).map(|row| row.state), Some(State::Closed));
        assert_eq!((before.len(), columns.len()), (1, 2));
    }
}
