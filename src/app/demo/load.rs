//! Loads the demo community into an empty database: boundaries, features, parties and posts, then half a year of
//! reports through the same routing and lifecycle as live ones, then the scenes. Interrupted loading goes on where it
//! stopped.

use super::model::IncidentModel;
use super::places::Places;
use super::{PlannedReport, reports};
use crate::app::answer::NewReport;
use crate::app::case::CaseTimes;
use crate::app::error::AppError;
use crate::app::service::{DEMO, Result, SITE_NAME, Service};
use crate::app::viewer::Viewer;
use crate::domain::case::{self, CaseRole, Event, Need, Needs, State, Transition};
use crate::domain::duty::{Appointment, Party, Role, Target};
use crate::domain::feature::{Feature, Layer};
use crate::domain::grid::{Area, Scheme};
use crate::domain::instant::{Instant, Validity};
use crate::domain::text::Words;
use crate::exchange::geojson_in;
use crate::exchange::members::{AreaReading, FeatureReading, FieldMap};
use crate::ids::{Ids, SeededIds};
use crate::store::{FeatureScope, IdempotencyKey, NewIncident, PartyEntry, PartyPrivate, Publication};
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::HashMap;
use uuid::Uuid;

const AREAS: &[u8] = include_bytes!("../../../geodata/demo/areas.geojson");
const FEATURES: &[u8] = include_bytes!("../../../geodata/demo/features.geojson");
const PARTIES: &[u8] = include_bytes!("../../../geodata/demo/parties.json");
const APPOINTMENTS: &[u8] = include_bytes!("../../../geodata/demo/appointments.json");
const MODEL: &[u8] = include_bytes!("../../../geodata/demo/incident_model.json");

