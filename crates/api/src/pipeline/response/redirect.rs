//! Redirects. The HTTP library does not follow them, because it would send tokens to another host.

use hwc_transport::http::header::LOCATION;
use hwc_transport::http::{HeaderMap, Method, StatusCode, Uri};

use crate::pipeline::codec::has_dot_segments;

/// The maximum number of redirects in one call.
pub(crate) const MAX_REDIRECTS: u32 = 5;

/// Returns the target of a redirect, `None` for other responses, or an error for a redirect that is not followed.
///
/// Redirects within the same origin (scheme, host and port) are followed. A `POST` is never repeated as a `GET`, which would
/// be a different call, so only 307 and 308 apply to it.
pub(crate) fn redirect_target(
    from: &Uri,
    method: &Method,
    status: StatusCode,
    headers: &HeaderMap,
) -> Option<Result<Uri, &'static str>> {
    let is_read = *method == Method::GET || *method == Method::HEAD;
    match status.as_u16() {
        301..=303 if !is_read => Some(Err("only reads are repeated as `GET`")),
        301..=303 | 307 | 308 => Some(checked_target(from, headers)),
        _ => None,
    }
}

fn checked_target(from: &Uri, headers: &HeaderMap) -> Result<Uri, &'static str> {
    let location = headers.get(LOCATION).and_then(|value| value.to_str().ok()).ok_or("no `Location` header")?;
    let location = location.split('#').next().unwrap_or_default();
    if location.is_empty() {
        return Err("no `Location` header");
    }
    let to = resolve(from, location).ok_or("invalid `Location` header")?;
    if origin(from) != origin(&to) {
        return Err("another scheme, host or port");
    }
    if has_dot_segments(to.path()) {
        return Err("path with a segment `.` or `..`");
    }
    with_original_host(from, to).ok_or("invalid `Location` header")
}

/// Replaces the host of the target with the spelling of the original URL, which was validated.
fn with_original_host(from: &Uri, to: Uri) -> Option<Uri> {
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
    let absolute = match to {
        _ if to.starts_with("//") => format!("{}:{to}", from.scheme_str()?),
        _ if to.starts_with('/') => format!("{base}{to}"),
        _ if to.starts_with('?') => format!("{base}{}{to}", from.path()),
        _ => format!("{base}{folder}{to}"),
    };
    absolute.parse().ok()
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
