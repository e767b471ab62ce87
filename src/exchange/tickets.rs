//! Tickets in bulk, as a hotline exports them: one a row, columns told by their headings. A fault of a row names row and
//! column and leaves the others alone.

use super::delimited::{self, Table, TableRow};
use super::{Problem, workbook};
use crate::domain::geo::Datum;
use crate::domain::instant::Instant;
use crate::domain::text::Words;
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;
use std::collections::HashMap;

/// Largest file.
pub const MOST_BYTES: usize = 8 << 20;
/// Most rows of a file.
pub const MOST_ROWS: usize = 2_000;
/// Characters of a cell of each kind; what reports take.
const LONGEST_TEXT: usize = 4_000;
const LONGEST_SHORT: usize = 64;
/// Numbers of days that spreadsheets write for days of this and the last century.
const SERIALS: std::ops::Range<f64> = 20_000.0..80_000.0;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Column {
    Number,
    Title,
    Text,
    Place,
    Lon,
    Lat,
    Category,
    Time,
    Source,
    Name,
    Phone,
}

/// Headings as exports write them, without blanks, brackets and colons; of several in one file the first of this list is read.
const SYNONYMS: [(Column, &[&str]); 11] = [
    (
        Column::Number,
        &[
            "工单编号",
            "工单号",
            "受理编号",
            "受理单号",
            "诉求编号",
            "案件编号",
            "信件编号",
            "转办单号",
            "任务号",
            "流水号",
            "单号",
            "编号",
            "external_ref",
            "ticket_number",
            "ticket_no",
            "ticket",
            "number",
            "no",
            "id",
        ],
    ),
    (Column::Title, &["工单标题", "诉求标题", "标题", "主题", "诉求主题", "事项名称", "title", "subject"]),
    (
        Column::Text,
        &[
            "诉求内容",
            "反映内容",
            "工单内容",
            "投诉内容",
            "来电内容",
            "问题描述",
            "诉求描述",
            "事项描述",
            "主要内容",
            "具体内容",
            "受理内容",
            "内容描述",
            "内容",
            "描述",
            "诉求",
            "问题",
            "text",
            "content",
            "description",
            "details",
        ],
    ),
    (
        Column::Place,
        &[
            "事发地址",
            "事发地点",
            "发生地址",
            "发生地点",
            "问题地址",
            "诉求地址",
            "事件地址",
            "事件地点",
            "反映地址",
            "详细地址",
            "所在位置",
            "地址",
            "地点",
            "位置",
            "address",
            "place",
            "location",
        ],
    ),
    (Column::Lon, &["经度", "lon", "lng", "longitude", "x"]),
    (Column::Lat, &["纬度", "lat", "latitude", "y"]),
    (
        Column::Category,
        &[
            "事项类别",
            "问题类别",
            "诉求类别",
            "案件类别",
            "问题类型",
            "诉求类型",
            "事项类型",
            "类别",
            "类型",
            "小类",
            "category",
            "type",
        ],
    ),
    (
        Column::Time,
        &[
            "事发时间",
            "发生时间",
            "来电时间",
            "诉求时间",
            "受理时间",
            "登记时间",
            "上报时间",
            "创建时间",
            "派单时间",
            "时间",
            "日期",
            "occurred_at",
            "received_at",
            "created_at",
            "time",
            "date",
        ],
    ),
    (Column::Source, &["诉求来源", "工单来源", "信息来源", "来源渠道", "来源", "渠道", "source", "channel"]),
    (
        Column::Name,
        &[
            "来电人",
            "来电人姓名",
            "诉求人",
            "诉求人姓名",
            "反映人",
            "投诉人",
            "联系人",
            "联系人姓名",
            "姓名",
            "name",
            "caller",
            "contact",
        ],
    ),
    (
        Column::Phone,
        &[
            "联系电话",
            "来电号码",
            "来电电话",
            "诉求人电话",
            "手机号码",
            "手机号",
            "手机",
            "电话",
            "联系方式",
            "phone",
            "mobile",
            "tel",
        ],
    ),
];

