//! The builder of [`ReqwestTransport`].

use std::ffi::OsString;
use std::sync::Arc;
use std::time::Duration;

use hwc_wire::Secret;
use rustls::crypto::{CryptoProvider, ring};

use super::ReqwestTransport;
use super::client_certificate::ClientCertificate;
use super::clients::{Clients, Settings};
use super::proxies::{ProxySource, Variables};
use super::root_verifier::{RootVerifier, RootVerifierError};
use crate::TransportError;

/// The ALPN protocols offered to servers, which reqwest leaves to the owner of the TLS configuration. Offering HTTP/2
/// without the feature would fail with every server that supports it.
const PROTOCOLS: &[&[u8]] = if cfg!(feature = "http2") { &[b"h2", b"http/1.1"] } else { &[b"http/1.1"] };

/// A builder of a [`ReqwestTransport`].
///
/// Timeouts of calls, attempts and responses are not settings of the transport: the client that uses it enforces them on
/// its own clock. `Debug` shows neither the private key nor the URL of a proxy.
///
/// ```
/// use std::time::Duration;
///
/// use hwc_transport::{ReqwestTransport, TransportError};
///
/// # fn main() -> Result<(), TransportError> {
/// let transport = ReqwestTransport::builder()
///     .connect_timeout(Duration::from_secs(3))
///     .proxy("http://user:password@proxy.example:3128")
///     .proxy_bypass("10.0.0.0/8, internal.example")
///     .pool_max_idle_per_host(8)
///     .pool_idle_timeout(Duration::from_secs(30))
///     .build()?;
/// # drop(transport);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
#[must_use = "nothing is made before `build`"]
pub struct ReqwestTransportBuilder {
    connect_timeout: Duration,
    proxy: ProxySource,
    proxy_bypass: Option<String>,
    pool_idle_timeout: Option<Duration>,
    pool_max_idle_per_host: usize,
    client_certificate: Option<ClientCertificate>,
    platform_roots: bool,
    added_roots: Vec<Vec<u8>>,
}

/// The error of a setting that cannot be used.
#[derive(Debug, thiserror::Error)]
enum SettingError {
    #[error("`.connect_timeout(..)` must be greater than 0")]
    ConnectTimeout,
    #[error("`.proxy_bypass(..)` requires `.proxy(..)`; proxies of the environment have `NO_PROXY`")]
    BypassWithoutProxy,
}

impl ReqwestTransportBuilder {
    pub(super) fn new() -> Self {
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

    /// Sets the timeout for DNS, TCP and TLS in total. Default: 10 seconds. Must be greater than 0.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout;
        self
    }

    /// Disables proxies: ignores `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY` and the proxy settings of the system.
    pub fn no_proxy(mut self) -> Self {
        self.proxy = ProxySource::Direct;
        self
    }

    /// Reads the proxy variables with `lookup`. Default: the environment of the process.
    pub fn proxy_variables(mut self, lookup: impl Fn(&str) -> Option<OsString>) -> Self {
        self.proxy = ProxySource::Variables(Variables::read(&lookup));
        self
    }

    /// Sends all requests through the proxy at `url`, in place of those in the environment, whose `NO_PROXY` is ignored.
    ///
    /// The scheme is `http`, `https`, or with the feature `socks` one of `socks4`, `socks4a`, `socks5` and `socks5h`. The
    /// default scheme is `http`. The URL may contain a user and a password, percent-encoded; they never appear in `Debug`
    /// output or errors. An `https` proxy must have a trusted certificate, like a server.
    pub fn proxy(mut self, url: impl Into<Secret>) -> Self {
        self.proxy = ProxySource::Url(url.into());
        self
    }

    /// Sets the hosts that bypass [`proxy`](Self::proxy), separated by commas or whitespace: addresses, networks such as
    /// `10.0.0.0/8`, domains with their subdomains, or `*`. Default: none.
    pub fn proxy_bypass(mut self, hosts: impl Into<String>) -> Self {
        self.proxy_bypass = Some(hosts.into());
        self
    }

