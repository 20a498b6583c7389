//! Faults: adding, listing and removing them.

use hwc_transport::http::StatusCode;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize, Serializer};

use super::super::call::{ControlCall, Outcome};
use super::super::error::ControlError;
use super::Removed;
use super::clock::duration;
use crate::runtime::faults::{Fault, FaultKind, InjectedFault};
use crate::runtime::sandbox::Sandbox;

/// The kind of a fault.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "FaultKind")]
enum Kind {
    /// An error response with `status`.
    Status,
    /// An expired token: 401 in the format of the service.
    Unauthorized,
    /// A rate limit: 429 of the gateway, with `Retry-After`.
    Throttled,
    /// KooDrive's error for a space that is full.
    Quota,
    /// A 502 with an HTML page.
    BadGateway,
    /// A correct response after `latency_seconds`.
    Latency,
    /// A connection that is closed without a response.
    Reset,
    /// A response that ends after the first half of its body.
    Truncate,
    /// A response whose body arrives piece by piece, over `drip_seconds`.
    Drip,
}

/// The side of the effect on which a call fails.
#[derive(Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Phase {
    /// The operation is not performed.
    #[default]
    Before,
    /// The operation is performed, and then the call fails.
    After,
}

/// The properties of a fault.
#[derive(Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::control) struct NewFault {
    /// A name such as `osm.ListCases`, or a pattern such as `koodrive.*`. Requests to presigned URLs are
    /// `storage.GetObject` and `storage.UploadPart`.
    #[serde(default = "any_operation")]
    operation: String,
    /// The kind.
    kind: Kind,
    /// The HTTP status, from 400 to 599. Required for the kind `status`.
    #[serde(default)]
    status: Option<u16>,
    /// The error code of the kind `status`. Default: that of the service.
    #[serde(default)]
    code: Option<String>,
    /// The text of the error of the kind `status`.
    #[serde(default)]
    message: Option<String>,
    /// The seconds in `Retry-After`, for the kinds `status` and `throttled`.
    #[serde(default)]
    retry_after_seconds: Option<u64>,
    /// The delay before the failure.
    #[serde(default)]
    latency_seconds: f64,
    /// The time in which the body of the kind `drip` arrives.
    #[serde(default = "one_second")]
    drip_seconds: f64,
    /// The number of calls to fail; `null` for all.
    #[serde(default = "once")]
    times: Option<u32>,
    /// The number of matching calls that pass first.
    #[serde(default)]
    skip: u32,
    /// The probability of a failure, from 0 to 1.
    #[serde(default = "always")]
    probability: f64,
    /// The side of the effect. The kinds `truncate` and `drip` come after it in any case.
    #[serde(default)]
    phase: Phase,
}

fn any_operation() -> String {
    "*".to_owned()
}

fn one_second() -> f64 {
    1.0
}

#[allow(clippy::unnecessary_wraps, reason = "the default of an optional field")]
fn once() -> Option<u32> {
    Some(1)
}

fn always() -> f64 {
    1.0
}

/// A pending fault.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Fault")]
pub(in crate::control) struct FaultView {
    /// The ID.
    id: u64,
    /// The properties.
    #[serde(flatten)]
    fault: NewFault,
    /// The number of calls that could have failed so far.
    matched: u32,
    /// The number of calls that failed so far.
    injected: u32,
}

/// The pending faults.
#[derive(Serialize, JsonSchema)]
pub(in crate::control) struct FaultList {
    /// The faults, in the order in which they occur.
    faults: Vec<FaultView>,
}

pub(in crate::control) fn list(sandbox: &Sandbox, _: &ControlCall) -> Outcome<FaultList> {
    Ok(FaultList { faults: sandbox.faults().iter().map(view).collect() })
}

pub(in crate::control) fn add(sandbox: &Sandbox, _: &ControlCall, new: NewFault) -> Outcome<FaultView> {
    let fault = new.to_fault()?;
    let id = sandbox.inner().faults.push(fault.clone());
    Ok(view(&InjectedFault { id, fault, matched: 0, injected: 0 }))
}

pub(in crate::control) fn remove(sandbox: &Sandbox, call: &ControlCall) -> Outcome<Removed> {
    let id = call.id("fault")?;
    match sandbox.remove_fault(id) {
        true => Ok(Removed { removed: 1 }),
        false => Err(ControlError::not_found(format!("fault `{id}` not found"))),
    }
}

pub(in crate::control) fn clear(sandbox: &Sandbox, _: &ControlCall) -> Outcome<Removed> {
    Ok(Removed { removed: sandbox.clear_faults() })
}

