//! Makers of photos: plain ones by the library's encoders, progressive and four-colour ones by hand, parts to plant.

use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, ImageFormat, RgbImage};
use std::io::Cursor;

/// Cells of 16 pixels in colours that differ everywhere, so that no two ways of holding it look alike.
pub fn cells(columns: u32, rows: u32) -> RgbImage {
    RgbImage::from_fn(16 * columns, 16 * rows, |x, y| {
        let (x, y) = (x / 16, y / 16);
        image::Rgb([(40 + 60 * x) as u8, (60 + 110 * y) as u8, (200 - 50 * ((x + 2 * y) % 3)) as u8])
    })
}

pub fn jpeg(pixels: &RgbImage) -> Vec<u8> {
    let mut bytes = Vec::new();
    JpegEncoder::new_with_quality(&mut bytes, 95).encode_image(pixels).expect("encodes");
    bytes
}

pub fn png(pixels: &RgbImage) -> Vec<u8> {
    encoded(&DynamicImage::ImageRgb8(pixels.clone()), ImageFormat::Png)
}

pub fn webp(pixels: &RgbImage) -> Vec<u8> {
    encoded(&DynamicImage::ImageRgb8(pixels.clone()), ImageFormat::WebP)
}

pub fn encoded(pixels: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    pixels.write_to(&mut bytes, format).expect("encodes");
    bytes.into_inner()
}

/// Plants a segment at the beginning of a JPEG.
pub fn with_segment(jpeg: &[u8], marker: u8, body: &[u8]) -> Vec<u8> {
    let length = u16::try_from(body.len() + 2).expect("a segment is short").to_be_bytes();
    [&jpeg[..2], &[0xFF, marker], &length, body, &jpeg[2..]].concat()
}

pub fn jpeg_with_exif(jpeg: &[u8], tiff: &[u8]) -> Vec<u8> {
    with_segment(jpeg, 0xE1, &[b"Exif\0\0", tiff].concat())
}

pub fn chunk(kind: &[u8; 4], body: &[u8]) -> Vec<u8> {
    let checked = [kind.as_slice(), body].concat();
    [&(body.len() as u32).to_be_bytes(), checked.as_slice(), &crc(&checked).to_be_bytes()].concat()
}

/// Plants a chunk behind the header of a PNG.
pub fn with_chunk(png: &[u8], kind: &[u8; 4], body: &[u8]) -> Vec<u8> {
    const HEADER: usize = 8 + 25;
    [&png[..HEADER], &chunk(kind, body), &png[HEADER..]].concat()
}

fn crc(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0, |crc, byte| {
        (0..8).fold(
            crc ^ u32::from(*byte),
            |crc, _| if crc & 1 == 1 { 0xEDB8_8320 ^ (crc >> 1) } else { crc >> 1 },
        )
    })
}

/// A PNG that promises so many pixels and holds none.
pub fn png_promising(width: u32, height: u32) -> Vec<u8> {
    let header = [width.to_be_bytes().as_slice(), &height.to_be_bytes(), &[8, 6, 0, 0, 0]].concat();
    let parts =
        [chunk(b"IHDR", &header), chunk(b"IDAT", &[0x78, 0x9C, 3, 0, 0, 0, 0, 1]), chunk(b"IEND", &[])];
    [b"\x89PNG\r\n\x1a\n".to_vec(), parts.concat()].concat()
}

/// Lets a JPEG's frame promise another size.
pub fn jpeg_promising(mut jpeg: Vec<u8>, width: u16, height: u16) -> Vec<u8> {
    let frame = jpeg.windows(2).position(|two| two == [0xFF, 0xC0]).expect("a frame");
    jpeg[frame + 5..frame + 7].copy_from_slice(&height.to_be_bytes());
    jpeg[frame + 7..frame + 9].copy_from_slice(&width.to_be_bytes());
    jpeg
}

/// Puts a lossless WebP of the library into the extended form, with chunks behind the pixels.
pub fn webp_with(webp: &[u8], pixels: &RgbImage, chunks: &[(&[u8; 4], &[u8])]) -> Vec<u8> {
    let side = |side: u32| (side - 1).to_le_bytes()[..3].to_vec();
    let flag = |kind: &[u8; 4]| match kind {
        b"ICCP" => 0x20,
        b"EXIF" => 0x08,
        _ => 0x04,
    };
    let flags = chunks.iter().fold(0, |flags, (kind, _)| flags | flag(kind));
    let head = [vec![flags, 0, 0, 0], side(pixels.width()), side(pixels.height())].concat();
    let mut body = [b"WEBP".to_vec(), riff(b"VP8X", &head)].concat();
    // A colour profile stands before the pixels.
    let (before, behind): (Vec<_>, Vec<_>) = chunks.iter().partition(|(kind, _)| *kind == b"ICCP");
    before.iter().for_each(|(kind, chunk)| body.extend(riff(kind, chunk)));
    body.extend_from_slice(&webp[12..]);
    behind.iter().for_each(|(kind, chunk)| body.extend(riff(kind, chunk)));
    riff(b"RIFF", &body)
}

