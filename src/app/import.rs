//! Importing areas and features (R6, R7, R13): what is read from files is checked against what is in force, and
//! either all of it is stored, areas as a new edition, or nothing is. Only what lies in the import's scope is replaced.

use super::import_plan::{AreaPlan, AreaScope, plan_areas};
use super::import_repair::ImportRepair;
use crate::domain::feature::{Feature, Layer, SideRule};
use crate::domain::geo::Geometry;
use crate::domain::grid::{Area, AreaSet, Scheme, Takeover};
use crate::domain::instant::Instant;
use crate::domain::progress::Progress;
use crate::domain::routing::carriageway::SIDE_OWNER;
use crate::domain::text::Words;
use crate::exchange::Problem;
use crate::store::{
    self, FeatureChange, FeatureScope, ImportCounts, Imported, Publication, Store, StoreError,
};
use serde::Serialize;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

/// Why nothing was imported.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The input is not acceptable; every reason at once.
    #[error("{} problem(s) in the input", .0.len())]
    Refused(Vec<Problem>),
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<Vec<Problem>> for ImportError {
    fn from(problems: Vec<Problem>) -> Self {
        Self::Refused(problems)
    }
}

impl From<Problem> for ImportError {
    fn from(problem: Problem) -> Self {
        Self::Refused(vec![problem])
    }
}

/// What one import command asks for. All of it is checked before any of it is stored, in one transaction.
#[derive(Debug, Clone)]
pub struct Import {
    pub areas: Option<AreaImport>,
    pub features: Option<FeatureImport>,
    pub at: Instant,
    /// Check and report only.
    pub dry_run: bool,
}

/// What an import of areas asks for.
#[derive(Debug, Clone)]
pub struct AreaImport {
    pub scheme: Scheme,
    pub areas: Vec<Area>,
    pub scope: AreaScope,
    pub note: String,
}

/// What an import of features asks for.
#[derive(Debug, Clone)]
pub struct FeatureImport {
    pub features: Vec<Feature>,
    /// Replace only within this area of the duty scheme; the whole layer when absent.
    pub scope: Option<String>,
}

/// What an import did, or would do.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct ImportReport {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub areas: Option<AreaReport>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub features: Option<FeatureReport>,
    /// What was repaired before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub repair: Option<ImportRepair>,
}

/// What an import did to areas.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AreaReport {
    pub scheme: Scheme,
    /// The edition now in force; None before the first.
    pub edition: Option<i64>,
    /// Whether a new edition was published.
    pub published: bool,
    pub added: Vec<String>,
    pub changed: Vec<String>,
    pub removed: Vec<String>,
    pub unchanged: usize,
    /// Who takes over whose ground.
    pub succession: Vec<Takeover>,
    pub warnings: Vec<Problem>,
}

/// Counts of each layer that was imported.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct FeatureReport {
    pub layers: BTreeMap<&'static str, ImportCounts>,
    pub warnings: Vec<Problem>,
    /// What comes, changes and goes.
    #[serde(skip)]
    pub fates: Vec<(Fate, Feature)>,
}

/// What an import does to one feature.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    Added,
    Changed,
    Removed,
}

/// Checks everything, then stores everything or nothing.
pub async fn import(store: &Store, import: Import) -> Result<ImportReport, ImportError> {
    import_watched(store, import, &Arc::default()).await
}

/// The same while somebody watches, who may stop it until the commit is under way.
pub async fn import_watched(
    store: &Store,
    import: Import,
    progress: &Arc<Progress>,
) -> Result<ImportReport, ImportError> {
    let Import { areas, features, at, dry_run } = import;
    let mut problems = Vec::new();
    let mut report = ImportReport::default();
    let mut planned = None;
    if let Some(areas) = areas {
        match check_areas(store, areas, progress).await {
            Ok(found) => planned = Some(found),
            Err(ImportError::Refused(mut list)) => problems.append(&mut list),
            Err(error) => return Err(error),
        }
    }
    let coming = planned.as_ref().filter(|found| found.plan.scheme == Scheme::Duty).map(|found| &found.set);
    let checked = match features {
        None => Checked::default(),
        // Without acceptable areas nobody can tell what lies in the scope.
        Some(features) if !problems.is_empty() => {
            check_features(store, FeatureImport { scope: None, ..features }, None, at, &mut problems).await?
        }
        Some(features) => check_features(store, features, coming, at, &mut problems).await?,
    };
    if !problems.is_empty() {
        return Err(ImportError::Refused(problems));
    }
    let changes: Vec<FeatureChange<'_>> = checked
        .layers
        .iter()
        .map(|(layer, (scope, features))| FeatureChange { layer: *layer, scope, features })
        .collect();
    let mut publication = None;
    if let Some(planned) = planned {
        let (told, draft) = planned.draft(at);
        (report.areas, publication) = (Some(told), draft);
    }
    let write = store::Import {
        publication: publication.as_ref(),
        features: &changes,
        progress: Some(progress),
        ..store::Import::at(at)
    };
    let done = store_or_preview(store, &write, dry_run).await?;
    if let (Some(areas), Some(number)) = (&mut report.areas, done.edition) {
        areas.became(number);
    }
    if !changes.is_empty() {
        let layers = changes.iter().map(|change| change.layer.slug()).zip(done.features).collect();
        let fates = fates(&checked.recorded, &changes);
        report.features = Some(FeatureReport { layers, warnings: checked.warnings, fates });
    }
    Ok(report)
}

