//! Pixels come out upright, no larger than they went in, whatever the camera's habit.

use super::fixtures::{cells, encoded, flat_jpeg, jpeg, jpeg_with_exif, png, webp, webp_with, with_chunk};
use super::tiff::{Tiff, orientation};
use super::{looks_like, read, seen};
use image::{DynamicImage, ImageFormat, Rgb, RgbImage, Rgba, RgbaImage};
use sha2::{Digest, Sha256};

/// How a camera held in a way stores what is upright: where its first row and first column lie is what the Exif tag says.
fn stored(upright: &RgbImage, held: u16) -> RgbImage {
    let (width, height) = upright.dimensions();
    let (right, bottom) = (width - 1, height - 1);
    let turned = held >= 5;
    let (rows, columns) = if turned { (width, height) } else { (height, width) };
    RgbImage::from_fn(columns, rows, |column, row| {
        let (x, y) = match held {
            1 => (column, row),
            2 => (right - column, row),
            3 => (right - column, bottom - row),
            4 => (column, bottom - row),
            5 => (row, column),
            6 => (right - row, column),
            7 => (right - row, bottom - column),
            _ => (row, bottom - column),
        };
        *upright.get_pixel(x, y)
    })
}

#[test]
fn all_eight_ways_of_holding_a_camera_come_out_upright() {
    let upright = cells(3, 2);
    for held in 1..=8 {
        let pixels = stored(&upright, held);
        for big_endian in [false, true] {
            let tiff = Tiff { big_endian, main: vec![orientation(held)], ..Tiff::default() }.bytes();
            let files = [
                jpeg_with_exif(&jpeg(&pixels), &tiff),
                with_chunk(&png(&pixels), b"eXIf", &tiff),
                webp_with(&webp(&pixels), &pixels, &[(b"EXIF", &tiff)]),
            ];
            for (format, file) in ["jpeg", "png", "webp"].into_iter().zip(files) {
                let photo = read(&file).unwrap();
                assert_eq!((photo.width, photo.height), (48, 32), "{format} {held}");
                assert!(looks_like(&seen(&photo.large), &upright, 12), "{format} {held}");
                assert!(looks_like(&seen(&photo.thumb), &upright, 12), "{format} {held}");
            }
        }
    }
}

#[test]
fn an_orientation_that_does_not_exist_leaves_the_pixels_as_they_are() {
    let upright = cells(3, 2);
    for held in [0, 9, 65_535] {
        let tiff = Tiff { main: vec![orientation(held)], ..Tiff::default() }.bytes();
        let photo = read(&jpeg_with_exif(&jpeg(&upright), &tiff)).unwrap();
        assert!(looks_like(&seen(&photo.large), &upright, 12), "{held}");
    }
}

#[test]
fn the_longest_side_shrinks_to_its_limit_and_nothing_grows() {
    for (from, large, thumb) in [
        ((1, 1), (1, 1), (1, 1)),
        ((100, 50), (100, 50), (100, 50)),
        ((320, 2), (320, 2), (320, 2)),
        ((2048, 1000), (2048, 1000), (320, 156)),
        ((3000, 4000), (1536, 2048), (240, 320)),
        ((12_000, 500), (2048, 85), (320, 13)),
        ((20_000, 1), (2048, 1), (320, 1)),
    ] {
        let photo = read(&png(&RgbImage::from_pixel(from.0, from.1, Rgb([90, 120, 60])))).unwrap();
        assert_eq!((photo.width, photo.height), large);
        let (kept, small) = (seen(&photo.large), seen(&photo.thumb));
        assert_eq!((kept.dimensions(), small.dimensions()), (large, thumb));
        assert!(looks_like(&kept, &RgbImage::from_pixel(large.0, large.1, Rgb([90, 120, 60])), 3));
        assert!(looks_like(&small, &RgbImage::from_pixel(thumb.0, thumb.1, Rgb([90, 120, 60])), 3));
    }
}

