//! Pasted text and tickets in bulk, read into drafts of reports. Nothing is stored: a person looks at each draft and confirms
//! it by the ordinary report.

use super::answer::{
    Contact, IntakeAnswer, IntakeCategory, IntakeDraft, IntakeFault, IntakeKnown, IntakePlace, IntakePrivate,
    IntakeQuestion,
};
use super::assign;
use super::error::{AppError, FieldError};
use super::locate::outcome;
use super::place::Place;
use super::posts::Posts;
use super::reference::Reference;
use super::service::{Result, Service};
use super::viewer::Viewer;
use crate::domain::category::{Category, Kind};
use crate::domain::geo::{Datum, distance_m};
use crate::domain::glossary;
use crate::domain::grid::Outcome;
use crate::domain::instant::Instant;
use crate::domain::place_text::{
    PlaceCandidate, PlaceKind, PrivateKind, TextSource, TicketFacts, TicketReading, TimeKind, facts_in,
    places_in, read_ticket, tickets_in,
};
use crate::domain::text::{Reason, Words};
use crate::exchange::tickets::{self, RowFault, TicketLine};

/// Characters of a text; some hundred messages.
pub const LONGEST_TEXT: usize = 100_000;
/// Tickets of a text; more are a case for a file.
pub const MOST_TICKETS: usize = 200;
/// A position of a file and the place that the words tell are the same within this many metres.
const AGREED_M: f64 = 100.0;

/// What one ticket is made of, whether it was pasted or came as a row.
struct Ticket {
    row: Option<u64>,
    /// Shown to who confirms it.
    text: String,
    reading: TicketReading,
    /// What the columns of a file tell beside the text.
    line: TicketLine,
    faulty: bool,
}

impl Service {
    /// Takes a pasted text apart into tickets and reads each. Computes for long: run it off the threads that answer.
    pub fn read_text(&self, text: &str, viewer: &Viewer) -> Result<IntakeAnswer> {
        let fault = |code, zh: String, en: String| AppError::invalid(FieldError::new("text", code, zh, en));
        if text.chars().nth(LONGEST_TEXT).is_some() {
            return Err(fault(
                "too_long",
                format!("文字超过 {LONGEST_TEXT} 字，请分几次粘贴，或改用工单文件"),
                format!(
                    "the text is longer than {LONGEST_TEXT} characters; paste it in parts, or use a file of tickets"
                ),
            ));
        }
        if text.contains('\0') {
            return Err(fault(
                "control_character",
                "含有不可用字符".into(),
                "contains a NUL character".into(),
            ));
        }
        let reference = &*self.reference();
        let now = self.now();
        let ground = reference.ground();
        let parts = tickets_in(text, |line| !places_in(line, ground).candidates.is_empty());
        if parts.is_empty() {
            return Err(fault("missing", "请先粘贴文字".into(), "paste a text first".into()));
        }
        if parts.len() > MOST_TICKETS {
            return Err(fault(
                "too_many",
                format!("文中有 {} 件，一次最多读 {MOST_TICKETS} 件，请分几次粘贴", parts.len()),
                format!(
                    "{} tickets; at most {MOST_TICKETS} are read at once, paste them in parts",
                    parts.len()
                ),
            ));
        }
        let words = &reference.rulebook.ticket_words;
        let drafts = parts.into_iter().map(|part| {
            let text = text[part].to_owned();
            let reading = read_ticket(&text, ground, words, now, &reference.zone);
            let ticket = Ticket { row: None, text, reading, line: TicketLine::default(), faulty: false };
            self.draft_of(reference, ticket, now, viewer)
        });
        Ok(IntakeAnswer {
            drafts: drafts.collect(),
            faults: Vec::new(),
            unread_columns: Vec::new(),
            edition: reference.edition,
            as_of: reference.zoned(now),
        })
    }

    /// Reads a file of tickets, a draft for each row that has a text. Computes for long: run it off the threads that answer.
    pub fn read_tickets(&self, bytes: &[u8], viewer: &Viewer) -> Result<IntakeAnswer> {
        let reference = &*self.reference();
        let now = self.now();
        let table = tickets::read(bytes, &reference.zone).map_err(|problem| AppError::Malformed {
            code: problem.code,
            place: problem.place,
            words: problem.words,
        })?;
        let ground = reference.ground();
        let words = &reference.rulebook.ticket_words;
        let drafts = table.lines.into_iter().map(|line| {
            let text = told(&line);
            // The place of its own column counts more than one that the text names in passing.
            let whole = match &line.place {
                Some(place) => format!("【事发地址】{place}。{text}"),
                None => text.clone(),
            };
            let mut reading = read_ticket(&whole, ground, words, now, &reference.zone);
            reading.facts = facts_in(&text, now, &reference.zone);
            let faulty = table.faults.iter().any(|fault| fault.row == line.row);
            let text = if line.place.is_some() { whole } else { text };
            self.draft_of(reference, Ticket { row: Some(line.row), text, reading, line, faulty }, now, viewer)
        });
        Ok(IntakeAnswer {
            drafts: drafts.collect(),
            faults: table.faults.into_iter().map(fault).collect(),
            unread_columns: table.unread,
            edition: reference.edition,
            as_of: reference.zoned(now),
        })
    }

