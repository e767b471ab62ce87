//! Delimited text (CSV, TSV): whole small tables with decoded cells, and long ones row by row with the bytes
//! they came in, so that a row can be written again exactly as it was with columns added.

use super::Problem;
use super::encoding::{self, Encoding};
use std::borrow::Cow;
use std::io::Read;

/// Largest table that is read as a whole.
pub const MAX_TABLE_BYTES: usize = 32 << 20;
pub const MAX_TABLE_ROWS: usize = 200_000;
pub const MAX_TABLE_COLUMNS: usize = 1_000;
/// Cells of all rows together, the empty ones between others included.
pub const MAX_TABLE_CELLS: usize = 4_000_000;
/// Largest row of a file of any length. A quote that is never closed would make the rest of the file one row.
pub const MAX_ROW_BYTES: usize = 1 << 20;

/// A table in memory, as CSV and XLSX readers hand it out. Cells are trimmed.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    pub header: Vec<String>,
    pub rows: Vec<TableRow>,
    pub encoding: Option<Encoding>,
}

/// One row with the number under which a spreadsheet shows it; the header is row 1.
#[derive(Debug, Clone, PartialEq)]
pub struct TableRow {
    pub number: u64,
    pub cells: Vec<String>,
}

impl TableRow {
    /// Empty text for a cell that the row does not have.
    pub fn cell(&self, column: usize) -> &str {
        self.cells.get(column).map_or("", String::as_str)
    }
}

/// Reads a whole CSV or TSV file. Refuses an empty file, too many rows, and text in no known encoding.
pub fn read_table(bytes: &[u8]) -> Result<Table, Problem> {
    if bytes.len() > MAX_TABLE_BYTES {
        return Err(too_large(bytes.len() as u64, MAX_TABLE_BYTES as u64));
    }
    let (text, encoding) = encoding::decode(bytes)?;
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter_of(text.as_bytes()))
        .from_reader(OneRow { inner: text.as_bytes(), row_bytes: 0 });
    let mut header = None;
    let mut rows = Vec::new();
    let mut cell_count = 0;
    let mut record = csv::StringRecord::new();
    loop {
        let start = reader.position().clone();
        match reader.read_record(&mut record) {
            Ok(true) => reader.get_mut().row_bytes = 0,
            Ok(false) => break,
            Err(error) if error.is_io_error() => {
                return Err(row_too_long(line_after_blanks(
                    &start,
                    &text.as_bytes()[start.byte() as usize..],
                )));
            }
            Err(error) => return Err(unreadable(&error)),
        }
        let number =
            record.position().map_or(0, |at| line_after_blanks(at, &text.as_bytes()[at.byte() as usize..]));
        if record.len() > MAX_TABLE_COLUMNS {
            return Err(too_many_columns(number));
        }
        cell_count += record.len();
        if cell_count > MAX_TABLE_CELLS {
            return Err(too_many_cells(number));
        }
        let cells: Vec<String> = record.iter().map(|cell| cell.trim().to_owned()).collect();
        if cells.iter().all(String::is_empty) {
            continue;
        }
        if header.is_none() {
            header = Some(cells);
        } else if rows.len() == MAX_TABLE_ROWS {
            return Err(too_many_rows());
        } else {
            rows.push(TableRow { number, cells });
        }
    }
    Ok(Table { header: header.ok_or_else(empty)?, rows, encoding: Some(encoding) })
}

/// The delimiter of a table, from its first line: tab or semicolon where they outnumber commas.
pub fn delimiter_of(start: &[u8]) -> u8 {
    let line = start.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let count = |wanted: u8| line.iter().filter(|byte| **byte == wanted).count();
    [b'\t', b';'].into_iter().find(|other| count(*other) > count(b',')).unwrap_or(b',')
}

pub(super) fn empty() -> Problem {
    Problem::new("empty", "row 1", "文件里没有任何一行", "the file has no rows")
}

pub(super) fn too_large(bytes: u64, limit: u64) -> Problem {
    let (size, limit) = (bytes.div_ceil(1 << 20), limit >> 20);
    Problem::new(
        "too_large",
        "file",
        format!("文件有 {size} MB，最多只能读 {limit} MB"),
        format!("the file is {size} MB, at most {limit} MB are read"),
    )
}

pub(super) fn too_many_rows() -> Problem {
    Problem::new(
        "too_many_rows",
        format!("row {MAX_TABLE_ROWS}"),
        format!("行数超过 {MAX_TABLE_ROWS}"),
        format!("more than {MAX_TABLE_ROWS} rows"),
    )
}

pub(super) fn too_many_columns(row: u64) -> Problem {
    Problem::new(
        "too_many_columns",
        format!("row {row}"),
        format!("第 {row} 行超过 {MAX_TABLE_COLUMNS} 列"),
        format!("row {row} has more than {MAX_TABLE_COLUMNS} columns"),
    )
}

