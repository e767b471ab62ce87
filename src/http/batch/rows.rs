//! Cuts a stream of bytes into pieces of whole rows, holding at most one row that is not complete.

/// Longest row in bytes.
pub const LONGEST_ROW: usize = 64 * 1024;
/// Rows are handed on in pieces of about this size, so that their answers, which are longer, stay few.
const PIECE: usize = 16 * 1024;

/// What comes out, in the order of the input.
#[derive(Debug, PartialEq, Eq)]
pub enum Piece {
    /// One or more whole rows.
    Rows(Vec<u8>),
    /// A row that was longer than allowed; its bytes are dropped up to the next line break.
    TooLong,
}

/// The cutter. With quotes, a line break inside `"…"` does not end a row.
#[derive(Debug, Default)]
pub struct Splitter {
    quotes: bool,
    in_quotes: bool,
    skipping: bool,
    held: Vec<u8>,
}

impl Splitter {
    /// One row a line.
    pub fn lines() -> Self {
        Self::default()
    }

    /// One row a CSV record.
    pub fn records() -> Self {
        Self { quotes: true, ..Self::default() }
    }

    pub fn feed(&mut self, bytes: &[u8]) -> Vec<Piece> {
        let mut pieces = Vec::new();
        // End of the last whole row in `held`.
        let mut whole = 0;
        for &byte in bytes {
            if self.skipping {
                self.skipping = byte != b'\n';
                continue;
            }
            self.held.push(byte);
            if self.quotes && byte == b'"' {
                self.in_quotes = !self.in_quotes;
            } else if byte == b'\n' && !self.in_quotes {
                whole = self.held.len();
                if whole >= PIECE {
                    pieces.push(Piece::Rows(std::mem::take(&mut self.held)));
                    whole = 0;
                }
            }
            if self.held.len() - whole > LONGEST_ROW {
                self.held.truncate(whole);
                if whole > 0 {
                    pieces.push(Piece::Rows(std::mem::take(&mut self.held)));
                    whole = 0;
                }
                pieces.push(Piece::TooLong);
                self.in_quotes = false;
                self.skipping = byte != b'\n';
            }
        }
        if whole > 0 {
            let rest = self.held.split_off(whole);
            pieces.push(Piece::Rows(std::mem::replace(&mut self.held, rest)));
        }
        pieces
    }

    /// The last row, when no line break ended it.
    pub fn end(&mut self) -> Option<Piece> {
        let rest = std::mem::take(&mut self.held);
        (!rest.is_empty()).then_some(Piece::Rows(rest))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(mut splitter: Splitter, bytes: &[u8], step: usize) -> (Vec<u8>, usize) {
        let mut pieces: Vec<Piece> = bytes.chunks(step).flat_map(|chunk| splitter.feed(chunk)).collect();
        pieces.extend(splitter.end());
        let long = pieces.iter().filter(|piece| **piece == Piece::TooLong).count();
        let rows = pieces.into_iter().filter_map(|piece| match piece {
            Piece::Rows(rows) => Some(rows),
            Piece::TooLong => None,
        });
        (rows.flatten().collect(), long)
    }

    #[test]
    fn rows_come_out_whole_whatever_the_pieces_that_came_in() {
        let text = b"a,b\n1,\"x\ny\"\n2,z".as_slice();
        for step in 1..=text.len() {
            assert_eq!(all(Splitter::records(), text, step), (text.to_vec(), 0));
        }
        let mut splitter = Splitter::records();
        assert_eq!(splitter.feed(b"1,\"x\n"), []);
        assert_eq!(splitter.feed(b"y\"\n2"), [Piece::Rows(b"1,\"x\ny\"\n".to_vec())]);
        assert_eq!(splitter.end(), Some(Piece::Rows(b"2".to_vec())));
    }

    #[test]
    fn a_row_without_end_is_dropped_and_the_next_is_read() {
        let mut text = b"ok\n\"".to_vec();
        text.extend(std::iter::repeat_n(b'x', 3 * LONGEST_ROW));
        text.extend(b"\nafter\n");
        for step in [1000, 50_000, text.len()] {
            assert_eq!(all(Splitter::records(), &text, step), (b"ok\nafter\n".to_vec(), 1));
            assert_eq!(all(Splitter::lines(), &text, step), (b"ok\nafter\n".to_vec(), 1));
        }
    }
}
