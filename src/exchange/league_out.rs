//! A table of places or units side by side, as offices pass it on (考核评比表): title, period and unit of counting above, the
//! table, totals and source below; a sheet of the formulas and one of the arithmetic. As CSV it is the same table alone.

use super::csv_out::{BYTE_ORDER_MARK, guarded};
use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError};
use std::borrow::Cow;

/// A font that Windows and the office suites of the field have; others fall back.
const FONT: &str = "微软雅黑";
/// What stands where nothing is known, which is not zero.
const UNKNOWN: &str = "—";

/// One cell.
#[derive(Debug, Clone, PartialEq)]
pub enum LeagueCell {
    Text(String),
    Count(u64),
    /// With two decimals.
    Points(f64),
    Unknown,
}

/// A heading and its width in characters.
#[derive(Debug, Clone, PartialEq)]
pub struct LeagueColumn {
    pub heading: String,
    pub width: f64,
}

/// A sheet of plain texts beside the table.
#[derive(Debug, Clone, PartialEq)]
pub struct LeagueNotes {
    pub name: String,
    pub columns: Vec<LeagueColumn>,
    pub rows: Vec<Vec<String>>,
}

/// The whole file, its words already in one language.
#[derive(Debug, Clone, PartialEq)]
pub struct League {
    /// Name of the first sheet.
    pub name: String,
    pub title: String,
    /// Period, what it is beside, and what is counted; a line each.
    pub heads: Vec<String>,
    pub columns: Vec<LeagueColumn>,
    pub rows: Vec<Vec<LeagueCell>>,
    /// The last rows that are sums.
    pub sums: usize,
    pub source: String,
    pub notes: Vec<LeagueNotes>,
}

impl League {
    /// The bytes of a workbook, ready to print on A4 across.
    pub fn xlsx(&self) -> Result<Vec<u8>, XlsxError> {
        let base = Format::new().set_font_name(FONT).set_font_size(10).set_align(FormatAlign::VerticalCenter);
        let bordered = base.clone().set_border(FormatBorder::Thin);
        let heading = bordered
            .clone()
            .set_bold()
            .set_text_wrap()
            .set_align(FormatAlign::Center)
            .set_background_color(Color::RGB(0x00E8_EFEC));
        let title = base.clone().set_bold().set_font_size(16).set_align(FormatAlign::Center);
        let mut workbook = Workbook::new();
        let sheet = workbook.add_worksheet();
        sheet.set_name(&self.name)?;
        let last = u16::try_from(self.columns.len().max(2) - 1).unwrap_or(u16::MAX);
        sheet.merge_range(0, 0, 0, last, &self.title, &title)?;
        sheet.set_row_height(0, 30)?;
        let mut at = 1;
        for line in &self.heads {
            sheet.merge_range(at, 0, at, last, line, &base)?;
            at += 1;
        }
        let top = at;
        for (column, to) in self.columns.iter().zip(0u16..) {
            sheet.set_column_width(to, column.width)?;
            sheet.write_with_format(at, to, &column.heading, &heading)?;
        }
        let first_sum = self.rows.len().saturating_sub(self.sums);
        for (row, number) in self.rows.iter().zip(0..) {
            at += 1;
            let format = if number >= first_sum { bordered.clone().set_bold() } else { bordered.clone() };
            write_row(sheet, at, row, &format)?;
        }
        at += 1;
        sheet.merge_range(at, 0, at, last, &self.source, &base.clone().set_text_wrap())?;
        sheet.set_freeze_panes(top + 1, 2)?;
        sheet.set_landscape();
        sheet.set_paper_size(9);
        sheet.set_print_fit_to_pages(1, 0);
        sheet.set_repeat_rows(top, top)?;
        for notes in &self.notes {
            let sheet = workbook.add_worksheet();
            sheet.set_name(&notes.name)?;
            for (column, to) in notes.columns.iter().zip(0u16..) {
                sheet.set_column_width(to, column.width)?;
                sheet.write_with_format(0, to, &column.heading, &heading)?;
            }
            let wrapped = bordered.clone().set_text_wrap();
            for (row, at) in notes.rows.iter().zip(1..) {
                for (text, to) in row.iter().zip(0u16..) {
                    sheet.write_string_with_format(at, to, text, &wrapped)?;
                }
            }
            sheet.set_freeze_panes(1, 0)?;
            sheet.set_landscape();
            sheet.set_paper_size(9);
            sheet.set_print_fit_to_pages(1, 0);
        }
        workbook.save_to_buffer()
    }

