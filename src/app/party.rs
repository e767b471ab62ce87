//! The reveal door: the only way by which a personal phone leaves (R11).

use super::answer::PartyRevealed;
use super::error::{AppError, FieldError};
use super::reference::Reference;
use super::service::{Result, Service};
use super::viewer::Viewer;
use crate::domain::account::AccountRole;
use crate::domain::duty::{Appointment, Target};
use crate::domain::grid::{AreaId, Level, Scheme};
use crate::domain::instant::Instant;
use crate::domain::text::Words;
use crate::store::AuditEntry;
use serde_json::json;
use std::collections::HashSet;
use uuid::Uuid;

/// Reasons longer than this are essays.
const LONGEST_REASON: usize = 500;

/// Whether the caller may ask for anybody, not only for people of his own areas.
fn everybodys(viewer: &Viewer) -> bool {
    viewer.roles.has(AccountRole::CommunityOffice) || viewer.roles.has(AccountRole::Administrator)
}

/// Whether a party holds a post that the caller works with: on an area or feature of the same community as one of his own
/// posts, or in the same unit.
fn is_near(reference: &Reference, viewer: &Viewer, party: Uuid, now: Instant) -> bool {
    let homes: HashSet<_> = viewer.posts.iter().filter_map(|post| home_of(reference, post)).collect();
    let units: HashSet<_> = viewer.posts.iter().filter_map(|post| post.unit).collect();
    if units.contains(&party) || viewer.party() == Some(party) {
        return true;
    }
    let theirs = reference.roster.appointments().iter().filter(|post| {
        (post.person == Some(party) || post.unit == Some(party)) && post.validity.holds_at(now)
    });
    theirs.into_iter().any(|post| {
        home_of(reference, post).is_some_and(|home| homes.contains(&home))
            || post.unit.is_some_and(|unit| units.contains(&unit))
    })
}

/// The community that a post belongs to; for posts above it, what they are on.
fn home_of(reference: &Reference, post: &Appointment) -> Option<AreaId> {
    let area = match &post.target {
        Target::Area { scheme, code } => reference.areas.get(*scheme, code)?,
        Target::Feature { layer, code } => {
            let feature = reference.features.feature(reference.features.get(*layer, code)?);
            let spot = *feature.geometry.vertices().first()?;
            reference.areas.containing(Scheme::Duty, spot)?
        }
    };
    let community = |id: &AreaId| reference.areas.area(*id).level == Level::Community;
    Some(std::iter::once(area).chain(reference.areas.ancestors(area)).find(community).unwrap_or(area))
}

fn refused() -> AppError {
    AppError::Forbidden {
        code: "not_your_area",
        words: Words::new(
            "只能查看与自己任职同一社区或同一单位的人的个人电话；请拨打岗位值班电话，或请社区办公室代查",
            "personal phones are shown for people of your own community or unit; use the duty phone, or ask the community office",
        ),
    }
}

impl Service {
    /// Hands out a personal phone to who may have it. The audit row is committed before the number leaves.
    pub async fn reveal(&self, party: Uuid, reason: &str, viewer: &Viewer) -> Result<PartyRevealed> {
        if !viewer.reveal {
            return Err(refused());
        }
        let reason = reason.trim();
        if reason.is_empty() || reason.chars().count() > LONGEST_REASON {
            return Err(AppError::invalid(FieldError::new(
                "reason",
                "out_of_range",
                format!("请填写查询事由（不超过 {LONGEST_REASON} 字）"),
                format!("say why the phone is needed, in at most {LONGEST_REASON} characters"),
            )));
        }
        let reference = self.reference();
        let Some(known) = reference.roster.party(party) else {
            return Err(AppError::NotFound { kind: "party", id: party.to_string() });
        };
        let now = self.now();
        if !everybodys(viewer) && !is_near(&reference, viewer, party, now) {
            return Err(refused());
        }
        let private = self.store().party_private(party).await?;
        self.store()
            .audit(&AuditEntry {
                home_code: "-".into(),
                id: self.ids().id(now),
                at: now,
                actor: viewer.caller.clone(),
                action: "reveal_phone".into(),
                subject: party.to_string(),
                detail: json!({"reason": reason}),
            })
            .await?;
        Ok(PartyRevealed {
            id: party,
            name: known.name.clone(),
            mobile: private.and_then(|private| private.mobile),
        })
    }
}
