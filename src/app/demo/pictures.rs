//! Photos of the demo, drawn: what is reported, and the same place when it has been put right. They are drawings on purpose:
//! nobody's face, plate or shop can be in them.

use super::canvas::{Canvas, Colour};
use super::random::Random;
use crate::domain::photo::PhotoKind;
use image::ExtendedColorType;
use image::codecs::jpeg::JpegEncoder;

const WIDTH: u32 = 480;
const HEIGHT: u32 = 360;
/// Where wall and pavement meet.
const KERB: f32 = 190.0;
const QUALITY: u8 = 80;

/// What a picture shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Subject {
    Rubbish,
    Rubble,
    Bicycles,
    Stall,
    Shed,
    FireLane,
}

/// A JPEG of some kilobytes, another one each time that `random` has gone on; the wall behind is that of the place.
pub(super) fn jpeg(subject: Subject, kind: PhotoKind, place: u64, random: &mut Random) -> Vec<u8> {
    let image = draw(subject, kind != PhotoKind::After, place, random).image;
    let mut bytes = Vec::new();
    // Writing into memory fails for no picture of this size.
    let coded = JpegEncoder::new_with_quality(&mut bytes, QUALITY).encode(
        &image,
        WIDTH,
        HEIGHT,
        ExtendedColorType::Rgb8,
    );
    debug_assert!(coded.is_ok());
    bytes
}

fn draw(subject: Subject, before: bool, place: u64, random: &mut Random) -> Canvas {
    let mut canvas = Canvas::new(WIDTH, HEIGHT);
    let c = &mut canvas;
    street(c, &mut Random::new(place));
    match (subject, before) {
        (Subject::Rubbish, true) => {
            bin(c, 372.0, true);
            rubbish(c, random);
        }
        (Subject::Rubbish, false) => {
            bin(c, 372.0, false);
            c.ellipse((230.0, 286.0), (120.0, 22.0), [168, 172, 176]);
        }
        (Subject::Rubble, true) => rubble(c, random),
        (Subject::Rubble, false) => c.ellipse((240.0, 280.0), (140.0, 24.0), [176, 172, 164]),
        (Subject::Bicycles, before) => bicycles(c, before, random),
        (Subject::Stall, true) => stall(c, random),
        (Subject::Stall, false) => c.rectangle([0.0, 322.0, 480.0, 328.0], [226, 198, 72]),
        (Subject::Shed, before) => shed(c, before, random),
        (Subject::FireLane, before) => fire_lane(c, before, random),
    }
    canvas
}

fn between(random: &mut Random, low: f32, high: f32) -> f32 {
    random.between(f64::from(low), f64::from(high)) as f32
}

fn one_of(random: &mut Random, colours: &[Colour]) -> Colour {
    random.pick(colours).copied().unwrap_or([128; 3])
}

/// A wall with windows, and the pavement before it.
fn street(c: &mut Canvas, random: &mut Random) {
    let wall = one_of(random, &[[214, 200, 178], [196, 204, 206], [222, 208, 190], [202, 190, 186]]);
    let darker = wall.map(|part| part - 26);
    c.shade(0, KERB as u32, wall, darker);
    c.shade(KERB as u32, HEIGHT, [150, 152, 154], [186, 186, 184]);
    let shift = between(random, -30.0, 30.0);
    for n in 0..4 {
        let left = 30.0 + shift + 118.0 * n as f32;
        c.rectangle([left, 34.0, left + 66.0, 118.0], [236, 236, 230]);
        c.rectangle([left + 5.0, 39.0, left + 61.0, 113.0], [112, 138, 152]);
        c.line((left + 33.0, 39.0), (left + 33.0, 113.0), 3.0, [236, 236, 230]);
    }
    c.rectangle([0.0, KERB - 8.0, 480.0, KERB], [128, 124, 118]);
    for y in [222.0, 266.0, 318.0] {
        c.line((0.0, y), (480.0, y), 1.5, [160, 160, 158]);
    }
    for n in 0..9 {
        let top = 30.0 + 56.0 * n as f32;
        c.line((top, KERB), (240.0 + (top - 240.0) * 1.9, 360.0), 1.5, [160, 160, 158]);
    }
}

