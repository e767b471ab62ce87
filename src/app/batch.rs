//! Owners for a long list of positions: what a row gets is prepared once per area as bytes, so that a row costs
//! the search for its area and a copy.

use super::place;
use crate::domain::feature::FeatureSet;
use crate::domain::geo::Position;
use crate::domain::grid::{AreaId, AreaSet, Level, Outcome, Owner, Scheme};
use std::io::Write;

/// Columns that are added to each row, in order.
pub const COLUMNS: [&str; 6] = ["community", "zone", "point", "owner", "outcome", "distance_m"];

/// Areas with their prepared cells.
pub struct OwnerTable<'a> {
    areas: &'a AreaSet,
    scheme: Scheme,
    tolerance_m: f64,
    delimiter: u8,
    /// The roads whose side rules count.
    roads: Option<&'a FeatureSet>,
    /// `community,zone,point,owner` of each area by id, encoded and quoted.
    cells: Vec<Box<[u8]>>,
    /// `community,zone,point` alone, for rows whose owner depends on more than the area.
    places: Vec<Box<[u8]>>,
}

/// Which of an area's two names goes into the cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Naming {
    Code,
    Name,
}

impl<'a> OwnerTable<'a> {
    /// Prepares the cells of every area. `encode` turns text into the file's encoding; `owner` gives the label
    /// of the one who answers for an area, empty where nobody is known.
    pub fn new(
        areas: &'a AreaSet,
        scheme: Scheme,
        tolerance_m: f64,
        naming: Naming,
        delimiter: u8,
        encode: impl Fn(&str) -> Vec<u8>,
        owner: impl Fn(AreaId) -> String,
    ) -> Self {
        areas.freeze();
        let mut cells = Vec::with_capacity(areas.len());
        let mut places = Vec::with_capacity(areas.len());
        for (id, _) in areas.iter() {
            let mut bytes = Vec::new();
            for level in [Level::Community, Level::Zone, Level::Point] {
                let area = areas.ancestors(id).map(|up| areas.area(up)).find(|area| area.level == level);
                let text = area.map_or("", |area| match naming {
                    Naming::Code => area.code.as_str(),
                    Naming::Name => area.name.as_str(),
                });
                push_cell(&mut bytes, delimiter, &encode(text));
                bytes.push(delimiter);
            }
            places.push(bytes[..bytes.len() - 1].to_vec().into_boxed_slice());
            push_cell(&mut bytes, delimiter, &encode(&owner(id)));
            cells.push(bytes.into_boxed_slice());
        }
        Self { areas, scheme, tolerance_m, delimiter, roads: None, cells, places }
    }

    /// The same with the side rules of roads.
    pub fn with_roads(self, roads: &'a FeatureSet) -> Self {
        Self { roads: Some(roads), ..self }
    }

    /// Owners of positions, in their order.
    pub fn owners(&self, positions: &[Position]) -> Vec<Owner> {
        let mut owners = self.areas.owners(self.scheme, positions, self.tolerance_m);
        if let Some(roads) = self.roads {
            for (owner, &p) in owners.iter_mut().zip(positions) {
                let drawn = owner.area.filter(|_| owner.outcome == Outcome::Inside);
                if let Some(ruled) = place::ruled(self.areas, roads, p, drawn) {
                    *owner = Owner { outcome: Outcome::Inside, area: Some(ruled), distance_m: None };
                }
            }
        }
        owners
    }

    /// Appends the six cells of a position with its owner. With `acting` given it stands instead of the area's own.
    pub fn append(&self, line: &mut Vec<u8>, owner: &Owner, acting: Option<&[u8]>) {
        match (owner.area, acting) {
            (Some(area), None) => line.extend_from_slice(&self.cells[area.0 as usize]),
            (Some(area), Some(acting)) => {
                line.extend_from_slice(&self.places[area.0 as usize]);
                line.push(self.delimiter);
                push_cell(line, self.delimiter, acting);
            }
            (None, acting) => {
                line.extend_from_slice(&[self.delimiter; 3]);
                push_cell(line, self.delimiter, acting.unwrap_or_default());
            }
        }
        line.push(self.delimiter);
        line.extend_from_slice(match owner.outcome {
            Outcome::Inside => b"inside",
            Outcome::Nearest => b"nearest",
            Outcome::Outside => b"outside",
        });
        line.push(self.delimiter);
        if let Some(distance) = owner.distance_m {
            // Writing to a Vec cannot fail.
            let _ = write!(line, "{distance:.2}");
        }
    }

