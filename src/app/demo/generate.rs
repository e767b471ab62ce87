//! Turns the model into reports with the life of each case planned ahead. Pure: the same model, places, anchor
//! and seed give the same reports on every machine. Intake and lifecycle take them as they take live ones.

use super::model::{Habit, IncidentModel, Place, Rhythm, Source};
use super::places::Places;
use super::plan::{PlannedStep, plan_steps};
use super::random::Random;
use crate::domain::geo::{Datum, Position};
use crate::domain::instant::Instant;
use jiff::civil::Date;
use jiff::tz::TimeZone;

/// A report as somebody will have sent it.
#[derive(Debug, Clone, PartialEq)]
pub struct PlannedReport {
    /// As sent, degrees, in `datum`.
    pub lon: f64,
    pub lat: f64,
    pub datum: Datum,
    pub accuracy_m: Option<f64>,
    /// Category slug.
    pub category: String,
    /// Answer to the question that decides, to be given only if routing asks one that has this option.
    pub answer: Option<String>,
    pub description: String,
    /// The place in words.
    pub address: String,
    /// Channel: `public`, `patrol`, `12345`, `wechat` or `leader`.
    pub source: String,
    pub occurred_at: Instant,
    pub recorded_at: Instant,
    /// In order of time, all before the anchor; the first counts from `recorded_at`, each other from the one before it.
    pub steps: Vec<PlannedStep>,
    /// Index of the earlier report that this one joins, for a `merge` step.
    pub merge_into: Option<usize>,
}

/// Why a model cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ModelFault {
    #[error("incident model: source {index} names the unknown rhythm {name}")]
    UnknownRhythm { index: usize, name: String },
    #[error("incident model: category {0} has no habit")]
    UnknownHabit(String),
    #[error("incident model: source {index} names a place that is not there: {name}")]
    UnknownPlace { index: usize, name: String },
    #[error("incident model: nothing to draw from ({0})")]
    Nothing(&'static str),
    #[error("incident model: the anchor is outside the calendar")]
    Anchor,
}

/// Draws all reports, ordered by when they were recorded. `anchor` is the local midnight that ends the period;
/// nothing happens at or after it. Linear in the number of reports times the number of sources.
pub fn reports(
    model: &IncidentModel,
    places: &Places<'_>,
    anchor: Instant,
    zone: &TimeZone,
    seed: u64,
) -> Result<Vec<PlannedReport>, ModelFault> {
    let mut random = Random::for_part(seed, "demo incidents");
    let last_day = anchor.timestamp().to_zoned_datetime(zone.clone()).date();
    check(model, places)?;
    let mut drawn: Vec<(PlannedReport, usize)> = Vec::with_capacity(model.total as usize);
    while drawn.len() < model.total as usize {
        let index = random
            .weighted(model.sources.iter().map(|source| source.weight))
            .ok_or(ModelFault::Nothing("weights"))?;
        let source = &model.sources[index];
        let habit = model
            .habits
            .get(&source.category)
            .ok_or_else(|| ModelFault::UnknownHabit(source.category.clone()))?;
        let rhythm = &model.rhythms[&source.rhythm];
        let occurred_at = moment(model, source, rhythm, last_day, zone, &mut random)?;
        let at_default = (drawn.len() as u32) < model.shared_default.reports;
        let position = places
            .draw(source, &mut random)
            .ok_or_else(|| ModelFault::UnknownPlace { index, name: describe(&source.place) })?;
        let report = report(model, source, habit, position, occurred_at, at_default, anchor, &mut random);
        drawn.push((report, index));
    }
    drawn.sort_by_key(|(report, _)| report.recorded_at);
    plan(model, drawn, anchor, zone, &mut random)
}

/// Every name in the model leads somewhere.
fn check(model: &IncidentModel, places: &Places<'_>) -> Result<(), ModelFault> {
    for (index, source) in model.sources.iter().enumerate() {
        if !model.rhythms.contains_key(&source.rhythm) {
            return Err(ModelFault::UnknownRhythm { index, name: source.rhythm.clone() });
        }
        if !model.habits.contains_key(&source.category) {
            return Err(ModelFault::UnknownHabit(source.category.clone()));
        }
        if !places.has(&source.place) {
            return Err(ModelFault::UnknownPlace { index, name: describe(&source.place) });
        }
    }
    Ok(())
}

fn describe(place: &Place) -> String {
    match place {
        Place::Feature { layer, code } => format!("{}:{code}", layer.slug()),
        Place::Area { code } => code.clone(),
        Place::Roadside { code, .. } => format!("road:{code}"),
        Place::Spot { lon, lat } => format!("{lon},{lat}"),
    }
}

