//! Reads a response body for the recording and passes it on complete.

use std::collections::VecDeque;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_core::Stream;

use crate::{Body, BodyError, ByteStream};

/// The part of a body that was read.
pub(super) enum BufferedBody {
    /// The complete body.
    Complete(Bytes),
    /// A body longer than the limit, with its length if it is known.
    TooLong(Option<u64>),
    /// A body that failed after this number of bytes.
    Interrupted(u64),
}

/// Reads at most `max_bytes` bytes. The returned body is always complete.
pub(super) async fn read(body: Body, max_bytes: u64) -> (Body, BufferedBody) {
    let len = body.len();
    if let Some(bytes) = body.as_bytes().filter(|bytes| bytes.len() as u64 <= max_bytes).cloned() {
        return (body, BufferedBody::Complete(bytes));
    }
    if len.is_some_and(|len| len > max_bytes) {
        return (body, BufferedBody::TooLong(len));
    }
    let mut stream = body.into_stream();
    let mut resumed = ReplayedStream::default();
    while let Some(item) = stream.next().await {
        let interrupted = item.is_err();
        resumed.read.push_back(item);
        if interrupted {
            let bytes = resumed.len();
            return (Body::from_stream(resumed, None), BufferedBody::Interrupted(bytes));
        }
        if resumed.len() > max_bytes {
            resumed.rest = Some(stream);
            return (Body::from_stream(resumed, len), BufferedBody::TooLong(None));
        }
    }
    let whole = resumed.joined();
    (Body::from(whole.clone()), BufferedBody::Complete(whole))
}

/// A stream of the data already read, followed by the rest.
#[derive(Default)]
struct ReplayedStream {
    read: VecDeque<Result<Bytes, BodyError>>,
    rest: Option<ByteStream>,
}

impl ReplayedStream {
    fn len(&self) -> u64 {
        self.read.iter().flatten().map(|chunk| chunk.len() as u64).sum()
    }

    fn joined(mut self) -> Bytes {
        if let (1, Some(Ok(chunk))) = (self.read.len(), self.read.front_mut()) {
            return std::mem::take(chunk);
        }
        self.read.into_iter().flatten().flatten().collect()
    }
}

impl Stream for ReplayedStream {
    type Item = Result<Bytes, BodyError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if let Some(item) = self.read.pop_front() {
            return Poll::Ready(Some(item));
        }
        match &mut self.rest {
            Some(rest) => Pin::new(rest).poll_next(cx),
            None => Poll::Ready(None),
        }
    }
}
