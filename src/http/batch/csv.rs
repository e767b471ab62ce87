//! CSV: the columns of the input stay as they are and in their order; who owns each row is added after them.

use super::Asker;
use super::ndjson::instant;
use super::{Format, Splitter, Stream};
use crate::app::answer::LocateAnswer;
use crate::app::{FieldError, LocateQuery};
use crate::exchange::Language;
use crate::exchange::csv_out::guarded;
use crate::http::problem::Problem;
use axum::body::Body;
use axum::response::Response;
use csv::{ByteRecord, ReaderBuilder, WriterBuilder};
use encoding_rs::{Decoder, Encoding, UTF_8};

/// Columns that are added.
const ADDED: [&str; 7] = ["community", "zone", "point", "owner", "outcome", "distance_m", "error"];

/// Reads as far as the header before answering, so that a missing column is a plain refusal.
pub async fn csv(
    asker: Asker,
    body: Body,
    charset: Option<&str>,
    language: Language,
) -> Result<Response, Problem> {
    let encoding = match charset {
        None => UTF_8,
        Some(label) => Encoding::for_label(label.as_bytes())
            .filter(|encoding| encoding.is_ascii_compatible())
            .ok_or_else(|| Problem::unsupported("text/csv; charset=utf-8 | gb18030"))?,
    };
    // A code other than UTF-8 is decoded once rows are whole: its multi-byte characters never contain the bytes
    // of a quote or a line break.
    let decoder = (encoding != UTF_8).then(|| encoding.new_decoder_without_bom_handling());
    let format = Records { decoder, language, columns: None, row: 0 };
    let mut stream = Stream::new(asker, body, Splitter::records(), format);
    loop {
        let outcome;
        (stream, outcome) = stream.step().await;
        match outcome? {
            Some(out) if out.is_empty() => {}
            Some(out) => return Ok(stream.answer("text/csv; charset=utf-8", out)),
            None => {
                return Err(Problem::malformed(
                    "empty_body",
                    "row 1",
                    "请求体为空，应以列名开头",
                    "The body is empty; it must begin with the names of its columns",
                ));
            }
        }
    }
}

struct Records {
    decoder: Option<Decoder>,
    language: Language,
    columns: Option<Columns>,
    row: u64,
}

/// Where the columns are that locating reads.
#[derive(Debug)]
struct Columns {
    count: usize,
    lon: usize,
    lat: usize,
    datum: Option<usize>,
    accuracy: Option<usize>,
    category: Option<usize>,
    answer: Option<usize>,
    at: Option<usize>,
    known_at: Option<usize>,
}

impl Columns {
    fn of(header: &ByteRecord) -> Result<Self, Problem> {
        let mut names = Vec::new();
        for field in header {
            let name = std::str::from_utf8(field).map_err(|_| not_utf8("row 1"))?;
            names.push(name.trim().to_ascii_lowercase());
        }
        let find = |known: &[&str]| names.iter().position(|name| known.contains(&name.as_str()));
        let lon = find(&["lon", "lng", "longitude", "经度"]);
        let lat = find(&["lat", "latitude", "纬度"]);
        let (Some(lon), Some(lat)) = (lon, lat) else {
            let missing: Vec<&str> =
                [("lon", lon), ("lat", lat)].iter().filter(|(_, at)| at.is_none()).map(|(n, _)| *n).collect();
            let missing = missing.join(", ");
            return Err(Problem::malformed(
                "missing_column",
                "row 1",
                format!("第 1 行（列名）缺少 {missing}；有：{}", names.join(", ")),
                format!("Row 1, the names of the columns, has no {missing}; it has: {}", names.join(", ")),
            ));
        };
        Ok(Self {
            count: names.len(),
            lon,
            lat,
            datum: find(&["datum", "坐标系"]),
            accuracy: find(&["accuracy_m", "精度"]),
            category: find(&["category", "类别"]),
            answer: find(&["answer"]),
            at: find(&["at"]),
            known_at: find(&["known_at"]),
        })
    }

