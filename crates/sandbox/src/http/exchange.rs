//! One request of a connection and its response: checks of the head, the body, and the handling on a thread of its own.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use futures_util::{FutureExt, StreamExt, TryStreamExt};
use http_body_util::{BodyExt, Either, StreamBody};
use hwc_transport::bytes::Bytes;
use hwc_transport::http::header::{CONNECTION, CONTENT_LENGTH, EXPECT, HeaderValue, RETRY_AFTER};
use hwc_transport::http::request::Parts;
use hwc_transport::http::{Request, Response, StatusCode};
use hwc_transport::{BodyError, ByteStream};
use hyper::body::{Body, Frame, Incoming};
use tokio::net::TcpStream;

use crate::control::{self, ControlToken};
use crate::http::activity::Activity;
use crate::http::call::Call;
use crate::http::client_stream::disconnected;
use crate::http::content_body::{PlainBody, ServerBody, in_memory};
use crate::http::dispatch::{self, Refused};
use crate::http::fault_body;
use crate::http::injection::{self, Delivery, DeliveryKind, Injection};
use crate::http::memory::Memory;
use crate::http::presigned;
use crate::http::request_body::{self, Unread};
use crate::http::server_options::ServerOptions;
use crate::http::storage_exchange;
use crate::http::wait::until;
use crate::runtime::api_error::ApiError;
use crate::runtime::change::ClientAddress;
use crate::runtime::request_budget::Cancellation;
use crate::runtime::request_log::LogDraft;
use crate::runtime::sandbox::{Inner, Sandbox};
use crate::runtime::workers::Workers;

/// The bytes and the time to read the rest of a rejected request, so that its sender gets to read the response.
const MOST_UNREAD: u64 = 64 << 20;
const LONGEST_UNREAD: Duration = Duration::from_secs(2);

/// The largest response that is sent even if the memory is used up.
const SMALL: usize = 64 << 10;

/// The parts of a server that its connections share.
pub(crate) struct Shared {
    pub(crate) sandbox: Sandbox,
    pub(crate) options: ServerOptions,
    /// The token of the control API, if it is served.
    pub(crate) control: Option<ControlToken>,
    pub(crate) workers: Workers<Call>,
    pub(crate) memory: Memory,
}

/// A connection, as its requests see it.
#[derive(Clone)]
pub(crate) struct Exchange {
    pub(crate) shared: Arc<Shared>,
    pub(crate) stream: Arc<TcpStream>,
    pub(crate) activity: Arc<Activity>,
}

/// The result of reading a request.
enum Received {
    /// Its body.
    Complete(Bytes),
    /// The response to a request whose body is not needed. The rest of it is discarded.
    Refused(Response<Bytes>),
    /// The response to a request whose body does not arrive.
    Incomplete(Response<Bytes>),
}

impl Exchange {
    /// Returns the response to a request.
    ///
    /// # Errors
    /// Returns an error if a fault closes the connection.
    pub(crate) async fn respond(&self, request: Request<Incoming>) -> io::Result<Response<ServerBody>> {
        let (mut head, mut body) = request.into_parts();
        if let Ok(address) = self.stream.peer_addr() {
            head.extensions.insert(ClientAddress(address.ip()));
        }
        if let Some(token) = self.shared.control.as_ref().filter(|_| control::is_control(head.uri.path())) {
            return Ok(self.respond_to_control(token, head, body).await);
        }
        let inner = self.shared.sandbox.inner();
        let mut entry = LogDraft::new(inner, &head);
        if presigned::is_storage(head.uri.path()) && self.check_line(&head).is_none() {
            return self.respond_from_storage(head, body, entry).await;
        }
        let delivery = match self.receive(&head, &mut body).await {
            Received::Complete(body) => {
                entry.set_body(&body);
                self.handle(head, body).await
            }
            Received::Incomplete(response) => Delivery::whole(response),
            Received::Refused(response) => {
                self.discard_rest(&head, body);
                Delivery::whole(response)
            }
        };
        entry.finish(inner, delivery.response(), delivery.fault);
        let delivery = delivery.map(|response| self.counted(response));
        self.activity.responding();
        self.deliver(delivery.map(|response| response.map(in_memory)))
    }

