//! Archives that others made: names, numbers and sizes are looked at before anything is unpacked, and what is
//! unpacked is counted, because the sizes that an archive declares may be lies.

use super::Problem;
use std::io::{Cursor, Read};
use zip::ZipArchive;

/// Most entries of one archive.
pub const MAX_ENTRIES: usize = 10_000;
/// Most bytes of all wanted entries together.
pub const MAX_UNPACKED: u64 = 384 << 20;

/// One unpacked file: its path inside the archive, and its bytes.
pub struct Entry {
    pub name: String,
    pub bytes: Vec<u8>,
}

/// Whether a file is an archive, by its first bytes.
pub fn is_zip(start: &[u8]) -> bool {
    start.starts_with(b"PK\x03\x04") || start.starts_with(b"PK\x05\x06")
}

/// Unpacks the entries whose lower-case name is wanted. Nothing is unpacked when any name leads out of the archive.
pub fn unpack(bytes: &[u8], wanted: impl Fn(&str) -> bool) -> Result<Vec<Entry>, Problem> {
    unpack_within(bytes, MAX_UNPACKED, wanted)
}

/// The same with a limit of its own on the bytes of all wanted entries together.
pub fn unpack_within(bytes: &[u8], most: u64, wanted: impl Fn(&str) -> bool) -> Result<Vec<Entry>, Problem> {
    if declared_entries(bytes).is_some_and(|count| count > MAX_ENTRIES) {
        return Err(too_many_entries());
    }
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| damaged("archive", &error))?;
    if archive.len() > MAX_ENTRIES {
        return Err(too_many_entries());
    }
    let (mut chosen, mut declared) = (Vec::new(), 0u64);
    for index in 0..archive.len() {
        let entry = archive.by_index_raw(index).map_err(|error| damaged("archive", &error))?;
        let name = entry.name().map_err(|error| damaged("archive", &error))?.into_owned();
        if leads_out(&name) {
            return Err(Problem::new(
                "unsafe_name",
                &name,
                format!("压缩包里的路径「{name}」不安全"),
                format!("the path “{name}” in the archive is not safe"),
            ));
        }
        if entry.is_file() && wanted(&name.to_ascii_lowercase()) {
            declared = declared.saturating_add(entry.size());
            chosen.push((index, name));
        }
    }
    let too_large = || too_large(most);
    if declared > most {
        return Err(too_large());
    }
    let (mut unpacked, mut left) = (Vec::with_capacity(chosen.len()), most);
    for (index, name) in chosen {
        let entry = archive.by_index(index).map_err(|error| damaged(&name, &error))?;
        let mut bytes = Vec::new();
        entry.take(left + 1).read_to_end(&mut bytes).map_err(|error| damaged(&name, &error))?;
        left = left.checked_sub(bytes.len() as u64).ok_or_else(too_large)?;
        unpacked.push(Entry { name, bytes });
    }
    Ok(unpacked)
}

/// The number of entries from the end record, so that a directory of millions is not read at all.
fn declared_entries(bytes: &[u8]) -> Option<usize> {
    let tail = &bytes[bytes.len().saturating_sub(22 + (1 << 16))..];
    let at = tail.windows(4).rposition(|window| window == b"PK\x05\x06")?;
    let count = tail.get(at + 10..at + 12)?;
    Some(usize::from(u16::from_le_bytes([count[0], count[1]])))
}

fn leads_out(name: &str) -> bool {
    let mut parts = name.split(['/', '\\']);
    name.starts_with(['/', '\\'])
        || name.contains('\0')
        || name.as_bytes().get(1) == Some(&b':')
        || parts.any(|part| part == "..")
}

fn too_many_entries() -> Problem {
    Problem::new(
        "too_many_entries",
        "archive",
        format!("压缩包里的文件超过 {MAX_ENTRIES} 个"),
        format!("the archive has more than {MAX_ENTRIES} entries"),
    )
}

fn too_large(most: u64) -> Problem {
    let limit = most >> 20;
    Problem::new(
        "too_large",
        "archive",
        format!("压缩包解开后超过 {limit} MB"),
        format!("the archive unpacks to more than {limit} MB"),
    )
}

fn damaged(place: &str, error: &dyn std::fmt::Display) -> Problem {
    Problem::new(
        "damaged_archive",
        place,
        format!("压缩包损坏或加密，无法读取：{place}"),
        format!("the archive is damaged or encrypted, {place} cannot be read: {error}"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;
    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    fn archive(entries: &[(&str, &[u8])]) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in entries {
            writer.start_file(*name, SimpleFileOptions::default()).unwrap();
            writer.write_all(bytes).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    fn code(bytes: &[u8]) -> &'static str {
        unpack(bytes, |_| true).err().unwrap().code
    }

    #[test]
    fn only_what_is_wanted_is_unpacked() {
        let bytes = archive(&[("a/b.SHP", b"one"), ("readme.txt", b"two")]);
        let found = unpack(&bytes, |name| name.ends_with(".shp")).unwrap();
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].name.as_str(), found[0].bytes.as_slice()), ("a/b.SHP", b"one".as_slice()));
    }

    #[test]
    fn names_that_lead_out_are_refused_even_when_nobody_wants_them() {
        for name in ["../x.shp", "a/../../x", "/etc/x", "C:\\x", "a\\..\\x"] {
            let bytes = archive(&[("good.shp", b"1"), (name, b"1")]);
            assert_eq!(
                unpack(&bytes, |name| name == "good.shp").err().unwrap().code,
                "unsafe_name",
                "{name}"
            );
        }
    }

    #[test]
    fn too_many_entries_and_ten_gigabytes_are_refused_before_unpacking() {
        let names: Vec<String> = (0..MAX_ENTRIES + 1).map(|n| n.to_string()).collect();
        let many: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), b"".as_slice())).collect();
        assert_eq!(code(&archive(&many)), "too_many_entries");
        let mut lying = archive(&[("a.shp", &[0; 4096])]);
        let central = lying.windows(4).rposition(|w| w == b"PK\x01\x02").unwrap();
        lying[central + 24..central + 28].copy_from_slice(&0xF000_0000u32.to_le_bytes());
        assert_eq!(code(&lying), "too_large");
    }

    #[test]
    fn what_is_cut_off_or_no_archive_is_refused() {
        let bytes = archive(&[("a.shp", &[7; 4096])]);
        for end in [0, 10, bytes.len() / 2, bytes.len() - 5] {
            assert_eq!(code(&bytes[..end]), "damaged_archive");
        }
        assert_eq!(code(b"not a zip"), "damaged_archive");
    }
}
