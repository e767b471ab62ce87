//! What is no photo, or too much of one, is refused in words; nothing panics.

use super::fixtures::{
    cells, flat_jpeg, jpeg, jpeg_promising, png, png_promising, webp, with_chunk, with_segment,
};
use super::tiff::{Tiff, place};
use super::{options, read, read_photo};

fn code(bytes: &[u8]) -> &'static str {
    let problem = read(bytes).expect_err("it is refused");
    assert!(!problem.words.zh.is_empty() && !problem.words.en.is_empty());
    problem.code
}

fn boxes(brands: &[&[u8; 4]]) -> Vec<u8> {
    let mut bytes = (8 + 4 * (brands.len() as u32 + 1)).to_be_bytes().to_vec();
    bytes.extend_from_slice(b"ftyp");
    bytes.extend_from_slice(brands[0]);
    bytes.extend_from_slice(&[0; 4]);
    brands[1..].iter().for_each(|brand| bytes.extend_from_slice(*brand));
    bytes.extend_from_slice(b"\0\0\x01\0meta");
    bytes
}

#[test]
fn an_iphone_photo_is_refused_with_what_to_do_on_the_phone() {
    for brands in
        [vec![b"heic", b"mif1", b"heic"], vec![b"mif1", b"heic"], vec![b"heix", b"mif1"], vec![b"msf1"]]
    {
        assert_eq!(code(&boxes(&brands)), "heic_photo");
    }
    let words = read(&boxes(&[b"heic"])).unwrap_err().words;
    assert!(words.zh.contains("设置 → 相机 → 格式") && words.zh.contains("兼容性最佳"));
    assert!(words.en.contains("Most Compatible"));
}

