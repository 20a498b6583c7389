//! A client of Service Tickets by hand, on reqwest: what a careful engineer writes. Its settings are those of
//! `xtask/buildcost/baseline`.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use reqwest::redirect::Policy;

use super::{Page, read, target};
use crate::Outcome;

/// Asks for pages of tickets.
#[derive(Clone, Debug)]
pub struct OnReqwest {
    client: reqwest::Client,
    endpoint: String,
}

impl OnReqwest {
    /// A client that signs in with a token and follows no redirect, which would carry the token elsewhere.
    ///
    /// # Errors
    /// What reqwest and rustls say.
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

    /// Asks for a page.
    ///
    /// # Errors
    /// No answer, one that cannot be read, or a refusal.
    pub async fn page(&self, limit: u32) -> Outcome<Page> {
        let answer = self.client.get(format!("{}{}", self.endpoint, target(limit))).send().await?;
        let status = answer.status();
        read(status, &answer.bytes().await?)
    }
}

/// Reads pages that are there already: the work around the network, without it.
#[derive(Clone, Debug)]
pub struct OnNothing {
    headers: HeaderMap,
    answer: Bytes,
}

impl OnNothing {
    /// Answers everything with `answer`.
    ///
    /// # Errors
    /// A token that cannot stand in a header.
    pub fn new(token: &str, answer: Bytes) -> Outcome<Self> {
        Ok(Self { headers: signed_in(token)?, answer })
    }

    /// Puts a request together, as any HTTP library would have it, and reads the answer.
    ///
    /// # Errors
    /// As [`OnReqwest::page`].
    pub fn page(&self, limit: u32) -> Outcome<Page> {
        let mut request = http::Request::new(());
        *request.uri_mut() = format!("https://osm.cn-south-1.myhuaweicloud.com{}", target(limit)).parse()?;
        *request.headers_mut() = self.headers.clone();
        drop(std::hint::black_box(request));
        read(http::StatusCode::OK, &self.answer.clone())
    }
}

fn signed_in(token: &str) -> Outcome<HeaderMap> {
    let mut token = HeaderValue::from_str(token)?;
    token.set_sensitive(true);
    Ok(HeaderMap::from_iter([(HeaderName::from_static("x-auth-token"), token)]))
}

/// rustls with ring. The benchmarks speak plain HTTP, so no root certificates are read.
fn tls() -> Outcome<rustls::ClientConfig> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_root_certificates(rustls::RootCertStore::empty())
        .with_no_client_auth();
    Ok(config)
}
