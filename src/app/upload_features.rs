//! A file of features (roads, compounds, …) that somebody uploads: checked like an import of the command line, then stored
//! whole or not at all. Features are not in editions, so there is no draft in between; a dry run shows what would change.

use super::answer::{FeaturesUpload, UploadFate, UploadMapping, UploadSuspicion, UploadedFeature};
use super::as_of::blocking;
use super::import::{self, Fate, FeatureImport, Import, ImportError};
use super::import_place;
use super::service::{Result, Service};
use super::upload::{
    MOST, UploadChoice, fields_of, frame_of, memory_name, opening_of, pick, refused, suspicion, told,
};
use crate::domain::feature::{Feature, Layer};
use crate::domain::instant::Validity;
use crate::domain::progress::{Progress, Stage};
use crate::exchange::limited::Limited;
use crate::exchange::members::{self, FeatureReading};
use crate::exchange::{Problem, geometry_json, ground, source};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Features and their vertices that a dry run shows; enough for a map to tell whether a file lies where it should.
const MOST_SHOWN: usize = 3_000;
const MOST_SHOWN_VERTICES: usize = 100_000;

/// What is to become of an uploaded file of features.
#[derive(Debug, Clone, Default)]
pub struct FeaturesWish {
    pub choice: UploadChoice,
    /// Replace only what lies in the area with this code; the whole layer when absent.
    pub scope: Option<String>,
    pub dry_run: bool,
    /// Store it although its place looks like another datum's.
    pub accept_place: bool,
}

impl Service {
    /// Replaces a layer by the features of a file.
    pub async fn upload_features(
        self: &Arc<Self>,
        layer: Layer,
        path: PathBuf,
        wish: FeaturesWish,
        progress: Arc<Progress>,
    ) -> Result<FeaturesUpload> {
        let ground = self.ground();
        let (service, choice, watched) = (Arc::clone(self), wish.choice.clone(), Arc::clone(&progress));
        let read = blocking(move || read(&service, layer, &path, &choice, &ground, &watched)).await?;
        if let Some(found) = read.suspicion.as_ref().filter(|_| !wish.dry_run && !wish.accept_place) {
            let problem = Problem { code: found.code, place: "file".to_owned(), words: found.words.clone() };
            return Err(refused(vec![problem]));
        }
        let features = FeatureImport { features: read.features, scope: wish.scope };
        let import = Import { areas: None, features: Some(features), at: self.now(), dry_run: wish.dry_run };
        let report =
            import::import_watched(self.store(), import, &progress).await.map_err(|error| match error {
                ImportError::Refused(problems) => refused(problems),
                ImportError::Store(error) => error.into(),
            })?;
        if !wish.dry_run {
            // What was committed stands, whether it shows here at once or with the follower.
            if let Err(error) = self.reload_reference().await {
                tracing::warn!(%error, "the features are stored and show later");
            }
            self.wake();
        }
        if wish.choice.remember && !wish.dry_run {
            let mapping = UploadMapping { holds: Some(layer.slug().to_owned()), ..wish.choice.mapping };
            self.remember(read.name, mapping).await?;
        }
        let report = report.features.unwrap_or_default();
        let counts = report.layers.get(layer.slug()).copied().unwrap_or_default();
        Ok(FeaturesUpload {
            stored: !wish.dry_run,
            layer: layer.slug(),
            added: counts.added,
            changed: counts.changed,
            removed: counts.removed,
            unchanged: counts.unchanged,
            shown: if wish.dry_run { shown(report.fates) } else { Vec::new() },
            suspicion: read.suspicion,
            notes: read.notes.into_iter().chain(report.warnings).map(told).collect(),
        })
    }
}

fn shown(fates: Vec<(Fate, Feature)>) -> Vec<UploadedFeature> {
    let mut vertices = 0;
    let few = fates.into_iter().take(MOST_SHOWN).take_while(|(_, feature)| {
        vertices += feature.geometry.vertices().len();
        vertices <= MOST_SHOWN_VERTICES
    });
    few.map(|(fate, feature)| UploadedFeature {
        fate: match fate {
            Fate::Added => UploadFate::Added,
            Fate::Changed => UploadFate::Changed,
            Fate::Removed => UploadFate::Removed,
        },
        geometry: geometry_json::geometry(&feature.geometry),
        code: feature.code,
        name: feature.name,
    })
    .collect()
}

struct Read {
    /// By which the layer of the file is remembered.
    name: String,
    features: Vec<Feature>,
    suspicion: Option<UploadSuspicion>,
    notes: Vec<Problem>,
}

fn read(
    service: &Service,
    layer: Layer,
    path: &Path,
    choice: &UploadChoice,
    ground: &import_place::Ground,
    progress: &Progress,
) -> Result<Read> {
    let asked = frame_of(&choice.mapping)?;
    let layers = source::open(path, &opening_of(choice)?).map_err(refused)?;
    let records = pick(&layers, choice.layer.as_deref())?;
    let frame = records.head().frame(asked).map_err(|problem| refused(vec![problem]))?;
    progress.begin(Stage::Reading, Some(records.bytes() * ground::Ground::readings(frame)));
    let limited = Limited { layer: records, limits: MOST };
    let own = ground::Ground::new(frame, &[&limited], progress);
    let now = service.now();
    let validity = Validity { from: now, until: None };
    let reading = FeatureReading { layer: Some(layer), fields: fields_of(&choice.mapping), validity };
    let new_id = || service.ids().id(now);
    let features = members::features(&limited, &reading, &own, progress, new_id).map_err(refused)?;
    if features.is_empty() {
        return Err(refused(vec![Problem::new(
            "empty",
            "file",
            "这个图层里没有要素",
            "there are no features in this layer",
        )]));
    }
    let suspicion = ground.suspect(frame, &[], &features).map(suspicion);
    let name = memory_name(&records.head().name, &choice.stem).to_owned();
    Ok(Read { name, features, suspicion, notes: records.head().notes.clone() })
}