fn bin(c: &mut Canvas, x: f32, open: bool) {
    c.ellipse((x, 292.0), (52.0, 9.0), [128, 130, 130]);
    c.polygon([(x - 42.0, 186.0), (x + 42.0, 186.0), (x + 34.0, 288.0), (x - 34.0, 288.0)], [46, 120, 78]);
    c.rectangle([x - 22.0, 214.0, x + 22.0, 238.0], [230, 236, 228]);
    if open {
        c.polygon(
            [(x + 38.0, 184.0), (x + 46.0, 128.0), (x + 54.0, 128.0), (x + 48.0, 186.0)],
            [36, 100, 64],
        );
        c.ellipse((x - 6.0, 180.0), (32.0, 18.0), [236, 236, 232]);
    } else {
        c.polygon(
            [(x - 48.0, 186.0), (x - 44.0, 174.0), (x + 44.0, 174.0), (x + 48.0, 186.0)],
            [36, 100, 64],
        );
    }
}

fn rubbish(c: &mut Canvas, random: &mut Random) {
    c.ellipse((210.0, 304.0), (156.0, 22.0), [122, 120, 114]);
    let bags = [[48, 50, 54], [70, 72, 76], [226, 226, 222], [180, 52, 50], [64, 84, 120], [150, 146, 132]];
    for n in 0..13 {
        let row = n / 5;
        let x = 96.0 + 56.0 * (n % 5) as f32 + 22.0 * row as f32 + between(random, -14.0, 14.0);
        let y = 284.0 - 34.0 * row as f32 + between(random, -6.0, 6.0);
        let colour = one_of(random, &bags);
        c.ellipse((x, y), (between(random, 26.0, 40.0), between(random, 20.0, 30.0)), colour);
        c.ellipse((x - 8.0, y - 9.0), (9.0, 5.0), colour.map(|part| part.saturating_add(24)));
        c.line((x, y - 22.0), (x + 5.0, y - 32.0), 5.0, colour);
    }
    for _ in 0..9 {
        let (x, y) = (between(random, 60.0, 330.0), between(random, 300.0, 334.0));
        let colour = one_of(random, &[[236, 232, 214], [96, 148, 70], [204, 96, 60], [226, 206, 120]]);
        c.ellipse((x, y), (between(random, 4.0, 11.0), between(random, 3.0, 6.0)), colour);
    }
}

fn rubble(c: &mut Canvas, random: &mut Random) {
    c.ellipse((240.0, 306.0), (186.0, 26.0), [120, 116, 110]);
    c.polygon(
        [(150.0, 222.0), (206.0, 186.0), (300.0, 196.0), (412.0, 304.0), (70.0, 304.0)],
        [158, 148, 134],
    );
    let stones = [[176, 92, 70], [190, 108, 84], [196, 190, 180], [140, 132, 124], [214, 210, 202]];
    for _ in 0..46 {
        let y = between(random, 206.0, 306.0);
        let reach = (y - 190.0) * 1.35;
        let x = 244.0 + between(random, -reach, reach);
        let (wide, high) = (between(random, 10.0, 24.0), between(random, 7.0, 13.0));
        let lean = between(random, -7.0, 7.0);
        let colour = one_of(random, &stones);
        c.polygon(
            [
                (x - wide, y - high + lean),
                (x + wide, y - high - lean),
                (x + wide, y + high - lean),
                (x - wide, y + high + lean),
            ],
            colour,
        );
    }
    c.polygon([(330.0, 226.0), (346.0, 216.0), (424.0, 300.0), (408.0, 308.0)], [120, 84, 52]);
}

fn bicycles(c: &mut Canvas, before: bool, random: &mut Random) {
    let paints = [[238, 172, 40], [64, 150, 206], [86, 170, 96], [210, 70, 62], [90, 94, 104]];
    if !before {
        c.rectangle([30.0, 322.0, 450.0, 327.0], [240, 240, 236]);
    }
    for n in 0..6 {
        let colour = one_of(random, &paints);
        let (x, y, lean) = if before {
            let n = n as f32;
            (
                70.0 + 66.0 * n + between(random, -30.0, 30.0),
                between(random, 240.0, 318.0),
                between(random, -0.9, 0.9),
            )
        } else {
            (76.0 + 66.0 * n as f32, 290.0, 0.0)
        };
        bicycle(c, (x, y), lean, if before { 1.0 } else { 0.62 }, colour);
    }
}

