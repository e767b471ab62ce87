//! Reading a backup: first the whole of it against its mark and its manifest, and only then piece by piece.

use super::{
    BackupProblem, FORMAT, HEADER, Header, MANIFEST, MOST_LINES, MOST_PART, Manifest, Piece, hash, hex,
    photo_of, write::tail,
};
use flate2::read::GzDecoder;
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::fs::File;
use std::io::{BufReader, ErrorKind, Read, Seek, SeekFrom};
use std::path::Path;

/// What counts and hashes what is read through it.
struct Hashed<R> {
    from: R,
    hash: Sha256,
}

impl<R: Read> Read for Hashed<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let read = self.from.read(buffer)?;
        self.hash.update(&buffer[..read]);
        Ok(read)
    }
}

/// Reads all of a backup and holds every part against its hash. `schema` is the highest that this program knows.
pub fn check(path: &Path, schema: i64) -> Result<Manifest, BackupProblem> {
    let mut file = File::open(path)?;
    let (header, made) = first(&mut file)?;
    if header.format > FORMAT || header.schema > schema {
        return Err(BackupProblem::Newer { format: header.format, schema: header.schema });
    }
    let length = file.metadata()?.len();
    let mark = tail(&hex([0; 32]), made)?.len() as u64;
    let body = length.checked_sub(mark).filter(|body| *body > 0).ok_or(BackupProblem::Cut)?;
    file.seek(SeekFrom::Start(body))?;
    let mut end = Vec::new();
    file.read_to_end(&mut end)?;
    // Without any of the mark the end is missing, whatever else there is.
    if !end.starts_with(b"end\0") {
        return Err(BackupProblem::Cut);
    }
    file.seek(SeekFrom::Start(0))?;
    let mut from = Hashed { from: BufReader::with_capacity(1 << 20, file.take(body)), hash: Sha256::new() };
    let manifest = parts(&mut from, &header)?;
    std::io::copy(&mut from, &mut std::io::sink())?;
    if tail(&hex(from.hash.finalize()), made)? != end {
        return Err(BackupProblem::Changed("end".to_owned()));
    }
    Ok(manifest)
}

/// The header, and the seconds since 1970 at which all parts say they were made.
fn first(file: &mut File) -> Result<(Header, u64), BackupProblem> {
    let mut tar = tar::Archive::new(BufReader::new(file));
    let Some(Ok(mut entry)) = tar.entries()?.next() else { return Err(BackupProblem::Foreign) };
    if entry.path_bytes() != HEADER.as_bytes() || entry.size() > MOST_PART {
        return Err(BackupProblem::Foreign);
    }
    let made = entry.header().mtime()?;
    let mut text = Vec::new();
    entry.read_to_end(&mut text).map_err(|_| BackupProblem::Cut)?;
    if (text.len() as u64) < entry.size() {
        return Err(BackupProblem::Cut);
    }
    // A header of a later form may say other things beside its number.
    let told: serde_json::Value = serde_json::from_slice(&text).map_err(|_| changed(HEADER))?;
    let format = told.get("format").and_then(serde_json::Value::as_u64).ok_or_else(|| changed(HEADER))?;
    if format > u64::from(FORMAT) {
        let schema = told.get("schema").and_then(serde_json::Value::as_i64).unwrap_or_default();
        return Err(BackupProblem::Newer { format: u32::try_from(format).unwrap_or(u32::MAX), schema });
    }
    let header = serde_json::from_value(told).map_err(|_| changed(HEADER))?;
    Ok((header, made))
}

