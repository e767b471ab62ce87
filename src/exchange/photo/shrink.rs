//! Making pictures smaller: each new pixel is the mean of the ground it covers, in whole numbers, row by row. The library's
//! filters keep a copy of floating point numbers that is larger than the photo, and its quick way skips pixels.

use image::{DynamicImage, GenericImageView, Pixel, RgbImage};

/// The size at which the longest side has at most `most` pixels; never larger, no side empty.
pub(super) fn fitting(width: u32, height: u32, most: u32) -> (u32, u32) {
    let longest = width.max(height);
    if longest <= most {
        return (width, height);
    }
    let scaled = |side: u32| {
        let side = (u64::from(side) * u64::from(most) + u64::from(longest) / 2) / u64::from(longest);
        (side as u32).max(1)
    };
    (scaled(width), scaled(height))
}

/// Shrinks to a size that is not larger. What shines through is laid on white.
pub(super) fn shrink(image: &DynamicImage, width: u32, height: u32) -> RgbImage {
    let (from_width, from_height) = image.dimensions();
    let columns = covers(from_width, width);
    let rows = covers(from_height, height);
    let ground = u64::from(from_width) * u64::from(from_height);
    let line = 3 * width as usize;
    let mut source = vec![0; 3 * from_width as usize];
    let mut narrow = vec![0u64; line];
    let mut sums = vec![0u64; line];
    let mut shrunk = Vec::with_capacity(line * height as usize);
    let mut finish = |sums: &mut Vec<u64>| {
        shrunk.extend(sums.iter().map(|sum| ((sum + ground / 2) / ground) as u8));
        sums.fill(0);
    };
    let mut row = 0;
    for (y, covers) in (0..from_height).zip(&rows) {
        read_row(image, y, &mut source);
        narrow.fill(0);
        for (pixel, columns) in source.as_chunks::<3>().0.iter().zip(&columns) {
            for (column, weight) in columns.parts() {
                for (sum, value) in narrow[3 * column..3 * column + 3].iter_mut().zip(pixel) {
                    *sum += weight * u64::from(*value);
                }
            }
        }
        for (target, weight) in covers.parts() {
            if target != row {
                finish(&mut sums);
                row = target;
            }
            for (sum, value) in sums.iter_mut().zip(&narrow) {
                *sum += weight * value;
            }
        }
    }
    finish(&mut sums);
    RgbImage::from_raw(width, height, shrunk).unwrap_or_default()
}

/// What an old pixel gives to the new one that it begins in, and to the next.
#[derive(Clone, Copy)]
struct Cover {
    first: usize,
    weights: [u64; 2],
}

impl Cover {
    fn parts(&self) -> impl Iterator<Item = (usize, u64)> {
        let first = self.first;
        self.weights
            .into_iter()
            .enumerate()
            .filter(|(_, weight)| *weight > 0)
            .map(move |(n, w)| (first + n, w))
    }
}

/// How `from` old pixels cover `to <= from` new ones: on a line of `from * to` units an old one is `to` long, a new one `from`.
fn covers(from: u32, to: u32) -> Vec<Cover> {
    let (from, to) = (u64::from(from), u64::from(to));
    (0..from)
        .map(|n| {
            let (start, end) = (n * to, (n + 1) * to);
            let first = start / from;
            let within = end.min((first + 1) * from) - start;
            Cover { first: first as usize, weights: [within, to - within] }
        })
        .collect()
}

/// A row as red, green, blue.
fn read_row(image: &DynamicImage, y: u32, row: &mut [u8]) {
    let (pixels, _) = row.as_chunks_mut::<3>();
    let at = |channels: usize| channels * y as usize * pixels.len();
    match image {
        DynamicImage::ImageRgb8(source) => {
            let start = at(3);
            row.copy_from_slice(&source.as_raw()[start..start + row.len()]);
        }
        DynamicImage::ImageLuma8(source) => {
            let start = at(1);
            for (pixel, grey) in pixels.iter_mut().zip(&source.as_raw()[start..]) {
                *pixel = [*grey; 3];
            }
        }
        other => {
            for (x, pixel) in (0..).zip(pixels) {
                *pixel = on_white(other.get_pixel(x, y).channels());
            }
        }
    }
}

fn on_white(rgba: &[u8]) -> [u8; 3] {
    let cover = u32::from(rgba[3]);
    let laid = |value: u8| ((u32::from(value) * cover + 255 * (255 - cover) + 127) / 255) as u8;
    [laid(rgba[0]), laid(rgba[1]), laid(rgba[2])]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn noise(width: u32, height: u32) -> RgbImage {
        let mut state = width.wrapping_mul(2_654_435_761) ^ height;
        RgbImage::from_fn(width, height, |_, _| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let [a, b, c, _] = state.to_be_bytes();
            image::Rgb([a, b, c])
        })
    }

    /// The mean of the ground under a new pixel, in floating point.
    fn mean(source: &RgbImage, size: (u32, u32), x: u32, y: u32, channel: usize) -> f64 {
        let side = |n: u32, from: u32, to: u32| {
            let scale = f64::from(from) / f64::from(to);
            (f64::from(n) * scale, f64::from(n + 1) * scale)
        };
        let ((left, right), (top, bottom)) =
            (side(x, source.width(), size.0), side(y, source.height(), size.1));
        let mut sum = 0.0;
        for (x, y, pixel) in source.enumerate_pixels() {
            let width = (f64::from(x + 1).min(right) - f64::from(x).max(left)).max(0.0);
            let height = (f64::from(y + 1).min(bottom) - f64::from(y).max(top)).max(0.0);
            sum += width * height * f64::from(pixel[channel]);
        }
        sum / ((right - left) * (bottom - top))
    }

    #[test]
    fn a_new_pixel_is_the_mean_of_the_ground_it_covers() {
        for (from, to) in
            [((7, 5), (3, 2)), ((9, 9), (9, 9)), ((10, 4), (9, 4)), ((5, 8), (1, 1)), ((31, 17), (16, 3))]
        {
            let source = noise(from.0, from.1);
            let shrunk = shrink(&DynamicImage::ImageRgb8(source.clone()), to.0, to.1);
            assert_eq!(shrunk.dimensions(), to);
            for (x, y, pixel) in shrunk.enumerate_pixels() {
                for channel in 0..3 {
                    let expected = mean(&source, to, x, y, channel);
                    assert!(
                        (f64::from(pixel[channel]) - expected).abs() <= 0.5 + 1e-6,
                        "{from:?} {to:?} {x} {y}"
                    );
                }
            }
        }
    }

    #[test]
    fn the_same_size_is_the_same_picture() {
        let source = noise(40, 30);
        assert_eq!(shrink(&DynamicImage::ImageRgb8(source.clone()), 40, 30), source);
    }

    #[test]
    fn sides_fit_and_keep_their_ratio() {
        assert_eq!(fitting(4032, 3024, 2048), (2048, 1536));
        assert_eq!(fitting(3024, 4032, 320), (240, 320));
        assert_eq!(fitting(320, 320, 320), (320, 320));
        assert_eq!(fitting(20_000, 1, 320), (320, 1));
    }
}
