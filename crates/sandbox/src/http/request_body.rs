//! Reading the body of a request into memory, within the limits of the server.

use std::time::Duration;

use http_body_util::BodyExt;
use hwc_transport::bytes::Bytes;
use hyper::body::{Body, Incoming};

use crate::http::memory::{Memory, Reserved};
use crate::http::server_options::ServerOptions;
use crate::http::wait::timeout;
use crate::runtime::sandbox::{LARGEST_BODY, Sandbox};

/// The reason why a body could not be read.
pub(super) enum Unread {
    /// It has more than [`LARGEST_BODY`] bytes.
    TooLarge,
    /// It does not fit into the memory of the server.
    NoMemory,
    /// It takes too long.
    Late,
    /// It is incomplete or malformed.
    Broken(hyper::Error),
}

/// Returns true if the announced length of a body is too large.
pub(super) fn is_too_large(body: &Incoming) -> bool {
    body.size_hint().lower() > LARGEST_BODY as u64
}

/// Reads a body.
pub(super) async fn read(
    sandbox: &Sandbox,
    options: &ServerOptions,
    memory: &Memory,
    body: &mut Incoming,
) -> Result<Bytes, Unread> {
    let announced = usize::try_from(body.size_hint().lower()).unwrap_or(usize::MAX);
    let mut received = Received { bytes: Vec::new(), announced, reserved: memory.start() };
    let deadline = sandbox.inner().monotonic().saturating_add(options.body_timeout);
    loop {
        let left = deadline.saturating_sub(sandbox.inner().monotonic());
        match next(sandbox, options.stall_timeout.min(left), body).await? {
            Some(data) => received.add(&data)?,
            None => return Ok(received.reserved.hold(received.bytes)),
        }
    }
}

/// Returns the next bytes of a body, or `None` at its end.
pub(super) async fn next(sandbox: &Sandbox, limit: Duration, body: &mut Incoming) -> Result<Option<Bytes>, Unread> {
    while let Some(frame) = timeout(sandbox, limit, body.frame()).await.ok_or(Unread::Late)? {
        if let Ok(data) = frame.map_err(Unread::Broken)?.into_data() {
            return Ok(Some(data));
        }
    }
    Ok(None)
}

/// The part of a body that has arrived.
struct Received {
    bytes: Vec<u8>,
    announced: usize,
    reserved: Reserved,
}

impl Received {
    fn add(&mut self, data: &[u8]) -> Result<(), Unread> {
        let length = self.bytes.len() + data.len();
        if length > LARGEST_BODY {
            return Err(Unread::TooLarge);
        }
        if length > self.bytes.capacity() {
            // Not more than twice of what has arrived, whatever is announced.
            let capacity = self.announced.clamp(length, length * 2);
            if !self.reserved.grow(capacity - self.bytes.capacity()) {
                return Err(Unread::NoMemory);
            }
            self.bytes.reserve_exact(capacity - self.bytes.len());
        }
        self.bytes.extend_from_slice(data);
        Ok(())
    }
}