    /// The table alone, for programs and spreadsheets.
    pub fn csv(&self) -> Vec<u8> {
        let mut out = BYTE_ORDER_MARK.to_vec();
        let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(&mut out);
        let headings = self.columns.iter().map(|column| guarded(&column.heading));
        let rows = self.rows.iter().map(|row| row.iter().map(csv_cell).collect::<Vec<_>>());
        for row in std::iter::once(headings.collect::<Vec<_>>()).chain(rows) {
            // Writing to memory cannot fail.
            let _ = writer.write_record(row.iter().map(|cell| cell.as_bytes()));
        }
        let _ = writer.flush();
        drop(writer);
        out
    }
}

fn write_row(sheet: &mut Worksheet, at: u32, row: &[LeagueCell], format: &Format) -> Result<(), XlsxError> {
    for (cell, to) in row.iter().zip(0u16..) {
        match cell {
            LeagueCell::Text(text) => sheet.write_string_with_format(at, to, text, format)?,
            LeagueCell::Count(count) => sheet.write_number_with_format(at, to, *count as f64, format)?,
            LeagueCell::Points(points) => {
                sheet.write_number_with_format(at, to, *points, &format.clone().set_num_format("0.00"))?
            }
            LeagueCell::Unknown => {
                let centred = format.clone().set_align(FormatAlign::Center);
                sheet.write_string_with_format(at, to, UNKNOWN, &centred)?
            }
        };
    }
    Ok(())
}

fn csv_cell(cell: &LeagueCell) -> Cow<'_, str> {
    match cell {
        LeagueCell::Text(text) => guarded(text),
        LeagueCell::Count(count) => Cow::Owned(count.to_string()),
        LeagueCell::Points(points) => Cow::Owned(format!("{points:.2}")),
        LeagueCell::Unknown => Cow::Borrowed(""),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use calamine::{Data, Reader, Xlsx};
    use std::io::Cursor;

    fn league() -> League {
        let column = |heading: &str| LeagueColumn { heading: heading.into(), width: 10.0 };
        League {
            name: "考核评比".into(),
            title: "点位考核评比表".into(),
            heads: vec!["统计时段：2026-11-01 至 2026-11-30".into()],
            columns: vec![column("名称"), column("立案"), column("得分")],
            rows: vec![
                vec![LeagueCell::Text("=西点".into()), LeagueCell::Count(12), LeagueCell::Points(87.5)],
                vec![LeagueCell::Text("东点".into()), LeagueCell::Count(0), LeagueCell::Unknown],
                vec![LeagueCell::Text("合计".into()), LeagueCell::Count(12), LeagueCell::Unknown],
            ],
            sums: 1,
            source: "来源：本系统".into(),
            notes: vec![LeagueNotes {
                name: "评分公式".into(),
                columns: vec![column("公式")],
                rows: vec![vec!["网格评价".into()]],
            }],
        }
    }

    #[test]
    fn the_workbook_has_title_period_table_source_and_formulas() {
        let mut book: Xlsx<_> = Xlsx::new(Cursor::new(league().xlsx().expect("file"))).expect("opens");
        assert_eq!(book.sheet_names(), ["考核评比", "评分公式"]);
        let sheet = book.worksheet_range("考核评比").expect("sheet");
        let text = |row, column| sheet.get_value((row, column)).cloned().unwrap_or(Data::Empty);
        assert_eq!(text(0, 0), Data::String("点位考核评比表".into()));
        assert_eq!(text(1, 0), Data::String("统计时段：2026-11-01 至 2026-11-30".into()));
        assert_eq!(text(2, 2), Data::String("得分".into()));
        assert_eq!((text(3, 0), text(3, 2)), (Data::String("=西点".into()), Data::Float(87.5)));
        assert_eq!(text(4, 2), Data::String("—".into()), "unknown is not zero");
        assert_eq!(text(6, 0), Data::String("来源：本系统".into()));
        let formulas = book.worksheet_formula("考核评比").expect("formulas");
        assert!(formulas.used_cells().next().is_none(), "no cell is run");
    }

    #[test]
    fn the_same_table_as_csv_leaves_unknown_cells_empty() {
        let text = String::from_utf8(league().csv()).expect("UTF-8");
        assert_eq!(text, "\u{feff}名称,立案,得分\r\n'=西点,12,87.50\r\n东点,0,\r\n合计,12,\r\n");
    }
}