#[test]
fn progressive_and_four_colour_photos_are_photos() {
    // Luminance and the two colour differences of grey, red, green and blue.
    let colours = [[128, 128, 128], [76, 85, 255], [150, 44, 21], [29, 255, 107]];
    let expected = [[128, 128, 128], [254, 0, 0], [0, 255, 1], [0, 0, 254]];
    let blocks: Vec<[u8; 3]> = (0..64).map(|n| colours[(n / 2 + n / 16) % 4]).collect();
    let plain = RgbImage::from_fn(64, 64, |x, y| {
        let n = (8 * (y / 8) + x / 8) as usize;
        Rgb(expected[(n / 2 + n / 16) % 4])
    });
    for progressive in [false, true] {
        let photo = read(&flat_jpeg(8, &blocks, progressive)).unwrap();
        assert!(looks_like(&seen(&photo.large), &plain, 12), "progressive {progressive}");
    }
    // Without ink everything is 255; red is cyan's ink left out.
    let inks = [[255, 255, 255, 255], [255, 0, 0, 255], [255, 255, 255, 100]];
    let expected = [[255, 255, 255], [255, 0, 0], [100, 100, 100]];
    let blocks: Vec<[u8; 4]> = (0..12).map(|n| inks[n / 2 % 3]).collect();
    let photo = read(&flat_jpeg(6, &blocks, false)).unwrap();
    let plain = RgbImage::from_fn(48, 16, |x, _| Rgb(expected[(x / 16) as usize]));
    assert!(looks_like(&seen(&photo.large), &plain, 12));
}

#[test]
fn what_shines_through_lies_on_white() {
    let alpha = RgbaImage::from_fn(48, 16, |x, _| Rgba([0, 0, 0, [0, 128, 255][(x / 16) as usize]]));
    let grey = RgbImage::from_fn(48, 16, |x, _| Rgb([[255u8, 127, 0][(x / 16) as usize]; 3]));
    for format in [ImageFormat::Png, ImageFormat::WebP] {
        let photo = read(&encoded(&DynamicImage::ImageRgba8(alpha.clone()), format)).unwrap();
        assert!(looks_like(&seen(&photo.large), &grey, 6), "{format:?}");
    }
}

#[test]
fn every_depth_of_png_is_read() {
    let upright = DynamicImage::ImageRgb8(cells(2, 2));
    for (depth, pixels) in [
        ("16 bits", DynamicImage::ImageRgb16(upright.to_rgb16())),
        ("16 bits and alpha", DynamicImage::ImageRgba16(upright.to_rgba16())),
        ("8 bits and alpha", DynamicImage::ImageRgba8(upright.to_rgba8())),
    ] {
        let photo = read(&encoded(&pixels, ImageFormat::Png)).unwrap();
        assert!(looks_like(&seen(&photo.large), &upright.to_rgb8(), 12), "{depth}");
    }
    for (depth, pixels) in [
        ("grey", DynamicImage::ImageLuma8(upright.to_luma8())),
        ("grey of 16 bits", DynamicImage::ImageLuma16(upright.to_luma16())),
        ("grey and alpha", DynamicImage::ImageLumaA8(upright.to_luma_alpha8())),
    ] {
        let photo = read(&encoded(&pixels, ImageFormat::Png)).unwrap();
        let grey = DynamicImage::ImageLuma8(upright.to_luma8()).to_rgb8();
        assert!(looks_like(&seen(&photo.large), &grey, 12), "{depth}");
    }
}

#[test]
fn a_lossy_webp_is_read() {
    // One pixel, as Google's encoder writes it.
    let tiny = b"RIFF\x22\0\0\0WEBPVP8 \x16\0\0\0\x30\x01\0\x9d\x01\x2a\x01\0\x01\0\x0e\xc0\xfe\x25\xa4\0\x03\x70\0\0\0\0";
    let photo = read(tiny).unwrap();
    assert_eq!((photo.width, photo.height), (1, 1));
}

#[test]
fn the_address_is_the_hash_of_what_is_kept_and_the_same_for_the_same_photo() {
    let file = jpeg(&cells(4, 3));
    let photo = read(&file).unwrap();
    let digest: String = Sha256::digest(&photo.large).iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(photo.sha256, digest);
    let with_another_comment = super::fixtures::with_segment(&file, 0xFE, b"sent twice");
    assert_eq!(read(&with_another_comment).unwrap(), photo);
    assert_ne!(read(&jpeg(&cells(3, 4))).unwrap().sha256, digest);
}
