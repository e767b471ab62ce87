//! Help texts are part of what the program promises: a change shows up as a changed snapshot.

use super::support::Site;

#[test]
fn every_command_explains_itself() {
    let site = Site::new();
    insta::assert_snapshot!("help", site.done(&["--help"]));
    for command in [
        "serve",
        "import",
        "repair",
        "check",
        "verify",
        "edition",
        "locate",
        "route",
        "export",
        "doctor",
        "backup",
        "restore",
        "verify-data",
        "person",
        "intake",
    ] {
        insta::assert_snapshot!(format!("help_{command}"), site.done(&[command, "--help"]));
    }
    insta::assert_snapshot!("help_import_roster", site.done(&["import", "roster", "--help"]));
}

#[test]
fn the_exit_codes_stand_in_the_help() {
    let help = Site::new().done(&["--help"]);
    for code in 0..=4 {
        assert!(help.contains(&format!("\n  {code}  ")), "{code}");
    }
}

#[test]
fn a_wrong_command_line_or_setting_ends_with_2() {
    let site = Site::new();
    assert_eq!(site.run(&["serve", "--listen", "nowhere"]).code, 2);
    assert_eq!(site.run(&["frobnicate"]).code, 2);
    assert_eq!(site.run(&["import", "x.geojson"]).code, 2);
    assert_eq!(site.run(&["import", "planet=x.geojson"]).code, 2);
    assert_eq!(site.run(&["locate", "102.5", "24.3", "--zone", "Asia/Nowhere"]).code, 2);
    site.file("wangge.toml", "lisen = 1\n");
    let ran = site.run(&["doctor"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("lisen") && ran.err.lines().count() == 1, "{}", ran.err);
}

#[test]
fn messages_follow_the_language() {
    let site = Site::new();
    assert!(site.run(&["check", "--lang", "zh"]).err.starts_with("错误："));
    assert!(site.run(&["check", "--lang", "en"]).err.starts_with("error: "));
    let output = site.command(&["check"]).env("LC_ALL", "C").env("LANG", "C").output().unwrap();
    assert!(String::from_utf8(output.stderr).unwrap().starts_with("错误："));
}
