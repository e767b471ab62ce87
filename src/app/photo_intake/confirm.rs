//! A draft becomes a report, by the ordinary intake.

use crate::app::answer::{NewReport, ReportReply};
use crate::app::error::{AppError, FieldError};
use crate::app::intake::believable;
use crate::app::locate::MAX_ACCURACY_M;
use crate::app::query::IdempotencyKey;
use crate::app::service::{Result, Service};
use crate::app::viewer::Viewer;
use crate::domain::geo::Position;
use crate::domain::photo::{DraftState, PlacedBy};
use crate::store::FromDraft;
use uuid::Uuid;

/// What a person adds to a draft to make it a report. What is absent is as the draft has it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct DraftReport {
    pub category: String,
    /// The pin, where it is not where the draft has it.
    pub lon: Option<f64>,
    pub lat: Option<f64>,
    pub datum: Option<String>,
    pub answer: Option<String>,
    pub description: Option<String>,
    pub address: Option<String>,
    pub occurred_at: Option<String>,
    pub external_ref: Option<String>,
}

impl Service {
    /// Makes the report of a draft: located, routed and numbered as every report, its photos with it, in one transaction.
    /// Confirming it again in the same words gives the same answer; nobody makes a second report of it.
    pub async fn confirm_draft(&self, id: Uuid, told: DraftReport, viewer: &Viewer) -> Result<ReportReply> {
        let draft = self.draft_that_is(id).await?;
        if draft.state == DraftState::Discarded {
            return Err(self.ended(&draft).await?);
        }
        let pinned = told.lon.is_some() || told.lat.is_some();
        let own = draft.position.filter(|_| !pinned).map(Position::degrees);
        let missing =
            |field| FieldError::new(field, "missing", "请先在地图上放好位置", "place it on the map first");
        let (lon, lat) = match (own, told.lon, told.lat) {
            (Some([lon, lat]), ..) | (None, Some(lon), Some(lat)) => (lon, lat),
            (None, lon, lat) => {
                let faults = [("lon", lon), ("lat", lat)].into_iter().filter(|(_, value)| value.is_none());
                return Err(AppError::Invalid(faults.map(|(field, _)| missing(field)).collect()));
            }
        };
        let reference = self.reference();
        let by_camera = draft.placed_by == Some(PlacedBy::Camera) && own.is_some();
        let taken_at = draft.taken_at.filter(|at| believable(*at, self.now()));
        let report = NewReport {
            lon,
            lat,
            datum: told.datum.filter(|_| pinned),
            accuracy_m: draft.accuracy_m.filter(|metres| by_camera && *metres <= MAX_ACCURACY_M),
            category: told.category,
            answer: told.answer,
            description: told.description,
            address: told.address,
            occurred_at: told.occurred_at.or_else(|| taken_at.map(|at| reference.zoned(at))),
            source: Some(draft.source.clone()),
            external_ref: told.external_ref,
            contact: None,
        };
        let key = IdempotencyKey(format!("photo-draft:{id}"));
        let from = FromDraft { id, by: viewer.caller.clone() };
        match self.take_report(report, Some(key), viewer, Some(from)).await {
            // Somebody else has confirmed or discarded it, or it was confirmed in other words.
            Err(AppError::Conflict { code: "draft_changed" | "idempotency_key_reused", .. }) => {
                Err(self.ended(&self.draft_that_is(id).await?).await?)
            }
            outcome => outcome,
        }
    }
}