/// Runs the transaction, or tells what it would do.
pub(super) async fn store_or_preview(
    store: &Store,
    write: &store::Import<'_>,
    dry_run: bool,
) -> Result<Imported, ImportError> {
    let outcome = if dry_run { store.preview(write).await } else { store.import(write).await };
    outcome.map_err(|error| match error {
        StoreError::Conflict { current } => Problem::new(
            "edition_changed",
            format!("edition {current}"),
            "导入期间有人发布了新的网格版本，请再运行一次",
            "another edition was published during the import; run it again",
        )
        .into(),
        error => error.into(),
    })
}

/// Areas that were checked against those of the newest edition.
pub(super) struct PlannedAreas {
    pub plan: AreaPlan,
    /// The areas as they will stand.
    pub set: AreaSet,
    /// The edition that they were checked against.
    pub base: i64,
    pub note: String,
}

/// Checks areas against those of the newest edition.
pub(super) async fn check_areas(
    store: &Store,
    import: AreaImport,
    progress: &Arc<Progress>,
) -> Result<PlannedAreas, ImportError> {
    let base = store.newest_edition(import.scheme).await?;
    let standing = if base > 0 { store.areas_of(import.scheme, base).await? } else { Vec::new() };
    let AreaImport { scheme, areas, scope, note } = import;
    let progress = Arc::clone(progress);
    // Checking a large grid takes seconds of pure computation; other tasks must not wait for it.
    let (plan, set) = run_blocking(move || plan_areas(scheme, standing, areas, &scope, &progress)).await?;
    Ok(PlannedAreas { plan, set, base, note })
}

impl PlannedAreas {
    /// The report, and what to publish unless nothing changed.
    pub(super) fn draft(self, at: Instant) -> (AreaReport, Option<Publication>) {
        let Self { plan, set, base, note } = self;
        let publication = (!plan.is_empty()).then(|| Publication {
            scheme: plan.scheme,
            base,
            scope: plan.scope_codes.clone(),
            areas: set.into_areas().into_iter().filter(|area| plan.writes(&area.code)).collect(),
            replaced: plan.changed.iter().chain(&plan.removed).cloned().collect(),
            succession: plan.succession.clone(),
            note,
            in_force_from: at,
            recorded_at: at,
            move_incidents: store::MoveIncidents::None,
        });
        let report = AreaReport {
            scheme: plan.scheme,
            edition: (base > 0).then_some(base),
            published: false,
            added: plan.added,
            changed: plan.changed,
            removed: plan.removed,
            unchanged: plan.unchanged,
            succession: plan.succession,
            warnings: plan.warnings,
        };
        (report, publication)
    }
}

impl AreaReport {
    /// Notes the edition that was published.
    pub(super) fn became(&mut self, number: i64) {
        (self.edition, self.published) = (Some(number), true);
    }
}

/// Features that passed the checks, by layer with what each layer's import stands for.
#[derive(Default)]
struct Checked {
    layers: BTreeMap<Layer, (FeatureScope, Vec<Feature>)>,
    warnings: Vec<Problem>,
    /// What stands before.
    recorded: Vec<Feature>,
}

