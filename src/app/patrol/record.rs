//! Taking down a patrol: where, when, in which post, what was looked at, and what was found.

use super::ground::{self, Made, Place};
use crate::app::answer::PatrolRecorded;
use crate::app::error::{AppError, FieldError};
use crate::app::intake::{check_key, check_text};
use crate::app::query::IdempotencyKey;
use crate::app::reference::Reference;
use crate::app::service::{Result, Service};
use crate::app::viewer::Viewer;
use crate::domain::account::AccountRole;
use crate::domain::campaign::Asked;
use crate::domain::duty::{Appointment, Role};
use crate::domain::feature::Layer;
use crate::domain::grid::Level;
use crate::domain::instant::Instant;
use crate::domain::text::Words;
use crate::store::{self, NewPatrol, Patrolled};
use serde::Serialize;
use serde_json::json;
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// Patrols ahead by more than this come from a wrong clock.
const AHEAD: i64 = 10 * 60 * Instant::SECOND;
/// What waited on a phone without a line is taken so long afterwards.
const LONGEST_AGO: i64 = 3 * Instant::DAY;
const LONGEST_NOTE: usize = 1_000;
const MOST_INCIDENTS: usize = 50;

/// A patrol as it is told.
#[derive(Debug, Clone, Default, Serialize)]
pub struct PatrolRequest {
    /// Slug of the layer of a feature; absent for an area.
    pub layer: Option<String>,
    pub code: String,
    /// The post that it was made in, where the caller has several there.
    pub role: Option<String>,
    /// Now when absent.
    pub visited_at: Option<String>,
    pub checks: Vec<String>,
    pub nothing: bool,
    /// Ids of reports made meanwhile.
    pub incidents: Vec<String>,
    pub note: Option<String>,
}

/// A patrol whose every field is good.
struct Checked {
    place: Place,
    visited_at: Instant,
    role: Option<Role>,
    appointment: Option<Uuid>,
    incidents: Vec<Uuid>,
}

impl Service {
    /// Stores a patrol. The same key and content get the same again; what is asked of the place is told as it stands now.
    pub async fn record_patrol(
        &self,
        request: PatrolRequest,
        key: Option<IdempotencyKey>,
        viewer: &Viewer,
    ) -> Result<(PatrolRecorded, bool)> {
        let (reference, now, day) = (self.reference(), self.now(), self.today());
        check_key(key.as_ref())?;
        let patrols: Vec<Asked> = reference.campaigns.patrols_on(day).collect();
        let checked = self.check_patrol(&reference, &patrols, &request, viewer).await?;
        let place = checked.place;
        let home = place.area(&reference).and_then(|id| reference.ancestor_at(id, Level::Community));
        let (layer, code) = place.key(&reference);
        let id = self.ids().id(now);
        let patrol = NewPatrol {
            home_code: home.map_or_else(|| "-".to_owned(), |id| reference.areas.area(id).code.clone()),
            id,
            layer,
            place: code.to_owned(),
            role: checked.role,
            appointment: checked.appointment,
            party: viewer.party(),
            account: viewer.account(),
            visited_at: checked.visited_at,
            recorded_at: now,
            checks: unique(&request.checks),
            found_nothing: request.nothing,
            incidents: checked.incidents,
            note: request.note.as_deref().map(str::trim).filter(|note| !note.is_empty()).map(str::to_owned),
        };
        let times = [reference.zoned(patrol.visited_at), reference.zoned(now)];
        let key = key.map(|key| -> Result<store::IdempotencyKey> {
            Ok(store::IdempotencyKey {
                caller: viewer.caller.clone(),
                key: key.0,
                fingerprint: fingerprint(&request)?,
                response: json!({"patrol": id, "visited_at": times[0], "recorded_at": times[1]}),
            })
        });
        let outcome = self.store().record_patrol(&patrol, key.transpose()?.as_ref()).await?;
        let (id, [visited_at, recorded_at], replayed) = match outcome {
            Patrolled::Recorded => (id, times, false),
            Patrolled::Replayed(answer) => {
                let text = |name: &str| answer[name].as_str().unwrap_or_default().to_owned();
                let id = answer["patrol"].as_str().and_then(|id| id.parse().ok());
                let id = id.ok_or_else(|| AppError::Internal(anyhow::anyhow!("the key is of no patrol")))?;
                (id, [text("visited_at"), text("recorded_at")], true)
            }
        };
        let rows = self.patrols_for(&reference, &patrols, day).await?;
        let made = Made::new(&reference, &rows);
        let here = patrols.iter().filter(|asked| place.is_asked(&reference, asked.patrol.place));
        let asked = here.map(|asked| {
            let visited = made.visited(asked, day, place.key(&reference));
            ground::answer(&reference, viewer, asked, place, visited)
        });
        let (asked, place) = (asked.collect(), place.answer(&reference));
        Ok((PatrolRecorded { id, visited_at, recorded_at, place, asked }, replayed))
    }