fn riff(kind: &[u8; 4], body: &[u8]) -> Vec<u8> {
    let mut chunk = [kind.as_slice(), &(body.len() as u32).to_le_bytes(), body].concat();
    chunk.resize(chunk.len().next_multiple_of(2), 0);
    chunk
}

/// A JPEG of flat blocks of 8 pixels, `columns` a row, one byte for each of `N` colours. Progressive ones come in a scan for
/// the means of all colours and one for the rest of each.
pub fn flat_jpeg<const N: usize>(columns: usize, blocks: &[[u8; N]], progressive: bool) -> Vec<u8> {
    let mut bytes = vec![0xFF, 0xD8];
    let mut segment = |marker: u8, body: &[u8]| {
        bytes.extend([0xFF, marker]);
        bytes.extend((body.len() as u16 + 2).to_be_bytes());
        bytes.extend_from_slice(body);
    };
    // Four colours without transform, as Adobe writes them.
    if N == 4 {
        segment(0xEE, b"Adobe\0\x64\0\0\0\0\0");
    }
    segment(0xDB, &[vec![0], vec![8; 64]].concat());
    let (width, height) = (8 * columns as u16, 8 * (blocks.len() / columns) as u16);
    let mut frame = vec![8];
    frame.extend(height.to_be_bytes().into_iter().chain(width.to_be_bytes()));
    frame.push(N as u8);
    (1..=N as u8).for_each(|id| frame.extend([id, 0x11, 0]));
    segment(if progressive { 0xC2 } else { 0xC0 }, &frame);
    // Means: twelve codes of four bits. The rest: one code of one bit, end of block.
    let means: Vec<u8> = [0, 0, 0, 0, 12].into_iter().chain([0; 12]).chain(0..12).collect();
    segment(0xC4, &means);
    segment(0xC4, &[vec![0x10, 1], vec![0; 15], vec![0]].concat());

    let scan = |ids: &[u8], first: u8, last: u8| {
        let parts = ids.iter().flat_map(|id| [*id, 0]);
        [ids.len() as u8].into_iter().chain(parts).chain([first, last, 0]).collect::<Vec<u8>>()
    };
    let ids: Vec<u8> = (1..=N as u8).collect();
    segment(0xDA, &scan(&ids, 0, if progressive { 0 } else { 63 }));
    let mut bits = Bits::default();
    let mut last = [0i32; N];
    for block in blocks {
        for (last, value) in last.iter_mut().zip(block) {
            let mean = i32::from(*value) - 128;
            bits.difference(mean - *last);
            *last = mean;
            if !progressive {
                bits.push(0, 1);
            }
        }
    }
    bytes.extend(bits.finish());
    if progressive {
        for id in ids {
            bytes.extend([0xFF, 0xDA, 0, 8]);
            bytes.extend(scan(&[id], 1, 63));
            let mut bits = Bits::default();
            blocks.iter().for_each(|_| bits.push(0, 1));
            bytes.extend(bits.finish());
        }
    }
    bytes.extend([0xFF, 0xD9]);
    bytes
}

/// Coded pixels.
#[derive(Default)]
struct Bits(Vec<bool>);

impl Bits {
    fn push(&mut self, value: u32, count: u32) {
        self.0.extend((0..count).rev().map(|bit| value >> bit & 1 == 1));
    }

    fn difference(&mut self, value: i32) {
        let size = 32 - value.unsigned_abs().leading_zeros();
        self.push(size, 4);
        let coded = if value < 0 { value - 1 } else { value };
        self.push(coded as u32 & ((1 << size) - 1), size);
    }

    fn finish(mut self) -> Vec<u8> {
        self.0.resize(self.0.len().next_multiple_of(8), true);
        let byte = |bits: &[bool]| bits.iter().fold(0, |byte, bit| byte << 1 | u8::from(*bit));
        let stuffed = |byte| if byte == 0xFF { vec![0xFF, 0] } else { vec![byte] };
        self.0.chunks(8).map(byte).flat_map(stuffed).collect()
    }
}
