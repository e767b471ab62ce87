//! Files that somebody uploads: looked through, and made into a proposal for a draft. Nothing is stored of them but,
//! when asked for, which field holds what in a layer of that name.

use super::answer::*;
use super::as_of::blocking;
use super::draft::Standing;
use super::error::{AppError, FieldError};
use super::import_place;
use super::service::{Result, Service};
use crate::domain::geo::Frame;
use crate::domain::geo::datum_suspicion::Suspicion;
use crate::domain::grid::coverage::repair::{Tolerance, repair_among};
use crate::domain::grid::{Area, AreaSet, Level, Scheme};
use crate::domain::progress::{Progress, Stage};
use crate::exchange::limited::{Limited, Limits};
use crate::exchange::members::{self, AreaReading, FieldMap};
use crate::exchange::preview::{LayerPreview, look};
use crate::exchange::records::ReadRecords;
use crate::exchange::shapefile::encoding_of;
use crate::exchange::source::{self, Opening};
use crate::exchange::{Problem, geometry_json, ground, out};
use serde_json::Value;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use uuid::Uuid;

/// Bytes that an uploaded archive may unpack to, and of a file that has to be in memory whole. With what is made of them
/// they stay below 500 MB.
const MOST_UNPACKED: u64 = 128 << 20;
const MOST_HELD: u64 = 64 << 20;
/// What one file may hold; larger ones are for the command line.
pub(super) const MOST: Limits = Limits { records: 250_000, vertices: 5_000_000 };
/// Vertices whose shapes a proposal sends; with more of them the file is applied here, and the shapes stay.
const MOST_SENT: usize = 600_000;
/// Characters shown of a value, and layers that are remembered.
const WIDTH: usize = 200;
const MOST_REMEMBERED: usize = 500;
/// Setting that holds the mapping of each layer by its name.
const REMEMBERED: &str = "upload_mappings";
const ENCODINGS: [&str; 3] = ["utf-8", "gbk", "big5"];
const DATUMS: [&str; 4] = ["wgs84", "cgcs2000", "gcj02", "bd09"];

/// How a person wants an uploaded boundary file to be read.
#[derive(Debug, Clone, Default)]
pub struct UploadChoice {
    /// The person's own name of the file, without its ending; a layer without a name is remembered by it.
    pub stem: String,
    /// The layer, where the file has several.
    pub layer: Option<String>,
    pub mapping: UploadMapping,
    /// Close gaps and overlaps of what comes, metres.
    pub repair_m: Option<f64>,
    /// Keep the mapping for the next file with a layer of this name.
    pub remember: bool,
}

impl Service {
    /// Looks through a boundary file.
    pub async fn preview_boundaries(
        &self,
        path: PathBuf,
        choice: UploadChoice,
        progress: Arc<Progress>,
    ) -> Result<UploadPreview> {
        let remembered = self.remembered().await?;
        let ground = self.ground();
        blocking(move || {
            let asked = frame_of(&choice.mapping)?;
            let opening = opening_of(&choice)?;
            let layers = match source::open(&path, &opening) {
                Ok(layers) => layers,
                Err(problems) if problems.iter().any(|problem| problem.code == "encoding_needed") => {
                    let encodings = ENCODINGS.iter().filter_map(|name| sample(&path, name)).collect();
                    return Ok(UploadPreview { encodings, ..empty() });
                }
                Err(problems) => return Err(refused(problems)),
            };
            let chosen = || {
                let wanted = |name: &str| choice.layer.as_ref().is_none_or(|layer| layer == name);
                layers.iter().filter(move |layer| wanted(&layer.head().name))
            };
            progress.begin(Stage::Reading, Some(chosen().map(|layer| layer.bytes()).sum()));
            let layers = chosen()
                .map(|layer| {
                    shown(look(layer.as_ref(), asked, &progress), &remembered, &ground, &choice.stem)
                })
                .collect();
            progress.check().map_err(|cancelled| refused(cancelled.into()))?;
            Ok(UploadPreview { layers, ..empty() })
        })
        .await
    }

