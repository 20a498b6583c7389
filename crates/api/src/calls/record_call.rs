//! The part of a call that does not depend on the type of its request, and is compiled once for all operations.

use std::any::Any;
use std::sync::Arc;
use std::task::{Context, Poll};

use hwc_wire::{Model, Operation, Record};

use crate::core::Lazy;
use crate::error::Error;
use crate::pipeline::{CallOptions, CallParts, ClientInner, RecordResponse, RequestOptions, Sent, send};

/// A call, which is sent when it is first polled.
#[derive(Debug)]
pub(crate) struct RecordCall(Lazy<CallParts, Sent>);

impl RecordCall {
    pub(crate) fn new(client: Arc<ClientInner>, request: Box<dyn Record>, options: CallOptions) -> Self {
        Self(Lazy::Ready(CallParts { client, request, options }))
    }

    /// Returns the options, or `None` once the request was sent.
    #[inline]
    pub(super) fn options_mut(&mut self) -> Option<&mut RequestOptions> {
        self.0.parts_mut().map(|parts| parts.options.get_mut())
    }

    /// Returns the parts.
    ///
    /// # Errors
    /// Returns an error if the request was already sent.
    #[inline]
    pub(super) fn into_parts(self) -> Result<CallParts, Error> {
        self.0.into_parts().ok_or_else(already_sent)
    }

    /// Sends the request, or continues to wait for the response. `empty` creates the response to decode into.
    pub(super) fn poll(
        &mut self,
        cx: &mut Context<'_>,
        operation: &'static Operation,
        empty: fn() -> Box<dyn Record>,
    ) -> Poll<Result<RecordResponse, Error>> {
        self.0.poll(cx, |parts| send(parts, operation, empty())).map(|sent| sent.outcome)
    }
}

/// Returns the error for a call that was polled before it is used in another way.
#[inline]
pub(super) fn already_sent() -> Error {
    Error::invalid("the call was already sent; create another one")
}

/// Returns a record without any field set.
pub(super) fn empty<T: Model>() -> Box<dyn Record> {
    Box::new(T::unset())
}

/// Converts a record to its type.
///
/// # Panics
/// Panics if the record has another type.
pub(super) fn downcast<T: Model>(record: Box<dyn Record>) -> T {
    let record: Box<dyn Any> = record;
    match record.downcast::<T>() {
        Ok(record) => *record,
        Err(_) => wrong_type(),
    }
}

#[cold]
#[expect(clippy::panic, reason = "the same call creates the record and knows its type")]
fn wrong_type() -> ! {
    panic!("the record has another type")
}
