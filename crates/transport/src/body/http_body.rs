//! [`Body`] as a body of the crate `http-body`, and the reverse, for layers that wrap bodies.

use std::any::Any;
use std::error::Error;
use std::mem;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::{Buf, Bytes};
use futures_core::Stream;
use http_body::{Body as HttpBody, Frame, SizeHint};

use super::{Body, BodyError, Kind};

/// Yields chunks without trailers. The length is enforced as by [`Body::into_stream`].
impl HttpBody for Body {
    type Data = Bytes;
    type Error = BodyError;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BodyError>>> {
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
        matches!(&self.0, Kind::Bytes(bytes) if bytes.is_empty())
    }

    fn size_hint(&self) -> SizeHint {
        self.len().map_or_else(SizeHint::default, SizeHint::with_exact)
    }
}

impl Body {
    /// Converts a body of another type, such as one that a layer has wrapped. A `Body` is returned unchanged.
    pub(crate) fn from_http_body<B>(body: B) -> Self
    where
        B: HttpBody + Send + 'static,
        B::Error: Into<Box<dyn Error + Send + Sync>>,
    {
        let mut body = Some(body);
        if let Some(body) = (&mut body as &mut dyn Any).downcast_mut::<Option<Self>>().and_then(Option::take) {
            return body;
        }
        body.map_or_else(Self::empty, |body| {
            let len = body.size_hint().exact();
            Self::from_stream(Chunks(Box::pin(body)), len)
        })
    }
}

/// The chunks of a body. Trailers are dropped.
struct Chunks<B>(Pin<Box<B>>);

impl<B> Stream for Chunks<B>
where
    B: HttpBody,
    B::Error: Into<Box<dyn Error + Send + Sync>>,
{
    type Item = Result<Bytes, BodyError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            let Some(frame) = ready!(self.0.as_mut().poll_frame(cx)) else {
                return Poll::Ready(None);
            };
            match frame.map(Frame::into_data) {
                Ok(Ok(mut data)) => return Poll::Ready(Some(Ok(data.copy_to_bytes(data.remaining())))),
                Ok(Err(_trailers)) => {}
                Err(error) => return Poll::Ready(Some(Err(body_error(error)))),
            }
        }
    }
}

/// Returns the error itself if it is a [`BodyError`].
fn body_error(error: impl Into<Box<dyn Error + Send + Sync>>) -> BodyError {
    error.into().downcast().map_or_else(BodyError::interrupted, |error| *error)
}