    /// Sets the time after which an idle connection is closed, or `None` to keep it until the server closes it.
    /// Default: 90 seconds.
    pub fn pool_idle_timeout(mut self, timeout: impl Into<Option<Duration>>) -> Self {
        self.pool_idle_timeout = timeout.into();
        self
    }

    /// Sets the maximum number of idle connections per host and tokio runtime. Set to 0 to use each connection once.
    /// Default: no limit.
    ///
    /// It does not limit the number of connections in use.
    pub fn pool_max_idle_per_host(mut self, connections: usize) -> Self {
        self.pool_max_idle_per_host = connections;
        self
    }

    /// Sets the certificate that identifies this client to servers that request one (mutual TLS): the chain, beginning with
    /// the certificate of the client, and its private key, both as PEM. A PEM with both can be passed twice.
    ///
    /// The key is unencrypted PKCS#8, PKCS#1 or SEC1, of type RSA, ECDSA or Ed25519. It never appears in `Debug` output or
    /// errors. Default: none.
    ///
    /// ```no_run
    /// use hwc_transport::ReqwestTransport;
    ///
    /// # fn example() -> Result<(), Box<dyn std::error::Error>> {
    /// let (chain, key) = (std::fs::read("client.crt")?, std::fs::read("client.key")?);
    /// let transport = ReqwestTransport::builder().client_certificate_pem(chain, key).build()?;
    /// # drop(transport);
    /// # Ok(())
    /// # }
    /// ```
    pub fn client_certificate_pem(mut self, chain: impl AsRef<[u8]>, key: impl AsRef<[u8]>) -> Self {
        self.client_certificate = Some(ClientCertificate::new(chain.as_ref(), key.as_ref()));
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
    /// Returns a [setup error](TransportError::is_setup) that names the setting if
    ///
    /// - an added root certificate, the client certificate or its key cannot be used
    /// - a proxy or a proxy variable is invalid, or `proxy_bypass` is set without `proxy`
    /// - the connect timeout is 0
    /// - the HTTP client cannot be created
    pub fn build(self) -> Result<ReqwestTransport, TransportError> {
        self.validate().map_err(TransportError::setup)?;
        let provider = Arc::new(ring::default_provider());
        let roots = Arc::new(self.roots(&provider).map_err(TransportError::setup)?);
        let tls = self.tls_config(provider, &roots)?;
        let routes = self.proxy.routes(self.proxy_bypass.as_deref()).map_err(TransportError::setup)?;
        let settings = Settings {
            tls,
            connect_timeout: self.connect_timeout,
            pool_idle_timeout: self.pool_idle_timeout,
            pool_max_idle_per_host: self.pool_max_idle_per_host,
            routes,
        };
        Ok(ReqwestTransport::with_clients(Clients::new(settings)?, roots))
    }

    fn validate(&self) -> Result<(), SettingError> {
        if self.connect_timeout.is_zero() {
            return Err(SettingError::ConnectTimeout);
        }
        let has_url = matches!(self.proxy, ProxySource::Url(_));
        if self.proxy_bypass.is_some() && !has_url { Err(SettingError::BypassWithoutProxy) } else { Ok(()) }
    }

    fn roots(&self, provider: &Arc<CryptoProvider>) -> Result<RootVerifier, RootVerifierError> {
        let mut roots = RootVerifier::new(Arc::clone(provider), self.platform_roots);
        for pem in &self.added_roots {
            roots.add_pem(pem)?;
        }
        Ok(roots)
    }

    fn tls_config(
        &self,
        provider: Arc<CryptoProvider>,
        roots: &Arc<RootVerifier>,
    ) -> Result<rustls::ClientConfig, TransportError> {
        let builder = rustls::ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .map_err(TransportError::setup)?
            .dangerous() // safe: `RootVerifier` verifies certificates like rustls itself
            .with_custom_certificate_verifier(Arc::<RootVerifier>::clone(roots));
        let mut config = match &self.client_certificate {
            Some(certificate) => certificate.configure(builder).map_err(TransportError::setup)?,
            None => builder.with_no_client_auth(),
        };
        config.alpn_protocols = PROTOCOLS.iter().map(|name| name.to_vec()).collect();
        Ok(config)
    }
}
