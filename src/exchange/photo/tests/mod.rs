//! Photos as phones, editors and attackers make them. All of them are made here.

mod fixtures;
mod hints;
mod metadata;
mod pixels;
mod refusals;
mod tiff;

use super::{Photo, PhotoOptions, PhotoProblem, read_photo};
use image::RgbImage;
use jiff::tz::TimeZone;

fn options() -> PhotoOptions {
    PhotoOptions::new(TimeZone::get("Asia/Shanghai").expect("the zone is bundled"))
}

fn read(bytes: &[u8]) -> Result<Photo, PhotoProblem> {
    read_photo(bytes, &options())
}

/// The pixels of what is kept.
fn seen(jpeg: &[u8]) -> RgbImage {
    image::load_from_memory(jpeg).expect("what is kept can be opened").into_rgb8()
}

/// Whether every pixel is as expected but for what JPEG costs.
fn looks_like(found: &RgbImage, expected: &RgbImage, tolerance: u8) -> bool {
    found.dimensions() == expected.dimensions()
        && found.as_raw().iter().zip(expected.as_raw()).all(|(a, b)| a.abs_diff(*b) <= tolerance)
}
