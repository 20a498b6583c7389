//! Calls of operations whose types are known only at run time.

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use hwc_wire::{Operation, Record};

use super::DynPages;
use super::download::start;
use super::record_call::RecordCall;
use super::setters::{operation_options, progress_option, sending_options, service_options};
use super::waiting::{DynWaiter, Types};
use crate::core::Response;
use crate::error::Error;
use crate::io::DownloadStream;
use crate::pipeline::{CallOptions, CallParts, ClientInner, RecordCodec, RequestOptions};

/// A call created by [`Client::call_dyn`](crate::Client::call_dyn), as a future. Nothing is sent before it is awaited.
///
/// Options must be set before the call is first polled. Later ones have no effect.
#[must_use = "nothing is sent before it is awaited"]
pub struct DynCall {
    call: RecordCall,
    operation: &'static Operation,
    response: fn() -> Box<dyn Record>,
}

/// A call that resolves to the full [`Response`], created by [`DynCall::response`].
#[derive(Debug)]
#[must_use = "nothing is sent before it is awaited"]
pub struct DynCallResponse(DynCall);

impl DynCall {
    #[inline]
    pub(crate) fn new(
        client: Arc<ClientInner>,
        operation: &'static Operation,
        request: Box<dyn Record>,
        response: fn() -> Box<dyn Record>,
    ) -> Self {
        Self { call: RecordCall::new(client, request, CallOptions::default()), operation, response }
    }

    #[inline]
    fn options_mut(&mut self) -> Option<&mut RequestOptions> {
        self.call.options_mut()
    }

    service_options!();
    sending_options!();
    operation_options!();
    progress_option!();

    /// Returns a call that resolves to the full [`Response`], including status, headers, request ID and deviations.
    #[inline]
    pub fn response(self) -> DynCallResponse {
        DynCallResponse(self)
    }

    /// Lists a collection page by page. The options apply to each page.
    #[inline]
    pub fn pages(self) -> DynPages {
        DynPages::new(self.call, self.operation, self.response)
    }

    /// Starts background work and waits for its end. The functions create an empty request and an empty response of the
    /// operation that reads the state, which [`Task::poll_operation`](hwc_wire::Task::poll_operation) names. The options
    /// apply to each call.
    #[inline]
    pub fn wait(self, poll_request: fn() -> Box<dyn Record>, poll_response: fn() -> Box<dyn Record>) -> DynWaiter {
        let (operation, response) = (self.operation, self.response);
        DynWaiter::start(self.call, Types { operation, response, poll_request, poll_response })
    }

    /// Sends the request of an operation whose response is a file, and returns the response as a stream, once the first byte
    /// has arrived. Awaiting the call reads the file into memory.
    ///
    /// # Errors
    /// Returns the errors of [`Client::send`](crate::Client::send), plus
    /// [`ErrorKind::InvalidRequest`](crate::ErrorKind::InvalidRequest) if the response of the operation is JSON.
    #[inline]
    pub async fn stream(self) -> Result<DownloadStream, Error> {
        let mut response = (self.response)();
        if !response.descriptor().is_content() {
            let error = Error::invalid("the response of the operation is not a file");
            return Err(error.with_context("", Some(self.operation), false));
        }
        let CallParts { client, request, options } = self.call.into_parts()?;
        let record = RecordCodec { operation: self.operation, request: &*request, response: &mut *response };
        start(&client, record, options.get()).await
    }

    /// Saves the response of an operation whose response is a file, replaces an existing file, and returns the number of
    /// bytes. Needs a tokio runtime.
    ///
    /// The write is atomic, as with [`DownloadCall::save`](crate::DownloadCall::save). A download that ends early is not
    /// restarted.
    ///
    /// # Errors
    /// Returns the errors of [`stream`](Self::stream), plus [`ErrorKind::Io`](crate::ErrorKind::Io) if the file cannot be
    /// written.
    #[cfg(feature = "system-clock")]
    pub async fn save(self, path: impl AsRef<std::path::Path>) -> Result<u64, Error> {
        let operation = self.operation;
        let stream = self.stream().await?.into_stream();
        let saved = crate::io::save(stream, path.as_ref()).await;
        saved.map_err(|error| error.with_context("", Some(operation), true))
    }
}

impl Future for DynCall {
    type Output = Result<Box<dyn Record>, Error>;

    #[inline]
    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let (operation, response) = (self.operation, self.response);
        self.call.poll(cx, operation, response).map_ok(|response| response.body)
    }
}

impl Future for DynCallResponse {
    type Output = Result<Response<Box<dyn Record>>, Error>;

    #[inline]
    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let (operation, response) = (self.0.operation, self.0.response);
        self.0.call.poll(cx, operation, response)
    }
}

impl fmt::Debug for DynCall {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DynCall").field("operation", &self.operation.name).field("call", &self.call).finish()
    }
}
