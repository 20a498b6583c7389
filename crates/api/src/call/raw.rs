//! Calls that no operation describes, for endpoints that the models do not cover yet.

use std::fmt;
use std::future::IntoFuture;

use hwc_wire::{Method, Service};
use serde_json::Value;

use super::options::{sending_options, service_options};
use super::{Options, Pending, Response};
use crate::client::Client;
use crate::error::Error;
use crate::execute::{RawAsk, execute};

/// A call created by [`Client::raw_request`], which resolves to a [`Response`]. Nothing is sent before it is awaited.
#[must_use = "nothing is sent before it is awaited"]
pub struct RawCall {
    client: Client,
    ask: RawAsk,
    options: Options,
}

impl RawCall {
    pub(crate) fn new(client: Client, service: &'static Service, method: Method, path: String) -> Self {
        let ask = RawAsk { service, method, path, query: Vec::new(), json: None, answer: Value::Null };
        Self { client, ask, options: Options::default() }
    }

    service_options!();
    sending_options!();

    /// Adds a query parameter. It is escaped.
    pub fn query(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.ask.query.push((name.into(), value.into()));
        self
    }

    /// Sets the JSON body.
    pub fn json(mut self, json: Value) -> Self {
        self.ask.json = Some(json);
        self
    }

    async fn reply(mut self) -> Result<Response<Value>, Error> {
        let reply = execute(&self.client, &mut self.ask, &self.options).await?;
        Ok(reply.with(self.ask.answer))
    }
}

impl IntoFuture for RawCall {
    type Output = Result<Response<Value>, Error>;
    type IntoFuture = Pending<Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.reply())
    }
}

/// Omits the query and the body, because any of their values may be secret.
impl fmt::Debug for RawCall {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RawCall")
            .field("service", &self.ask.service.id)
            .field("method", &self.ask.method)
            .field("options", &self.options)
            .finish_non_exhaustive()
    }
}
