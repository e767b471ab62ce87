//! The Z-order curve over the whole globe: positions near each other on it are near each other on the ground, and
//! mostly the other way round (Morton, "A computer oriented geodetic data base", 1966).

use super::Position;

/// Place on the curve: the bits of both coordinates in turn, longitude first.
pub fn z_order(p: Position) -> u64 {
    spread(p.lon) << 1 | spread(p.lat)
}

/// The bits at every other place. Flipping the sign bit makes signed numbers sort like unsigned ones.
fn spread(coordinate: i32) -> u64 {
    let mut bits = u64::from(coordinate as u32 ^ 0x8000_0000);
    for (shift, mask) in [
        (16, 0x0000_FFFF_0000_FFFF),
        (8, 0x00FF_00FF_00FF_00FF),
        (4, 0x0F0F_0F0F_0F0F_0F0F),
        (2, 0x3333_3333_3333_3333),
        (1, 0x5555_5555_5555_5555),
    ] {
        bits = (bits | bits << shift) & mask;
    }
    bits
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_curve_runs_through_the_quarters_of_the_globe_one_after_the_other() {
        let at = |lon, lat| z_order(Position::new(lon, lat));
        assert_eq!(at(i32::MIN, i32::MIN), 0);
        assert_eq!(at(i32::MAX, i32::MAX), u64::MAX);
        let quarters =
            [at(-1, -1), at(i32::MIN, 0), at(-1, i32::MAX), at(0, i32::MIN), at(i32::MAX, -1), at(0, 0)];
        assert!(quarters.is_sorted(), "south-west, north-west, south-east, north-east");
        assert!(at(5, 7) < at(6, 7) && at(4, 6) < at(4, 7));
    }
}
