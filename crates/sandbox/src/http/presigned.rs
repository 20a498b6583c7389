//! Presigned URLs of the sandbox's storage. They have the form of those of an object storage; the signature is the sandbox's
//! own.

use hwc_transport::http::Method;
use hwc_wire::{Timestamp, percent_encode};

use crate::runtime::secrets::Secrets;

/// The paths of the contents and of the uploads, below any host.
const CONTENTS: &str = "/sandbox/contents/";
const UPLOADS: &str = "/sandbox/uploads/";

/// The lifetimes of URLs in seconds, which are those shown in the KooDrive reference.
const DOWNLOAD_LIFETIME: i64 = 10_000;
const UPLOAD_LIFETIME: i64 = 3600;

/// The query parameter with the signature, which is the last one.
const SIGNATURE: &str = "&X-Amz-Signature=";

/// The signer of presigned URLs for one origin at one time.
pub(crate) struct Presigner<'a> {
    pub(crate) secrets: &'a Secrets<'a>,
    /// The scheme and the host of the URLs.
    pub(crate) origin: &'a str,
    /// The time in milliseconds.
    pub(crate) now: i64,
}

/// The thing that a presigned URL is for.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Target<'a> {
    /// A content, by its hash.
    Content(&'a str),
    /// A part of an upload.
    Part { upload: &'a str, number: u32 },
}

/// The reason why a URL is not accepted.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Rejection {
    /// The URL is not one of the storage.
    NotFound,
    WrongMethod,
    WrongSignature,
    Expired,
}

/// The parts of a request that its signature covers.
pub(crate) struct SignedRequest<'a> {
    pub(crate) method: &'a Method,
    pub(crate) path: &'a str,
    pub(crate) query: &'a str,
    /// The value of the header `Content-Length`, for an upload.
    pub(crate) length: Option<u64>,
}

impl Presigner<'_> {
    /// Returns the URL to download a content, under a name if there is one.
    pub(crate) fn download(&self, sha256: &str, name: Option<&str>) -> String {
        let encoded = |name: &str| format!("response-content-disposition={}&", percent_encode(&disposition(name)));
        let query = name.map(encoded).unwrap_or_default();
        self.url(&Method::GET, &format!("{CONTENTS}{sha256}"), &query, ("host", DOWNLOAD_LIFETIME), None)
    }

    /// Returns the URL to upload a part of exactly `size` bytes.
    pub(crate) fn upload(&self, upload: &str, number: u32, size: u64) -> String {
        let query = format!("partNumber={number}&uploadId={upload}&");
        let signed = ("content-length%3Bhost", UPLOAD_LIFETIME);
        self.url(&Method::PUT, &format!("{UPLOADS}{upload}"), &query, signed, Some(size))
    }

    fn url(
        &self,
        method: &Method,
        path: &str,
        query: &str,
        (headers, lifetime): (&str, i64),
        length: Option<u64>,
    ) -> String {
        let query = format!(
            "{query}X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=hwc-sandbox-storage&X-Amz-Date={}&X-Amz-Expires={lifetime}\
             &X-Amz-SignedHeaders={headers}",
            compact(self.now)
        );
        let signature = self.sign(&SignedRequest { method, path, query: &query, length });
        format!("{}{path}?{query}{SIGNATURE}{signature}", self.origin)
    }

    /// Checks a request, and returns what it is for.
    pub(crate) fn check<'r>(&self, request: &SignedRequest<'r>) -> Result<Target<'r>, Rejection> {
        let target = target(request)?;
        // The URL that downloads a content also allows a HEAD request for its size.
        let method = match target {
            Target::Content(_) if matches!(*request.method, Method::GET | Method::HEAD) => Method::GET,
            Target::Part { .. } if *request.method == Method::PUT => Method::PUT,
            _ => return Err(Rejection::WrongMethod),
        };
        let (query, signature) = request.query.rsplit_once(SIGNATURE).ok_or(Rejection::WrongSignature)?;
        let length = request.length.filter(|_| method == Method::PUT);
        let text = self.text(&SignedRequest { method: &method, query, length, ..*request });
        if !self.secrets.is_signed(&text, signature) {
            return Err(Rejection::WrongSignature);
        }
        let expires = expires(query).ok_or(Rejection::WrongSignature)?;
        if expires < self.now { Err(Rejection::Expired) } else { Ok(target) }
    }

    fn sign(&self, request: &SignedRequest<'_>) -> String {
        self.secrets.sign(&self.text(request))
    }

    /// Returns the text that a signature covers.
    fn text(&self, request: &SignedRequest<'_>) -> String {
        let SignedRequest { method, path, query, length } = request;
        let length = length.map(|length| length.to_string()).unwrap_or_default();
        // A proxy in front of the server can add TLS, so the scheme is not signed.
        let host = self.origin.split_once("://").map_or(self.origin, |(_, host)| host);
        [method.as_str(), host, path, query, &length].join("\n")
    }
}

/// Returns true if a path belongs to the storage.
pub(crate) fn is_storage(path: &str) -> bool {
    path.starts_with(CONTENTS) || is_upload(path)
}

