//! An import is one transaction (R13), whatever it consists of: areas, features of several layers, parties, posts
//! and the change log rows that tell of them. Readers see all of it or nothing.

use super::appointments::{self, AppointmentChange, AppointmentRow, replace_appointments};
use super::changes::{ChangeKind, Pending, log_changes};
use super::drafts::{self, DraftEnd, DraftSave, change_draft, end_draft};
use super::editions::{self, Publication, publish};
use super::features::{self, FeatureChange, FeatureRow, ImportCounts, replace_features};
use super::macros::{read, write_tx};
use super::parties::{self, PartyEntry, upsert_parties};
use super::sql::Speaks;
use super::{Store, StoreError};
use crate::domain::instant::Instant;
use crate::domain::progress::{Progress, Stage};

/// What an import writes. Parts that are empty write nothing.
#[derive(Debug, Clone, Copy)]
pub struct Import<'a> {
    pub publication: Option<&'a Publication>,
    /// The draft that the publication comes from; it ends with it.
    pub draft: Option<DraftEnd>,
    /// A change of a draft that stays open.
    pub draft_save: Option<&'a DraftSave<'a>>,
    /// One a layer.
    pub features: &'a [FeatureChange<'a>],
    pub parties: &'a [PartyEntry],
    pub appointments: Option<AppointmentChange<'a>>,
    /// When it was recorded; an edition carries its own time.
    pub at: Instant,
    /// Who watches, and may stop it until the commit is under way.
    pub progress: Option<&'a Progress>,
}

impl Import<'_> {
    /// An import of nothing.
    pub fn at(at: Instant) -> Self {
        Self {
            publication: None,
            draft: None,
            draft_save: None,
            features: &[],
            parties: &[],
            appointments: None,
            at,
            progress: None,
        }
    }

    /// Areas and features to write.
    fn count(&self) -> u64 {
        let published = self.publication.map_or(0, |publication| publication.areas.len());
        let saved = self.draft_save.map_or(0, |save| save.areas.len());
        let features: usize = self.features.iter().map(|change| change.features.len()).sum();
        (published + saved + features) as u64
    }
}

/// What an import did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Imported {
    /// Number of the edition published.
    pub edition: Option<i64>,
    /// The version of the draft after its change.
    pub draft_version: Option<i64>,
    /// In the order of `Import::features`.
    pub features: Vec<ImportCounts>,
    pub appointments: ImportCounts,
}

impl Store {
    /// Writes everything or nothing. Fails as `publish`, `change_draft`, `replace_features`, `upsert_parties` and
    /// `replace_appointments` do.
    pub async fn import(&self, import: &Import<'_>) -> Result<Imported, StoreError> {
        let publication = import.publication.map(editions::Prepared::new).transpose()?;
        let parties = match import.parties {
            [] => None,
            entries => Some(parties::Prepared::new(entries, import.at)?),
        };
        let unwatched = Progress::default();
        let progress = import.progress.unwrap_or(&unwatched);
        write_tx!(self, |c| {
            progress.begin(Stage::Writing, Some(import.count()));
            let mut imported = Imported::default();
            let mut changes = Vec::new();
            if let Some(parties) = &parties {
                upsert_parties!(c, parties);
                changes.push(Pending::of_site(ChangeKind::Parties, "*", import.at));
            }
            if let Some(publication) = &publication {
                imported.edition = Some(publish!(c, publication, progress));
                changes.push(publication.change.clone());
            }
            if let Some(draft) = &import.draft {
                end_draft!(c, draft, "published", imported.edition, import.at);
                changes.push(drafts::pending(draft.id, import.at));
            }
            if let Some(save) = import.draft_save {
                imported.draft_version = Some(change_draft!(c, save, progress, import.at));
                changes.push(drafts::pending(save.id, import.at));
            }
            for change in import.features {
                let counts = replace_features!(c, change, import.at);
                if counts.is_change() {
                    changes.push(Pending::of_site(ChangeKind::Features, change.layer.slug(), import.at));
                }
                imported.features.push(counts);
                progress.advance(change.features.len() as u64)?;
            }
            if let Some(change) = &import.appointments {
                imported.appointments = replace_appointments!(c, change, import.at);
                if imported.appointments.is_change() {
                    changes.push(Pending::of_site(ChangeKind::Appointments, "*", import.at));
                }
            }
            if !changes.is_empty() {
                log_changes!(c, &changes);
            }
            progress.check()?;
            Ok(imported)
        })
    }

    /// What `import` would do to features and appointments, without writing; `edition` stays empty.
    pub async fn preview(&self, import: &Import<'_>) -> Result<Imported, StoreError> {
        read!(self, |c| {
            let mut imported = Imported::default();
            for change in import.features {
                let rows: Vec<FeatureRow> =
                    sqlx::query_as(c.say(&features::RECORDED)).bind(change.layer).fetch_all(&mut *c).await?;
                imported.features.push(features::Plan::new(rows, change, import.at)?.counts);
            }
            if let Some(change) = &import.appointments {
                let rows: Vec<AppointmentRow> =
                    sqlx::query_as(c.say(&appointments::RECORDED)).fetch_all(&mut *c).await?;
                imported.appointments = appointments::Plan::new(rows, change)?.counts;
            }
            Ok(imported)
        })
    }
}