    fn query(&self, record: &ByteRecord, zone: &jiff::tz::TimeZone) -> Result<LocateQuery, Problem> {
        for field in record {
            match std::str::from_utf8(field) {
                Ok(text) if !text.contains('\u{fffd}') => {}
                _ => return Err(not_utf8("row")),
            }
        }
        let text =
            |at: usize| record.get(at).and_then(|field| std::str::from_utf8(field).ok()).map(str::trim);
        let optional =
            |at: Option<usize>| at.and_then(text).filter(|text| !text.is_empty()).map(str::to_owned);
        let mut errors = Vec::new();
        let mut number = |name: &str, value: Option<&str>| match value.map(str::parse::<f64>) {
            Some(Ok(number)) if number.is_finite() => number,
            _ => {
                let given = value.unwrap_or("");
                errors.push(FieldError::new(
                    name,
                    "not_a_number",
                    format!("{name} 不是数字：「{given}」"),
                    format!("{name} is not a number: “{given}”"),
                ));
                0.0
            }
        };
        let lon = number("lon", text(self.lon));
        let lat = number("lat", text(self.lat));
        let accuracy = optional(self.accuracy);
        let accuracy_m = accuracy.as_deref().map(|text| number("accuracy_m", Some(text)));
        if record.len() > self.count {
            errors.push(FieldError::new(
                "row",
                "too_many_columns",
                format!("有 {} 列，列名只有 {} 个", record.len(), self.count),
                format!("{} columns, but {} names", record.len(), self.count),
            ));
        }
        if !errors.is_empty() {
            return Err(Problem::fields(errors));
        }
        Ok(LocateQuery {
            lon,
            lat,
            datum: optional(self.datum),
            accuracy_m,
            category: optional(self.category),
            answer: optional(self.answer),
            at: instant("at", optional(self.at), zone)?,
            known_at: instant("known_at", optional(self.known_at), zone)?,
        })
    }
}

impl Format for Records {
    fn rows(&mut self, rows: &[u8], asker: &Asker, out: &mut Vec<u8>) -> Result<(), Problem> {
        let decoded = self.decoder.as_mut().map(|decoder| decode(decoder, rows));
        let mut rows = decoded.as_deref().map_or(rows, str::as_bytes);
        if self.row == 0 {
            // Excel puts a mark in front.
            rows = rows.strip_prefix(b"\xef\xbb\xbf").unwrap_or(rows);
        }
        let mut reader = ReaderBuilder::new().has_headers(false).flexible(true).from_reader(rows);
        let mut writer = WriterBuilder::new().flexible(true).from_writer(out);
        let mut record = ByteRecord::new();
        while matches!(reader.read_byte_record(&mut record), Ok(true)) {
            self.row += 1;
            let Some(columns) = &self.columns else {
                self.columns = Some(Columns::of(&record)?);
                write(&mut writer, &record, record.len(), &ADDED.map(str::to_owned));
                continue;
            };
            let answer = columns
                .query(&record, asker.state.service.zone())
                .and_then(|query| super::locate(asker, &query));
            let added = match answer {
                Ok(answer) => owner_columns(&answer, self.language),
                Err(problem) => error_columns(&problem, self.row, self.language),
            };
            write(&mut writer, &record, columns.count, &added);
        }
        // Writing to a Vec cannot fail.
        let _ = writer.flush();
        Ok(())
    }

    fn spoiled(&mut self, problem: &Problem, out: &mut Vec<u8>) {
        self.row += 1;
        let count = self.columns.as_ref().map_or(0, |columns| columns.count);
        let mut writer = WriterBuilder::new().flexible(true).from_writer(out);
        let added = error_columns(problem, self.row, self.language);
        write(&mut writer, &ByteRecord::new(), count, &added);
        let _ = writer.flush();
    }
}

