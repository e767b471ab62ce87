//! One step for many cases: each is decided and written by itself, and one that fails does not hold the others.

use super::steps::StepRequest;
use crate::app::answer::{BulkOutcome, BulkOutcomes, BulkProblem};
use crate::app::error::{AppError, FieldError};
use crate::app::service::{Result, Service};
use crate::app::viewer::Viewer;
use crate::domain::case::Transition;
use std::collections::HashSet;
use uuid::Uuid;

/// Cases of one request at most.
pub const MOST_CASES: usize = 100;

impl Service {
    /// Takes a step in each of some cases, on the versions that the caller knows.
    pub async fn take_step_in_all(
        &self,
        cases: Vec<(Uuid, i64)>,
        transition: Transition,
        request: StepRequest,
        viewer: &Viewer,
    ) -> Result<BulkOutcomes> {
        let fault =
            |code, zh: String, en: String| Err(AppError::invalid(FieldError::new("items", code, zh, en)));
        if cases.is_empty() || cases.len() > MOST_CASES {
            return fault(
                "out_of_range",
                format!("一次 1 到 {MOST_CASES} 件"),
                format!("1 to {MOST_CASES} cases at a time"),
            );
        }
        let mut known = HashSet::new();
        if !cases.iter().all(|(id, _)| known.insert(*id)) {
            return fault("repeated", "同一件列了两次".into(), "a case is listed twice".into());
        }
        let mut items = Vec::with_capacity(cases.len());
        for (incident, version) in cases {
            let done = self.step(incident, version, transition, request.clone(), viewer).await;
            let (version, problem) = match done {
                Ok(version) => (Some(version), None),
                Err(error) => {
                    if let AppError::Internal(source) = &error {
                        tracing::error!(%incident, error = format!("{source:#}"), "a step of many broke off");
                    }
                    (None, Some(BulkProblem::from(&error)))
                }
            };
            items.push(BulkOutcome { incident, ok: problem.is_none(), version, problem });
        }
        Ok(BulkOutcomes { items })
    }
}
