//! The checks of the sender: its password, and that no page of another site sends the request.
//!
//! Pages in a browser can send requests to this machine, and their names can resolve to it (DNS rebinding).

use std::net::IpAddr;

use axum::http::header::{AUTHORIZATION, HOST, ORIGIN};
use axum::http::uri::Authority;
use axum::http::{HeaderMap, StatusCode};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::failure::Failure;
use crate::options::ServerUser;

/// Checks the sender of a request.
pub(crate) fn check_sender(headers: &HeaderMap, user: Option<&ServerUser>) -> Result<(), Failure> {
    match user {
        Some(user) if !is_signed_in(headers, user) => {
            return Err(Failure::new(
                StatusCode::UNAUTHORIZED,
                "sign in with the user and the password of this server",
            ));
        }
        Some(_) => {}
        None if !is_local_host(headers) => {
            let reason = "unknown host: without a user, this server answers only as localhost or a loopback address";
            return Err(Failure::new(StatusCode::MISDIRECTED_REQUEST, reason));
        }
        None => {}
    }
    if is_from_other_site(headers) {
        return Err(Failure::new(StatusCode::FORBIDDEN, "requests from pages of other sites are not allowed"));
    }
    Ok(())
}

fn is_signed_in(headers: &HeaderMap, user: &ServerUser) -> bool {
    let Some(value) = single(headers, AUTHORIZATION.as_str()) else { return false };
    let Some((scheme, pair)) = value.split_once(' ') else { return false };
    let pair = STANDARD.decode(pair.trim());
    scheme.eq_ignore_ascii_case("basic") && pair.is_ok_and(|pair| user.is(&pair))
}

/// Returns true if the client addresses this machine by a name that no other site can have.
fn is_local_host(headers: &HeaderMap) -> bool {
    let host = single(headers, HOST.as_str()).and_then(|host| host.parse::<Authority>().ok());
    let Some(host) = host.filter(|host| !host.as_str().contains('@')) else { return false };
    let name = host.host().trim_start_matches('[').trim_end_matches(']');
    name.eq_ignore_ascii_case("localhost") || name.parse().is_ok_and(|address: IpAddr| address.is_loopback())
}

/// Returns true if a browser says that a page of another site sends the request. Other clients send no such headers.
fn is_from_other_site(headers: &HeaderMap) -> bool {
    let navigates = single(headers, "sec-fetch-mode") == Some("navigate");
    if !navigates && single(headers, "sec-fetch-site").is_some_and(|site| site == "cross-site" || site == "same-site") {
        return true;
    }
    let Some(origin) = headers.get(ORIGIN) else { return false };
    let origin = origin.to_str().ok().and_then(|origin| origin.split_once("://"));
    origin.is_none_or(|(_, authority)| single(headers, HOST.as_str()) != Some(authority))
}

/// Returns the value of a header that occurs once.
fn single<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let mut values = headers.get_all(name).iter();
    let (first, None) = (values.next()?, values.next()) else { return None };
    first.to_str().ok()
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderName, HeaderValue};

    use super::*;
    use crate::WebDavOptions;

    fn status(user: Option<&ServerUser>, headers: &[(&'static str, &str)]) -> u16 {
        let headers: HeaderMap = headers
            .iter()
            .map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_str(value).unwrap()))
            .collect();
        check_sender(&headers, user).map_or_else(|failure| failure.status.as_u16(), |()| 200)
    }

    #[test]
    fn an_open_server_answers_as_this_machine_only() {
        for host in ["127.0.0.1:8080", "localhost", "LOCALHOST:1", "[::1]:80", "127.9.9.9"] {
            assert_eq!(status(None, &[("host", host)]), 200, "{host}");
        }
        for host in ["evil.example", "localhost.evil.example", "x@localhost", "", "10.0.0.1", "[2001:db8::1]"] {
            assert_eq!(status(None, &[("host", host)]), 421, "{host}");
        }
        assert_eq!(status(None, &[]), 421);
    }

    #[test]
    fn pages_of_other_sites_are_rejected() {
        let host = ("host", "127.0.0.1:1");
        assert_eq!(status(None, &[host, ("origin", "http://127.0.0.1:1")]), 200);
        for origin in ["http://127.0.0.1:2", "null", "http://evil.example"] {
            assert_eq!(status(None, &[host, ("origin", origin)]), 403, "{origin}");
        }
        assert_eq!(status(None, &[host, ("sec-fetch-site", "cross-site")]), 403);
        assert_eq!(status(None, &[host, ("sec-fetch-site", "cross-site"), ("sec-fetch-mode", "navigate")]), 200);
    }

    #[test]
    fn a_user_signs_in_with_the_password() {
        let options = WebDavOptions::default().user("ada", "pass:word".to_owned().into()).unwrap();
        let user = options.user.as_ref();
        let basic = |pair: &str| format!("Basic {}", STANDARD.encode(pair));
        let host = ("host", "files.example");
        assert_eq!(status(user, &[host, ("authorization", &basic("ada:pass:word"))]), 200);
        for pair in ["ada:pass", "Ada:pass:word", "ada:", "", "ada:pass:word "] {
            assert_eq!(status(user, &[host, ("authorization", &basic(pair))]), 401, "{pair}");
        }
        for value in ["Basic", "Basic %", "Bearer YWRhOnBhc3M6d29yZA==", ""] {
            assert_eq!(status(user, &[host, ("authorization", value)]), 401, "{value}");
        }
        assert_eq!(status(user, &[host]), 401);
    }
}
