//! Datums of positions that come in and go out (R1). Inside there is one frame, WGS 84, with CGCS2000 equal to it by
//! convention (they differ by less than 1 m). GCJ-02 is the offset frame of Chinese web maps, BD-09 Baidu's second
//! offset on top of it; neither is official text, the formulas are the ones that circulate publicly since 2010
//! (`eviltransform`, `coordtransform`). Trigonometry goes through libm, so every platform computes the same bits.

use super::{Position, PositionError};
use crate::domain::vocabulary::vocabulary;
use core::f64::consts::PI;

vocabulary! {
    /// Frame in which a pair of degrees is meant.
    Datum {
        Wgs84 = "wgs84",
        /// The national frame; the same numbers as WGS 84 here.
        Cgcs2000 = "cgcs2000",
        /// 火星坐标: Amap, Tencent, WeChat.
        Gcj02 = "gcj02",
        /// Baidu.
        Bd09 = "bd09",
    }
}

/// Semi-major axis of the Krasovsky ellipsoid that the formula uses, metres.
const KRASOVSKY_A: f64 = 6_378_245.0;
/// Its first eccentricity squared.
const KRASOVSKY_E2: f64 = 0.006_693_421_622_965_943;
/// Baidu's angular constant.
const BAIDU_PI: f64 = PI * 3000.0 / 180.0;
/// Inverses stop here: 1e-9 degree is a tenth of a millimetre.
const CONVERGED_DEGREES: f64 = 1e-9;
/// The offset changes by less than 1 % of a step, so five steps do; the rest is margin.
const MOST_STEPS: usize = 40;

impl Datum {
    /// Reads degrees of this datum. Checks the range first; inverses iterate to 1 mm before rounding. Positions
    /// outside China's bounding box (72.004–137.8347 E, 0.8293–55.8271 N) have no offset and pass unchanged.
    pub fn to_position(self, lon: f64, lat: f64) -> Result<Position, PositionError> {
        let raw = Position::from_degrees(lon, lat)?;
        if !in_china_box(lon, lat) {
            return Ok(raw);
        }
        let [lon, lat] = match self {
            Self::Wgs84 | Self::Cgcs2000 => return Ok(raw),
            Self::Gcj02 => invert(gcj02_of_wgs84, [lon, lat]),
            Self::Bd09 => invert(gcj02_of_wgs84, invert(bd09_of_gcj02, [lon, lat])),
        };
        Position::from_degrees(lon, lat)
    }

    /// Degrees `[lon, lat]` of this datum.
    pub fn from_position(self, p: Position) -> [f64; 2] {
        let [lon, lat] = p.degrees();
        if !in_china_box(lon, lat) {
            return [lon, lat];
        }
        match self {
            Self::Wgs84 | Self::Cgcs2000 => [lon, lat],
            Self::Gcj02 => gcj02_of_wgs84([lon, lat]),
            Self::Bd09 => bd09_of_gcj02(gcj02_of_wgs84([lon, lat])),
        }
    }
}

fn in_china_box(lon: f64, lat: f64) -> bool {
    (72.004..=137.8347).contains(&lon) && (0.8293..=55.8271).contains(&lat)
}

/// Fixed point of `x = target - (forward(x) - x)`; the offsets vary so slowly that it contracts strongly.
fn invert(forward: impl Fn([f64; 2]) -> [f64; 2], target: [f64; 2]) -> [f64; 2] {
    let mut guess = target;
    for _ in 0..MOST_STEPS {
        let there = forward(guess);
        let miss = [target[0] - there[0], target[1] - there[1]];
        guess = [guess[0] + miss[0], guess[1] + miss[1]];
        if miss[0].abs() < CONVERGED_DEGREES && miss[1].abs() < CONVERGED_DEGREES {
            break;
        }
    }
    guess
}

