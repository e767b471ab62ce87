//! Where `route` takes areas and owners from: the database, or GeoJSON files alone.

use super::{Context, Failure, import, session};
use crate::app::assign;
use crate::app::batch::{Naming, OwnerTable};
use crate::app::place::Place;
use crate::app::posts::Posts;
use crate::app::reference::Reference;
use crate::app::{Viewer, locate};
use crate::config::Lang;
use crate::domain::geo::Position;
use crate::domain::grid::{AreaSet, Scheme};
use crate::domain::instant::Instant;
use crate::domain::text::Words;
use std::sync::Arc;

/// Areas, and with a database everything else that decides who acts.
pub enum Sources {
    Files(AreaSet),
    Database { reference: Arc<Reference>, at: Instant },
}

/// Who acts at a position on a category.
pub struct OwnerSource<'a> {
    sources: &'a Sources,
    viewer: Viewer,
    tolerance_m: f64,
}

impl Sources {
    /// Reads `LEVEL=FILE…`, or opens the database when there are none.
    pub async fn open(files: &[String], context: &Context) -> Result<Self, Failure> {
        if files.is_empty() {
            let service = session::service(session::existing(context).await?, context).await?;
            let reference = service.reference();
            if reference.areas.is_empty() {
                return Err(Failure::refused(
                    "数据库里还没有网格，请先用 wangge import 导入，或用 --areas 指定文件",
                    "the database has no areas yet; use `wangge import` first, or name files with --areas",
                ));
            }
            return Ok(Self::Database { reference, at: session::now() });
        }
        let areas = import::read_area_files(files)?;
        let set = AreaSet::build(areas).map_err(|faults| {
            let problems = faults.iter().map(crate::app::import_plan::area_problem).collect();
            Failure::problems("--areas", problems)
        })?;
        Ok(Self::Files(set))
    }

    /// The prepared cells of every area.
    pub fn table(
        &self,
        tolerance_m: f64,
        naming: Naming,
        delimiter: u8,
        encode: impl Fn(&str) -> Vec<u8>,
        lang: Lang,
    ) -> OwnerTable<'_> {
        let scheme = Scheme::Duty;
        match self {
            Self::Files(set) => {
                OwnerTable::new(set, scheme, tolerance_m, naming, delimiter, encode, |_| String::new())
            }
            Self::Database { reference, at } => {
                let viewer = Viewer::office();
                let posts = Posts { reference, viewer: &viewer };
                let label = |area| match assign::block(reference, area, *at) {
                    Some(holder) => lang.pick(&posts.holder(&holder).label).to_owned(),
                    None => String::new(),
                };
                OwnerTable::new(&reference.areas, scheme, tolerance_m, naming, delimiter, encode, label)
                    .with_roads(&reference.features)
            }
        }
    }

    pub fn owner(&self, tolerance_m: f64) -> OwnerSource<'_> {
        OwnerSource { sources: self, viewer: Viewer::office(), tolerance_m }
    }
}

impl OwnerSource<'_> {
    /// Label of the one who acts (R5); an unknown category is the row's fault.
    pub fn acting(&self, position: Position, category: &str, lang: Lang) -> Result<String, Words> {
        let Sources::Database { reference, at } = self.sources else { return Ok(String::new()) };
        let category = locate::category(reference, category).map_err(|error| error.words)?;
        let place = Place::find(reference, position, None, self.tolerance_m);
        let assignment = assign::assign(reference, &place, category, None, *at, 0);
        let posts = Posts { reference, viewer: &self.viewer };
        let holder = assignment.actor.as_ref().or(assignment.block.as_ref());
        Ok(holder.map(|holder| lang.pick(&posts.holder(holder).label).to_owned()).unwrap_or_default())
    }
}
