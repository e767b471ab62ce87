//! A body of two parts, of which the second is shared by many answers and not copied.

use axum::body::{Bytes, HttpBody};
use http_body::{Frame, SizeHint};
use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};

/// One part after the other; the length is known.
pub struct JoinedBody {
    first: Option<Bytes>,
    second: Option<Bytes>,
}

impl JoinedBody {
    pub fn new(first: Bytes, second: Bytes) -> Self {
        let present = |part: Bytes| Some(part).filter(|part| !part.is_empty());
        Self { first: present(first), second: present(second) }
    }
}

impl HttpBody for JoinedBody {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        let part = self.first.take().or_else(|| self.second.take());
        Poll::Ready(part.map(|part| Ok(Frame::data(part))))
    }

    fn is_end_stream(&self) -> bool {
        self.first.is_none() && self.second.is_none()
    }

    fn size_hint(&self) -> SizeHint {
        let length = |part: &Option<Bytes>| part.as_ref().map_or(0, |part| part.len() as u64);
        SizeHint::with_exact(length(&self.first) + length(&self.second))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_parts_arrive_in_order_and_the_second_is_not_copied() {
        let shared = Bytes::from(b"world".to_vec());
        let mut body = JoinedBody::new(Bytes::from_static(b"hello "), shared.clone());
        assert_eq!(body.size_hint().exact(), Some(11));
        let mut context = Context::from_waker(std::task::Waker::noop());
        let mut parts = Vec::new();
        while let Poll::Ready(Some(Ok(frame))) = Pin::new(&mut body).poll_frame(&mut context) {
            parts.push(frame.into_data().unwrap());
        }
        assert_eq!(parts, [&b"hello "[..], b"world"]);
        assert_eq!(parts[1].as_ptr(), shared.as_ptr());
        assert!(body.is_end_stream());
    }
}
