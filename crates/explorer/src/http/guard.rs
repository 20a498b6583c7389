//! The checks of each request before its route: its host, its origin and the token in its path.

use hwc_api::http::StatusCode;
use hwc_api::http::request::Parts;
use hwc_transport::local_server::{AccessToken, is_cross_site, is_for_loopback};

/// A rejected request: its status, and the reason in one line.
pub(super) type Rejected = (StatusCode, &'static str);

/// Returns the path after the token.
pub(super) fn check<'a>(head: &'a Parts, token: &AccessToken) -> Result<&'a str, Rejected> {
    if !is_for_loopback(&head.headers) {
        return Err((StatusCode::MISDIRECTED_REQUEST, "unknown host; use the printed link"));
    }
    if is_cross_site(&head.headers, &["http"]) {
        return Err((StatusCode::FORBIDDEN, "requests from other sites are not allowed"));
    }
    let path = head.uri.path().strip_prefix('/').unwrap_or_default();
    let (first, rest) = path.split_once('/').ok_or(NO_TOKEN)?;
    if token.matches(first) { Ok(rest) } else { Err(NO_TOKEN) }
}

const NO_TOKEN: Rejected = (StatusCode::NOT_FOUND, "not found; use the whole link that `hwc` printed, with its token");

#[cfg(test)]
mod tests {
    use hwc_api::http::Request;

    use super::*;

    fn status(path: &str, headers: &[(&str, &str)]) -> u16 {
        let token = AccessToken::random().unwrap();
        let uri = path.replace("TOKEN", token.expose());
        let request = headers.iter().fold(Request::get(uri), |request, (name, value)| request.header(*name, *value));
        let (head, ()) = request.body(()).unwrap().into_parts();
        check(&head, &token).map_or_else(|(status, _)| status.as_u16(), |_| 200)
    }

    #[test]
    fn requests_of_other_sites_are_rejected() {
        let host = ("host", "127.0.0.1:1");
        assert_eq!(status("/TOKEN/", &[host]), 200);
        assert_eq!(status("/TOKEN/", &[host, ("origin", "http://127.0.0.1:1")]), 200);
        assert_eq!(status("/TOKEN/", &[("host", "evil.example")]), 421);
        assert_eq!(status("/TOKEN/", &[]), 421);
        assert_eq!(status("/TOKEN/", &[host, ("origin", "http://evil.example")]), 403);
        assert_eq!(status("/TOKEN/", &[host, ("origin", "https://127.0.0.1:1")]), 403);
        assert_eq!(status("/TOKEN/", &[host, ("sec-fetch-site", "cross-site")]), 403);
    }

    #[test]
    fn the_token_is_the_first_segment() {
        for path in ["/", "/TOKEN", "/other/", "/TOKENx/", "//TOKEN/"] {
            assert_eq!(status(path, &[("host", "localhost")]), 404, "{path}");
        }
    }
}
