//! Drafts as people look at them: where each lies, whose ground it is, what is near.

use super::COMMAND_LINE;
use crate::app::answer::{
    DraftNear, DraftedPhotoAnswer, IntakeKnown, PhotoDraftAnswer, PhotoDraftPage, Post,
};
use crate::app::assign;
use crate::app::error::{AppError, FieldError};
use crate::app::locate::{self, outcome};
use crate::app::place::Place;
use crate::app::posts::Posts;
use crate::app::query::PageQuery;
use crate::app::reference::Reference;
use crate::app::service::{Result, Service};
use crate::app::viewer::Viewer;
use crate::domain::category::Category;
use crate::domain::feature::Layer;
use crate::domain::geo::Position;
use crate::domain::glossary;
use crate::domain::instant::Instant;
use crate::domain::photo::{DraftState, PhotoHints, PlacedBy};
use crate::domain::text::Words;
use crate::store::{DraftedPhoto, NewPhotoDraft, PhotoDraft, PhotoSize};
use std::collections::{HashMap, HashSet};
use uuid::Uuid;

/// Drafts of a page when it is not said, and at most.
const PAGE: usize = 50;
const LARGEST_PAGE: usize = 200;
/// What is named as near lies within so many metres.
const NEAR_M: f64 = 60.0;
/// Layers that people name a place by.
const NAMED: [Layer; 7] = [
    Layer::Road,
    Layer::Compound,
    Layer::Market,
    Layer::Frontage,
    Layer::Site,
    Layer::Building,
    Layer::Facility,
];
/// Places that are named at most.
const MOST_NEAR: usize = 4;

/// A draft with its photos, stored or only tried.
pub(super) struct Shown {
    draft: PhotoDraft,
    /// None where the store has them.
    photos: Option<Vec<DraftedPhotoAnswer>>,
}

impl Shown {
    pub fn of(draft: PhotoDraft) -> Self {
        Self { draft, photos: None }
    }

    /// What a draft would be.
    pub fn tried(new: &NewPhotoDraft, photos: impl Iterator<Item = (Uuid, u32, u32, PhotoHints)>) -> Self {
        let hints = &new.hints;
        let draft = PhotoDraft {
            id: new.id,
            state: DraftState::Waiting,
            source: new.source.clone(),
            position: hints.position,
            placed_by: hints.position.map(|_| PlacedBy::Camera),
            accuracy_m: hints.accuracy_m,
            taken_at: hints.taken_at,
            direction: hints.direction,
            north: hints.north,
            brought_at: new.brought_at,
            brought_by: new.brought_by.clone(),
            edited_at: None,
            incident: None,
        };
        let photos = photos.map(|(id, width, height, hints)| DraftedPhotoAnswer {
            id,
            width: i64::from(width),
            height: i64::from(height),
            taken_at: None,
            position: hints.position.map(Position::degrees),
            direction: hints.direction,
        });
        Self { draft, photos: Some(photos.collect()) }
    }
}

impl Service {
    /// Drafts that wait, newest first, page by page.
    pub async fn photo_drafts(&self, page: &PageQuery, viewer: &Viewer) -> Result<PhotoDraftPage> {
        let reference = self.reference();
        let limit = page.limit.unwrap_or(PAGE);
        let mut faults = Vec::new();
        if !(1..=LARGEST_PAGE).contains(&limit) {
            faults.push(FieldError::new(
                "limit",
                "out_of_range",
                format!("每页条数应在 1 到 {LARGEST_PAGE} 之间"),
                format!("a page holds 1 to {LARGEST_PAGE} drafts"),
            ));
        }
        let before = match page.cursor.as_deref().map(Uuid::parse_str) {
            None => Uuid::max(),
            Some(Ok(id)) => id,
            Some(Err(_)) => {
                faults.push(FieldError::new(
                    "cursor",
                    "malformed",
                    "翻页标记有误，请从第一页重新打开",
                    "the cursor is not one of ours; begin with the first page",
                ));
                Uuid::max()
            }
        };
        if !faults.is_empty() {
            return Err(AppError::Invalid(faults));
        }
        let mut drafts = self.store().waiting_drafts(before, limit as i64 + 1).await?;
        let more = drafts.len() > limit;
        drafts.truncate(limit);
        let next_cursor = drafts.last().filter(|_| more).map(|last| last.id.to_string());
        let shown = drafts.into_iter().map(Shown::of).collect();
        Ok(PhotoDraftPage {
            drafts: self.draft_answers(shown, None, viewer).await?,
            waiting: self.store().waiting_draft_count().await?,
            next_cursor,
            edition: reference.edition,
            as_of: reference.zoned(self.now()),
        })
    }

