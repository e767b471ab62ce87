//! Nothing but pixels is kept (R11): six kinds of planted metadata, and whole files behind the photo.

use super::fixtures::{cells, chunk, jpeg, png, webp, webp_with, with_chunk, with_segment};
use super::read;
use super::tiff::{Entry, Is, Tiff, place};

/// Stands in every planted part.
const PLANTED: &str = "PLANTED-24.3512";

fn holds_planted(bytes: &[u8]) -> bool {
    bytes.windows(PLANTED.len()).any(|window| window == PLANTED.as_bytes())
}

fn planted_exif() -> Vec<u8> {
    let main = vec![Entry(0x010E, Is::Text(PLANTED)), Entry(0x0110, Is::Text(PLANTED))];
    Tiff { main, gps: place(24.3512, 102.5431), ..Tiff::default() }.bytes()
}

fn text(before: &[u8]) -> Vec<u8> {
    [before, PLANTED.as_bytes()].concat()
}

/// Files that a browser or an unpacker would find behind a photo.
fn second_files() -> [Vec<u8>; 3] {
    [
        text(b"PK\x03\x04\x14\0\0\0\0\0 x PK\x05\x06"),
        text(b"<html><script>alert(1)</script>"),
        [text(b"\0\0\0\x18ftypmp42"), jpeg(&cells(1, 1))].concat(),
    ]
}

#[test]
fn nothing_planted_in_a_jpeg_survives() {
    let plain = jpeg(&cells(3, 2));
    let expected = read(&plain).unwrap();
    let mut files = vec![
        ("exif", with_segment(&plain, 0xE1, &[b"Exif\0\0", planted_exif().as_slice()].concat())),
        ("xmp", with_segment(&plain, 0xE1, &text(b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>"))),
        ("iptc", with_segment(&plain, 0xED, &text(b"Photoshop 3.0\x008BIM\x04\x04\0\0\0\0\0\x0F"))),
        ("comment", with_segment(&plain, 0xFE, &text(b""))),
        ("icc", with_segment(&plain, 0xE2, &text(b"ICC_PROFILE\0\x01\x01"))),
        ("jfxx", with_segment(&plain, 0xE0, &text(b"JFXX\0\x13"))),
        ("maker", with_segment(&plain, 0xEB, &text(b"HUAWEI"))),
    ];
    files.extend(second_files().map(|file| ("behind", [plain.clone(), file].concat())));
    for (kind, file) in files {
        assert!(holds_planted(&file), "{kind}");
        let photo = read(&file).unwrap();
        assert!(!holds_planted(&photo.large) && !holds_planted(&photo.thumb), "{kind}");
        assert_eq!(photo.sha256, expected.sha256, "{kind}");
    }
}

#[test]
fn nothing_planted_in_a_png_or_webp_survives() {
    let pixels = cells(3, 2);
    let (png, webp) = (png(&pixels), webp(&pixels));
    let mut files = vec![
        ("tEXt", with_chunk(&png, b"tEXt", &text(b"Comment\0"))),
        ("zTXt", with_chunk(&png, b"zTXt", &text(b"Comment\0\0"))),
        ("iTXt", with_chunk(&png, b"iTXt", &text(b"XML:com.adobe.xmp\0\0\0\0\0"))),
        ("iCCP", with_chunk(&png, b"iCCP", &text(b"profile\0\0"))),
        ("eXIf", with_chunk(&png, b"eXIf", &planted_exif())),
        ("prVt", with_chunk(&png, b"prVt", &text(b""))),
        ("chunk behind", [png.clone(), chunk(b"tEXt", &text(b"Comment\0"))].concat()),
        ("EXIF", webp_with(&webp, &pixels, &[(b"EXIF", &planted_exif())])),
        ("XMP", webp_with(&webp, &pixels, &[(b"XMP ", &text(b"<x:xmpmeta>"))])),
        ("ICCP", webp_with(&webp, &pixels, &[(b"ICCP", &text(b""))])),
    ];
    for file in second_files() {
        files.push(("behind a png", [png.clone(), file.clone()].concat()));
        files.push(("behind a webp", [webp.clone(), file].concat()));
    }
    for (kind, file) in files {
        assert!(holds_planted(&file), "{kind}");
        let photo = read(&file).unwrap();
        assert!(!holds_planted(&photo.large) && !holds_planted(&photo.thumb), "{kind}");
    }
}

/// The whole of what is kept is accounted for: a file header without picture, tables, frame, one scan, end.
#[test]
fn what_is_kept_has_no_place_for_anything_else() {
    let photo =
        read(&with_segment(&jpeg(&cells(40, 30)), 0xE1, &[b"Exif\0\0", planted_exif().as_slice()].concat()));
    let photo = photo.unwrap();
    for bytes in [&photo.large, &photo.thumb] {
        let mut at = 2;
        while bytes[at + 1] != 0xDA {
            let (marker, length) =
                (bytes[at + 1], usize::from(u16::from_be_bytes([bytes[at + 2], bytes[at + 3]])));
            assert_eq!(bytes[at], 0xFF);
            assert!(matches!(marker, 0xE0 | 0xDB | 0xC0 | 0xC4), "{marker:x}");
            assert!(marker != 0xE0 || (length == 16 && bytes[at + 4..].starts_with(b"JFIF\0")));
            at += 2 + length;
        }
        let markers =
            (at + 2..bytes.len()).filter(|at| bytes[*at] == 0xFF && bytes[*at + 1] != 0).collect::<Vec<_>>();
        assert_eq!(markers, [bytes.len() - 2]);
        assert!(bytes.ends_with(&[0xFF, 0xD9]));
    }
}
