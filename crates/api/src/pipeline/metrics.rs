//! The metrics of calls, through the facade `metrics`. The program installs a recorder for them, such as an exporter for
//! Prometheus.

use std::time::Duration;

use hwc_wire::Operation;
use metrics::{Label, SharedString, Unit, counter, describe_counter, describe_histogram, histogram};

const DURATION: &str = "hwc.client.call.duration";
const ATTEMPTS: &str = "hwc.client.call.attempts";
const ERRORS: &str = "hwc.client.call.errors";

/// A call that has ended.
pub(super) struct EndedCall<'a> {
    pub(super) service: &'static str,
    pub(super) operation: Option<&'static Operation>,
    pub(super) duration: Duration,
    pub(super) attempts: u32,
    /// The status of the last response.
    pub(super) status: Option<u16>,
    /// The type of the error, as in the span; `None` after success.
    pub(super) error_type: Option<&'a str>,
}

impl EndedCall<'_> {
    /// Records the metrics of the call.
    pub(super) fn record(&self) {
        let labels = self.labels();
        histogram!(DURATION, labels.clone()).record(self.duration.as_secs_f64());
        histogram!(ATTEMPTS, labels.clone()).record(f64::from(self.attempts));
        if self.error_type.is_some() {
            counter!(ERRORS, labels).increment(1);
        }
    }

    /// Returns the labels. Each has a small number of values: names of operations, kinds of errors and statuses.
    fn labels(&self) -> Vec<Label> {
        let mut labels = vec![Label::from_static_parts("rpc.service", self.service)];
        labels.extend(self.operation.map(|operation| Label::from_static_parts("rpc.method", operation.name)));
        let label = |name: &'static str, value: String| Label::new(name, SharedString::from_owned(value));
        labels.extend(self.status.map(|status| label("http.response.status_code", status.to_string())));
        labels.extend(self.error_type.map(|error| label("error.type", error.to_owned())));
        labels
    }
}

/// Describes the metrics to the current recorder.
pub(crate) fn describe() {
    describe_histogram!(DURATION, Unit::Seconds, "Duration of calls, over all attempts");
    describe_histogram!(ATTEMPTS, Unit::Count, "Number of requests of calls");
    describe_counter!(ERRORS, Unit::Count, "Number of failed and canceled calls");
}
