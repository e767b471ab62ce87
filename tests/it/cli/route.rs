//! `route`: every column stays as it was.

use super::support::Site;

#[test]
fn rows_keep_their_bytes_and_get_six_columns() {
    let site = Site::with_small_grid();
    let input =
        "id,lon,note,lat\r\n1,102.502,\"a, \"\"b\"\"\",24.302\r\n2, 102.5151 ,,24.305\r\n3,110,,20\r\n";
    site.file("in.csv", input);
    let out = site.done(&["route", "in.csv", "-o", "out.csv"]);
    assert!(out.starts_with("3 rows: 2 inside, 0 nearest, 1 outside, 0 invalid"), "{out}");
    let routed = site.read("out.csv");
    let lines: Vec<&str> = routed.split("\r\n").collect();
    assert_eq!(lines[0], "id,lon,note,lat,community,zone,point,owner,outcome,distance_m");
    assert!(lines[1].starts_with("1,102.502,\"a, \"\"b\"\"\",24.302,C,Z1,P1,"), "{}", lines[1]);
    assert!(lines[1].ends_with(",inside,"));
    assert!(lines[2].starts_with("2, 102.5151 ,,24.305,C,Z2,,"), "{}", lines[2]);
    assert!(lines[3].starts_with("3,110,,20,,,,,outside,"), "{}", lines[3]);
}

#[test]
fn bad_rows_stay_in_the_file_with_their_reason() {
    let site = Site::with_small_grid();
    site.file(
        "in.csv",
        "lon,lat\n24.302,102.502\nx,1\nNaN,1\n,\n102.502\n102.502,24.302,9\n102.502,24.302\n",
    );
    let out = site.json(&["route", "in.csv", "-o", "out.csv", "--names"]);
    assert_eq!(
        (out["rows"].as_u64(), out["invalid"].as_u64(), out["inside"].as_u64()),
        (Some(7), Some(6), Some(1))
    );
    let routed = site.read("out.csv");
    let lines: Vec<&str> = routed.lines().collect();
    assert!(lines[1].contains("invalid: longitude and latitude look exchanged"), "{}", lines[1]);
    assert!(lines[2].contains("“x” is no number"), "{}", lines[2]);
    assert!(lines[3].contains("invalid: not a finite number"), "{}", lines[3]);
    assert_eq!(lines[4], ",,,,,,invalid: no coordinate,");
    assert!(lines[5].starts_with("102.502,,,,,,invalid: "), "{}", lines[5]);
    assert!(lines[6].contains("3 cells, the header has 2"), "{}", lines[6]);
    assert!(lines[7].contains("测试社区,一片,一号"), "{}", lines[7]);
}

#[test]
fn gbk_comes_back_as_gbk_and_a_bom_stays() {
    let site = Site::with_small_grid();
    let encode = |text: &str| encoding_rs::GB18030.encode(text).0.into_owned();
    site.file("gbk.csv", encode("经度,纬度,地点\n102.502,24.302,环山路\n"));
    site.done(&["route", "gbk.csv", "-o", "out.csv", "--lon", "经度", "--lat", "纬度", "--names"]);
    let bytes = std::fs::read(site.path("out.csv")).unwrap();
    let (text, _, failed) = encoding_rs::GB18030.decode(&bytes);
    assert!(!failed && text.contains("102.502,24.302,环山路,测试社区,一片,一号,"), "{text}");
    site.file("bom.csv", "\u{FEFF}lon,lat\n102.502,24.302\n");
    site.done(&["route", "bom.csv", "-o", "out.csv"]);
    assert!(site.read("out.csv").starts_with("\u{FEFF}lon,lat,community"));
}

#[test]
fn a_missing_column_is_named_and_no_output_appears() {
    let site = Site::with_small_grid();
    site.file("in.csv", "x,y\n1,2\n");
    let ran = site.run(&["route", "in.csv", "-o", "out.csv"]);
    assert_eq!(ran.code, 1);
    assert!(ran.err.contains("“lon”") && ran.err.contains("x, y"), "{}", ran.err);
    assert!(!site.path("out.csv").exists());
    site.file("empty.csv", "");
    assert_eq!(site.run(&["route", "empty.csv", "-o", "out.csv"]).code, 1);
}

#[cfg(unix)]
#[test]
fn the_input_is_never_overwritten_not_even_through_a_link() {
    let site = Site::with_small_grid();
    let text = "lon,lat\n102.502,24.302\n";
    let input = site.file("in.csv", text);
    std::os::unix::fs::symlink(&input, site.path("soft.csv")).unwrap();
    std::fs::hard_link(&input, site.path("hard.csv")).unwrap();
    for output in ["in.csv", "./in.csv", "soft.csv", "hard.csv"] {
        let ran = site.run(&["route", "in.csv", "-o", output]);
        assert_eq!(ran.code, 1, "{output}");
        assert_eq!(site.read("in.csv"), text);
    }
    assert!(
        std::fs::read_dir(site.path("")).unwrap().all(|e| !e
            .unwrap()
            .file_name()
            .to_string_lossy()
            .ends_with(".part"))
    );
}
