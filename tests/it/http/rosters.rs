//! Rosters from the browser: looked through row by row, taken into a draft with their posts, named by the owner card.

use super::fixture::{Answer, EAST, MOBILE, Town};
use serde_json::{Value, json};
use wangge::http::ServeOptions;

const BYTES: &str = "application/octet-stream";
/// As Excel gives it: separated by tabs, merged cells empty.
const PASTED: &str = "片区\t点位\t点长\t单位\t职务\t电话\t范围\n\
                      一片区\t东点\t王一\t住建局\t科长\t13900001111\t东至河\n\
                      \t北点\t李二\t学校\t\t0877-2010001\t北至山\n\
                      \t南点\t\t\t\t\t\n";

async fn desk() -> Town {
    Town::with(ServeOptions { open_edit: true, open_private: true, ..ServeOptions::default() }).await
}

async fn begin(town: &Town) -> String {
    let begun = town.post("/api/v1/editions", "application/json", json!({"scope": ["YX"]}).to_string()).await;
    format!("/api/v1/editions/{}", begun.json()["id"].as_str().unwrap())
}

async fn take(town: &Town, path: &str, version: &str, table: &str) -> Answer {
    town.post_with(
        &format!("{path}/roster"),
        &[("content-type", BYTES), ("if-match", version)],
        table.to_owned(),
    )
    .await
}

fn head(town: &Value) -> (&Value, &Value, &Value) {
    let post = town["chain"].as_array().unwrap().iter().find(|post| post["role"] == "point_head").unwrap();
    (&post["state"], &post["unit"]["name"], &post["person"]["name"])
}

#[tokio::test]
async fn an_owner_card_of_a_roster_names_its_heads_after_publishing() {
    let town = desk().await;
    let path = begin(&town).await;
    let dry = town.post(&format!("{path}/roster?dry_run=true"), BYTES, PASTED).await;
    assert_eq!(dry.status, 200, "{}", dry.text());
    assert!(!dry.text().contains("13900001111"), "phones are never shown");
    let dry = dry.json();
    assert_eq!((&dry["stored"], &dry["draft"]["version"]), (&json!(false), &json!(1)));
    let roster = &dry["roster"];
    assert_eq!((&roster["rows"], &roster["zones"], &roster["points"]), (&json!(3), &json!(1), &json!(3)));
    assert_eq!((&roster["first"][0]["has_phone"], &roster["first"][1]["row"]), (&json!(true), &json!(3)));
    let change = &dry["change"];
    assert_eq!((&change["parties_added"], &change["posts_added"]), (&json!(4), &json!(2)));
    assert_eq!((&change["vacant"], &change["unmentioned"]), (&json!(["南点"]), &json!(["YX-1-01"])));
    let before = town.get(&format!("/api/v1/locate?lon={}&lat={}", EAST.0, EAST.1)).await.json();
    assert_eq!(head(&before).0, "vacant");

    let done = take(&town, &path, "\"v1\"", PASTED).await;
    assert_eq!(done.status, 200, "{}", done.text());
    assert_eq!(done.header("etag"), "\"v2\"");
    let done = done.json();
    assert_eq!((&done["stored"], &done["change"]["parties_added"]), (&json!(true), &json!(4)));
    let areas = done["change"]["areas"].as_array().unwrap();
    assert_eq!(areas.len(), 3, "{done}");
    let north = areas.iter().find(|area| area["name"] == "北点").unwrap();
    assert_eq!(
        (&north["added"], &north["geometry"], &north["extent"]),
        (&json!(true), &json!(null), &json!("北至山"))
    );

    let headers = [("content-type", "application/json"), ("if-match", "\"v2\"")];
    let published = town.send("POST", &format!("{path}/publish"), &headers, "{}").await;
    assert_eq!(published.status, 201, "{}", published.text());
    let located = town.get(&format!("/api/v1/locate?lon={}&lat={}", EAST.0, EAST.1)).await;
    assert!(!located.text().contains("13900001111"));
    assert_eq!(head(&located.json()), (&json!("filled"), &json!("住建局"), &json!("王一")));
    let code = north["code"].as_str().unwrap().bytes().map(|b| format!("%{b:02X}")).collect::<String>();
    let card = town.get(&format!("/api/v1/areas/{code}")).await.json();
    let post = &card["posts"][0];
    assert_eq!(
        (&post["person"]["name"], &post["duty_phone"], &card["area_m2"]),
        (&json!("李二"), &json!("0877-2010001"), &json!(null)),
        "{card}"
    );
    let party = head_party(&located.json());
    let revealed = town
        .post(&format!("/api/v1/parties/{party}/reveal"), "application/json", "{\"reason\":\"核实\"}")
        .await
        .json();
    assert_eq!(revealed["mobile"], "13900001111", "the door is the one way by which it leaves");
    assert_ne!(revealed["mobile"], MOBILE);
}