/// One ticket of a file. None where the cell is empty or there is no such column.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TicketLine {
    /// Row as the spreadsheet numbers it.
    pub row: u64,
    pub number: Option<String>,
    pub title: Option<String>,
    pub text: Option<String>,
    pub place: Option<String>,
    /// Longitude and latitude as they stand, in an unknown datum.
    pub lonlat: Option<[f64; 2]>,
    pub category: Option<String>,
    pub time: Option<Instant>,
    pub source: Option<String>,
    pub name: Option<String>,
    pub phone: Option<String>,
}

/// What is wrong with a row.
#[derive(Debug, Clone, PartialEq)]
pub struct RowFault {
    pub row: u64,
    /// Heading of the column as the file writes it; none where the whole row is meant.
    pub column: Option<String>,
    /// `missing_cell`, `too_long`, `bad_time`, `bad_position`, `twice`, `control_character`
    pub code: &'static str,
    pub words: Words,
}

/// Tickets as they were understood.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TicketTable {
    pub lines: Vec<TicketLine>,
    pub faults: Vec<RowFault>,
    /// Headings that no column was recognised by, so that nobody believes they were read.
    pub unread: Vec<String>,
}

/// Reads CSV, TSV or XLSX; the content tells which, not the name. Times without a zone are in `zone`. Fails where there is no
/// table of tickets at all.
pub fn read(bytes: &[u8], zone: &TimeZone) -> Result<TicketTable, Problem> {
    if bytes.len() > MOST_BYTES {
        return Err(delimited::too_large(bytes.len() as u64, MOST_BYTES as u64));
    }
    let table = if workbook::looks_like_one(bytes) {
        workbook::read_table(bytes)
    } else if delimited::looks_binary(bytes) {
        Err(delimited::not_a_table())
    } else {
        delimited::read_table(bytes)
    }?;
    if table.rows.len() > MOST_ROWS {
        return Err(Problem::new(
            "too_many_rows",
            format!("row {}", table.rows[MOST_ROWS].number),
            format!("有 {} 行，一次最多读 {MOST_ROWS} 行，请分成几个文件", table.rows.len()),
            format!("{} rows; at most {MOST_ROWS} are read at once, split the file", table.rows.len()),
        ));
    }
    let columns = Columns::of(&table)?;
    let mut read = TicketTable { unread: columns.unread(&table), ..TicketTable::default() };
    let mut numbers: HashMap<&str, u64> = HashMap::new();
    for row in &table.rows {
        let mut reader = RowReader { columns: &columns, table: &table, row, faults: Vec::new() };
        let line = reader.line(zone);
        let number =
            columns.at(Column::Number).map(|column| row.cell(column)).filter(|cell| !cell.is_empty());
        if let Some(number) = number {
            match numbers.get(number) {
                Some(first) => reader.fault(
                    Column::Number,
                    "twice",
                    format!("编号「{number}」与第 {first} 行相同"),
                    format!("the number “{number}” is that of row {first}"),
                ),
                None => {
                    numbers.insert(number, row.number);
                }
            }
        }
        read.faults.append(&mut reader.faults);
        read.lines.extend(line);
    }
    if read.lines.is_empty() && read.faults.is_empty() {
        return Err(delimited::empty());
    }
    Ok(read)
}

/// Which column holds what, as places in a row.
struct Columns(Vec<(Column, usize)>);

