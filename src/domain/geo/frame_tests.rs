//! Planes against PROJ, names of frames, and what contradicting numbers look like.

use super::*;

/// `tests/data/datum/cgcs2000.csv` was written by PROJ 9.5.1 through the script beside it.
#[test]
fn every_cgcs2000_plane_agrees_with_proj_to_a_hundredth_of_a_millimetre() {
    let golden = include_str!("../../../tests/data/datum/cgcs2000.csv");
    let mut rows = 0;
    for line in golden.lines().skip(1) {
        let cells: Vec<f64> = line.split(',').map(|cell| cell.parse().unwrap()).collect();
        let [code, lon, lat, x, y] = cells[..] else { panic!("{line}") };
        let Some(Frame::Plane(plane)) = Frame::from_epsg(code as u32) else { panic!("{code}") };
        let forward = plane.forward([lon, lat]);
        assert!((forward[0] - x).abs() < 1e-5 && (forward[1] - y).abs() < 1e-5, "{line} {forward:?}");
        let back = plane.inverse([x, y]);
        assert!((back[0] - lon).abs() < 1e-10 && (back[1] - lat).abs() < 1e-10, "{line} {back:?}");
        rows += 1;
    }
    assert_eq!(rows, 256);
}

#[test]
fn a_frame_is_read_from_its_own_name() {
    for text in [
        "wgs84",
        "bd09",
        "epsg:4491",
        "epsg:4547",
        "epsg:32648",
        "tm:lon0=102.5,lat0=0,x0=500000,y0=-2500000,k=1.0001",
    ] {
        let frame = Frame::parse(text).unwrap();
        assert_eq!(frame.name(), text);
        assert_eq!(Frame::parse(&frame.name()), Ok(frame));
    }
    assert_eq!(Frame::parse("EPSG:4490"), Ok(Frame::Degrees(Datum::Cgcs2000)));
    for text in ["", "epsg:2380", "epsg:x", "tm:", "tm:x0=1", "tm:lon0=nan", "tm:lon0=102,size=1"] {
        assert!(Frame::parse(text).is_err(), "{text}");
    }
}

#[test]
fn numbers_that_contradict_the_frame_say_what_they_look_like() {
    let code =
        |epsg: u32, x: f64, y: f64| Frame::from_epsg(epsg).unwrap().to_position([x, y]).unwrap_err().code();
    assert_eq!(code(4542, 102.5, 24.3), "looks_degrees");
    assert_eq!(code(4542, 2_690_000.0, 453_000.0), "looks_swapped");
    assert_eq!(code(4542, 34_453_000.0, 2_690_000.0), "looks_other_zone");
    assert_eq!(code(4522, 453_000.0, 2_690_000.0), "looks_other_zone");
    assert_eq!(code(4522, 35_453_000.0, 2_690_000.0), "looks_other_zone");
    assert_eq!(code(4542, f64::NAN, 0.0), "not_finite");
    assert_eq!(code(4542, 1e308, 1e308), "out_of_range");
    let degrees = Frame::WGS84;
    assert_eq!(degrees.to_position([453_000.0, 2_690_000.0]).unwrap_err().code(), "looks_projected");
    assert_eq!(degrees.to_position([24.3, 102.5]).unwrap_err().code(), "looks_swapped");
}

#[test]
fn zones_with_and_without_number_are_one_place() {
    let with = Frame::from_epsg(4522).unwrap().to_position([34_453_000.0, 2_690_000.0]);
    let without = Frame::from_epsg(4543).unwrap().to_position([453_000.0, 2_690_000.0]);
    assert!(with.is_ok());
    assert_eq!(with, without);
}
