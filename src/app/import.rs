//! Importing areas and features (R6, R7): what is read from files is checked against what is in force, and
//! either all of it becomes a new edition or nothing does. Only areas within the import's scope are replaced.

use super::import_plan::{AreaPlan, AreaScope, plan_areas};
use crate::domain::feature::{Feature, Layer};
use crate::domain::geo::Geometry;
use crate::domain::grid::{Area, AreaSet, Scheme};
use crate::domain::instant::Instant;
use crate::domain::text::Words;
use crate::exchange::Problem;
use crate::store::{FeatureScope, ImportCounts, Publication, Store, StoreError};
use serde::Serialize;
use std::collections::{BTreeMap, HashMap, HashSet};

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

/// What an import of areas asks for.
#[derive(Debug, Clone)]
pub struct AreaImport {
    pub scheme: Scheme,
    pub areas: Vec<Area>,
    pub scope: AreaScope,
    pub note: String,
    pub at: Instant,
    /// Check and report only.
    pub dry_run: bool,
}

/// What an import did, or would do.
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
    pub warnings: Vec<Problem>,
}

/// Checks areas against those in force and publishes them as one edition.
pub async fn import_areas(store: &Store, import: AreaImport) -> Result<AreaReport, ImportError> {
    let base = store.newest_edition(import.scheme).await?;
    let standing = if base > 0 { store.areas_of(import.scheme, base).await? } else { Vec::new() };
    let AreaImport { scheme, areas, scope, note, at, dry_run } = import;
    // Checking a large grid takes seconds of pure computation; other tasks must not wait for it.
    let plan = run_blocking(move || plan_areas(scheme, standing, areas, &scope)).await?;
    publish(store, plan, base, note, at, dry_run).await
}

/// Publishes a plan that was made on edition `base`.
pub async fn publish(
    store: &Store,
    plan: AreaPlan,
    base: i64,
    note: String,
    at: Instant,
    dry_run: bool,
) -> Result<AreaReport, ImportError> {
    let mut report = AreaReport {
        scheme: plan.scheme,
        edition: (base > 0).then_some(base),
        published: false,
        added: plan.added,
        changed: plan.changed,
        removed: plan.removed,
        unchanged: plan.unchanged,
        warnings: plan.warnings,
    };
    if plan.written.is_empty() && report.removed.is_empty() {
        return Ok(report);
    }
    if dry_run {
        return Ok(report);
    }
    let publication = Publication {
        scheme: plan.scheme,
        base,
        scope: plan.scope_codes,
        areas: plan.written,
        replaced: report.changed.iter().chain(&report.removed).cloned().collect(),
        succession: Vec::new(),
        note,
        in_force_from: at,
        recorded_at: at,
    };
    match store.publish(&publication).await {
        Ok(number) => {
            report.edition = Some(number);
            report.published = true;
            Ok(report)
        }
        Err(StoreError::Conflict { current }) => Err(Problem::new(
            "edition_changed",
            format!("edition {current}"),
            "导入期间有人发布了新的网格版本，请再运行一次",
            "another edition was published during the import; run it again",
        )
        .into()),
        Err(error) => Err(error.into()),
    }
}

/// What an import of features asks for. All of one call are checked before any is stored.
#[derive(Debug, Clone)]
pub struct FeatureImport {
    pub features: Vec<Feature>,
    /// Replace only within this area of the duty scheme; the whole layer when absent.
    pub scope: Option<String>,
    pub at: Instant,
    pub dry_run: bool,
}

/// Counts of each layer that was imported.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct FeatureReport {
    pub layers: BTreeMap<&'static str, ImportCounts>,
    pub warnings: Vec<Problem>,
}

/// Checks features and replaces those of their layers within the scope.
pub async fn import_features(store: &Store, import: FeatureImport) -> Result<FeatureReport, ImportError> {
    let mut problems = Vec::new();
    let mut seen: HashSet<(Layer, &str)> = HashSet::new();
    for feature in &import.features {
        if !seen.insert((feature.layer, &feature.code)) {
            let (layer, code) = (feature.layer.slug(), &feature.code);
            problems.push(Problem::new(
                "duplicate_code",
                format!("{layer} {code}"),
                format!("图层 {layer} 里有两个要素的编码都是 {code}"),
                format!("two features of layer {layer} have the code {code}"),
            ));
        }
    }
    let mut warnings = Vec::new();
    for feature in &import.features {
        if let Geometry::Area(shape) = &feature.geometry {
            let place = format!("{} {}", feature.layer.slug(), feature.code);
            super::import_plan::shape_problems(shape, &place, &mut problems, &mut warnings);
        }
        if feature.layer == Layer::Road
            && feature.axis().is_none()
            && !matches!(feature.geometry, Geometry::Line(_))
        {
            warnings.push(Problem::new(
                "no_axis",
                format!("road {}", feature.code),
                format!("道路 {} 没有中心线(axis),无法分清哪一侧", feature.code),
                format!("road {} has no centre line (axis), so its sides cannot be told apart", feature.code),
            ));
        }
    }
    let recorded = if import.scope.is_some() { store.load_features(import.at).await? } else { Vec::new() };
    let inside = match &import.scope {
        None => None,
        Some(code) => {
            let areas = store.load_areas(import.at).await?.areas;
            let set = AreaSet::build(areas).map_err(|_| unknown_scope(code))?;
            let id = set.get(Scheme::Duty, code).ok_or_else(|| unknown_scope(code))?;
            Some(move |position| {
                set.containing(Scheme::Duty, position)
                    .is_some_and(|owner| set.ancestors(owner).any(|up| up == id))
            })
        }
    };
    let mut by_layer: HashMap<Layer, Vec<Feature>> = HashMap::new();
    for feature in import.features {
        if let (Some(inside), Some(code)) = (&inside, &import.scope)
            && !inside(feature.geometry.label_position())
        {
            problems.push(Problem::new(
                "outside_scope",
                format!("{} {}", feature.layer.slug(), feature.code),
                format!("要素 {} 不在范围 {code} 之内", feature.code),
                format!("feature {} does not lie in the scope {code}", feature.code),
            ));
        }
        by_layer.entry(feature.layer).or_default().push(feature);
    }
    if !problems.is_empty() {
        return Err(ImportError::Refused(problems));
    }
    let mut report = FeatureReport { layers: BTreeMap::new(), warnings };
    for (layer, features) in by_layer {
        if import.dry_run {
            report.layers.insert(layer.slug(), ImportCounts { added: features.len(), ..Default::default() });
            continue;
        }
        let scope = match &inside {
            None => FeatureScope::Layer,
            Some(inside) => FeatureScope::Codes(
                recorded
                    .iter()
                    .filter(|known| known.layer == layer && inside(known.geometry.label_position()))
                    .map(|known| known.code.clone())
                    .collect(),
            ),
        };
        let counts = store.replace_features(layer, &scope, &features, import.at).await?;
        report.layers.insert(layer.slug(), counts);
    }
    Ok(report)
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