/// All ids, positions and times of the demo come from here.
pub(super) const SEED: u64 = 20_240_607;
/// Boundaries, posts and features are older than any report.
const SINCE_DAYS: i64 = 800;
/// Reports handed to the writer at a time.
const TOGETHER: usize = 256;
pub(super) const CALLER: &str = "demo";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PartyFile {
    key: String,
    kind: crate::domain::duty::PartyKind,
    name: String,
    #[serde(default)]
    unit: Option<String>,
    #[serde(default)]
    department: Option<String>,
    public_name: bool,
    #[serde(default)]
    mobile: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AppointmentFile {
    role: Role,
    target: Target,
    #[serde(default)]
    department: Option<String>,
    #[serde(default)]
    unit: Option<String>,
    #[serde(default)]
    person: Option<String>,
    #[serde(default)]
    title: Option<String>,
    primary: bool,
    #[serde(default)]
    duty_phone: Option<String>,
    /// Days from the anchor, negative before it.
    from_days: i64,
    #[serde(default)]
    until_days: Option<i64>,
}

pub(super) fn damaged(what: &str, error: impl std::fmt::Display) -> AppError {
    AppError::Internal(anyhow::anyhow!("the built-in demo file {what} is faulty: {error}"))
}

fn parse<T: for<'de> Deserialize<'de>>(what: &str, bytes: &[u8]) -> Result<T> {
    serde_json::from_slice(bytes).map_err(|error| damaged(what, error))
}

/// The file's areas of one scheme.
fn areas_of(scheme: Scheme) -> Result<Vec<Area>> {
    let mut file: Value = parse("areas.geojson", AREAS)?;
    if let Some(features) = file["features"].as_array_mut() {
        features.retain(|feature| feature["properties"]["scheme"] == json!(scheme.slug()));
    }
    let reading = AreaReading { scheme, level: None, fields: FieldMap::default() };
    geojson_in::areas(file.to_string().as_bytes(), &reading, None)
        .map_err(|problems| damaged("areas.geojson", format!("{problems:?}")))
}

impl Service {
    /// Loads the demo unless it is there. `anchor` is the local midnight that its half year ends at. Refused on a
    /// database with other content.
    pub async fn load_demo(&self, anchor: Instant) -> Result<()> {
        let mark = self.store().setting(DEMO).await?;
        let anchor = match &mark {
            Some(mark) if mark["complete"] == json!(true) => return Ok(()),
            // Half loaded: go on with the anchor it began with.
            Some(mark) => mark["anchor"].as_i64().map_or(anchor, Instant),
            None => {
                self.refuse_other_content().await?;
                anchor
            }
        };
        let now = self.now();
        self.store().set_setting(DEMO, &json!({"anchor": anchor.micros(), "complete": false}), now).await?;
        let name = json!(Words::new("玉兰社区网格", "Yulan community grid"));
        self.store().set_setting(SITE_NAME, &name, now).await?;
        let ids = SeededIds::new(SEED);
        let since = Instant(anchor.micros() - SINCE_DAYS * Instant::DAY);
        self.load_areas(since).await?;
        self.load_features(&ids, since, now).await?;
        self.load_duty(&ids, anchor, now).await?;
        self.reload().await?;
        self.load_reports(&ids, anchor).await?;
        self.play_scenes(anchor).await?;
        // Afterwards: the tiers of a phase would change limits that the scenes are timed by.
        self.load_patrols(anchor).await?;
        self.store().set_setting(DEMO, &json!({"anchor": anchor.micros(), "complete": true}), now).await?;
        self.reload().await
    }

    async fn refuse_other_content(&self) -> Result<()> {
        let reference = self.reference();
        let empty = reference.areas.is_empty()
            && reference.features.is_empty()
            && reference.roster.parties().is_empty()
            && self.store().incident_count().await? == 0;
        if empty {
            return Ok(());
        }
        Err(AppError::Conflict {
            code: "demo_on_other_content",
            words: Words::new(
                "数据库里已有其他内容，不能载入演示社区；请去掉 --demo，或用 --data 指定另一个文件夹",
                "the database already has other content; leave out --demo, or name another folder with --data",
            ),
        })
    }

    async fn load_areas(&self, since: Instant) -> Result<()> {
        for scheme in Scheme::ALL {
            let of_scheme = areas_of(*scheme)?;
            if of_scheme.is_empty() || self.store().newest_edition(*scheme).await? > 0 {
                continue;
            }
            let publication = Publication {
                scheme: *scheme,
                base: 0,
                scope: Vec::new(),
                areas: of_scheme,
                replaced: Vec::new(),
                succession: Vec::new(),
                note: "演示社区初始网格".into(),
                in_force_from: since,
                recorded_at: since,
                move_incidents: crate::store::MoveIncidents::None,
            };
            self.store().publish(&publication).await?;
        }
        Ok(())
    }

    async fn load_features(&self, ids: &SeededIds, since: Instant, now: Instant) -> Result<()> {
        let reading = FeatureReading {
            layer: None,
            fields: FieldMap::default(),
            validity: Validity { from: since, until: None },
        };
        let features = geojson_in::features(FEATURES, &reading, None, || ids.id(since))
            .map_err(|p| damaged("features.geojson", format!("{p:?}")))?;
        for layer in Layer::ALL {
            let of_layer: Vec<Feature> = features.iter().filter(|f| f.layer == *layer).cloned().collect();
            self.store().replace_features(*layer, &FeatureScope::Layer, &of_layer, now).await?;
        }
        Ok(())
    }

    async fn load_duty(&self, ids: &SeededIds, anchor: Instant, now: Instant) -> Result<()> {
        let parties: Vec<PartyFile> = parse("parties.json", PARTIES)?;
        let keys: HashMap<&str, Uuid> =
            parties.iter().map(|party| (party.key.as_str(), ids.id(anchor))).collect();
        let find = |key: &Option<String>| match key {
            None => Ok(None),
            Some(key) => match keys.get(key.as_str()) {
                Some(id) => Ok(Some(*id)),
                None => Err(damaged("appointments.json", format!("there is no party {key}"))),
            },
        };
        let mut entries = Vec::with_capacity(parties.len());
        for party in &parties {
            entries.push(PartyEntry {
                party: Party {
                    id: keys[party.key.as_str()],
                    kind: party.kind,
                    name: party.name.clone(),
                    unit: find(&party.unit)?,
                    department: party.department.clone(),
                    public_name: party.public_name,
                    has_phone: party.mobile.is_some(),
                },
                private: party.mobile.clone().map(|mobile| PartyPrivate {
                    mobile: Some(mobile),
                    email: None,
                    address: None,
                }),
            });
        }
        self.store().upsert_parties(&entries, now).await?;
        let day = |days: i64| Instant(anchor.micros() + days * Instant::DAY);
        let mut appointments = Vec::new();
        for post in parse::<Vec<AppointmentFile>>("appointments.json", APPOINTMENTS)? {
            appointments.push(Appointment {
                id: ids.id(anchor),
                role: post.role,
                department: post.department,
                unit: find(&post.unit)?,
                person: find(&post.person)?,
                target: post.target,
                title: post.title,
                primary: post.primary,
                duty_phone: post.duty_phone,
                validity: Validity { from: day(post.from_days), until: post.until_days.map(day) },
            });
        }
        self.store().replace_appointments(None, &appointments, now).await?;
        Ok(())
    }

    async fn load_reports(&self, ids: &SeededIds, anchor: Instant) -> Result<()> {
        let model: IncidentModel = parse("incident_model.json", MODEL)?;
        let reference = self.reference();
        let planned = {
            let features = reference.features.iter().map(|(_, feature)| feature);
            let areas = reference.areas.iter().map(|(_, area)| area);
            let places = Places::new(features, areas);
            reports(&model, &places, anchor, &reference.zone, SEED)
                .map_err(|fault| damaged("incident_model.json", fault))?
        };
        let mut incidents: Vec<Uuid> = Vec::with_capacity(planned.len());
        for (chunk_number, chunk) in planned.chunks(TOGETHER).enumerate() {
            let mut waiting = Vec::with_capacity(chunk.len());
            for (offset, plan) in chunk.iter().enumerate() {
                let number = chunk_number * TOGETHER + offset;
                let incident = self.planned_incident(ids, plan, number, (&incidents, anchor))?;
                incidents.push(incident.row.id);
                waiting.push(self.writer().submit(incident).await?);
            }
            for submitted in waiting {
                submitted.receipt().await?;
            }
            // Later reports see the earlier ones, as rules about repetition want.
            while self.follow().await? {}
        }
        Ok(())
    }

    /// A planned report as intake and lifecycle make it: routed at its own time, then every step by the table.
    fn planned_incident(
        &self,
        ids: &SeededIds,
        plan: &PlannedReport,
        number: usize,
        (earlier, anchor): (&[Uuid], Instant),
    ) -> Result<NewIncident> {
        let mut report = NewReport {
            lon: plan.lon,
            lat: plan.lat,
            datum: Some(plan.datum.slug().to_owned()),
            accuracy_m: plan.accuracy_m,
            category: plan.category.clone(),
            answer: None,
            description: Some(plan.description.clone()),
            address: Some(plan.address.clone()),
            occurred_at: Some(plan.occurred_at.to_rfc3339()),
            source: Some(plan.source.clone()),
            external_ref: None,
            contact: None,
        };
        let viewer = Viewer { caller: CALLER.into(), ..Viewer::public() };
        let (mut incident, _) = self.prepare_report(&report, None, plan.recorded_at, &viewer, ids, None)?;
        // An answer counts only where routing asks a question that has it.
        if let (Some(answer), Some(question)) = (&plan.answer, &incident.row.assignment.question)
            && question.options.iter().any(|option| option.code == *answer)
        {
            report.answer = Some(answer.clone());
            incident = self.prepare_report(&report, None, plan.recorded_at, &viewer, ids, None)?.0;
        }
        incident.idempotency = Some(IdempotencyKey {
            caller: CALLER.into(),
            key: format!("{SEED}-{number}"),
            fingerprint: String::new(),
            response: json!({}),
        });
        // The demo's editions begin before its reports, and none is published while it loads.
        incident.check_edition = false;
        self.take_steps(ids, &mut incident, plan, (earlier, anchor))?;
        Ok(incident)
    }

    fn take_steps(
        &self,
        ids: &SeededIds,
        incident: &mut NewIncident,
        plan: &PlannedReport,
        (earlier, anchor): (&[Uuid], Instant),
    ) -> Result<()> {
        let reference = self.reference();
        let mut at = plan.recorded_at;
        for step in &plan.steps {
            at = Instant(at.micros() + step.delay_s * Instant::SECOND);
            let (transition, role) = (step.transition, step.role);
            if transition == Transition::Dispatch && incident.row.assignment.actor.is_none() {
                // Nobody is named: the case waits in the queue, as a live one would.
                break;
            }
            let row = &mut incident.row;
            let merged_into = plan.merge_into.and_then(|index| earlier.get(index)).copied();
            let given = Needs::of(&[Need::PreCheck, Need::PostCheck, Need::Until])
                .with(Need::Reason, step.note.is_some())
                .with(Need::Actor, row.assignment.actor.is_some())
                .with(Need::MergeInto, merged_into.is_some());
            let from = row.state;
            let taken = case::apply(from, transition, &[role], given, Needs::NONE)
                .map_err(|refused| damaged("incident_model.json", refused))?;
            let to = taken.to;
            row.state = to;
            if transition == Transition::File {
                row.filed_at = Some(at);
            }
            if transition == Transition::Merge {
                row.merged_into = merged_into;
            }
            if !to.is_open() && from.is_open() {
                row.closed_at = Some(at);
            }
            let until = Instant(at.micros() + SUSPENDED_FOR);
            row.version += 1;
            incident.events.push(Event {
                id: ids.id(at),
                incident: row.id,
                kind: taken.event,
                from: Some(from),
                to,
                at,
                actor_role: role.slug().to_owned(),
                actor_party: actor_of(role, row.actor_person),
                note: step.note.map(str::to_owned),
                detail: match transition {
                    Transition::Suspend => json!({ "until": until }),
                    _ => Value::Object(Default::default()),
                },
            });
            incident.row.suspended_until = (to == State::Suspended).then_some(until);
        }
        // What was late before the demo begins has been told long ago; only rungs that lie ahead are climbed.
        let row = &mut incident.row;
        let times = CaseTimes::of(&reference, &incident.events, row.state, &row.assignment, None, anchor);
        (row.due_at, row.warn_at) = (times.due_at, times.warn_at);
        (row.handled_at, row.next_step_at) = (times.handled_at, times.next_step_at);
        Ok(())
    }
}

/// How long the demo's suspensions are meant to last: beyond the day that it is looked at.
const SUSPENDED_FOR: i64 = 270 * Instant::DAY;

fn actor_of(role: CaseRole, handler: Option<Uuid>) -> Option<Uuid> {
    matches!(role, CaseRole::Handler | CaseRole::Finder).then_some(handler).flatten()
}