    /// Returns the response of the control API to a request.
    async fn respond_to_control(&self, token: &ControlToken, head: Parts, mut body: Incoming) -> Response<ServerBody> {
        let Shared { sandbox, options, memory, .. } = &*self.shared;
        let response = if let Some(rejected) = control::check(&head, token) {
            self.discard_rest(&head, body);
            rejected
        } else {
            match request_body::read(sandbox, options, memory, &mut body).await {
                Ok(body) => {
                    let work = sandbox.control(Request::from_parts(head, body));
                    let outcome = until(disconnected(sandbox, &self.stream), work).await;
                    // The response to a client that has disconnected has no reader.
                    outcome.unwrap_or_else(|| control::unreadable(false))
                }
                Err(unread) => control::unreadable(matches!(unread, Unread::TooLarge)),
            }
        };
        let response = self.counted(response);
        self.activity.responding();
        response.map(|body| Either::Left(in_memory(body)))
    }

    /// Returns the response of the storage to a request.
    async fn respond_from_storage(
        &self,
        head: Parts,
        mut body: Incoming,
        mut entry: LogDraft,
    ) -> io::Result<Response<ServerBody>> {
        let sandbox = &self.shared.sandbox;
        entry.set_body_size(body.size_hint().lower());
        let injection = Injection::begin(sandbox, &head).await;
        let (mut response, mut is_unread) = (None, true);
        if injection.performs() {
            let exchanged = storage_exchange::respond(&self.shared, &self.activity, &head, &mut body).await;
            (response, is_unread) = (Some(exchanged.0), exchanged.1);
        }
        if is_unread {
            self.discard_rest(&head, body);
        }
        let delivery = injection.finish(sandbox.inner(), response, in_memory);
        entry.finish_content(sandbox.inner(), &delivery, |body| body.size_hint().lower());
        self.activity.responding();
        self.deliver(delivery)
    }

    /// Converts a response to that of the connection, which is closed by an error.
    fn deliver(&self, delivery: Delivery<PlainBody>) -> io::Result<Response<ServerBody>> {
        let sandbox = &self.shared.sandbox;
        Ok(match delivery.kind {
            DeliveryKind::Whole(response) => response.map(Either::Left),
            DeliveryKind::Truncated(response) => self.with_fault(response, fault_body::truncated),
            DeliveryKind::Slow(response, over) => {
                self.with_fault(response, |body, length| fault_body::slow(sandbox, body, length, over))
            }
            DeliveryKind::Reset => {
                // Without it, the client would see an orderly end. It is a fault all the same.
                let _ = self.stream.set_zero_linger();
                return Err(injection::reset());
            }
        })
    }

    /// Changes the stream of a body, which keeps the announced length.
    fn with_fault(
        &self,
        response: Response<PlainBody>,
        change: impl FnOnce(ByteStream, u64) -> ByteStream,
    ) -> Response<ServerBody> {
        let length = response.body().size_hint().lower();
        let streaming = Activity::stream(&self.activity);
        let mut response = response.map(|body| {
            let body = ByteStream::new(body.into_data_stream().map_err(BodyError::new));
            let frames = change(body, length).map(move |chunk| {
                // The connection is busy until the stream is dropped.
                let _busy = &streaming;
                chunk.map(Frame::data)
            });
            Either::Right(StreamBody::new(frames.boxed()))
        });
        response.headers_mut().entry(CONTENT_LENGTH).or_insert(HeaderValue::from(length));
        response
    }

    /// Discards the body of a rejected request. A client that waits for `100 Continue` has not sent it yet.
    fn discard_rest(&self, head: &Parts, body: Incoming) {
        if !head.headers.contains_key(EXPECT) {
            let sandbox = self.shared.sandbox.clone();
            tokio::spawn(async move { until(sandbox.sleep(LONGEST_UNREAD), discard(body)).await });
        }
    }

    /// Checks the head of a request, and reads its body. A body that has arrived with the head needs no check before it.
    async fn receive(&self, head: &Parts, body: &mut Incoming) -> Received {
        if let Some(refused) = self.check_line(head) {
            return Received::Refused(refused);
        }
        if request_body::is_too_large(body) {
            return Received::Refused(self.shared.sandbox.refused(&ApiError::too_large()));
        }
        let Shared { sandbox, options, memory, .. } = &*self.shared;
        let mut reading = std::pin::pin!(request_body::read(sandbox, options, memory, body));
        let mut read = None;
        if !head.headers.contains_key(EXPECT) {
            read = reading.as_mut().now_or_never();
        }
        if let Some(Ok(bytes)) = read {
            return Received::Complete(bytes);
        }
        if let Some(refused) = self.check_head(head).await {
            return Received::Refused(refused);
        }
        let read = match read {
            Some(read) => read,
            None => reading.await,
        };
        read.map_or_else(|unread| self.unread(unread), Received::Complete)
    }

