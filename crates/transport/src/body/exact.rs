//! Holds a stream to the length that was announced for it: a file that shrinks while it is sent must be an error, not
//! a request that the server waits for.

use bytes::Bytes;

use super::BodyError;

/// Counts what comes against what was announced.
pub(super) struct Exact {
    announced: u64,
    left: u64,
}

impl Exact {
    pub(super) fn new(announced: u64) -> Self {
        Self { announced, left: announced }
    }

    /// Passes an item on, or the error that it is too much, or the end too early.
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