/// What comes, changes and goes, in this order, each as the file or else the store has it.
fn fates(recorded: &[Feature], changes: &[FeatureChange<'_>]) -> Vec<(Fate, Feature)> {
    let mut fates = Vec::new();
    for change in changes {
        let mut known: BTreeMap<&str, &Feature> = recorded
            .iter()
            .filter(|feature| feature.layer == change.layer && change.scope.covers(&feature.code))
            .map(|feature| (feature.code.as_str(), feature))
            .collect();
        for feature in change.features {
            match known.remove(feature.code.as_str()) {
                None => fates.push((Fate::Added, feature.clone())),
                Some(known) if *known == (Feature { id: known.id, ..feature.clone() }) => {}
                Some(_) => fates.push((Fate::Changed, feature.clone())),
            }
        }
        fates.extend(known.into_values().map(|feature| (Fate::Removed, feature.clone())));
    }
    fates.sort_by_key(|(fate, _)| *fate as u8);
    fates
}

/// Checks features; `coming` are the areas of the duty scheme that the same import brings.
async fn check_features(
    store: &Store,
    import: FeatureImport,
    coming: Option<&AreaSet>,
    at: Instant,
    problems: &mut Vec<Problem>,
) -> Result<Checked, ImportError> {
    let mut checked = Checked::default();
    let mut seen: HashSet<(Layer, &str)> = HashSet::new();
    for feature in &import.features {
        let (layer, code) = (feature.layer.slug(), &feature.code);
        if !seen.insert((feature.layer, code)) {
            problems.push(Problem::new(
                "duplicate_code",
                format!("{layer} {code}"),
                format!("图层 {layer} 里有两个要素的编码都是 {code}"),
                format!("two features of layer {layer} have the code {code}"),
            ));
        }
        if let Geometry::Area(shape) = &feature.geometry {
            let place = format!("{layer} {code}");
            super::import_plan::shape_problems(shape, &place, problems, &mut checked.warnings);
        }
        if feature.layer == Layer::Road
            && feature.axis().is_none()
            && !matches!(feature.geometry, Geometry::Line(_))
        {
            checked.warnings.push(Problem::new(
                "no_axis",
                format!("road {code}"),
                format!("道路 {code} 没有中心线（axis），无法分清哪一侧"),
                format!("road {code} has no centre line (axis), so its sides cannot be told apart"),
            ));
        }
    }
    let owned = |feature: &&Feature| feature.side_rule() == Some(SideRule::OneOwner);
    let ruled = import.features.iter().filter(owned);
    let loaded = match coming {
        None if import.scope.is_some() || ruled.clone().next().is_some() => {
            AreaSet::build(store.load_areas(at).await?.areas).ok()
        }
        _ => None,
    };
    let stands =
        |owner: &str| coming.or(loaded.as_ref()).is_some_and(|set| set.get(Scheme::Duty, owner).is_some());
    for road in ruled.filter(|road| !road.text(SIDE_OWNER).is_some_and(stands)) {
        let (code, owner) = (&road.code, road.text(SIDE_OWNER).unwrap_or_default());
        checked.warnings.push(Problem::new(
            "side_owner",
            format!("road {code}"),
            format!("道路 {code} 应整条归一方，但 {SIDE_OWNER}「{owner}」不是网格编码，仍按所绘边界划分"),
            format!("road {code} is to belong to one owner, but {SIDE_OWNER} “{owner}” is no area; what is drawn stands"),
        ));
    }
    let scope = match &import.scope {
        None => None,
        Some(code) => {
            let set = coming.or(loaded.as_ref());
            match set.and_then(|set| Some((set.get(Scheme::Duty, code)?, set))) {
                Some((id, set)) => Some((code, id, set)),
                None => {
                    problems.push(unknown_scope(code));
                    None
                }
            }
        }
    };
    let within = |geometry: &Geometry| {
        scope.as_ref().is_none_or(|(_, id, set)| {
            set.containing(Scheme::Duty, geometry.label_position())
                .is_some_and(|owner| set.ancestors(owner).any(|up| up == *id))
        })
    };
    let recorded = store.load_features(at).await?;
    let known: HashMap<(Layer, &str), &Feature> =
        recorded.iter().map(|feature| ((feature.layer, feature.code.as_str()), feature)).collect();
    for mut feature in import.features {
        // A file tells how things are, not since when: what stands already has stood since then.
        if let Some(known) = known.get(&(feature.layer, feature.code.as_str())) {
            feature.validity = known.validity;
        }
        if let Some((scope, ..)) = &scope
            && !within(&feature.geometry)
        {
            problems.push(Problem::new(
                "outside_scope",
                format!("{} {}", feature.layer.slug(), feature.code),
                format!("要素 {} 不在范围 {scope} 之内", feature.code),
                format!("feature {} does not lie in the scope {scope}", feature.code),
            ));
        }
        let of_layer = checked.layers.entry(feature.layer).or_insert_with(|| {
            let codes = || {
                let ours = recorded.iter().filter(|known| known.layer == feature.layer);
                ours.filter(|known| within(&known.geometry)).map(|known| known.code.clone()).collect()
            };
            let stands_for = scope.as_ref().map_or(FeatureScope::Layer, |_| FeatureScope::Codes(codes()));
            (stands_for, Vec::new())
        });
        of_layer.1.push(feature);
    }
    checked.recorded = recorded;
    Ok(checked)
}

fn unknown_scope(code: &str) -> Problem {
    let words =
        Words::new(format!("没有编码为 {code} 的网格"), format!("there is no area with the code {code}"));
    Problem { code: "unknown_scope", place: "scope".to_owned(), words }
}

/// Runs computation beside the async threads.
pub(super) async fn run_blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Vec<Problem>> + Send + 'static,
) -> Result<T, ImportError> {
    match tokio::task::spawn_blocking(work).await {
        Ok(result) => result.map_err(ImportError::Refused),
        Err(panicked) => std::panic::resume_unwind(panicked.into_panic()),
    }
}
