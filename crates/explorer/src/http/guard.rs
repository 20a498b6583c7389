//! The checks of each request before its route: its host, its origin and the token in its path.
//!
//! Pages of other sites can send requests to this machine, and their names can resolve to it (DNS rebinding).

use std::net::{IpAddr, Ipv4Addr};

use hwc_api::http::header::{HOST, ORIGIN};
use hwc_api::http::request::Parts;
use hwc_api::http::uri::Authority;
use hwc_api::http::{HeaderMap, StatusCode};

use super::Token;

/// A rejected request: its status, and the reason in one line.
pub(super) type Rejected = (StatusCode, &'static str);

/// Returns the path after the token.
pub(super) fn check<'a>(head: &'a Parts, token: &Token) -> Result<&'a str, Rejected> {
    let host = single(&head.headers, HOST.as_str()).and_then(|host| host.parse::<Authority>().ok());
    let host = host.filter(is_local).ok_or((StatusCode::MISDIRECTED_REQUEST, "unknown host; use the printed link"))?;
    if !is_same_origin(&head.headers, &host) || is_from_other_site(&head.headers) {
        return Err((StatusCode::FORBIDDEN, "requests from other sites are not allowed"));
    }
    let path = head.uri.path().strip_prefix('/').unwrap_or_default();
    let (first, rest) = path.split_once('/').ok_or(NO_TOKEN)?;
    if token.is(first) { Ok(rest) } else { Err(NO_TOKEN) }
}

const NO_TOKEN: Rejected = (StatusCode::NOT_FOUND, "not found; use the whole link that `hwc` printed, with its token");

/// Returns true for `localhost` and the loopback address, with any port.
fn is_local(host: &Authority) -> bool {
    let is_plain = !host.as_str().contains('@');
    is_plain && (host.host() == "localhost" || host.host().parse() == Ok(IpAddr::V4(Ipv4Addr::LOCALHOST)))
}

/// Returns true if the request has no origin, as for a link, or that of the page.
fn is_same_origin(headers: &HeaderMap, host: &Authority) -> bool {
    match (headers.contains_key(ORIGIN), single(headers, ORIGIN.as_str())) {
        (false, _) => true,
        (true, origin) => origin.and_then(|origin| origin.strip_prefix("http://")) == Some(host.as_str()),
    }
}

/// Returns true if the browser says that a page of another site makes the request.
fn is_from_other_site(headers: &HeaderMap) -> bool {
    let navigates = single(headers, "sec-fetch-mode") == Some("navigate");
    !navigates && single(headers, "sec-fetch-site").is_some_and(|site| site == "cross-site" || site == "same-site")
}

/// Returns the value of a header that occurs once.
fn single<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let mut values = headers.get_all(name).iter();
    let (first, None) = (values.next()?, values.next()) else { return None };
    first.to_str().ok()
}

#[cfg(test)]
mod tests {
    use hwc_api::http::Request;

    use super::*;

    fn status(path: &str, headers: &[(&str, &str)]) -> u16 {
        let token = Token::random().unwrap();
        let uri = path.replace("TOKEN", token.expose());
        let request = headers.iter().fold(Request::get(uri), |request, (name, value)| request.header(*name, *value));
        let (head, ()) = request.body(()).unwrap().into_parts();
        check(&head, &token).map_or_else(|(status, _)| status.as_u16(), |_| 200)
    }

    #[test]
    fn only_this_machine_is_a_host() {
        for host in ["127.0.0.1:8080", "localhost", "127.0.0.1"] {
            assert_eq!(status("/TOKEN/", &[("host", host)]), 200, "{host}");
        }
        for host in ["evil.example", "localhost.evil.example", "x@localhost", "", "[::1]", "10.0.0.1"] {
            assert_eq!(status("/TOKEN/", &[("host", host)]), 421, "{host}");
        }
        assert_eq!(status("/TOKEN/", &[]), 421);
        assert_eq!(status("/TOKEN/", &[("host", "localhost"), ("host", "localhost")]), 421);
    }

    #[test]
    fn other_origins_are_rejected() {
        let host = ("host", "127.0.0.1:1");
        assert_eq!(status("/TOKEN/", &[host, ("origin", "http://127.0.0.1:1")]), 200);
        for origin in ["http://127.0.0.1:2", "https://127.0.0.1:1", "null", "http://evil.example"] {
            assert_eq!(status("/TOKEN/", &[host, ("origin", origin)]), 403, "{origin}");
        }
        assert_eq!(status("/TOKEN/", &[host, ("sec-fetch-site", "cross-site")]), 403);
        assert_eq!(status("/TOKEN/", &[host, ("sec-fetch-site", "cross-site"), ("sec-fetch-mode", "navigate")]), 200);
    }

    #[test]
    fn the_token_is_the_first_segment() {
        for path in ["/", "/TOKEN", "/other/", "/TOKENx/", "//TOKEN/"] {
            assert_eq!(status(path, &[("host", "localhost")]), 404, "{path}");
        }
    }
}
