//! A small canvas for the demo's pictures: shapes with soft edges, laid over each other. Sums, products and square roots
//! alone, so that every machine draws the same.

use image::RgbImage;

pub(super) type Colour = [u8; 3];

/// A picture being drawn; the origin is the upper left corner, units are pixels.
pub(super) struct Canvas {
    pub image: RgbImage,
}

impl Canvas {
    pub fn new(width: u32, height: u32) -> Self {
        Self { image: RgbImage::new(width, height) }
    }

    /// A band across the whole width that turns from one colour into the other.
    pub fn shade(&mut self, from: u32, to: u32, upper: Colour, lower: Colour) {
        let span = i32::try_from(to - from).unwrap_or(1).max(1);
        for y in from..to {
            let down = i32::try_from(y - from).unwrap_or(0);
            let mix = |n: usize| {
                let (upper, lower) = (i32::from(upper[n]), i32::from(lower[n]));
                (upper + (lower - upper) * down / span).clamp(0, 255) as u8
            };
            let colour = image::Rgb([mix(0), mix(1), mix(2)]);
            for x in 0..self.image.width() {
                self.image.put_pixel(x, y, colour);
            }
        }
    }

    /// Paints where `outside`, the distance to the edge, is negative; half a pixel around the edge is blended.
    fn paint(
        &mut self,
        [left, top, right, bottom]: [f32; 4],
        colour: Colour,
        outside: impl Fn(f32, f32) -> f32,
    ) {
        let (width, height) = (self.image.width(), self.image.height());
        let clip = |value: f32, most: u32| value.max(0.0).min(most as f32) as u32;
        for y in clip(top - 1.0, height)..clip(bottom + 2.0, height) {
            for x in clip(left - 1.0, width)..clip(right + 2.0, width) {
                let covered = (0.5 - outside(x as f32 + 0.5, y as f32 + 0.5)).clamp(0.0, 1.0);
                if covered > 0.0 {
                    let pixel = self.image.get_pixel_mut(x, y);
                    for (under, over) in pixel.0.iter_mut().zip(colour) {
                        let mixed = f32::from(*under) * (1.0 - covered) + f32::from(over) * covered;
                        *under = (mixed + 0.5) as u8;
                    }
                }
            }
        }
    }

    pub fn rectangle(&mut self, edges: [f32; 4], colour: Colour) {
        let [left, top, right, bottom] = edges;
        self.paint(edges, colour, |x, y| (left - x).max(x - right).max(top - y).max(y - bottom));
    }

    pub fn ellipse(&mut self, (x0, y0): (f32, f32), (across, down): (f32, f32), colour: Colour) {
        let edges = [x0 - across, y0 - down, x0 + across, y0 + down];
        self.paint(edges, colour, |x, y| {
            let (x, y) = ((x - x0) / across, (y - y0) / down);
            ((x * x + y * y).sqrt() - 1.0) * across.min(down)
        });
    }

    pub fn ring(&mut self, (x0, y0): (f32, f32), radius: f32, width: f32, colour: Colour) {
        let reach = radius + width;
        self.paint([x0 - reach, y0 - reach, x0 + reach, y0 + reach], colour, |x, y| {
            let (x, y) = (x - x0, y - y0);
            ((x * x + y * y).sqrt() - radius).abs() - width / 2.0
        });
    }

    /// A line with round ends.
    pub fn line(&mut self, (x0, y0): (f32, f32), (x1, y1): (f32, f32), width: f32, colour: Colour) {
        let half = width / 2.0;
        let edges = [x0.min(x1) - half, y0.min(y1) - half, x0.max(x1) + half, y0.max(y1) + half];
        let (dx, dy) = (x1 - x0, y1 - y0);
        let long = (dx * dx + dy * dy).max(f32::MIN_POSITIVE);
        self.paint(edges, colour, |x, y| {
            let along = (((x - x0) * dx + (y - y0) * dy) / long).clamp(0.0, 1.0);
            let (x, y) = (x - x0 - dx * along, y - y0 - dy * along);
            (x * x + y * y).sqrt() - half
        });
    }

    /// A convex polygon, its corners clockwise as seen.
    pub fn polygon<const N: usize>(&mut self, corners: [(f32, f32); N], colour: Colour) {
        let mut edges = [f32::MAX, f32::MAX, f32::MIN, f32::MIN];
        for (x, y) in corners {
            edges = [edges[0].min(x), edges[1].min(y), edges[2].max(x), edges[3].max(y)];
        }
        self.paint(edges, colour, |x, y| {
            let mut outside = f32::MIN;
            for (n, (x0, y0)) in corners.into_iter().enumerate() {
                let (x1, y1) = corners[(n + 1) % N];
                let (dx, dy) = (x1 - x0, y1 - y0);
                let long = (dx * dx + dy * dy).sqrt().max(f32::MIN_POSITIVE);
                outside = outside.max(((x - x0) * dy - (y - y0) * dx) / long);
            }
            outside
        });
    }
}
