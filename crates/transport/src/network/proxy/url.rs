//! The URL of a proxy: scheme, user and password, host and port.

use std::fmt;

/// The URL of a proxy. `Display` omits user and password.
#[derive(Clone)]
pub(crate) struct ProxyUrl {
    scheme: &'static str,
    /// The user and the password, percent-encoded. They are secret.
    user_info: Option<String>,
    /// The host; an IPv6 address is in brackets.
    host: String,
    port: Option<u16>,
}

const SCHEMES: [&str; 6] = ["http", "https", "socks4", "socks4a", "socks5", "socks5h"];
const FORM: &str = "expected a URL such as `http://host:port`";
/// The port of SOCKS proxies without one.
const SOCKS_PORT: u16 = 1080;

impl ProxyUrl {
    /// Parses a URL or describes the problem without repeating the text. The default scheme is `http`.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let (scheme, rest) = text.split_once("://").unwrap_or(("http", text));
        let known = SCHEMES.into_iter().find(|known| scheme.eq_ignore_ascii_case(known));
        let scheme = known.ok_or_else(|| format!("its scheme is not one of {}", SCHEMES.join(", ")))?;
        if scheme.starts_with("socks") && !cfg!(feature = "socks") {
            return Err("SOCKS needs the feature `socks` of `hwc-transport`".to_owned());
        }
        let authority = rest.strip_suffix('/').unwrap_or(rest);
        let invalid = |c: char| matches!(c, '/' | '\\' | '?' | '#') || c.is_whitespace() || c.is_control();
        if authority.contains(invalid) {
            return Err(FORM.to_owned());
        }
        let (user_info, server) = match authority.rsplit_once('@') {
            Some((user_info, server)) => (Some(user_info.to_owned()), server),
            None => (None, authority),
        };
        let (host, port) = split_port(server).ok_or(FORM)?;
        let port = port.or_else(|| scheme.starts_with("socks").then_some(SOCKS_PORT));
        Ok(Self { scheme, user_info, host: host.to_owned(), port })
    }

    pub(crate) fn scheme(&self) -> &'static str {
        self.scheme
    }

    /// Returns the whole URL, with user and password.
    pub(crate) fn expose(&self) -> String {
        let user_info = self.user_info.as_ref().map(|user_info| format!("{user_info}@")).unwrap_or_default();
        format!("{}://{user_info}{}{}", self.scheme, self.host, self.port_suffix())
    }

    fn port_suffix(&self) -> String {
        self.port.map(|port| format!(":{port}")).unwrap_or_default()
    }
}

impl fmt::Display for ProxyUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}://{}{}", self.scheme, self.host, self.port_suffix())
    }
}

/// Splits the port from a host, which must not be empty. An IPv6 address must be in brackets.
fn split_port(server: &str) -> Option<(&str, Option<u16>)> {
    let host_end = server.rfind(']').map_or(0, |end| end + 1);
    let (host, port) = match server[host_end..].rfind(':') {
        Some(colon) => (&server[..host_end + colon], Some(&server[host_end + colon + 1..])),
        None => (server, None),
    };
    if host.is_empty() || (host_end == 0 && host.contains([':', '['])) {
        return None;
    }
    match port.filter(|port| !port.is_empty()) {
        Some(port) => Some((host, Some(port.parse().ok().filter(|port| *port > 0)?))),
        None => Some((host, None)),
    }
}
