//! Faults on demand, for those who test what their program does when a service fails.

mod answer;
mod parse;
mod queue;

use std::time::Duration;

use hwc_wire::{Endpoint, Operation};

pub(crate) use answer::answer;
pub use parse::FaultError;
pub(crate) use queue::Queue;

/// Something that goes wrong once, or several [`times`](Fault::times), with the next call of any operation or of
/// [one](Fault::of). What fails has done nothing: the operation is not performed, and credentials are not looked at.
///
/// Give it to [`Sandbox::fail_next`](crate::Sandbox::fail_next), or as text, as in `osm.CreateCases=503x2`, to
/// `hwc sandbox serve --fault`. The text is `OPERATION=WHAT`, with `xTIMES` behind it for more than one; the operation is
/// `*` for any, and what happens is one of
///
/// | text | what happens |
/// | --- | --- |
/// | `401` | [`Fault::signed_out`] |
/// | `429`, `429:SECONDS` | [`Fault::throttled`], after 1 second if nothing else is said |
/// | `500` | [`Fault::internal`] |
/// | `502` | [`Fault::bad_gateway`] |
/// | `503` | [`Fault::unavailable`] |
/// | `delay:SECONDS` | [`Fault::delayed`] |
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
pub struct Fault {
    kind: Kind,
    /// The name in full; `None` for any.
    operation: Option<String>,
    times: u32,
}

/// What happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    SignedOut,
    Throttled { seconds: u64 },
    Internal,
    BadGateway,
    Unavailable,
    Delayed(Duration),
}

impl Fault {
    /// 401, in the form in which the service refuses a token that has expired.
    pub fn signed_out() -> Self {
        Self::new(Kind::SignedOut)
    }

    /// 429 from the gateway, with a `Retry-After` of this many seconds.
    pub fn throttled(seconds: u64) -> Self {
        Self::new(Kind::Throttled { seconds })
    }

    /// 500, in the service's own form.
    pub fn internal() -> Self {
        Self::new(Kind::Internal)
    }

    /// 502 with a page of HTML, as proxies on the way answer.
    pub fn bad_gateway() -> Self {
        Self::new(Kind::BadGateway)
    }

    /// 503, in the service's own form.
    pub fn unavailable() -> Self {
        Self::new(Kind::Unavailable)
    }

    /// The right answer, later by this much on the sandbox's clock. Other calls do not wait for it.
    pub fn delayed(by: Duration) -> Self {
        Self::new(Kind::Delayed(by))
    }

    /// Happens to this operation alone.
    pub fn of<E: Endpoint>(self) -> Self {
        self.of_operation(E::OPERATION)
    }

    /// Happens this many times. With 0 it never does.
    pub fn times(mut self, times: u32) -> Self {
        self.times = times;
        self
    }

    fn new(kind: Kind) -> Self {
        Self { kind, operation: None, times: 1 }
    }

    fn of_operation(mut self, operation: &Operation) -> Self {
        self.operation = Some(operation.full_name());
        self
    }
}
