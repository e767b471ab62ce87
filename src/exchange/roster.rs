//! The roster (责任表) that a community keeps as a spreadsheet: one line per point with its zone, head, unit,
//! phone and boundary in words. Headers are found by their usual synonyms; empty cells under a filled one mean
//! "as above", because such tables have merged cells.

use super::delimited::{self, Table};
use super::{Problem, workbook};

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Column {
    Community,
    Zone,
    ZoneHead,
    Point,
    PointHead,
    Unit,
    Title,
    Phone,
    Extent,
}

/// Headers as offices write them, without blanks and brackets; the first is the usual one.
const SYNONYMS: &[(Column, &[&str])] = &[
    (Column::Community, &["社区", "所属社区", "一级网格", "community"]),
    (Column::Zone, &["片区", "片区名称", "片", "片区编号", "二级网格", "zone"]),
    (Column::ZoneHead, &["片长", "片长姓名", "片区负责人", "zone_head"]),
    (Column::Point, &["点位", "点位名称", "点", "点位编号", "三级网格", "point"]),
    (
        Column::PointHead,
        &["点长", "点长姓名", "点位负责人", "责任人", "负责人", "姓名", "head", "point_head"],
    ),
    (Column::Unit, &["单位", "责任单位", "包保单位", "挂钩单位", "点长单位", "工作单位", "unit"]),
    (Column::Title, &["职务", "点长职务", "职位", "title"]),
    (Column::Phone, &["电话", "联系电话", "手机", "手机号", "手机号码", "联系方式", "点长电话", "phone"]),
    (
        Column::Extent,
        &["范围", "点位范围", "责任范围", "范围文字", "范围描述", "四至", "四至范围", "区域范围", "extent"],
    ),
];

/// The columns in the order of a new table.
pub const COLUMNS: [Column; 9] = [
    Column::Community,
    Column::Zone,
    Column::ZoneHead,
    Column::Point,
    Column::PointHead,
    Column::Unit,
    Column::Title,
    Column::Phone,
    Column::Extent,
];

/// The usual heading of a column.
pub fn heading(column: Column) -> &'static str {
    let known = SYNONYMS.iter().find(|(known, _)| *known == column);
    known.and_then(|(_, names)| names.first()).copied().unwrap_or_default()
}

/// One line of the roster. None where the cell is empty: unknown, or a vacant post.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RosterLine {
    /// Row as the spreadsheet numbers it.
    pub row: u64,
    pub community: Option<String>,
    pub zone: String,
    pub zone_head: Option<String>,
    pub point: String,
    pub head: Option<String>,
    pub unit: Option<String>,
    pub title: Option<String>,
    pub phone: Option<String>,
    pub extent: Option<String>,
}

/// Reads a roster from CSV, TSV or XLSX bytes; the format is told by the content, not by the name.
/// All problems of all rows come back at once.
pub fn read(bytes: &[u8]) -> Result<Vec<RosterLine>, Vec<Problem>> {
    let (found, problems) = look(bytes).map_err(|problem| vec![problem])?;
    if problems.is_empty() { Ok(found) } else { Err(problems) }
}

/// The rows that can be read and the problems of all rows, also of some of these. Fails where there is no table.
pub fn look(bytes: &[u8]) -> Result<(Vec<RosterLine>, Vec<Problem>), Problem> {
    let table = if workbook::looks_like_one(bytes) {
        workbook::read_table(bytes)
    } else if delimited::looks_binary(bytes) {
        Err(delimited::not_a_table())
    } else {
        delimited::read_table(bytes)
    };
    lines(&table?)
}

/// A header without blanks, brackets and what stands in them.
fn plain(header: &str) -> String {
    let mut depth = 0;
    let mut text = String::new();
    for character in header.chars() {
        match character {
            '(' | '\u{FF08}' => depth += 1,
            ')' | '\u{FF09}' => depth -= 1,
            _ if depth > 0 || character.is_whitespace() || character == '\u{FEFF}' => {}
            _ => text.extend(character.to_lowercase()),
        }
    }
    text
}