    /// What a boundary file would make of a draft.
    pub async fn propose_boundaries(
        &self,
        id: Uuid,
        path: PathBuf,
        choice: UploadChoice,
        progress: Arc<Progress>,
    ) -> Result<UploadProposal> {
        let standing = self.standing(id).await?;
        let ground = self.ground();
        let wanted = choice.clone();
        let (name, proposal) = blocking(move || {
            let file = boundaries(&standing, &path, &wanted, &ground, &progress)?;
            progress.begin(Stage::Comparing, Some(file.areas.len() as u64));
            let mut proposal = proposal(&standing, file.areas, true);
            (proposal.suspicion, proposal.notes) = (file.suspicion, file.notes);
            proposal.repaired_max_m = file.repaired_max_m;
            Ok((file.layer, proposal))
        })
        .await?;
        if choice.remember {
            self.remember(name, choice.mapping).await?;
        }
        Ok(proposal)
    }

    /// The ground that is in force, of the snapshot.
    pub(super) fn ground(&self) -> import_place::Ground {
        let reference = self.reference();
        let areas = reference.areas.iter().map(|(_, area)| area);
        import_place::Ground::of(areas, reference.features.iter().map(|(_, feature)| feature))
    }

    /// An id for the temporary file of an upload.
    pub fn upload_id(&self) -> Uuid {
        self.ids().id(self.now())
    }

    async fn remembered(&self) -> Result<BTreeMap<String, UploadMapping>> {
        let value = self.store().setting(REMEMBERED).await?;
        // A mapping of another release that cannot be read is only a convenience lost.
        Ok(value.and_then(|value| serde_json::from_value(value).ok()).unwrap_or_default())
    }

    pub(super) async fn remember(&self, layer: String, mapping: UploadMapping) -> Result<()> {
        let mut all = self.remembered().await?;
        if all.len() >= MOST_REMEMBERED && !all.contains_key(&layer) {
            all.pop_first();
        }
        all.insert(layer, mapping);
        let value = serde_json::to_value(&all).map_err(|error| AppError::Internal(error.into()))?;
        Ok(self.store().set_setting(REMEMBERED, &value, self.now()).await?)
    }
}

fn empty() -> UploadPreview {
    UploadPreview { layers: Vec::new(), encodings: Vec::new(), datums: DATUMS.to_vec() }
}

pub(super) fn told(problem: Problem) -> FieldError {
    FieldError::new("file", problem.code, problem.words.zh, problem.words.en).at(problem.place)
}

pub(super) fn refused(problems: Vec<Problem>) -> AppError {
    AppError::Invalid(problems.into_iter().map(told).collect())
}

pub(super) fn suspicion(found: Suspicion) -> UploadSuspicion {
    UploadSuspicion { code: found.code(), words: found.words() }
}

pub(super) fn frame_of(mapping: &UploadMapping) -> Result<Option<Frame>> {
    let parse = |text: &String| {
        Frame::parse(text)
            .map_err(|words| AppError::invalid(FieldError::new("datum", "unknown", words.zh, words.en)))
    };
    mapping.datum.as_ref().map(parse).transpose()
}

pub(super) fn opening_of(choice: &UploadChoice) -> Result<Opening> {
    let mapping = &choice.mapping;
    let encoding = mapping.encoding.as_deref().map(|label| {
        encoding_of(label).ok_or_else(|| {
            AppError::invalid(FieldError::new(
                "encoding",
                "unknown",
                format!("不认识文字编码「{label}」，可用：{}", ENCODINGS.join(", ")),
                format!("the encoding “{label}” is unknown; use one of {}", ENCODINGS.join(", ")),
            ))
        })
    });
    let fields = fields_of(mapping);
    let (encoding, stem) = (encoding.transpose()?, Some(choice.stem.clone()));
    Ok(Opening { fields, encoding, stem, ..bounded() })
}

fn bounded() -> Opening {
    Opening { most_unpacked: Some(MOST_UNPACKED), most_held: Some(MOST_HELD), ..Opening::default() }
}

