//! The proxies in the form that connections need.

use std::net::IpAddr;
use std::sync::Arc;

use http::{HeaderValue, Uri};
use hyper_util::client::proxy::matcher::{Intercept, Matcher};

use super::target::Target;
use crate::TransportError;
use crate::network::proxy::{Proxies, Proxy, Routes};

/// The proxies of a transport.
pub(super) enum ProxyTable {
    /// No proxies.
    Direct,
    /// The settings of the system.
    System(Box<Matcher>),
    /// The proxies of the builder or the environment, for `http` and for `https`.
    Named { proxies: Arc<Proxies>, http: Option<Arc<ProxyHop>>, https: Option<Arc<ProxyHop>> },
}

/// A proxy on the way to a server.
pub(super) struct ProxyHop {
    pub(super) uri: Uri,
    pub(super) kind: HopKind,
    /// The value of `Proxy-Authorization`.
    pub(super) basic_auth: Option<HeaderValue>,
    /// The user and the password of a SOCKS proxy.
    pub(super) user: Option<(String, String)>,
    /// The proxy as the builder or the environment names it; `None` for settings of the system.
    proxy: Option<Proxy>,
}

/// The protocol of a proxy.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum HopKind {
    Http,
    /// SOCKS 4. If `resolves_here` is true, the proxy is sent an address in place of the name.
    Socks4 {
        resolves_here: bool,
    },
    Socks5 {
        resolves_here: bool,
    },
}

impl HopKind {
    /// Returns the addresses that the protocol can name, if the name of the server is resolved here.
    pub(super) fn resolves_here(self) -> Option<fn(&IpAddr) -> bool> {
        match self {
            Self::Socks4 { resolves_here: true } => Some(IpAddr::is_ipv4),
            Self::Socks5 { resolves_here: true } => Some(|_| true),
            _ => None,
        }
    }
}

impl ProxyTable {
    /// Converts the routes of the builder.
    pub(super) fn new(routes: Routes) -> Result<Self, TransportError> {
        let proxies = match routes {
            Routes::Direct => return Ok(Self::Direct),
            Routes::System => return Ok(Self::System(Box::new(Matcher::from_system()))),
            Routes::Proxies(proxies) => proxies,
        };
        let hop = |proxy: Option<&Proxy>| proxy.map(ProxyHop::new).transpose().map_err(TransportError::setup);
        let [http, https] = proxies.by_scheme().map(hop);
        let (http, https) = (http?.map(Arc::new), https?.map(Arc::new));
        Ok(Self::Named { proxies, http, https })
    }

    /// Returns the proxy for requests to this server.
    pub(super) fn hop(&self, target: &Target) -> Option<Arc<ProxyHop>> {
        match self {
            Self::Direct => None,
            Self::System(matcher) => {
                let intercept = matcher.intercept(&target.server())?;
                Some(Arc::new(ProxyHop::from_intercept(&intercept, None)))
            }
            Self::Named { proxies, http, https } => {
                proxies.proxy(target.scheme.as_str(), target.host())?;
                if target.is_https() { https.clone() } else { http.clone() }
            }
        }
    }
}

impl ProxyHop {
    /// Converts a proxy. Users and passwords are percent-decoded by hyper-util.
    fn new(proxy: &Proxy) -> Result<Self, crate::network::proxy::ProxyError> {
        let matcher = Matcher::builder().all(proxy.url()).build();
        let intercept = matcher.intercept(&Uri::from_static("http://host")).ok_or_else(|| proxy.unusable())?;
        Ok(Self::from_intercept(&intercept, Some(proxy.clone())))
    }

    fn from_intercept(intercept: &Intercept, proxy: Option<Proxy>) -> Self {
        let owned = |(user, password): (&str, &str)| (user.to_owned(), password.to_owned());
        let kind = match intercept.uri().scheme_str() {
            Some("socks4") => HopKind::Socks4 { resolves_here: true },
            Some("socks4a") => HopKind::Socks4 { resolves_here: false },
            Some("socks5") => HopKind::Socks5 { resolves_here: true },
            Some("socks5h") => HopKind::Socks5 { resolves_here: false },
            _ => HopKind::Http,
        };
        Self {
            uri: intercept.uri().clone(),
            kind,
            basic_auth: intercept.basic_auth().cloned(),
            user: intercept.raw_auth().map(owned),
            proxy,
        }
    }

    /// Returns the proxy as errors name it.
    pub(super) fn named(&self) -> Option<&Proxy> {
        self.proxy.as_ref()
    }

    /// Returns true for a proxy that forwards single requests.
    pub(super) fn is_http(&self) -> bool {
        self.kind == HopKind::Http
    }

    /// Returns true if the connection to the proxy itself uses TLS.
    pub(super) fn is_tls(&self) -> bool {
        self.uri.scheme_str() == Some("https")
    }
}