/// Returns true for the path of an upload.
pub(crate) fn is_upload(path: &str) -> bool {
    path.starts_with(UPLOADS)
}

fn target<'r>(request: &SignedRequest<'r>) -> Result<Target<'r>, Rejection> {
    if let Some(sha256) = request.path.strip_prefix(CONTENTS) {
        return Ok(Target::Content(sha256));
    }
    let upload = request.path.strip_prefix(UPLOADS).ok_or(Rejection::NotFound)?;
    let number = parameter(request.query, "partNumber").and_then(|number| number.parse().ok());
    Ok(Target::Part { upload, number: number.ok_or(Rejection::WrongSignature)? })
}

/// Returns the value of a query parameter as it is written.
pub(crate) fn parameter<'q>(query: &'q str, name: &str) -> Option<&'q str> {
    query.split('&').filter_map(|pair| pair.split_once('=')).find(|(known, _)| *known == name).map(|(_, value)| value)
}

/// Returns the time at which a URL expires, in milliseconds.
fn expires(query: &str) -> Option<i64> {
    let lifetime: i64 = parameter(query, "X-Amz-Expires")?.parse().ok()?;
    let signed = parameter(query, "X-Amz-Date")?;
    let digits = |at: std::ops::Range<usize>| signed.get(at);
    let [year, month, day] = [digits(0..4)?, digits(4..6)?, digits(6..8)?];
    let [hour, minute, second] = [digits(9..11)?, digits(11..13)?, digits(13..15)?];
    let signed = Timestamp::from(format!("{year}-{month}-{day}T{hour}:{minute}:{second}Z"));
    Some(signed.unix_millis()? + lifetime * 1000)
}

/// Formats a time as in `20260101T000000Z`.
fn compact(millis: i64) -> String {
    let seconds = Timestamp::from_unix_millis(millis - millis.rem_euclid(1000));
    let text = seconds.as_str().split('.').next().unwrap_or_default();
    let digits: String = text.chars().filter(|char| !matches!(char, '-' | ':' | 'Z')).collect();
    format!("{digits}Z")
}

/// Returns the header that names a downloaded file.
fn disposition(name: &str) -> String {
    if name.bytes().all(|byte| matches!(byte, b' '..=b'~') && !matches!(byte, b'"' | b'\\')) {
        return format!("attachment; filename=\"{name}\"");
    }
    format!("attachment; filename*=UTF-8''{}", percent_encode(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHA256: &str = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";
    const UPLOAD: &str = "0000000000000000000000000000000A";
    const ORIGIN: &str = "http://localhost:8080";

    fn at(now: i64) -> Presigner<'static> {
        const SECRETS: Secrets<'static> = Secrets::PUBLIC;
        Presigner { secrets: &SECRETS, origin: ORIGIN, now }
    }

    /// Checks a URL at a time.
    fn check(now: i64, method: &Method, url: &str, length: Option<u64>) -> Result<String, Rejection> {
        let (path, query) = url.strip_prefix(ORIGIN).unwrap().split_once('?').unwrap();
        at(now).check(&SignedRequest { method, path, query, length }).map(|target| format!("{target:?}"))
    }

    #[test]
    fn a_url_is_for_one_thing_until_it_expires() {
        let now = 1_767_225_600_999;
        let download = at(now).download(SHA256, Some("年 度.pdf"));
        assert!(download.contains("filename%2A%3DUTF-8%27%27%25E5%25B9%25B4%2520"), "{download}");
        assert_eq!(check(now, &Method::GET, &download, None), Ok(format!("Content({SHA256:?})")));
        assert_eq!(check(now + 9_999_000, &Method::HEAD, &download, None), Ok(format!("Content({SHA256:?})")));
        assert_eq!(check(now + 10_000_000, &Method::GET, &download, None), Err(Rejection::Expired));
        assert_eq!(check(now, &Method::PUT, &download, None), Err(Rejection::WrongMethod));
        let other = download.replace("20260101T000000Z", "20260201T000000Z");
        assert_eq!(check(now, &Method::GET, &other, None), Err(Rejection::WrongSignature));
    }

    #[test]
    fn a_url_for_a_part_is_for_its_size() {
        let url = at(0).upload(UPLOAD, 46, 10);
        assert!(url.contains("X-Amz-SignedHeaders=content-length%3Bhost"), "{url}");
        assert!(check(3_600_000, &Method::PUT, &url, Some(10)).unwrap().contains("number: 46"));
        for length in [None, Some(9), Some(11)] {
            assert_eq!(check(0, &Method::PUT, &url, length), Err(Rejection::WrongSignature));
        }
        assert_eq!(check(3_600_001, &Method::PUT, &url, Some(10)), Err(Rejection::Expired));
        assert_eq!(check(0, &Method::GET, &url, Some(10)), Err(Rejection::WrongMethod));
        let other = url.replace("partNumber=46", "partNumber=47");
        assert_eq!(check(0, &Method::PUT, &other, Some(10)), Err(Rejection::WrongSignature));
    }
}