pub(super) fn fields_of(mapping: &UploadMapping) -> FieldMap {
    let UploadMapping { code, name, parent, level_field, extent, .. } = mapping.clone();
    FieldMap { code, name, parent, level: level_field, extent, ..FieldMap::default() }
}

/// Texts of a file as they read in an encoding.
fn sample(path: &Path, name: &'static str) -> Option<EncodingSample> {
    let opening = Opening { encoding: encoding_of(name), ..bounded() };
    let layers = source::open(path, &opening).ok()?;
    let texts = layers.iter().flat_map(|layer| {
        let preview = look(layer.as_ref(), None, &Progress::default());
        let rows = preview.first.into_iter().flatten().map(|(_, value)| value);
        preview.fields.into_iter().chain(rows.filter_map(|value| value.as_str().map(shortened)))
    });
    let texts: Vec<String> = texts.filter(|text| !text.is_ascii()).take(12).collect();
    Some(EncodingSample { encoding: name, texts })
}

fn shortened(text: &str) -> String {
    match text.char_indices().nth(WIDTH) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

fn shown(
    preview: LayerPreview,
    remembered: &BTreeMap<String, UploadMapping>,
    ground: &import_place::Ground,
    stem: &str,
) -> UploadLayer {
    let known = remembered.get(memory_name(&preview.layer, stem)).filter(|mapping| fits(mapping, &preview));
    let FieldMap { code, name, parent, level, extent, .. } = preview.suggested;
    let guess = UploadMapping { code, name, parent, level_field: level, extent, ..UploadMapping::default() };
    let cell = |row: &serde_json::Map<String, Value>, field: &String| {
        row.get(field).filter(|value| !value.is_null()).map(|value| shortened(&out::text_of(Some(value))))
    };
    let fields: Vec<String> = preview.fields.iter().map(|field| shortened(field)).collect();
    UploadLayer {
        first: preview
            .first
            .iter()
            .map(|row| preview.fields.iter().map(|field| cell(row, field)).collect())
            .collect(),
        suspicion: preview
            .frame
            .and_then(|frame| ground.suspect_places(frame, &preview.places))
            .map(suspicion),
        layer: preview.layer,
        told: preview.told,
        datum: preview.datum,
        records: preview.records,
        points: preview.points,
        lines: preview.lines,
        areas: preview.areas,
        undrawn: preview.undrawn,
        fields,
        raw_box: preview.raw_box,
        bbox: preview.bbox,
        remembered: known.is_some(),
        mapping: known.cloned().unwrap_or(guess),
        notes: preview.notes.into_iter().map(told).collect(),
        problems: preview.problems.into_iter().map(told).collect(),
    }
}

/// The name under which a layer is remembered.
pub(super) fn memory_name<'a>(layer: &'a str, stem: &'a str) -> &'a str {
    if layer.is_empty() { stem } else { layer }
}

/// Whether a remembered mapping names only fields that the layer has.
fn fits(mapping: &UploadMapping, preview: &LayerPreview) -> bool {
    let FieldMap { code, name, parent, level, extent, .. } = fields_of(mapping);
    [code, name, parent, level, extent].into_iter().flatten().all(|field| preview.fields.contains(&field))
}

/// What was read of a boundary file.
pub(super) struct BoundaryFile {
    /// The name of its layer, under which its mapping is remembered.
    pub layer: String,
    pub areas: Vec<Area>,
    pub suspicion: Option<UploadSuspicion>,
    /// What was passed over.
    pub notes: Vec<FieldError>,
    /// The greatest move of a repair, where one was asked for.
    pub repaired_max_m: Option<f64>,
}

/// Reads a boundary file as areas of a draft.
pub(super) fn boundaries(
    standing: &Standing,
    path: &Path,
    choice: &UploadChoice,
    ground: &import_place::Ground,
    progress: &Progress,
) -> Result<BoundaryFile> {
    let level = choice.mapping.level.as_deref().map(|slug| {
        Level::from_slug(slug).ok_or_else(|| {
            AppError::invalid(FieldError::new(
                "level",
                "unknown",
                format!("没有「{slug}」这个层级"),
                format!("there is no level “{slug}”"),
            ))
        })
    });
    let level = level.transpose()?;
    let asked = frame_of(&choice.mapping)?;
    let layers = source::open(path, &opening_of(choice)?).map_err(refused)?;
    let layer = pick(&layers, choice.layer.as_deref())?;
    let frame = layer.head().frame(asked).map_err(|problem| refused(vec![problem]))?;
    progress.begin(Stage::Reading, Some(layer.bytes() * ground::Ground::readings(frame)));
    let limited = Limited { layer, limits: MOST };
    let own = ground::Ground::new(frame, &[&limited], progress);
    let reading = AreaReading { scheme: standing.draft.scheme, level, fields: fields_of(&choice.mapping) };
    let mut areas = members::areas(&limited, &reading, &own, progress).map_err(refused)?;
    if areas.is_empty() {
        return Err(refused(vec![Problem::new(
            "empty",
            "file",
            "这个图层里没有网格",
            "there are no areas in this layer",
        )]));
    }
    expect_own_codes(&areas)?;
    let suspicion = ground.suspect(frame, &areas, &[]).map(suspicion);
    hang(&mut areas, &standing.after);
    progress.check().map_err(|cancelled| refused(cancelled.into()))?;
    let repaired_max_m =
        choice.repair_m.map(|metres| mended(standing, &mut areas, metres, progress)).transpose()?;
    let notes = layer.head().notes.iter().cloned().map(told).collect();
    let layer = memory_name(&layer.head().name, &choice.stem).to_owned();
    Ok(BoundaryFile { layer, areas, suspicion, notes, repaired_max_m })
}

/// The layer named, or the only one.
pub(super) fn pick<'a>(layers: &'a source::Layers, name: Option<&str>) -> Result<&'a dyn ReadRecords> {
    let found = match name {
        Some(name) => layers.iter().find(|layer| layer.head().name == name),
        None => layers.first().filter(|_| layers.len() == 1),
    };
    found.map(|layer| layer.as_ref()).ok_or_else(|| {
        let names: Vec<&str> = layers.iter().map(|layer| layer.head().name.as_str()).collect();
        let names = names.join(", ");
        AppError::invalid(FieldError::new(
            "layer",
            if name.is_some() { "unknown" } else { "missing" },
            format!("请选择文件里的一个图层：{names}"),
            format!("name one of the layers of the file: {names}"),
        ))
    })
}

