//! An empty roster as a workbook to fill in: the headings that the reader knows, drop-down values for communities and zones
//! that are there, and a sheet that explains the columns with an example. The reader takes the first sheet, so the example
//! is never read in.

use super::roster::{COLUMNS, Column, heading};
use rust_xlsxwriter::{
    Color, DataValidation, DataValidationErrorStyle, Format, FormatBorder, Formula, Workbook, XlsxError,
};

/// Rows that get drop-down values.
const ROWS: u32 = 2_000;
const FONT: &str = "微软雅黑";
const LISTS: &str = "名单";
/// What stands in a column, an example, and its width in characters.
const NOTES: &[(Column, &str, &str, f64)] = &[
    (
        Column::Community,
        "只有一个社区时可不填 · may stay empty where there is one community",
        "某某社区",
        18.0,
    ),
    (
        Column::Zone,
        "必填，名称或编码；与上一行相同可不填 · name or code; empty means as above",
        "一片区",
        14.0,
    ),
    (Column::ZoneHead, "每个片区填一次 · once for each zone", "赵某", 10.0),
    (
        Column::Point,
        "必填；不填且有点长时为上一点位的另一位点长 · empty with a head: another head of the point above",
        "1号点位",
        14.0,
    ),
    (Column::PointHead, "不填为单位已定、人员待定 · empty: unit named, person pending", "钱某", 10.0),
    (Column::Unit, "责任单位 · unit", "某某局", 22.0),
    (Column::Title, "职务 · title", "科长", 12.0),
    (
        Column::Phone,
        "手机号不公开，座机作为值班电话公开 · mobiles stay private, desk phones are shown",
        "0877-0000000",
        16.0,
    ),
    (Column::Extent, "四至，用文字 · the boundary in words", "东至河边，南至某某路", 40.0),
];

/// The bytes of the workbook.
pub fn write(communities: &[String], zones: &[String]) -> Result<Vec<u8>, XlsxError> {
    let text = Format::new().set_font_name(FONT).set_font_size(10).set_num_format("@");
    let head = text
        .clone()
        .set_bold()
        .set_background_color(Color::RGB(0x00E8_EFEC))
        .set_border_bottom(FormatBorder::Thin);
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.set_name("责任表")?;
    for (&column, at) in COLUMNS.iter().zip(0u16..) {
        let width = NOTES.iter().find(|note| note.0 == column).map_or(12.0, |note| note.3);
        sheet.set_column_width(at, width)?;
        sheet.set_column_format(at, &text)?;
        sheet.write_string_with_format(0, at, heading(column), &head)?;
        let (list, values) = match column {
            Column::Community => ("A", communities),
            Column::Zone => ("B", zones),
            _ => continue,
        };
        if !values.is_empty() {
            let formula = format!("='{LISTS}'!${list}$1:${list}${}", values.len());
            // New zones may be entered as well: the list helps and does not bar.
            let offered = DataValidation::new()
                .allow_list_formula(Formula::new(formula))
                .ignore_blank(true)
                .set_error_style(DataValidationErrorStyle::Information)
                .set_error_message("名单里没有，将作为新的录入 · not on the list, it will be entered anew")?;
            sheet.add_data_validation(1, at, ROWS, at, &offered)?;
        }
    }
    sheet.set_freeze_panes(1, 0)?;
    let notes = workbook.add_worksheet();
    notes.set_name("填写说明")?;
    notes.set_column_width(0, 12)?;
    notes.set_column_width(1, 72)?;
    notes.set_column_width(2, 24)?;
    for (words, at) in ["列 · Column", "说明 · Meaning", "示例 · Example"].iter().zip(0u16..) {
        notes.write_string_with_format(0, at, *words, &head)?;
    }
    for ((column, meaning, example, _), row) in NOTES.iter().zip(1u32..) {
        for (words, at) in [heading(*column), meaning, example].iter().zip(0u16..) {
            notes.write_string_with_format(row, at, *words, &text)?;
        }
    }
    let lists = workbook.add_worksheet();
    lists.set_name(LISTS)?;
    lists.set_hidden(true);
    for (values, at) in [communities, zones].iter().zip(0u16..) {
        for (value, row) in values.iter().zip(0u32..) {
            lists.write_string(row, at, value)?;
        }
    }
    workbook.save_to_buffer()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::{roster, workbook};

    #[test]
    fn the_reader_knows_every_heading_and_takes_no_example() {
        let zones = ["一片区".to_owned(), "=二".to_owned()];
        let bytes = write(&["玉溪社区".to_owned()], &zones).expect("written");
        let table = workbook::read_table(&bytes).expect("a table");
        assert_eq!(table.header.len(), COLUMNS.len());
        assert!(table.rows.is_empty());
        assert_eq!(roster::read(&bytes).expect_err("no row")[0].code, "empty");
        assert_eq!(NOTES.iter().map(|note| note.0).collect::<Vec<_>>(), COLUMNS);
    }

    #[test]
    fn lists_of_what_is_there_stand_behind_the_cells() {
        let bytes = write(&[], &["一片区".to_owned()]).expect("written");
        let mut package = zip::ZipArchive::new(std::io::Cursor::new(bytes)).expect("a package");
        let mut sheet = String::new();
        let mut part = package.by_name("xl/worksheets/sheet1.xml").expect("the first sheet");
        std::io::Read::read_to_string(&mut part, &mut sheet).expect("text");
        assert_eq!(sheet.matches("<dataValidation ").count(), 1, "no list for what nobody has");
        assert!(sheet.contains("$B$1:$B$1"), "{sheet}");
    }
}
