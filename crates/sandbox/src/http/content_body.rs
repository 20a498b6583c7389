//! The body of a response with a content, read from the disk piece by piece while it is sent.

use std::future::Future;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_util::stream::BoxStream;
use http_body_util::{Either, Full, StreamBody};
use hwc_transport::BodyError;
use hwc_transport::blocking::{self, BlockingTask};
use hwc_transport::bytes::Bytes;
use hyper::body::{Body, Frame, SizeHint};

use crate::http::activity::Streaming;
use crate::http::memory::Reserved;
use crate::http::storage::ContentSlice;

/// The body of a response without a fault.
pub(crate) type PlainBody = Either<Full<Bytes>, ContentBody>;

/// The body of any response of the server. A stream has an injected fault.
pub(crate) type ServerBody = Either<PlainBody, StreamBody<BoxStream<'static, Result<Frame<Bytes>, BodyError>>>>;

/// Returns a body in memory.
pub(crate) fn in_memory(content: Bytes) -> PlainBody {
    Either::Left(Full::new(content))
}

/// A content that is being sent. At most two pieces of it are in memory.
pub(crate) struct ContentBody {
    left: u64,
    /// The piece that is being read, or `None` at the end.
    next: Option<BlockingTask<(ContentSlice, io::Result<Vec<u8>>)>>,
    _streaming: Streaming,
    _reserved: Reserved,
}

impl ContentBody {
    /// Starts to read. The connection is busy, and the memory reserved, until the end.
    pub(crate) fn new(slice: ContentSlice, streaming: Streaming, reserved: Reserved) -> Self {
        let left = slice.left();
        Self { left, next: Some(read(slice)), _streaming: streaming, _reserved: reserved }
    }
}

fn read(mut slice: ContentSlice) -> BlockingTask<(ContentSlice, io::Result<Vec<u8>>)> {
    blocking::spawn(move || {
        let piece = slice.next_piece();
        (slice, piece)
    })
}

impl Body for ContentBody {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        let Some(next) = &mut self.next else {
            return Poll::Ready(None);
        };
        let read_piece = ready!(Pin::new(next).poll(cx));
        self.next = None;
        let piece = read_piece.and_then(|(slice, piece)| {
            if slice.left() > 0 && piece.is_ok() {
                self.next = Some(read(slice));
            }
            piece
        });
        self.left -= piece.as_ref().map_or(0, |piece| piece.len() as u64);
        Poll::Ready(Some(piece.map(|piece| Frame::data(piece.into()))))
    }

    fn is_end_stream(&self) -> bool {
        self.next.is_none()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.left)
    }
}
