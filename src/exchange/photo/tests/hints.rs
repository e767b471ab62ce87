//! What a camera tells comes out as hints, and what makes no sense does not.

use super::fixtures::{cells, jpeg, jpeg_with_exif, png, webp, webp_with, with_chunk};
use super::read;
use super::tiff::{Entry, Is, Tiff, degrees, orientation, place};
use crate::domain::geo::Position;
use crate::domain::instant::Instant;
use crate::domain::photo::{North, PhotoHints};
use jiff::tz::TimeZone;

const LAT: f64 = 24.351_234;
const LON: f64 = 102.543_217;

fn hints(tiff: &Tiff) -> PhotoHints {
    read(&jpeg_with_exif(&jpeg(&cells(1, 1)), &tiff.bytes())).expect("the photo is taken").hints
}

fn of_gps(gps: Vec<Entry>) -> PhotoHints {
    hints(&Tiff { gps, ..Tiff::default() })
}

fn at(text: &str) -> Option<Instant> {
    Some(Instant::parse(text, &TimeZone::UTC).expect("a time"))
}

fn ratio(tag: u16, upper: u32, lower: u32) -> Entry {
    Entry(tag, Is::Ratios(vec![(upper, lower)]))
}

#[test]
fn a_phone_tells_place_radius_time_and_direction_in_every_format_and_byte_order() {
    for big_endian in [false, true] {
        let mut gps = place(LAT, LON);
        gps.extend([Entry(16, Is::Text("T")), ratio(17, 27_050, 100), ratio(31, 47, 10)]);
        let exif = vec![Entry(0x9003, Is::Text("2026:11:24 14:03:59")), Entry(0x9011, Is::Text("+08:00"))];
        let tiff = Tiff { big_endian, main: vec![orientation(6)], exif, gps, next: 0 }.bytes();
        let pixels = cells(2, 1);
        for file in [
            jpeg_with_exif(&jpeg(&pixels), &tiff),
            with_chunk(&png(&pixels), b"eXIf", &tiff),
            webp_with(&webp(&pixels), &pixels, &[(b"EXIF", &tiff)]),
            webp_with(&webp(&pixels), &pixels, &[(b"EXIF", &[b"Exif\0\0", tiff.as_slice()].concat())]),
        ] {
            let hints = read(&file).unwrap().hints;
            let found = hints.position.unwrap();
            let there = Position::from_degrees(LON, LAT).unwrap();
            // A hundredth of a second is 28 units of the grid.
            assert!((found.lon - there.lon).abs() <= 28 && (found.lat - there.lat).abs() <= 28);
            assert_eq!(hints.accuracy_m, Some(4.7));
            assert_eq!((hints.direction, hints.north), (Some(270.5), Some(North::True)));
            assert_eq!(hints.taken_at, at("2026-11-24T06:03:59Z"));
        }
    }
}

#[test]
fn the_letters_say_which_half_of_the_world() {
    let there = |lat_letter, lon_letter| {
        let gps = vec![
            Entry(1, Is::Text(lat_letter)),
            Entry(2, degrees(33.5)),
            Entry(3, Is::Text(lon_letter)),
            Entry(4, degrees(70.25)),
        ];
        of_gps(gps).position
    };
    assert_eq!(there("N", "E"), Some(Position::new(702_500_000, 335_000_000)));
    assert_eq!(there("S", "W"), Some(Position::new(-702_500_000, -335_000_000)));
    assert_eq!(there("n", "w"), Some(Position::new(-702_500_000, 335_000_000)));
    for (lat, lon) in [("", "E"), ("N", ""), ("北", "E"), ("E", "N")] {
        assert_eq!(there(lat, lon), None, "{lat} {lon}");
    }
    let without_letters = vec![Entry(2, degrees(33.5)), Entry(4, degrees(70.25))];
    assert_eq!(of_gps(without_letters).position, None);
}

#[test]
fn degrees_may_come_in_fewer_parts() {
    let gps = vec![
        Entry(1, Is::Text("N")),
        ratio(2, 243_500_000, 10_000_000),
        Entry(3, Is::Text("E")),
        Entry(4, Is::Ratios(vec![(102, 1), (3_300, 100)])),
    ];
    assert_eq!(of_gps(gps).position, Some(Position::new(1_025_500_000, 243_500_000)));
}

#[test]
fn places_that_are_none_are_left_out() {
    let with = |lat: Is, lon: Is| {
        of_gps(vec![Entry(1, Is::Text("N")), Entry(2, lat), Entry(3, Is::Text("E")), Entry(4, lon)]).position
    };
    assert_eq!(with(degrees(91.0), degrees(102.0)), None, "beyond the pole");
    assert_eq!(with(degrees(24.0), degrees(180.1)), None, "beyond the world");
    assert_eq!(with(degrees(0.0), degrees(0.0)), None, "the receiver had nothing");
    assert!(with(degrees(0.0), degrees(102.0)).is_some(), "on the equator");
    let nothing = || Is::Ratios(vec![(0, 0), (0, 0), (0, 0)]);
    assert_eq!(with(nothing(), nothing()), None);
    assert_eq!(with(Is::Ratios(vec![(24, 1), (61, 1), (0, 1)]), degrees(102.0)), None);
    assert_eq!(with(Is::Ratios(vec![(u32::MAX, 1); 3]), degrees(102.0)), None);
    assert_eq!(with(Is::Ratios(vec![(24, 1); 4]), degrees(102.0)), None);
    assert_eq!(with(Is::Text("24.35"), Is::Short(102)), None);
    // Far more numbers than the block has bytes.
    assert_eq!(with(Is::Raw(5, u32::MAX, 8), degrees(102.0)), None);
    assert_eq!(with(Is::Raw(5, 3, u32::MAX), degrees(102.0)), None);
    assert_eq!(with(Is::Raw(999, 3, 8), degrees(102.0)), None);
}

