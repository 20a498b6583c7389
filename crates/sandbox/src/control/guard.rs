//! The checks of a request to the control API of a server: its host, its origin and its token.
//!
//! Pages of other sites can send requests to this machine, and their names can resolve to it (DNS rebinding).

use hwc_transport::http::header::{AUTHORIZATION, HOST, ORIGIN};
use hwc_transport::http::request::Parts;
use hwc_transport::http::uri::Authority;
use hwc_transport::http::{HeaderMap, StatusCode};

use super::ControlToken;
use super::error::ControlError;
use crate::http::hosts::is_loopback;

/// The start of all paths.
pub(super) const ROOT: &str = "/_sandbox/";

/// Returns true for a path of the control API.
pub(crate) fn is_control(path: &str) -> bool {
    path.starts_with(ROOT)
}

/// Checks the head of a request.
pub(super) fn check(head: &Parts, token: &ControlToken) -> Result<(), ControlError> {
    let host = single(&head.headers, HOST.as_str()).and_then(|host| host.parse::<Authority>().ok());
    let host = host.filter(is_local).ok_or_else(misdirected)?;
    if !is_same_origin(&head.headers, &host) || is_from_other_site(&head.headers) {
        let message = "requests from other sites are not allowed";
        return Err(ControlError::new(StatusCode::FORBIDDEN, "forbidden", message));
    }
    let given = single(&head.headers, AUTHORIZATION.as_str()).and_then(|header| header.strip_prefix("Bearer "));
    if given.is_some_and(|given| token.is(given)) { Ok(()) } else { Err(unauthorized()) }
}

fn misdirected() -> ControlError {
    let message = "the control API is only served as `localhost` and at loopback addresses";
    ControlError::new(StatusCode::MISDIRECTED_REQUEST, "forbidden", message)
}

fn unauthorized() -> ControlError {
    let message = "missing or wrong token: send the header `Authorization: Bearer TOKEN` with the token that the sandbox \
                   printed at its start";
    ControlError::new(StatusCode::UNAUTHORIZED, "unauthorized", message)
}

fn is_local(host: &Authority) -> bool {
    !host.as_str().contains('@') && is_loopback(&host.host().to_ascii_lowercase())
}

/// Returns true if the request has no origin, as that of a program, or the origin of its host.
fn is_same_origin(headers: &HeaderMap, host: &Authority) -> bool {
    match (headers.contains_key(ORIGIN), single(headers, ORIGIN.as_str())) {
        (false, _) => true,
        (true, origin) => origin.and_then(|origin| origin.strip_prefix("http://")) == Some(host.as_str()),
    }
}

/// Returns true if the browser says that a page of another site makes the request.
fn is_from_other_site(headers: &HeaderMap) -> bool {
    single(headers, "sec-fetch-site").is_some_and(|site| site == "cross-site" || site == "same-site")
}

/// Returns the value of a header that occurs once.
fn single<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let mut values = headers.get_all(name).iter();
    let (first, None) = (values.next()?, values.next()) else { return None };
    first.to_str().ok()
}

#[cfg(test)]
mod tests {
    use hwc_transport::http::Request;

    use super::*;

    fn status(headers: &[(&str, &str)]) -> u16 {
        let token = ControlToken::random().unwrap();
        let bearer = format!("Bearer {}", token.expose());
        let request = headers.iter().fold(Request::get("/_sandbox/"), |request, (name, value)| {
            request.header(*name, value.replace("TOKEN", &bearer))
        });
        let (head, ()) = request.body(()).unwrap().into_parts();
        check(&head, &token).map_or_else(|error| error.status.as_u16(), |()| 200)
    }

    const TOKEN: (&str, &str) = ("authorization", "TOKEN");

    #[test]
    fn only_this_machine_is_a_host() {
        for host in ["127.0.0.1:8080", "localhost", "LOCALHOST:1", "[::1]:80"] {
            assert_eq!(status(&[("host", host), TOKEN]), 200, "{host}");
        }
        for host in ["evil.example", "localhost.evil.example", "x@localhost", "", "10.0.0.1"] {
            assert_eq!(status(&[("host", host), TOKEN]), 421, "{host}");
        }
        assert_eq!(status(&[TOKEN]), 421);
        assert_eq!(status(&[("host", "localhost"), ("host", "localhost"), TOKEN]), 421);
    }

    #[test]
    fn other_origins_are_rejected() {
        let host = ("host", "127.0.0.1:1");
        assert_eq!(status(&[host, TOKEN, ("origin", "http://127.0.0.1:1")]), 200);
        for origin in ["http://127.0.0.1:2", "https://127.0.0.1:1", "null", "http://evil.example"] {
            assert_eq!(status(&[host, TOKEN, ("origin", origin)]), 403, "{origin}");
        }
        assert_eq!(status(&[host, TOKEN, ("sec-fetch-site", "cross-site")]), 403);
    }

    #[test]
    fn the_token_is_required() {
        let host = ("host", "localhost");
        assert_eq!(status(&[host]), 401);
        for wrong in ["Bearer ", "Bearer 00000000000000000000000000000000", "Basic TOKEN", "TOKENx"] {
            assert_eq!(status(&[host, ("authorization", wrong)]), 401, "{wrong}");
        }
        assert_eq!(status(&[host, TOKEN, TOKEN]), 401);
    }
}
