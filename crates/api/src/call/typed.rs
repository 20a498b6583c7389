//! Calls of operations whose types are known at compile time.

use std::future::IntoFuture;
use std::sync::Arc;

use hwc_wire::{Model, Paginated, Request};

use super::options::{operation_options, progress_option, sending_options, service_options};
use super::{Options, Pending, Response};
use crate::client::Client;
use crate::credentials::Identity;
use crate::error::Error;
use crate::execute::{TypedAsk, execute};
use crate::paging::{Items, Pages};

/// A call created by [`Client::send`]. Nothing is sent before it is awaited.
#[derive(Clone, Debug)]
#[must_use = "nothing is sent before it is awaited"]
pub struct Call<E> {
    pub(crate) client: Client,
    pub(crate) request: E,
    pub(crate) options: Options,
}

/// A call that resolves to the full [`Response`], created by [`Call::response`].
#[derive(Clone, Debug)]
#[must_use = "nothing is sent before it is awaited"]
pub struct CallResponse<E>(Call<E>);

impl<E: Request> Call<E> {
    pub(crate) fn new(client: Client, request: E) -> Self {
        Self { client, request, options: Options::default() }
    }

    service_options!();
    sending_options!();
    operation_options!();
    progress_option!();

    /// Sets the credentials of the call, in place of those of the service.
    pub(crate) fn identity(mut self, identity: &Arc<Identity>) -> Self {
        self.options.identity = Some(Arc::clone(identity));
        self
    }

    /// Sets the value of `Authorization`, in place of any credentials.
    #[cfg(feature = "koodrive")]
    pub(crate) fn proof(mut self, authorization: hwc_transport::http::HeaderValue) -> Self {
        self.options.proof = Some(authorization);
        self
    }

    /// Returns a call that resolves to the full [`Response`], including status, headers, request ID and deviations.
    pub fn response(self) -> CallResponse<E> {
        CallResponse(self)
    }

    /// Lists a collection page by page. The options apply to each page.
    pub fn pages(self) -> Pages<E>
    where
        E: Paginated,
    {
        Pages::new(self)
    }

    /// Lists a collection element by element, over all pages. The options apply to each page.
    pub fn items(self) -> Items<E>
    where
        E: Paginated,
    {
        Items::new(self.pages())
    }

    /// Sends the request and decodes the response into `answer`. Borrows `self`, because values moved into a future are
    /// copied with it.
    async fn ask(&self, answer: &mut E::Response) -> Result<Response<()>, Error> {
        let mut ask = TypedAsk { operation: E::OPERATION, request: &self.request, answer };
        execute(&self.client, &mut ask, &self.options).await
    }
}

impl<E: Request> IntoFuture for Call<E> {
    type Output = Result<E::Response, Error>;
    type IntoFuture = Pending<Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move {
            let mut answer = E::Response::unset();
            self.ask(&mut answer).await?;
            Ok(answer)
        })
    }
}

impl<E: Request> IntoFuture for CallResponse<E> {
    type Output = Result<Response<E::Response>, Error>;
    type IntoFuture = Pending<Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move {
            let mut answer = E::Response::unset();
            let reply = self.0.ask(&mut answer).await?;
            Ok(reply.with(answer))
        })
    }
}