impl Columns {
    fn of(table: &Table) -> Result<Self, Problem> {
        let headings: Vec<String> = table.header.iter().map(|heading| plain(heading)).collect();
        let mut found: Vec<(Column, usize)> = Vec::new();
        for (column, names) in &SYNONYMS {
            let free = |at: &usize| !found.iter().any(|(_, taken)| taken == at);
            let at = names
                .iter()
                .find_map(|name| headings.iter().position(|heading| heading == name).filter(free));
            found.extend(at.map(|at| (*column, at)));
        }
        let columns = Self(found);
        if columns.at(Column::Text).is_none() && columns.at(Column::Title).is_none() {
            let present = shortened(&table.header.join(", "));
            return Err(Problem::new(
                "missing_column",
                "row 1",
                format!("表头里没有「诉求内容」或「标题」这一列，只有：{present}"),
                format!("the header has no column “text” or “title” (诉求内容, 标题); it has: {present}"),
            ));
        }
        Ok(columns)
    }

    fn at(&self, column: Column) -> Option<usize> {
        self.0.iter().find(|(own, _)| *own == column).map(|(_, at)| *at)
    }

    fn unread(&self, table: &Table) -> Vec<String> {
        let headings = table.header.iter().enumerate();
        let unread = headings
            .filter(|(at, heading)| !heading.is_empty() && !self.0.iter().any(|(_, taken)| taken == at));
        unread.map(|(_, heading)| shortened(heading)).collect()
    }
}

/// A heading without blanks, stars, colons, brackets and what stands in them.
fn plain(heading: &str) -> String {
    let mut depth = 0_usize;
    let mut text = String::new();
    for character in heading.chars() {
        match character {
            '(' | '（' | '[' | '【' => depth += 1,
            ')' | '）' | ']' | '】' => depth = depth.saturating_sub(1),
            '*' | ':' | '：' | '\u{FEFF}' => {}
            _ if depth > 0 || character.is_whitespace() => {}
            _ => text.extend(character.to_lowercase()),
        }
    }
    text
}

/// Not more of a stranger's text than a message can hold.
fn shortened(text: &str) -> String {
    const MOST: usize = 200;
    match text.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// One row while it is read.
struct RowReader<'a> {
    columns: &'a Columns,
    table: &'a Table,
    row: &'a TableRow,
    faults: Vec<RowFault>,
}

impl RowReader<'_> {
    /// None where there is no text.
    fn line(&mut self, zone: &TimeZone) -> Option<TicketLine> {
        let text = self.text(Column::Text, LONGEST_TEXT);
        let title = self.text(Column::Title, LONGEST_TEXT);
        if text.is_none() && title.is_none() {
            let wanted = if self.columns.at(Column::Text).is_some() { Column::Text } else { Column::Title };
            if self.faults.is_empty() {
                self.fault(wanted, "missing_cell", "没有内容".to_owned(), "is empty".to_owned());
            }
            return None;
        }
        Some(TicketLine {
            row: self.row.number,
            number: self.text(Column::Number, LONGEST_SHORT),
            title,
            text,
            place: self.text(Column::Place, LONGEST_TEXT),
            lonlat: self.lonlat(),
            category: self.text(Column::Category, LONGEST_TEXT),
            time: self.time(zone),
            source: self.text(Column::Source, LONGEST_TEXT),
            name: self.text(Column::Name, LONGEST_SHORT),
            phone: self.text(Column::Phone, LONGEST_SHORT),
        })
    }

    fn text(&mut self, column: Column, most: usize) -> Option<String> {
        let cell = self.row.cell(self.columns.at(column)?);
        if cell.is_empty() {
            return None;
        }
        if cell.contains('\0') {
            let (zh, en) = ("含有不可用字符", "contains a NUL character");
            self.fault(column, "control_character", zh.to_owned(), en.to_owned());
            return None;
        }
        if cell.chars().nth(most).is_some() {
            let (zh, en) = (format!("超过 {most} 字"), format!("is longer than {most} characters"));
            self.fault(column, "too_long", zh, en);
            return None;
        }
        Some(cell.to_owned())
    }

    fn lonlat(&mut self) -> Option<[f64; 2]> {
        let [lon, lat] = [Column::Lon, Column::Lat].map(|column| self.text(column, LONGEST_SHORT));
        if lon.is_none() && lat.is_none() {
            return None;
        }
        let number =
            |text: &Option<String>| text.as_ref()?.parse::<f64>().ok().filter(|number| number.is_finite());
        match [number(&lon), number(&lat)] {
            [Some(lon), Some(lat)] if Datum::Wgs84.to_position(lon, lat).is_ok() => Some([lon, lat]),
            [Some(_), Some(_)] => {
                let zh = "与纬度合起来不是经纬度（度），也许写反了".to_owned();
                let en = "is with the latitude no position in degrees; they may be exchanged".to_owned();
                self.fault(Column::Lon, "bad_position", zh, en);
                None
            }
            [lon, _] => {
                let wrong = if lon.is_none() { Column::Lon } else { Column::Lat };
                let (zh, en) = ("不是以度为单位的数字", "is no number of degrees");
                self.fault(wrong, "bad_position", zh.to_owned(), en.to_owned());
                None
            }
        }
    }

    fn time(&mut self, zone: &TimeZone) -> Option<Instant> {
        let cell = self.text(Column::Time, LONGEST_SHORT)?;
        let read = time(&cell, zone);
        if read.is_none() {
            self.fault(
                Column::Time,
                "bad_time",
                format!("「{cell}」不是时间，请写成 2026-11-24 08:30"),
                format!("“{cell}” is no time; write 2026-11-24 08:30"),
            );
        }
        read
    }

    fn fault(&mut self, column: Column, code: &'static str, zh: String, en: String) {
        let heading =
            self.columns.at(column).and_then(|at| self.table.header.get(at)).map(|text| shortened(text));
        let (row, name) = (self.row.number, heading.as_deref().unwrap_or_default());
        let words = Words::new(format!("第 {row} 行「{name}」{zh}"), format!("row {row}, “{name}”: {en}"));
        self.faults.push(RowFault { row, column: heading, code, words });
    }
}

