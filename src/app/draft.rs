//! Drafts of editions: begun, read, changed with the version that the caller knows (R12), taken back. A draft is
//! always a tree on the edition that it was begun on; whether its ground is whole is the check's question.

use super::answer::*;
use super::as_of::blocking;
use super::collection::{FeatureRows, GeoFeature};
use super::error::{AppError, FieldError};
use super::service::{Result, Service};
use super::viewer::Viewer;
use crate::domain::geo::validity;
use crate::domain::grid::draft::{Changeset, diff};
use crate::domain::grid::{Area, AreaSet, Level, Scheme};
use crate::domain::progress::Progress;
use crate::domain::text::Words;
use crate::exchange::geometry_json;
use crate::store::{Draft, DraftArea, DraftSave, Import, StoreError};
use serde_json::{Map, Value};
use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;
use uuid::Uuid;

pub(super) const LONGEST_NOTE: usize = 500;
const LONGEST_NAME: usize = 256;

/// What a new draft is to be.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct NewDraft {
    pub scheme: Scheme,
    /// Codes of communities; empty for the whole scheme.
    pub scope: Vec<String>,
    pub note: String,
}

/// One save: everything that it says holds together.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct DraftEdit {
    pub upsert: Vec<Area>,
    pub remove: Vec<String>,
    pub reason: String,
}

/// A draft with the areas around it: those of the newest edition, and what the draft makes of them.
pub(super) struct Standing {
    pub draft: Draft,
    /// The newest edition, 0 before the first.
    pub newest: i64,
    pub changes: Changeset,
    /// The areas of `newest`, or those of the draft's own base where others have changed the same communities.
    pub before: Vec<Area>,
    pub after: Vec<Area>,
    /// Communities that were changed here and, since the draft was begun, by others.
    pub conflicts: BTreeSet<String>,
}

impl Standing {
    /// Whether an area of a set belongs to the draft's scope.
    pub fn covers(&self, set: &AreaSet, id: crate::domain::grid::AreaId) -> bool {
        let scope = &self.draft.scope;
        scope.is_empty() || set.ancestors(id).any(|above| scope.contains(&set.area(above).code))
    }

    /// The areas after publication as a tree. Fails where the draft no longer fits the newest edition.
    pub fn tree(&self) -> Result<AreaSet> {
        AreaSet::build(self.after.clone()).map_err(|faults| {
            let told: Vec<Words> = faults.iter().map(|fault| fault.words()).collect();
            let join =
                |pick: fn(&Words) -> &String| told.iter().map(pick).cloned().collect::<Vec<_>>().join("; ");
            AppError::Conflict {
                code: "no_tree",
                words: Words::new(join(|words| &words.zh), join(|words| &words.en)),
            }
        })
    }
}

fn field(name: &str, code: &str, zh: impl Into<String>, en: impl Into<String>) -> AppError {
    AppError::invalid(FieldError::new(name, code, zh, en))
}

pub(super) fn check_text(name: &str, text: &str, most: usize, faults: &mut Vec<FieldError>) {
    if text.chars().count() > most || text.contains('\0') {
        faults.push(FieldError::new(
            name,
            "too_long",
            format!("不能超过 {most} 字，也不能含控制字符"),
            format!("must not be longer than {most} characters nor contain NUL"),
        ));
    }
}

fn no_draft(id: Uuid) -> AppError {
    AppError::NotFound { kind: "draft", id: id.to_string() }
}

/// Areas of a draft on their way out.
pub struct DraftAreaRows {
    pub version: i64,
    areas: Vec<Area>,
    /// Slugs of the changes by code.
    changes: HashMap<String, &'static str>,
}

impl FeatureRows for DraftAreaRows {
    type Properties = DraftAreaProperties;

    fn members(&self) -> Map<String, Value> {
        Map::from_iter([("version".to_owned(), self.version.into())])
    }

    fn count(&self) -> usize {
        self.areas.len()
    }

    fn feature(&self, index: usize) -> GeoFeature<DraftAreaProperties> {
        let area = &self.areas[index];
        GeoFeature {
            id: Some(area.code.clone()),
            geometry: area.shape.as_ref().map(geometry_json::shape),
            properties: DraftAreaProperties {
                code: area.code.clone(),
                name: area.name.clone(),
                level: area.level.slug(),
                parent: area.parent.clone(),
                extent: area.extent.clone(),
                changed: self.changes.get(&area.code).copied(),
            },
        }
    }
}

