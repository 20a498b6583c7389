//! Validation of endpoint URLs and detection of loopback URLs.

use std::net::IpAddr;

use hwc_transport::http::Uri;

/// Returns true if a URL points to this machine: `localhost`, a subdomain of it, or a loopback address.
///
/// ```
/// assert!(hwc_api::is_loopback("http://127.0.0.1:8080"));
/// assert!(!hwc_api::is_loopback("https://osm.example.com"));
/// ```
#[must_use]
#[inline]
pub fn is_loopback(url: &str) -> bool {
    normalize(url).is_ok_and(|url| url.parse().is_ok_and(|uri| is_local(&uri)))
}

/// Returns true if a validated URL points to this machine.
pub(crate) fn is_local(uri: &Uri) -> bool {
    let host = uri.host().unwrap_or_default().trim_end_matches('.').to_ascii_lowercase();
    match host.trim_matches(['[', ']']).parse::<IpAddr>() {
        Ok(address) => is_local_address(address.to_canonical()),
        Err(_) => host == "localhost" || host.ends_with(".localhost"),
    }
}

/// Returns true for loopback and unspecified addresses. Connecting to an unspecified address reaches this machine, too.
fn is_local_address(address: IpAddr) -> bool {
    address.is_loopback() || address.is_unspecified()
}

/// Validates the URL of a service and normalizes it, without a trailing slash. The error does not contain the URL, which may
/// hold a password.
pub(crate) fn normalize(endpoint: &str) -> Result<String, &'static str> {
    const NOT_ABSOLUTE: &str = "expected an absolute http or https URL";
    let endpoint = endpoint.trim();
    let (scheme, rest) = endpoint.split_once("://").ok_or(NOT_ABSOLUTE)?;
    let known = scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https");
    // URL parsers made for browsers silently repair these characters.
    let is_unsafe = |c: char| c == '\\' || c.is_whitespace() || c.is_control();
    if !known || rest.is_empty() || rest.starts_with('/') || rest.contains(is_unsafe) {
        return Err(NOT_ABSOLUTE);
    }
    if rest.split('/').next().is_some_and(|authority| authority.contains('@')) {
        return Err("it must not contain a user name; set credentials separately");
    }
    if rest.split('/').next().is_some_and(has_invalid_port) {
        return Err("the port must be a number from 1 to 65535");
    }
    if rest.contains(['?', '#']) {
        return Err("it must not contain a query or a fragment");
    }
    let url = parse(endpoint).filter(|url| url.host().is_some_and(|host| !host.is_empty())).ok_or(NOT_ABSOLUTE)?;
    Ok(url.to_string().trim_end_matches('/').to_owned())
}

/// Returns true for a port that no server can have. URL parsers accept some of them.
fn has_invalid_port(authority: &str) -> bool {
    let host_ends = authority.rfind(']').map_or(0, |end| end + 1);
    let port = authority[host_ends..].split_once(':').map(|(_, port)| port);
    port.is_some_and(|port| !port.is_empty() && port.parse::<u16>().ok().is_none_or(|port| port == 0))
}

/// Normalizes the host to the spelling that the transport sends, since the signature covers it.
#[cfg(feature = "network")]
fn parse(endpoint: &str) -> Option<Uri> {
    hwc_transport::normalized_url(endpoint).ok()
}

/// Parses the endpoint. Without the `reqwest` transport, the spelling that is sent is unknown.
#[cfg(not(feature = "network"))]
fn parse(endpoint: &str) -> Option<Uri> {
    endpoint.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urls_on_this_machine_are_known() {
        for host in [
            "localhost",
            "LOCALHOST.",
            "a.localhost",
            "127.0.0.1",
            "127.8.8.8:1",
            "[::1]:80",
            "0.0.0.0",
            "[::ffff:127.0.0.1]",
        ] {
            assert!(is_loopback(&format!("http://{host}/x")), "{host}");
        }
        for url in ["http://localhost.example", "http://128.0.0.1", "http://[::2]", "localhost", "ftp://localhost", ""]
        {
            assert!(!is_loopback(url), "{url}");
        }
    }

    #[cfg(feature = "network")]
    #[test]
    fn a_host_has_one_spelling() {
        for (given, sent) in [
            ("HTTPS://OSM.Example:443/", "https://osm.example"),
            ("http://osm.example:80/base/", "http://osm.example/base"),
            ("http://osm.example:0080", "http://osm.example"),
            ("https://osm.example.:8443", "https://osm.example.:8443"),
            ("https://%6fsm.example", "https://osm.example"),
            ("http://127.1:8080", "http://127.0.0.1:8080"),
            ("http://0x7f.1", "http://127.0.0.1"),
            ("http://2130706433", "http://127.0.0.1"),
            ("http://017700000001", "http://127.0.0.1"),
            ("http://[0:0::0:1]:80", "http://[::1]"),
            ("http://[::FFFF:127.0.0.1]", "http://[::ffff:7f00:1]"),
            ("https://osm.example/a/../b", "https://osm.example/b"),
        ] {
            assert_eq!(normalize(given).as_deref(), Ok(sent), "{given}");
        }
    }
}
