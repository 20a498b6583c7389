//! The builder of [`ReqwestTransport`].

use std::ffi::OsString;
use std::sync::Arc;
use std::time::Duration;

use rustls::crypto::{CryptoProvider, ring};

use super::ReqwestTransport;
use super::clients::{Clients, Settings};
use super::proxies::{Proxies, Routes, Variables};
use super::root_verifier::{RootVerifier, RootVerifierError};
use crate::TransportError;

/// The ALPN protocols offered to servers, which reqwest leaves to the owner of the TLS configuration. Offering HTTP/2
/// without the feature would fail with every server that supports it.
const PROTOCOLS: &[&[u8]] = if cfg!(feature = "http2") { &[b"h2", b"http/1.1"] } else { &[b"http/1.1"] };

/// A builder of a [`ReqwestTransport`].
#[derive(Clone, Debug)]
#[must_use = "nothing is made before `build`"]
pub struct ReqwestTransportBuilder {
    connect_timeout: Duration,
    variables: Option<Variables>,
    platform_roots: bool,
    added_roots: Vec<Vec<u8>>,
}

impl ReqwestTransportBuilder {
    pub(super) fn new() -> Self {
        Self {
            connect_timeout: Duration::from_secs(10),
            variables: Some(Variables::environment()),
            platform_roots: true,
            added_roots: Vec::new(),
        }
    }

    /// Sets the timeout for DNS, TCP and TLS in total. Default: 10 seconds.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout;
        self
    }

    /// Disables proxies: ignores `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY` and the proxy settings of the system.
    pub fn no_proxy(mut self) -> Self {
        self.variables = None;
        self
    }

    /// Reads the proxy variables with `lookup`. Default: the environment of the process.
    pub fn proxy_variables(mut self, lookup: impl Fn(&str) -> Option<OsString>) -> Self {
        self.variables = Some(Variables::read(&lookup));
        self
    }

    /// Also trusts the root certificates in `pem`. May be called more than once.
    pub fn add_root_certificate_pem(mut self, pem: impl AsRef<[u8]>) -> Self {
        self.added_roots.push(pem.as_ref().to_vec());
        self
    }

    /// Trusts only the [added](Self::add_root_certificate_pem) root certificates. Those of the machine are not read.
    pub fn no_platform_roots(mut self) -> Self {
        self.platform_roots = false;
        self
    }

    /// Builds the transport. It does not connect, and does not read the machine's root certificates yet.
    ///
    /// # Errors
    ///
    /// Returns a [setup error](TransportError::is_setup) if an added certificate cannot be parsed, a proxy variable is
    /// invalid, or the HTTP client cannot be created.
    pub fn build(self) -> Result<ReqwestTransport, TransportError> {
        let provider = Arc::new(ring::default_provider());
        let roots = Arc::new(self.roots(&provider).map_err(TransportError::setup)?);
        let tls = tls_config(provider, &roots).map_err(TransportError::setup)?;
        let routes =
            self.variables.as_ref().map_or(Ok(Routes::Direct), Proxies::read).map_err(TransportError::setup)?;
        let settings = Settings { tls, connect_timeout: self.connect_timeout, routes };
        Ok(ReqwestTransport { clients: Arc::new(Clients::new(settings)?), roots, origins: Arc::default() })
    }

    fn roots(&self, provider: &Arc<CryptoProvider>) -> Result<RootVerifier, RootVerifierError> {
        let mut roots = RootVerifier::new(Arc::clone(provider), self.platform_roots);
        for pem in &self.added_roots {
            roots.add_pem(pem)?;
        }
        Ok(roots)
    }
}

fn tls_config(provider: Arc<CryptoProvider>, roots: &Arc<RootVerifier>) -> Result<rustls::ClientConfig, rustls::Error> {
    let mut config = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .dangerous() // safe: `RootVerifier` verifies certificates like rustls itself
        .with_custom_certificate_verifier(Arc::<RootVerifier>::clone(roots))
        .with_no_client_auth();
    config.alpn_protocols = PROTOCOLS.iter().map(|name| name.to_vec()).collect();
    Ok(config)
}
