//! A body made of bytes of its own and of bytes that many answers share. A writer recognises the shared parts by their
//! address, so that whoever serializes need not know of it, and the body passes them on without a copy.

use axum::body::{Bytes, HttpBody};
use http_body::{Frame, SizeHint};
use std::collections::VecDeque;
use std::convert::Infallible;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

/// What stands before, between and behind the shared parts is mostly about this long.
const OWN_BYTES: usize = 4 * 1024;

/// Collects what is written into the pieces of a [`SharedBody`].
pub struct SharingWriter {
    shared: Vec<Bytes>,
    pieces: VecDeque<Bytes>,
    own: Vec<u8>,
}

impl SharingWriter {
    /// `shared`: parts that may be written, each in one call.
    pub fn new(shared: Vec<Bytes>) -> Self {
        let pieces = VecDeque::with_capacity(2 * shared.len() + 1);
        Self { shared, pieces, own: Vec::with_capacity(OWN_BYTES) }
    }

    pub fn finish(mut self) -> SharedBody {
        self.close();
        let left = self.pieces.iter().map(|piece| piece.len() as u64).sum();
        SharedBody { pieces: self.pieces, left }
    }

    fn close(&mut self) {
        if !self.own.is_empty() {
            self.pieces.push_back(Bytes::from(std::mem::take(&mut self.own)));
        }
    }
}

impl io::Write for SharingWriter {
    fn write(&mut self, part: &[u8]) -> io::Result<usize> {
        self.write_all(part).map(|()| part.len())
    }

    #[inline]
    fn write_all(&mut self, part: &[u8]) -> io::Result<()> {
        let same = |shared: &&Bytes| shared.as_ptr() == part.as_ptr() && shared.len() == part.len();
        match self.shared.iter().find(same).cloned() {
            Some(shared) if !shared.is_empty() => {
                self.close();
                self.pieces.push_back(shared);
            }
            _ => self.own.extend_from_slice(part),
        }
        Ok(())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Pieces one after the other; the length is known.
pub struct SharedBody {
    pieces: VecDeque<Bytes>,
    left: u64,
}

impl HttpBody for SharedBody {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        let piece = self.pieces.pop_front();
        self.left -= piece.as_ref().map_or(0, |piece| piece.len() as u64);
        Poll::Ready(piece.map(|piece| Ok(Frame::data(piece))))
    }

    fn is_end_stream(&self) -> bool {
        self.pieces.is_empty()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.left)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    #[test]
    fn shared_parts_are_passed_on_and_equal_bytes_elsewhere_are_copied() {
        let shared = Bytes::from(b"[1,2,3]".to_vec());
        let mut writer = SharingWriter::new(vec![shared.clone()]);
        for part in [&b"{\"a\":"[..], &shared, b",\"b\":", b"[1,2,3]", b"}"] {
            writer.write_all(part).unwrap();
        }
        let mut body = writer.finish();
        assert_eq!(body.size_hint().exact(), Some(25));
        assert!(body.pieces.iter().any(|piece| piece.as_ptr() == shared.as_ptr()));
        let mut context = Context::from_waker(std::task::Waker::noop());
        let mut whole = Vec::new();
        while let Poll::Ready(Some(Ok(frame))) = Pin::new(&mut body).poll_frame(&mut context) {
            whole.extend_from_slice(&frame.into_data().unwrap());
        }
        assert_eq!(whole, br#"{"a":[1,2,3],"b":[1,2,3]}"#);
        assert!(body.is_end_stream());
    }
}
