//! The checks of a request to the control API of a server: its host, its origin and its token.

use hwc_transport::http::StatusCode;
use hwc_transport::http::header::AUTHORIZATION;
use hwc_transport::http::request::Parts;
use hwc_transport::local_server::{is_cross_site, is_for_loopback, single_header};

use super::ControlToken;
use super::error::ControlError;

/// The start of all paths.
pub(super) const ROOT: &str = "/_sandbox/";

/// Returns true for a path of the control API.
pub(crate) fn is_control(path: &str) -> bool {
    path.starts_with(ROOT)
}

/// Checks the head of a request.
pub(super) fn check(head: &Parts, token: &ControlToken) -> Result<(), ControlError> {
    if !is_for_loopback(&head.headers) {
        return Err(misdirected());
    }
    if is_cross_site(&head.headers, &["http"]) {
        let message = "requests from other sites are not allowed";
        return Err(ControlError::new(StatusCode::FORBIDDEN, "forbidden", message));
    }
    let given = single_header(&head.headers, AUTHORIZATION.as_str()).and_then(|header| header.strip_prefix("Bearer "));
    if given.is_some_and(|given| token.matches(given)) { Ok(()) } else { Err(unauthorized()) }
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
    fn requests_of_other_sites_are_rejected() {
        let host = ("host", "127.0.0.1:1");
        assert_eq!(status(&[host, TOKEN]), 200);
        assert_eq!(status(&[host, TOKEN, ("origin", "http://127.0.0.1:1")]), 200);
        assert_eq!(status(&[("host", "evil.example"), TOKEN]), 421);
        assert_eq!(status(&[TOKEN]), 421);
        assert_eq!(status(&[host, TOKEN, ("origin", "http://evil.example")]), 403);
        assert_eq!(status(&[host, TOKEN, ("origin", "https://127.0.0.1:1")]), 403);
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