    /// Says which drafts are on file already by their number, so that nothing is taken twice.
    pub async fn with_known(&self, mut answer: IntakeAnswer) -> Result<IntakeAnswer> {
        let refs: Vec<&str> =
            answer.drafts.iter().filter_map(|draft| draft.external_ref.as_deref()).collect();
        if refs.is_empty() {
            return Ok(answer);
        }
        let known = self.store().incidents_by_external_ref(&refs).await?;
        for draft in &mut answer.drafts {
            let own = known.iter().find(|ticket| Some(&ticket.external_ref) == draft.external_ref.as_ref());
            draft.known = own.map(|ticket| IntakeKnown {
                incident: ticket.id,
                number: ticket.number.clone(),
                state: ticket.state,
                state_words: glossary::term(ticket.state.slug()),
            });
            draft.sure &= draft.known.is_none();
        }
        Ok(answer)
    }

    fn draft_of(&self, reference: &Reference, ticket: Ticket, now: Instant, viewer: &Viewer) -> IntakeDraft {
        let Ticket { row, text, reading, line, faulty } = ticket;
        let mut candidates = reading.places.candidates.clone();
        let mut question = reading.question();
        if let Some(pair) = line.lonlat {
            let given = position_of(pair, &mut candidates);
            // A position from a column answers what the words leave open, where the two do not contradict each other.
            match given {
                Some(Given { agreed: true, .. }) => question = None,
                Some(Given { at, .. }) => {
                    let options = question.iter_mut().flat_map(|ask| &mut ask.options);
                    options.filter(|option| **option >= at).for_each(|option| *option += 1);
                }
                None => {}
            }
        }
        let tolerance_m = self.options().tolerance_m;
        let found: Vec<Place> = candidates
            .iter()
            .map(|candidate| Place::find(reference, candidate.position, None, tolerance_m))
            .collect();
        let first = candidates.first().map(|candidate| candidate.position);
        let places = candidates.iter().zip(&found).map(|(candidate, place)| IntakePlace {
            kind: candidate.kind,
            position: candidate.position.degrees(),
            radius_m: rounded(candidate.radius_m),
            label: candidate.label.clone(),
            reasons: candidate.reasons.clone(),
            score: candidate.score,
            words: candidate
                .spans
                .iter()
                .filter_map(|span| text.get(span.clone()))
                .map(str::to_owned)
                .collect(),
            outcome: outcome(place.located.outcome),
            distance_m: place.located.distance_m.map(rounded),
            apart_m: first.map_or(0.0, |first| rounded(distance_m(first, candidate.position))),
            areas: place.upward.iter().map(|id| reference.area_ref(*id)).collect(),
        });
        let places: Vec<IntakePlace> = places.collect();
        let (categories, told_category) = categories(reference, &reading, line.category.as_deref());
        let matter = categories.first().and_then(|first| reference.rulebook.categories.get(&first.category));
        let assignment = match (found.first(), matter) {
            (Some(place), Some(category)) => {
                let repeated = self.repeated(reference, place.position, category, now);
                Some(assign::assign(reference, place, category, None, now, repeated))
            }
            _ => None,
        };
        let owned = found.first().is_some_and(|place| place.located.outcome != Outcome::Outside)
            && assignment.as_ref().is_some_and(|own| own.actor.is_some() && own.question.is_none());
        let question_free = question.is_none();
        let facts = &reading.facts;
        IntakeDraft {
            row,
            description: facts.description.clone(),
            private: privates(facts),
            places,
            categories,
            external_ref: line.number.clone().or_else(|| facts.number.as_ref().map(|own| own.number.clone())),
            source: source(&line, facts),
            occurred_at: line.time.or_else(|| when(facts, now)).map(|at| reference.zoned(at)),
            contact: contact(&line, facts),
            question: question.map(|ask| IntakeQuestion {
                kind: ask.kind,
                words: ask.words,
                options: ask.options,
            }),
            sure: (told_category || reading.tells_matter())
                && question_free
                && owned
                && !faulty
                && !reading.cut,
            owner: assignment.map(|own| assign::answer(&Posts { reference, viewer }, &own)),
            known: None,
            cut: reading.cut,
            text,
        }
    }
}

/// The text of a row: its title, and its text where that says more.
fn told(line: &TicketLine) -> String {
    match (&line.title, &line.text) {
        (Some(title), Some(text)) if text.contains(title.as_str()) => text.clone(),
        (Some(title), Some(text)) => format!("{title}。{text}"),
        (title, text) => title.as_ref().or(text.as_ref()).cloned().unwrap_or_default(),
    }
}

/// Where the position of a file's columns came to stand among the candidates, and whether the words agree with it.
struct Given {
    at: usize,
    agreed: bool,
}

