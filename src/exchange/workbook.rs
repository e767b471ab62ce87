//! XLSX workbooks as tables. The package comes from strangers, so it is looked through before it is unpacked:
//! how many entries, how large they say they are, how large they really become. Cells are then taken one by one,
//! because a sheet with two cells in opposite corners would fill a rectangle of billions.

use super::Problem;
use super::delimited::{self, MAX_TABLE_BYTES, MAX_TABLE_CELLS, MAX_TABLE_ROWS, Table, TableRow};
use super::unzip;
use calamine::{Data, DataRef, Reader as _, Xlsx, XlsxError};
use std::collections::BTreeMap;
use std::io::{self, Cursor, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};
use zip::ZipArchive;

/// Entries of a package; a real one has a few dozen.
const MOST_ENTRIES: usize = 2_000;
/// Bytes of all entries together when unpacked. XML of a table packs to about a tenth.
const MOST_UNPACKED: u64 = 4 * MAX_TABLE_BYTES as u64;
/// Sheets that are looked at for the first one that is not empty.
const MOST_SHEETS: usize = 20;
/// Characters of a cell; Excel's own limit.
const LONGEST_CELL: usize = 32_767;
/// A ZIP file and a compound file; the latter holds an old `.xls` or a workbook with a password.
const ZIP: &[u8] = b"PK\x03\x04";
const COMPOUND: &[u8] = b"\xD0\xCF\x11\xE0";

/// Whether the content is a workbook's, whatever the file is called.
pub(super) fn looks_like_one(bytes: &[u8]) -> bool {
    bytes.starts_with(ZIP) || bytes.starts_with(COMPOUND)
}

/// The first sheet that is not empty.
pub(super) fn read_table(bytes: &[u8]) -> Result<Table, Problem> {
    if bytes.len() > MAX_TABLE_BYTES {
        return Err(delimited::too_large(bytes.len() as u64, MAX_TABLE_BYTES as u64));
    }
    if bytes.starts_with(COMPOUND) {
        return Err(Problem::new(
            "old_workbook",
            "file",
            "这是旧版 .xls 或带密码的工作簿，请另存为不带密码的 .xlsx 再试",
            "this is an old .xls or has a password; save it as .xlsx without a password and try again",
        ));
    }
    // The parsers are not ours; should one of them trip over something, the file is at fault all the same.
    catch_unwind(AssertUnwindSafe(|| {
        look_through(bytes)?;
        first_table(bytes)
    }))
    .unwrap_or_else(|_| Err(unreadable("its content makes no sense")))
}

fn unreadable(reason: impl std::fmt::Display) -> Problem {
    Problem::new(
        "unreadable_workbook",
        "file",
        "Excel 文件打不开，可能已损坏，请用 Excel 或 WPS 打开后另存为 xlsx 再试",
        format!("the workbook cannot be opened, it may be damaged: {reason}"),
    )
}

/// Refuses a package that would unpack into too much, before anything of it is kept.
fn look_through(bytes: &[u8]) -> Result<(), Problem> {
    let entries = unzip::entries_at_most(bytes);
    if entries > MOST_ENTRIES {
        return Err(Problem::new(
            "too_many_entries",
            "file",
            format!("文件包里有 {entries} 项，不是正常的 Excel 文件"),
            format!("the package has {entries} entries; no workbook of a table has more than {MOST_ENTRIES}"),
        ));
    }
    let mut package = ZipArchive::new(Cursor::new(bytes)).map_err(unreadable)?;
    let mut announced = 0u64;
    for index in 0..package.len() {
        let entry = package.by_index_raw(index).map_err(unreadable)?;
        announced = announced.saturating_add(entry.size());
        if entry.enclosed_name().is_none() {
            let name = entry.name().map(|name| name.chars().take(80).collect::<String>()).unwrap_or_default();
            return Err(Problem::new(
                "unsafe_entry",
                "file",
                format!("文件包里的「{name}」指向包外，不是正常的 Excel 文件"),
                format!(
                    "the entry “{name}” of the package points outside of it; this is no workbook of Excel"
                ),
            ));
        }
    }
    if announced > MOST_UNPACKED {
        return Err(unfolds(announced));
    }
    // What is announced may be a lie: count what really comes out.
    let mut left = MOST_UNPACKED;
    for index in 0..package.len() {
        let mut entry = package.by_index(index).map_err(unreadable)?;
        let shared_strings =
            entry.name().is_ok_and(|name| name.to_ascii_lowercase().contains("sharedstrings"));
        if shared_strings {
            let mut start = Vec::new();
            entry.by_ref().take(2048).read_to_end(&mut start).map_err(unreadable)?;
            left = left.saturating_sub(start.len() as u64);
            expect_sane_count(&start)?;
        }
        let unpacked = io::copy(&mut entry.take(left + 1), &mut io::sink()).map_err(unreadable)?;
        left = left.checked_sub(unpacked).ok_or_else(|| unfolds(MOST_UNPACKED + 1))?;
    }
    Ok(())
}

