//! What the web asks first: the site, its words, its categories.

use super::answer::*;
use super::service::Service;
use super::viewer::Viewer;
use crate::domain::case::State;
use crate::domain::glossary;
use crate::exchange::geometry_json;

impl Service {
    pub fn site(&self, viewer: &Viewer) -> SiteAnswer {
        let reference = self.reference();
        let incidents = self.columns();
        let occurred = || incidents.columns.blocks().flat_map(|block| block.occurred.iter().copied());
        let zoned =
            |micros: Option<i64>| micros.map(|at| reference.zoned(crate::domain::instant::Instant(at)));
        let options = self.options();
        SiteAnswer {
            product: "wangge",
            version: env!("CARGO_PKG_VERSION"),
            name: self.site_name(),
            zone: reference.zone.iana_name().unwrap_or("UTC").to_owned(),
            demo: self.is_demo(),
            open_private: viewer.reveal,
            may_edit: viewer.edit,
            accounts: self.has_accounts(),
            footer: options.footer.clone(),
            demo_accounts: self.demo_accounts(),
            loopback_only: options.loopback_only,
            map_approval: options.map_approval.clone(),
            bounds: reference
                .home
                .and_then(|home| reference.areas.bounds(home))
                .or_else(|| {
                    reference
                        .areas
                        .iter()
                        .filter_map(|(id, _)| reference.areas.bounds(id))
                        .reduce(|a, b| a.union(b))
                })
                .map(geometry_json::bounds),
            home: reference.home.map(|home| reference.area_ref(home)),
            incident_span: IncidentSpan {
                from: zoned(occurred().min()),
                to: zoned(occurred().max()),
                total: incidents.columns.len() as u64,
            },
            now: reference.zoned(self.now()),
            edition: reference.edition,
            glossary: glossary::all().collect(),
            states: State::ALL
                .iter()
                .map(|state| StateBrief {
                    slug: state.slug(),
                    words: glossary::term(state.slug()),
                    open: state.is_open(),
                })
                .collect(),
            departments: reference
                .rulebook
                .rules
                .departments()
                .iter()
                .map(|department| DepartmentBrief {
                    slug: department.slug.clone(),
                    name: department.name.clone(),
                    short: department.short.clone(),
                })
                .collect(),
        }
    }

    pub fn categories(&self) -> CategoriesAnswer {
        let reference = self.reference();
        let categories = &reference.rulebook.categories;
        CategoriesAnswer {
            categories: categories.iter().cloned().collect(),
            pictures: categories.pictures().into_iter().map(|category| category.slug.clone()).collect(),
        }
    }
}
