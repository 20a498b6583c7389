//! Calls of operations whose types are known only at run time.

use std::future::IntoFuture;
use std::sync::Arc;

use hwc_wire::{Operation, Record};

use super::DynPages;
use super::download::start;
use super::setters::{operation_options, progress_option, sending_options, service_options};
use crate::core::{BoxFuture, Response};
use crate::error::Error;
use crate::io::DownloadStream;
use crate::pipeline::{ClientInner, RecordCodec, RequestOptions, execute};

/// A call created by [`Client::call_dyn`](crate::Client::call_dyn). Nothing is sent before it is awaited.
#[derive(Debug)]
#[must_use = "nothing is sent before it is awaited"]
pub struct DynCall {
    pub(crate) client: Arc<ClientInner>,
    pub(crate) operation: &'static Operation,
    pub(crate) request: Box<dyn Record>,
    pub(crate) response: fn() -> Box<dyn Record>,
    pub(crate) options: RequestOptions,
}

/// A call that resolves to the full [`Response`], created by [`DynCall::response`].
#[derive(Debug)]
#[must_use = "nothing is sent before it is awaited"]
pub struct DynCallResponse(DynCall);

impl DynCall {
    pub(crate) fn new(
        client: Arc<ClientInner>,
        operation: &'static Operation,
        request: Box<dyn Record>,
        response: fn() -> Box<dyn Record>,
    ) -> Self {
        Self { client, operation, request, response, options: RequestOptions::default() }
    }

    service_options!();
    sending_options!();
    operation_options!();
    progress_option!();

    /// Returns a call that resolves to the full [`Response`], including status, headers, request ID and deviations.
    pub fn response(self) -> DynCallResponse {
        DynCallResponse(self)
    }

    /// Lists a collection page by page. The options apply to each page.
    pub fn pages(self) -> DynPages {
        DynPages::new(self)
    }

    /// Sends the request of an operation whose response is a file, and returns the response as a stream, once the first byte
    /// has arrived. Awaiting the call reads the file into memory.
    ///
    /// # Errors
    /// Returns the errors of [`Client::send`](crate::Client::send), plus
    /// [`ErrorKind::InvalidRequest`](crate::ErrorKind::InvalidRequest) if the response of the operation is JSON.
    pub async fn stream(self) -> Result<DownloadStream, Error> {
        let mut response = (self.response)();
        if !response.descriptor().is_content() {
            let error = Error::invalid("the response of the operation is not a file");
            return Err(error.with_context("", Some(self.operation), false));
        }
        let record = RecordCodec { operation: self.operation, request: &*self.request, response: &mut *response };
        start(&self.client, record, &self.options).await
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
    #[cfg(feature = "tokio")]
    pub async fn save(self, path: impl AsRef<std::path::Path>) -> Result<u64, Error> {
        let operation = self.operation;
        let stream = self.stream().await?.into_stream();
        let saved = crate::io::save(stream, path.as_ref()).await;
        saved.map_err(|error| error.with_context("", Some(operation), true))
    }

    async fn send(self) -> Result<Response<Box<dyn Record>>, Error> {
        let mut body = (self.response)();
        let mut codec = RecordCodec { operation: self.operation, request: &*self.request, response: &mut *body };
        let response = execute(&self.client, &mut codec, &self.options).await?;
        Ok(response.with_body(body))
    }
}

impl IntoFuture for DynCall {
    type Output = Result<Box<dyn Record>, Error>;
    type IntoFuture = BoxFuture<Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move { Ok(self.send().await?.body) })
    }
}

impl IntoFuture for DynCallResponse {
    type Output = Result<Response<Box<dyn Record>>, Error>;
    type IntoFuture = BoxFuture<Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.0.send())
    }
}
