//! Photos are read one after the other, each kept as soon as it is read, and gathered into drafts when all are there. What is
//! broken or was brought before is told and does not hold the others back; rows are written in one transaction at the end.

use super::gather::Gathered;
use crate::app::answer::{BroughtAnswer, BroughtOutcome, BroughtPhoto, IntakeKnown};
use crate::app::error::{AppError, FieldError};
use crate::app::intake::SOURCES;
use crate::app::photo::{MOST_BYTES, decode};
use crate::app::service::{Result, Service};
use crate::app::viewer::Viewer;
use crate::domain::glossary;
use crate::domain::instant::Instant;
use crate::domain::photo::PhotoHints;
use crate::domain::text::Words;
use crate::exchange::photo::{Photo, PhotoOptions};
use crate::store::{KeptPhoto, KnownPhoto, StoreError};
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use uuid::Uuid;

/// Photos of one request at most; a folder is brought in several.
pub const MOST_AT_ONCE: usize = 50;
/// Channels that photos come by: those of reports but the public's own.
const CHANNELS: std::ops::Range<usize> = 1..SOURCES.len();
/// Somebody else may bring or sort the same photos in the same moment; it is then looked at again, this many times at most.
const ATTEMPTS: usize = 4;

/// A photo as it came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BroughtFile {
    /// What its file is called, to tell people which is meant.
    pub name: String,
    pub bytes: Vec<u8>,
}

/// A photo that is read and in no draft yet.
pub(super) struct Taken {
    /// Place in the answer.
    pub place: usize,
    pub id: Uuid,
    pub original: String,
    pub sha256: String,
    /// None of what is only tried.
    pub kept: Option<KeptPhoto>,
    pub width: u32,
    pub height: u32,
    pub hints: PhotoHints,
}

/// Photos on their way into drafts.
pub struct Bringing<'a> {
    pub(super) service: &'a Service,
    pub(super) viewer: &'a Viewer,
    pub(super) source: String,
    again: bool,
    pub(super) dry_run: bool,
    pub(super) now: Instant,
    answers: Vec<BroughtPhoto>,
    pub(super) taken: Vec<Taken>,
    /// Where a picture stands in the answer, by the hash of its file and by its own.
    seen: HashMap<String, usize>,
}

impl Service {
    /// Begins to take photos in. `source` is the channel of their reports, `patrol` when absent; with `again` photos of
    /// discarded drafts are taken once more; with `dry_run` nothing is stored.
    pub fn bring_photos<'a>(
        &'a self,
        source: Option<&str>,
        again: bool,
        dry_run: bool,
        viewer: &'a Viewer,
    ) -> Result<Bringing<'a>> {
        let source = source.unwrap_or("patrol");
        if !SOURCES[CHANNELS].contains(&source) {
            let known = SOURCES[CHANNELS].join(", ");
            return Err(AppError::invalid(FieldError::new(
                "source",
                "unknown",
                format!("不认识的来源，可用：{known}"),
                format!("unknown source; known: {known}"),
            )));
        }
        Ok(Bringing {
            service: self,
            viewer,
            source: source.to_owned(),
            again,
            dry_run,
            now: self.now(),
            answers: Vec::new(),
            taken: Vec::new(),
            seen: HashMap::new(),
        })
    }
}