/// A bicycle with its wheels `size` times 76 apart, leaning by the tangent `lean`.
fn bicycle(c: &mut Canvas, (x0, y0): (f32, f32), lean: f32, size: f32, colour: Colour) {
    let stretch = 1.0 / (1.0 + lean * lean).sqrt();
    let at = |x: f32, y: f32| {
        let (x, y) = (x * size, y * size);
        (x0 + (x - y * lean) * stretch, y0 + (y + x * lean) * stretch)
    };
    let dark = [44, 46, 50];
    for wheel in [-38.0, 38.0] {
        c.ring(at(wheel, 0.0), 24.0 * size, 4.0, dark);
        c.ellipse(at(wheel, 0.0), (3.0, 3.0), [190, 190, 190]);
    }
    let (seat, crank, head) = (at(-14.0, -32.0), at(-4.0, 2.0), at(26.0, -34.0));
    for (from, to) in [
        (seat, crank),
        (crank, head),
        (seat, head),
        (at(-38.0, 0.0), crank),
        (at(-38.0, 0.0), seat),
        (at(38.0, 0.0), head),
    ] {
        c.line(from, to, 5.0 * size, colour);
    }
    c.line(seat, at(-16.0, -42.0), 4.0 * size, dark);
    c.line(at(-26.0, -44.0), at(-6.0, -44.0), 6.0 * size, dark);
    c.line(head, at(24.0, -50.0), 4.0 * size, dark);
    c.line(at(16.0, -54.0), at(34.0, -50.0), 5.0 * size, dark);
}

fn stall(c: &mut Canvas, random: &mut Random) {
    let stripe = one_of(random, &[[204, 58, 52], [52, 110, 178], [230, 140, 44]]);
    c.ellipse((226.0, 322.0), (160.0, 14.0), [122, 122, 120]);
    for pole in [112.0, 340.0] {
        c.line((pole, 112.0), (pole, 316.0), 6.0, [96, 92, 88]);
    }
    for n in 0..8 {
        let left = 82.0 + 36.0 * n as f32;
        let colour = if n % 2 == 0 { stripe } else { [240, 236, 226] };
        c.polygon([(left, 92.0), (left + 36.0, 92.0), (left + 36.0, 138.0), (left, 138.0)], colour);
        c.ellipse((left + 18.0, 138.0), (18.0, 11.0), colour);
    }
    // Who sells stands behind, without a face.
    c.ellipse((226.0, 178.0), (17.0, 20.0), [206, 168, 140]);
    c.ellipse((226.0, 165.0), (20.0, 11.0), [70, 64, 60]);
    c.line((226.0, 206.0), (226.0, 240.0), 46.0, [92, 112, 138]);
    c.polygon([(92.0, 234.0), (362.0, 234.0), (376.0, 258.0), (80.0, 258.0)], [150, 106, 62]);
    c.rectangle([80.0, 258.0, 376.0, 300.0], [122, 84, 50]);
    let goods = [[206, 62, 44], [236, 176, 46], [98, 160, 62], [228, 118, 46], [160, 70, 110]];
    for heap in 0..5 {
        let colour = one_of(random, &goods);
        for n in 0..7 {
            let x = 116.0 + 54.0 * heap as f32 + 11.0 * (n % 4) as f32 + between(random, -2.0, 2.0);
            c.ellipse((x, 236.0 - 8.0 * (n / 4) as f32), (8.0, 7.0), colour);
        }
    }
    for wheel in [128.0, 330.0] {
        c.ring((wheel, 304.0), 17.0, 6.0, [40, 40, 42]);
    }
    for n in 0..3 {
        let x = 396.0 + between(random, -8.0, 8.0) + 16.0 * n as f32;
        let y = 316.0 - 24.0 * n as f32;
        c.rectangle([x - 12.0, y - 16.0, x + 12.0, y - 11.0], stripe);
        c.line((x - 9.0, y - 11.0), (x - 11.0, y + 6.0), 3.0, [80, 80, 82]);
        c.line((x + 9.0, y - 11.0), (x + 11.0, y + 6.0), 3.0, [80, 80, 82]);
    }
}

