//! The proxies of the builder and the environment. They are read and validated here, since the HTTP clients skip values
//! that they cannot use and do not report which proxy failed.

mod bypass;
mod url;

use std::ffi::OsString;
use std::fmt;
use std::sync::Arc;

use hwc_wire::Secret;

use bypass::Bypass;
use url::ProxyUrl;

/// The source of the proxies.
#[derive(Clone, Debug)]
pub(crate) enum ProxySource {
    /// No proxies.
    Direct,
    Variables(Variables),
    /// One proxy for all requests. Its URL may contain a password.
    Url(Secret),
}

impl ProxySource {
    /// Returns the routes. `bypass` lists the hosts that bypass the proxy with a URL.
    pub(crate) fn routes(&self, bypass: Option<&str>) -> Result<Routes, ProxyError> {
        match self {
            Self::Direct => Ok(Routes::Direct),
            Self::Variables(variables) => Proxies::read(variables),
            Self::Url(url) => {
                let proxy = Proxy::parse(METHOD, OsString::from(url.expose()))?;
                let bypass = Bypass::parse(bypass.unwrap_or_default());
                let is_direct = bypass.is_all();
                let proxies = Proxies { http: Some(proxy.clone()), https: Some(proxy), bypass };
                Ok(if is_direct { Routes::Direct } else { Routes::Proxies(Arc::new(proxies)) })
            }
        }
    }
}

/// The name of the builder's method in place of a variable.
const METHOD: &str = ".proxy(..)";

/// The routes of requests.
pub(crate) enum Routes {
    /// A direct connection to the server.
    Direct,
    /// The settings of the system, since none of the variables is set.
    System,
    /// The proxies of the builder or the environment.
    Proxies(Arc<Proxies>),
}

/// The proxies by scheme, and the hosts that bypass them.
pub(crate) struct Proxies {
    http: Option<Proxy>,
    https: Option<Proxy>,
    bypass: Bypass,
}

/// A proxy, and the variable or method that names it.
#[derive(Clone)]
pub(crate) struct Proxy {
    url: ProxyUrl,
    origin: &'static str,
}

/// The error of a proxy that cannot be used. It does not contain values that may hold a password.
#[derive(Debug, thiserror::Error)]
#[error("cannot use the proxy {}in `{origin}`: {problem}", shown(.value))]
pub(crate) struct ProxyError {
    origin: &'static str,
    value: Option<String>,
    problem: String,
}