impl Bringing<'_> {
    /// How many photos have come so far, whatever became of them.
    pub fn count(&self) -> usize {
        self.answers.len()
    }

    /// Notes a photo that is not even looked at.
    pub fn refuse(&mut self, name: String, code: impl Into<String>, words: Words) {
        self.answers.push(BroughtPhoto {
            name,
            outcome: BroughtOutcome::Refused,
            code: Some(code.into()),
            words,
            draft: None,
            incident: None,
            has_position: false,
            has_time: false,
        });
    }

    /// Notes a photo that is larger than what is taken and was not read.
    pub fn refuse_large(&mut self, name: String) {
        let most = MOST_BYTES >> 20;
        let words = Words::new(
            format!("照片超过每张 {most} MB 的上限，请用相机的普通模式重拍，或截屏后上传"),
            format!(
                "the photo has more than the {most} MB allowed; take it again in the camera's normal mode or upload a \
                 screenshot of it"
            ),
        );
        self.refuse(name, "photo_too_large", words);
    }

    /// Notes a photo that is one too many for a request.
    pub fn refuse_rest(&mut self, name: String) {
        let words = Words::new(
            format!("一次最多导入 {MOST_AT_ONCE} 张，请分批导入"),
            format!("at most {MOST_AT_ONCE} photos are taken at a time; bring the others next"),
        );
        self.refuse(name, "too_many", words);
    }

    /// Reads a photo and keeps its picture. Only what is wrong with the service is an error.
    pub async fn add(&mut self, file: BroughtFile) -> Result<&BroughtPhoto> {
        let place = self.answers.len();
        let answer = self.read(file, place).await?;
        self.answers.push(answer);
        Ok(&self.answers[place])
    }

    async fn read(&mut self, BroughtFile { name, bytes }: BroughtFile, place: usize) -> Result<BroughtPhoto> {
        let mut answer = BroughtPhoto {
            name,
            outcome: BroughtOutcome::Known,
            code: None,
            words: Words::default(),
            draft: None,
            incident: None,
            has_position: false,
            has_time: false,
        };
        let original = hex(&bytes);
        if let Some(first) = self.seen.get(&original) {
            self.twice(&mut answer, *first);
            return Ok(answer);
        }
        // A file that was brought before need not be decoded to be known again.
        if let Some(known) = self.known(&original, "").await? {
            self.tell_known(&mut answer, known).await?;
            return Ok(answer);
        }
        let options = PhotoOptions::new(self.service.reference().zone.clone());
        let photo = match decode(bytes, options).await? {
            Ok(photo) => photo,
            Err(problem) => {
                answer.outcome = BroughtOutcome::Refused;
                answer.code = Some(problem.code.into());
                answer.words = problem.words;
                return Ok(answer);
            }
        };
        let Photo { large, thumb, width, height, hints, sha256 } = photo;
        (answer.has_position, answer.has_time) = (hints.position.is_some(), hints.taken_at.is_some());
        if let Some(first) = self.seen.get(&sha256) {
            self.twice(&mut answer, *first);
            return Ok(answer);
        }
        if let Some(known) = self.known(&original, &sha256).await? {
            self.tell_known(&mut answer, known).await?;
            return Ok(answer);
        }
        let kept = match self.dry_run {
            true => None,
            false => Some(self.service.store().keep_photo(large, thumb, self.service.now()).await?),
        };
        self.seen.insert(original.clone(), place);
        self.seen.insert(sha256.clone(), place);
        let id = self.service.ids().id(self.now);
        self.taken.push(Taken { place, id, original, sha256, kept, width, height, hints });
        answer.outcome = BroughtOutcome::Taken;
        answer.words = taken_words(answer.has_position, answer.has_time);
        Ok(answer)
    }

    /// Where a photo is already; photos of discarded drafts are not when they are wanted again.
    async fn known(&self, original: &str, sha256: &str) -> Result<Option<KnownPhoto>> {
        let known = self.service.store().known_photo(original, sha256).await?;
        Ok(known.filter(|known| !(self.again && matches!(known, KnownPhoto::Discarded(_)))))
    }

    fn twice(&self, answer: &mut BroughtPhoto, first: usize) {
        let name = self.answers.get(first).map_or("", |first| first.name.as_str());
        answer.code = Some("twice".into());
        answer.words = Words::new(format!("与「{name}」是同一张照片"), format!("the same photo as “{name}”"));
    }

    async fn tell_known(&self, answer: &mut BroughtPhoto, known: KnownPhoto) -> Result<()> {
        answer.outcome = BroughtOutcome::Known;
        (answer.draft, answer.incident) = (None, None);
        let (code, words) = match known {
            KnownPhoto::Waiting(draft) => {
                answer.draft = Some(draft);
                ("known_waiting", Words::new("已导入过，正在待确认", "brought before, its draft waits"))
            }
            KnownPhoto::Discarded(_) => (
                "known_discarded",
                Words::new("已导入过，草稿已被丢弃", "brought before, its draft was discarded"),
            ),
            KnownPhoto::InCase(incident) => {
                let row = self.service.store().incident(incident).await?;
                let number = row.as_ref().map_or("", |row| row.number.as_str());
                let words = Words::new(
                    format!("已在案件 {number} 中"),
                    format!("it belongs to case {number} already"),
                );
                answer.incident = row.as_ref().map(|row| IntakeKnown {
                    incident,
                    number: row.number.clone(),
                    state: row.state,
                    state_words: glossary::term(row.state.slug()),
                });
                ("known_case", words)
            }
        };
        answer.code = Some(code.into());
        answer.words = words;
        Ok(())
    }

    /// Gathers the photos into drafts and writes them, all or none.
    pub async fn finish(mut self) -> Result<BroughtAnswer> {
        let store = self.service.store();
        let mut attempt = 0;
        let shown = loop {
            attempt += 1;
            let gathered = self.gather().await?;
            if self.dry_run {
                break gathered.shown(&self).await?;
            }
            let Gathered { new, joining, .. } = &gathered;
            let again: Vec<String> = if self.again {
                self.taken.iter().map(|taken| taken.original.clone()).collect()
            } else {
                Vec::new()
            };
            let written = if self.taken.is_empty() {
                Ok(())
            } else {
                store.add_photo_drafts(new, joining, &again, self.now).await
            };
            match written {
                Ok(()) => break gathered.shown(&self).await?,
                Err(StoreError::DraftChanged | StoreError::Unique { .. }) if attempt < ATTEMPTS => {
                    self.drop_known().await?;
                }
                Err(error) => return Err(error.into()),
            }
        };
        for (place, draft) in shown.places {
            self.answers[place].draft = Some(draft);
        }
        let drafts = self.service.draft_answers(shown.drafts, None, self.viewer).await?;
        Ok(BroughtAnswer {
            photos: self.answers,
            drafts,
            waiting: store.waiting_draft_count().await?,
            dry_run: self.dry_run,
            as_of: self.service.reference().zoned(self.now),
        })
    }

    /// Takes out what somebody else has brought meanwhile.
    async fn drop_known(&mut self) -> Result<()> {
        let mut left = Vec::with_capacity(self.taken.len());
        for taken in std::mem::take(&mut self.taken) {
            match self.known(&taken.original, &taken.sha256).await? {
                None => left.push(taken),
                Some(known) => {
                    let mut answer = self.answers[taken.place].clone();
                    self.tell_known(&mut answer, known).await?;
                    self.answers[taken.place] = answer;
                }
            }
        }
        self.taken = left;
        Ok(())
    }
}

fn hex(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn taken_words(has_position: bool, has_time: bool) -> Words {
    match (has_position, has_time) {
        (true, true) => Words::new("已导入", "taken"),
        (false, true) => Words::new(
            "已导入，照片没有位置，请在地图上放好",
            "taken; it has no position, place it on the map",
        ),
        (true, false) => Words::new("已导入，照片没有拍摄时间", "taken; it does not say when it was taken"),
        (false, false) => Words::new(
            "已导入，照片没有位置和拍摄时间，请在地图上放好",
            "taken; it tells neither place nor time, place it on the map",
        ),
    }
}
