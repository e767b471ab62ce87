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
    if entries_at_most(bytes) > MAX_ENTRIES {
        return Err(too_many_entries());
    }
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| damaged("archive", &error))?;
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

/// No archive has more entries than headers in its directory, however its end records count them, so that a directory of
/// millions is not read at all.
pub(super) fn entries_at_most(bytes: &[u8]) -> usize {
    bytes.windows(4).filter(|window| window == b"PK\x01\x02").count()
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
    fn a_hundred_thousand_entries_are_refused_even_when_the_end_tells_of_five() {
        let names: Vec<String> = (0..100_000).map(|n| n.to_string()).collect();
        let many: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), b"".as_slice())).collect();
        let mut bytes = archive(&many);
        assert_eq!(code(&bytes), "too_many_entries");
        let end = bytes.windows(4).rposition(|window| window == b"PK\x05\x06").unwrap();
        for count in [end + 8, end + 10] {
            bytes[count..count + 2].copy_from_slice(&5u16.to_le_bytes());
        }
        // The place of the directory stands in the larger end record, with the real count.
        bytes[end + 16..end + 20].fill(0xFF);
        assert_eq!(code(&bytes), "too_many_entries");
    }

    /// Entries of zeros that unpack to so many mebibytes together, in a thousandth of that.
    fn zeros(mebibytes: usize) -> Vec<u8> {
        const EACH: usize = 64;
        let one = archive(&[("0.shp", &vec![0; EACH << 20])]);
        let mut one = ZipArchive::new(Cursor::new(one)).unwrap();
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for number in 0..mebibytes / EACH {
            writer.raw_copy_file_rename(one.by_index_raw(0).unwrap(), format!("{number}.shp")).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    #[test]
    fn ten_gigabytes_are_refused_whatever_the_directory_says() {
        let mut bytes = zeros(10 << 10);
        assert!(bytes.len() < 16 << 20);
        assert_eq!(code(&bytes), "too_large");
        // Every size in the directory and before each entry is a lie now.
        let headers: Vec<(usize, usize)> = (0..bytes.len() - 4)
            .filter_map(|at| match &bytes[at..at + 4] {
                b"PK\x01\x02" => Some((at, 24)),
                b"PK\x03\x04" => Some((at, 22)),
                _ => None,
            })
            .collect();
        assert_eq!(headers.len(), 320);
        for (at, size) in headers {
            bytes[at + size..at + size + 4].copy_from_slice(&7u32.to_le_bytes());
        }
        assert!(matches!(code(&bytes), "too_large" | "damaged_archive"));
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
