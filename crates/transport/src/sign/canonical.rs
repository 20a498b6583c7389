//! The canonical request: one text for all spellings of the same request.

use std::borrow::Cow;
use std::cmp::Ordering;

use http::uri::Scheme;
use http::{HeaderMap, Method, Uri};
use percent_encoding::{percent_decode, percent_decode_str, percent_encode_byte};

/// The signed parts of a request besides its body.
#[derive(Clone, Copy)]
pub(super) struct Head<'a> {
    pub(super) method: &'a Method,
    pub(super) uri: &'a Uri,
    pub(super) headers: &'a HeaderMap,
}

/// Returns the canonical request, or the first of the `names` that the request lacks.
///
/// `names` are those of the signed headers in lowercase, sorted, joined by `;`.
pub(super) fn request<'n>(head: Head<'_>, names: &'n str, body_hash: &[u8]) -> Result<Vec<u8>, &'n str> {
    let mut text = Vec::with_capacity(1024);
    text.extend_from_slice(head.method.as_str().as_bytes());
    text.push(b'\n');
    path(head.uri.path(), &mut text);
    text.push(b'\n');
    query(head.uri.query().unwrap_or_default(), &mut text);
    text.push(b'\n');
    for name in names.split(';') {
        text.extend_from_slice(name.as_bytes());
        text.push(b':');
        if !value(head, name, &mut text) {
            return Err(name);
        }
        text.push(b'\n');
    }
    text.push(b'\n');
    text.extend_from_slice(names.as_bytes());
    text.push(b'\n');
    text.extend_from_slice(body_hash);
    Ok(text)
}

/// Writes the path with each segment encoded again and a final `/`, which the request itself need not have.
fn path(path: &str, into: &mut Vec<u8>) {
    for (index, piece) in path.split('/').enumerate() {
        if index > 0 {
            into.push(b'/');
        }
        reencode(piece, into);
    }
    if into.last() != Some(&b'/') {
        into.push(b'/');
    }
}

/// Writes the pairs of the query, sorted by decoded name and value, and encoded again. A name without a value gets a `=`.
fn query(query: &str, into: &mut Vec<u8>) {
    let query = if query.contains('+') { Cow::Owned(query.replace('+', "%20")) } else { Cow::Borrowed(query) };
    let pairs = query.split('&').filter(|pair| !pair.is_empty());
    let mut pairs: Vec<_> = pairs.map(|pair| pair.split_once('=').unwrap_or((pair, ""))).collect();
    pairs.sort_unstable_by(|one, other| decoded_order(one.0, other.0).then_with(|| decoded_order(one.1, other.1)));
    for (index, (name, value)) in pairs.into_iter().enumerate() {
        if index > 0 {
            into.push(b'&');
        }
        reencode(name, into);
        into.push(b'=');
        reencode(value, into);
    }
}

fn decoded_order(one: &str, other: &str) -> Ordering {
    percent_decode_str(one).cmp(percent_decode_str(other))
}

fn reencode(text: &str, into: &mut Vec<u8>) {
    let text = text.as_bytes();
    let clean = text.iter().position(|&byte| !is_unreserved(byte)).unwrap_or(text.len());
    into.extend_from_slice(&text[..clean]);
    for byte in percent_decode(&text[clean..]) {
        if is_unreserved(byte) {
            into.push(byte);
        } else {
            into.extend_from_slice(percent_encode_byte(byte).as_bytes());
        }
    }
}

fn is_unreserved(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~')
}

/// Writes the value of a header. Returns false if the request does not have it.
fn value(head: Head<'_>, name: &str, into: &mut Vec<u8>) -> bool {
    let mut sent = false;
    for value in head.headers.get_all(name) {
        if sent {
            into.push(b',');
        }
        into.extend_from_slice(value.as_bytes().trim_ascii());
        sent = true;
    }
    sent || (name == "host" && host(head.uri, into))
}

/// Writes the `Host` header that an HTTP library derives from a URI. Returns false if the URI has no host.
fn host(uri: &Uri, into: &mut Vec<u8>) -> bool {
    let Some(host) = uri.host().filter(|host| !host.is_empty()) else {
        return false;
    };
    into.extend(host.bytes().map(|byte| byte.to_ascii_lowercase()));
    let default = if uri.scheme() == Some(&Scheme::HTTP) { 80 } else { 443 };
    if let Some(port) = uri.port_u16().filter(|port| *port != default) {
        into.extend_from_slice(format!(":{port}").as_bytes());
    }
    true
}
