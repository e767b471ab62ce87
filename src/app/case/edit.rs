//! Corrections of a case: description, category, position, a note. Moving the pin or changing the category routes again
//! and says what changed.

use super::change::{Outcome, set_actor, standings_of};
use super::refused;
use super::steps::LONGEST_NOTE;
use crate::app::answer::IncidentAnswer;
use crate::app::assign;
use crate::app::error::{AppError, FieldError};
use crate::app::intake::code_at;
use crate::app::locate::{self, outcome};
use crate::app::place::Place;
use crate::app::reference::Reference;
use crate::app::service::{Result, Service};
use crate::app::viewer::Viewer;
use crate::domain::case::{self, Edit, Editable, Need, Needs, Transition, edit};
use crate::domain::category::Kind;
use crate::domain::geo::{Datum, Position};
use crate::domain::grid::Level;
use crate::domain::instant::Instant;
use crate::domain::routing::Assignment;
use crate::store::{CaseFields, IncidentRow};
use serde_json::json;
use uuid::Uuid;

const LONGEST_DESCRIPTION: usize = 4_000;

/// What shall be corrected; what is absent stays.
#[derive(Debug, Clone, Default)]
pub struct CaseEdit {
    pub description: Option<String>,
    pub category: Option<String>,
    pub lon: Option<f64>,
    pub lat: Option<f64>,
    pub datum: Option<String>,
    pub note: Option<String>,
}

impl Service {
    /// Routes an incident as it is recorded, or as if it were of another place or category.
    pub(super) async fn route_again(
        &self,
        reference: &Reference,
        row: &IncidentRow,
        other: Option<(Position, &str)>,
        now: Instant,
    ) -> Result<Assignment> {
        let (position, slug) = other.unwrap_or((row.position(), row.category.as_str()));
        let category = locate::category(reference, slug).map_err(AppError::invalid)?;
        let place = Place::find(reference, position, row.accuracy_m, self.options().tolerance_m);
        let reports = self.store().incident_reports(row.id).await?;
        let answer = reports.first().and_then(|report| {
            let body: serde_json::Value = serde_json::from_str(&report.body).ok()?;
            body["answer"].as_str().map(str::to_owned)
        });
        let repeated = self.repeated(reference, position, category, row.occurred_at);
        Ok(assign::assign(reference, &place, category, answer.as_deref(), now, repeated))
    }

    /// Corrects a case on the version that the caller knows.
    pub async fn edit_case(
        &self,
        id: Uuid,
        version: i64,
        wanted: CaseEdit,
        viewer: &Viewer,
    ) -> Result<IncidentAnswer> {
        let (reference, now) = (self.reference(), self.now());
        let case = self.case(&reference, id).await?;
        let parts = case.parts(&standings_of(&reference, viewer, now));
        if let Err(fault) = case::apply(case.row.state, Transition::Edit, &parts, Needs::ALL, Needs::NONE) {
            return Err(refused(&fault));
        }
        let wanted = checked(&reference, wanted)?;
        let closed = wanted.refused(case.row.state, &parts);
        if !closed.is_empty() {
            let told = closed.into_iter().map(|field| {
                FieldError::new(
                    field.slug(),
                    "not_yours",
                    "现在由您不能改这一项",
                    "this is not yours to change in this state",
                )
            });
            return Err(AppError::Invalid(told.collect()));
        }
        let row = &case.row;
        let changes = wanted.changes(Editable {
            description: row.description.as_deref().unwrap_or_default(),
            category: &row.category,
            position: row.position(),
        });
        let brought = Needs::NONE.with(Need::Changes, !changes.is_empty());
        let step = case::apply(row.state, Transition::Edit, &parts, brought, Needs::NONE)
            .map_err(|fault| refused(&fault))?;
        let mut fields = CaseFields { state: step.to, ..CaseFields::from(row) };
        if let Some(description) = &wanted.description {
            fields.description = Some(description.clone());
        }
        let mut detail = json!({"part": step.role, "changes": changes});
        let mut assignment = None;
        if edit::routes_again(&changes) {
            let position = wanted.position.unwrap_or(row.position());
            let category = wanted.category.as_deref().unwrap_or(&row.category);
            let again = self.route_again(&reference, row, Some((position, category)), now).await?;
            let place = Place::find(&reference, position, row.accuracy_m, self.options().tolerance_m);
            let code = |level| code_at(&reference, &place.upward, level);
            fields = CaseFields {
                lon: position.lon,
                lat: position.lat,
                category: category.to_owned(),
                outcome: outcome(place.located.outcome).into(),
                distance_m: place.located.distance_m,
                edition: reference.edition,
                area_code: place.upward.first().map(|id| reference.areas.area(*id).code.clone()),
                point_code: code(Level::Point),
                zone_code: code(Level::Zone),
                community_code: code(Level::Community),
                ..fields
            };
            set_actor(&mut fields, &again);
            if let Some(filed) =
                row.filed_at.filter(|_| row.due_at.is_some() || row.assignment.limit.is_none())
            {
                fields.due_at = self.due(&reference, &case, &again, filed, now);
            }
            detail["turns"] = json!(edit::turns(&row.assignment, &again));
            detail["before"] = json!(row.assignment);
            assignment = Some(again);
        }
        let note = wanted.note.clone();
        let outcome = Outcome { fields, assignment, kind: step.event, note, detail };
        self.store_change(&case, version, outcome, viewer, now).await?;
        self.case_answer(id, viewer).await
    }
}

/// The fields of an edit; all faults come back at once.
fn checked(reference: &Reference, wanted: CaseEdit) -> Result<Edit> {
    let mut faults = Vec::new();
    let mut text = |field: &str, text: Option<String>, most: usize| {
        let text = text.map(|text| text.trim().to_owned());
        if text.as_ref().is_some_and(|text| text.chars().count() > most || text.contains('\0')) {
            faults.push(FieldError::new(
                field,
                "too_long",
                format!("不能超过 {most} 字"),
                format!("must not be longer than {most} characters"),
            ));
        }
        text
    };
    let description = text("description", wanted.description, LONGEST_DESCRIPTION);
    let note = text("note", wanted.note, LONGEST_NOTE).filter(|note| !note.is_empty());
    if let Some(slug) = &wanted.category {
        match locate::category(reference, slug) {
            Err(fault) => faults.push(fault),
            Ok(category) if category.kind == Kind::CheckItem => faults.push(FieldError::new(
                "category",
                "not_reportable",
                format!("「{}」是检查项，不能作为问题", category.name.zh),
                format!("“{}” is a check item, not a problem", category.name.en),
            )),
            Ok(_) => {}
        }
    }
    let position = match (wanted.lon, wanted.lat) {
        (None, None) => None,
        (Some(lon), Some(lat)) => {
            let datum = locate::datum(wanted.datum.as_deref()).map_err(|fault| faults.push(fault));
            let position = locate::position(lon, lat, datum.unwrap_or(Datum::Wgs84));
            position.map_err(|fault| faults.push(fault)).ok()
        }
        (lon, _) => {
            let field = if lon.is_none() { "lon" } else { "lat" };
            faults.push(FieldError::new(field, "missing", "经纬度须同时给出", "give both lon and lat"));
            None
        }
    };
    if faults.is_empty() {
        Ok(Edit { description, category: wanted.category, position, note })
    } else {
        Err(AppError::Invalid(faults))
    }
}