    /// Checks every field; all faults come back at once.
    async fn check_patrol(
        &self,
        reference: &Reference,
        patrols: &[Asked<'_>],
        request: &PatrolRequest,
        viewer: &Viewer,
    ) -> Result<Checked> {
        let now = self.now();
        let mut faults = Vec::new();
        let place = find(reference, request, &mut faults);
        let visited_at = visited_at(reference, request, now, &mut faults);
        for (n, check) in request.checks.iter().enumerate() {
            if reference.rulebook.categories.get(check).is_none() {
                faults.push(FieldError::new(
                    &format!("checks[{n}]"),
                    "unknown",
                    format!("没有事项类别「{check}」"),
                    format!("there is no category “{check}”"),
                ));
            }
        }
        check_text("note", request.note.as_deref(), LONGEST_NOTE, &mut faults);
        let role = request.role.as_deref().and_then(|slug| {
            let role = Role::from_slug(slug);
            if role.is_none() {
                let (zh, en) = (format!("没有岗位「{slug}」"), format!("there is no role “{slug}”"));
                faults.push(FieldError::new("role", "unknown", zh, en));
            }
            role
        });
        if request.nothing && !request.incidents.is_empty() {
            faults.push(FieldError::new(
                "nothing",
                "contradiction",
                "既然有上报，就不能同时写「未发现问题」",
                "reports were made, so something was found",
            ));
        }
        let incidents = self.known_incidents(&request.incidents, &mut faults).await?;
        let (Some(place), Some(visited_at), true) = (place, visited_at, faults.is_empty()) else {
            return Err(AppError::Invalid(faults));
        };
        let post = post_at(reference, patrols, viewer, place, role)?;
        let (role, appointment) = (post.map(|post| post.role), post.map(|post| post.id));
        Ok(Checked { place, visited_at, role, appointment, incidents })
    }

    async fn known_incidents(&self, asked: &[String], faults: &mut Vec<FieldError>) -> Result<Vec<Uuid>> {
        if asked.len() > MOST_INCIDENTS {
            faults.push(FieldError::new(
                "incidents",
                "too_many",
                format!("一次巡查最多关联 {MOST_INCIDENTS} 件上报"),
                format!("a patrol is tied to {MOST_INCIDENTS} reports at most"),
            ));
            return Ok(Vec::new());
        }
        let mut known = Vec::new();
        for (n, text) in asked.iter().enumerate() {
            let found = match text.parse() {
                Ok(id) => self.store().incident(id).await?.map(|row| row.id),
                Err(_) => None,
            };
            match found {
                Some(id) if known.contains(&id) => {}
                Some(id) => known.push(id),
                None => faults.push(FieldError::new(
                    &format!("incidents[{n}]"),
                    "unknown",
                    format!("没有上报「{text}」"),
                    format!("there is no report “{text}”"),
                )),
            }
        }
        Ok(known)
    }
}

fn find(reference: &Reference, request: &PatrolRequest, faults: &mut Vec<FieldError>) -> Option<Place> {
    let layer = match request.layer.as_deref() {
        None => None,
        Some(slug) => match Layer::from_slug(slug) {
            Some(layer) => Some(layer),
            None => {
                let (zh, en) = (format!("没有图层「{slug}」"), format!("there is no layer “{slug}”"));
                faults.push(FieldError::new("layer", "unknown", zh, en));
                return None;
            }
        },
    };
    let found = Place::find(reference, layer, &request.code);
    if found.is_none() {
        let code = &request.code;
        faults.push(FieldError::new(
            "code",
            "unknown",
            format!("没有这个地方「{code}」，可能网格已经调整，请重新选择"),
            format!("there is no place “{code}”; boundaries may have changed, choose again"),
        ));
    }
    found
}

fn visited_at(
    reference: &Reference,
    request: &PatrolRequest,
    now: Instant,
    faults: &mut Vec<FieldError>,
) -> Option<Instant> {
    let Some(text) = request.visited_at.as_deref() else { return Some(now) };
    let read = Instant::parse(text, &reference.zone);
    let fault = match read {
        None => Some((
            "malformed",
            "时间应为带时区的 RFC 3339 格式，如 2026-11-24T08:30:00+08:00",
            "a time is written as RFC 3339 with zone, 2026-11-24T08:30:00+08:00 for instance",
        )),
        Some(at) if at.micros() > now.micros().saturating_add(AHEAD) => {
            Some(("in_the_future", "巡查时间晚于现在，请检查手机时钟", "lies in the future; check the clock"))
        }
        Some(at) if at.micros() < now.micros().saturating_sub(LONGEST_AGO) => Some((
            "too_old",
            "巡查记录只能补记三天以内的",
            "lies more than three days back; patrols are taken down within three days",
        )),
        Some(_) => None,
    };
    if let Some((code, zh, en)) = fault {
        faults.push(FieldError::new("visited_at", code, zh, en));
    }
    // A clock a little ahead of ours would put a patrol into a time that is not there yet.
    read.map(|at| Instant(at.micros().min(now.micros())))
}

/// The caller's post at a place: the one named, else one that a patrol is asked of, else the nearest. None for a grid worker
/// or the office without one, who may go anywhere; refused for others.
fn post_at<'v>(
    reference: &Reference,
    patrols: &[Asked],
    viewer: &'v Viewer,
    place: Place,
    role: Option<Role>,
) -> Result<Option<&'v Appointment>> {
    let targets = place.targets(reference);
    let mut here: Vec<(usize, &Appointment)> = viewer
        .posts
        .iter()
        .filter_map(|post| Some((targets.iter().position(|target| *target == post.target)?, post)))
        .collect();
    here.sort_by_key(|(distance, _)| *distance);
    let with = |role: Role| here.iter().find(|(_, post)| post.role == role).map(|(_, post)| *post);
    if let Some(role) = role {
        return with(role).map(Some).ok_or_else(|| {
            AppError::invalid(FieldError::new(
                "role",
                "not_yours",
                "您在这里没有这个岗位",
                "you do not hold this post here",
            ))
        });
    }
    let mut wanted = patrols.iter().filter(|asked| place.is_asked(reference, asked.patrol.place));
    let asked = wanted.find_map(|asked| with(asked.patrol.role));
    if let Some(post) = asked.or(here.first().map(|(_, post)| *post)) {
        return Ok(Some(post));
    }
    let anywhere = viewer.roles.has(AccountRole::CommunityOffice)
        || (viewer.posts.is_empty() && viewer.roles.has(AccountRole::GridWorker));
    if anywhere {
        return Ok(None);
    }
    Err(AppError::Forbidden {
        code: "not_your_place",
        words: Words::new(
            "这里不在您的责任范围内，只能记录自己责任范围内的巡查",
            "this place is not yours; patrols are taken down where you hold a post",
        ),
    })
}

fn unique(checks: &[String]) -> Vec<String> {
    let mut unique: Vec<String> = Vec::new();
    for check in checks {
        if !unique.contains(check) {
            unique.push(check.clone());
        }
    }
    unique
}

/// SHA-256 of the parsed fields: spelling and order of the body do not matter (R12).
fn fingerprint(request: &PatrolRequest) -> Result<String> {
    let canonical =
        serde_json::to_vec(&("patrol", request)).map_err(|error| AppError::Internal(error.into()))?;
    Ok(Sha256::digest(&canonical).iter().map(|byte| format!("{byte:02x}")).collect())
}
