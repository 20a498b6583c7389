//! The proxies of the builder and the environment. They are read and validated here, since the HTTP client skips values
//! that it cannot use and does not report which proxy failed.

use std::ffi::OsString;
use std::fmt;
use std::sync::Arc;

use hwc_wire::Secret;
use reqwest::Url;

use super::bypass::Bypass;

/// The source of the proxies.
#[derive(Clone, Debug)]
pub(super) enum ProxySource {
    /// No proxies.
    Direct,
    Variables(Variables),
    /// One proxy for all requests. Its URL may contain a password.
    Url(Secret),
}

impl ProxySource {
    /// Returns the routes. `bypass` lists the hosts that bypass the proxy with a URL.
    pub(super) fn routes(&self, bypass: Option<&str>) -> Result<Routes, ProxyError> {
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
pub(super) enum Routes {
    /// A direct connection to the server.
    Direct,
    /// The settings of the system, since none of the variables is set.
    System,
    /// The proxies of the builder or the environment.
    Proxies(Arc<Proxies>),
}

/// The proxies by scheme, and the hosts that bypass them.
pub(super) struct Proxies {
    http: Option<Proxy>,
    https: Option<Proxy>,
    bypass: Bypass,
}

/// A proxy, and the variable or method that names it.
#[derive(Clone)]
pub(super) struct Proxy {
    url: Url,
    origin: &'static str,
}

/// The error of a proxy that cannot be used. It does not contain values that may hold a password.
#[derive(Debug, thiserror::Error)]
#[error("cannot use the proxy {}in `{origin}`: {problem}", shown(.value))]
pub(super) struct ProxyError {
    origin: &'static str,
    value: Option<String>,
    problem: String,
}

/// The proxy variables, which may contain passwords. Those of the process are read on demand.
#[derive(Clone)]
pub(super) struct Variables(Option<Vec<(&'static str, OsString)>>);

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
    pub(super) fn environment() -> Self {
        Self(None)
    }

    pub(super) fn read(lookup: &dyn Fn(&str) -> Option<OsString>) -> Self {
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

const SCHEMES: [&str; 6] = ["http", "https", "socks4", "socks4a", "socks5", "socks5h"];
const FORM: &str = "expected a URL such as `http://host:port`";

impl Proxies {
    /// Reads `HTTP_PROXY`, `HTTPS_PROXY`, `ALL_PROXY` and `NO_PROXY`, or the same in lowercase. An empty one counts as
    /// unset.
    ///
    /// `HTTP_PROXY` is ignored in a CGI program, where clients can set it by a header.
    pub(super) fn read(variables: &Variables) -> Result<Routes, ProxyError> {
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

    /// Returns the proxy for a request.
    fn proxy(&self, url: &Url) -> Option<&Proxy> {
        let proxy = if url.scheme() == "http" { self.http.as_ref() } else { self.https.as_ref() };
        proxy.filter(|_| url.host_str().is_some_and(|host| !self.bypass.contains(host)))
    }

    /// Returns the same rules for reqwest.
    pub(super) fn rule(self: &Arc<Self>) -> reqwest::Proxy {
        let proxies = Arc::clone(self);
        reqwest::Proxy::custom(move |url| proxies.proxy(url).map(|proxy| proxy.url.clone()))
    }
}

impl Routes {
    /// Returns the proxy for a request if the builder or the environment names one.
    pub(super) fn proxy(&self, url: &Url) -> Option<&Proxy> {
        match self {
            Self::Proxies(proxies) => proxies.proxy(url),
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
        parsed(value).map(|url| Self { url, origin }).map_err(|problem| failed(shown, problem))
    }

    /// Returns true if the connection to the proxy itself uses TLS.
    pub(super) fn is_tls(&self) -> bool {
        self.url.scheme() == "https"
    }

    /// Returns true if server names are resolved on this machine.
    pub(super) fn resolves_here(&self) -> bool {
        matches!(self.url.scheme(), "socks4" | "socks5")
    }
}

/// Shows the URL without user and password, and the variable or method that names it.
impl fmt::Display for Proxy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}://{}", self.url.scheme(), self.url.host_str().unwrap_or_default())?;
        self.url.port().map_or(Ok(()), |port| write!(f, ":{port}"))?;
        write!(f, " (from `{}`)", self.origin)
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

/// Parses the URL of a proxy. The default scheme is `http`.
fn parsed(value: &str) -> Result<Url, String> {
    let whole = if value.contains("://") { value.to_owned() } else { format!("http://{value}") };
    let (scheme, rest) = whole.split_once("://").unwrap_or_default();
    let scheme = scheme.to_ascii_lowercase();
    if !SCHEMES.contains(&scheme.as_str()) {
        return Err(format!("its scheme is not one of {}", SCHEMES.join(", ")));
    }
    if scheme.starts_with("socks") && !cfg!(feature = "socks") {
        return Err("SOCKS needs the feature `socks` of `hwc-transport`".to_owned());
    }
    // The parser would repair these.
    if rest.starts_with('/') || rest.contains(|c: char| c == '\\' || c.is_whitespace() || c.is_control()) {
        return Err(FORM.to_owned());
    }
    let mut url = Url::parse(&whole).map_err(|error| format!("{FORM}: {error}"))?;
    if url.host_str().is_none_or(str::is_empty) || !matches!(url.path(), "" | "/") {
        return Err(FORM.to_owned());
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Err(FORM.to_owned());
    }
    if scheme.starts_with("socks") && url.port().is_none() {
        url.set_port(Some(1080)).map_err(|()| FORM.to_owned())?;
    }
    Ok(url)
}

#[cfg(test)]
mod tests;
