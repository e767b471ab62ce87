//! Assessment, formulas and campaigns over HTTP: what they answer, who writes them, and what a phase does to a report.

use super::cast::Cast;
use super::fixture::{Answer, NOW, WEST};
use serde_json::{Value, json};
use wangge::domain::account::AccountRole;
use wangge::domain::instant::Instant;

struct Office {
    cast: Cast,
    administrator: String,
}

impl Office {
    async fn new() -> Self {
        let cast = Cast::new().await;
        let administrator = cast.cookie(AccountRole::Administrator).await.unwrap();
        Self { cast, administrator }
    }

    async fn get(&self, path: &str) -> Answer {
        self.cast.town.get_with(&format!("/api/v1/{path}"), &[("cookie", &self.administrator)]).await
    }

    async fn put(&self, path: &str, version: i64, body: Value) -> Answer {
        let version = format!("\"v{version}\"");
        let headers = [
            ("content-type", "application/json"),
            ("cookie", self.administrator.as_str()),
            ("if-match", &version),
        ];
        self.cast.town.send("PUT", &format!("/api/v1/{path}"), &headers, body.to_string()).await
    }

    async fn campaign(&self, slug: &str) -> Value {
        let all = self.get("campaigns").await.json();
        let found = all["campaigns"].as_array().unwrap().iter().find(|campaign| campaign["slug"] == slug);
        let mut campaign = found.unwrap().clone();
        for field in ["version", "phase"] {
            campaign.as_object_mut().unwrap().remove(field);
        }
        campaign
    }
}

#[tokio::test]
async fn a_phase_shortens_the_limits_of_reports_while_it_lasts_and_says_why() {
    let office = Office::new().await;
    let limit = |answer: Answer| answer.json()["assignment"]["limit"]["amount"].clone();
    assert_eq!(limit(office.cast.town.report(WEST, json!({})).await), 4);
    let mut campaign = office.campaign("civilised_city").await;
    campaign["phases"][2]["first_day"] = json!("2026-11-20");
    campaign["phases"][2]["last_day"] = json!("2026-11-24");
    let written = office.put("campaigns/civilised_city", 0, json!({"campaign": campaign})).await;
    assert_eq!((written.status.as_u16(), written.header("etag")), (200, "\"v1\""), "{}", written.text());
    assert_eq!(written.json()["phase"], "inspection");
    let report = office.cast.town.report(WEST, json!({})).await.json();
    assert_eq!(report["assignment"]["limit"]["amount"], 2);
    let reasons = report["assignment"]["reasons"].as_array().unwrap();
    let reason = reasons.iter().find(|reason| reason["code"] == "phase_limit").unwrap();
    assert_eq!(reason["zh"], "创文「集中迎检」阶段内，按「提升时限」");
    let (lon, lat) = WEST;
    let asked = office.get(&format!("locate?lon={lon}&lat={lat}&category=exposed_rubbish")).await.json();
    assert_eq!(asked["routing"]["limit"]["amount"], 2, "the dry run says the same");
    office.cast.town.clock.set(Instant(NOW.micros() + Instant::DAY));
    assert_eq!(limit(office.cast.town.report(WEST, json!({})).await), 4, "the phase is over");
}

#[tokio::test]
async fn a_campaign_is_written_on_the_version_that_stands_and_every_fault_is_told() {
    let office = Office::new().await;
    let campaign = office.campaign("hygienic_city").await;
    let body = json!({"campaign": campaign});
    assert_eq!(office.put("campaigns/hygienic_city", 0, body.clone()).await.status, 200);
    let stale = office.put("campaigns/hygienic_city", 0, body.clone()).await;
    assert_eq!((stale.status.as_u16(), stale.problem().as_str()), (412, "stale_version"));
    let mut bad = campaign.clone();
    bad["phases"][0]["first_day"] = json!("2026-05-01");
    bad["phases"][1]["first_day"] = json!("2026-05-02");
    bad["phases"][1]["tier"] = json!("golden");
    let refused = office.put("campaigns/civilised_city", 0, json!({"campaign": bad})).await;
    assert_eq!(refused.faults(), ["campaign:faulty", "campaign:faulty", "campaign.slug:other_slug"]);
    let errors = refused.json();
    assert_eq!(errors["errors"][0]["place"], "strengthening");
    assert_eq!(errors["errors"][0]["words"]["zh"], "阶段「strengthening」：没有时限档次「golden」");
    bad["phases"][0]["first_day"] = json!("last summer");
    let unread = office.put("campaigns/hygienic_city", 1, json!({"campaign": bad})).await;
    assert_eq!(unread.faults(), ["campaign:malformed"]);
    let audit = office.get("audit").await.json();
    let changed = audit["entries"].as_array().unwrap().iter().filter(|e| e["action"] == "campaign_changed");
    assert_eq!(changed.map(|e| e["subject"].clone()).collect::<Vec<_>>(), [json!("hygienic_city")]);
}

