//! The drawing plane of the demo: metres east and north of its south-west corner, turned a little, and the
//! way from there to the position grid. Every position is rounded exactly once, here.

use wangge::domain::geo::Position;

pub type Xy = [f64; 2];

/// Where the middle of the drawing lies: an inland valley of the south-west, at about 24.35 N.
const ORIGIN: [f64; 2] = [102.54, 24.35];
/// The drawing's middle in its own metres.
const MIDDLE: Xy = [600.0, 450.0];
/// How far the whole plan is turned, in radians, anticlockwise.
const TURN: f64 = -0.105;

/// Metres of one degree of longitude and latitude at the origin, from the two radii of the WGS 84 ellipsoid.
fn metres_per_degree() -> [f64; 2] {
    let (a, e2) = (6_378_137.0, 0.006_694_379_990_14);
    let lat = ORIGIN[1].to_radians();
    let s = libm::sin(lat);
    let w = 1.0 - e2 * s * s;
    let prime_vertical = a / libm::sqrt(w);
    let meridian = a * (1.0 - e2) / (w * libm::sqrt(w));
    [prime_vertical * libm::cos(lat) * 1f64.to_radians(), meridian * 1f64.to_radians()]
}

/// Rounds a place of the drawing to the position grid.
pub fn to_position(p: Xy) -> Position {
    let [kx, ky] = metres_per_degree();
    let (s, c) = (libm::sin(TURN), libm::cos(TURN));
    let (x, y) = (p[0] - MIDDLE[0], p[1] - MIDDLE[1]);
    Position::from_degrees(ORIGIN[0] + (x * c - y * s) / kx, ORIGIN[1] + (x * s + y * c) / ky)
        .expect("the drawing is a few kilometres wide")
}

/// Back to the drawing's metres, exact to the grid.
pub fn to_xy(p: Position) -> Xy {
    let [kx, ky] = metres_per_degree();
    let (s, c) = (libm::sin(TURN), libm::cos(TURN));
    let (x, y) = ((p.lon_degrees() - ORIGIN[0]) * kx, (p.lat_degrees() - ORIGIN[1]) * ky);
    [x * c + y * s + MIDDLE[0], -x * s + y * c + MIDDLE[1]]
}