/// Every code once.
fn expect_own_codes(areas: &[Area]) -> Result<()> {
    let mut seen = HashSet::new();
    let twice: Vec<FieldError> = areas
        .iter()
        .filter(|area| !seen.insert(area.code.as_str()))
        .map(|area| {
            let code = &area.code;
            FieldError::new(
                "file",
                "duplicate_code",
                format!("编码 {code} 在文件里出现两次"),
                format!("the code {code} appears twice in the file"),
            )
            .at(format!("area {code}"))
        })
        .collect();
    if twice.is_empty() { Ok(()) } else { Err(AppError::Invalid(twice)) }
}

/// Parents that are named by their name become codes, and what the file does not say stays as the draft has it.
fn hang(areas: &mut Vec<Area>, standing: &[Area]) {
    let own: HashSet<String> = areas.iter().map(|area| area.code.clone()).collect();
    let count = areas.len();
    areas.extend(standing.iter().filter(|area| !own.contains(&area.code)).cloned());
    members::parents_by_name(areas);
    areas.truncate(count);
    let known: HashMap<&str, &Area> = standing.iter().map(|area| (area.code.as_str(), area)).collect();
    for area in areas.iter_mut() {
        let Some(before) = known.get(area.code.as_str()) else { continue };
        area.extent = area.extent.take().or_else(|| before.extent.clone());
        area.parent = area.parent.take().or_else(|| before.parent.clone());
        area.shape = area.shape.take().or_else(|| before.shape.clone());
        if area.name == area.code {
            area.name = before.name.clone();
        }
    }
}