fn gcj02_of_wgs84([lon, lat]: [f64; 2]) -> [f64; 2] {
    let (x, y) = (lon - 105.0, lat - 35.0);
    let root = libm::sqrt(x.abs());
    let wave = (20.0 * libm::sin(6.0 * x * PI) + 20.0 * libm::sin(2.0 * x * PI)) * 2.0 / 3.0;
    let east = 300.0
        + x
        + 2.0 * y
        + 0.1 * x * x
        + 0.1 * x * y
        + 0.1 * root
        + wave
        + (20.0 * libm::sin(x * PI) + 40.0 * libm::sin(x / 3.0 * PI)) * 2.0 / 3.0
        + (150.0 * libm::sin(x / 12.0 * PI) + 300.0 * libm::sin(x / 30.0 * PI)) * 2.0 / 3.0;
    let north = -100.0
        + 2.0 * x
        + 3.0 * y
        + 0.2 * y * y
        + 0.1 * x * y
        + 0.2 * root
        + wave
        + (20.0 * libm::sin(y * PI) + 40.0 * libm::sin(y / 3.0 * PI)) * 2.0 / 3.0
        + (160.0 * libm::sin(y / 12.0 * PI) + 320.0 * libm::sin(y * PI / 30.0)) * 2.0 / 3.0;
    let phi = lat / 180.0 * PI;
    let sin_phi = libm::sin(phi);
    let w2 = 1.0 - KRASOVSKY_E2 * sin_phi * sin_phi;
    let w = libm::sqrt(w2);
    [
        lon + east * 180.0 / (KRASOVSKY_A / w * libm::cos(phi) * PI),
        lat + north * 180.0 / (KRASOVSKY_A * (1.0 - KRASOVSKY_E2) / (w2 * w) * PI),
    ]
}

fn bd09_of_gcj02([x, y]: [f64; 2]) -> [f64; 2] {
    let radius = libm::sqrt(x * x + y * y) + 0.000_02 * libm::sin(y * BAIDU_PI);
    let angle = libm::atan2(y, x) + 0.000_003 * libm::cos(x * BAIDU_PI);
    [radius * libm::cos(angle) + 0.0065, radius * libm::sin(angle) + 0.006]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_datum_returns_to_the_same_unit_all_over_china() {
        for datum in Datum::ALL {
            for lon in (74..=135).step_by(3) {
                for lat in (4..=53).step_by(2) {
                    let p = Position::new(lon * 10_000_000 + 1_234_567, lat * 10_000_000 + 7_654_321);
                    let [x, y] = datum.from_position(p);
                    let back = datum.to_position(x, y).unwrap();
                    assert!(
                        (back.lon - p.lon).abs() <= 1 && (back.lat - p.lat).abs() <= 1,
                        "{datum:?} {p:?} {back:?}"
                    );
                }
            }
        }
    }

    /// Expected numbers: the README of the `coordtransform` package, for 116.404 E 39.915 N read as BD-09, GCJ-02
    /// and WGS 84 in turn.
    #[test]
    fn the_published_examples_hold() {
        let near = |a: [f64; 2], b: [f64; 2], tolerance: f64| {
            assert!((a[0] - b[0]).abs() < tolerance && (a[1] - b[1]).abs() < tolerance, "{a:?} {b:?}");
        };
        near(gcj02_of_wgs84([116.404, 39.915]), [116.410_244_499_169_38, 39.916_404_281_501_64], 1e-11);
        near(bd09_of_gcj02([116.404, 39.915]), [116.410_369_493_710_29, 39.921_336_993_510_21], 1e-11);
        // The package inverts in one step, so its numbers are only good to a few metres.
        near(invert(bd09_of_gcj02, [116.404, 39.915]), [116.397_627_291_193_15, 39.908_656_739_576_31], 2e-6);
        near(
            invert(gcj02_of_wgs84, [116.404, 39.915]),
            [116.397_755_500_830_61, 39.913_595_718_498_36],
            2e-5,
        );
    }

    #[test]
    fn outside_china_nothing_moves() {
        let paris = Datum::Gcj02.to_position(2.352_222, 48.856_614).unwrap();
        assert_eq!(paris, Position::new(23_522_220, 488_566_140));
        assert_eq!(Datum::Bd09.from_position(paris), paris.degrees());
    }

    #[test]
    fn out_of_range_is_refused_before_any_formula() {
        assert!(matches!(Datum::Gcj02.to_position(f64::NAN, 24.0), Err(PositionError::NotFinite)));
        assert!(matches!(Datum::Bd09.to_position(24.35, 102.54), Err(PositionError::LooksSwapped { .. })));
    }
}
