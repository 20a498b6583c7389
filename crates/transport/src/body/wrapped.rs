//! Bodies of the crate `http-body` as [`Body`], for layers that wrap bodies.

use std::any::Any;
use std::error::Error;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::{Buf, Bytes};
use futures_core::Stream;
use http_body::{Body as HttpBody, Frame};

use super::{Body, BodyError};

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