/// Puts the position of a file's columns among the candidates. None for what is no position on earth.
fn position_of([lon, lat]: [f64; 2], candidates: &mut Vec<PlaceCandidate>) -> Option<Given> {
    let position = Datum::Wgs84.to_position(lon, lat).ok()?;
    let agreed = candidates.is_empty()
        || candidates
            .first()
            .is_some_and(|first| distance_m(first.position, position) <= AGREED_M + first.radius_m);
    let [lon, lat] = position.degrees();
    let given = PlaceCandidate {
        kind: PlaceKind::Coordinates,
        position,
        radius_m: 10.0,
        label: Words::new(format!("坐标 {lon:.6}, {lat:.6}"), format!("{lon:.6}, {lat:.6}")),
        spans: Vec::new(),
        reasons: vec![Reason::new(
            "columns",
            "表中的经纬度，坐标系未注明，按 wgs84 处理；来自手机地图时可能偏差数百米",
            "longitude and latitude of the row, taken as wgs84; from a phone's map they may be off by some hundred metres",
        )],
        score: 1.0,
        features: Vec::new(),
        areas: Vec::new(),
    };
    // Where the words say otherwise, they come first: an undeclared datum is the likelier fault.
    let at = usize::from(!agreed);
    candidates.insert(at, given);
    Some(Given { at, agreed })
}

/// Categories by their words, before them the one that the ticket itself names; and whether there is such a one.
fn categories(
    reference: &Reference,
    reading: &TicketReading,
    told: Option<&str>,
) -> (Vec<IntakeCategory>, bool) {
    let known = &reference.rulebook.categories;
    let shown = |category: &Category, score, reasons, words| IntakeCategory {
        category: category.slug.clone(),
        name: category.name.clone(),
        reasons,
        score,
        words,
    };
    let mut list: Vec<IntakeCategory> = reading
        .categories
        .candidates
        .iter()
        .filter_map(|own| {
            Some(shown(known.get(&own.slug)?, own.score, own.reasons.clone(), own.words.clone()))
        })
        .collect();
    // 「市容环境/暴露垃圾」: the last is the narrowest.
    let named = told.and_then(|told| {
        let parts = told.rsplit(['/', '-', '>', '—', '、', '|', '\\']).map(str::trim);
        parts.filter(|part| !part.is_empty()).find_map(|part| {
            known.iter().find(|category| {
                category.kind == Kind::Incident
                    && (category.slug == part
                        || category.name.zh == part
                        || category.name.en.eq_ignore_ascii_case(part))
            })
        })
    });
    if let Some(category) = named {
        list.retain(|own| own.category != category.slug);
        let reason = Reason::new("column", "工单自己写明的类别", "the category that the ticket itself names");
        list.insert(0, shown(category, 1.0, vec![reason], Vec::new()));
    }
    (list, named.is_some())
}

fn privates(facts: &TicketFacts) -> Vec<IntakePrivate> {
    facts.private.iter().map(|own| IntakePrivate { kind: own.kind, value: own.value.clone() }).collect()
}

fn contact(line: &TicketLine, facts: &TicketFacts) -> Option<Contact> {
    let read = |kind| facts.private.iter().find(|own| own.kind == kind).map(|own| own.value.clone());
    let contact = Contact {
        name: line.name.clone().or_else(|| read(PrivateKind::Name)),
        phone: line.phone.clone().or_else(|| read(PrivateKind::Phone)),
    };
    (contact.name.is_some() || contact.phone.is_some()).then_some(contact)
}

/// The source as reports take it. Tickets in files come from the hotline unless they say otherwise.
fn source(line: &TicketLine, facts: &TicketFacts) -> Option<&'static str> {
    let told = line.source.as_deref();
    let says = |words: &[&str]| told.is_some_and(|told| words.iter().any(|word| told.contains(word)));
    if says(&["12345", "热线"]) {
        return Some(TextSource::Hotline.slug());
    }
    if says(&["微信", "wechat", "WeChat", "群"]) {
        return Some(TextSource::Wechat.slug());
    }
    if says(&["领导", "批示", "交办", "督办", "leader"]) {
        return Some(TextSource::Leader.slug());
    }
    if line.row > 0 {
        return Some(TextSource::Hotline.slug());
    }
    facts.source.map(TextSource::slug)
}

/// When it happened, or else when it was taken up.
fn when(facts: &TicketFacts, now: Instant) -> Option<Instant> {
    let taken = || facts.times.iter().find(|time| time.kind == TimeKind::Received);
    facts.occurred().or_else(taken).map(|time| time.from).filter(|from| *from <= now)
}

fn fault(fault: RowFault) -> IntakeFault {
    IntakeFault { row: fault.row, column: fault.column, code: fault.code, words: fault.words }
}

/// Centimetres are the grid's resolution; more digits would pretend.
fn rounded(metres: f64) -> f64 {
    libm::round(metres * 100.0) / 100.0
}
