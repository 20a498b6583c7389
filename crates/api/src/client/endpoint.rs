//! URLs of services: how they are checked, and which ones are on this machine.

use std::net::IpAddr;

use hwc_transport::http::Uri;

/// Returns true if a URL leads to this machine: `localhost`, a name below it, or a loopback address.
///
/// ```
/// assert!(hwc_api::is_loopback("http://127.0.0.1:8080"));
/// assert!(!hwc_api::is_loopback("https://osm.example.com"));
/// ```
#[must_use]
pub fn is_loopback(url: &str) -> bool {
    checked(url).is_ok_and(|url| url.parse().is_ok_and(|uri| leads_here(&uri)))
}

/// The same for a URL that was checked.
pub(super) fn leads_here(uri: &Uri) -> bool {
    let host = uri.host().unwrap_or_default().trim_end_matches('.').to_ascii_lowercase();
    match host.trim_matches(['[', ']']).parse::<IpAddr>() {
        Ok(address) => is_own(address.to_canonical()),
        Err(_) => host == "localhost" || host.ends_with(".localhost"),
    }
}

/// An unspecified address connects to this machine, too.
fn is_own(address: IpAddr) -> bool {
    address.is_loopback() || address.is_unspecified()
}

/// Checks the URL of a service, and returns what is sent, without a slash at its end. The URL itself is not in the error: it
/// may hold a password.
pub(super) fn checked(endpoint: &str) -> Result<String, &'static str> {
    const NO_URL: &str = "is no absolute http or https URL";
    let endpoint = endpoint.trim();
    let (scheme, rest) = endpoint.split_once("://").ok_or(NO_URL)?;
    let known = scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https");
    // A parser that is made for browsers repairs what follows.
    let odd = |c: char| c == '\\' || c.is_whitespace() || c.is_control();
    if !known || rest.is_empty() || rest.starts_with('/') || rest.contains(odd) {
        return Err(NO_URL);
    }
    if rest.split('/').next().is_some_and(|authority| authority.contains('@')) {
        return Err("has a user name in it; credentials are set apart from it");
    }
    if rest.contains(['?', '#']) {
        return Err("has a query or a fragment, which an endpoint cannot have");
    }
    let url = normalized(endpoint).filter(|url| url.host().is_some_and(|host| !host.is_empty())).ok_or(NO_URL)?;
    Ok(url.to_string().trim_end_matches('/').to_owned())
}

/// A host in the spelling in which the transport sends it, since that is what a signature has to hold for.
#[cfg(feature = "reqwest")]
fn normalized(endpoint: &str) -> Option<Uri> {
    hwc_transport::normalized_url(endpoint).ok()
}

/// Without the transport for real servers, nothing is known about how a host is sent.
#[cfg(not(feature = "reqwest"))]
fn normalized(endpoint: &str) -> Option<Uri> {
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

    #[cfg(feature = "reqwest")]
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
            assert_eq!(checked(given).as_deref(), Ok(sent), "{given}");
        }
    }
}
