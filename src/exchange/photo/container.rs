//! Taking files apart: the parts that decoding needs go on, the Exif block goes aside, everything else stays behind. So no
//! decoder unpacks text or colour profiles that nobody wants, and a file without its end is found out.

use super::PhotoProblem;
use super::problem::{cut_off, unreadable};
use super::sniff::{Format, PNG_SIGNATURE};
use std::borrow::Cow;

/// A larger Exif block is not looked at. In a JPEG none can be.
const MOST_EXIF: usize = 256 << 10;
/// Cameras write a progressive JPEG in ten or so scans; each costs a walk over all pixels.
const MOST_SCANS: usize = 64;

/// What is left of a file.
pub(super) struct Parts<'a> {
    /// A file of the same format with nothing but pixels.
    pub pixels: Cow<'a, [u8]>,
    /// The Exif block from its TIFF header on.
    pub exif: Option<&'a [u8]>,
}

pub(super) fn take_apart(bytes: &[u8], format: Format) -> Result<Parts<'_>, PhotoProblem> {
    let mut parts = match format {
        Format::Jpeg => jpeg(bytes)?,
        Format::Png => png(bytes)?,
        Format::WebP => webp(bytes)?,
    };
    parts.exif = parts.exif.filter(|exif| exif.len() <= MOST_EXIF);
    Ok(parts)
}

/// Walks the segments up to the end of the image; what comes behind, such as a phone's film or an archive, is not part of it.
fn jpeg(bytes: &[u8]) -> Result<Parts<'_>, PhotoProblem> {
    let mut pixels = Vec::with_capacity(bytes.len());
    pixels.extend_from_slice(&[0xFF, 0xD8]);
    let (mut at, mut scans, mut exif) = (2, 0, None);
    loop {
        let fill = bytes[at..].iter().position(|byte| *byte == 0xFF).ok_or_else(cut_off)?;
        let code = bytes[at + fill..].iter().position(|byte| *byte != 0xFF).ok_or_else(cut_off)?;
        at += fill + code;
        let marker = bytes[at];
        at += 1;
        match marker {
            // Markers that stand alone.
            0x00 | 0x01 | 0xD0..=0xD8 => continue,
            0xD9 if scans > 0 => {
                pixels.extend_from_slice(&[0xFF, 0xD9]);
                return Ok(Parts { pixels: Cow::Owned(pixels), exif });
            }
            0xD9 => return Err(unreadable("it ends before its pixels")),
            _ => {}
        }
        let length = bytes.get(at..at + 2).ok_or_else(cut_off)?;
        let length = usize::from(u16::from_be_bytes([length[0], length[1]]));
        let segment = bytes.get(at..at + length).ok_or_else(cut_off)?;
        let body = segment.get(2..).ok_or_else(|| unreadable("a segment without length"))?;
        at += length;
        match marker {
            0xE1 if exif.is_none() => exif = body.strip_prefix(b"Exif\0\0"),
            // Frames, tables, restarts, scans; 0xEE tells how four colours are meant.
            0xC0..=0xCF | 0xDA..=0xDD | 0xEE => {
                pixels.extend_from_slice(&[0xFF, marker]);
                pixels.extend_from_slice(segment);
            }
            _ => {}
        }
        if marker == 0xDA {
            scans += 1;
            if scans > MOST_SCANS {
                return Err(unreadable("it has too many scans"));
            }
            let end = at + end_of_scan(&bytes[at..]).ok_or_else(cut_off)?;
            pixels.extend_from_slice(&bytes[at..end]);
            at = end;
        }
    }
}

/// Where the next marker stands that is not part of the coded pixels.
fn end_of_scan(coded: &[u8]) -> Option<usize> {
    let mut at = 0;
    loop {
        at += coded[at..].iter().position(|byte| *byte == 0xFF)?;
        match *coded.get(at + 1)? {
            0x00 | 0xD0..=0xD7 => at += 2,
            0xFF => at += 1,
            _ => return Some(at),
        }
    }
}

/// Walks the chunks up to the last one.
fn png(bytes: &[u8]) -> Result<Parts<'_>, PhotoProblem> {
    let mut pixels = Vec::with_capacity(bytes.len());
    pixels.extend_from_slice(PNG_SIGNATURE);
    let (mut rest, mut exif) = (&bytes[PNG_SIGNATURE.len()..], None);
    loop {
        let length = rest.first_chunk().ok_or_else(cut_off)?;
        let length = u32::from_be_bytes(*length) as usize;
        let chunk = length.checked_add(12).and_then(|whole| rest.get(..whole)).ok_or_else(cut_off)?;
        rest = &rest[chunk.len()..];
        match &chunk[4..8] {
            b"IHDR" | b"PLTE" | b"tRNS" | b"IDAT" => pixels.extend_from_slice(chunk),
            b"IEND" => {
                pixels.extend_from_slice(chunk);
                return Ok(Parts { pixels: Cow::Owned(pixels), exif });
            }
            b"eXIf" if exif.is_none() => exif = Some(without_prefix(&chunk[8..8 + length])),
            _ => {}
        }
    }
}

/// Looks for the Exif chunk; the decoder does not look at the other ones.
fn webp(bytes: &[u8]) -> Result<Parts<'_>, PhotoProblem> {
    let size = bytes.get(4..8).and_then(|size| size.first_chunk()).ok_or_else(cut_off)?;
    let end = (u32::from_le_bytes(*size) as usize).checked_add(8).ok_or_else(cut_off)?;
    let pixels = bytes.get(..end).ok_or_else(cut_off)?;
    let (mut rest, mut exif) = (pixels.get(12..).unwrap_or_default(), None);
    while let Some((head, body)) = rest.split_first_chunk::<8>() {
        let length = u32::from_le_bytes([head[4], head[5], head[6], head[7]]) as usize;
        let Some(chunk) = body.get(..length) else { break };
        if head.starts_with(b"EXIF") && exif.is_none() {
            exif = Some(without_prefix(chunk));
        }
        // Chunks of odd length are filled up.
        rest = body.get(length + length % 2..).unwrap_or_default();
    }
    Ok(Parts { pixels: Cow::Borrowed(pixels), exif })
}

/// Some programs write the head of a JPEG's Exif segment in other formats too.
fn without_prefix(exif: &[u8]) -> &[u8] {
    exif.strip_prefix(b"Exif\0\0").unwrap_or(exif)
}
