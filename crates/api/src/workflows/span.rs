//! The `tracing` span of a workflow. The spans of its calls are inside.

use std::sync::Arc;
use std::time::Duration;

use hwc_transport::clock::Clock;
use tracing::field::{Empty, display};
use tracing::{Instrument, Span};

use crate::core::BoxFuture;
use crate::error::Error;

/// Returns the span of the workflow `name`.
pub(super) fn workflow_span(name: &'static str) -> Span {
    tracing::info_span!(
        target: "hwc_api",
        "workflow",
        workflow = name,
        duration_ms = Empty,
        error = Empty,
        otel.name = name,
        otel.status_code = Empty,
        "error.type" = Empty,
    )
}

/// Runs work in the span of the workflow `name`. Without a subscriber, the work is returned unchanged.
pub(super) fn in_span<T: 'static>(
    name: &'static str,
    clock: Arc<dyn Clock>,
    work: BoxFuture<Result<T, Error>>,
) -> BoxFuture<Result<T, Error>> {
    let span = workflow_span(name);
    if span.is_disabled() {
        return work;
    }
    let started = clock.monotonic();
    let run = WorkflowRun { span: span.clone(), clock, started, failure: Some(Failure::Canceled) };
    let work = async move {
        let outcome = work.await;
        run.finish(outcome.as_ref().err());
        outcome
    };
    Box::pin(work.instrument(span))
}

/// A workflow in progress. Its drop records the outcome.
struct WorkflowRun {
    span: Span,
    clock: Arc<dyn Clock>,
    started: Duration,
    failure: Option<Failure>,
}

/// The reason why a workflow has no outcome.
enum Failure {
    Failed(Error),
    Canceled,
}

impl WorkflowRun {
    fn finish(mut self, error: Option<&Error>) {
        self.failure = error.cloned().map(Failure::Failed);
    }
}

impl Drop for WorkflowRun {
    fn drop(&mut self) {
        let duration = self.clock.monotonic().saturating_sub(self.started);
        self.span.record("duration_ms", duration.as_secs_f64() * 1000.0);
        match &self.failure {
            None => {}
            Some(Failure::Canceled) => {
                self.span.record("error", "canceled");
                self.span.record("error.type", "canceled");
            }
            Some(Failure::Failed(error)) => {
                self.span.record("otel.status_code", "ERROR");
                self.span.record("error", display(error.kind().as_str()));
                self.span.record("error.type", error.kind().id());
            }
        }
    }
}
