//! Writing a backup, part by part, to anything that takes bytes.

use super::{
    BackupProblem, END, Header, MANIFEST, Manifest, PartTold, PhotosTold, Piece, TableTold, hash, hex,
    photo_name,
};
use flate2::Compression;
use flate2::write::GzEncoder;
use sha2::{Digest, Sha256};
use std::io::{self, Write};

/// What was written so far, hashed on its way.
struct Hashed<W> {
    to: W,
    hash: Sha256,
}

impl<W: Write> Write for Hashed<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.to.write(bytes)?;
        self.hash.update(&bytes[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}

/// A backup that is being written.
pub struct BackupWriter<W: Write> {
    tar: tar::Builder<Hashed<W>>,
    manifest: Manifest,
    names: Sha256,
    /// Seconds since 1970 that all parts say they were made at.
    made: u64,
}

impl<W: Write> BackupWriter<W> {
    /// Begins with the header. `made` is the same time as the header's, in seconds since 1970.
    pub fn new(to: W, header: Header, made: u64) -> Result<Self, BackupProblem> {
        let text = json(&header)?;
        let manifest = Manifest { header, tables: Vec::new(), photos: PhotosTold::default() };
        let tar = tar::Builder::new(Hashed { to, hash: Sha256::new() });
        let mut writer = Self { tar, manifest, names: Sha256::new(), made };
        writer.append(super::HEADER, &text)?;
        Ok(writer)
    }

    /// Adds a piece. Those of one table follow each other.
    pub fn put(&mut self, piece: Piece) -> Result<(), BackupProblem> {
        match piece {
            Piece::Lines { table, rows, text } => {
                if self.manifest.tables.last().is_none_or(|last| last.name != table) {
                    self.manifest.tables.push(TableTold { name: table, rows: 0, parts: Vec::new() });
                }
                let mut packed = GzEncoder::new(Vec::with_capacity(text.len() / 6), Compression::default());
                packed.write_all(&text)?;
                let packed = packed.finish()?;
                let Some(told) = self.manifest.tables.last_mut() else { return Ok(()) };
                told.rows += rows;
                let name = format!("tables/{}/{:06}.jsonl.gz", told.name, told.parts.len() + 1);
                let part = PartTold { name: name.clone(), bytes: packed.len() as u64, sha256: hash(&packed) };
                told.parts.push(part);
                self.append(&name, &packed)?;
            }
            Piece::Photo { address, thumb, body } => {
                let name = photo_name(&address, thumb);
                self.manifest.photos.files += 1;
                self.manifest.photos.bytes += body.len() as u64;
                self.names.update(name.as_bytes());
                self.names.update(b"\n");
                self.append(&name, &body)?;
            }
            Piece::Missing { address } => self.manifest.photos.missing.push(address),
        }
        Ok(())
    }

    /// Writes the manifest and the mark. Whoever owns the file syncs it.
    pub fn finish(mut self) -> Result<(Manifest, W), BackupProblem> {
        self.manifest.photos.names_sha256 = hex(self.names.clone().finalize());
        let text = json(&self.manifest)?;
        self.append(MANIFEST, &text)?;
        let all = hex(self.tar.get_ref().hash.clone().finalize());
        self.append(END, &mark(&all))?;
        let mut to = self.tar.into_inner()?.to;
        to.flush()?;
        Ok((self.manifest, to))
    }

    fn append(&mut self, name: &str, body: &[u8]) -> Result<(), BackupProblem> {
        Ok(entry(&mut self.tar, name, body, self.made)?)
    }
}

fn json(value: &impl serde::Serialize) -> Result<Vec<u8>, BackupProblem> {
    let mut text = serde_json::to_vec_pretty(value).map_err(io::Error::from)?;
    text.push(b'\n');
    Ok(text)
}

fn entry<W: Write>(tar: &mut tar::Builder<W>, name: &str, body: &[u8], made: u64) -> io::Result<()> {
    let mut header = tar::Header::new_ustar();
    header.set_size(body.len() as u64);
    header.set_mode(0o600);
    header.set_mtime(made);
    tar.append_data(&mut header, name, body)
}

/// The last bytes of a backup whose bytes before them have this hash.
pub(super) fn tail(all: &str, made: u64) -> io::Result<Vec<u8>> {
    let mut tar = tar::Builder::new(Vec::new());
    entry(&mut tar, END, &mark(all), made)?;
    tar.into_inner()
}

fn mark(all: &str) -> Vec<u8> {
    format!("{all}\n").into_bytes()
}
