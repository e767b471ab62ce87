//! `import roster`.

use super::support::Site;
use serde_json::json;

const ROSTER: &str = "片区,点位,点长,单位,电话,范围\n\
                      一片,一号,张三,市住建局,19900001111,东至环山路\n\
                      ,三号,李四,市教体局,0877-1234567,西至河边\n\
                      四片,四号,,,,\n";

#[test]
fn a_roster_enters_undrawn_areas_and_fills_posts() {
    let site = Site::with_small_grid();
    site.file("roster.csv", ROSTER);
    let report = site.json(&["import", "roster", "roster.csv", "--from", "2026-01-01"]);
    assert_eq!(report["areas"]["added"], json!(["三号", "四号", "四片"]));
    assert_eq!(report["areas"]["changed"], json!(["P1"]));
    assert_eq!(report["appointments"]["added"], json!(2));
    assert_eq!(report["vacant"], json!(["四号"]));
    assert_eq!(report["unmentioned"], json!(["P2"]));
    let located = site.json(&["locate", "102.502", "24.302"]);
    let head = &located["chain"][0];
    assert_eq!((&head["role"], &head["unit"]["name"]), (&json!("point_head"), &json!("市住建局")));
    assert_eq!((&head["person"]["name"], &head["person"]["has_phone"]), (&json!("张三"), &json!(true)));
    assert_eq!(head["duty_phone"], json!(null), "a mobile is private");
    let again = site.json(&["import", "roster", "roster.csv", "--from", "2026-02-01"]);
    assert_eq!(again["appointments"]["unchanged"], json!(2));
    assert_eq!((&again["appointments"]["added"], &again["parties_added"]), (&json!(0), &json!(0)));
}

#[test]
fn a_new_head_takes_over_on_the_day_and_the_old_term_ends() {
    let site = Site::with_small_grid();
    site.file("one.csv", "片区,点位,点长\n一片,一号,张三\n");
    site.file("two.csv", "片区,点位,点长\n一片,一号,王五\n");
    site.done(&["import", "roster", "one.csv", "--from", "2027-01-01"]);
    site.done(&["import", "roster", "two.csv", "--from", "2027-06-01"]);
    let head = |day: &str| {
        let located = site.json(&["locate", "102.502", "24.302", "--at", day]);
        located["chain"][0]["person"]["name"].clone()
    };
    assert_eq!(head("2027-05-31"), json!("张三"));
    assert_eq!(head("2027-06-01"), json!("王五"));
}

#[test]
fn gbk_and_bom_are_read_alike() {
    let gbk = encoding_rs::GB18030.encode(ROSTER).0.into_owned();
    let bom = format!("\u{FEFF}{ROSTER}").into_bytes();
    for bytes in [gbk, bom] {
        let site = Site::with_small_grid();
        site.file("roster.csv", bytes);
        let report = site.json(&["import", "roster", "roster.csv"]);
        assert_eq!(report["areas"]["added"], json!(["三号", "四号", "四片"]));
    }
}

#[test]
fn bad_rows_are_named_and_nothing_is_stored() {
    let site = Site::with_small_grid();
    site.file("bad.csv", "片区,点位,电话\n,一号,\n一片,一号,不详\n");
    let ran = site.run(&["import", "roster", "bad.csv"]);
    assert_eq!(ran.code, 1);
    assert!(ran.err.contains("row 2") && ran.err.contains("row 3"), "{}", ran.err);
    site.file("columns.csv", "点位,点长\n一号,张三\n");
    let ran = site.run(&["import", "roster", "columns.csv"]);
    assert!(ran.code == 1 && ran.err.contains("片区"), "{}", ran.err);
    site.file("bytes.csv", b"\xE7\x89\x87,\xFF\xFF\n");
    let ran = site.run(&["import", "roster", "bytes.csv"]);
    assert!(ran.code == 1 && ran.err.contains("line 1"), "{}", ran.err);
    assert!(site.done(&["doctor"]).contains("edition 1"));
}

#[test]
fn an_empty_table_is_written_once_and_read_as_one_without_rows() {
    let site = Site::with_small_grid();
    site.done(&["import", "roster", "--template", "empty.xlsx"]);
    let ran = site.run(&["import", "roster", "empty.xlsx"]);
    assert!(ran.code == 1 && !ran.err.contains("片区"), "its headings are known: {}", ran.err);
    assert_eq!(
        site.run(&["import", "roster", "--template", "empty.xlsx"]).code,
        1,
        "a file that is there stays"
    );
    assert_eq!(site.run(&["import", "roster"]).code, 2);
}