fn head_party(located: &Value) -> String {
    let post = located["chain"].as_array().unwrap().iter().find(|post| post["role"] == "point_head").unwrap();
    post["person"]["id"].as_str().unwrap_or_else(|| panic!("{post}")).to_owned()
}

#[tokio::test]
async fn problems_are_told_by_row_and_nothing_is_stored_while_there_are_any() {
    let town = desk().await;
    let path = begin(&town).await;
    let bad = "社区,片区,点位,点长,电话\n玉溪社区,一片区,东点,王一,不详\n别处,二片区,北点,李二,\n,,南点,,\n";
    let preview = town.post("/api/v1/rosters", BYTES, bad).await.json();
    assert_eq!((&preview["rows"], &preview["problems"][0]["row"]), (&json!(3), &json!(2)), "{preview}");
    let good_rows = bad.replace("不详", "");
    let dry = town.post(&format!("{path}/roster?dry_run=true"), BYTES, good_rows.clone()).await.json();
    assert_eq!(
        (&dry["change"], &dry["roster"]["problems"][0]["row"], &dry["roster"]["problems"][0]["code"]),
        (&json!(null), &json!(3), &json!("unknown_community")),
        "{dry}"
    );
    for table in [bad, &good_rows] {
        let refused = take(&town, &path, "\"v1\"", table).await;
        assert_eq!(refused.status, 400, "{}", refused.text());
        assert!(refused.json()["errors"][0]["place"].as_str().unwrap().starts_with("row "));
    }
    let none = town.post("/api/v1/rosters", BYTES, "片区\n一片区\n").await;
    assert_eq!((none.status.as_u16(), none.faults()), (400, vec!["file:missing_column".to_owned()]));
    let draft = town.get(&path).await.json();
    assert_eq!((&draft["version"], &draft["areas_changed"]), (&json!(1), &json!(0)));
    assert_eq!(
        town.service.store().load_parties().await.unwrap().len(),
        town.service.reference().roster.parties().len()
    );
}

#[tokio::test]
async fn a_roster_needs_the_version_that_stands_and_its_own_community() {
    let town = desk().await;
    let path = begin(&town).await;
    let missing = town.post(&format!("{path}/roster"), BYTES, PASTED).await;
    assert_eq!((missing.status.as_u16(), missing.problem().as_str()), (428, "if_match_missing"));
    assert_eq!(take(&town, &path, "\"v1\"", PASTED).await.status, 200);
    assert_eq!(take(&town, &path, "\"v1\"", PASTED).await.status, 412, "somebody saved meanwhile");
    let again = take(&town, &path, "\"v2\"", PASTED).await.json();
    let change = &again["change"];
    assert_eq!(
        (&change["areas"], &change["parties_added"], &change["posts_added"], &change["posts_unchanged"]),
        (&json!([]), &json!(0), &json!(0), &json!(2)),
        "the same roster again does nothing"
    );
    let unknown = format!("{path}/roster?dry_run=true&community=ZZ");
    let told = town.post(&unknown, BYTES, PASTED).await.json();
    assert_eq!(told["roster"]["problems"][0]["code"], "unknown_community");
    let closed = Town::office().await;
    assert_eq!(closed.post("/api/v1/rosters", BYTES, PASTED).await.status, 401);
}

#[tokio::test]
async fn an_empty_roster_offers_the_zones_that_are_there() {
    let town = desk().await;
    let empty = town.get("/api/v1/rosters/template").await;
    assert_eq!(empty.status, 200);
    assert!(empty.header("content-disposition").contains("roster.xlsx"));
    let refused = town.post("/api/v1/rosters", BYTES, empty.bytes.clone()).await;
    assert_eq!(refused.json()["problems"][0]["code"], "empty", "headings are known, no row is read");
    let mut package = zip::ZipArchive::new(std::io::Cursor::new(empty.bytes)).unwrap();
    let mut texts = String::new();
    std::io::Read::read_to_string(&mut package.by_name("xl/sharedStrings.xml").unwrap(), &mut texts).unwrap();
    assert!(texts.contains("一片区") && texts.contains("玉溪社区"));
}
