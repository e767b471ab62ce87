//! NDJSON: one object a line in, the owner card of each out, with its row number and id.

use super::Asker;
use super::{Format, Splitter, Stream};
use crate::app::{FieldError, LocateQuery};
use crate::domain::instant::Instant;
use crate::http::body::Fields;
use crate::http::problem::Problem;
use crate::http::reply;
use axum::body::Body;
use axum::response::Response;
use serde_json::{Value, json};
use std::io::Write;

/// Starts answering at once: every fault is a row's own.
pub fn ndjson(asker: Asker, body: Body, charset: Option<&str>) -> Result<Response, Problem> {
    if !matches!(charset, None | Some("utf-8" | "utf8")) {
        return Err(Problem::unsupported("application/x-ndjson; charset=utf-8"));
    }
    let stream = Stream::new(asker, body, Splitter::lines(), Lines::default());
    Ok(stream.answer("application/x-ndjson", Vec::new()))
}

#[derive(Default)]
struct Lines {
    row: u64,
}

impl Format for Lines {
    fn rows(&mut self, rows: &[u8], asker: &Asker, out: &mut Vec<u8>) -> Result<(), Problem> {
        for line in rows.split(|byte| *byte == b'\n') {
            if line.iter().all(u8::is_ascii_whitespace) {
                continue;
            }
            self.row += 1;
            let mut id = None;
            let answer = read(line, asker.state.service.zone(), &mut id)
                .and_then(|query| super::locate(asker, &query))
                .and_then(|answer| reply::render(&answer));
            match answer {
                // The answer is an object: row and id go in front of its fields.
                Ok(answer) => {
                    self.open(out, id.as_ref());
                    out.extend_from_slice(answer.get(1..).unwrap_or(b"}"));
                    out.push(b'\n');
                }
                Err(problem) => self.refuse(out, id.as_ref(), &problem),
            }
        }
        Ok(())
    }

    fn spoiled(&mut self, problem: &Problem, out: &mut Vec<u8>) {
        self.row += 1;
        self.refuse(out, None, problem);
    }
}

impl Lines {
    fn open(&self, out: &mut Vec<u8>, id: Option<&Value>) {
        // Writing to a Vec cannot fail.
        let _ = match id {
            Some(id) => write!(out, "{{\"row\":{},\"id\":{id},", self.row),
            None => write!(out, "{{\"row\":{},", self.row),
        };
    }

    fn refuse(&self, out: &mut Vec<u8>, id: Option<&Value>, problem: &Problem) {
        self.open(out, id);
        let error = json!({
            "code": problem.code, "words": problem.words, "errors": problem.errors, "place": problem.place,
        });
        let _ = writeln!(out, "\"error\":{error}}}");
    }
}

fn read(line: &[u8], zone: &jiff::tz::TimeZone, id: &mut Option<Value>) -> Result<LocateQuery, Problem> {
    let mut fields = Fields::parse(line)?;
    *id = fields.take("id");
    let query = LocateQuery {
        lon: fields.required_number("lon"),
        lat: fields.required_number("lat"),
        datum: fields.text("datum"),
        accuracy_m: fields.number("accuracy_m"),
        category: fields.text("category"),
        answer: fields.text("answer"),
        at: None,
        known_at: None,
    };
    let (at, known_at) = (fields.text("at"), fields.text("known_at"));
    fields.finish()?;
    Ok(LocateQuery { at: instant("at", at, zone)?, known_at: instant("known_at", known_at, zone)?, ..query })
}

/// A day or a time where there is one.
pub(super) fn instant(
    name: &str,
    text: Option<String>,
    zone: &jiff::tz::TimeZone,
) -> Result<Option<Instant>, Problem> {
    let wrong = || {
        Problem::fields(vec![FieldError::new(
            name,
            "not_a_time",
            format!("{name} 应为日期或带时区的时间"),
            format!("{name} must be a day or a time with zone"),
        )])
    };
    text.map(|text| Instant::parse(&text, zone).ok_or_else(wrong)).transpose()
}
