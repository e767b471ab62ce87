//! Cards: the parts of the owner card that depend on the area alone, rendered once per area and viewer and
//! copied into every answer until a post changes hands.

use super::answer::{Card, DepartmentPost};
use super::posts::Posts;
use super::reference::Reference;
use super::viewer::Viewer;
use crate::domain::duty::{self, Target};
use crate::domain::grid::AreaId;
use crate::domain::instant::Instant;
use std::collections::HashMap;
use std::sync::{Arc, RwLock};

/// Renders the card of `id` at an instant.
pub fn render(reference: &Reference, id: AreaId, at: Instant, viewer: &Viewer) -> Card {
    let posts = Posts { reference, viewer };
    let upward = reference.upward(id);
    let targets: Vec<Target> = upward.iter().map(|(_, target)| target.clone()).collect();
    let slugs = reference.rulebook.rules.departments().slugs();
    let departments = duty::departments(&reference.roster, &targets, &slugs, at)
        .into_iter()
        .map(|link| {
            let post = posts.department(&link);
            DepartmentPost {
                name: reference.department_words(&link.department),
                state: post.as_ref().map_or("vacant", |post| post.state),
                inherited_from: link.inherited_from.as_ref().and_then(|target| match target {
                    Target::Area { scheme, code } => {
                        reference.areas.get(*scheme, code).map(|id| reference.area_ref(id))
                    }
                    Target::Feature { .. } => None,
                }),
                department: link.department,
                post,
            }
        })
        .collect();
    Card::new(
        reference.areas.ancestors(id).map(|id| reference.area_ref(id)).collect(),
        duty::chain(&reference.roster, &upward, at).iter().map(|link| posts.link(link)).collect(),
        departments,
    )
}

/// Cards of "now" for one snapshot and one kind of viewer.
struct Shelf {
    revision: u64,
    /// Holds until the next appointment begins or ends.
    valid: std::ops::Range<Instant>,
    cards: HashMap<AreaId, Arc<Card>>,
}

/// Keeps cards while they hold. Bounded by the number of areas asked for between two changes.
#[derive(Default)]
pub struct CardShelf {
    shelves: RwLock<HashMap<bool, Shelf>>,
}

/// More cards than this are not kept: an installation of a million areas stays within memory.
const MOST_CARDS: usize = 20_000;

impl CardShelf {
    pub fn card(&self, reference: &Reference, id: AreaId, at: Instant, viewer: &Viewer) -> Arc<Card> {
        if let Ok(shelves) = self.shelves.read()
            && let Some(shelf) = shelves.get(&viewer.names)
            && shelf.revision == reference.revision
            && shelf.valid.contains(&at)
            && let Some(card) = shelf.cards.get(&id)
        {
            return Arc::clone(card);
        }
        let card = Arc::new(render(reference, id, at, viewer));
        if let Ok(mut shelves) = self.shelves.write() {
            let until = reference.roster.next_change_after(at).unwrap_or(Instant(i64::MAX));
            let shelf = shelves.entry(viewer.names).or_insert_with(|| Shelf {
                revision: 0,
                valid: Instant(0)..Instant(0),
                cards: HashMap::new(),
            });
            if shelf.revision != reference.revision || !shelf.valid.contains(&at) {
                *shelf = Shelf { revision: reference.revision, valid: at..until, cards: HashMap::new() };
            }
            if shelf.cards.len() < MOST_CARDS {
                shelf.cards.insert(id, Arc::clone(&card));
            }
        }
        card
    }
}