impl NewFault {
    /// Checks the properties and creates the fault.
    fn to_fault(&self) -> Outcome<Fault> {
        self.check()?;
        let fault = match self.kind {
            Kind::Status => self.error_status()?,
            Kind::Unauthorized => Fault::unauthorized(),
            Kind::Throttled => Fault::too_many_requests(self.retry_after_seconds.unwrap_or(1)),
            Kind::Quota => Fault::quota_exceeded(),
            Kind::BadGateway => Fault::bad_gateway(),
            Kind::Latency => Fault::delay(duration("latency_seconds", self.latency_seconds)?),
            Kind::Reset => Fault::connection_reset(),
            Kind::Truncate => Fault::truncated_body(),
            Kind::Drip => Fault::slow_body(duration("drip_seconds", self.drip_seconds)?),
        };
        let fault = fault.for_operations(&self.operation)?.skip(self.skip).with_probability(self.probability);
        let fault = fault.with_latency(duration("latency_seconds", self.latency_seconds)?);
        let fault = if self.phase == Phase::After { fault.after_effect() } else { fault };
        Ok(self.times.map_or_else(|| fault.clone().always(), |times| fault.clone().times(times)))
    }

    fn check(&self) -> Outcome<()> {
        if self.kind == Kind::Latency && self.latency_seconds == 0.0 {
            return Err(ControlError::invalid("kind `latency` needs `latency_seconds` greater than 0"));
        }
        if self.times == Some(0) {
            return Err(ControlError::invalid("`times` must be at least 1, or null for all calls"));
        }
        if !(0.0..=1.0).contains(&self.probability) {
            return Err(ControlError::invalid(format!("`probability` must be from 0 to 1, not {}", self.probability)));
        }
        let has_error = self.status.is_some() || self.code.is_some() || self.message.is_some();
        if has_error && self.kind != Kind::Status {
            return Err(ControlError::invalid("`status`, `code` and `message` need the kind `status`"));
        }
        Ok(())
    }

    fn error_status(&self) -> Outcome<Fault> {
        let status = self.status.filter(|status| (400..600).contains(status));
        let status = status.and_then(|status| StatusCode::from_u16(status).ok());
        let status = status.ok_or_else(|| ControlError::invalid("kind `status` needs a `status` from 400 to 599"))?;
        let mut fault = Fault::status(status);
        if let FaultKind::Status(error) = &mut fault.kind {
            (error.code, error.message) = (self.code.clone(), self.message.clone());
            error.retry_after = self.retry_after_seconds;
        }
        Ok(fault)
    }
}

/// Serializes the fault as the control API expects it.
impl Serialize for Fault {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        properties(self).serialize(serializer)
    }
}

fn view(pending: &InjectedFault) -> FaultView {
    FaultView {
        id: pending.id,
        fault: properties(&pending.fault),
        matched: pending.matched,
        injected: pending.injected,
    }
}

/// Returns the properties of a fault.
fn properties(fault: &Fault) -> NewFault {
    let is_after = fault.after_effect || fault.kind.breaks_body();
    let mut properties = NewFault {
        operation: fault.operations.as_str().to_owned(),
        kind: Kind::Latency,
        status: None,
        code: None,
        message: None,
        retry_after_seconds: None,
        latency_seconds: fault.latency.as_secs_f64(),
        drip_seconds: one_second(),
        times: fault.times,
        skip: fault.skip,
        probability: fault.probability,
        phase: if is_after { Phase::After } else { Phase::Before },
    };
    describe(&fault.kind, &mut properties);
    properties
}

fn describe(kind: &FaultKind, properties: &mut NewFault) {
    properties.kind = match kind {
        FaultKind::Delayed => Kind::Latency,
        FaultKind::Unauthorized => Kind::Unauthorized,
        FaultKind::Throttled { seconds } => {
            properties.retry_after_seconds = Some(*seconds);
            Kind::Throttled
        }
        FaultKind::QuotaExceeded => Kind::Quota,
        FaultKind::BadGateway => Kind::BadGateway,
        FaultKind::ConnectionReset => Kind::Reset,
        FaultKind::TruncatedBody => Kind::Truncate,
        FaultKind::SlowBody(over) => {
            properties.drip_seconds = over.as_secs_f64();
            Kind::Drip
        }
        FaultKind::Status(error) => {
            properties.status = Some(error.status.as_u16());
            (properties.code, properties.message) = (error.code.clone(), error.message.clone());
            properties.retry_after_seconds = error.retry_after;
            Kind::Status
        }
    };
}
