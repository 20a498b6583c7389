//! Injected faults, for testing how a program handles failures of a service.

mod parse;
mod pattern;
mod queue;
mod response;
mod storage_response;
mod target;

use std::time::Duration;

use hwc_transport::http::StatusCode;
use hwc_wire::Request;

use crate::runtime::sandbox::Sandbox;

pub use parse::FaultError;
pub(crate) use pattern::{OperationPattern, matches_glob};
pub use queue::InjectedFault;
pub(crate) use queue::{FaultQueue, PlannedFault};
pub(crate) use response::fault_response;
pub(crate) use target::{FaultTarget, StorageAction};

/// A failure to inject into the next call of any operation or of [some](Fault::for_operations), once or several
/// [`times`](Fault::times).
///
/// Unless the fault comes [after the effect](Fault::after_effect), the operation is not performed and credentials are not
/// checked.
///
/// Pass it to [`Sandbox::inject_fault`], or as text such as `osm.CreateCases=503x2` to `hwc sandbox serve --fault`. The format
/// of the text is `OPERATION=WHAT`, followed by `xTIMES` for more than one. The operation is a name, a pattern such as
/// `koodrive.*`, or `*` for any. Requests to presigned URLs are `storage.GetObject` and `storage.UploadPart`. `WHAT` is one of
///
/// | text | effect |
/// | --- | --- |
/// | `401` | [`Fault::unauthorized`] |
/// | `429`, `429:SECONDS` | [`Fault::too_many_requests`]; default: 1 second |
/// | `500` | [`Fault::internal`] |
/// | `502` | [`Fault::bad_gateway`] |
/// | `503` | [`Fault::unavailable`] |
/// | another status from 400 on | [`Fault::status`] |
/// | `delay:SECONDS` | [`Fault::delay`] |
/// | `reset` | [`Fault::connection_reset`] |
/// | `truncate` | [`Fault::truncated_body`] |
/// | `drip:SECONDS` | [`Fault::slow_body`] |
/// | `quota` | [`Fault::quota_exceeded`] |
#[derive(Clone, Debug, PartialEq)]
#[must_use]
pub struct Fault {
    pub(crate) kind: FaultKind,
    pub(crate) operations: OperationPattern,
    /// The delay before the failure.
    pub(crate) latency: Duration,
    /// The number of calls to fail; `None` for all.
    pub(crate) times: Option<u32>,
    /// The number of calls that pass first.
    pub(crate) skip: u32,
    pub(crate) probability: f64,
    pub(crate) after_effect: bool,
}

/// The kind of failure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum FaultKind {
    /// No failure: the call is only delayed.
    Delayed,
    Unauthorized,
    Throttled {
        seconds: u64,
    },
    QuotaExceeded,
    BadGateway,
    Status(ErrorStatus),
    ConnectionReset,
    TruncatedBody,
    SlowBody(Duration),
}

/// An error response with a status of choice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ErrorStatus {
    pub(crate) status: StatusCode,
    /// The code, or `None` for that of the service.
    pub(crate) code: Option<String>,
    pub(crate) message: Option<String>,
    /// The seconds in `Retry-After`.
    pub(crate) retry_after: Option<u64>,
}

impl FaultKind {
    /// Returns true for a failure of the body of a correct response.
    pub(crate) fn breaks_body(&self) -> bool {
        matches!(self, Self::TruncatedBody | Self::SlowBody(_))
    }

