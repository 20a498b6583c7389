//! Calls of operations whose types are known only at run time.

use std::future::IntoFuture;

use hwc_wire::{Operation, Record};

use super::download::begin;
use super::options::{operation_options, progress_option, sending_options, service_options};
use super::{Options, Pending, Response};
use crate::client::Client;
use crate::error::Error;
use crate::execute::{TypedAsk, execute};
use crate::files::DownloadStream;
use crate::paging::DynPages;

/// A call created by [`Client::call_dyn`]. Nothing is sent before it is awaited.
#[derive(Debug)]
#[must_use = "nothing is sent before it is awaited"]
pub struct DynCall {
    pub(crate) client: Client,
    pub(crate) operation: &'static Operation,
    pub(crate) request: Box<dyn Record>,
    pub(crate) answer: fn() -> Box<dyn Record>,
    pub(crate) options: Options,
}

/// A call that resolves to the full [`Response`], created by [`DynCall::response`].
#[derive(Debug)]
#[must_use = "nothing is sent before it is awaited"]
pub struct DynCallResponse(DynCall);

impl DynCall {
    pub(crate) fn new(
        client: Client,
        operation: &'static Operation,
        request: Box<dyn Record>,
        answer: fn() -> Box<dyn Record>,
    ) -> Self {
        Self { client, operation, request, answer, options: Options::default() }
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
    /// Returns the errors of [`Client::send`], plus [`ErrorKind::InvalidRequest`](crate::ErrorKind::InvalidRequest) if the response of the
    /// operation is JSON.
    pub async fn stream(self) -> Result<DownloadStream, Error> {
        let mut answer = (self.answer)();
        if !answer.descriptor().is_content() {
            return Err(Error::invalid("it is not answered with a file").about("", Some(self.operation), false));
        }
        let asked = TypedAsk { operation: self.operation, request: &*self.request, answer: &mut *answer };
        begin(&self.client, asked, &self.options).await
    }

    /// Saves the response of an operation whose response is a file, replaces an existing file, and returns the number of
    /// bytes. Needs a tokio runtime.
    ///
    /// The write is atomic, as with [`DownloadCall::save`](crate::DownloadCall::save). A download that ends early is not
    /// restarted.
    ///
    /// # Errors
    /// Returns the errors of [`open`](Self::stream), plus [`ErrorKind::Io`](crate::ErrorKind::Io) if the file cannot be
    /// written.
    #[cfg(feature = "tokio")]
    pub async fn save(self, path: impl AsRef<std::path::Path>) -> Result<u64, Error> {
        let operation = self.operation;
        let stream = self.stream().await?.into_stream();
        let saved = crate::files::save(stream, path.as_ref()).await;
        saved.map_err(|error| error.about("", Some(operation), true))
    }

    async fn reply(self) -> Result<Response<Box<dyn Record>>, Error> {
        let mut answer = (self.answer)();
        let mut ask = TypedAsk { operation: self.operation, request: &*self.request, answer: &mut *answer };
        let reply = execute(&self.client, &mut ask, &self.options).await?;
        Ok(reply.with(answer))
    }
}

impl IntoFuture for DynCall {
    type Output = Result<Box<dyn Record>, Error>;
    type IntoFuture = Pending<Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move { Ok(self.reply().await?.body) })
    }
}

impl IntoFuture for DynCallResponse {
    type Output = Result<Response<Box<dyn Record>>, Error>;
    type IntoFuture = Pending<Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.0.reply())
    }
}
