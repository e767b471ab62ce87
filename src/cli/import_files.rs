//! The files of one import: which layer of each is read, in which frame, and drawn together with which others.

use super::Failure;
use crate::domain::feature::Layer;
use crate::domain::geo::Frame;
use crate::domain::grid::Level;
use crate::domain::progress::{Progress, Stage};
use crate::domain::text::Words;
use crate::exchange::Problem;
use crate::exchange::ground::Ground;
use crate::exchange::records::ReadRecords;
use crate::exchange::source::{self, Layers, Opening};
use std::path::{Path, PathBuf};

/// What one file holds.
#[derive(Debug, Clone, Copy)]
pub enum Kind {
    Areas(Option<Level>),
    Features(Option<Layer>),
}

/// What the person says of all files.
#[derive(Debug, Clone, Default)]
pub struct Choice {
    pub opening: Opening,
    pub layer_name: Option<String>,
    pub asked: Option<Frame>,
}

/// One layer that is to be read.
pub struct OpenFile {
    pub kind: Kind,
    pub path: PathBuf,
    pub layer: Box<dyn ReadRecords>,
    ground: usize,
}

/// All layers of an import. Those in one frame share a ground, so that borders meet across files.
pub struct Opened {
    pub files: Vec<OpenFile>,
    grounds: Vec<Ground>,
}

impl Opened {
    pub fn ground(&self, file: &OpenFile) -> &Ground {
        &self.grounds[file.ground]
    }

    /// What was passed over in the files.
    pub fn notes(&self) -> Vec<Problem> {
        let notes = |file: &OpenFile| -> Vec<Problem> {
            file.layer.head().notes.iter().map(|note| in_file(note.clone(), &file.path)).collect()
        };
        self.files.iter().flat_map(notes).collect()
    }
}

/// Splits `zone=FILE`; a file whose own name has such a sign is itself.
pub fn split_kind(argument: &str) -> (Option<&str>, PathBuf) {
    match argument.split_once('=') {
        Some((kind, file)) if !Path::new(argument).exists() => (Some(kind), PathBuf::from(file)),
        _ => (None, PathBuf::from(argument)),
    }
}

/// Opens the files and settles their frames; every problem of every file at once.
pub fn open(chosen: Vec<(Kind, PathBuf)>, choice: &Choice, progress: &Progress) -> Result<Opened, Failure> {
    let (mut problems, mut framed) = (Vec::new(), Vec::new());
    for (kind, path) in chosen {
        let settled = source::open(&path, &choice.opening).and_then(|layers| {
            let layers = match choice.layer_name.as_deref() {
                // Records that say themselves what they are may stand in several layers.
                None if matches!(kind, Kind::Areas(None) | Kind::Features(None)) => layers,
                name => vec![pick(layers, name)?],
            };
            let framed = layers.into_iter().map(|layer| Ok((layer.head().frame(choice.asked)?, layer)));
            framed.collect::<Result<Vec<_>, Vec<Problem>>>()
        });
        match settled {
            Ok(layers) => {
                framed.extend(layers.into_iter().map(|(frame, layer)| (kind, path.clone(), layer, frame)));
            }
            Err(list) => problems.extend(list.into_iter().map(|problem| in_file(problem, &path))),
        }
    }
    if !problems.is_empty() {
        return Err(Failure::problems("import", problems));
    }
    let to_read = framed.iter().map(|(.., layer, frame)| layer.bytes() * Ground::readings(*frame)).sum();
    progress.begin(Stage::Reading, Some(to_read));
    let mut frames: Vec<Frame> = Vec::new();
    for (.., frame) in &framed {
        if !frames.contains(frame) {
            frames.push(*frame);
        }
    }
    let grounds = frames
        .iter()
        .map(|frame| {
            let layers: Vec<&dyn ReadRecords> = framed
                .iter()
                .filter(|(.., own)| own == frame)
                .map(|(_, _, layer, _)| layer.as_ref())
                .collect();
            Ground::new(*frame, &layers, progress)
        })
        .collect();
    let files = framed
        .into_iter()
        .map(|(kind, path, layer, frame)| {
            let ground = frames.iter().position(|known| *known == frame).unwrap_or_default();
            OpenFile { kind, path, layer, ground }
        })
        .collect();
    Ok(Opened { files, grounds })
}

/// The only layer, or the one that is named.
fn pick(mut layers: Layers, name: Option<&str>) -> Result<Box<dyn ReadRecords>, Vec<Problem>> {
    let names: Vec<String> = layers.iter().map(|layer| layer.head().name.clone()).collect();
    let listed = names.join(", ");
    match (name, layers.len()) {
        (None, 1) => Ok(layers.remove(0)),
        (None, _) => Err(Problem::new(
            "layer_needed",
            "file",
            format!("文件里有几个图层，请用 --layer-name 指定：{listed}"),
            format!("the file has several layers; name one with --layer-name: {listed}"),
        )
        .into()),
        (Some(name), count) => match names.iter().position(|known| known == name) {
            Some(at) => Ok(layers.swap_remove(at)),
            // A file without names has one layer, whatever it is called.
            None if count == 1 && names[0].is_empty() => Ok(layers.remove(0)),
            None => Err(Problem::new(
                "unknown_layer",
                "file",
                format!("文件里没有图层「{name}」，只有：{listed}"),
                format!("the file has no layer “{name}”; it has: {listed}"),
            )
            .into()),
        },
    }
}

/// A problem with the name of its file.
pub fn in_file(problem: Problem, path: &Path) -> Problem {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let words = Words::new(format!("{name}：{}", problem.words.zh), format!("{name}: {}", problem.words.en));
    Problem { place: format!("{name}, {}", problem.place), words, ..problem }
}
