//! Words of the events.

use super::*;

fn named(code: &str, zh: &str, en: &str) -> Option<Named> {
    Some(Named { code: code.into(), words: Words::new(zh, en) })
}

fn facts() -> Facts {
    Facts {
        number: "261124-00012".into(),
        category: named("street_vending", "占道经营", "street vending"),
        place: named("330102001001003", "建设路点位", "Jianshe Road point"),
        owner: named("point_head", "点长（区财政局）", "point head, district finance bureau"),
        department: named("chengguan", "城管", "urban management"),
        due_at: Some("2026-11-24T18:00:00+08:00".into()),
        ..Facts::default()
    }
}

fn message(event: &str, facts: Facts) -> Message {
    let at = "2026-11-24T16:00:00+08:00".to_owned();
    Templates::built_in().unwrap().message(Uuid::nil(), event, at, Some("/cases/1".into()), facts).unwrap()
}

#[test]
fn a_dispatched_case_says_where_what_who_and_until_when() {
    let message = message("case_dispatched", facts());
    assert_eq!(message.severity, Severity::Task);
    assert_eq!(
        message.title,
        Words::new(
            "【网格】案件 261124-00012 已派遣，请处置",
            "Wangge: case 261124-00012 dispatched, please act"
        )
    );
    assert_eq!(
        message.text.zh,
        "事项：占道经营\n地点：建设路点位\n责任岗位：点长（区财政局）\n执法部门：城管\n办结时限：2026-11-24 18:00"
    );
    assert_eq!(message.text.en.lines().count(), 5);
}

#[test]
fn what_is_unknown_is_left_out_not_shown_as_nothing() {
    let message = message("case_dispatched", Facts { due_at: None, department: None, ..facts() });
    assert_eq!(message.text.zh, "事项：占道经营\n地点：建设路点位\n责任岗位：点长（区财政局）");
}

#[test]
fn a_digest_without_a_count_does_not_say_zero() {
    let message = message("daily_digest", Facts { open: Some(7), overdue: Some(0), ..Facts::default() });
    assert!(message.text.zh.contains("未办结：7 件") && message.text.zh.contains("已超期：0 件"));
    assert!(!message.text.zh.contains("即将超期"));
}

#[test]
fn a_value_cannot_add_a_line_or_a_placeholder() {
    let place = named("x", "南门\n责任岗位：张三 13800138000 {owner}", "gate\r\nOwner: x");
    let message = message("case_dispatched", Facts { place, owner: None, ..facts() });
    assert_eq!(message.text.zh.lines().nth(1).unwrap(), "地点：南门 责任岗位：张三 *** {owner}");
    assert_eq!(message.text.zh.lines().count(), 4);
}

#[test]
fn every_event_has_words_that_a_robots_keyword_finds() {
    let templates = Templates::built_in().unwrap();
    for (event, template) in &templates.0 {
        // A robot's keyword rule can be set to these words, whatever the event.
        assert!(template.title.zh.starts_with("【网格】"), "{event}");
        assert!(template.title.en.starts_with("Wangge: "), "{event}");
        // What robots' Markdown widens must not stand in our own English sentences.
        for words in template.lines.iter().chain([&template.title]) {
            let shown = words.en.replace(['{', '}'], "").replace("due_soon", "");
            assert_eq!(plain::markdown(&shown), shown, "{event}");
        }
    }
    assert_eq!(templates.0.len(), EventKind::ALL.len() + EXTRA_EVENTS.len());
}

#[test]
fn a_file_that_speaks_of_unknown_things_is_refused_with_the_place() {
    let whole = include_str!("../../../geodata/reference/messages.json");
    for (from, to, said) in [
        ("{place}", "{reporter}", "{reporter}"),
        ("案件 {number} 已派遣，请处置", "案件 {place} 已派遣", "case_dispatched"),
        ("\"case_overdue\"", "\"case_late\"", "case_overdue"),
        ("\"place\": {", "\"plaice\": {", "place"),
    ] {
        assert!(whole.contains(from), "{from}");
        let error = Templates::parse(whole.replace(from, to).as_bytes()).unwrap_err();
        assert!(error.0.zh.contains(said) && error.0.en.contains(said), "{error}");
    }
}
