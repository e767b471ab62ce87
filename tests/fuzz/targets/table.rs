//! Delimited tables: as a whole, and row by row with the bytes they came in.
#![no_main]

use libfuzzer_sys::fuzz_target;
use wangge::exchange::delimited::{Rows, read_table};
use wangge::exchange::encoding::{self, Encoding};

fuzz_target!(|data: &[u8]| {
    let table = read_table(data);
    let Ok(encoding) = encoding::detect(data) else { return };
    // Long files in UTF-16 are refused before their rows are read.
    if matches!(encoding, Encoding::Utf16Le | Encoding::Utf16Be) {
        return;
    }
    let Ok(mut rows) = Rows::new(data, data, encoding) else { return };
    let (mut lines, mut before) = (1, rows.line());
    while let Ok(true) = rows.advance() {
        assert!(rows.line() >= before, "rows go on");
        before = rows.line();
        let passed = data[..rows.bytes_read() as usize].trim_ascii_end();
        assert!(passed.ends_with(rows.raw().trim_ascii_end()), "a row is handed on as it stands");
        for column in 0..rows.record().len() {
            rows.text(column);
        }
        lines += 1;
    }
    if let Ok(table) = table {
        assert!(table.rows.len() < lines || table.encoding != Some(encoding), "no row is made up");
    }
});