impl Service {
    /// Begins a draft on the newest edition.
    pub async fn create_draft(&self, new: NewDraft, viewer: &Viewer) -> Result<DraftAnswer> {
        let mut faults = Vec::new();
        check_text("note", &new.note, LONGEST_NOTE, &mut faults);
        let base = self.store().newest_edition(new.scheme).await?;
        if !new.scope.is_empty() {
            let areas = self.store().areas_of(new.scheme, base).await?;
            let communities: HashSet<&str> = areas
                .iter()
                .filter(|area| area.level == Level::Community)
                .map(|area| area.code.as_str())
                .collect();
            for (index, code) in new.scope.iter().enumerate() {
                if !communities.contains(code.as_str()) {
                    let fault = FieldError::new(
                        "scope",
                        "unknown",
                        format!("没有编码为「{code}」的社区"),
                        format!("there is no community with the code “{code}”"),
                    );
                    faults.push(fault.at(format!("scope[{index}]")));
                }
            }
        }
        if !faults.is_empty() {
            return Err(AppError::Invalid(faults));
        }
        let mut scope = new.scope;
        scope.sort_unstable();
        scope.dedup();
        let now = self.now();
        let draft = Draft {
            id: self.ids().id(now),
            scheme: new.scheme,
            base,
            scope,
            note: new.note,
            version: 1,
            created_at: now,
            changed_at: now,
            ended_at: None,
            outcome: None,
            edition: None,
        };
        self.store().create_draft(&draft, &viewer.caller).await?;
        self.draft_answer(&draft).await
    }

    /// An open draft.
    pub async fn draft(&self, id: Uuid) -> Result<DraftAnswer> {
        let draft = self.open_draft(id).await?;
        self.draft_answer(&draft).await
    }

    /// Ends a draft without publishing it; what it held stays in the history.
    pub async fn withdraw_draft(&self, id: Uuid) -> Result<()> {
        self.store().withdraw_draft(id, self.now()).await.map_err(|error| match error {
            StoreError::NotFound => no_draft(id),
            error => error.into(),
        })
    }

    /// All areas of the draft's scope as they would be.
    pub async fn draft_areas(&self, id: Uuid) -> Result<DraftAreaRows> {
        let standing = self.standing(id).await?;
        blocking(move || {
            let set = standing.tree()?;
            let changes = diff(&standing.before, &standing.after).into_iter();
            let changes = changes.map(|(code, change)| (code, change.slug())).collect();
            let covered = set.iter().filter(|(id, _)| standing.covers(&set, *id));
            let areas = covered.map(|(_, area)| area.clone()).collect();
            Ok(DraftAreaRows { version: standing.draft.version, areas, changes })
        })
        .await
    }

    /// Adds a change to a draft whose version the caller knows; all of it or nothing.
    pub async fn change_draft(
        &self,
        id: Uuid,
        version: i64,
        edit: DraftEdit,
        viewer: &Viewer,
    ) -> Result<DraftAnswer> {
        let draft = self.open_draft(id).await?;
        if draft.version != version {
            return Err(self.stale(&draft, version).await?);
        }
        self.save_edit(&draft, edit, viewer, None).await
    }

    /// Writes a change of a draft that was at this version when the change was made.
    pub(super) async fn save_edit(
        &self,
        draft: &Draft,
        edit: DraftEdit,
        viewer: &Viewer,
        progress: Option<&Progress>,
    ) -> Result<DraftAnswer> {
        let changes = self.changeset(draft).await?;
        let base = self.edition_areas(draft.scheme, draft.base).await?;
        let (scope, scheme) = (draft.scope.clone(), draft.scheme);
        let reason = edit.reason.clone();
        let written = blocking(move || checked(edit, scheme, changes, base, &scope)).await?;
        let Draft { id, version, .. } = *draft;
        let save = DraftSave { id, version, areas: &written, reason: &reason, actor: &viewer.caller };
        let import = Import { draft_save: Some(&save), progress, ..Import::at(self.now()) };
        match self.store().import(&import).await {
            Ok(_) => self.draft(id).await,
            Err(error) => Err(self.not_saved(id, version, error).await?),
        }
    }

    /// The areas of an edition; their borders are those of the snapshot where it is the one in force.
    pub(super) async fn edition_areas(&self, scheme: Scheme, edition: i64) -> Result<Vec<Area>> {
        let reference = self.reference();
        if reference.editions.contains(&(scheme, edition)) {
            let of_scheme = reference.areas.iter().filter(|(_, area)| area.scheme == scheme);
            return Ok(of_scheme.map(|(_, area)| area.clone()).collect());
        }
        Ok(self.store().areas_of(scheme, edition).await?)
    }

    /// Why a change of a draft was not written.
    pub(super) async fn not_saved(&self, id: Uuid, version: i64, error: StoreError) -> Result<AppError> {
        match error {
            StoreError::Conflict { .. } => self.stale(&self.open_draft(id).await?, version).await,
            StoreError::NotFound => Ok(no_draft(id)),
            error => Ok(error.into()),
        }
    }

    pub(super) async fn open_draft(&self, id: Uuid) -> Result<Draft> {
        let draft = self.store().draft(id).await?;
        draft.filter(|draft| draft.ended_at.is_none()).ok_or_else(|| no_draft(id))
    }

    /// Why a version that is not the newest one cannot be changed.
    pub(super) async fn stale(&self, draft: &Draft, known: i64) -> Result<AppError> {
        let changed = self.store().draft_changed_since(draft.id, known).await?;
        Ok(AppError::Stale { current: draft.version, changed })
    }