/// A day by trend and weekday, then a time of day by the rhythm.
fn moment(
    model: &IncidentModel,
    source: &Source,
    rhythm: &Rhythm,
    last_day: Date,
    zone: &TimeZone,
    random: &mut Random,
) -> Result<Instant, ModelFault> {
    let days = i64::from(model.days.max(1));
    let date =
        |day: i64| last_day.checked_sub(jiff::Span::new().days(days - day)).map_err(|_| ModelFault::Anchor);
    let weights: Vec<f64> = (0..days)
        .map(|day| {
            let progress = if days > 1 { day as f64 / (days - 1) as f64 } else { 0.5 };
            let weekday = date(day)?.weekday().to_monday_zero_offset();
            Ok(rhythm.weekdays[usize::from(weekday.unsigned_abs())]
                * (1.0 + source.trend * (2.0 * progress - 1.0)))
        })
        .collect::<Result<_, ModelFault>>()?;
    let day = random.weighted(weights).ok_or(ModelFault::Nothing("weekdays"))?;
    let span = random.weighted(rhythm.hours.iter().map(|span| span.2)).ok_or(ModelFault::Nothing("hours"))?;
    let (from, to, _) = rhythm.hours[span];
    let seconds = (random.between(from, to) * 3600.0).clamp(0.0, 86_399.0) as i64;
    let midnight = date(day as i64)?.to_zoned_datetime(zone.clone()).map_err(|_| ModelFault::Anchor)?;
    Ok(Instant(midnight.timestamp().as_microsecond() + seconds * Instant::SECOND))
}

#[allow(clippy::too_many_arguments, reason = "the parts of one report")]
fn report(
    model: &IncidentModel,
    source: &Source,
    habit: &Habit,
    position: Position,
    occurred_at: Instant,
    at_default: bool,
    anchor: Instant,
    random: &mut Random,
) -> PlannedReport {
    let channel = if at_default {
        "12345".to_owned()
    } else {
        let channels: Vec<(&String, &f64)> = habit.channels.iter().collect();
        let index = random.weighted(channels.iter().map(|(_, weight)| **weight));
        index.map_or_else(|| "public".to_owned(), |index| channels[index].0.clone())
    };
    // Minutes from seeing it to having it on file, and how good the place is.
    let (delay, accuracy_m) = match channel.as_str() {
        "patrol" => (random.between(0.2, 5.0), Some(random.between(3.0, 8.0))),
        "leader" => (random.between(1.0, 40.0), Some(random.between(3.0, 12.0))),
        "12345" => (random.between(25.0, 240.0), None),
        _ => (
            random.between(0.5, 25.0),
            Some(random.between(4.0, 12.0) * if random.chance(0.2) { 3.0 } else { 1.0 }),
        ),
    };
    let recorded_at = Instant(
        (occurred_at.micros() + (delay * 60.0) as i64 * Instant::SECOND)
            .min(anchor.micros() - Instant::SECOND),
    );
    let datum = if channel == "wechat" && random.chance(0.55) { Datum::Gcj02 } else { Datum::Wgs84 };
    let (lon, lat, datum) = if at_default {
        (model.shared_default.lon, model.shared_default.lat, Datum::Wgs84)
    } else {
        let [lon, lat] = datum.from_position(position);
        // Phones send seven decimals at most.
        let seven = |degrees: f64| libm::round(degrees * 1e7) / 1e7;
        (seven(lon), seven(lat), datum)
    };
    let what = random.pick(&habit.what).map_or("", String::as_str);
    let text = random.pick(&habit.texts).map_or("", String::as_str);
    let answers: Vec<(&String, &f64)> = source.answers.iter().collect();
    let answer =
        random.weighted(answers.iter().map(|(_, weight)| **weight)).map(|index| answers[index].0.clone());
    PlannedReport {
        lon,
        lat,
        datum,
        accuracy_m: accuracy_m.map(|metres| libm::round(metres * 10.0) / 10.0).filter(|_| !at_default),
        category: source.category.clone(),
        answer,
        description: text.replace("{where}", &source.where_).replace("{what}", what),
        address: source.where_.clone(),
        source: channel,
        occurred_at,
        recorded_at,
        steps: Vec::new(),
        merge_into: None,
    }
}

/// Plans what becomes of each. A report soon after another from the same source may join it.
fn plan(
    model: &IncidentModel,
    drawn: Vec<(PlannedReport, usize)>,
    anchor: Instant,
    zone: &TimeZone,
    random: &mut Random,
) -> Result<Vec<PlannedReport>, ModelFault> {
    const JOINS_WITHIN: i64 = 20 * 3600 * Instant::SECOND;
    let mut latest: Vec<Option<usize>> = vec![None; model.sources.len()];
    let mut reports: Vec<PlannedReport> = Vec::with_capacity(drawn.len());
    for (mut report, index) in drawn {
        let source = &model.sources[index];
        let habit = &model.habits[&source.category];
        let earlier = latest[index].filter(|&earlier| {
            report.recorded_at.micros() - reports[earlier].recorded_at.micros() < JOINS_WITHIN
        });
        report.merge_into = earlier.filter(|_| random.chance(0.16));
        report.steps = plan_steps(source, habit, &report, anchor, zone, random);
        if report.merge_into.is_some() {
            // The joining itself may still lie ahead.
            report.merge_into = report.merge_into.filter(|_| !report.steps.is_empty());
        } else {
            latest[index] = Some(reports.len());
        }
        reports.push(report);
    }
    Ok(reports)
}
