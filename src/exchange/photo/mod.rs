//! Photos as phones and cameras make them: what they are is told from their content, their pixels are decoded within limits,
//! turned upright and encoded again in two sizes. Nothing else of the file survives: no metadata, no comment, no second file
//! behind the first. What the camera tells of place and time leaves beside the pixels as hints.
//!
//! While it is read a photo takes up to 4 bytes of memory a pixel, a progressive JPEG up to 10 (measured: 148 and 387 MB at
//! 40 megapixels): callers bound how many they read at a time, and do it on a thread that may block.

mod container;
mod exif_hints;
mod pixels;
mod problem;
mod shrink;
mod sniff;
#[cfg(test)]
mod tests;

pub use problem::PhotoProblem;

use crate::domain::photo::PhotoHints;
use jiff::tz::TimeZone;
use sha2::{Digest, Sha256};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// What is taken in, and what is made of it.
#[derive(Debug, Clone)]
pub struct PhotoOptions {
    /// Zone of camera times that come without one.
    pub zone: TimeZone,
    /// Most bytes of a file.
    pub most_bytes: usize,
    /// Most pixels of a photo, known from its header before anything is decoded.
    pub most_pixels: u64,
    /// Longest side taken in, in pixels.
    pub most_side: u32,
    /// Longest side of `Photo::large`, in pixels.
    pub large_side: u32,
    /// Longest side of `Photo::thumb`, in pixels.
    pub thumb_side: u32,
    /// JPEG quality of both, 1 to 100.
    pub quality: u8,
}

impl PhotoOptions {
    /// The limits of the service, with the site's zone.
    pub fn new(zone: TimeZone) -> Self {
        Self {
            zone,
            most_bytes: 20 << 20,
            most_pixels: 40_000_000,
            most_side: 20_000,
            large_side: 2048,
            thumb_side: 320,
            quality: 82,
        }
    }
}

/// A photo as it is kept.
#[derive(Debug, Clone, PartialEq)]
pub struct Photo {
    /// JPEG, upright, never larger than what came.
    pub large: Vec<u8>,
    /// The same small, for lists.
    pub thumb: Vec<u8>,
    /// Pixels of `large`.
    pub width: u32,
    pub height: u32,
    pub hints: PhotoHints,
    /// SHA-256 of `large` in hexadecimal digits: the photo's address, and its part of a request's fingerprint.
    pub sha256: String,
}

/// Reads a photo, or says why it cannot be taken and what to do about it. Broken metadata only cost their hints.
pub fn read_photo(bytes: &[u8], options: &PhotoOptions) -> Result<Photo, PhotoProblem> {
    if bytes.is_empty() {
        return Err(problem::empty());
    }
    if bytes.len() > options.most_bytes {
        return Err(problem::too_large(bytes.len(), options.most_bytes));
    }
    let format = sniff::format(bytes)?;
    // The decoders are not ours; should one of them trip over something, the file is at fault all the same.
    catch_unwind(AssertUnwindSafe(|| read(bytes, format, options)))
        .unwrap_or_else(|_| Err(problem::unreadable("its content makes no sense")))
}

fn read(bytes: &[u8], format: sniff::Format, options: &PhotoOptions) -> Result<Photo, PhotoProblem> {
    let parts = container::take_apart(bytes, format)?;
    let upright = pixels::upright(&parts, format, options)?;
    let (large, thumb) = pixels::encode(&upright, options)?;
    let hints = parts.exif.map(|exif| exif_hints::read(exif, &options.zone)).unwrap_or_default();
    let sha256 = Sha256::digest(&large).iter().map(|byte| format!("{byte:02x}")).collect();
    Ok(Photo { large, thumb, width: upright.width(), height: upright.height(), hints, sha256 })
}