    /// Cells of a row whose position cannot be used: the reason stands in the column `outcome`.
    pub fn append_invalid(&self, line: &mut Vec<u8>, reason: &[u8]) {
        line.extend_from_slice(&[self.delimiter; 4]);
        push_cell(line, self.delimiter, reason);
        line.push(self.delimiter);
    }
}

/// Appends a cell, quoted where it has to be. A cell that a spreadsheet would run as a formula gets an
/// apostrophe before it; numbers stay numbers.
pub fn push_cell(line: &mut Vec<u8>, delimiter: u8, cell: &[u8]) {
    let quoted = cell.iter().any(|byte| *byte == delimiter || matches!(byte, b'"' | b'\r' | b'\n'));
    if quoted {
        line.push(b'"');
    }
    let risky = cell.first().is_some_and(|byte| matches!(byte, b'=' | b'+' | b'-' | b'@' | b'\t'));
    if risky && !cell[1..].iter().all(|byte| byte.is_ascii_digit() || *byte == b'.') {
        line.push(b'\'');
    }
    for byte in cell {
        if *byte == b'"' {
            line.push(b'"');
        }
        line.push(*byte);
    }
    if quoted {
        line.push(b'"');
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::geo::Shape;
    use crate::domain::grid::Area;

    fn square(level: Level, code: &str, parent: Option<&str>, west: i32) -> Area {
        let corner = |lon, lat| Position::new(lon, lat);
        let ring = [
            corner(west, 0),
            corner(west + 100_000, 0),
            corner(west + 100_000, 100_000),
            corner(west, 100_000),
        ];
        Area {
            scheme: Scheme::Duty,
            level,
            code: code.into(),
            name: format!("name of {code}"),
            parent: parent.map(str::to_owned),
            shape: Some(Shape::from_ring(&ring)),
            extent: None,
        }
    }

    fn set() -> AreaSet {
        let areas = vec![square(Level::Community, "c", None, 0), square(Level::Point, "p, 1", Some("c"), 0)];
        AreaSet::build(areas).unwrap()
    }

    fn table(areas: &AreaSet, naming: Naming) -> OwnerTable<'_> {
        OwnerTable::new(
            areas,
            Scheme::Duty,
            20.0,
            naming,
            b',',
            |text| text.as_bytes().to_vec(),
            |id| format!("head of {}", areas.area(id).code),
        )
    }

    fn row(table: &OwnerTable, lon: i32, lat: i32, acting: Option<&[u8]>) -> String {
        let mut line = Vec::new();
        table.append(&mut line, &table.owners(&[Position::new(lon, lat)])[0], acting);
        String::from_utf8(line).unwrap()
    }

    #[test]
    fn a_row_gets_its_places_owner_and_outcome() {
        let set = set();
        let table = table(&set, Naming::Code);
        assert_eq!(row(&table, 50_000, 50_000, None), "c,,\"p, 1\",\"head of p, 1\",inside,");
        assert_eq!(row(&table, 50_000, 50_000, Some(b"x")), "c,,\"p, 1\",x,inside,");
        assert!(row(&table, 100_500, 50_000, None).contains(",nearest,5."));
        assert!(row(&table, 900_000, 50_000, None).starts_with(",,,,outside,"));
    }

    #[test]
    fn names_can_stand_instead_of_codes() {
        assert!(row(&table(&set(), Naming::Name), 1, 1, None).starts_with("name of c,,\"name of p, 1\","));
    }

    #[test]
    fn a_cell_never_becomes_a_formula() {
        let mut line = Vec::new();
        push_cell(&mut line, b',', b"=1+1,\"x\"");
        assert_eq!(line, b"\"'=1+1,\"\"x\"\"\"");
    }
}
