//! Encodings: a text decoded whole and its encoding found in a stream must agree.
#![no_main]

use libfuzzer_sys::fuzz_target;
use std::io::Read;
use wangge::exchange::encoding;

/// Hands out a few bytes at a time.
struct Trickle<'a>(&'a [u8], usize);

impl Read for Trickle<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let some = self.1.min(self.0.len()).min(buffer.len());
        let (now, later) = self.0.split_at(some);
        buffer[..some].copy_from_slice(now);
        self.0 = later;
        Ok(some)
    }
}

fuzz_target!(|data: &[u8]| {
    let whole = encoding::decode(data);
    let streamed = encoding::detect(data).expect("memory can be read");
    for step in [1, 2, 3, 5] {
        assert_eq!(encoding::detect(Trickle(data, step)).expect("memory can be read"), streamed);
    }
    if let Ok((_, found)) = whole {
        assert_eq!(found, streamed);
    }
});
