//! The largest spreadsheet that is offered: right to the last row, and small in memory while it is written.

use calamine::{Data, DataRef, Reader, Xlsx};
use std::io::Cursor;
use std::path::Path;
use std::process::Command;
use wangge::exchange::xlsx_out::Ledger;
use wangge::exchange::{Language, LedgerRow};

const OUTPUT: &str = "WANGGE_TEST_LEDGER_OUTPUT";
const ROWS: u32 = 100_000;
/// Kilobytes by which the process may grow: the packed file and the parts under way.
const MOST_GROWTH: u64 = 100_000;

fn row(number: u32) -> LedgerRow {
    LedgerRow {
        id: format!("0197a3c0-0000-7000-8000-{number:012}"),
        number: format!("261124-{number:05}"),
        category: "占道经营".into(),
        problem: format!("第 {number} 件：菜场门口有流动摊贩占用人行道，阻碍通行"),
        address: format!("环山路 {number} 号"),
        community: "玉兰社区".into(),
        zone: "石桥片区".into(),
        point: "枣园巷点位".into(),
        lon: 102.54 + f64::from(number) * 1e-7,
        lat: 24.35,
        source: "巡查".into(),
        role: "点长".into(),
        unit: "市住房和城乡建设局".into(),
        person: "李明".into(),
        state: "上报".into(),
        occurred_at: "2026-11-24 08:00".into(),
        recorded_at: "2026-11-24 08:05".into(),
        ..LedgerRow::default()
    }
}

/// Most memory that this process has ever held, in kilobytes.
#[cfg(target_os = "linux")]
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

/// Not a test of its own: the process that the test below starts and measures. Without the variable it has nothing
/// to do.
#[test]
fn writes_a_large_ledger() {
    let Ok(output) = std::env::var(OUTPUT) else { return };
    let before = peak();
    let mut ledger = Ledger::new(Language::Zh).unwrap();
    for number in 1..=ROWS {
        ledger.push(&row(number)).unwrap();
    }
    let bytes = ledger.finish().unwrap();
    println!("grew by {} kB", peak() - before);
    std::fs::write(output, bytes).unwrap();
}

/// Texts of a row, as far as it has any.
fn texts(cells: &[(u32, u32, String)], row: u32) -> Vec<&str> {
    cells.iter().filter(|(at, _, _)| *at == row).map(|(_, _, text)| text.as_str()).collect()
}

fn first_and_last(path: &Path) -> (u32, Vec<(u32, u32, String)>) {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(std::fs::read(path).unwrap())).unwrap();
    let mut sheet = book.worksheet_cells_reader("问题台账").unwrap();
    let (mut rows, mut kept, mut last) = (0, Vec::new(), None);
    while let Some(cell) = sheet.next_cell().unwrap() {
        let (row, column) = cell.get_position();
        if last != Some(row) {
            rows += 1;
            last = Some(row);
        }
        if row <= 1 || row == ROWS {
            let text = match cell.get_value() {
                DataRef::SharedString(text) => (*text).to_owned(),
                other => Data::from(other.clone()).to_string(),
            };
            kept.push((row, column, text));
        }
    }
    (rows, kept)
}

#[test]
fn a_hundred_thousand_rows_come_out_right_and_in_bounded_memory() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ledger.xlsx");
    let output = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "fault::spreadsheet::writes_a_large_ledger", "--nocapture"])
        .env(OUTPUT, &path)
        // Rows on their way lie in a file without a name: nothing stays.
        .env("TMPDIR", folder.path())
        .output()
        .unwrap();
    let told = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success(), "{told} {}", String::from_utf8_lossy(&output.stderr));
    let grown = told.split("grew by ").nth(1).unwrap().split(' ').next().unwrap().parse::<u64>().unwrap();
    assert!(grown < MOST_GROWTH, "grew by {grown} kB");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    let (rows, cells) = first_and_last(&path);
    assert_eq!(rows, ROWS + 1);
    assert_eq!(texts(&cells, 0)[..2], ["序号", "编号"]);
    for number in [1, ROWS] {
        let texts = texts(&cells, number);
        let expected = row(number);
        assert_eq!(texts[..2], [number.to_string(), expected.number]);
        assert!(texts.contains(&expected.problem.as_str()) && texts.contains(&"李明"), "{texts:?}");
    }
}
