//! Rows of `wangge route` in blocks: their owners are found together, which costs less than one by one.

use super::route_owner::OwnerSource;
use crate::config::Lang;
use crate::domain::geo::{Frame, Position};
use crate::domain::grid::Owner;
use crate::domain::text::Words;
use crate::exchange::Problem;
use crate::exchange::delimited::Rows;
use std::io::Read;

/// A block ends with the row that reaches one of these.
const MOST_ROWS: usize = 65_536;
const MOST_BYTES: usize = 16 << 20;

/// Rows that wait for their owners.
#[derive(Default)]
pub struct Block {
    /// The rows as they came, one after the other; short ones are filled up with empty cells.
    bytes: Vec<u8>,
    rows: Vec<Row>,
    /// Of the rows that have one, in order.
    positions: Vec<Position>,
}

struct Row {
    /// Where it ends in the bytes.
    end: usize,
    /// Who acts, when that depends on more than the place; or what is wrong with the row.
    acting: Result<Option<String>, Words>,
}

/// The owner of a row and who acts there, or what is wrong with it.
pub type Found<'a> = Result<(&'a Owner, Option<&'a str>), &'a Words>;

impl Block {
    pub fn positions(&self) -> &[Position] {
        &self.positions
    }

    /// Every row's bytes with what was found out about it. `owners`: of the positions.
    pub fn rows<'a>(&'a self, owners: &'a [Owner]) -> impl Iterator<Item = (&'a [u8], Found<'a>)> {
        let mut owners = owners.iter();
        let mut start = 0;
        self.rows.iter().filter_map(move |row| {
            let raw = &self.bytes[start..row.end];
            start = row.end;
            match &row.acting {
                Ok(acting) => Some((raw, Ok((owners.next()?, acting.as_deref())))),
                Err(words) => Some((raw, Err(words))),
            }
        })
    }

    fn clear(&mut self) {
        self.bytes.clear();
        self.rows.clear();
        self.positions.clear();
    }
}

/// Takes positions and, where asked, categories out of the rows of a table.
pub struct BlockReader<'a, R> {
    pub rows: Rows<R>,
    /// Longitude and latitude.
    pub columns: [usize; 2],
    pub category: Option<usize>,
    pub datum: Frame,
    pub owner: OwnerSource<'a>,
    pub lang: Lang,
}

impl<R: Read> BlockReader<'_, R> {
    /// Replaces the rows of `block` by the next ones; false when there are none.
    pub fn fill(&mut self, block: &mut Block) -> Result<bool, Problem> {
        block.clear();
        let columns = self.rows.header().len();
        while block.rows.len() < MOST_ROWS && block.bytes.len() < MOST_BYTES && self.rows.advance()? {
            block.bytes.extend_from_slice(self.rows.raw());
            // Filled up, so that the added cells stand under their headers.
            let present = self.rows.record().len();
            let missing = columns.saturating_sub(present);
            block.bytes.extend(std::iter::repeat_n(self.rows.delimiter(), missing));
            let acting = if present > columns {
                Err(Words::new(
                    format!("有 {present} 格，表头只有 {columns} 格"),
                    format!("{present} cells, the header has {columns}"),
                ))
            } else {
                self.read(&mut block.positions)
            };
            block.rows.push(Row { end: block.bytes.len(), acting });
        }
        Ok(!block.rows.is_empty())
    }

    fn read(&self, positions: &mut Vec<Position>) -> Result<Option<String>, Words> {
        let [lon, lat] =
            self.columns.map(|column| degrees(self.rows.record().get(column).unwrap_or_default()));
        let position = self.datum.to_position([lon?, lat?]).map_err(|error| error.words())?;
        let acting = match self.category {
            None => None,
            Some(column) => Some(self.owner.acting(position, self.rows.text(column).trim(), self.lang)?),
        };
        positions.push(position);
        Ok(acting)
    }
}

/// A cell as degrees.
fn degrees(cell: &[u8]) -> Result<f64, Words> {
    let text = std::str::from_utf8(cell).unwrap_or_default().trim();
    if text.is_empty() {
        return Err(Words::new("没有坐标", "no coordinate"));
    }
    text.parse().map_err(|_| Words::new(format!("「{text}」不是数"), format!("“{text}” is no number")))
}