fn shed(c: &mut Canvas, before: bool, random: &mut Random) {
    c.shade(0, 150, [172, 202, 226], [214, 226, 232]);
    c.rectangle([0.0, 148.0, 480.0, 300.0], [190, 182, 170]);
    c.rectangle([0.0, 140.0, 480.0, 156.0], [160, 152, 142]);
    for n in 0..5 {
        let left = 26.0 + 92.0 * n as f32;
        c.rectangle([left, 190.0, left + 54.0, 262.0], [104, 124, 136]);
    }
    if !before {
        return;
    }
    let (left, right) = (110.0 + between(random, -30.0, 30.0), 372.0 + between(random, -24.0, 24.0));
    let sheet = one_of(random, &[[62, 120, 180], [70, 132, 150], [178, 84, 66]]);
    c.rectangle([left, 66.0, right, 142.0], sheet);
    let mut x = left + 10.0;
    while x < right {
        c.line((x, 68.0), (x, 141.0), 3.0, sheet.map(|part| part - 22));
        x += 14.0;
    }
    c.polygon(
        [(left - 14.0, 66.0), (left + 6.0, 42.0), (right - 6.0, 42.0), (right + 14.0, 66.0)],
        sheet.map(|part| part - 34),
    );
    c.rectangle([left + 30.0, 90.0, left + 66.0, 142.0], [84, 74, 66]);
    c.rectangle([right - 70.0, 88.0, right - 28.0, 116.0], [206, 218, 222]);
}

fn fire_lane(c: &mut Canvas, before: bool, random: &mut Random) {
    let yellow = [232, 196, 56];
    c.rectangle([40.0, 232.0, 440.0, 238.0], yellow);
    c.rectangle([10.0, 334.0, 470.0, 340.0], yellow);
    for n in 0..8 {
        let x = 40.0 + 52.0 * n as f32;
        c.line((x, 330.0), (x + 42.0, 242.0), 7.0, yellow);
    }
    if !before {
        for x in [150.0, 330.0] {
            c.line((x, 236.0), (x, 292.0), 13.0, [214, 74, 58]);
            c.line((x, 252.0), (x, 258.0), 13.0, [240, 240, 236]);
        }
        return;
    }
    let paint = one_of(random, &[[206, 208, 212], [54, 62, 78], [150, 44, 46], [226, 224, 218]]);
    let x = 110.0 + between(random, -30.0, 40.0);
    c.ellipse((x + 130.0, 316.0), (150.0, 12.0), [108, 108, 106]);
    c.polygon(
        [(x + 52.0, 226.0), (x + 84.0, 178.0), (x + 178.0, 178.0), (x + 218.0, 226.0)],
        paint.map(|part| part - 20),
    );
    c.polygon([(x + 66.0, 224.0), (x + 90.0, 188.0), (x + 126.0, 188.0), (x + 126.0, 224.0)], [70, 90, 104]);
    c.polygon(
        [(x + 134.0, 224.0), (x + 134.0, 188.0), (x + 172.0, 188.0), (x + 202.0, 224.0)],
        [70, 90, 104],
    );
    c.polygon(
        [
            (x, 236.0),
            (x + 16.0, 224.0),
            (x + 246.0, 224.0),
            (x + 264.0, 246.0),
            (x + 264.0, 292.0),
            (x, 292.0),
        ],
        paint,
    );
    for wheel in [x + 56.0, x + 208.0] {
        c.ellipse((wheel, 292.0), (27.0, 27.0), [36, 36, 38]);
        c.ellipse((wheel, 292.0), (13.0, 13.0), [176, 178, 180]);
    }
    c.ellipse((x + 256.0, 252.0), (7.0, 8.0), [240, 226, 160]);
}

#[cfg(test)]
mod tests {
    use super::*;

    const SUBJECTS: [Subject; 6] = [
        Subject::Rubbish,
        Subject::Rubble,
        Subject::Bicycles,
        Subject::Stall,
        Subject::Shed,
        Subject::FireLane,
    ];

    #[test]
    fn pictures_are_small_and_the_same_every_time_and_differ_between_before_and_after() {
        for subject in SUBJECTS {
            let drawn = |kind| jpeg(subject, kind, 7, &mut Random::new(3));
            let (before, after) = (drawn(PhotoKind::Before), drawn(PhotoKind::After));
            assert_eq!(before, drawn(PhotoKind::Before));
            assert_ne!(before, after, "{subject:?}");
            assert!((2_000..40_000).contains(&before.len()), "{subject:?}: {} bytes", before.len());
        }
    }

    #[test]
    fn the_same_place_looks_the_same_before_and_after() {
        for subject in SUBJECTS {
            let wall =
                |before, seed| *draw(subject, before, 11, &mut Random::new(seed)).image.get_pixel(2, 20);
            assert_eq!(wall(true, 1), wall(false, 2), "{subject:?}");
        }
    }
}