    /// One draft in whatever state; with a category also who would get it.
    pub async fn photo_draft(
        &self,
        id: Uuid,
        category: Option<&str>,
        viewer: &Viewer,
    ) -> Result<PhotoDraftAnswer> {
        let draft = self.draft_that_is(id).await?;
        let mut answers = self.draft_answers(vec![Shown::of(draft)], category, viewer).await?;
        answers.pop().ok_or_else(|| super::no_draft(id))
    }

    /// The JPEG of a photo in a draft that waits.
    pub async fn drafted_photo_bytes(&self, id: Uuid, size: PhotoSize) -> Result<Vec<u8>> {
        let photo = self.store().drafted_photo(id).await?;
        let photo = photo.ok_or_else(|| AppError::NotFound { kind: "photo", id: id.to_string() })?;
        let address = match size {
            PhotoSize::Large => &photo.sha256,
            PhotoSize::Thumb => &photo.thumb_sha256,
        };
        Ok(self.store().picture(address, size).await?)
    }

    /// Drafts with all that people see of them.
    pub(super) async fn draft_answers(
        &self,
        shown: Vec<Shown>,
        category: Option<&str>,
        viewer: &Viewer,
    ) -> Result<Vec<PhotoDraftAnswer>> {
        let reference = &*self.reference();
        let category =
            category.map(|slug| locate::category(reference, slug)).transpose().map_err(AppError::invalid)?;
        let stored: Vec<Uuid> =
            shown.iter().filter(|shown| shown.photos.is_none()).map(|shown| shown.draft.id).collect();
        let mut photos: HashMap<Uuid, Vec<DraftedPhotoAnswer>> = HashMap::new();
        for photo in self.store().drafted_photos(&stored).await? {
            photos.entry(photo.draft).or_default().push(photo_answer(reference, &photo));
        }
        let names = self.bringers(&shown, viewer).await?;
        let mut answers = Vec::with_capacity(shown.len());
        for Shown { draft, photos: own } in shown {
            let photos = own.unwrap_or_else(|| photos.remove(&draft.id).unwrap_or_default());
            let brought_by = names.get(&draft.brought_by).cloned();
            let incident = self.became(&draft).await?;
            let mut answer = self.located_draft(reference, &draft, category, viewer);
            (answer.photos, answer.brought_by, answer.incident) = (photos, brought_by, incident);
            answers.push(answer);
        }
        Ok(answers)
    }

