//! The headers that tell a request of this machine from that of a page of another site.

use std::net::IpAddr;

use http::HeaderMap;
use http::header::{HOST, ORIGIN};
use http::uri::Authority;

/// Returns true if a request names this machine as its host: `localhost` or a loopback address, with or without a port.
///
/// No other site can have such a name.
#[must_use]
pub fn is_for_loopback(headers: &HeaderMap) -> bool {
    let host = single_header(headers, HOST.as_str()).and_then(|host| host.parse::<Authority>().ok());
    host.is_some_and(|host| !host.as_str().contains('@') && is_loopback_host(host.host()))
}

/// Returns true for `localhost` and loopback addresses. An IPv6 address may be in brackets.
#[must_use]
pub fn is_loopback_host(host: &str) -> bool {
    let address = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host);
    host.eq_ignore_ascii_case("localhost") || address.parse().is_ok_and(|address: IpAddr| address.is_loopback())
}

/// Returns true if a browser says that a page of another site sends the request. Other clients send no such headers.
///
/// `schemes` are those of the server's own pages: `http`, and `https` behind a proxy that adds TLS. A link on another site
/// that is followed without a form is not such a request.
#[must_use]
pub fn is_cross_site(headers: &HeaderMap, schemes: &[&str]) -> bool {
    let navigates = single_header(headers, "sec-fetch-mode") == Some("navigate");
    let site = single_header(headers, "sec-fetch-site");
    if !navigates && site.is_some_and(|site| site == "cross-site" || site == "same-site") {
        return true;
    }
    if !headers.contains_key(ORIGIN) {
        return false;
    }
    let origin = single_header(headers, ORIGIN.as_str()).and_then(|origin| origin.split_once("://"));
    origin
        .is_none_or(|(scheme, host)| !schemes.contains(&scheme) || single_header(headers, HOST.as_str()) != Some(host))
}

/// Returns the value of a header that occurs once.
#[must_use]
pub fn single_header<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let mut values = headers.get_all(name).iter();
    let (first, None) = (values.next()?, values.next()) else { return None };
    first.to_str().ok()
}

#[cfg(test)]
mod tests {
    use http::{HeaderName, HeaderValue};

    use super::*;

    fn headers(headers: &[(&'static str, &str)]) -> HeaderMap {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.append(HeaderName::from_static(name), HeaderValue::from_str(value).unwrap());
        }
        map
    }

    #[test]
    fn only_this_machine_is_loopback() {
        for host in ["127.0.0.1:8080", "127.0.0.1", "127.9.9.9", "localhost", "LOCALHOST:1", "[::1]:80", "[::1]"] {
            assert!(is_for_loopback(&headers(&[("host", host)])), "{host}");
        }
        for host in [
            "evil.example",
            "localhost.evil.example",
            "x@localhost",
            "",
            "10.0.0.1",
            "[2001:db8::1]",
            "::1",
            "127.1",
            "2130706433",
        ] {
            assert!(!is_for_loopback(&headers(&[("host", host)])), "{host}");
        }
        assert!(!is_for_loopback(&headers(&[])));
        assert!(!is_for_loopback(&headers(&[("host", "localhost"), ("host", "localhost")])));
    }

    #[test]
    fn pages_of_other_origins_are_cross_site() {
        let host = ("host", "127.0.0.1:1");
        let is_cross = |origin: &str, schemes: &[&str]| is_cross_site(&headers(&[host, ("origin", origin)]), schemes);
        assert!(!is_cross_site(&headers(&[host]), &["http"]));
        assert!(!is_cross("http://127.0.0.1:1", &["http"]));
        for origin in ["http://127.0.0.1:2", "https://127.0.0.1:1", "null", "http://evil.example", ""] {
            assert!(is_cross(origin, &["http"]), "{origin}");
        }
        assert!(!is_cross("https://127.0.0.1:1", &["http", "https"]));
        let twice = [host, ("origin", "http://127.0.0.1:1"), ("origin", "http://127.0.0.1:1")];
        assert!(is_cross_site(&headers(&twice), &["http"]));
        assert!(is_cross_site(&headers(&[("origin", "http://127.0.0.1:1")]), &["http"]), "no host");
    }

    #[test]
    fn the_site_of_a_browser_counts_unless_a_person_follows_a_link() {
        let host = ("host", "127.0.0.1:1");
        for site in ["cross-site", "same-site"] {
            assert!(is_cross_site(&headers(&[host, ("sec-fetch-site", site)]), &["http"]), "{site}");
            let navigation = [host, ("sec-fetch-site", site), ("sec-fetch-mode", "navigate")];
            assert!(!is_cross_site(&headers(&navigation), &["http"]), "{site}");
        }
        assert!(!is_cross_site(&headers(&[host, ("sec-fetch-site", "same-origin")]), &["http"]));
    }
}
