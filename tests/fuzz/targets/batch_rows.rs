//! Cutting a body into rows while it arrives: however it is cut, the same rows come out, and all of them.
#![no_main]

use libfuzzer_sys::fuzz_target;
use wangge::http::batch::rows::{LONGEST_ROW, Piece, Splitter};
use wangge_fuzz::choice;

/// All bytes of rows, and how many were too long.
fn cut(mut splitter: Splitter, bytes: &[u8], step: usize) -> (Vec<u8>, usize) {
    let mut pieces: Vec<Piece> = bytes.chunks(step).flat_map(|chunk| splitter.feed(chunk)).collect();
    pieces.extend(splitter.end());
    let (mut rows, mut long) = (Vec::new(), 0);
    for piece in pieces {
        match piece {
            Piece::Rows(some) => rows.extend(some),
            Piece::TooLong => long += 1,
        }
    }
    (rows, long)
}

fuzz_target!(|data: &[u8]| {
    let Some((first, bytes)) = choice(data) else { return };
    // A long row is made of a short one, so that the limit is met without long inputs.
    let times = if first & 1 == 0 { 1 } else { LONGEST_ROW / bytes.len().max(1) + 1 };
    let bytes = bytes.repeat(times);
    for make in [Splitter::lines, Splitter::records] {
        let whole = cut(make(), &bytes, bytes.len().max(1));
        assert_eq!(cut(make(), &bytes, usize::from(first >> 1) + 1), whole);
        if whole.1 == 0 {
            assert_eq!(whole.0, bytes);
        }
    }
});
