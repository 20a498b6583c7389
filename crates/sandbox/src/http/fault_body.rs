//! The body of a response with an injected fault: truncated, or sent piece by piece.

use std::collections::VecDeque;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use hwc_transport::bytes::Bytes;
use hwc_transport::clock::Sleep;
use hyper::body::{Body, Frame, SizeHint};

use crate::http::activity::Streaming;
use crate::http::injection;
use crate::runtime::sandbox::Sandbox;

/// A body that is sent badly.
pub(crate) struct FaultBody {
    pieces: VecDeque<Bytes>,
    /// The number of bytes that were announced and not sent.
    left: u64,
    /// The error after the last piece.
    error: Option<io::Error>,
    /// True once the connection had a chance to send the pieces. With an error, it drops what it has not sent.
    is_flushed: bool,
    /// The pause before each piece.
    pause: Option<(Sandbox, Duration)>,
    timer: Option<Sleep>,
    _streaming: Streaming,
}

impl FaultBody {
    /// Creates a body that ends with an error after its first half.
    pub(crate) fn truncated(body: &Bytes, streaming: Streaming) -> Self {
        let error = (!body.is_empty()).then(injection::cut_off);
        let pieces = [injection::first_half(body)].into_iter().filter(|piece| !piece.is_empty()).collect();
        Self {
            pieces,
            left: body.len() as u64,
            error,
            is_flushed: false,
            pause: None,
            timer: None,
            _streaming: streaming,
        }
    }

    /// Creates a body that is sent piece by piece over this time.
    pub(crate) fn slow(sandbox: &Sandbox, body: &Bytes, over: Duration, streaming: Streaming) -> Self {
        let pieces = VecDeque::from(injection::pieces(body));
        let pause = Some((sandbox.clone(), injection::pause(over, pieces.len())));
        Self {
            pieces,
            left: body.len() as u64,
            error: None,
            is_flushed: false,
            pause,
            timer: None,
            _streaming: streaming,
        }
    }
}

impl Body for FaultBody {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        let this = &mut *self;
        if let (Some((sandbox, pause)), false) = (&this.pause, this.pieces.is_empty()) {
            let timer = this.timer.get_or_insert_with(|| sandbox.sleep(*pause));
            ready!(timer.as_mut().poll(cx));
            this.timer = None;
        }
        let Some(piece) = this.pieces.pop_front() else {
            if this.error.is_some() && !std::mem::replace(&mut this.is_flushed, true) {
                cx.waker().wake_by_ref();
                return Poll::Pending;
            }
            return Poll::Ready(this.error.take().map(Err));
        };
        this.left -= piece.len() as u64;
        Poll::Ready(Some(Ok(Frame::data(piece))))
    }

    fn is_end_stream(&self) -> bool {
        self.pieces.is_empty() && self.error.is_none()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.left)
    }
}
