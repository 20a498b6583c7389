//! The reqwest clients of a transport: one per tokio runtime.
//!
//! A connection is driven by a task of the runtime that opened it. A call in another runtime that used it from the pool
//! would hang or fail as soon as that runtime is idle or ends.

use std::sync::{Arc, RwLock};
use std::time::Duration;

use reqwest::Url;
use tokio::runtime::{Handle, Id};

use crate::TransportError;
use crate::lock::{read, write};
use crate::network::failure::NoRuntime;
use crate::network::proxy::{Proxies, Proxy, Routes};

/// The clients of the runtimes.
pub(super) struct Clients {
    settings: ClientSettings,
    clients: RwLock<Vec<RuntimeClient>>,
}

/// The settings of a client.
pub(super) struct ClientSettings {
    pub(super) tls: rustls::ClientConfig,
    pub(super) connect_timeout: Duration,
    pub(super) pool_idle_timeout: Option<Duration>,
    pub(super) pool_max_idle_per_host: usize,
    pub(super) routes: Routes,
}

/// A client and the runtime that owns its connections, which is `None` before its first request.
struct RuntimeClient {
    runtime: Option<Id>,
    pair: Pair,
}

/// A client, and the same client without a proxy.
#[derive(Clone)]
struct Pair {
    proxied: reqwest::Client,
    direct: reqwest::Client,
}

/// The maximum number of clients. The oldest is replaced, since no event reports the end of a runtime.
const MAX_CLIENTS: usize = 16;

impl Clients {
    /// Creates the first client, so that errors are found early.
    pub(super) fn new(settings: ClientSettings) -> Result<Self, TransportError> {
        let first = RuntimeClient { runtime: None, pair: settings.pair()? };
        Ok(Self { settings, clients: RwLock::new(vec![first]) })
    }

    /// Returns the client of the current runtime. With `is_direct`, returns the one without a proxy.
    pub(super) fn current(&self, is_direct: bool) -> Result<reqwest::Client, TransportError> {
        let runtime = Handle::try_current().map_err(|_| TransportError::setup(NoRuntime))?.id();
        let clients = read(&self.clients);
        let known =
            clients.iter().find(|owned| owned.runtime == Some(runtime)).map(|owned| owned.pair.client(is_direct));
        drop(clients);
        known.map_or_else(|| Ok(self.add(runtime)?.client(is_direct)), Ok)
    }

    /// Assigns a client to a runtime: the first one if no runtime has it yet, or else a new one in place of the oldest.
    fn add(&self, runtime: Id) -> Result<Pair, TransportError> {
        let mut clients = write(&self.clients);
        if let Some(known) = clients.iter_mut().find(|owned| owned.runtime.is_none_or(|known| known == runtime)) {
            known.runtime = Some(runtime);
            return Ok(known.pair.clone());
        }
        let pair = self.settings.pair()?;
        if clients.len() >= MAX_CLIENTS {
            clients.remove(0);
        }
        clients.push(RuntimeClient { runtime: Some(runtime), pair: pair.clone() });
        Ok(pair)
    }

    /// Returns the routes of requests.
    pub(super) fn routes(&self) -> &Routes {
        &self.settings.routes
    }
}

impl Pair {
    fn client(&self, is_direct: bool) -> reqwest::Client {
        if is_direct { self.direct.clone() } else { self.proxied.clone() }
    }
}

impl ClientSettings {
    fn pair(&self) -> Result<Pair, TransportError> {
        let direct = build(self.base().no_proxy())?;
        let proxied = match &self.routes {
            Routes::Direct => direct.clone(),
            Routes::System => build(self.base())?,
            Routes::Proxies(proxies) => build(self.base().proxy(rule(proxies)?))?,
        };
        Ok(Pair { proxied, direct })
    }

    /// Returns a client builder without automatic behavior that parses leniently, like other clients.
    fn base(&self) -> reqwest::ClientBuilder {
        reqwest::Client::builder()
            .tls_backend_preconfigured(self.tls.clone())
            .connect_timeout(self.connect_timeout)
            .pool_idle_timeout(self.pool_idle_timeout)
            .pool_max_idle_per_host(self.pool_max_idle_per_host)
            .redirect(reqwest::redirect::Policy::none())
            .referer(false)
            // Without the maximum, reqwest copies each request for a retry that never happens.
            .retry(reqwest::retry::never().max_retries_per_request(0))
            .http1_allow_obsolete_multiline_headers_in_responses(true)
            .http1_ignore_invalid_headers_in_responses(true)
            .http1_allow_spaces_after_header_name_in_responses(true)
    }
}

/// Returns the same rules for reqwest.
fn rule(proxies: &Arc<Proxies>) -> Result<reqwest::Proxy, TransportError> {
    let parse = |proxy: &Proxy| Url::parse(&proxy.url()).map_err(|_| TransportError::setup(proxy.unusable()));
    let [http, https] = proxies.by_scheme().map(|proxy| proxy.map(parse).transpose());
    let (http, https, proxies) = (http?, https?, Arc::clone(proxies));
    Ok(reqwest::Proxy::custom(move |url| {
        proxies.proxy(url.scheme(), url.host_str()?)?;
        if url.scheme() == "http" { http.clone() } else { https.clone() }
    }))
}

fn build(builder: reqwest::ClientBuilder) -> Result<reqwest::Client, TransportError> {
    builder.build().map_err(|error| TransportError::setup(error.without_url()))
}
