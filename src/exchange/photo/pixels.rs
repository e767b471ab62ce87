//! From coded pixels to upright ones, and to JPEG again.

use super::container::Parts;
use super::problem::{cut_off, too_long, too_many_pixels, unreadable};
use super::shrink::{fitting, shrink};
use super::sniff::Format;
use super::{PhotoOptions, PhotoProblem};
use image::codecs::jpeg::JpegEncoder;
use image::metadata::Orientation;
use image::{
    DynamicImage, ExtendedColorType, ImageDecoder, ImageError, ImageFormat, ImageReader, Limits, RgbImage,
};
use std::io::{Cursor, ErrorKind};

/// Decodes within the limits, shrinks to `large_side`, lays what shines through on white, and turns the photo as its camera
/// was held.
pub(super) fn upright(
    parts: &Parts<'_>,
    format: Format,
    options: &PhotoOptions,
) -> Result<RgbImage, PhotoProblem> {
    let decoded = decode(&parts.pixels, format, options)?;
    let (width, height) = fitting(decoded.width(), decoded.height(), options.large_side);
    // Shrinking first: turning a copy of all pixels would double the memory.
    let mut shrunk = DynamicImage::ImageRgb8(shrink(&decoded, width, height));
    drop(decoded);
    let held = parts.exif.and_then(Orientation::from_exif_chunk).unwrap_or(Orientation::NoTransforms);
    shrunk.apply_orientation(held);
    Ok(shrunk.into_rgb8())
}

fn decode(bytes: &[u8], format: Format, options: &PhotoOptions) -> Result<DynamicImage, PhotoProblem> {
    let format = match format {
        Format::Jpeg => ImageFormat::Jpeg,
        Format::Png => ImageFormat::Png,
        Format::WebP => ImageFormat::WebP,
    };
    // Four bytes a pixel: what a phone makes fits, a scan with sixteen bits a colour may not.
    let most_memory = 4 * options.most_pixels;
    let mut limits = Limits::no_limits();
    limits.max_alloc = Some(most_memory);
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    reader.limits(limits);
    let decoder = reader.into_decoder().map_err(refused)?;
    let (width, height) = decoder.dimensions();
    if width.max(height) > options.most_side {
        return Err(too_long(width, height, options.most_side));
    }
    if u64::from(width) * u64::from(height) > options.most_pixels || decoder.total_bytes() > most_memory {
        return Err(too_many_pixels(width, height, options.most_pixels));
    }
    DynamicImage::from_decoder(decoder).map_err(refused)
}

fn refused(error: ImageError) -> PhotoProblem {
    match error {
        ImageError::IoError(error) if error.kind() == ErrorKind::UnexpectedEof => cut_off(),
        other => unreadable(other),
    }
}

/// The large and the small JPEG.
pub(super) fn encode(upright: &RgbImage, options: &PhotoOptions) -> Result<(Vec<u8>, Vec<u8>), PhotoProblem> {
    let (width, height) = fitting(upright.width(), upright.height(), options.thumb_side);
    let large = jpeg(upright, options.quality)?;
    let small = DynamicImage::ImageRgb8(upright.clone());
    Ok((large, jpeg(&shrink(&small, width, height), options.quality)?))
}

fn jpeg(pixels: &RgbImage, quality: u8) -> Result<Vec<u8>, PhotoProblem> {
    let mut bytes = Vec::new();
    JpegEncoder::new_with_quality(&mut bytes, quality)
        .encode(pixels, pixels.width(), pixels.height(), ExtendedColorType::Rgb8)
        .map_err(unreadable)?;
    Ok(bytes)
}