fn lines(table: &Table) -> Result<(Vec<RosterLine>, Vec<Problem>), Problem> {
    let headers: Vec<String> = table.header.iter().map(|header| plain(header)).collect();
    let find = |wanted: Column| {
        let synonyms = SYNONYMS.iter().find(|(column, _)| *column == wanted)?.1;
        synonyms.iter().find_map(|name| headers.iter().position(|header| header == name))
    };
    let (Some(zone_column), Some(point_column)) = (find(Column::Zone), find(Column::Point)) else {
        let present = table.header.join(", ");
        let missing = if find(Column::Zone).is_none() { "片区" } else { "点位" };
        return Err(Problem::new(
            "missing_column",
            "row 1",
            format!("表头里没有「{missing}」这一列，只有：{present}"),
            format!("the header has no column “{missing}”; it has: {present}"),
        ));
    };
    let columns = [
        Column::Community,
        Column::ZoneHead,
        Column::PointHead,
        Column::Unit,
        Column::Title,
        Column::Phone,
        Column::Extent,
    ]
    .map(find);
    let mut found: Vec<RosterLine> = Vec::with_capacity(table.rows.len());
    let mut problems = Vec::new();
    for row in &table.rows {
        let filled = |column: Option<usize>| {
            column.map(|column| row.cell(column)).filter(|cell| !cell.is_empty()).map(str::to_owned)
        };
        let above = found.last();
        let zone = filled(Some(zone_column)).or_else(|| above.map(|line| line.zone.clone()));
        let [community, zone_head, head, unit, title, phone, extent] = columns.map(filled);
        let Some(zone) = zone else {
            problems.push(missing(row.number, "片区"));
            continue;
        };
        let same_zone = above.is_some_and(|line| line.zone == zone);
        let community = community.or_else(|| above.filter(|_| same_zone)?.community.clone());
        let zone_head = zone_head.or_else(|| above.filter(|_| same_zone)?.zone_head.clone());
        let point = filled(Some(point_column)).or_else(|| {
            // A second head of the point above.
            above.filter(|_| same_zone && head.is_some()).map(|line| line.point.clone())
        });
        let Some(point) = point else {
            problems.push(missing(row.number, "点位"));
            continue;
        };
        if phone.as_deref().is_some_and(|phone| !is_phone(phone)) {
            problems.push(Problem::new(
                "bad_phone",
                format!("row {}", row.number),
                format!("第 {} 行的电话不像电话号码", row.number),
                format!("row {}: this does not look like a phone number", row.number),
            ));
        }
        for (name, text) in [("片区", &zone), ("点位", &point)] {
            if text.len() > 64 {
                problems.push(Problem::new(
                    "too_long",
                    format!("row {}", row.number),
                    format!("第 {} 行的{name}名称超过 64 个字节", row.number),
                    format!("row {}: the name in {name} is longer than 64 bytes", row.number),
                ));
            }
        }
        found.push(RosterLine {
            row: row.number,
            community,
            zone,
            zone_head,
            point,
            head,
            unit,
            title,
            phone,
            extent,
        });
    }
    if problems.is_empty() && found.is_empty() {
        problems.push(delimited::empty());
    }
    Ok((found, problems))
}

fn missing(row: u64, column: &str) -> Problem {
    Problem::new(
        "missing_cell",
        format!("row {row}"),
        format!("第 {row} 行没有填「{column}」"),
        format!("row {row}: “{column}” is empty"),
    )
}

/// Digits with the usual separators, at least five digits: short numbers of a hall's desk count too.
fn is_phone(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    digits >= 5
        && text
            .chars()
            .all(|c| c.is_ascii_digit() || " -+()/;,转、\u{FF08}\u{FF09}\u{FF0C}\u{FF1B}".contains(c))
}

/// Whether a number is a personal mobile (eleven digits from 1), which stays private (R11).
pub fn is_mobile(text: &str) -> bool {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let local = digits.strip_prefix("86").filter(|rest| rest.len() == 11).unwrap_or(&digits);
    local.len() == 11 && local.starts_with('1')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn merged_cells_mean_as_above_and_headers_go_by_synonyms() {
        let text = "片区\u{FF08}二级网格\u{FF09},点位名称,点长,责任单位,联系电话,四至范围\n\
                    第一片区,1号点,张三,住建局,19900001111,东至环山路\n,2号点,李四,,0877-1234567,\n,,王五,教体局,,\n";
        let lines = read(text.as_bytes()).unwrap();
        assert_eq!(lines.len(), 3);
        assert_eq!((lines[1].zone.as_str(), lines[1].unit.as_deref()), ("第一片区", None));
        assert_eq!((lines[2].point.as_str(), lines[2].head.as_deref()), ("2号点", Some("王五")));
        assert_eq!(lines[0].extent.as_deref(), Some("东至环山路"));
        let lines = read("片区,点位,范围文字\n一片,1号,西至河边\n".as_bytes()).unwrap();
        assert_eq!(lines[0].extent.as_deref(), Some("西至河边"));
    }

    #[test]
    fn every_bad_row_is_named_at_once() {
        let problems = read("片区,点位,电话\n,1号,\n一片,,\n一片,2号,无\n".as_bytes()).unwrap_err();
        let seen: Vec<(&str, &str)> = problems.iter().map(|p| (p.code, p.place.as_str())).collect();
        assert_eq!(seen, [("missing_cell", "row 2"), ("missing_cell", "row 3"), ("bad_phone", "row 4")]);
        assert_eq!(read("点位,点长\n1,2\n".as_bytes()).unwrap_err()[0].code, "missing_column");
    }

    #[test]
    fn a_workbook_reads_like_the_same_csv() {
        let mut book = rust_xlsxwriter::Workbook::new();
        let sheet = book.add_worksheet();
        sheet.write_string(0, 0, "责任表").unwrap();
        for (column, text) in ["片区", "点位", "点长", "电话"].iter().enumerate() {
            sheet.write_string(1, column as u16, *text).unwrap();
        }
        sheet.write_string(2, 0, "一片").unwrap();
        sheet.write_number(2, 1, 7.0).unwrap();
        sheet.write_string(2, 2, "张三").unwrap();
        sheet.write_number(2, 3, 19_900_001_111.0).unwrap();
        let lines = read(&book.save_to_buffer().unwrap()).unwrap();
        assert_eq!(lines[0].row, 3);
        assert_eq!((lines[0].point.as_str(), lines[0].phone.as_deref()), ("7", Some("19900001111")));
        assert_eq!(read(b"PK\x03\x04 not a workbook").unwrap_err()[0].code, "unreadable_workbook");
    }

    #[test]
    fn a_mobile_is_told_from_a_desk_phone() {
        assert!(is_mobile("199 0000 1111") && is_mobile("+86 19900001111"));
        assert!(!is_mobile("0877-1234567"));
    }
}
