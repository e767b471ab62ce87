//! CSV for spreadsheets: a byte order mark so that Excel reads UTF-8, CRLF line ends, and no cell that a
//! spreadsheet would run as a formula.

use super::ledger::{COLUMNS, Cell};
use super::{Language, LedgerRow};
use std::borrow::Cow;

/// Tells Excel that the file is UTF-8.
pub const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// Makes a text safe to open in a spreadsheet: one that begins like a formula gets an apostrophe in front.
/// The full-width forms count, because East Asian versions take them too. Plain numbers stay numbers.
pub fn guarded(text: &str) -> Cow<'_, str> {
    let risky = |c: char| {
        let wide = matches!(c, '\u{ff1d}' | '\u{ff0b}' | '\u{ff0d}' | '\u{ff20}');
        wide || matches!(c, '=' | '+' | '-' | '@' | '\t' | '\r' | '\n')
    };
    let first = text.trim_start_matches(' ').chars().next();
    if first.is_some_and(risky) && !is_plain_number(text) {
        Cow::Owned(format!("'{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

fn is_plain_number(text: &str) -> bool {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') && {
        text.parse::<f64>().is_ok()
    }
}

/// The mark and the headings.
pub fn heading(language: Language) -> Vec<u8> {
    let mut out = BYTE_ORDER_MARK.to_vec();
    write(&mut out, COLUMNS.iter().map(|column| Cow::Borrowed(column.heading(language))));
    out
}

/// Appends one row; `number` is its place in the file, from 1.
pub fn row(out: &mut Vec<u8>, row: &LedgerRow, number: u32, language: Language) {
    let cells = COLUMNS.iter().map(|column| match (column.cell)(row, number, language) {
        Cell::Text(text) => guarded(text),
        Cell::Number(number) => Cow::Owned(number.to_string()),
    });
    write(out, cells);
}

fn write<'a>(out: &mut Vec<u8>, cells: impl Iterator<Item = Cow<'a, str>>) {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(out);
    for cell in cells {
        // Writing to a Vec cannot fail.
        let _ = writer.write_field(cell.as_bytes());
    }
    let _ = writer.write_record(None::<&[u8]>);
    let _ = writer.flush();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula() {
        let attacks = [
            "=1+1",
            "+cmd|' /C calc'!A0",
            "-2+3+cmd",
            "@SUM(A1)",
            "\t=1",
            "\r=1",
            "\n=1",
            " =1",
            "\u{ff1d}HYPERLINK(\"http://x\")",
            "\u{ff0b}1",
            "--1",
        ];
        for attack in attacks {
            assert!(guarded(attack).starts_with('\''), "{attack:?}");
        }
        for harmless in ["", "垃圾", "-12.5", "102.54", "0877-2661234", "+8", "a=b", "3-1"] {
            assert_eq!(guarded(harmless), harmless);
        }
    }

    #[test]
    fn a_file_opens_in_excel_and_reads_back_as_it_was() {
        let incident = LedgerRow {
            number: "261124-00001".into(),
            problem: "占道,\"摆摊\"\n第二行".into(),
            address: "=环山路".into(),
            lon: 102.54,
            overdue: true,
            ..LedgerRow::default()
        };
        let mut file = heading(Language::Zh);
        row(&mut file, &incident, 1, Language::Zh);
        assert!(file.starts_with(BYTE_ORDER_MARK));
        let mut reader = csv::Reader::from_reader(&file[BYTE_ORDER_MARK.len()..]);
        let heading = reader.headers().expect("heading").clone();
        assert_eq!(&heading[0], "序号");
        let cells = reader.records().next().expect("a row").expect("readable");
        let cell = |name: &str| {
            let at = heading.iter().position(|heading| heading == name).expect("column");
            cells[at].to_owned()
        };
        assert_eq!(cell("问题"), "占道,\"摆摊\"\n第二行");
        assert_eq!(cell("地点"), "'=环山路");
        assert_eq!(cell("经度"), "102.54");
        assert_eq!(cell("是否超时"), "超时");
    }
}
