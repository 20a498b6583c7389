//! The reqwest clients of a transport: one for each tokio runtime.
//!
//! A connection is driven by a task of the runtime that opened it. A call in another runtime that took it from the pool would
//! hang, or fail, as soon as that runtime rests or ends.

use std::sync::{PoisonError, RwLock};
use std::time::Duration;

use tokio::runtime::{Handle, Id};

use super::proxies::Routes;
use crate::TransportError;

/// The clients that were made so far, each with the runtime that it belongs to.
pub(super) struct Clients {
    settings: Settings,
    made: RwLock<Vec<Owned>>,
}

/// The settings of a client.
pub(super) struct Settings {
    pub(super) tls: rustls::ClientConfig,
    pub(super) connect_timeout: Duration,
    pub(super) routes: Routes,
}

/// A client, with the runtime that owns its connections; `None` before its first request.
struct Owned {
    runtime: Option<Id>,
    pair: Pair,
}

/// A client, and the same client without a proxy.
#[derive(Clone)]
struct Pair {
    proxied: reqwest::Client,
    direct: reqwest::Client,
}

/// A call outside of a runtime.
#[derive(Debug, thiserror::Error)]
#[error("no tokio runtime: calls over the network must run within one that has I/O and time enabled")]
struct NoRuntime;

/// The clients that are kept. Runtimes come and go, and no event says when one is gone.
const KEPT: usize = 16;
/// The headers that a response may have. hyper makes room for all of them for each head, which takes 2 us for a thousand: a flood
/// of interim responses then keeps a thread busy for seconds, and deadlines with it.
const HEADERS: usize = 256;

impl Clients {
    /// Makes the first client, to find out whether that works.
    pub(super) fn new(settings: Settings) -> Result<Self, TransportError> {
        let first = Owned { runtime: None, pair: settings.pair()? };
        Ok(Self { settings, made: RwLock::new(vec![first]) })
    }

    /// Returns the client of the runtime that this is called in, or the one without a proxy.
    pub(super) fn here(&self, is_direct: bool) -> Result<reqwest::Client, TransportError> {
        let runtime = Handle::try_current().map_err(|_| TransportError::setup(NoRuntime))?.id();
        let made = self.made.read().unwrap_or_else(PoisonError::into_inner);
        let known = made.iter().find(|owned| owned.runtime == Some(runtime)).map(|owned| owned.pair.client(is_direct));
        drop(made);
        known.map_or_else(|| Ok(self.add(runtime)?.client(is_direct)), Ok)
    }

    /// Gives a runtime a client: the first one if no runtime has it yet, else a new one in place of the oldest.
    fn add(&self, runtime: Id) -> Result<Pair, TransportError> {
        let mut made = self.made.write().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = made.iter_mut().find(|owned| owned.runtime.is_none_or(|known| known == runtime)) {
            known.runtime = Some(runtime);
            return Ok(known.pair.clone());
        }
        let pair = self.settings.pair()?;
        if made.len() >= KEPT {
            made.remove(0);
        }
        made.push(Owned { runtime: Some(runtime), pair: pair.clone() });
        Ok(pair)
    }

    /// The routes that requests take.
    pub(super) fn routes(&self) -> &Routes {
        &self.settings.routes
    }
}

impl Pair {
    fn client(&self, is_direct: bool) -> reqwest::Client {
        if is_direct { self.direct.clone() } else { self.proxied.clone() }
    }
}

impl Settings {
    fn pair(&self) -> Result<Pair, TransportError> {
        let direct = built(self.base().no_proxy())?;
        let proxied = match &self.routes {
            Routes::Direct => direct.clone(),
            Routes::System => built(self.base())?,
            Routes::Proxies(proxies) => built(self.base().proxy(proxies.rule()))?,
        };
        Ok(Pair { proxied, direct })
    }

    /// A client that does nothing on its own, and reads what other clients read.
    fn base(&self) -> reqwest::ClientBuilder {
        reqwest::Client::builder()
            .tls_backend_preconfigured(self.tls.clone())
            .connect_timeout(self.connect_timeout)
            .redirect(reqwest::redirect::Policy::none())
            .referer(false)
            .retry(reqwest::retry::never())
            .http1_allow_obsolete_multiline_headers_in_responses(true)
            .http1_ignore_invalid_headers_in_responses(true)
            .http1_allow_spaces_after_header_name_in_responses(true)
            .http1_max_headers(HEADERS)
    }
}

fn built(builder: reqwest::ClientBuilder) -> Result<reqwest::Client, TransportError> {
    builder.build().map_err(|error| TransportError::setup(error.without_url()))
}