/// The proxy variables, which may contain passwords. Those of the process are read on demand.
#[derive(Clone)]
pub(crate) struct Variables(Option<Vec<(&'static str, OsString)>>);

const NAMES: [&str; 9] = [
    "HTTP_PROXY",
    "http_proxy",
    "HTTPS_PROXY",
    "https_proxy",
    "ALL_PROXY",
    "all_proxy",
    "NO_PROXY",
    "no_proxy",
    "REQUEST_METHOD",
];

impl Variables {
    /// Returns the variables of the process.
    pub(crate) fn environment() -> Self {
        Self(None)
    }

    pub(crate) fn read(lookup: &dyn Fn(&str) -> Option<OsString>) -> Self {
        Self(Some(NAMES.into_iter().filter_map(|name| Some((name, lookup(name)?))).collect()))
    }

    /// Returns the value of a variable, or `None` if it is empty.
    fn get(&self, name: &str) -> Option<OsString> {
        let value = match &self.0 {
            None => std::env::var_os(name),
            Some(list) => list.iter().find(|(known, _)| *known == name).map(|(_, value)| value.clone()),
        };
        value.filter(|value| !value.to_string_lossy().trim().is_empty())
    }
}

impl fmt::Debug for Variables {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Variables")
    }
}

impl Proxies {
    /// Reads `HTTP_PROXY`, `HTTPS_PROXY`, `ALL_PROXY` and `NO_PROXY`, or the same in lowercase. An empty one counts as
    /// unset.
    ///
    /// `HTTP_PROXY` is ignored in a CGI program, where clients can set it by a header.
    pub(crate) fn read(variables: &Variables) -> Result<Routes, ProxyError> {
        let bypass = ["NO_PROXY", "no_proxy"].into_iter().find_map(|name| variables.get(name));
        let bypass = Bypass::parse(&bypass.unwrap_or_default().to_string_lossy());
        if bypass.is_all() {
            return Ok(Routes::Direct);
        }
        let is_cgi = variables.get("REQUEST_METHOD").is_some();
        let http = if is_cgi { None } else { find(variables, ["HTTP_PROXY"])? };
        let http = http.map_or_else(|| find(variables, ["http_proxy"]), |found| Ok(Some(found)))?;
        let https = find(variables, ["HTTPS_PROXY", "https_proxy"])?;
        let all = find(variables, ["ALL_PROXY", "all_proxy"])?;
        let proxies = Self { http: http.or_else(|| all.clone()), https: https.or(all), bypass };
        let is_empty = proxies.http.is_none() && proxies.https.is_none();
        Ok(if is_empty { Routes::System } else { Routes::Proxies(Arc::new(proxies)) })
    }

    /// Returns the proxy for requests to this host.
    pub(crate) fn proxy(&self, scheme: &str, host: &str) -> Option<&Proxy> {
        let proxy = if scheme == "http" { self.http.as_ref() } else { self.https.as_ref() };
        proxy.filter(|_| !self.bypass.contains(host))
    }

    /// Returns the proxies for `http` and for `https`.
    pub(crate) fn by_scheme(&self) -> [Option<&Proxy>; 2] {
        [self.http.as_ref(), self.https.as_ref()]
    }
}

#[cfg(any(test, feature = "network"))]
impl Routes {
    /// Returns the proxy for requests to this host if the builder or the environment names one.
    pub(crate) fn proxy(&self, scheme: &str, host: &str) -> Option<&Proxy> {
        match self {
            Self::Proxies(proxies) => proxies.proxy(scheme, host),
            Self::Direct | Self::System => None,
        }
    }
}

impl Proxy {
    fn parse(origin: &'static str, value: OsString) -> Result<Self, ProxyError> {
        let failed = |value, problem: String| ProxyError { origin, value, problem };
        let value = value.into_string().map_err(|_| failed(None, "it is not UTF-8".to_owned()))?;
        let value = value.trim();
        let shown = Some(value).filter(|value| !value.contains('@')).map(str::to_owned);
        ProxyUrl::parse(value).map(|url| Self { url, origin }).map_err(|problem| failed(shown, problem))
    }

    /// Returns the URL, with user and password.
    pub(crate) fn url(&self) -> String {
        self.url.expose()
    }

    /// Returns an error for a URL that an HTTP client cannot use.
    pub(crate) fn unusable(&self) -> ProxyError {
        let problem = "its host or its user is not valid in a URL".to_owned();
        ProxyError { origin: self.origin, value: None, problem }
    }

    /// Returns true if the connection to the proxy itself uses TLS.
    pub(crate) fn is_tls(&self) -> bool {
        self.url.scheme() == "https"
    }

    /// Returns true if server names are resolved on this machine.
    pub(crate) fn resolves_here(&self) -> bool {
        matches!(self.url.scheme(), "socks4" | "socks5")
    }
}

/// Shows the URL without user and password, and the variable or method that names it.
impl fmt::Display for Proxy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} (from `{}`)", self.url, self.origin)
    }
}

fn shown(value: &Option<String>) -> String {
    value.as_ref().map(|value| format!("`{}` ", value.escape_debug())).unwrap_or_default()
}

/// Returns the proxy from the first of these variables that is set.
fn find<const N: usize>(variables: &Variables, names: [&'static str; N]) -> Result<Option<Proxy>, ProxyError> {
    let found = names.into_iter().find_map(|name| Some((name, variables.get(name)?)));
    found.map(|(name, value)| Proxy::parse(name, value)).transpose()
}

#[cfg(test)]
mod tests;
