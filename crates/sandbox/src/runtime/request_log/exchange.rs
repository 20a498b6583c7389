//! A logged request and its response, as they were received and sent.

use std::time::Duration;

use hwc_transport::bytes::Bytes;
use hwc_transport::http::request::Parts;
use hwc_transport::http::{HeaderMap, Method, Response, StatusCode, Uri};
use hwc_wire::catalog::OperationEntry;
use hwc_wire::unix_millis;

use crate::http::dispatch;
use crate::http::injection::Delivery;
use crate::runtime::faults::StorageAction;
use crate::runtime::sandbox::Inner;

/// The maximum size of a body that is kept.
const MAX_BODY: usize = 16 << 10;

/// A request and its response.
pub(crate) struct LoggedExchange {
    pub(super) number: u64,
    pub(super) request: ReceivedRequest,
    /// `None` if the connection was closed without a response.
    pub(super) response: Option<SentResponse>,
    pub(super) duration: Duration,
    /// The ID of the injected fault.
    pub(super) fault: Option<u64>,
}

/// A request, as it was received.
pub(super) struct ReceivedRequest {
    pub(super) method: Method,
    pub(super) uri: Uri,
    pub(super) headers: HeaderMap,
    pub(super) body: LoggedBody,
    pub(super) operation: Option<&'static OperationEntry>,
    /// The action of a request to a presigned URL.
    pub(super) storage: Option<StorageAction>,
    /// The time in milliseconds since 1970, by the sandbox's clock.
    pub(super) time: i64,
}

impl ReceivedRequest {
    /// Returns the qualified name of the operation, or of the action of a presigned URL.
    pub(super) fn name(&self) -> Option<String> {
        let operation = self.operation.map(|entry| entry.operation.full_name());
        operation.or_else(|| self.storage.map(|action| action.full_name().to_owned()))
    }
}

/// A response, as it was sent.
pub(super) struct SentResponse {
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
    pub(super) body: LoggedBody,
}

/// A body. Only the size of a large one is kept.
#[derive(Default)]
pub(super) struct LoggedBody {
    pub(super) size: u64,
    pub(super) content: Option<Vec<u8>>,
}

impl LoggedBody {
    fn of(content: &[u8]) -> Self {
        Self { size: content.len() as u64, content: (content.len() <= MAX_BODY).then(|| content.to_vec()) }
    }

    fn stored_bytes(&self) -> usize {
        self.content.as_ref().map_or(0, Vec::len)
    }
}

impl LoggedExchange {
    /// Returns the bytes of the bodies that are kept.
    pub(super) fn stored_bytes(&self) -> usize {
        self.request.body.stored_bytes() + self.response.as_ref().map_or(0, |response| response.body.stored_bytes())
    }
}

/// A request that has no response yet.
pub(crate) struct LogDraft {
    request: ReceivedRequest,
    started: Duration,
}

impl LogDraft {
    /// Starts an entry for a request.
    pub(crate) fn new(inner: &Inner, head: &Parts) -> Self {
        let request = ReceivedRequest {
            method: head.method.clone(),
            uri: head.uri.clone(),
            headers: head.headers.clone(),
            body: LoggedBody::default(),
            operation: dispatch::route(inner, head).ok().map(|route| route.entry),
            storage: StorageAction::of_path(head.uri.path()),
            time: unix_millis(inner.now()),
        };
        Self { request, started: inner.monotonic() }
    }

    /// Adds the body of the request.
    pub(crate) fn set_body(&mut self, body: &[u8]) {
        self.request.body = LoggedBody::of(body);
    }

    /// Sets the size of a body that is not in memory.
    pub(crate) fn set_body_size(&mut self, size: u64) {
        self.request.body.size = size;
    }

    /// Adds the entry to the log, with the response and the ID of the injected fault.
    pub(crate) fn finish(self, inner: &Inner, response: Option<&Response<Bytes>>, fault: Option<u64>) {
        let response = response.map(|response| SentResponse {
            status: response.status(),
            headers: response.headers().clone(),
            body: LoggedBody::of(response.body()),
        });
        self.push(inner, response, fault);
    }

    /// Adds the entry to the log, with a response whose body is not in memory.
    pub(crate) fn finish_content<B>(self, inner: &Inner, delivery: &Delivery<B>, size: impl FnOnce(&B) -> u64) {
        let response = delivery.response().map(|response| SentResponse {
            status: response.status(),
            headers: response.headers().clone(),
            body: LoggedBody { size: size(response.body()), content: None },
        });
        self.push(inner, response, delivery.fault);
    }

    fn push(self, inner: &Inner, response: Option<SentResponse>, fault: Option<u64>) {
        let duration = inner.monotonic().saturating_sub(self.started);
        let request = self.request;
        inner.request_log.push(|number| LoggedExchange { number, request, response, duration, fault });
    }
}
