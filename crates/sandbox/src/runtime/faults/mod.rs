//! Injected faults, for testing how a program handles failures of a service.

mod parse;
mod queue;
mod response;

use std::time::Duration;

use hwc_wire::{Operation, Request};

pub use parse::FaultError;
pub(crate) use queue::FaultQueue;
pub(crate) use response::fault_response;

/// A failure to inject into the next call of any operation or of [one](Fault::for_operation), once or several [`times`](Fault::times).
/// The operation is not performed and credentials are not checked.
///
/// Pass it to [`Sandbox::inject_fault`](crate::Sandbox::inject_fault), or as text such as `osm.CreateCases=503x2` to
/// `hwc sandbox serve --fault`. The format of the text is `OPERATION=WHAT`, followed by `xTIMES` for more than one. The
/// operation is `*` for any. `WHAT` is one of
///
/// | text | effect |
/// | --- | --- |
/// | `401` | [`Fault::unauthorized`] |
/// | `429`, `429:SECONDS` | [`Fault::too_many_requests`]; default: 1 second |
/// | `500` | [`Fault::internal`] |
/// | `502` | [`Fault::bad_gateway`] |
/// | `503` | [`Fault::unavailable`] |
/// | `delay:SECONDS` | [`Fault::delay`] |
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
pub struct Fault {
    kind: FaultKind,
    /// The qualified name of the operation; `None` for any.
    operation: Option<String>,
    times: u32,
}

/// The kind of failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FaultKind {
    Unauthorized,
    Throttled { seconds: u64 },
    Internal,
    BadGateway,
    Unavailable,
    Delayed(Duration),
}

impl Fault {
    /// Creates a 401, in the format that the service uses for an expired token.
    pub fn unauthorized() -> Self {
        Self::new(FaultKind::Unauthorized)
    }

    /// Creates a 429 of the gateway, with this number of seconds in `Retry-After`.
    pub fn too_many_requests(seconds: u64) -> Self {
        Self::new(FaultKind::Throttled { seconds })
    }

    /// Creates a 500 in the format of the service.
    pub fn internal() -> Self {
        Self::new(FaultKind::Internal)
    }

    /// Creates a 502 with an HTML page, as sent by proxies.
    pub fn bad_gateway() -> Self {
        Self::new(FaultKind::BadGateway)
    }

    /// Creates a 503 in the format of the service.
    pub fn unavailable() -> Self {
        Self::new(FaultKind::Unavailable)
    }

    /// Delays the response by this duration on the sandbox's clock. The response itself is correct, and other calls do not
    /// wait for it.
    pub fn delay(by: Duration) -> Self {
        Self::new(FaultKind::Delayed(by))
    }

    /// Restricts the fault to this operation.
    pub fn for_operation<E: Request>(self) -> Self {
        self.of_operation(E::OPERATION)
    }

    /// Sets the number of calls to fail. Default: 1. With 0, the fault never occurs.
    pub fn times(mut self, times: u32) -> Self {
        self.times = times;
        self
    }

    fn new(kind: FaultKind) -> Self {
        Self { kind, operation: None, times: 1 }
    }

    fn of_operation(mut self, operation: &Operation) -> Self {
        self.operation = Some(operation.full_name());
        self
    }
}