/// Reads every part and compares with the manifest, which is the last of them.
fn parts(from: &mut impl Read, header: &Header) -> Result<Manifest, BackupProblem> {
    let mut lines: HashMap<String, (u64, String)> = HashMap::new();
    let (mut names, mut files, mut bytes) = (Sha256::new(), 0, 0);
    let mut found: Option<Manifest> = None;
    let mut tar = tar::Archive::new(from);
    for (nth, entry) in tar.entries()?.enumerate() {
        let (name, body) = whole(entry)?;
        if found.is_some() {
            return Err(changed(&name));
        } else if nth == 0 {
            // The header was looked at before; the manifest repeats it.
        } else if name == MANIFEST {
            found = Some(serde_json::from_slice(&body).map_err(|_| changed(&name))?);
        } else if let Some((address, _)) = photo_of(&name) {
            if hash(&body) != address {
                return Err(changed(&name));
            }
            names.update(name.as_bytes());
            names.update(b"\n");
            files += 1;
            bytes += body.len() as u64;
        } else {
            lines.insert(name, (body.len() as u64, hash(&body)));
        }
    }
    let manifest = found.ok_or_else(|| changed(MANIFEST))?;
    for part in manifest.tables.iter().flat_map(|table| &table.parts) {
        if lines.remove(&part.name) != Some((part.bytes, part.sha256.clone())) {
            return Err(changed(&part.name));
        }
    }
    if let Some(other) = lines.keys().next() {
        return Err(changed(other));
    }
    let photos = &manifest.photos;
    if (photos.files, photos.bytes, &photos.names_sha256) != (files, bytes, &hex(names.finalize())) {
        return Err(changed("photos"));
    }
    if manifest.header != *header {
        return Err(changed(HEADER));
    }
    Ok(manifest)
}

/// Hands on the pieces of a backup that was checked, in their order, until `take` fails. Each is held against the manifest
/// once more, because the file may have changed since.
pub fn pieces<E: From<BackupProblem>>(
    path: &Path,
    manifest: &Manifest,
    mut take: impl FnMut(Piece) -> Result<(), E>,
) -> Result<(), E> {
    let io = |error: std::io::Error| E::from(BackupProblem::Io(error));
    let told: HashMap<&str, (&str, &str)> = manifest
        .tables
        .iter()
        .flat_map(|table| table.parts.iter().map(move |part| (&*part.name, (&*table.name, &*part.sha256))))
        .collect();
    let file = File::open(path).map_err(io)?;
    let mut tar = tar::Archive::new(BufReader::with_capacity(1 << 20, file));
    for entry in tar.entries().map_err(io)? {
        let (name, body) = whole(entry)?;
        if let Some((table, sha256)) = told.get(&*name) {
            if hash(&body) != *sha256 {
                return Err(changed(&name).into());
            }
            let mut text = Vec::with_capacity(body.len() * 6);
            let unpacked = GzDecoder::new(&*body).take(MOST_LINES).read_to_end(&mut text);
            unpacked.map_err(|_| changed(&name))?;
            let rows = text.iter().filter(|byte| **byte == b'\n').count().saturating_sub(1) as u64;
            take(Piece::Lines { table: (*table).to_owned(), rows, text })?;
        } else if let Some((address, thumb)) = photo_of(&name) {
            take(Piece::Photo { address, thumb, body })?;
        }
    }
    Ok(())
}

/// A part with its name.
fn whole<R: Read>(entry: std::io::Result<tar::Entry<'_, R>>) -> Result<(String, Vec<u8>), BackupProblem> {
    let failed = |error: std::io::Error| match error.kind() {
        // What tar says of a header that it cannot read.
        ErrorKind::Other | ErrorKind::InvalidData | ErrorKind::InvalidInput => changed("tar"),
        ErrorKind::UnexpectedEof => BackupProblem::Cut,
        _ => BackupProblem::Io(error),
    };
    let mut entry = entry.map_err(failed)?;
    let name = String::from_utf8(entry.path_bytes().into_owned()).map_err(|_| changed("tar"))?;
    let size = entry.size();
    if size > MOST_PART {
        return Err(changed(&name));
    }
    let mut body = Vec::new();
    entry.read_to_end(&mut body).map_err(failed)?;
    if body.len() as u64 != size {
        return Err(BackupProblem::Cut);
    }
    Ok((name, body))
}

fn changed(part: &str) -> BackupProblem {
    BackupProblem::Changed(part.to_owned())
}
