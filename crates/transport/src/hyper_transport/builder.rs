//! The builder of [`HyperTransport`].

use std::fmt;
use std::sync::Arc;

use super::HyperTransport;
use super::connector::Connector;
use super::pool::Pool;
use super::proxies::ProxyTable;
use crate::TransportError;
use crate::clock::{Clock, SystemClock};
use crate::network::{NetworkSettings, network_setters};

/// A builder of a [`HyperTransport`].
///
/// Timeouts of calls, attempts and responses are not settings of the transport: the client that uses it enforces them on
/// its own clock. `Debug` shows neither the private key nor the URL of a proxy.
///
/// ```
/// use std::time::Duration;
///
/// use hwc_transport::{HyperTransport, TransportError};
///
/// # fn main() -> Result<(), TransportError> {
/// let transport = HyperTransport::builder()
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
#[derive(Clone)]
#[must_use = "nothing is made before `build`"]
pub struct HyperTransportBuilder {
    settings: NetworkSettings,
    clock: Arc<dyn Clock>,
}

impl HyperTransportBuilder {
    pub(super) fn new() -> Self {
        Self { settings: NetworkSettings::new(), clock: Arc::new(SystemClock::new()) }
    }

    network_setters!("HyperTransport");

    /// Sets the clock of the connect timeout and of idle connections. Default: the system clock.
    pub fn clock(mut self, clock: impl Clock + 'static) -> Self {
        self.clock = Arc::new(clock);
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
    pub fn build(self) -> Result<HyperTransport, TransportError> {
        let settings = self.settings;
        settings.validate()?;
        let (tls, roots) = settings.tls()?;
        let proxies = ProxyTable::new(settings.routes()?)?;
        let pool = Pool::new(Arc::clone(&self.clock), settings.pool_idle_timeout, settings.pool_max_idle_per_host);
        Ok(HyperTransport {
            pool: Arc::new(pool),
            connector: Arc::new(Connector::new(tls, roots, proxies)),
            clock: self.clock,
            connect_timeout: settings.connect_timeout,
        })
    }
}

impl fmt::Debug for HyperTransportBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HyperTransportBuilder").field("settings", &self.settings).finish_non_exhaustive()
    }
}