#[test]
fn other_files_are_named() {
    for (bytes, name) in [
        (b"GIF89a\x01\0\x01\0\x80\0\0".to_vec(), "GIF"),
        (b"BM\x46\0\0\0\0\0\0\0".to_vec(), "BMP"),
        (b"II*\0\x08\0\0\0".to_vec(), "TIFF"),
        (b"MM\0*\0\0\0\x08".to_vec(), "TIFF"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>".to_vec(), "SVG"),
        (b"\xEF\xBB\xBF<?xml version='1.0'?><!-- x --><svg/>".to_vec(), "SVG"),
        (b" \n<!DOCTYPE html><script>1</script>".to_vec(), "web page"),
        (b"%PDF-1.7\n".to_vec(), "PDF"),
        (b"PK\x03\x04\x14\0".to_vec(), "archive"),
        (boxes(&[b"avif", b"mif1", b"miaf"]), "AVIF"),
        (boxes(&[b"qt  "]), "video"),
        (boxes(&[b"mp42", b"isom"]), "video"),
        (b"\xFF\x0A\x90".to_vec(), "JPEG XL"),
        (b"RIFF\x04\0\0\0WAVE".to_vec(), "this file"),
        (b"hello".to_vec(), "this file"),
        (b"\xFF\xD8".to_vec(), "this file"),
        (vec![0; 100], "this file"),
    ] {
        let problem = read(&bytes).unwrap_err();
        assert_eq!(problem.code, "not_a_photo", "{name}");
        assert!(problem.words.en.contains(name), "{}", problem.words.en);
    }
}

#[test]
fn a_file_that_begins_as_something_else_is_no_photo_whatever_follows() {
    let photo = jpeg(&cells(2, 2));
    for start in [b"GIF89a=1;/*".as_slice(), b"%PDF-1.4\n", b"PK\x03\x04", b"<html>", b"\0", b"\n"] {
        assert_eq!(code(&[start, &photo].concat()), "not_a_photo");
    }
}

#[test]
fn nothing_and_too_much_are_refused() {
    assert_eq!(code(b""), "empty_photo");
    let mut large = jpeg(&cells(2, 2));
    large.resize(20 << 20, 0);
    assert!(read(&large).is_ok(), "just as many bytes as allowed, most of them behind the photo");
    large.push(0);
    assert_eq!(code(&large), "photo_too_large");
}

#[test]
fn bombs_are_refused_from_their_headers() {
    assert_eq!(code(&png_promising(50_000, 50_000)), "photo_too_long");
    assert_eq!(code(&png_promising(10_000, 5_000)), "too_many_pixels");
    assert_eq!(code(&png_promising(20_001, 1)), "photo_too_long");
    assert_eq!(code(&png_promising(u32::MAX, u32::MAX)), "unreadable_photo");
    let photo = jpeg(&cells(2, 2));
    assert_eq!(code(&jpeg_promising(photo.clone(), 8_000, 6_250)), "too_many_pixels");
    assert_eq!(code(&jpeg_promising(photo.clone(), 65_500, 600)), "photo_too_long");
    assert_eq!(code(&jpeg_promising(photo, 0, 0)), "unreadable_photo");
    let mut photo = webp(&cells(2, 2));
    let size = photo.windows(4).position(|four| four == b"VP8L").unwrap() + 9;
    photo[size..size + 4].copy_from_slice(&(9_999u32 | 7_999 << 14).to_le_bytes());
    assert_eq!(code(&photo), "too_many_pixels");
    let words = read(&png_promising(10_000, 5_000)).unwrap_err().words;
    assert!(words.zh.contains("10000×5000") && words.zh.contains("4000 万像素"), "{}", words.zh);
}

#[test]
fn sixteen_bits_a_colour_count_for_what_they_need() {
    let mut deep = png_promising(6_000, 4_000);
    deep[24] = 16;
    // The header's sum is repaired, so that only the size speaks against it.
    let header = super::fixtures::chunk(b"IHDR", &deep[16..29]);
    deep[8..33].copy_from_slice(&header);
    assert_eq!(code(&deep), "too_many_pixels");
}

#[test]
fn a_photo_of_countless_scans_is_refused() {
    let blocks = [[100u8, 128, 128]; 4];
    let photo = flat_jpeg(2, &blocks, true);
    assert!(read(&photo).is_ok());
    let end = photo.len() - 2;
    let last = photo.windows(2).rposition(|two| two == [0xFF, 0xDA]).unwrap();
    let many = [&photo[..end], &photo[last..end].repeat(70), &photo[end..]].concat();
    assert_eq!(code(&many), "unreadable_photo");
}

#[test]
fn a_photo_cut_off_anywhere_is_refused() {
    let pixels = cells(2, 2);
    for (format, photo) in [
        ("jpeg", jpeg(&pixels)),
        ("progressive", flat_jpeg(2, &[[100, 128, 128]; 4], true)),
        ("png", png(&pixels)),
        ("webp", webp(&pixels)),
    ] {
        assert!(read(&photo).is_ok(), "{format}");
        for end in 12..photo.len() {
            let code = code(&photo[..end]);
            assert!(matches!(code, "photo_cut_off" | "unreadable_photo"), "{format} {end}: {code}");
        }
        assert_eq!(code(&photo[..photo.len() / 2]), "photo_cut_off", "{format}");
    }
}

#[test]
fn whatever_bytes_are_changed_there_is_an_answer() {
    let pixels = cells(3, 2);
    let tiff = Tiff { gps: place(24.35, 102.54), ..Tiff::default() }.bytes();
    let files = [
        super::fixtures::jpeg_with_exif(&jpeg(&pixels), &tiff),
        flat_jpeg(4, &[[100, 30, 200]; 16], true),
        with_chunk(&png(&pixels), b"eXIf", &tiff),
        webp(&pixels),
    ];
    let mut options = options();
    // Changed headers may promise much, which takes time and shows nothing.
    options.most_pixels = 1_000_000;
    let mut state = 0x9E37_79B9_7F4A_7C15u64;
    let mut random = move |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % below
    };
    let (mut taken, mut refused) = (0, 0);
    for file in &files {
        for _ in 0..400 {
            let mut changed = file.clone();
            for _ in 0..=random(6) {
                let at = random(changed.len());
                changed[at] = random(256) as u8;
            }
            match read_photo(&changed, &options) {
                Ok(_) => taken += 1,
                Err(_) => refused += 1,
            }
        }
    }
    assert!(taken > 50 && refused > 50, "{taken} taken, {refused} refused");
}

#[test]
fn a_problem_gets_its_place() {
    let problem = read(b"").unwrap_err().at("photos[2]");
    assert_eq!((problem.code, problem.place.as_str()), ("empty_photo", "photos[2]"));
    let with_comment = with_segment(&jpeg(&cells(1, 1)), 0xFE, b"x");
    assert!(read(&with_comment).is_ok());
}
