//! Publication (R6): the draft on the newest edition, checked again, written in one transaction together with the
//! succession and the end of the draft; at once or at a local midnight. Going back is a publication too.

use super::answer::*;
use super::as_of::blocking;
use super::draft::Standing;
use super::draft_check::{base_changed_words, check_standing};
use super::error::{AppError, FieldError};
use super::service::{FreshEdition, Result, Service};
use crate::domain::grid::draft::{AreaChange, diff};
use crate::domain::grid::{Area, Scheme, takeovers};
use crate::domain::instant::Instant;
use crate::domain::text::Words;
use crate::store::{DraftEnd, Import, MoveIncidents, Publication, StoreError};
use std::collections::HashSet;
use std::sync::Arc;
use uuid::Uuid;

/// Others may publish while a draft is being checked; it is then carried over and checked again.
const ATTEMPTS: usize = 4;

/// How a draft is to be published.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct PublishRequest {
    /// At once when absent.
    pub in_force_from: Option<Instant>,
    pub move_incidents: MoveIncidents,
    /// The draft's own note when absent.
    pub note: Option<String>,
}

fn conflict(code: &'static str, zh: impl Into<String>, en: impl Into<String>) -> AppError {
    AppError::Conflict { code, words: Words::new(zh, en) }
}

fn nothing_changed() -> AppError {
    conflict(
        "nothing_changed",
        "与现行版本没有差别，无需发布",
        "it does not differ from the edition that stands",
    )
}

/// What leads from one list of areas to another, as a publication on edition `base`. None when nothing does.
fn publication(
    scheme: Scheme,
    base: i64,
    before: &[Area],
    after: &[Area],
    at: Instant,
) -> Option<Publication> {
    let changes = diff(before, after);
    if changes.is_empty() {
        return None;
    }
    let of = |wanted: fn(AreaChange) -> bool| -> HashSet<&str> {
        changes.iter().filter(|(_, change)| wanted(*change)).map(|(code, _)| code.as_str()).collect()
    };
    let written = of(|change| change != AreaChange::Removed);
    let ended = of(|change| change != AreaChange::Added);
    let areas: Vec<Area> =
        after.iter().filter(|area| written.contains(area.code.as_str())).cloned().collect();
    let succession = takeovers(before.iter().filter(|area| ended.contains(area.code.as_str())), &areas);
    let mut replaced: Vec<String> = ended.into_iter().map(str::to_owned).collect();
    replaced.sort_unstable();
    Some(Publication {
        scheme,
        base,
        scope: Vec::new(),
        areas,
        replaced,
        succession,
        note: String::new(),
        in_force_from: at,
        recorded_at: at,
        move_incidents: MoveIncidents::None,
    })
}

impl Service {
    /// Publishes a draft whose version the caller knows. Refuses faults, communities that others have published
    /// since, and what differs from nothing; then nothing is stored.
    pub async fn publish_draft(&self, id: Uuid, version: i64, request: &PublishRequest) -> Result<Published> {
        self.check_request(request).await?;
        for _ in 0..ATTEMPTS {
            let standing = self.standing(id).await?;
            if standing.draft.version != version {
                return Err(self.stale(&standing.draft, version).await?);
            }
            let scheme = standing.draft.scheme;
            let publication = self.prepare(Arc::clone(&standing), request).await?;
            match self.store_publication(publication, Some(DraftEnd { id, version })).await {
                Ok(number) => {
                    return self.published(FreshEdition { scheme, number, areas: &standing.after }).await;
                }
                // Another edition or another version of the draft came first; the next look tells which.
                Err(StoreError::Conflict { .. }) => {}
                Err(error) => return Err(self.not_before(scheme, error).await?),
            }
        }
        Err(conflict("busy", "其他人正在发布，请稍后再试", "others are publishing just now, try again"))
    }

    /// Publishes an edition that equals an earlier one, at once.
    pub async fn restore_edition(
        &self,
        scheme: Scheme,
        number: i64,
        note: &str,
        move_incidents: MoveIncidents,
    ) -> Result<Published> {
        for _ in 0..ATTEMPTS {
            let editions = self.store().editions(scheme).await?;
            let known = editions.iter().find(|edition| edition.number == number);
            if known.is_none_or(|edition| edition.withdrawn_at.is_some()) {
                return Err(AppError::NotFound { kind: "edition", id: number.to_string() });
            }
            let newest = self.store().newest_edition(scheme).await?;
            let before = self.edition_areas(scheme, newest).await?;
            let after = self.edition_areas(scheme, number).await?;
            let now = self.now();
            let (publication, after) =
                blocking(move || Ok((publication(scheme, newest, &before, &after, now), after))).await?;
            let mut publication = publication.ok_or_else(nothing_changed)?;
            publication.note = match note {
                "" => format!("恢复第 {number} 版"),
                note => note.to_owned(),
            };
            publication.move_incidents = move_incidents.clone();
            match self.store_publication(publication, None).await {
                Ok(number) => {
                    return self.published(FreshEdition { scheme, number, areas: &after }).await;
                }
                Err(StoreError::Conflict { .. }) => {}
                Err(error) => return Err(self.not_before(scheme, error).await?),
            }
        }
        Err(conflict("busy", "其他人正在发布，请稍后再试", "others are publishing just now, try again"))
    }