/// A time as exports write it: with a zone, as figures of year, month, day, hour, minute and second, or as a spreadsheet's
/// number of days.
fn time(cell: &str, zone: &TimeZone) -> Option<Instant> {
    if let Some(instant) = Instant::parse(cell, zone) {
        return Some(instant);
    }
    let civil = serial(cell).or_else(|| figures(cell))?;
    let zoned = civil.to_zoned_datetime(zone.clone()).ok()?;
    Some(Instant(zoned.timestamp().as_microsecond()))
}

fn serial(cell: &str) -> Option<DateTime> {
    let days: f64 = cell.parse().ok().filter(|days| SERIALS.contains(days))?;
    // Day 0 of spreadsheets; the seconds are rounded, since the fraction is a binary one.
    let start = Date::constant(1899, 12, 30).to_datetime(Time::midnight());
    let seconds = (days * 86_400.0).round() as i64;
    start.checked_add(jiff::SignedDuration::from_secs(seconds)).ok()
}

fn figures(cell: &str) -> Option<DateTime> {
    let allowed = |c: char| c.is_ascii_digit() || c.is_whitespace() || "-/.:年月日时分秒点T：".contains(c);
    if !cell.chars().all(allowed) {
        return None;
    }
    let runs: Vec<i16> = cell
        .split(|c: char| !c.is_ascii_digit())
        .filter(|run| !run.is_empty())
        .map(|run| run.parse().ok())
        .collect::<Option<_>>()?;
    let (date, clock) = runs.split_at_checked(3)?;
    let part = |at: usize| clock.get(at).map_or(Some(0), |part| i8::try_from(*part).ok());
    if clock.len() > 3 || !(1000..=9999).contains(&date[0]) {
        return None;
    }
    let date = Date::new(date[0], i8::try_from(date[1]).ok()?, i8::try_from(date[2]).ok()?).ok()?;
    Some(date.to_datetime(Time::new(part(0)?, part(1)?, part(2)?, 0).ok()?))
}

#[cfg(test)]
mod tests;
