//! Redirects. The HTTP library does not follow them, because it would send tokens to another host.

use hwc_transport::http::header::LOCATION;
use hwc_transport::http::{HeaderMap, Method, StatusCode, Uri};

use super::raw::has_dots;

/// The maximum number of redirects in one call.
pub(crate) const MOVES: u32 = 5;

/// Returns the target of a redirect, `None` for other responses, or an error for a redirect that is not followed.
///
/// Redirects within the same origin (scheme, host and port) are followed. A `POST` is never repeated as a `GET`, which would
/// be a different call, so only 307 and 308 apply to it.
pub(crate) fn location(
    from: &Uri,
    method: &Method,
    status: StatusCode,
    headers: &HeaderMap,
) -> Option<Result<Uri, &'static str>> {
    let reads = *method == Method::GET || *method == Method::HEAD;
    match status.as_u16() {
        301..=303 if !reads => Some(Err("which is not followed for a request that changes something")),
        301..=303 | 307 | 308 => Some(target(from, headers)),
        _ => None,
    }
}

fn target(from: &Uri, headers: &HeaderMap) -> Result<Uri, &'static str> {
    let given = headers.get(LOCATION).and_then(|value| value.to_str().ok()).ok_or("without saying where to")?;
    let given = given.split('#').next().unwrap_or_default();
    if given.is_empty() {
        return Err("without saying where to");
    }
    let to = resolve(from, given).ok_or("to what is no address")?;
    if origin(from) != origin(&to) {
        return Err("away from its scheme, host and port, which is not followed");
    }
    if has_dots(to.path()) {
        return Err("to a path with `.` or `..` in it, which is not followed");
    }
    same_host(from, to).ok_or("to what is no address")
}

/// Replaces the host of the target with the spelling of the original URL, which was validated.
fn same_host(from: &Uri, to: Uri) -> Option<Uri> {
    let mut parts = to.into_parts();
    parts.authority = from.authority().cloned();
    Uri::from_parts(parts).ok()
}

/// Resolves an absolute URL, an absolute path, or a relative path.
fn resolve(from: &Uri, to: &str) -> Option<Uri> {
    let parsed: Option<Uri> = to.parse().ok();
    if let Some(absolute) = parsed.filter(|uri| uri.scheme().is_some() && uri.authority().is_some()) {
        return Some(absolute);
    }
    if has_scheme(to) {
        return None;
    }
    let base = format!("{}://{}", from.scheme_str()?, from.authority()?);
    let folder = &from.path()[..from.path().rfind('/').map_or(0, |slash| slash + 1)];
    let whole = match to {
        _ if to.starts_with("//") => format!("{}:{to}", from.scheme_str()?),
        _ if to.starts_with('/') => format!("{base}{to}"),
        _ if to.starts_with('?') => format!("{base}{}{to}", from.path()),
        _ => format!("{base}{folder}{to}"),
    };
    whole.parse().ok()
}

/// Returns true if the text starts with a URL scheme.
fn has_scheme(text: &str) -> bool {
    let start = text.split(['/', '?']).next().unwrap_or_default();
    start.contains(':')
}

fn origin(uri: &Uri) -> (Option<&str>, Option<String>, Option<u16>) {
    let port = uri.port_u16().or(match uri.scheme_str() {
        Some("http") => Some(80),
        Some("https") => Some(443),
        _ => None,
    });
    (uri.scheme_str(), uri.host().map(str::to_ascii_lowercase), port)
}
