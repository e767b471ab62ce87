//! Tables of tickets, as offices export them.

use super::*;

fn zone() -> TimeZone {
    TimeZone::fixed(jiff::tz::offset(8))
}

fn at(text: &str) -> Option<Instant> {
    Instant::parse(text, &zone())
}

#[test]
fn an_export_of_the_hotline_is_read_by_its_headings() {
    let csv = "工单编号,来电人,联系电话,诉求内容,事发地址（详细）,来电时间,办理人\n\
               A1,李先生,19900001234,路灯不亮,玉兰大道,2026-11-24 08:30,小王\n\
               A2,,,井盖破损,,2026年11月24日,\n";
    let (gbk, _, _) = encoding_rs::GBK.encode(csv);
    for bytes in [csv.as_bytes(), &gbk] {
        let read = read(bytes, &zone()).expect("a table");
        assert_eq!((read.lines.len(), read.faults.len()), (2, 0));
        let first = &read.lines[0];
        assert_eq!(
            (first.row, first.number.as_deref(), first.name.as_deref()),
            (2, Some("A1"), Some("李先生"))
        );
        assert_eq!((first.text.as_deref(), first.place.as_deref()), (Some("路灯不亮"), Some("玉兰大道")));
        assert_eq!(first.time, at("2026-11-24T08:30:00+08:00"));
        assert_eq!(read.lines[1].time, at("2026-11-24"));
        assert_eq!(read.unread, ["办理人"]);
    }
}

#[test]
fn a_fault_names_row_and_column_and_spares_the_others() {
    let long = "长".repeat(LONGEST_SHORT + 1);
    let csv = format!(
        "No,Text,Time,Lon,Lat\nA1,ok,yesterday,,\nA1,ok,,102.5,\n{long},ok,,east,24\nA2,,,,\nA3,ok,46000.5,102.5,24.3\n"
    );
    let read = read(csv.as_bytes(), &zone()).expect("a table");
    let told: Vec<_> = read
        .faults
        .iter()
        .map(|fault| (fault.row, fault.column.as_deref().unwrap_or(""), fault.code))
        .collect();
    assert_eq!(
        told,
        [
            (2, "Time", "bad_time"),
            (3, "Lat", "bad_position"),
            (3, "No", "twice"),
            (4, "No", "too_long"),
            (4, "Lon", "bad_position"),
            (5, "Text", "missing_cell"),
        ]
    );
    assert!(read.faults[0].words.zh.contains("第 2 行「Time」") && read.faults[0].words.en.contains("row 2"));
    assert_eq!(read.lines.len(), 4);
    let last = &read.lines[3];
    assert_eq!((last.lonlat, last.time), (Some([102.5, 24.3]), at("2025-12-09T12:00:00+08:00")));
}

#[test]
fn what_is_no_table_of_tickets_is_refused() {
    let code = |bytes: &[u8]| read(bytes, &zone()).expect_err("refused").code;
    assert_eq!(code(b""), "empty");
    assert_eq!(code(b"text\n"), "empty");
    assert_eq!(code("点位,片区\n1,2\n".as_bytes()), "missing_column");
    assert_eq!(code(b"PK\x03\x04rubbish"), "unreadable_workbook");
    assert_eq!(code(b"\x7fELF\0\0\0"), "not_a_table");
    let many = format!("text\n{}", "x\n".repeat(MOST_ROWS + 1));
    assert_eq!(code(many.as_bytes()), "too_many_rows");
    assert_eq!(code(&vec![b'a'; MOST_BYTES + 1]), "too_large");
}

#[test]
fn times_are_read_as_they_are_exported() {
    for text in ["2026/11/24 8:30:00", "2026-11-24T00:30:00Z", "2026年11月24日 8时30分", "2026.11.24 8：30"]
    {
        assert_eq!(time(text, &zone()), at("2026-11-24T08:30:00+08:00"), "{text}");
    }
    for text in
        ["", "8:30", "2026-13-01", "11-24-2026 8:30", "昨天", "1e9", "2026-11-24 8:30:00:00", "99999999-1-1"]
    {
        assert_eq!(time(text, &zone()), None, "{text}");
    }
}