    fn located_draft(
        &self,
        reference: &Reference,
        draft: &PhotoDraft,
        category: Option<&Category>,
        viewer: &Viewer,
    ) -> PhotoDraftAnswer {
        let now = self.now();
        let posts = Posts { reference, viewer };
        let tolerance_m = self.options().tolerance_m;
        let accuracy_m = locate::accuracy(draft.accuracy_m).ok().flatten();
        let place = draft.position.map(|position| Place::find(reference, position, accuracy_m, tolerance_m));
        let routing = place.as_ref().zip(category).map(|(place, category)| {
            let repeated = self.repeated(reference, place.position, category, now);
            assign::answer(&posts, &assign::assign(reference, place, category, None, now, repeated))
        });
        let state_words = glossary::label_in("photo_draft_state", draft.state.slug());
        PhotoDraftAnswer {
            id: draft.id,
            state: draft.state,
            state_words: state_words.map_or_else(Words::default, |term| Words::new(term.zh, term.en)),
            source: draft.source.clone(),
            source_words: glossary::term(&draft.source),
            position: draft.position.map(Position::degrees),
            placed_by: draft.placed_by,
            accuracy_m: draft.accuracy_m,
            taken_at: draft.taken_at.map(|at| reference.zoned(at)),
            direction: draft.direction,
            north: draft.north,
            photos: Vec::new(),
            brought_at: reference.zoned(draft.brought_at),
            brought_by: None,
            outcome: place.as_ref().map(|place| outcome(place.located.outcome)),
            distance_m: place.as_ref().and_then(|place| place.located.distance_m).map(rounded),
            areas: place.iter().flat_map(|place| &place.upward).map(|id| reference.area_ref(*id)).collect(),
            near: draft.position.map(|position| near(reference, position)).unwrap_or_default(),
            owner: place.as_ref().and_then(|place| owner(&posts, place, now)),
            routing,
            incident: None,
        }
    }

    async fn became(&self, draft: &PhotoDraft) -> Result<Option<IntakeKnown>> {
        let Some(incident) = draft.incident else { return Ok(None) };
        let row = self.store().incident(incident).await?;
        Ok(row.map(|row| IntakeKnown {
            incident,
            number: row.number,
            state: row.state,
            state_words: glossary::term(row.state.slug()),
        }))
    }

    /// The names of who brought drafts, by the caller that stands in them, for who may see names.
    async fn bringers(&self, shown: &[Shown], viewer: &Viewer) -> Result<HashMap<String, Words>> {
        let callers: HashSet<&str> = shown.iter().map(|shown| shown.draft.brought_by.as_str()).collect();
        let mut names = HashMap::new();
        for caller in callers.into_iter().filter(|_| viewer.names) {
            let account = caller.strip_prefix("account:").and_then(|id| Uuid::parse_str(id).ok());
            let words = match (account, caller) {
                (Some(account), _) => {
                    let account = self.store().account(account).await?;
                    account.map(|account| Words::new(&account.name, &account.name))
                }
                (None, COMMAND_LINE) => Some(Words::new("命令行", "the command line")),
                (None, _) => Some(Words::new("本机", "this desk")),
            };
            names.extend(words.map(|words| (caller.to_owned(), words)));
        }
        Ok(names)
    }
}

fn photo_answer(reference: &Reference, photo: &DraftedPhoto) -> DraftedPhotoAnswer {
    DraftedPhotoAnswer {
        id: photo.id,
        width: photo.width,
        height: photo.height,
        taken_at: photo.hints.taken_at.map(|at| reference.zoned(at)),
        position: photo.hints.position.map(Position::degrees),
        direction: photo.hints.direction,
    }
}

fn owner(posts: &Posts, place: &Place, at: Instant) -> Option<Post> {
    let holder = assign::block(posts.reference, place.located.area?, at)?;
    Some(posts.holder(&holder))
}

/// The nearest of each layer that people name a place by.
fn near(reference: &Reference, position: Position) -> Vec<DraftNear> {
    let features = &reference.features;
    let mut layers = HashSet::new();
    features
        .here(position, NEAR_M, |layer| NAMED.contains(&layer))
        .into_iter()
        .map(|near| (features.feature(near.id), near.distance_m))
        .filter(|(feature, _)| NAMED.contains(&feature.layer) && !feature.name.is_empty())
        .filter(|(feature, _)| layers.insert(feature.layer))
        .take(MOST_NEAR)
        .map(|(feature, distance_m)| DraftNear {
            layer: feature.layer.slug(),
            layer_words: glossary::term(feature.layer.slug()),
            code: feature.code.clone(),
            name: feature.name.clone(),
            distance_m: rounded(distance_m),
        })
        .collect()
}

/// Centimetres are the grid's resolution; more digits would pretend.
fn rounded(metres: f64) -> f64 {
    libm::round(metres * 100.0) / 100.0
}