    /// Stores an edition and gives its number. Its areas go with it, before those that were stored are read again.
    async fn store_publication(
        &self,
        publication: Publication,
        draft: Option<DraftEnd>,
    ) -> std::result::Result<i64, StoreError> {
        let at = publication.recorded_at;
        let import = Import { publication: Some(&publication), draft, ..Import::at(at) };
        Ok(self.store().import(&import).await?.edition.unwrap_or_default())
    }

    async fn prepare(&self, standing: Arc<Standing>, request: &PublishRequest) -> Result<Publication> {
        if let Some(code) = standing.conflicts.first() {
            return Err(AppError::Conflict { code: "base_changed", words: base_changed_words(code) });
        }
        let now = self.now();
        let request = request.clone();
        blocking(move || {
            let check = check_standing(&standing, &standing.tree()?);
            let faults: Vec<DraftFault> = check.faults.into_iter().filter(|fault| !fault.warning).collect();
            if !faults.is_empty() {
                return Err(AppError::Faulty(faults));
            }
            let draft = &standing.draft;
            let publication =
                publication(draft.scheme, standing.newest, &standing.before, &standing.after, now);
            let publication = publication.ok_or_else(nothing_changed)?;
            let scope = match draft.scope.as_slice() {
                [] => standing.changes.touched(&standing.before).into_iter().collect(),
                scope => scope.to_vec(),
            };
            Ok(Publication {
                scope,
                note: request.note.unwrap_or_else(|| draft.note.clone()),
                in_force_from: request.in_force_from.unwrap_or(now),
                move_incidents: request.move_incidents,
                ..publication
            })
        })
        .await
    }

    async fn check_request(&self, request: &PublishRequest) -> Result<()> {
        let mut faults = Vec::new();
        if request.in_force_from.is_some_and(|from| from <= self.now()) {
            faults.push(FieldError::new(
                "in_force_from",
                "in_the_past",
                "生效日期应晚于今天；要立即生效请留空",
                "must be a day after today; leave it out to publish at once",
            ));
        }
        if request.note.as_ref().is_some_and(|note| note.chars().count() > 500 || note.contains('\0')) {
            faults.push(FieldError::new(
                "note",
                "too_long",
                "不能超过 500 字",
                "must not be longer than 500 characters",
            ));
        }
        if let MoveIncidents::These(ids) = &request.move_incidents {
            let known = self.store().incidents_of(ids).await?;
            let open: HashSet<Uuid> =
                known.iter().filter(|row| row.state.is_open()).map(|row| row.id).collect();
            faults.extend(ids.iter().enumerate().filter(|(_, id)| !open.contains(id)).map(|(index, id)| {
                FieldError::new(
                    "move_incidents",
                    "not_open",
                    format!("没有未办结的问题 {id}"),
                    format!("{id} is no open incident"),
                )
                .at(format!("move_incidents[{index}]"))
            }));
        }
        if faults.is_empty() { Ok(()) } else { Err(AppError::Invalid(faults)) }
    }

    /// After the commit: this process shows the edition at once and moves its incidents when it is in force. The
    /// edition stands whatever happens here, and the follower does what is left.
    async fn published(&self, edition: FreshEdition<'_>) -> Result<Published> {
        let number = edition.number;
        let shown = match self.reload_with(edition).await {
            Ok(()) => self.settle_moves().await.map(|_| ()),
            Err(error) => Err(error),
        };
        if let Err(error) = shown {
            tracing::warn!(%error, number, "the edition is published; the rest follows");
        }
        self.wake();
        Ok(Published { number })
    }

    /// A publication before the newest edition's own day, told as what it is.
    async fn not_before(&self, scheme: Scheme, error: StoreError) -> Result<AppError> {
        if !matches!(&error, StoreError::Value { field, .. } if field == "in_force_from") {
            return Ok(error.into());
        }
        let editions = self.store().editions(scheme).await?;
        let coming = editions.iter().rev().find(|edition| edition.withdrawn_at.is_none());
        let (number, from) =
            coming.map_or((0, self.now()), |edition| (edition.number, edition.in_force_from));
        let from = from.in_zone(self.zone());
        Ok(conflict(
            "coming_edition",
            format!("第 {number} 版将于 {from} 生效，新版本不能早于它；请改期或先撤回它"),
            format!(
                "edition {number} comes into force at {from} and a new one cannot come before it; choose a later day or withdraw it first"
            ),
        ))
    }
}
