//! The ledger of incidents (问题台账): one row as all file formats write it, and its columns in both languages.

use crate::domain::text::Words;

/// Language of headings and words in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Language {
    #[default]
    Zh,
    En,
}

impl Language {
    pub fn of(self, words: &Words) -> &str {
        match self {
            Self::Zh => &words.zh,
            Self::En => &words.en,
        }
    }
}

/// One incident, with its words already in the language of the file. An unknown value is an empty text.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct LedgerRow {
    pub id: String,
    pub number: String,
    pub category: String,
    pub problem: String,
    pub address: String,
    pub community: String,
    pub zone: String,
    pub point: String,
    /// Degrees, WGS 84.
    pub lon: f64,
    pub lat: f64,
    pub source: String,
    pub role: String,
    pub unit: String,
    pub person: String,
    pub department: String,
    pub occurred_at: String,
    pub recorded_at: String,
    pub due_at: String,
    pub closed_at: String,
    pub state: String,
    pub overdue: bool,
}

/// One cell of a ledger.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell<'a> {
    Text(&'a str),
    Number(f64),
}

/// A column: stable key, headings and width in characters.
#[derive(Debug, Clone, Copy)]
pub struct Column {
    pub key: &'static str,
    pub zh: &'static str,
    pub en: &'static str,
    pub width: f64,
    pub cell: for<'a> fn(&'a LedgerRow, u32, Language) -> Cell<'a>,
}

impl Column {
    pub fn heading(&self, language: Language) -> &'static str {
        match language {
            Language::Zh => self.zh,
            Language::En => self.en,
        }
    }
}

macro_rules! text {
    ($key:literal, $zh:literal, $en:literal, $width:literal, $field:ident) => {
        Column { key: $key, zh: $zh, en: $en, width: $width, cell: |row, _, _| Cell::Text(&row.$field) }
    };
}

/// The columns in their order.
pub const COLUMNS: &[Column] = &[
    Column { key: "row", zh: "序号", en: "No.", width: 6.0, cell: |_, n, _| Cell::Number(f64::from(n)) },
    text!("number", "编号", "Number", 15.0, number),
    text!("category", "类别", "Category", 16.0, category),
    text!("problem", "问题", "Problem", 40.0, problem),
    text!("address", "地点", "Place", 28.0, address),
    text!("community", "社区", "Community", 14.0, community),
    text!("zone", "片区", "Zone", 14.0, zone),
    text!("point", "点位", "Point", 16.0, point),
    text!("source", "来源", "Source", 10.0, source),
    text!("role", "责任岗位", "Post", 14.0, role),
    text!("unit", "责任单位", "Unit", 22.0, unit),
    text!("person", "责任人", "Person", 10.0, person),
    text!("department", "执法部门", "Department", 12.0, department),
    text!("occurred_at", "发生时间", "Occurred", 20.0, occurred_at),
    text!("recorded_at", "上报时间", "Recorded", 20.0, recorded_at),
    text!("due_at", "时限", "Due", 20.0, due_at),
    text!("closed_at", "办结时间", "Closed", 20.0, closed_at),
    text!("state", "状态", "State", 10.0, state),
    Column {
        key: "overdue",
        zh: "是否超时",
        en: "Overdue",
        width: 9.0,
        cell: |row, _, language| {
            Cell::Text(match (row.overdue, language) {
                (true, Language::Zh) => "超时",
                (true, Language::En) => "overdue",
                (false, _) => "",
            })
        },
    },
    Column {
        key: "lon", zh: "经度", en: "Longitude", width: 13.0, cell: |row, _, _| Cell::Number(row.lon)
    },
    Column { key: "lat", zh: "纬度", en: "Latitude", width: 12.0, cell: |row, _, _| Cell::Number(row.lat) },
    text!("id", "标识", "Id", 38.0, id),
];