pub(super) fn too_many_cells(row: u64) -> Problem {
    Problem::new(
        "too_many_cells",
        format!("row {row}"),
        format!("到第 {row} 行为止内容已超过一张表的上限，请只保留需要的列和行"),
        format!("up to row {row} there is more than a table may hold; keep only the columns and rows needed"),
    )
}

pub(super) fn cell_too_long(row: u64, limit: usize) -> Problem {
    Problem::new(
        "cell_too_long",
        format!("row {row}"),
        format!("第 {row} 行有一格超过 {limit} 个字"),
        format!("row {row} has a cell of more than {limit} characters"),
    )
}

fn row_too_long(row: u64) -> Problem {
    Problem::new(
        "row_too_long",
        format!("row {row}"),
        format!("第 {row} 行超过 {} MB，可能有引号没有配对", MAX_ROW_BYTES >> 20),
        format!("row {row} is longer than {} MB; a quote may not be closed", MAX_ROW_BYTES >> 20),
    )
}

/// Whether the start of a file is no text in any encoding that tables come in. UTF-16 has its mark in front.
pub(super) fn looks_binary(bytes: &[u8]) -> bool {
    let start = &bytes[..bytes.len().min(4096)];
    let utf16 = start.starts_with(b"\xFF\xFE") || start.starts_with(b"\xFE\xFF");
    !utf16 && start.contains(&0)
}

pub(super) fn not_a_table() -> Problem {
    Problem::new(
        "not_a_table",
        "file",
        "这个文件既不是文本表格，也不是 .xlsx 工作簿",
        "the file is neither a table in text nor an .xlsx workbook",
    )
}

pub(super) fn unreadable(error: &csv::Error) -> Problem {
    let row = error.position().map_or(0, csv::Position::line);
    Problem::new(
        "unreadable_row",
        format!("row {row}"),
        format!("第 {row} 行无法读取"),
        format!("row {row} cannot be read: {error}"),
    )
}

/// A reader that stops within a row that is too long.
struct OneRow<R> {
    inner: R,
    row_bytes: usize,
}

impl<R: Read> Read for OneRow<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        if self.row_bytes > MAX_ROW_BYTES {
            return Err(std::io::ErrorKind::InvalidData.into());
        }
        let read = self.inner.read(buffer)?;
        self.row_bytes += read;
        Ok(read)
    }
}

/// A reader that keeps what passes through it until it is released.
struct Kept<R> {
    inner: OneRow<R>,
    bytes: Vec<u8>,
    /// Offset in the file of `bytes[0]`.
    start: u64,
}

impl<R: Read> Read for Kept<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.bytes.extend_from_slice(&buffer[..read]);
        Ok(read)
    }
}

/// Rows of a long file. Cells stay bytes of the file's encoding: in UTF-8 and in GB18030 neither delimiter,
/// quote nor line end can be part of a longer character.
pub struct Rows<R> {
    reader: csv::Reader<Kept<R>>,
    record: csv::ByteRecord,
    encoding: Encoding,
    crlf: bool,
    delimiter: u8,
    header: Vec<String>,
    header_range: std::ops::Range<u64>,
    range: std::ops::Range<u64>,
}

impl<R: Read> Rows<R> {
    /// Reads the header. `start` is the first part of the same file, at least its first line.
    pub fn new(input: R, start: &[u8], encoding: Encoding) -> Result<Self, Problem> {
        let delimiter = delimiter_of(start);
        let line_end = start.iter().position(|byte| *byte == b'\n');
        let crlf = line_end.is_some_and(|end| end > 0 && start[end - 1] == b'\r');
        let kept = Kept { inner: OneRow { inner: input, row_bytes: 0 }, bytes: Vec::new(), start: 0 };
        let reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(delimiter)
            .buffer_capacity(1 << 18)
            .from_reader(kept);
        let mut rows = Self {
            reader,
            record: csv::ByteRecord::new(),
            encoding,
            crlf,
            delimiter,
            header: Vec::new(),
            header_range: 0..0,
            range: 0..0,
        };
        if !rows.advance()? {
            return Err(empty());
        }
        rows.header = rows
            .record
            .iter()
            .map(|cell| rows.encoding.decode_lossy(cell).trim().trim_start_matches('\u{FEFF}').to_owned())
            .collect();
        rows.header_range = rows.range.clone();
        Ok(rows)
    }

    pub fn header(&self) -> &[String] {
        &self.header
    }

    pub fn delimiter(&self) -> u8 {
        self.delimiter
    }

    pub fn encoding(&self) -> Encoding {
        self.encoding
    }

