//! [`Body`] as a body of the crate `http-body`, for HTTP clients and for layers.

use std::mem;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;
use http_body::{Body as HttpBody, Frame, SizeHint};

use super::{Body, BodyError, ByteStream, Kind};

/// Yields chunks without trailers. The length is enforced as by [`Body::into_stream`].
impl HttpBody for Body {
    type Data = Bytes;
    type Error = BodyError;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BodyError>>> {
        if let Kind::Bytes(bytes) = &mut self.0 {
            let bytes = mem::take(bytes);
            if bytes.is_empty() {
                return Poll::Ready(None);
            }
            self.0 = Kind::Started { remaining: Some(0), stream: ByteStream::from_chunks([]) };
            return Poll::Ready(Some(Ok(Frame::data(bytes))));
        }
        if !matches!(self.0, Kind::Started { .. }) {
            let len = self.len();
            let stream = mem::take(&mut *self).into_stream();
            self.0 = Kind::Started { remaining: len, stream };
        }
        let Kind::Started { remaining, stream } = &mut self.0 else {
            return Poll::Ready(None);
        };
        let chunk = ready!(Pin::new(stream).poll_next(cx));
        if let (Some(remaining), Some(Ok(bytes))) = (remaining, &chunk) {
            *remaining = remaining.saturating_sub(bytes.len() as u64);
        }
        Poll::Ready(chunk.map(|chunk| chunk.map(Frame::data)))
    }

    fn is_end_stream(&self) -> bool {
        self.len() == Some(0)
    }

    fn size_hint(&self) -> SizeHint {
        self.len().map_or_else(SizeHint::default, SizeHint::with_exact)
    }
}
