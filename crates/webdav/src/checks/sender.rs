//! The checks of the sender: its password, and that no page of another site sends the request.

use axum::http::header::AUTHORIZATION;
use axum::http::{HeaderMap, StatusCode};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hwc_transport::local_server::{is_cross_site, is_for_loopback, single_header};

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
        None if !is_for_loopback(headers) => {
            let reason = "unknown host: without a user, this server answers only as localhost or a loopback address";
            return Err(Failure::new(StatusCode::MISDIRECTED_REQUEST, reason));
        }
        None => {}
    }
    // A server with a user may be behind a proxy that adds TLS.
    if is_cross_site(headers, &["http", "https"]) {
        return Err(Failure::new(StatusCode::FORBIDDEN, "requests from pages of other sites are not allowed"));
    }
    Ok(())
}

fn is_signed_in(headers: &HeaderMap, user: &ServerUser) -> bool {
    let Some(value) = single_header(headers, AUTHORIZATION.as_str()) else { return false };
    let Some((scheme, pair)) = value.split_once(' ') else { return false };
    let pair = STANDARD.decode(pair.trim());
    scheme.eq_ignore_ascii_case("basic") && pair.is_ok_and(|pair| user.is(&pair))
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
        assert_eq!(status(None, &[("host", "127.0.0.1:8080")]), 200);
        assert_eq!(status(None, &[("host", "files.example")]), 421);
        assert_eq!(status(None, &[]), 421);
    }

    #[test]
    fn pages_of_other_sites_are_rejected() {
        let host = ("host", "127.0.0.1:1");
        for origin in ["http://127.0.0.1:1", "https://127.0.0.1:1"] {
            assert_eq!(status(None, &[host, ("origin", origin)]), 200, "{origin}");
        }
        assert_eq!(status(None, &[host, ("origin", "http://evil.example")]), 403);
        assert_eq!(status(None, &[host, ("sec-fetch-site", "cross-site")]), 403);
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
