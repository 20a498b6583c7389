//! A call of an operation whose types are known at run time only, as tools make it.

use std::future::IntoFuture;

use hwc_wire::{Operation, Record};

use super::download::begin;
use super::options::{operation_options, progress_option, sending_options, service_options};
use super::{Options, Pending, Reply};
use crate::client::Client;
use crate::error::Error;
use crate::execute::{TypedAsk, execute};
use crate::files::Incoming;
use crate::paging::DynPages;

/// A call, made by [`Client::call_dyn`]. Nothing is sent before it is awaited.
#[derive(Debug)]
#[must_use = "nothing is sent before it is awaited"]
pub struct DynCall {
    pub(crate) client: Client,
    pub(crate) operation: &'static Operation,
    pub(crate) request: Box<dyn Record>,
    pub(crate) answer: fn() -> Box<dyn Record>,
    pub(crate) options: Options,
}

/// A call that gives all that came along with the answer; made by [`DynCall::detailed`].
#[derive(Debug)]
#[must_use = "nothing is sent before it is awaited"]
pub struct DynDetailed(DynCall);

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

    /// Gives the answer together with its status, headers, request id and deviations: a [`Reply`].
    pub fn detailed(self) -> DynDetailed {
        DynDetailed(self)
    }

    /// Lists page by page; the options hold for each page.
    pub fn pages(self) -> DynPages {
        DynPages::new(self)
    }

    /// Of an operation that is answered with the content of a file: the answer up to its first byte. What follows is read
    /// from it. Awaiting the call takes all of it into memory.
    ///
    /// # Errors
    /// As for any call; [`Invalid`](crate::ErrorKind::Invalid) for operations that are answered with JSON.
    pub async fn open(self) -> Result<Incoming, Error> {
        let mut answer = (self.answer)();
        if !answer.shape().is_content() {
            return Err(Error::invalid("it is not answered with a file").about("", Some(self.operation), false));
        }
        let asked = TypedAsk { operation: self.operation, request: &*self.request, answer: &mut *answer };
        begin(&self.client, asked, &self.options).await
    }

    /// Of an operation that is answered with the content of a file: saves it, in place of a file that is there, and gives
    /// the number of bytes. As a whole or not at all, as [`DownloadCall::save`](crate::DownloadCall::save), but a download
    /// that breaks off is not begun again. Needs a tokio runtime.
    ///
    /// # Errors
    /// As [`open`](Self::open); [`File`](crate::ErrorKind::File) when the file cannot be written.
    #[cfg(feature = "tokio")]
    pub async fn save(self, path: impl AsRef<std::path::Path>) -> Result<u64, Error> {
        let operation = self.operation;
        let stream = self.open().await?.into_stream();
        let saved = crate::files::save(stream, path.as_ref()).await;
        saved.map_err(|error| error.about("", Some(operation), true))
    }

    async fn reply(self) -> Result<Reply<Box<dyn Record>>, Error> {
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

impl IntoFuture for DynDetailed {
    type Output = Result<Reply<Box<dyn Record>>, Error>;
    type IntoFuture = Pending<Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.0.reply())
    }
}
