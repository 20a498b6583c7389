//! Calls that no operation describes, for endpoints that the models do not cover yet.

use std::fmt;
use std::sync::Arc;

use hwc_wire::{Method, Service};
use serde_json::Value;

use super::setters::{sending_options, service_options};
use crate::core::{BoxFuture, Lazy, Response, lazy_future};
use crate::error::Error;
use crate::pipeline::{CallOptions, ClientInner, RawCodec, RequestOptions, execute};

/// A call created by [`Client::raw_request`](crate::Client::raw_request), as a future that resolves to a [`Response`].
/// Nothing is sent before it is awaited.
///
/// Options must be set before the call is first polled. Later ones have no effect.
#[derive(Debug)]
#[must_use = "nothing is sent before it is awaited"]
pub struct RawCall(Lazy<RawParts, Result<Response<Value>, Error>>);

/// The parts of a raw call before it is sent.
struct RawParts {
    client: Arc<ClientInner>,
    codec: RawCodec,
    options: CallOptions,
}

impl RawCall {
    #[inline]
    pub(crate) fn new(client: Arc<ClientInner>, service: &'static Service, method: Method, path: String) -> Self {
        let codec = RawCodec { service, method, path, query: Vec::new(), json: None, response: Value::Null };
        Self(Lazy::Ready(RawParts { client, codec, options: CallOptions::default() }))
    }

    service_options!();
    sending_options!();

    #[inline]
    fn options_mut(&mut self) -> Option<&mut RequestOptions> {
        self.0.parts_mut().map(|parts| parts.options.get_mut())
    }

    /// Adds a query parameter. It is escaped.
    pub fn query(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        if let Some(parts) = self.0.parts_mut() {
            parts.codec.query.push((name.into(), value.into()));
        }
        self
    }

    /// Sets the JSON body.
    #[inline]
    pub fn json(mut self, json: Value) -> Self {
        if let Some(parts) = self.0.parts_mut() {
            parts.codec.json = Some(json);
        }
        self
    }
}

lazy_future! { RawCall, Response<Value>, send }

#[inline]
fn send(parts: RawParts) -> BoxFuture<Result<Response<Value>, Error>> {
    Box::pin(async move {
        let RawParts { client, mut codec, options } = parts;
        let response = execute(&client, &mut codec, options.get()).await?;
        Ok(response.with_body(codec.response))
    })
}

/// Omits the query and the body, because any of their values may be secret.
impl fmt::Debug for RawParts {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RawParts")
            .field("service", &self.codec.service.id)
            .field("method", &self.codec.method)
            .field("options", &self.options)
            .finish_non_exhaustive()
    }
}
