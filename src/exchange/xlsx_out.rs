//! The ledger as a spreadsheet (问题台账): frozen headings, a filter, widths for Chinese text, ready to print on
//! A4 across. Texts are stored as texts, so no cell can be a formula. Rows go to a temporary file as they come, so
//! memory does not grow with their number.

use super::ledger::{COLUMNS, Cell};
use super::{Language, LedgerRow};
use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError};

/// A font that Windows and the office suites of the field have; others fall back.
const FONT: &str = "微软雅黑";

/// A spreadsheet under way. Its rows lie in a nameless temporary file until [`Ledger::finish`] packs them.
pub struct Ledger {
    workbook: Workbook,
    text: Format,
    plain: Format,
    rows: u32,
    language: Language,
}

impl Ledger {
    pub fn new(language: Language) -> Result<Self, XlsxError> {
        let base = Format::new().set_font_name(FONT).set_font_size(10).set_align(FormatAlign::Top);
        let text = base.clone().set_text_wrap();
        let heading = base
            .clone()
            .set_bold()
            .set_text_wrap()
            .set_background_color(Color::RGB(0x00E8_EFEC))
            .set_border_bottom(FormatBorder::Thin);
        let mut workbook = Workbook::new();
        let sheet = workbook.add_worksheet_with_constant_memory()?;
        sheet.set_name(match language {
            Language::Zh => "问题台账",
            Language::En => "Incidents",
        })?;
        for (column, at) in COLUMNS.iter().zip(0u16..) {
            sheet.set_column_width(at, column.width)?;
            sheet.write_with_format(0, at, column.heading(language), &heading)?;
        }
        sheet.set_freeze_panes(1, 2)?;
        sheet.set_landscape();
        sheet.set_paper_size(9);
        sheet.set_print_fit_to_pages(1, 0);
        sheet.set_repeat_rows(0, 0)?;
        Ok(Self { workbook, text, plain: base, rows: 0, language })
    }

    pub fn push(&mut self, row: &LedgerRow) -> Result<(), XlsxError> {
        self.rows += 1;
        let (at, language) = (self.rows, self.language);
        let (text, plain) = (&self.text, &self.plain);
        let sheet: &mut Worksheet = self.workbook.worksheet_from_index(0)?;
        for (column, to) in COLUMNS.iter().zip(0u16..) {
            match (column.cell)(row, at, language) {
                Cell::Text("") => {}
                Cell::Text(value) => {
                    // Excel's own limit of a cell.
                    let value: String = value.chars().take(32_000).collect();
                    sheet.write_string_with_format(at, to, value, text)?;
                }
                Cell::Number(value) => {
                    sheet.write_number_with_format(at, to, value, plain)?;
                }
            }
        }
        Ok(())
    }

    /// The bytes of the file, packed to about a tenth of its text.
    pub fn finish(mut self) -> Result<Vec<u8>, XlsxError> {
        let last = u16::try_from(COLUMNS.len() - 1).unwrap_or(u16::MAX);
        let rows = self.rows;
        self.workbook.worksheet_from_index(0)?.autofilter(0, 0, rows, last)?;
        self.workbook.save_to_buffer()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use calamine::{Data, Reader, Xlsx};
    use std::io::Cursor;

    #[test]
    fn a_spreadsheet_reads_back_and_holds_no_formula() {
        let mut ledger = Ledger::new(Language::Zh).expect("new");
        let row = LedgerRow { number: "261124-00001".into(), problem: "=1+1".into(), ..LedgerRow::default() };
        ledger.push(&row).expect("row");
        let bytes = ledger.finish().expect("file");
        let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).expect("opens");
        let sheet = book.worksheet_range("问题台账").expect("sheet");
        assert_eq!(sheet.get_value((0, 0)), Some(&Data::String("序号".into())));
        assert_eq!(sheet.get_value((1, 1)), Some(&Data::String("261124-00001".into())));
        assert_eq!(sheet.get_value((1, 3)), Some(&Data::String("=1+1".into())));
        let formulas = book.worksheet_formula("问题台账").expect("formulas");
        assert!(formulas.used_cells().next().is_none());
    }
}