    pub(super) async fn draft_answer(&self, draft: &Draft) -> Result<DraftAnswer> {
        let counts = self.store().draft_counts(draft.id).await?;
        let zoned = |at: crate::domain::instant::Instant| at.in_zone(self.zone());
        Ok(DraftAnswer {
            id: draft.id,
            scheme: draft.scheme.slug(),
            base: draft.base,
            scope: draft.scope.clone(),
            note: draft.note.clone(),
            version: draft.version,
            created_at: zoned(draft.created_at),
            changed_at: zoned(draft.changed_at),
            areas_changed: counts.changed,
            areas_removed: counts.removed,
        })
    }

    pub(super) async fn changeset(&self, draft: &Draft) -> Result<Changeset> {
        let areas = self.store().draft_areas(draft).await?;
        Ok(Changeset(areas.into_iter().map(entry).collect()))
    }

    /// The draft on the newest edition, by machine where nobody else changed the same communities (R6).
    pub(super) async fn standing(&self, id: Uuid) -> Result<Arc<Standing>> {
        let draft = self.open_draft(id).await?;
        let changes = self.changeset(&draft).await?;
        let newest = self.store().newest_edition(draft.scheme).await?;
        let base = self.edition_areas(draft.scheme, draft.base).await?;
        let latest = match newest == draft.base {
            true => None,
            false => Some(self.edition_areas(draft.scheme, newest).await?),
        };
        blocking(move || {
            let conflicts = match &latest {
                Some(latest) => changes.conflicts(&base, latest, &draft.scope),
                None => BTreeSet::new(),
            };
            let before = if conflicts.is_empty() { latest.unwrap_or(base) } else { base };
            let after = changes.apply(before.clone());
            Ok(Arc::new(Standing { draft, newest, changes, before, after, conflicts }))
        })
        .await
    }
}

fn entry(area: DraftArea) -> (String, Option<Area>) {
    match area {
        DraftArea::Is(area) => (area.code.clone(), Some(area)),
        DraftArea::Gone(code) => (code, None),
    }
}

/// Checks an edit against the draft as it stands; gives the rows to write. All faults come back at once.
pub(super) fn checked(
    edit: DraftEdit,
    scheme: Scheme,
    mut changes: Changeset,
    base: Vec<Area>,
    scope: &[String],
) -> Result<Vec<DraftArea>> {
    if edit.upsert.is_empty() && edit.remove.is_empty() {
        return Err(field("upsert", "missing", "没有任何改动", "there is nothing to change"));
    }
    let mut faults = Vec::new();
    if edit.reason.trim().is_empty() {
        faults.push(FieldError::new("reason", "missing", "请写明理由", "say why"));
    }
    check_text("reason", &edit.reason, LONGEST_NOTE, &mut faults);
    let mut seen: HashSet<String> = HashSet::new();
    let mut written = Vec::new();
    let twice = |place: String, code: &str| {
        FieldError::new(
            "upsert",
            "duplicate_code",
            format!("编码 {code} 在这次保存里出现两次"),
            format!("the code {code} appears twice in this save"),
        )
        .at(place)
    };
    for (index, mut area) in edit.upsert.into_iter().enumerate() {
        let place = format!("upsert[{index}]");
        check_text("upsert", &area.name, LONGEST_NAME, &mut faults);
        if !seen.insert(area.code.clone()) {
            faults.push(twice(place.clone(), &area.code));
        }
        if area.scheme != scheme {
            area.scheme = scheme;
        }
        if let Some(shape) = area.shape.take() {
            let (shape, _) = validity::normalise(&shape);
            if shape.is_empty() {
                let fault = FieldError::new(
                    "upsert",
                    "empty_polygon",
                    format!("网格 {} 取整后没有面积", area.code),
                    format!("area {} has no ground after rounding", area.code),
                );
                faults.push(fault.at(place));
            }
            area.shape = Some(shape);
        }
        written.push(DraftArea::Is(area));
    }
    for (index, code) in edit.remove.into_iter().enumerate() {
        if !seen.insert(code.clone()) {
            faults.push(twice(format!("remove[{index}]"), &code));
        }
        written.push(DraftArea::Gone(code));
    }
    let ours: HashSet<String> = seen;
    changes.0.extend(written.iter().cloned().map(entry));
    for code in changes.outside(&base, scope).iter().filter(|code| ours.contains(*code)) {
        faults.push(
            FieldError::new(
                "upsert",
                "outside_scope",
                format!("网格 {code} 不属于这份草稿的范围"),
                format!("area {code} does not belong to the scope of this draft"),
            )
            .at(format!("area {code}")),
        );
    }
    if let Err(broken) = AreaSet::build(changes.apply(base)) {
        faults.extend(broken.iter().map(|fault| {
            let words = fault.words();
            let place = fault.area_code().map_or_else(|| "tree".to_owned(), |code| format!("area {code}"));
            FieldError::new("upsert", "no_tree", words.zh, words.en).at(place)
        }));
    }
    if faults.is_empty() { Ok(written) } else { Err(AppError::Invalid(faults)) }
}