/// Repairs the areas against those of the draft that the file leaves out; gives the greatest move.
fn mended(standing: &Standing, areas: &mut [Area], metres: f64, progress: &Progress) -> Result<f64> {
    let own: HashSet<String> = areas.iter().map(|area| area.code.clone()).collect();
    let kept = standing.after.iter().filter(|area| !own.contains(&area.code)).cloned();
    let joined: Vec<Area> = kept.chain(areas.iter().cloned()).collect();
    let tolerance = Tolerance { metres, close_open_strips: false };
    let may_move = |area: &Area| own.contains(&area.code);
    let done =
        repair_among(joined, standing.draft.scheme, tolerance, may_move, progress).map_err(|faults| {
            AppError::Invalid(
                faults
                    .iter()
                    .map(|fault| {
                        let words = fault.words();
                        FieldError::new("file", "no_tree", words.zh, words.en)
                    })
                    .collect(),
            )
        })?;
    progress.check().map_err(|cancelled| refused(cancelled.into()))?;
    let max_m = done.max_m();
    let mut shapes: HashMap<String, Area> =
        done.areas.into_iter().map(|area| (area.code.clone(), area)).collect();
    for area in areas {
        area.shape = shapes.remove(&area.code).and_then(|area| area.shape).or(area.shape.take());
    }
    Ok(max_m)
}

/// What a file says differently from a draft.
pub(super) struct Difference {
    /// Areas that are new or differ, by level and code.
    pub areas: Vec<Area>,
    pub unchanged: usize,
    /// For a file that speaks for whole levels: codes that it leaves out.
    pub left_out: Vec<String>,
}

pub(super) fn difference(standing: &Standing, mut areas: Vec<Area>, whole: bool) -> Difference {
    let known: HashMap<&str, &Area> = standing.after.iter().map(|area| (area.code.as_str(), area)).collect();
    let mut left_out = Vec::new();
    if whole && let Ok(set) = AreaSet::build(standing.after.clone()) {
        let levels: HashSet<Level> = areas.iter().map(|area| area.level).collect();
        let own: HashSet<&str> = areas.iter().map(|area| area.code.as_str()).collect();
        let of_scheme = set.iter().filter(|(_, area)| in_scheme(area, standing.draft.scheme));
        let left = of_scheme.filter(|(id, area)| {
            levels.contains(&area.level) && !own.contains(area.code.as_str()) && standing.covers(&set, *id)
        });
        left_out = left.map(|(_, area)| area.code.clone()).collect();
    }
    let all = areas.len();
    areas.retain(|area| known.get(area.code.as_str()).is_none_or(|before| *before != area));
    areas.sort_by(|a, b| (a.level, &a.code).cmp(&(b.level, &b.code)));
    Difference { unchanged: all - areas.len(), areas, left_out }
}

/// What is new or differs, and, for a file that speaks for whole levels, what it leaves out.
pub(super) fn proposal(standing: &Standing, areas: Vec<Area>, whole: bool) -> UploadProposal {
    let Difference { areas, unchanged, left_out } = difference(standing, areas, whole);
    let known: HashSet<&str> = standing.after.iter().map(|area| area.code.as_str()).collect();
    let vertices: usize =
        areas.iter().filter_map(|area| area.shape.as_ref()).map(|shape| shape.vertices().len()).sum();
    let sent = vertices <= MOST_SENT;
    let shown = |area: Area| UploadedArea {
        added: !known.contains(area.code.as_str()),
        geometry: area.shape.as_ref().filter(|_| sent).map(geometry_json::shape),
        code: area.code,
        name: area.name,
        level: area.level.slug(),
        parent: area.parent,
        extent: area.extent,
    };
    UploadProposal {
        version: standing.draft.version,
        areas: areas.into_iter().map(shown).collect(),
        unchanged,
        left_out,
        shapes_left_out: !sent,
        suspicion: None,
        notes: Vec::new(),
        repaired_max_m: None,
    }
}

fn in_scheme(area: &Area, scheme: Scheme) -> bool {
    area.scheme == scheme
}
