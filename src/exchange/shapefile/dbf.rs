//! The attribute part of a Shapefile: a dBASE III table. Texts stay bytes until the encoding is known, because the
//! same bytes are names in GBK and other names in Big5.

use crate::exchange::Problem;
use encoding_rs::{BIG5, Encoding, GB18030, UTF_8};
use serde_json::{Map, Value};

/// Most bytes of one row.
const MAX_ROW: usize = 64 << 10;
/// Names shown for each encoding when nobody has told it.
const PREVIEWED: usize = 4;

/// A column.
#[derive(Debug)]
struct Column {
    name: Vec<u8>,
    kind: u8,
    length: usize,
}

/// An open table.
#[derive(Debug)]
pub struct Dbf {
    bytes: Vec<u8>,
    columns: Vec<Column>,
    rows: usize,
    first: usize,
    length: usize,
    /// Code page byte of the header.
    language: u8,
}

impl Dbf {
    pub fn open(bytes: Vec<u8>) -> Result<Self, Problem> {
        Self::parse(bytes).ok_or_else(|| {
            Problem::new(
                "wrong_type",
                "dbf",
                "属性表（.dbf）损坏：文件头不对",
                "the table (.dbf) is damaged: its header is wrong",
            )
        })
    }

    fn parse(bytes: Vec<u8>) -> Option<Self> {
        let rows = u32::from_le_bytes(bytes.get(4..8)?.try_into().ok()?) as usize;
        let first = usize::from(u16::from_le_bytes(bytes.get(8..10)?.try_into().ok()?));
        let length = usize::from(u16::from_le_bytes(bytes.get(10..12)?.try_into().ok()?));
        let language = *bytes.get(29)?;
        let mut columns = Vec::new();
        for field in bytes.get(32..first)?.chunks_exact(32) {
            if field[0] == 0x0D {
                break;
            }
            let end = field[..11].iter().position(|byte| *byte == 0).unwrap_or(11);
            let long = field[11] == b'C';
            // Texts may use the place of the decimals as the high byte of their length.
            let length = usize::from(field[16]) + if long { usize::from(field[17]) << 8 } else { 0 };
            columns.push(Column { name: field[..end].to_vec(), kind: field[11], length });
        }
        let needed: usize = 1 + columns.iter().map(|column| column.length).sum::<usize>();
        let sound = !columns.is_empty() && needed <= length && length <= MAX_ROW && first >= 33;
        sound.then_some(Self { bytes, columns, rows, first, length, language })
    }

    /// Rows that the header promises, deleted ones among them.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// A row's bytes, its deletion mark first; None past the end of the file.
    fn row(&self, index: usize) -> Option<&[u8]> {
        let from = self.first.checked_add(index.checked_mul(self.length)?)?;
        self.bytes.get(from..from.checked_add(self.length)?)
    }

    /// The rows that are there, whatever the header promises.
    fn all(&self) -> impl Iterator<Item = &[u8]> {
        (0..self.rows).map_while(|index| self.row(index))
    }

    /// How many rows are marked deleted.
    pub fn deleted(&self) -> usize {
        self.all().filter(|row| row[0] == b'*').count()
    }

    pub fn is_deleted(&self, index: usize) -> bool {
        self.row(index).is_some_and(|row| row[0] == b'*')
    }

    /// Whether every text is plain ASCII, so that no encoding need be told.
    pub fn is_ascii(&self) -> bool {
        self.columns.iter().all(|column| column.name.is_ascii()) && self.all().all(<[u8]>::is_ascii)
    }

