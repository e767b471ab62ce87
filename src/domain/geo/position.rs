//! A place on the ground on the integer grid of 1e-7 degree (R1).

use serde::{Deserialize, Serialize};

/// Longitude and latitude in 1e-7 degree, WGS 84 (CGCS2000 is the same frame by convention, R1).
/// One unit is 1.1 cm in latitude.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Default)]
pub struct Position {
    pub lon: i32,
    pub lat: i32,
}

/// Why a pair of numbers is not a position.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
pub enum PositionError {
    #[error("not a finite number")]
    NotFinite,
    #[error("longitude {} is outside -180..180", shown(*.0))]
    LonOutOfRange(f64),
    #[error("latitude {} is outside -90..90", shown(*.0))]
    LatOutOfRange(f64),
    /// Latitude out of range, but in range once the two are exchanged.
    #[error("longitude and latitude look exchanged: {lon}, {lat}")]
    LooksSwapped { lon: f64, lat: f64 },
    /// Numbers of this size are metres of a projected system, not degrees.
    #[error("looks like projected metres, not degrees: {}, {}", shown(*lon), shown(*lat))]
    LooksProjected { lon: f64, lat: f64 },
}

/// A number of a file as people read it: one that no ground has may have hundreds of digits.
pub fn shown(number: f64) -> String {
    if number.abs() < 1e12 { number.to_string() } else { format!("{number:e}") }
}

/// Units of the grid in one degree.
pub const UNITS_PER_DEGREE: f64 = 1e7;

impl Position {
    pub const fn new(lon: i32, lat: i32) -> Self {
        Self { lon, lat }
    }

    /// Rounds degrees to the grid, half away from zero. The range is judged on the grid, because programs that compute in
    /// degrees write 180.00000000000006.
    pub fn from_degrees(lon: f64, lat: f64) -> Result<Self, PositionError> {
        if !lon.is_finite() || !lat.is_finite() {
            return Err(PositionError::NotFinite);
        }
        let units = [lon, lat].map(|degrees| libm::round(degrees * UNITS_PER_DEGREE));
        let lon_ok = units[0].abs() <= 180.0 * UNITS_PER_DEGREE;
        let lat_ok = units[1].abs() <= 90.0 * UNITS_PER_DEGREE;
        if !(lon_ok && lat_ok) {
            if lon.abs() > 1000.0 || lat.abs() > 1000.0 {
                return Err(PositionError::LooksProjected { lon, lat });
            }
            if (-90.0..=90.0).contains(&lon) && (-180.0..=180.0).contains(&lat) {
                return Err(PositionError::LooksSwapped { lon, lat });
            }
            return Err(if lon_ok {
                PositionError::LatOutOfRange(lat)
            } else {
                PositionError::LonOutOfRange(lon)
            });
        }
        Ok(Self { lon: units[0] as i32, lat: units[1] as i32 })
    }

    pub fn lon_degrees(self) -> f64 {
        f64::from(self.lon) / UNITS_PER_DEGREE
    }

    pub fn lat_degrees(self) -> f64 {
        f64::from(self.lat) / UNITS_PER_DEGREE
    }

    /// `[lon, lat]` in degrees, as GeoJSON writes a coordinate.
    pub fn degrees(self) -> [f64; 2] {
        [self.lon_degrees(), self.lat_degrees()]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_outside_by_less_than_rounding_lies_on_the_edge_of_the_world() {
        let edge = Position::new(1_800_000_000, -900_000_000);
        for [lon, lat] in
            [[180.0, -90.0], [180.000_000_000_000_06, -90.000_000_000_000_01], [180.000_000_04, -90.0]]
        {
            assert_eq!(Position::from_degrees(lon, lat), Ok(edge));
        }
        assert_eq!(
            Position::from_degrees(180.000_000_1, 0.0),
            Err(PositionError::LonOutOfRange(180.000_000_1))
        );
        assert_eq!(
            Position::from_degrees(120.0, -90.000_000_1),
            Err(PositionError::LatOutOfRange(-90.000_000_1))
        );
        assert!(matches!(Position::from_degrees(24.3, 102.5), Err(PositionError::LooksSwapped { .. })));
    }
}