#[test]
fn a_radius_belongs_to_a_place_and_zero_means_unknown() {
    let radius = |upper, lower| {
        let mut gps = place(LAT, LON);
        gps.push(ratio(31, upper, lower));
        of_gps(gps).accuracy_m
    };
    assert_eq!(radius(65, 10), Some(6.5));
    assert_eq!([radius(0, 1), radius(1, 0), radius(0, 0), radius(100_001, 1)], [None; 4]);
    assert_eq!(of_gps(vec![ratio(31, 5, 1)]).accuracy_m, None);
}

#[test]
fn a_direction_is_below_a_full_turn_and_says_its_north() {
    let direction = |upper, lower, north: &'static str| {
        let hints = of_gps(vec![Entry(16, Is::Text(north)), ratio(17, upper, lower)]);
        (hints.direction, hints.north)
    };
    assert_eq!(direction(0, 1, "M"), (Some(0.0), Some(North::Magnetic)));
    assert_eq!(direction(360, 1, "T"), (Some(0.0), Some(North::True)));
    assert_eq!(direction(1795, 10, "?"), (Some(179.5), None));
    assert_eq!(direction(361, 1, "T"), (None, None));
    assert_eq!(direction(1, 0, "T"), (None, None));
}

#[test]
fn the_time_is_the_shutters_with_offset_else_the_satellites_else_local() {
    let shutter = || Entry(0x9003, Is::Text("2026:11:24 14:03:59"));
    let satellites =
        || vec![Entry(7, Is::Ratios(vec![(5, 1), (58, 1), (3_050, 100)])), Entry(29, Is::Text("2026:11:24"))];
    let taken = |exif, gps| hints(&Tiff { exif, gps, ..Tiff::default() }).taken_at;
    let offset = |text| Entry(0x9011, Is::Text(text));
    assert_eq!(taken(vec![shutter(), offset("+09:00")], satellites()), at("2026-11-24T05:03:59Z"));
    assert_eq!(taken(vec![shutter(), offset("-03:30")], vec![]), at("2026-11-24T17:33:59Z"));
    assert_eq!(taken(vec![shutter()], satellites()), at("2026-11-24T05:58:30Z"));
    assert_eq!(taken(vec![shutter(), offset("   :  ")], satellites()), at("2026-11-24T05:58:30Z"));
    assert_eq!(taken(vec![shutter()], vec![]), at("2026-11-24T06:03:59Z"), "Shanghai");
    assert_eq!(taken(vec![shutter(), offset("+99:00")], vec![]), at("2026-11-24T06:03:59Z"));
    assert_eq!(taken(vec![], vec![]), None);
    for senseless in [
        "0000:00:00 00:00:00",
        "1970:01:01 08:00:00",
        "2026:13:01 00:00:00",
        "2026:02:30 00:00:00",
        "2026:11:24 24:00:00",
        "    :  :     :  :  ",
        "2026-11-24T14:03:59",
        "昨天",
        "",
    ] {
        assert_eq!(taken(vec![Entry(0x9003, Is::Text(senseless))], vec![]), None, "{senseless}");
    }
    assert_eq!(
        taken(vec![Entry(0x9003, Is::Text("2026-11-24 14:03:59"))], vec![]),
        at("2026-11-24T06:03:59Z")
    );
    let half = vec![Entry(29, Is::Text("2026:11:24"))];
    assert_eq!(taken(vec![], half), None, "a day without a time");
}

#[test]
fn a_broken_block_costs_its_hints_and_never_the_photo() {
    let photo = jpeg(&cells(1, 1));
    let whole = Tiff { main: vec![orientation(6)], gps: place(LAT, LON), ..Tiff::default() };
    let bytes = whole.bytes();
    for end in 0..bytes.len() {
        let hints = read(&jpeg_with_exif(&photo, &bytes[..end])).unwrap().hints;
        let found = hints.position;
        assert!(found.is_none() || found == of_gps(place(LAT, LON)).position, "{end}");
    }
    // A directory that is its own next one, one that is its own child, more than there is room for.
    let own_next = Tiff { next: 8, ..whole.clone() };
    assert!(hints(&own_next).position.is_some());
    let own_child = Tiff { main: vec![Entry(0x8769, Is::Raw(4, 1, 8))], ..whole.clone() };
    assert!(hints(&own_child).position.is_some());
    let nowhere = Tiff { next: u32::MAX, ..whole };
    assert!(hints(&nowhere).position.is_some());
    let mut crowded = bytes.clone();
    crowded[8..10].copy_from_slice(&u16::MAX.to_le_bytes());
    for senseless in [crowded, vec![], b"II".to_vec(), b"II*\0\xFF\xFF\xFF\xFF".to_vec(), vec![0xAA; 4096]] {
        assert!(read(&jpeg_with_exif(&photo, &senseless)).is_ok());
    }
    // Larger than anything that a camera writes.
    let huge = with_chunk(&png(&cells(1, 1)), b"eXIf", &[bytes.as_slice(), &vec![0; 1 << 20]].concat());
    assert_eq!(read(&huge).unwrap().hints, PhotoHints::default());
}
