//! Photos that are read become drafts, or join those that stand.

use super::bring::{Bringing, Taken};
use super::show::Shown;
use crate::app::service::Result;
use crate::domain::instant::Instant;
use crate::domain::photo::{CLOSE_TIME, Moment, group};
use crate::store::{NewDraftedPhoto, NewPhotoDraft};
use uuid::Uuid;

impl Bringing<'_> {
    /// Puts the photos into groups, those of open drafts among them. Nothing is written.
    pub(super) async fn gather(&self) -> Result<Gathered> {
        let moments: Vec<Moment> = self
            .taken
            .iter()
            .map(|taken| Moment { position: taken.hints.position, at: taken.hints.taken_at })
            .collect();
        let times = moments.iter().filter_map(|moment| moment.at.map(Instant::micros));
        let open = match (times.clone().min(), times.max()) {
            (Some(first), Some(last)) => {
                let (from, until) =
                    (Instant(first.saturating_sub(CLOSE_TIME)), Instant(last.saturating_add(CLOSE_TIME)));
                let store = self.service.store();
                store.joinable_drafts(&self.viewer.caller, &self.source, from, until).await?
            }
            _ => Vec::new(),
        };
        let firsts: Vec<(Moment, usize)> = open.iter().map(|(_, first, count)| (*first, *count)).collect();
        let mut gathered = Gathered::default();
        for group in group(&firsts, &moments) {
            let members: Vec<&Taken> = group.members.iter().map(|place| &self.taken[*place]).collect();
            let photos: Vec<NewDraftedPhoto> = members
                .iter()
                .filter_map(|taken| {
                    Some(NewDraftedPhoto {
                        id: taken.id,
                        original: taken.original.clone(),
                        kept: taken.kept.clone()?,
                        width: taken.width,
                        height: taken.height,
                        hints: taken.hints,
                    })
                })
                .collect();
            let id = match group.open {
                Some(place) => {
                    gathered.joining.push((open[place].0, photos));
                    open[place].0
                }
                None => {
                    let draft = NewPhotoDraft {
                        id: self.service.ids().id(self.now),
                        source: self.source.clone(),
                        hints: members[0].hints,
                        brought_at: self.now,
                        brought_by: self.viewer.caller.clone(),
                        photos,
                    };
                    let id = draft.id;
                    gathered.new.push(draft);
                    id
                }
            };
            gathered.places.extend(members.iter().map(|taken| (taken.place, id)));
        }
        Ok(gathered)
    }
}

/// What is to be written.
#[derive(Default)]
pub(super) struct Gathered {
    pub new: Vec<NewPhotoDraft>,
    pub joining: Vec<(Uuid, Vec<NewDraftedPhoto>)>,
    /// Place in the answer and draft of each photo.
    places: Vec<(usize, Uuid)>,
}

/// The drafts that photos have come to.
pub(super) struct ShownDrafts {
    /// Place in the answer and draft of each photo.
    pub places: Vec<(usize, Uuid)>,
    pub drafts: Vec<Shown>,
}

impl Gathered {
    /// The drafts that photos have come to, or would.
    pub async fn shown(self, bringing: &Bringing<'_>) -> Result<ShownDrafts> {
        let Self { new, joining, places } = self;
        let store = bringing.service.store();
        let mut drafts = Vec::with_capacity(new.len() + joining.len());
        if bringing.dry_run {
            for draft in &new {
                let photos = bringing.taken.iter().filter(|taken| places.contains(&(taken.place, draft.id)));
                drafts.push(Shown::tried(
                    draft,
                    photos.map(|taken| (taken.id, taken.width, taken.height, taken.hints)),
                ));
            }
        }
        let mut ids: Vec<Uuid> = joining.iter().map(|(draft, _)| *draft).collect();
        if !bringing.dry_run {
            ids.extend(new.iter().map(|draft| draft.id));
        }
        for id in ids {
            drafts.extend(store.photo_draft(id).await?.map(Shown::of));
        }
        Ok(ShownDrafts { places, drafts })
    }
}