    /// Returns true if the failure can occur in this request.
    fn applies_to(&self, target: FaultTarget) -> bool {
        *self != Self::QuotaExceeded || target.service().is_some_and(|service| service.id == "koodrive")
    }
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
        Self::status(StatusCode::INTERNAL_SERVER_ERROR)
    }

    /// Creates a 502 with an HTML page, as sent by proxies.
    pub fn bad_gateway() -> Self {
        Self::new(FaultKind::BadGateway)
    }

    /// Creates a 503 in the format of the service.
    pub fn unavailable() -> Self {
        Self::status(StatusCode::SERVICE_UNAVAILABLE)
    }

    /// Creates an error response with this status, in the format of the service.
    ///
    /// Without [`with_error`](Self::with_error), the code is the one that the service or the gateway has for the status. A
    /// status without such a code has an empty body.
    pub fn status(status: StatusCode) -> Self {
        Self::new(FaultKind::Status(ErrorStatus { status, code: None, message: None, retry_after: None }))
    }

    /// Creates KooDrive's error for a space that is full. Calls of other services are not affected.
    pub fn quota_exceeded() -> Self {
        Self::new(FaultKind::QuotaExceeded)
    }

    /// Closes the connection without a response.
    pub fn connection_reset() -> Self {
        Self::new(FaultKind::ConnectionReset)
    }

    /// Performs the operation and closes the connection after the first half of the body of its response.
    pub fn truncated_body() -> Self {
        Self::new(FaultKind::TruncatedBody).after_effect()
    }

    /// Performs the operation and sends the body of its response piece by piece, over this duration.
    pub fn slow_body(over: Duration) -> Self {
        Self::new(FaultKind::SlowBody(over)).after_effect()
    }

    /// Delays the response by this duration on the sandbox's clock. The response itself is correct, and other calls do not
    /// wait for it.
    pub fn delay(by: Duration) -> Self {
        Self::new(FaultKind::Delayed).with_latency(by)
    }

    /// Restricts the fault to this operation.
    pub fn for_operation<E: Request>(mut self) -> Self {
        self.operations = OperationPattern::of(E::OPERATION);
        self
    }

    /// Restricts the fault to the operations with this name or pattern: `osm.CreateCases`, `ListCases`, `koodrive.*`,
    /// `*.List*`.
    ///
    /// Requests to presigned URLs are no calls of operations. They have the names `storage.GetObject` for downloads and
    /// `storage.UploadPart`, and the pattern `storage.*`. No other pattern matches them.
    ///
    /// # Errors
    /// Returns [`FaultError::Operation`] if no operation has this name or matches the pattern.
    pub fn for_operations(mut self, pattern: &str) -> Result<Self, FaultError> {
        self.operations = OperationPattern::parse(pattern)?;
        Ok(self)
    }

    /// Sets the number of calls to fail. Default: 1. With 0, the fault never occurs.
    pub fn times(mut self, times: u32) -> Self {
        self.times = Some(times);
        self
    }

    /// Fails all calls, until the fault is removed.
    pub fn always(mut self) -> Self {
        self.times = None;
        self
    }

    /// Lets this number of calls pass before the first failure. Default: 0.
    pub fn skip(mut self, calls: u32) -> Self {
        self.skip = calls;
        self
    }

    /// Fails a call with this probability. Default: 1. Must be between 0 and 1; other values are moved to the limit.
    pub fn with_probability(mut self, probability: f64) -> Self {
        self.probability = if probability.is_nan() { 1.0 } else { probability.clamp(0.0, 1.0) };
        self
    }

    /// Performs the operation, and fails after its changes are stored.
    pub fn after_effect(mut self) -> Self {
        self.after_effect = true;
        self
    }

    /// Delays the failure by this duration. Default: zero.
    pub fn with_latency(mut self, latency: Duration) -> Self {
        self.latency = latency;
        self
    }

    /// Sets the code and the text of an error with a [status](Self::status). Other faults ignore it.
    pub fn with_error(mut self, code: impl Into<String>, message: impl Into<String>) -> Self {
        if let FaultKind::Status(error) = &mut self.kind {
            (error.code, error.message) = (Some(code.into()), Some(message.into()));
        }
        self
    }

    /// Sets the seconds in `Retry-After` of an error with a [status](Self::status). Other faults ignore it.
    pub fn with_retry_after(mut self, seconds: u64) -> Self {
        if let FaultKind::Status(error) = &mut self.kind {
            error.retry_after = Some(seconds);
        }
        self
    }

    /// Returns true for an error with a [status](Self::status), whose code can be set.
    #[must_use]
    pub fn is_error_status(&self) -> bool {
        matches!(self.kind, FaultKind::Status(_))
    }

    fn new(kind: FaultKind) -> Self {
        Self {
            kind,
            operations: OperationPattern::ANY,
            latency: Duration::ZERO,
            times: Some(1),
            skip: 0,
            probability: 1.0,
            after_effect: false,
        }
    }

    /// Returns true if the fault can occur in this request.
    fn applies_to(&self, target: FaultTarget) -> bool {
        self.operations.matches(target) && self.kind.applies_to(target)
    }
}

impl Sandbox {
    /// Adds a fault to inject into one or several of the next calls. Faults occur in the order in which they were added. A
    /// fault for another operation waits for that operation.
    ///
    /// ```
    /// use hwc_sandbox::models::osm::CreateCases;
    /// use hwc_sandbox::{Fault, SandboxOptions, Sandbox};
    ///
    /// let sandbox = Sandbox::new(SandboxOptions::default())?;
    /// sandbox.inject_fault(Fault::too_many_requests(2)).inject_fault(Fault::unavailable().for_operation::<CreateCases>().times(3));
    /// # Ok::<(), hwc_sandbox::SandboxError>(())
    /// ```
    pub fn inject_fault(&self, fault: Fault) -> &Self {
        self.inner().faults.push(fault);
        self
    }

    /// Returns the pending faults, in the order in which they were added.
    #[must_use]
    pub fn faults(&self) -> Vec<InjectedFault> {
        self.inner().faults.pending()
    }

    /// Removes a pending fault. Returns false if it does not exist.
    pub fn remove_fault(&self, id: u64) -> bool {
        self.inner().faults.remove(id)
    }

    /// Removes all pending faults and returns their number.
    pub fn clear_faults(&self) -> usize {
        self.inner().faults.clear()
    }
}
