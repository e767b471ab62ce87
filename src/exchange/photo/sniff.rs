//! What a file is, by its first bytes: names and declared types are what senders say.
//!
//! HEIC and AVIF are refused. The C library for them would be the only one in the upload path, and of the decoders in Rust
//! one is AGPL and the others are first releases of single authors. Phone browsers mostly convert to JPEG by themselves when
//! the page asks for it.

use super::PhotoProblem;
use super::problem::{heic, not_a_photo};

/// Formats that are decoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    Jpeg,
    Png,
    WebP,
}

pub(super) const PNG_SIGNATURE: &[u8] = b"\x89PNG\r\n\x1a\n";

/// First bytes of files that people take for photos, and their names.
const OTHERS: &[(&[u8], &str, &str)] = &[
    (b"GIF87a", "GIF 动图", "a GIF"),
    (b"GIF89a", "GIF 动图", "a GIF"),
    (b"BM", "BMP 位图", "a BMP"),
    (b"II*\0", "TIFF 图像或相机 RAW 文件", "a TIFF or raw camera file"),
    (b"MM\0*", "TIFF 图像或相机 RAW 文件", "a TIFF or raw camera file"),
    (b"%PDF", "PDF 文档", "a PDF"),
    (b"PK\x03\x04", "压缩包或 Office 文档", "an archive or office document"),
    (b"Rar!", "压缩包", "an archive"),
    (b"7z\xBC\xAF", "压缩包", "an archive"),
    (b"8BPS", "PSD 文件", "a PSD"),
    (b"\xFF\x0A", "JPEG XL 图像", "a JPEG XL"),
    (b"\0\0\0\x0CJXL ", "JPEG XL 图像", "a JPEG XL"),
    (b"\0\0\0\x0CjP  ", "JPEG 2000 图像", "a JPEG 2000"),
    (b"\0\0\x01\0", "图标文件", "an icon"),
];

/// The format of a photo. A file that begins as something else is refused whatever it holds further on.
pub(super) fn format(bytes: &[u8]) -> Result<Format, PhotoProblem> {
    if bytes.starts_with(b"\xFF\xD8\xFF") {
        return Ok(Format::Jpeg);
    }
    if bytes.starts_with(PNG_SIGNATURE) {
        return Ok(Format::Png);
    }
    if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
        return Ok(Format::WebP);
    }
    if bytes.get(4..8) == Some(b"ftyp") {
        return Err(boxed(bytes));
    }
    if let Some((_, zh, en)) = OTHERS.iter().find(|(start, ..)| bytes.starts_with(start)) {
        return Err(not_a_photo(zh, en));
    }
    Err(text(bytes).unwrap_or_else(|| not_a_photo("这个文件", "this file")))
}

/// Files of ISO boxes tell what they are by the brands of their first box: the main one, then those they go along with.
fn boxed(bytes: &[u8]) -> PhotoProblem {
    let length = bytes.first_chunk().map_or(0, |length| u32::from_be_bytes(*length) as usize);
    let brands = bytes.get(8..length.clamp(12, 256).min(bytes.len())).unwrap_or_default();
    let has = |wanted: &[&[u8; 4]]| {
        let (all, _) = brands.as_chunks::<4>();
        all.iter().any(|brand| wanted.contains(&brand))
    };
    if has(&[b"avif", b"avis"]) {
        return not_a_photo("AVIF 图像", "an AVIF");
    }
    if has(&[
        b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs", b"mif1", b"msf1", b"mif2",
    ]) {
        return heic();
    }
    if has(&[b"jxl "]) {
        return not_a_photo("JPEG XL 图像", "a JPEG XL");
    }
    not_a_photo("视频", "a video")
}

/// Text formats that browsers show as pictures or pages.
fn text(bytes: &[u8]) -> Option<PhotoProblem> {
    let start = &bytes[..bytes.len().min(1024)];
    let start =
        String::from_utf8_lossy(start.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(start)).to_ascii_lowercase();
    if !start.trim_start().starts_with('<') {
        return None;
    }
    Some(if start.contains("<svg") {
        not_a_photo("SVG 矢量图", "an SVG")
    } else {
        not_a_photo("网页", "a web page")
    })
}