#[tokio::test]
async fn a_formula_counts_from_its_day_on_and_leaves_what_was_published() {
    let office = Office::new().await;
    let published = office.cast.town.get("/api/v1/assessment/formulas").await.json();
    let of = |all: &Value, slug: &str| {
        let found = all["formulas"].as_array().unwrap().iter().find(|formula| formula["slug"] == slug);
        found.unwrap().clone()
    };
    let shipped = of(&published, "area_score");
    assert_eq!((&shipped["version"], &shipped["valid_from"]), (&json!(0), &Value::Null));
    let mut formula = shipped["formula"].clone();
    formula["least"] = json!(2);
    let path = "assessment/formulas/area_score";
    let past = office.put(path, 0, json!({"formula": formula, "valid_from": "2026-11-23"})).await;
    assert_eq!(past.faults(), ["valid_from:in_the_past"]);
    let mut wrong = formula.clone();
    wrong["terms"][0]["weight"] = json!(20);
    wrong["campaign"] = json!("olympics");
    let refused = office.put(path, 0, json!({"formula": wrong})).await;
    assert_eq!(refused.faults(), ["formula.terms:faulty", "formula.campaign:faulty"]);
    let headers = [("content-type", "application/json"), ("cookie", office.administrator.as_str())];
    let checked = json!({"formula": wrong}).to_string();
    let checked = office.cast.town.post_with("/api/v1/assessment/formulas/check", &headers, checked).await;
    assert_eq!(checked.json()["faults"].as_array().unwrap().len(), 2);
    let written = office.put(path, 0, json!({"formula": formula, "valid_from": "2026-12-01"})).await;
    assert_eq!(written.status, 200, "{}", written.text());
    let written = written.json();
    assert_eq!((&written["version"], &written["formula"]["least"]), (&json!(1), &json!(5)));
    assert_eq!(
        (&written["coming"]["valid_from"], &written["coming"]["formula"]["least"]),
        (&json!("2026-12-01"), &json!(2))
    );
    let later = office.cast.town.get("/api/v1/assessment/formulas?day=2026-12-31").await.json();
    assert_eq!(of(&later, "area_score")["formula"]["least"], 2);
    let given_up = office.put(path, 1, json!({"formula": null})).await.json();
    assert_eq!((&given_up["formula"], &given_up["coming"]), (&Value::Null, &Value::Null));
    let october = office.get("assessment?kind=point&from=2026-10-01&to=2026-11-01").await.json();
    let slugs = |answer: &Value| {
        let formulas = answer["formulas"].as_array().unwrap().iter();
        formulas.map(|formula| formula["slug"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(slugs(&october), ["area_score", "lasting_score"], "October is scored as it was published");
    let november = office.get("assessment?kind=point").await.json();
    assert_eq!(slugs(&november), ["lasting_score"]);
    let nobody = office.put("assessment/formulas/unheard_of", 0, json!({"formula": null})).await;
    assert_eq!(nobody.problem(), "not_found");
}

#[tokio::test]
async fn places_are_told_with_posts_and_few_cases_give_no_score() {
    let office = Office::new().await;
    for _ in 0..3 {
        assert_eq!(office.cast.town.report(WEST, json!({})).await.status, 201);
    }
    office.cast.town.clock.set(Instant(NOW.micros() + 60 * Instant::SECOND));
    let answer = office.get("assessment?kind=point&area=YX-1").await.json();
    let subjects = answer["subjects"].as_array().unwrap();
    let west = subjects.iter().find(|subject| subject["code"] == "YX-1-01").unwrap();
    assert_eq!((&west["measures"]["reported"], &west["measures"]["reported_public"]), (&json!(3), &json!(3)));
    assert_eq!((&west["measures"]["posts"], &west["measures"]["posts_vacant"]), (&json!(2), &json!(1)));
    assert_eq!(west["measures"]["median_handling_s"], Value::Null, "unknown is not zero");
    assert_eq!(west["parent"]["code"], "YX-1");
    let score = &west["scores"][0];
    assert_eq!((&score["points"], &score["place"]), (&Value::Null, &Value::Null));
    assert_eq!(score["reasons"][0]["code"], "too_few");
    assert!(!answer.to_string().contains("李明"), "no person is named");
    let bare = office.get("assessment").await;
    assert_eq!(bare.faults(), ["kind:missing"]);
    let person = office.get("assessment?kind=person").await;
    assert_eq!(person.faults(), ["kind:unknown"]);
}

#[tokio::test]
async fn a_table_that_leaves_as_a_file_is_written_in_the_audit_log() {
    let office = Office::new().await;
    let query = "assessment?kind=point&from=2026-10-01&to=2026-11-01";
    let sheet = office.get(&format!("{query}&format=xlsx")).await;
    assert_eq!(sheet.status, 200);
    assert!(sheet.header("content-type").ends_with("spreadsheetml.sheet") && sheet.bytes.starts_with(b"PK"));
    assert!(
        sheet.header("content-disposition").starts_with("attachment; filename=\"assessment-point.xlsx\"")
    );
    let table = office.get(&format!("{query}&format=csv&lang=en")).await.text();
    let lines: Vec<&str> = table.lines().collect();
    assert!(lines[0].starts_with("\u{feff}place,point,in,"), "{}", lines[0]);
    assert_eq!(lines.len(), 1 + 2 + 2, "two points, nobody's and the total");
    let whole = office.get("incidents?format=csv").await;
    assert_eq!(whole.status, 200);
    let audit = office.get("audit").await.json();
    let exports = audit["entries"].as_array().unwrap().iter().filter(|entry| entry["action"] == "export");
    let told: Vec<_> = exports.map(|e| (e["subject"].clone(), e["detail"]["format"].clone())).collect();
    assert_eq!(
        told,
        [
            (json!("incidents"), json!("csv")),
            (json!("assessment:point"), json!("csv")),
            (json!("assessment:point"), json!("xlsx")),
        ]
    );
    let geojson = office.get(&format!("{query}&format=geojson")).await;
    assert_eq!(geojson.faults(), ["format:unknown"]);
    let anybody = office.cast.town.get("/api/v1/incidents?format=csv").await;
    assert_eq!(anybody.status, 200, "what anybody may take along fills no log");
    assert_eq!(
        office.get("audit").await.json()["entries"].as_array().unwrap().len(),
        audit["entries"].as_array().unwrap().len()
    );
}