    /// The line end of the file's first line, for lines that are written after its example.
    pub fn line_end(&self) -> &'static [u8] {
        if self.crlf { b"\r\n" } else { b"\n" }
    }

    /// Index of the column with this name, blanks and case aside.
    pub fn column(&self, name: &str) -> Result<usize, Problem> {
        let wanted = name.trim();
        self.header.iter().position(|cell| cell.eq_ignore_ascii_case(wanted)).ok_or_else(|| {
            let present = self.header.join(", ");
            Problem::new(
                "missing_column",
                "row 1",
                format!("表头里没有「{wanted}」这一列，只有：{present}"),
                format!("the header has no column “{wanted}”; it has: {present}"),
            )
        })
    }

    /// Moves to the next row; false at the end. Blank lines are passed over.
    pub fn advance(&mut self) -> Result<bool, Problem> {
        let kept = self.reader.get_mut();
        let done = (self.range.end - kept.start) as usize;
        // Moving the rest to the front costs its length, so it waits until much has been passed.
        if done > 1 << 20 {
            kept.bytes.drain(..done);
            kept.start = self.range.end;
        }
        let at = self.reader.position().line();
        let more = self.reader.read_byte_record(&mut self.record).map_err(|error| match error.kind() {
            csv::ErrorKind::Io(io) if io.kind() == std::io::ErrorKind::InvalidData => row_too_long(at),
            _ => unreadable(&error),
        })?;
        self.reader.get_mut().inner.row_bytes = 0;
        self.range = self.range.end..self.reader.position().byte();
        Ok(more)
    }

    /// Cells of the current row, unquoted.
    pub fn record(&self) -> &csv::ByteRecord {
        &self.record
    }

    /// The line number of the current row, 1 for the header.
    pub fn line(&self) -> u64 {
        let kept = self.reader.get_ref();
        let rest = &kept.bytes[(self.range.start - kept.start) as usize..];
        self.record.position().map_or(0, |at| line_after_blanks(at, rest))
    }

    /// Bytes of the input that have been used up.
    pub fn bytes_read(&self) -> u64 {
        self.range.end
    }

    /// The current row as it stands in the file, without its line end.
    pub fn raw(&self) -> &[u8] {
        let kept = self.reader.get_ref();
        let from = (self.range.start - kept.start) as usize;
        let until = (self.range.end - kept.start) as usize;
        // The second byte of a CRLF, and blank lines, count to the row after them.
        trim_line_ends(&kept.bytes[from..until])
    }

    /// A cell as text.
    pub fn text(&self, column: usize) -> Cow<'_, str> {
        self.encoding.decode_lossy(self.record.get(column).unwrap_or_default())
    }
}

/// The reader places a record where the one before it ended: before the second byte of a CRLF and before blank
/// lines. `rest` is the text from there.
fn line_after_blanks(at: &csv::Position, rest: &[u8]) -> u64 {
    let blanks = rest.iter().take_while(|byte| matches!(byte, b'\r' | b'\n'));
    at.line() + blanks.filter(|byte| **byte == b'\n').count() as u64
}

fn trim_line_ends(mut bytes: &[u8]) -> &[u8] {
    while let [b'\r' | b'\n', rest @ ..] = bytes {
        bytes = rest;
    }
    while let [rest @ .., b'\r' | b'\n'] = bytes {
        bytes = rest;
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn raw_rows(text: &[u8]) -> Vec<Vec<u8>> {
        let mut rows = Rows::new(text, text, Encoding::Utf8).unwrap();
        let mut all = vec![rows.raw().to_vec()];
        while rows.advance().unwrap() {
            all.push(rows.raw().to_vec());
        }
        all
    }

    #[test]
    fn a_row_is_handed_on_with_the_bytes_it_came_in() {
        let text = b"id,note,lon\r\n1,\"a, \"\"b\"\"\r\nc\", 102.5\r\n\r\n2,,\"102.6\"";
        assert_eq!(
            raw_rows(text),
            [b"id,note,lon".to_vec(), b"1,\"a, \"\"b\"\"\r\nc\", 102.5".to_vec(), b"2,,\"102.6\"".to_vec()]
        );
    }

    #[test]
    fn rows_stay_whole_across_read_buffers() {
        let mut text = b"id,x\n".to_vec();
        for row in 0..200_000 {
            text.extend_from_slice(format!("{row},abcdefghij\n").as_bytes());
        }
        let rows = raw_rows(&text);
        assert_eq!(rows.len(), 200_001);
        assert!(rows[1..].iter().enumerate().all(|(n, raw)| *raw == format!("{n},abcdefghij").into_bytes()));
    }

    #[test]
    fn a_missing_column_is_named_together_with_those_present() {
        let rows = Rows::new(b"id,x\n".as_slice(), b"id,x\n", Encoding::Utf8).unwrap();
        let problem = rows.column("lon").unwrap_err();
        assert!(problem.words.en.contains("“lon”") && problem.words.en.contains("id, x"));
        assert_eq!(rows.column("X"), Ok(1));
    }

    #[test]
    fn tables_keep_the_row_numbers_of_the_spreadsheet() {
        let table = read_table("片区;点位\n\nA; a1 \nB;b1\n".as_bytes()).unwrap();
        assert_eq!(table.header, ["片区", "点位"]);
        assert_eq!(table.rows[0], TableRow { number: 3, cells: vec!["A".into(), "a1".into()] });
        assert_eq!(read_table(b"\n\n").unwrap_err().code, "empty");
    }
}
