//! Small photos with what a camera writes into them: a JPEG, and before its pixels the Exif block (CIPA DC-008) of place and
//! time.

/// A JPEG of one colour; another shade is another photo. `at` is longitude and latitude in the north-east, `time` the
/// shutter's, `2026:11:24 09:30:00` in the site's zone.
pub fn photo(shade: u8, at: Option<(f64, f64)>, time: Option<&str>) -> Vec<u8> {
    let pixels = image::RgbImage::from_fn(64, 48, |x, y| image::Rgb([shade, (x * 3) as u8, (y * 5) as u8]));
    let mut bytes = std::io::Cursor::new(Vec::new());
    pixels.write_to(&mut bytes, image::ImageFormat::Jpeg).unwrap();
    let plain = bytes.into_inner();
    let block = [b"Exif\0\0".as_slice(), &tiff(at, time)].concat();
    let length = (block.len() as u16 + 2).to_be_bytes();
    [&plain[..2], &[0xFF, 0xE1], &length, &block, &plain[2..]].concat()
}

/// Directories in the order main, Exif, GPS, little end first; each value that is longer than four bytes lies behind its own.
fn tiff(at: Option<(f64, f64)>, time: Option<&str>) -> Vec<u8> {
    let text = |text: &str| (2u16, text.len() as u32 + 1, [text.as_bytes(), b"\0"].concat());
    let degrees = |value: f64| {
        let parts = (value * 3_600_000.0).round() as u32;
        let ratios = [(parts / 3_600_000, 1), (parts / 60_000 % 60, 1), (parts % 60_000, 1000)];
        let bytes = ratios.iter().flat_map(|(n, d): &(u32, u32)| [n.to_le_bytes(), d.to_le_bytes()].concat());
        (5u16, 3, bytes.collect::<Vec<u8>>())
    };
    let exif: Vec<_> = time.map(|time| (0x9003u16, text(time))).into_iter().collect();
    let gps = match at {
        None => Vec::new(),
        Some((lon, lat)) => vec![(1, text("N")), (2, degrees(lat)), (3, text("E")), (4, degrees(lon))],
    };
    let long = |value: u32| (4u16, 1, value.to_le_bytes().to_vec());
    let main = |exif: u32, gps: u32| vec![(0x8769u16, long(exif)), (0x8825, long(gps))];
    let exif_at = 8 + directory(&main(0, 0), 8).len() as u32;
    let exif = directory(&exif, exif_at);
    let gps_at = exif_at + exif.len() as u32;
    [b"II*\0\x08\0\0\0".to_vec(), directory(&main(exif_at, gps_at), 8), exif, directory(&gps, gps_at)]
        .concat()
}

type Entry = (u16, (u16, u32, Vec<u8>));

fn directory(entries: &[Entry], at: u32) -> Vec<u8> {
    let mut bytes = (entries.len() as u16).to_le_bytes().to_vec();
    let mut behind: Vec<u8> = Vec::new();
    let start = at + 2 + 12 * entries.len() as u32 + 4;
    for (tag, (kind, count, value)) in entries {
        bytes.extend(tag.to_le_bytes());
        bytes.extend(kind.to_le_bytes());
        bytes.extend(count.to_le_bytes());
        if value.len() <= 4 {
            bytes.extend(value.iter().copied().chain([0; 4]).take(4));
        } else {
            bytes.extend((start + behind.len() as u32).to_le_bytes());
            behind.extend(value);
        }
    }
    bytes.extend([0; 4]);
    bytes.extend(behind);
    bytes
}
