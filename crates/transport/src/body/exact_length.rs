//! Enforces the announced length of a stream. A file that shrinks while it is sent must cause an error, not a request
//! that the server waits for.

use bytes::Bytes;

use super::BodyError;

/// Compares the received bytes with the announced length.
pub(super) struct ExactLength {
    announced: u64,
    left: u64,
}

impl ExactLength {
    pub(super) fn new(announced: u64) -> Self {
        Self { announced, left: announced }
    }

    /// Returns the number of bytes that are still to come.
    pub(super) fn left(&self) -> u64 {
        self.left
    }

    /// Returns the item, or an error if the stream is too long or ends too early.
    pub(super) fn check(&mut self, item: Option<Result<Bytes, BodyError>>) -> Option<Result<Bytes, BodyError>> {
        match item {
            Some(Ok(chunk)) => match self.left.checked_sub(chunk.len() as u64) {
                Some(left) => {
                    self.left = left;
                    Some(Ok(chunk))
                }
                None => Some(Err(BodyError::wrong_length(self.announced))),
            },
            None if self.left > 0 => Some(Err(BodyError::wrong_length(self.announced))),
            item => item,
        }
    }
}