    /// The encoding of the code page byte, where it means one. 0x57 is written for every code page there is.
    pub fn told_encoding(&self) -> Option<&'static Encoding> {
        match self.language {
            0x4D | 0x7A => Some(GB18030),
            0x4F | 0x78 => Some(BIG5),
            _ => None,
        }
    }

    /// The refusal when nobody has told the encoding: the first names as each encoding reads them.
    pub fn encoding_needed(&self) -> Problem {
        let mut samples: Vec<&[u8]> = self
            .columns
            .iter()
            .map(|column| column.name.as_slice())
            .filter(|name| !name.is_ascii())
            .collect();
        for row in self.all().take(10_000) {
            let mut at = 1;
            for column in &self.columns {
                let cell = row[at..at + column.length].trim_ascii();
                at += column.length;
                if column.kind == b'C' && !cell.is_ascii() && !samples.contains(&cell) {
                    samples.push(cell);
                }
            }
            if samples.len() >= PREVIEWED {
                break;
            }
        }
        samples.truncate(PREVIEWED);
        let shown: Vec<String> = [("utf-8", UTF_8), ("gbk", GB18030), ("big5", BIG5)]
            .iter()
            .map(|(name, encoding)| {
                let names: Vec<_> = samples.iter().map(|sample| encoding.decode(sample).0).collect();
                format!("{name}: {}", names.join("、"))
            })
            .collect();
        let shown = shown.join("\n  ");
        Problem::new(
            "encoding_needed",
            "dbf",
            format!("属性表没有说明文字编码，请看哪一行读得通，用 --encoding 指定：\n  {shown}"),
            format!(
                "the table does not say its encoding; see which line reads right and say it with --encoding:\n  {shown}"
            ),
        )
    }

    /// The names of the columns.
    pub fn names(&self, encoding: &'static Encoding) -> Vec<String> {
        self.columns.iter().map(|column| decode(&column.name, encoding).0).collect()
    }

    /// The values of a row by the names of the columns.
    pub fn values(
        &self,
        index: usize,
        names: &[String],
        encoding: &'static Encoding,
    ) -> Result<Map<String, Value>, Problem> {
        let place = format!("feature {}", index + 1);
        let Some(row) = self.row(index) else {
            return Err(Problem::new(
                "truncated",
                &place,
                format!("{place}：属性表（.dbf）在这里截断"),
                format!("{place}: the table (.dbf) is cut off here"),
            ));
        };
        let mut values = Map::new();
        let mut at = 1;
        for (column, name) in self.columns.iter().zip(names) {
            let cell = &row[at..at + column.length];
            at += column.length;
            let (value, sound) = value(column.kind, cell, encoding);
            if !sound {
                let label = encoding.name();
                return Err(Problem::new(
                    "invalid_encoding",
                    &place,
                    format!("{place}：字段「{name}」的文字不是 {label}，请指定正确的文字编码"),
                    format!("{place}: the text of “{name}” is not {label}; name the right encoding"),
                ));
            }
            values.insert(name.clone(), value);
        }
        Ok(values)
    }
}

/// A cell as a value, and whether its text is sound.
fn value(kind: u8, cell: &[u8], encoding: &'static Encoding) -> (Value, bool) {
    let text = || std::str::from_utf8(cell).unwrap_or_default().trim_matches([' ', '\0']);
    let value = match kind {
        b'N' | b'F' => match (text().parse::<i64>(), text().parse::<f64>()) {
            (Ok(whole), _) => whole.into(),
            (_, Ok(number)) if number.is_finite() => number.into(),
            // Stars fill a number that did not fit, blanks one that is unknown (R10).
            _ => Value::Null,
        },
        b'L' => match cell.first() {
            Some(b'T' | b't' | b'Y' | b'y') => true.into(),
            Some(b'F' | b'f' | b'N' | b'n') => false.into(),
            _ => Value::Null,
        },
        b'D' => match text() {
            day if day.len() == 8 && day.bytes().all(|byte| byte.is_ascii_digit()) => {
                format!("{}-{}-{}", &day[..4], &day[4..6], &day[6..]).into()
            }
            _ => Value::Null,
        },
        b'C' => {
            let end = cell.iter().rposition(|byte| !matches!(byte, b' ' | 0)).map_or(0, |at| at + 1);
            let (text, sound) = decode(&cell[..end], encoding);
            let text = text.trim();
            return (if text.is_empty() { Value::Null } else { text.into() }, sound);
        }
        b'I' | b'+' => cell.try_into().map_or(Value::Null, |four| i32::from_le_bytes(four).into()),
        b'B' | b'O' => cell.try_into().map_or(Value::Null, |eight| f64::from_le_bytes(eight).into()),
        _ => Value::Null,
    };
    (value, true)
}

/// A text and whether it is sound; the last character may be cut where the field was full.
fn decode(bytes: &[u8], encoding: &'static Encoding) -> (String, bool) {
    for cut in 0..4.min(bytes.len() + 1) {
        let whole = &bytes[..bytes.len() - cut];
        if let Some(text) = encoding.decode_without_bom_handling_and_without_replacement(whole) {
            return (text.into_owned(), true);
        }
    }
    (encoding.decode_without_bom_handling(bytes).0.into_owned(), false)
}
