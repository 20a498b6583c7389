//! The client on bare hyper: the minimum of a client with a connection pool. It has no timeouts.

use bytes::Bytes;
use http::HeaderValue;
use http_body_util::{BodyExt, Empty};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;

use super::{Page, read, target};
use crate::Outcome;

/// A client that requests pages of tickets.
#[derive(Clone, Debug)]
pub struct HyperProgram {
    client: Client<HttpConnector, Empty<Bytes>>,
    endpoint: String,
    token: HeaderValue,
}

impl HyperProgram {
    /// Creates a client with a token.
    ///
    /// # Errors
    /// Returns an error if the token is not a valid header value.
    pub fn new(endpoint: &str, token: &str) -> Outcome<Self> {
        let mut connector = HttpConnector::new();
        connector.set_nodelay(true);
        let client = Client::builder(TokioExecutor::new()).build(connector);
        Ok(Self { client, endpoint: endpoint.to_owned(), token: HeaderValue::from_str(token)? })
    }

    /// Requests a page.
    ///
    /// # Errors
    /// Returns the errors of [`ReqwestProgram::page`](super::ReqwestProgram::page).
    pub async fn page(&self, limit: u32) -> Outcome<Page> {
        let request = http::Request::get(format!("{}{}", self.endpoint, target(limit)));
        let request = request.header("x-auth-token", self.token.clone()).body(Empty::new())?;
        let (head, body) = self.client.request(request).await?.into_parts();
        read(head.status, &body.collect().await?.to_bytes())
    }
}