    /// Checks the host and the size of the headers.
    fn check_line(&self, head: &Parts) -> Option<Response<Bytes>> {
        let Shared { sandbox, options, .. } = &*self.shared;
        if let Some(refused) = sandbox.check_host(head) {
            return Some(refused);
        }
        let line = head.uri.path_and_query().map_or(0, |target| target.as_str().len());
        let fields = head.headers.iter().map(|(name, value)| name.as_str().len() + value.len() + 4);
        if line + fields.sum::<usize>() > options.max_header_bytes {
            return Some(sandbox.refused(&ApiError::headers_too_large()));
        }
        None
    }

    /// Checks operation and credentials before the body arrives. A fault comes before that check.
    async fn check_head(&self, head: &Parts) -> Option<Response<Bytes>> {
        let inner = self.shared.sandbox.inner();
        if !inner.faults.is_empty() {
            return None;
        }
        let (checked, head) = (Arc::clone(inner), head.clone());
        let refused = self.shared.workers.read(move || check_head(&checked, &head)).await?.err()?;
        Some(dispatch::refused(inner, &refused))
    }

    fn unread(&self, unread: Unread) -> Received {
        let sandbox = &self.shared.sandbox;
        match unread {
            Unread::TooLarge => Received::Refused(sandbox.refused(&ApiError::too_large())),
            Unread::NoMemory => Received::Refused(self.busy()),
            Unread::Broken(error) => Received::Incomplete(sandbox.refused(&ApiError::broken_body(&error))),
            Unread::Late => {
                let mut response = sandbox.refused(&ApiError::late("The body of the request did not arrive in time."));
                response.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
                Received::Incomplete(response)
            }
        }
    }

    /// Handles a request on the threads of the server. It is canceled if the client disconnects.
    async fn handle(&self, head: Parts, body: Bytes) -> Delivery<Bytes> {
        let sandbox = &self.shared.sandbox;
        let injection = Injection::begin(sandbox, &head).await;
        let response = if injection.performs() { Some(self.perform(head, body).await) } else { None };
        injection.finish(sandbox.inner(), response, |body| body)
    }

    async fn perform(&self, head: Parts, body: Bytes) -> Response<Bytes> {
        let Shared { sandbox, workers, .. } = &*self.shared;
        let cancellation = Cancellation::default();
        let _canceled_with_this = cancellation.cancel_on_drop();
        let work = workers.run(sandbox.call(head, body, cancellation));
        let outcome = until(disconnected(sandbox, &self.stream), work).await;
        // The response to a client that has disconnected has no reader.
        outcome.flatten().unwrap_or_else(|| sandbox.refused(&ApiError::crashed()))
    }

    /// Counts the memory of a response until it is sent.
    fn counted(&self, response: Response<Bytes>) -> Response<Bytes> {
        let size = response.body().len();
        let reserved = match self.shared.memory.reserve(size) {
            Some(reserved) => reserved,
            None if size <= SMALL => self.shared.memory.take(size),
            None => return self.busy(),
        };
        response.map(|body| if body.is_empty() { body } else { reserved.hold(body) })
    }

    fn busy(&self) -> Response<Bytes> {
        busy(&self.shared.sandbox)
    }
}

/// Returns the response of a server that has reached a limit.
pub(crate) fn busy(sandbox: &Sandbox) -> Response<Bytes> {
    let mut response = sandbox.refused(&ApiError::busy());
    response.headers_mut().insert(RETRY_AFTER, HeaderValue::from_static("1"));
    response
}

fn check_head(inner: &Inner, head: &Parts) -> Result<(), Refused> {
    let checked = inner.database.read(None, |db| dispatch::check_head(inner, db, head));
    checked.unwrap_or_else(|| dispatch::check_head(inner, &inner.db(), head))
}

/// Reads and discards the rest of a body.
async fn discard(mut body: Incoming) {
    let mut left = MOST_UNREAD;
    while let Some(Ok(frame)) = body.frame().await {
        let read = frame.data_ref().map_or(0, |data| data.len() as u64);
        match left.checked_sub(read) {
            Some(rest) => left = rest,
            None => return,
        }
    }
}

/// Returns the status of a malformed request as an error of the gateway.
pub(crate) fn malformed(status: StatusCode) -> ApiError {
    match status {
        StatusCode::REQUEST_TIMEOUT => ApiError::late("The headers of the request did not arrive in time."),
        StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE => ApiError::headers_too_large(),
        status => ApiError::malformed(status),
    }
}
