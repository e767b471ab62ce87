//! Broken files: each fault names file, entry and problem.

use super::{SHIPPED, load};
use crate::exchange::reference::ReferenceFiles;

fn faults(files: ReferenceFiles) -> Vec<String> {
    load(&files).err().unwrap_or_default().iter().map(ToString::to_string).collect()
}

fn edited(bytes: &[u8], from: &str, to: &str) -> Vec<u8> {
    let text = std::str::from_utf8(bytes).unwrap();
    assert!(text.contains(from), "{from} is not in the file");
    text.replacen(from, to, 1).into_bytes()
}

fn one_fault(found: &[String], words: &[&str]) {
    assert!(found.iter().any(|fault| words.iter().all(|word| fault.contains(word))), "{found:#?}");
}

#[test]
fn a_conflict_between_rules_is_refused_with_both_named() {
    let twin = r#"{ "id": "other-general", "then": { "actor": { "area_role": "zone_head" } },
        "because": { "zh": "片长", "en": "zone head" } },
    { "id": "general""#;
    let rules = edited(SHIPPED.rules, r#"{ "id": "general""#, twin);
    one_fault(
        &faults(ReferenceFiles { rules: &rules, ..SHIPPED }),
        &["rules.json", "other-general", "`general`"],
    );
}

#[test]
fn unknown_fields_and_words_name_their_entry() {
    let rules = edited(SHIPPED.rules, r#""min_repeats""#, r#""repeats""#);
    one_fault(
        &faults(ReferenceFiles { rules: &rules, ..SHIPPED }),
        &["rules.json, shop-outside-repeated", "repeats"],
    );
    let limits = edited(SHIPPED.limits, r#""urgent_hours""#, r#""fortnights""#);
    one_fault(
        &faults(ReferenceFiles { limits: &limits, ..SHIPPED }),
        &["limits.json, street_vending", "fortnights"],
    );
    let limits = edited(SHIPPED.limits, r#""street_vending""#, r#""street_vendor""#);
    one_fault(&faults(ReferenceFiles { limits: &limits, ..SHIPPED }), &["street_vendor", "unknown category"]);
}

#[test]
fn words_for_no_category_and_words_of_nothing_are_refused() {
    let words = edited(SHIPPED.ticket_words, r#""category": "lamp_out""#, r#""category": "lamps_out""#);
    one_fault(
        &faults(ReferenceFiles { ticket_words: &words, ..SHIPPED }),
        &["lamps_out", "unknown category"],
    );
    let words = edited(SHIPPED.ticket_words, r#""category": "lamp_out""#, r#""category": "lighting_task""#);
    one_fault(&faults(ReferenceFiles { ticket_words: &words, ..SHIPPED }), &["lighting_task", "incidents"]);
    let words = edited(SHIPPED.ticket_words, r#""路灯…不亮""#, r#""路灯…""#);
    one_fault(&faults(ReferenceFiles { ticket_words: &words, ..SHIPPED }), &["lamp_out", "begins or ends"]);
    let words = edited(SHIPPED.ticket_words, "井盖…<坏>", "井盖…<不存在>");
    one_fault(&faults(ReferenceFiles { ticket_words: &words, ..SHIPPED }), &["facility_damage", "不存在"]);
}

#[test]
fn an_enforcement_category_without_a_department_is_refused() {
    let categories = edited(
        SHIPPED.categories,
        r#""slug": "stairway_clutter", "kind": "incident", "parent": "compound_order", "name": { "zh": "楼道堆物", "en": "cluttered stairway" }, "remedy": "persuasion""#,
        r#""slug": "stairway_clutter", "kind": "incident", "parent": "compound_order", "name": { "zh": "楼道堆物", "en": "cluttered stairway" }, "remedy": "enforcement""#,
    );
    one_fault(
        &faults(ReferenceFiles { categories: &categories, ..SHIPPED }),
        &["stairway_clutter", "department"],
    );
}

#[test]
fn a_category_with_an_unknown_parent_or_a_taken_code_is_refused() {
    let categories = edited(SHIPPED.categories, r#""parent": "vending""#, r#""parent": "selling""#);
    one_fault(
        &faults(ReferenceFiles { categories: &categories, ..SHIPPED }),
        &["categories.json, street_vending", "selling"],
    );
    let categories = edited(SHIPPED.categories, r#""gb2013", "code": "0405""#, r#""gb2013", "code": "0406""#);
    one_fault(
        &faults(ReferenceFiles { categories: &categories, ..SHIPPED }),
        &["gb2013:0406", "street_vending"],
    );
}

#[test]
fn a_make_up_day_on_a_weekday_is_refused() {
    let holidays = edited(SHIPPED.holidays, "2026-02-14", "2026-02-12");
    one_fault(
        &faults(ReferenceFiles { holidays: &holidays, ..SHIPPED }),
        &["holidays.json, 2026", "2026-02-12"],
    );
}

#[test]
fn a_file_that_is_no_json_names_the_place() {
    let broken = ReferenceFiles { roles: b"{", departments: b"\xff\xfe", ..SHIPPED };
    let found = faults(broken);
    one_fault(&found, &["roles.json, file", "line 1"]);
    one_fault(&found, &["departments.json, file"]);
}

#[test]
fn a_role_that_the_program_places_elsewhere_is_refused() {
    let roles = edited(
        SHIPPED.roles,
        r#""slug": "zone_head", "name": { "zh": "片长", "en": "zone head" }, "level": "zone""#,
        r#""slug": "zone_head", "name": { "zh": "片长", "en": "zone head" }, "level": "point""#,
    );
    one_fault(&faults(ReferenceFiles { roles: &roles, ..SHIPPED }), &["roles.json, zone_head", "zone"]);
}

#[test]
fn a_policy_names_its_faulty_entry() {
    let lifecycle = edited(SHIPPED.lifecycle, r#""category": "graffiti""#, r#""category": "grafitti""#);
    one_fault(
        &faults(ReferenceFiles { lifecycle: &lifecycle, ..SHIPPED }),
        &["lifecycle.json, grafitti", "unknown category"],
    );
    let lifecycle = edited(SHIPPED.lifecycle, r#""community_office"]"#, r#""mayor"]"#);
    one_fault(&faults(ReferenceFiles { lifecycle: &lifecycle, ..SHIPPED }), &["lifecycle.json, *", "mayor"]);
}

#[test]
fn a_ladder_that_alarms_a_leader_is_refused() {
    let from = r#""to": "zone_head", "through": "community_liaison", "when": { "overdue": { "amount": 1, "unit": "work_days" } }, "how": "digest""#;
    let escalation = edited(SHIPPED.escalation, from, &from.replace("digest", "alarm"));
    one_fault(
        &faults(ReferenceFiles { escalation: &escalation, ..SHIPPED }),
        &["escalation.json, block", "zone_head", "digest"],
    );
    let escalation = edited(SHIPPED.escalation, r#""percent": 80"#, r#""share": 80"#);
    let found = faults(ReferenceFiles { escalation: &escalation, ..SHIPPED });
    one_fault(&found, &["escalation.json, actor", "share"]);
    assert_eq!(found.len(), 1, "{found:#?}");
}

#[test]
fn a_limit_of_a_tier_that_is_not_listed_is_refused() {
    let limits = edited(SHIPPED.limits, r#""amount": 2,"#, r#""amount": 2, "tier": "golden","#);
    one_fault(
        &faults(ReferenceFiles { limits: &limits, ..SHIPPED }),
        &["limits.json, street_vending", "golden", "tiers"],
    );
}

#[test]
fn a_formula_whose_weights_do_not_make_a_hundred_is_refused() {
    let assessment = edited(SHIPPED.assessment, r#""weight": 40"#, r#""weight": 10"#);
    one_fault(
        &faults(ReferenceFiles { assessment: &assessment, ..SHIPPED }),
        &["assessment.json, area_score", "make 70, not 100"],
    );
    let assessment = edited(SHIPPED.assessment, r#""part": "due_closed""#, r#""part": "closed""#);
    one_fault(
        &faults(ReferenceFiles { assessment: &assessment, ..SHIPPED }),
        &["assessment.json, department_score", "`closed` is no part of `due`"],
    );
}

#[test]
fn a_campaign_names_its_faulty_phase() {
    let campaigns = edited(SHIPPED.campaigns, r#""tier": "improved""#, r#""tier": "golden""#);
    one_fault(
        &faults(ReferenceFiles { campaigns: &campaigns, ..SHIPPED }),
        &["campaigns.json, civilised_city", "inspection", "golden"],
    );
    let campaigns = edited(SHIPPED.campaigns, r#""every": "week""#, r#""every": "year""#);
    one_fault(
        &faults(ReferenceFiles { campaigns: &campaigns, ..SHIPPED }),
        &["campaigns.json, civilised_city", "year"],
    );
    let assessment = edited(SHIPPED.assessment, r#""least": 10,"#, r#""least": 10, "campaign": "olympics","#);
    one_fault(
        &faults(ReferenceFiles { assessment: &assessment, ..SHIPPED }),
        &["assessment.json, department_score", "olympics"],
    );
}
