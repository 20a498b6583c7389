//! The builder of [`ReqwestTransport`].

use super::ReqwestTransport;
use super::clients::{ClientSettings, Clients};
use crate::TransportError;
use crate::network::{NetworkSettings, network_setters};

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
    settings: NetworkSettings,
}

impl ReqwestTransportBuilder {
    pub(super) fn new() -> Self {
        Self { settings: NetworkSettings::new() }
    }

    network_setters!("ReqwestTransport");

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
        let settings = self.settings;
        settings.validate()?;
        let (tls, roots) = settings.tls()?;
        let clients = Clients::new(ClientSettings {
            tls,
            connect_timeout: settings.connect_timeout,
            pool_idle_timeout: settings.pool_idle_timeout,
            pool_max_idle_per_host: settings.pool_max_idle_per_host,
            routes: settings.routes()?,
        })?;
        Ok(ReqwestTransport::with_clients(clients, roots))
    }
}
