//! A range of a body, for servers that ignore the header `Range`.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;
use hwc_transport::bytes::Bytes;
use hwc_transport::{BodyError, ByteStream};

/// A stream of some bytes of another stream.
pub(super) struct SlicedStream {
    inner: ByteStream,
    /// The number of bytes that are still to be skipped.
    skip: u64,
    /// The number of bytes that are still to be returned.
    left: u64,
}

impl SlicedStream {
    #[inline]
    pub(super) fn new(inner: ByteStream, start: u64, length: u64) -> Self {
        Self { inner, skip: start, left: length }
    }

    /// Returns the part of a chunk that belongs to the range.
    #[inline]
    fn slice(&mut self, mut chunk: Bytes) -> Bytes {
        let skipped = self.skip.min(chunk.len() as u64);
        self.skip -= skipped;
        let mut chunk = chunk.split_off(usize::try_from(skipped).unwrap_or(chunk.len()));
        let wanted = self.left.min(chunk.len() as u64);
        self.left -= wanted;
        chunk.truncate(usize::try_from(wanted).unwrap_or(chunk.len()));
        chunk
    }
}

impl Stream for SlicedStream {
    type Item = Result<Bytes, BodyError>;

    #[inline]
    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        while self.left > 0 {
            let Some(chunk) = ready!(Pin::new(&mut self.inner).poll_next(cx)) else { return Poll::Ready(None) };
            let chunk = match chunk {
                Ok(chunk) => self.slice(chunk),
                Err(error) => return Poll::Ready(Some(Err(error))),
            };
            if !chunk.is_empty() {
                return Poll::Ready(Some(Ok(chunk)));
            }
        }
        Poll::Ready(None)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn the_bytes_around_the_range_are_discarded() {
        for (start, length) in [(0, 0), (0, 1), (0, 9), (2, 3), (3, 6), (8, 1)] {
            let chunks = ["abc", "", "def", "ghi"].map(|text| Ok(Bytes::from_static(text.as_bytes())));
            let mut stream = ByteStream::new(SlicedStream::new(ByteStream::from_chunks(chunks), start, length));
            let mut text = Vec::new();
            while let Some(chunk) = stream.next().await {
                text.extend_from_slice(&chunk.unwrap());
            }
            let (start, length) = (start as usize, length as usize);
            assert_eq!(text, b"abcdefghi"[start..start + length], "{length} from {start}");
        }
    }
}