fn write(writer: &mut csv::Writer<&mut Vec<u8>>, record: &ByteRecord, count: usize, added: &[String; 7]) {
    for at in 0..count {
        let field = record.get(at).unwrap_or(b"");
        let text = String::from_utf8_lossy(field);
        let _ = writer.write_field(guarded(&text).as_bytes());
    }
    for field in added {
        let _ = writer.write_field(guarded(field).as_bytes());
    }
    let _ = writer.write_record(None::<&[u8]>);
}

fn owner_columns(answer: &LocateAnswer, language: Language) -> [String; 7] {
    let name = |level: &str| {
        answer
            .card
            .areas
            .iter()
            .find(|area| area.level == level)
            .map(|area| area.name.clone())
            .unwrap_or_default()
    };
    // Who acts when a category was given, else the first post upward that is not vacant.
    let acting = answer.spot.routing.as_ref().and_then(|routing| routing.actor.as_ref());
    let owner = acting.or_else(|| answer.card.chain.iter().find(|post| post.state != "vacant"));
    [
        name("community"),
        name("zone"),
        name("point"),
        owner.map(|post| language.of(&post.label).to_owned()).unwrap_or_default(),
        answer.spot.outcome.to_owned(),
        answer.spot.distance_m.map(|metres| format!("{metres:.1}")).unwrap_or_default(),
        String::new(),
    ]
}

fn error_columns(problem: &Problem, row: u64, language: Language) -> [String; 7] {
    let words: Vec<&str> = if problem.errors.is_empty() {
        vec![language.of(&problem.words)]
    } else {
        problem.errors.iter().map(|error| language.of(&error.words)).collect()
    };
    let place = match language {
        Language::Zh => format!("第 {row} 行："),
        Language::En => format!("row {row}: "),
    };
    let mut columns: [String; 7] = Default::default();
    columns[4] = "error".into();
    columns[6] = place + &words.join("; ");
    columns
}

fn not_utf8(place: &str) -> Problem {
    Problem::malformed(
        "not_utf8",
        place,
        "不是 UTF-8 编码；GBK 文件请用 Content-Type: text/csv; charset=gb18030",
        "Not UTF-8; send a GBK file with Content-Type: text/csv; charset=gb18030",
    )
}

fn decode(decoder: &mut Decoder, rows: &[u8]) -> String {
    let mut text =
        String::with_capacity(decoder.max_utf8_buffer_length(rows.len()).unwrap_or(rows.len() * 3));
    let _ = decoder.decode_to_string(rows, &mut text, false);
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header(names: &[&str]) -> Result<Columns, Problem> {
        Columns::of(&ByteRecord::from(names.to_vec()))
    }

    #[test]
    fn a_header_without_positions_is_refused_and_says_what_is_there() {
        let problem = header(&["id", "纬度"]).expect_err("no longitude");
        assert_eq!((problem.code.as_ref(), problem.place.as_deref()), ("missing_column", Some("row 1")));
        assert!(problem.words.zh.contains("lon") && problem.words.zh.contains("纬度"));
    }

    #[test]
    fn a_row_tells_every_bad_field() {
        let columns = header(&["lon", "lat", "accuracy_m"]).expect("complete");
        let record = ByteRecord::from(vec!["x", "NaN", "far"]);
        let problem = columns.query(&record, &jiff::tz::TimeZone::UTC).expect_err("bad");
        let fields: Vec<&str> = problem.errors.iter().map(|error| error.field.as_str()).collect();
        assert_eq!(fields, ["lon", "lat", "accuracy_m"]);
    }

    #[test]
    fn gbk_without_its_name_is_told_what_to_send() {
        let columns = header(&["lon", "lat", "note"]).expect("complete");
        let mut record = ByteRecord::from(vec!["102.5", "24.3"]);
        record.push_field(b"\xd3\xf1\xcf\xaa");
        let problem = columns.query(&record, &jiff::tz::TimeZone::UTC).expect_err("bad");
        assert!(problem.words.en.contains("gb18030"));
    }
}
