//! The trace of a call: each request that its client sends, also for a sign-in, and its response.

use std::future::Future;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use hwc_api::async_trait;
use hwc_api::http::request::Parts;
use hwc_api::http::{HeaderMap, StatusCode};
use hwc_api::transport::{HttpRequest, HttpResponse, Phase};
use hwc_api::{Operation, Transport, TransportError};
use hwc_transport::clock::{Clock, SystemClock};

tokio::task_local! {
    /// The trace of the call of this task.
    static TRACE: Arc<Mutex<Trace>>;
}

/// The requests of a call so far.
#[derive(Default)]
pub(crate) struct Trace {
    pub(crate) exchanges: Vec<Exchange>,
    /// The operation whose request is only captured. Others, such as a sign-in, are sent.
    capture: Option<&'static Operation>,
}

/// A request and its response.
pub(crate) struct Exchange {
    /// The operation of the request.
    pub(crate) operation: Option<&'static Operation>,
    pub(crate) head: Parts,
    /// The body, if it is in memory.
    pub(crate) body: Option<Bytes>,
    pub(crate) body_len: Option<u64>,
    /// The time since the first request.
    pub(crate) start: Duration,
    pub(crate) duration: Duration,
    pub(crate) outcome: Outcome,
}

/// The outcome of a request.
pub(crate) enum Outcome {
    /// The request was captured instead of being sent, or its call was canceled.
    NotSent,
    /// The response.
    Response(StatusCode, HeaderMap),
    /// A transport error: how far the request got, and the error in words.
    Error(Phase, String),
}

/// Runs a call, and returns its trace beside its result.
pub(crate) async fn traced<T>(call: impl Future<Output = T>) -> (T, Vec<Exchange>) {
    run(Trace::default(), call).await
}

/// Runs a call whose request for `operation` is not sent, and returns the requests of the call.
pub(crate) async fn captured<T>(operation: &'static Operation, call: impl Future<Output = T>) -> (T, Vec<Exchange>) {
    run(Trace { exchanges: Vec::new(), capture: Some(operation) }, call).await
}

async fn run<T>(trace: Trace, call: impl Future<Output = T>) -> (T, Vec<Exchange>) {
    let trace = Arc::new(Mutex::new(trace));
    let result = TRACE.scope(Arc::clone(&trace), call).await;
    let exchanges = std::mem::take(&mut lock(&trace).exchanges);
    (result, exchanges)
}

fn lock(trace: &Mutex<Trace>) -> MutexGuard<'_, Trace> {
    trace.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A transport that adds each request to the trace of its task.
pub(crate) struct TracedTransport {
    inner: Arc<dyn Transport>,
    clock: SystemClock,
    origin: Duration,
}

impl TracedTransport {
    /// Creates a transport that sends through `inner`.
    pub(crate) fn new(inner: impl Transport + 'static) -> Self {
        let clock = SystemClock::default();
        Self { inner: Arc::new(inner), origin: clock.monotonic(), clock }
    }

    fn now(&self) -> Duration {
        self.clock.monotonic().saturating_sub(self.origin)
    }

    /// Adds a request, and returns its index and whether it must be sent.
    fn begin(&self, trace: &Mutex<Trace>, request: HttpRequest) -> (usize, HttpRequest, bool) {
        let operation = request.extensions().get::<&'static Operation>().copied();
        let (head, body) = request.into_parts();
        let mut trace = lock(trace);
        trace.exchanges.push(Exchange {
            operation,
            head: head.clone(),
            body: body.as_bytes().cloned(),
            body_len: body.len(),
            start: self.now(),
            duration: Duration::ZERO,
            outcome: Outcome::NotSent,
        });
        let is_captured = matches!((operation, trace.capture), (Some(one), Some(other)) if std::ptr::eq(one, other));
        (trace.exchanges.len() - 1, HttpRequest::from_parts(head, body), !is_captured)
    }

    fn end(&self, trace: &Mutex<Trace>, index: usize, result: &Result<HttpResponse, TransportError>) {
        let mut trace = lock(trace);
        if let Some(exchange) = trace.exchanges.get_mut(index) {
            exchange.duration = self.now().saturating_sub(exchange.start);
            exchange.outcome = match result {
                Ok(response) => Outcome::Response(response.status(), response.headers().clone()),
                Err(error) => Outcome::Error(error.phase(), with_causes(error)),
            };
        }
    }
}

#[async_trait]
impl Transport for TracedTransport {
    async fn send(&self, request: HttpRequest) -> Result<HttpResponse, TransportError> {
        let Ok(trace) = TRACE.try_with(Arc::clone) else { return self.inner.send(request).await };
        let (index, request, is_sent) = self.begin(&trace, request);
        if !is_sent {
            return Err(TransportError::not_sent("the request is only explained"));
        }
        let result = self.inner.send(request).await;
        self.end(&trace, index, &result);
        result
    }
}

/// Returns an error and its causes in one line.
pub(crate) fn with_causes(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(inner) = cause {
        text = format!("{text}: {inner}");
        cause = inner.source();
    }
    text
}
