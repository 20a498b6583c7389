//! The settings of transports for real servers, and their validation.

use std::sync::Arc;
use std::time::Duration;

use rustls::crypto::{CryptoProvider, ring};

use super::client_certificate::ClientCertificate;
use super::proxy::{ProxySource, Routes, Variables};
use super::root_verifier::{RootVerifier, RootVerifierError};
use crate::TransportError;

/// The ALPN protocols offered to servers. Offering HTTP/2 without the feature would fail with every server that supports it.
const PROTOCOLS: &[&[u8]] = if cfg!(feature = "http2") { &[b"h2", b"http/1.1"] } else { &[b"http/1.1"] };

/// The settings of a builder. `Debug` shows neither the private key nor the URL of a proxy.
#[derive(Clone, Debug)]
pub(crate) struct NetworkSettings {
    pub(crate) connect_timeout: Duration,
    pub(crate) proxy: ProxySource,
    pub(crate) proxy_bypass: Option<String>,
    pub(crate) pool_idle_timeout: Option<Duration>,
    pub(crate) pool_max_idle_per_host: usize,
    pub(crate) client_certificate: Option<ClientCertificate>,
    pub(crate) platform_roots: bool,
    pub(crate) added_roots: Vec<Vec<u8>>,
}

/// The error of a setting that cannot be used.
#[derive(Debug, thiserror::Error)]
enum SettingError {
    #[error("`.connect_timeout(..)` must be greater than 0")]
    ConnectTimeout,
    #[error("`.proxy_bypass(..)` requires `.proxy(..)`; proxies of the environment have `NO_PROXY`")]
    BypassWithoutProxy,
}

impl NetworkSettings {
    pub(crate) fn new() -> Self {
        Self {
            connect_timeout: Duration::from_secs(10),
            proxy: ProxySource::Variables(Variables::environment()),
            proxy_bypass: None,
            pool_idle_timeout: Some(Duration::from_secs(90)),
            pool_max_idle_per_host: usize::MAX,
            client_certificate: None,
            platform_roots: true,
            added_roots: Vec::new(),
        }
    }

    /// Validates the settings that depend on each other.
    pub(crate) fn validate(&self) -> Result<(), TransportError> {
        if self.connect_timeout.is_zero() {
            return Err(TransportError::setup(SettingError::ConnectTimeout));
        }
        match (&self.proxy_bypass, &self.proxy) {
            (None, _) | (_, ProxySource::Url(_)) => Ok(()),
            _ => Err(TransportError::setup(SettingError::BypassWithoutProxy)),
        }
    }

    /// Returns the routes of requests.
    pub(crate) fn routes(&self) -> Result<Routes, TransportError> {
        self.proxy.routes(self.proxy_bypass.as_deref()).map_err(TransportError::setup)
    }

    /// Returns the TLS configuration and the verifier that it uses.
    pub(crate) fn tls(&self) -> Result<(rustls::ClientConfig, Arc<RootVerifier>), TransportError> {
        let provider = Arc::new(ring::default_provider());
        let roots = Arc::new(self.roots(&provider).map_err(TransportError::setup)?);
        let builder = rustls::ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .map_err(TransportError::setup)?
            .dangerous() // safe: `RootVerifier` verifies certificates like rustls itself
            .with_custom_certificate_verifier(Arc::<RootVerifier>::clone(&roots));
        let mut config = match &self.client_certificate {
            Some(certificate) => certificate.configure(builder).map_err(TransportError::setup)?,
            None => builder.with_no_client_auth(),
        };
        config.alpn_protocols = PROTOCOLS.iter().map(|name| name.to_vec()).collect();
        Ok((config, roots))
    }

    fn roots(&self, provider: &Arc<CryptoProvider>) -> Result<RootVerifier, RootVerifierError> {
        let mut roots = RootVerifier::new(Arc::clone(provider), self.platform_roots);
        for pem in &self.added_roots {
            roots.add_pem(pem)?;
        }
        Ok(roots)
    }
}
