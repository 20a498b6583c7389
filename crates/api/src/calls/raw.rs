//! Calls that no operation describes, for endpoints that the models do not cover yet.

use std::fmt;
use std::future::IntoFuture;
use std::sync::Arc;

use hwc_wire::{Method, Service};
use serde_json::Value;

use super::setters::{sending_options, service_options};
use crate::core::{BoxFuture, Response};
use crate::error::Error;
use crate::pipeline::{ClientInner, RawCodec, RequestOptions, execute};

/// A call created by [`Client::raw_request`](crate::Client::raw_request), which resolves to a [`Response`]. Nothing is sent
/// before it is awaited.
#[must_use = "nothing is sent before it is awaited"]
pub struct RawCall {
    client: Arc<ClientInner>,
    codec: RawCodec,
    options: RequestOptions,
}

impl RawCall {
    pub(crate) fn new(client: Arc<ClientInner>, service: &'static Service, method: Method, path: String) -> Self {
        let codec = RawCodec { service, method, path, query: Vec::new(), json: None, response: Value::Null };
        Self { client, codec, options: RequestOptions::default() }
    }

    service_options!();
    sending_options!();

    /// Adds a query parameter. It is escaped.
    pub fn query(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.codec.query.push((name.into(), value.into()));
        self
    }

    /// Sets the JSON body.
    pub fn json(mut self, json: Value) -> Self {
        self.codec.json = Some(json);
        self
    }

    async fn send(mut self) -> Result<Response<Value>, Error> {
        let response = execute(&self.client, &mut self.codec, &self.options).await?;
        Ok(response.with_body(self.codec.response))
    }
}

impl IntoFuture for RawCall {
    type Output = Result<Response<Value>, Error>;
    type IntoFuture = BoxFuture<Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.send())
    }
}

/// Omits the query and the body, because any of their values may be secret.
impl fmt::Debug for RawCall {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RawCall")
            .field("service", &self.codec.service.id)
            .field("method", &self.codec.method)
            .field("options", &self.options)
            .finish_non_exhaustive()
    }
}
