//! Whose desk is whose: an office sees first what it keeps the desk for.

use super::involved::standings;
use crate::app::incident::area_scope;
use crate::app::service::Service;
use crate::app::viewer::Viewer;
use crate::domain::account::AccountRole;
use crate::domain::case::Standing;
use crate::domain::duty::Target;
use crate::domain::grid::Scheme;

impl Service {
    /// Codes of the areas whose desk the caller keeps by the posts of his own or of his unit, as `domain::case::parts` decides
    /// who may take steps there; none for who keeps the desk of the whole site, or no desk at all.
    pub fn desk_of(&self, viewer: &Viewer) -> Option<Vec<String>> {
        let reference = &*self.reference();
        let office = viewer.roles.has(AccountRole::CommunityOffice);
        if !office || viewer.roles.has(AccountRole::Administrator) {
            return None;
        }
        let standings = standings(reference, viewer, self.now());
        let office = standings.iter().find(|standing| standing.role == AccountRole::CommunityOffice);
        let posts = office.and_then(Standing::desk_posts)?;
        let codes = posts.filter_map(|post| match &post.target {
            Target::Area { scheme: Scheme::Duty, code } => area_scope(reference, code).ok(),
            _ => None,
        });
        let mut codes: Vec<String> = codes.flatten().collect();
        codes.sort_unstable();
        codes.dedup();
        Some(codes)
    }
}
