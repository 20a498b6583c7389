//! Calls of operations whose types are known at compile time.

use std::future::IntoFuture;
use std::sync::Arc;

use hwc_wire::{Model, Paginated, Request};

use super::setters::{operation_options, progress_option, sending_options, service_options};
use super::{Items, Pages};
use crate::core::{BoxFuture, Response};
use crate::error::Error;
use crate::pipeline::{ClientInner, RecordCodec, RequestOptions, execute};

/// A call created by [`Client::send`](crate::Client::send). Nothing is sent before it is awaited.
#[derive(Clone, Debug)]
#[must_use = "nothing is sent before it is awaited"]
pub struct Call<R> {
    pub(crate) client: Arc<ClientInner>,
    pub(crate) request: R,
    pub(crate) options: RequestOptions,
}

/// A call that resolves to the full [`Response`], created by [`Call::response`].
#[derive(Clone, Debug)]
#[must_use = "nothing is sent before it is awaited"]
pub struct CallResponse<R>(Call<R>);

impl<R: Request> Call<R> {
    pub(crate) fn new(client: Arc<ClientInner>, request: R) -> Self {
        Self { client, request, options: RequestOptions::default() }
    }

    service_options!();
    sending_options!();
    operation_options!();
    progress_option!();

    /// Returns a call that resolves to the full [`Response`], including status, headers, request ID and deviations.
    pub fn response(self) -> CallResponse<R> {
        CallResponse(self)
    }

    /// Lists a collection page by page. The options apply to each page.
    pub fn pages(self) -> Pages<R>
    where
        R: Paginated,
    {
        Pages::new(self)
    }

    /// Lists a collection element by element, over all pages. The options apply to each page.
    pub fn items(self) -> Items<R>
    where
        R: Paginated,
    {
        Items::new(self.pages())
    }

    /// Sends the request and decodes the response into `response`. Borrows `self`, because values moved into a future are
    /// copied with it.
    async fn send_into(&self, response: &mut R::Response) -> Result<Response<()>, Error> {
        let mut codec = RecordCodec { operation: R::OPERATION, request: &self.request, response };
        execute(&self.client, &mut codec, &self.options).await
    }
}

impl<R: Request> IntoFuture for Call<R> {
    type Output = Result<R::Response, Error>;
    type IntoFuture = BoxFuture<Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move {
            let mut response = R::Response::unset();
            self.send_into(&mut response).await?;
            Ok(response)
        })
    }
}

impl<R: Request> IntoFuture for CallResponse<R> {
    type Output = Result<Response<R::Response>, Error>;
    type IntoFuture = BoxFuture<Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move {
            let mut body = R::Response::unset();
            let response = self.0.send_into(&mut body).await?;
            Ok(response.with_body(body))
        })
    }
}
