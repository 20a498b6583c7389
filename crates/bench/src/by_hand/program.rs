//! A hand-written client of Service Tickets on reqwest, as a careful engineer would write it. Its settings are those of
//! `crates/bench/buildcost/baseline`.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use reqwest::redirect::Policy;

use super::{Page, read, target};
use crate::Outcome;

/// A client that requests pages of tickets.
#[derive(Clone, Debug)]
pub struct ReqwestProgram {
    client: reqwest::Client,
    endpoint: String,
}

impl ReqwestProgram {
    /// Creates a client that sends a token and does not follow redirects, which would leak the token to other hosts.
    ///
    /// # Errors
    /// Returns the errors of reqwest and rustls.
    pub fn new(endpoint: &str, token: &str) -> Outcome<Self> {
        let client = reqwest::Client::builder()
            .tls_backend_preconfigured(tls()?)
            .default_headers(signed_in(token)?)
            .redirect(Policy::none())
            .no_proxy()
            .connect_timeout(Duration::from_secs(10))
            .timeout(Duration::from_secs(60))
            .build()?;
        Ok(Self { client, endpoint: endpoint.to_owned() })
    }

    /// Requests a page.
    ///
    /// # Errors
    /// Returns an error if no response arrives, if it cannot be decoded, or if it is an error response.
    pub async fn page(&self, limit: u32) -> Outcome<Page> {
        let response = self.client.get(format!("{}{}", self.endpoint, target(limit))).send().await?;
        let status = response.status();
        read(status, &response.bytes().await?)
    }
}

/// A client that decodes available pages: all the work except the network.
#[derive(Clone, Debug)]
pub struct DecodingProgram {
    headers: HeaderMap,
    response: Bytes,
}

impl DecodingProgram {
    /// Creates a client whose response is always `response`.
    ///
    /// # Errors
    /// Returns an error if the token is not a valid header value.
    pub fn new(token: &str, response: Bytes) -> Outcome<Self> {
        Ok(Self { headers: signed_in(token)?, response })
    }

    /// Builds a request, as for any HTTP library, and decodes the response.
    ///
    /// # Errors
    /// Returns the errors of [`ReqwestProgram::page`].
    pub fn page(&self, limit: u32) -> Outcome<Page> {
        let mut request = http::Request::new(());
        *request.uri_mut() = format!("https://osm.cn-south-1.myhuaweicloud.com{}", target(limit)).parse()?;
        *request.headers_mut() = self.headers.clone();
        drop(std::hint::black_box(request));
        read(http::StatusCode::OK, &self.response.clone())
    }
}

fn signed_in(token: &str) -> Outcome<HeaderMap> {
    let mut token = HeaderValue::from_str(token)?;
    token.set_sensitive(true);
    Ok(HeaderMap::from_iter([(HeaderName::from_static("x-auth-token"), token)]))
}

/// Configures rustls with ring. The benchmarks use plain HTTP, so no root certificates are loaded.
fn tls() -> Outcome<rustls::ClientConfig> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_root_certificates(rustls::RootCertStore::empty())
        .with_no_client_auth();
    Ok(config)
}