/// The reader of shared texts makes room for as many as their list says it has, so that number must be true to
/// the size of a package.
fn expect_sane_count(start: &[u8]) -> Result<(), Problem> {
    const MOST: u64 = 10_000_000;
    if start.contains(&0) {
        return Err(unreadable("its texts are in no usual encoding"));
    }
    let text = String::from_utf8_lossy(start);
    let Some(list) = text.find("<sst").or_else(|| text.find(":sst")) else {
        return Err(unreadable("its list of texts does not begin with one"));
    };
    let opening = text[list..].split_inclusive('>').next().unwrap_or_default();
    if !opening.ends_with('>') {
        return Err(unreadable("its list of texts does not begin with one"));
    }
    let numbers = opening.split(|c: char| !c.is_ascii_digit()).filter(|digits| !digits.is_empty());
    let counts = opening.find("uniqueCount").map(|_| numbers.filter_map(|digits| digits.parse::<u64>().ok()));
    // A longer run of digits than a number holds is too many as well.
    let long = opening.split(|c: char| !c.is_ascii_digit()).any(|digits| digits.len() > 15);
    if long || counts.is_some_and(|mut counts| counts.any(|count| count > MOST)) {
        return Err(unreadable("it announces more texts than it can hold"));
    }
    Ok(())
}

fn unfolds(bytes: u64) -> Problem {
    let (size, limit) = (bytes.div_ceil(1 << 20), MOST_UNPACKED >> 20);
    Problem::new(
        "unfolds_too_large",
        "file",
        format!("文件解压后至少有 {size} MB，最多只能读 {limit} MB"),
        format!("the file unpacks to {size} MB or more, at most {limit} MB are read"),
    )
}

fn first_table(bytes: &[u8]) -> Result<Table, Problem> {
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(unreadable)?;
    for name in workbook.sheet_names().into_iter().take(MOST_SHEETS) {
        let mut rows = match sheet(&mut workbook, &name)? {
            Some(rows) => rows.into_iter(),
            None => continue,
        };
        // A title above the table is one merged cell; the header is the first row with two filled cells.
        let header = rows.find(|row| row.cells.iter().filter(|cell| !cell.is_empty()).count() > 1);
        if let Some(header) = header {
            return Ok(Table { header: header.cells, rows: rows.collect(), encoding: None });
        }
    }
    Err(delimited::empty())
}

/// Rows with anything in them, in order; none when the sheet is a chart.
fn sheet(workbook: &mut Xlsx<Cursor<&[u8]>>, name: &str) -> Result<Option<Vec<TableRow>>, Problem> {
    let mut cells = match workbook.worksheet_cells_reader(name) {
        Ok(cells) => cells,
        Err(XlsxError::NotAWorksheet(_)) => return Ok(None),
        Err(error) => return Err(unreadable(error)),
    };
    let mut rows: BTreeMap<u32, Vec<String>> = BTreeMap::new();
    let (mut slots, mut text_bytes) = (0usize, 0usize);
    while let Some(cell) = cells.next_cell().map_err(unreadable)? {
        let (row, column) = cell.get_position();
        let number = u64::from(row) + 1;
        let text = match cell.get_value() {
            DataRef::Empty => continue,
            // Before anything is copied: a thousand cells may share one long text.
            DataRef::SharedString(text) => long_cell(text, number)?.trim().to_owned(),
            DataRef::String(text) => long_cell(text, number)?.trim().to_owned(),
            other => cell_text(&Data::from(other.clone())),
        };
        if text.is_empty() {
            continue;
        }
        let column = column as usize;
        if column >= delimited::MAX_TABLE_COLUMNS {
            return Err(delimited::too_many_columns(number));
        }
        let cells = rows.entry(row).or_default();
        let before = cells.len();
        cells.resize(before.max(column + 1), String::new());
        slots += cells.len() - before;
        text_bytes += text.len();
        cells[column] = text;
        if rows.len() > MAX_TABLE_ROWS + 1 {
            return Err(delimited::too_many_rows());
        }
        if slots > MAX_TABLE_CELLS || text_bytes > MAX_TABLE_BYTES {
            return Err(delimited::too_many_cells(number));
        }
    }
    let rows = rows.into_iter().map(|(row, cells)| TableRow { number: u64::from(row) + 1, cells });
    Ok(Some(rows.collect()))
}

fn long_cell(text: &str, row: u64) -> Result<&str, Problem> {
    // Bytes bound the characters, so only suspicious texts are counted.
    if text.len() > LONGEST_CELL && text.chars().count() > LONGEST_CELL {
        return Err(delimited::cell_too_long(row, LONGEST_CELL));
    }
    Ok(text)
}

fn cell_text(cell: &Data) -> String {
    match cell {
        Data::Float(number) if number.fract() == 0.0 && number.abs() < 1e15 => format!("{number:.0}"),
        other => other.to_string().trim().to_owned(),
    }
}
