//! The cases that one hangs together with, by number and state.

use super::involved::Case;
use super::lines::named;
use crate::app::answer::{CaseLink, CaseTies, RelatedCase};
use crate::app::nearby::Problem;
use crate::app::reference::Reference;
use crate::app::service::{Result, Service};
use crate::store::{CaseName, Tie};
use uuid::Uuid;

impl Service {
    /// How a case hangs together with others, and the cases that its history names.
    pub(super) async fn ties(
        &self,
        reference: &Reference,
        case: &Case,
        may_merge: bool,
    ) -> Result<(CaseTies, Vec<CaseName>)> {
        let row = &case.row;
        let mut ids: Vec<Uuid> = named(&case.events);
        ids.extend([row.relapse_of, row.merged_into, row.related].into_iter().flatten());
        let names = if ids.is_empty() { Vec::new() } else { self.store().case_names(&ids).await? };
        let link = |id: Option<Uuid>| names.iter().find(|name| Some(name.id) == id).map(to_link);
        let linked = self.store().linked_to(row.id).await?;
        let of =
            |tie| linked.iter().filter(|(other, _)| *other == tie).map(|(_, name)| to_link(name)).collect();
        let near = if may_merge {
            let problem = Problem { position: row.position(), category: &row.category, at: row.recorded_at };
            self.near_cases(reference, problem, Some(row.id)).await?
        } else {
            Vec::new()
        };
        let related = row.related_kind.clone().zip(link(row.related));
        let ties = CaseTies {
            near,
            relapse: link(row.relapse_of),
            relapses: of(Tie::Relapse),
            merged: of(Tie::Merged),
            joined: link(row.merged_into),
            related: related.map(|(kind, case)| RelatedCase { kind, case }),
            followers: of(Tie::Related),
        };
        Ok((ties, names))
    }
}

fn to_link(name: &CaseName) -> CaseLink {
    CaseLink { id: name.id, number: name.number.clone(), state: name.state.slug() }
}
