//! Bodies with an injected fault: cut off after their first half, or sent piece by piece.

use std::io;
use std::time::Duration;

use futures_util::{StreamExt as _, stream};
use hwc_transport::bytes::Bytes;
use hwc_transport::clock::Clock as _;
use hwc_transport::{BodyError, ByteStream};

use crate::runtime::sandbox::Sandbox;

/// The minimum number of pieces of a slow body.
const PIECES: u64 = 10;

/// Returns a body of this length that ends with an error after its first half. An empty body stays complete.
pub(crate) fn truncated(body: ByteStream, length: u64) -> ByteStream {
    if length == 0 {
        return body;
    }
    ByteStream::new(stream::unfold(Some((body, length / 2)), |state| async move {
        let (mut body, left) = state?;
        if left == 0 {
            // The connection sends the first half meanwhile. After an error, it drops what it has not sent.
            tokio::task::yield_now().await;
            return Some((Err(BodyError::interrupted(cut_off())), None));
        }
        let chunk = match body.next().await? {
            Ok(chunk) => chunk.slice(..chunk.len().min(usize::try_from(left).unwrap_or(usize::MAX))),
            Err(error) => return Some((Err(error), None)),
        };
        let left = left - chunk.len() as u64;
        Some((Ok(chunk), Some((body, left))))
    }))
}

/// Returns a body of this length that is sent piece by piece over this time.
pub(crate) fn slow(sandbox: &Sandbox, body: ByteStream, length: u64, over: Duration) -> ByteStream {
    let (clock, size) = (sandbox.clock(), usize::try_from(length.div_ceil(PIECES).max(1)).unwrap_or(usize::MAX));
    let pieces = body.flat_map(move |chunk| stream::iter(split(chunk, size)));
    let mut sent = 0;
    ByteStream::new(pieces.then(move |piece| {
        let before = due(over, sent, length);
        sent += piece.as_ref().map_or(0, |piece: &Bytes| piece.len() as u64);
        let pause = clock.sleep(due(over, sent, length).saturating_sub(before));
        async move {
            pause.await;
            piece
        }
    }))
}

/// Divides a chunk into pieces of at most this size.
fn split(chunk: Result<Bytes, BodyError>, size: usize) -> Vec<Result<Bytes, BodyError>> {
    let chunk = match chunk {
        Ok(chunk) => chunk,
        Err(error) => return vec![Err(error)],
    };
    (0..chunk.len()).step_by(size).map(|start| Ok(chunk.slice(start..chunk.len().min(start + size)))).collect()
}

/// Returns the time at which the first `sent` bytes of a slow body have been sent.
fn due(over: Duration, sent: u64, length: u64) -> Duration {
    let nanos = over.as_nanos().saturating_mul(u128::from(sent)) / u128::from(length.max(1));
    Duration::from_nanos(u64::try_from(nanos).unwrap_or(u64::MAX))
}

/// Returns the error after the first half of a body.
fn cut_off() -> io::Error {
    io::Error::new(io::ErrorKind::UnexpectedEof, "a fault of the sandbox closed the connection")
}
