//! A cache of parsed origins. reqwest parses URLs by the rules of browsers, including international host names, which
//! takes a tenth of the time of a small call. The parts that calls have in common are parsed once.

use std::borrow::Cow;
use std::sync::RwLock;

use http::Uri;
use http::uri::{Authority, PathAndQuery, Scheme};
use reqwest::Url;

use crate::lock::{read, write};
use crate::network::InvalidUrl;

/// The servers that were called, with their parsed URLs.
#[derive(Default)]
pub(super) struct UrlCache(RwLock<Vec<Origin>>);

struct Origin {
    scheme: Scheme,
    authority: Authority,
    /// The URL without path and query.
    url: Url,
}

/// The maximum number of servers. It is bounded, since links may lead to ever new servers.
const CAPACITY: usize = 16;

impl UrlCache {
    /// Returns the URL of a request.
    pub(super) fn url(&self, uri: &Uri) -> Result<Url, reqwest::Error> {
        if let Some(url) = self.known(uri) {
            return Ok(url);
        }
        let url = parse(uri)?;
        self.insert(uri, &url);
        Ok(url)
    }

    /// Returns the URL of a request to a known server. Only path and query are parsed.
    fn known(&self, uri: &Uri) -> Option<Url> {
        let (scheme, authority) = (uri.scheme()?, uri.authority()?);
        let origins = read(&self.0);
        // Comparing the spelling is cheaper than comparing without regard to case.
        let is_it = |origin: &&Origin| origin.authority.as_str() == authority.as_str() && origin.scheme == *scheme;
        let known = origins.iter().find(is_it)?;
        match uri.path_and_query().map(PathAndQuery::as_str) {
            // Two slashes would begin the name of another server.
            Some(target) if target.starts_with('/') && !target.starts_with("//") && !target.contains('\\') => {
                known.url.join(target).ok()
            }
            _ => {
                let mut url = known.url.clone();
                url.set_path(&path(uri));
                url.set_query(uri.query());
                Some(url)
            }
        }
    }

    fn insert(&self, uri: &Uri, url: &Url) {
        let (Some(scheme), Some(authority)) = (uri.scheme().cloned(), uri.authority().cloned()) else {
            return;
        };
        let mut url = url.clone();
        url.set_path("");
        url.set_query(None);
        let mut origins = write(&self.0);
        origins.truncate(CAPACITY - 1);
        origins.insert(0, Origin { scheme, authority, url });
    }
}

/// Parses the URL with reqwest and returns its error if that fails.
fn parse(uri: &Uri) -> Result<Url, reqwest::Error> {
    let mut request = http::Request::new(reqwest::Body::default());
    *request.uri_mut() = uri.clone();
    let mut url = reqwest::Request::try_from(request).map(|request| request.url().clone())?;
    if uri.path().contains('\\') {
        url.set_path(&path(uri));
    }
    Ok(url)
}

/// Returns the path of a request. The URL parser would replace a backslash with a slash, so the path would differ from
/// the signed one.
fn path(uri: &Uri) -> Cow<'_, str> {
    match uri.path().contains('\\') {
        true => Cow::Owned(uri.path().replace('\\', "%5C")),
        false => Cow::Borrowed(uri.path()),
    }
}

/// Parses a URL like [`ReqwestTransport`](crate::ReqwestTransport) and returns the URL that is sent.
///
/// A host can be spelled in many ways: capitals, the default port, `127.1` and `0x7f.1` for `127.0.0.1`,
/// percent-encoding, non-Latin scripts. A [signature](crate::sign) is valid only for the spelling that is sent, which is
/// the one returned here.
///
/// ```
/// # fn main() -> Result<(), hwc_transport::InvalidUrl> {
/// let url = hwc_transport::normalized_url("HTTPS://127.1:443/v2/../v3")?;
/// assert_eq!(url, "https://127.0.0.1/v3");
/// # Ok(())
/// # }
/// ```
///
/// # Errors
///
/// Returns [`InvalidUrl`] if `text` is not an absolute `http` or `https` URL.
pub fn normalized_url(text: &str) -> Result<Uri, InvalidUrl> {
    let url = Url::parse(text).ok().filter(|url| matches!(url.scheme(), "http" | "https")).ok_or(InvalidUrl)?;
    url.as_str().parse().map_err(|_| InvalidUrl)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cached_server_does_not_change_urls() {
        let origins = UrlCache::default();
        let servers =
            ["https://osm.example.com", "http://127.0.0.1:8080", "http://[::1]", "https://h\u{fc}tte.example"];
        let paths = [
            "",
            "/",
            "/v2/a?b=c&d",
            "//a//b",
            "/a%2Fb/%2e%2e/c?x='y'",
            "/a/../b/./c",
            "/{a}|b?\"<c>",
            "/a;b=1,2?",
            "/a\\b\\..\\c",
        ];
        for server in servers {
            for path in paths {
                let Ok(uri) = format!("{server}{path}").parse::<Uri>() else {
                    continue;
                };
                let first = parse(&uri).unwrap();
                assert_eq!(origins.url(&uri).unwrap(), first, "{uri}");
                assert_eq!(origins.url(&uri).unwrap().as_str(), first.as_str(), "{uri} once more");
            }
        }
        assert_eq!(origins.0.read().unwrap().len(), 3, "one address for each server that has one");
    }

    #[test]
    fn the_number_of_servers_is_bounded() {
        let origins = UrlCache::default();
        for number in 0..100 {
            origins.url(&format!("http://s{number}.example/a").parse().unwrap()).unwrap();
        }
        assert_eq!(origins.0.read().unwrap().len(), CAPACITY);
    }

    #[test]
    fn invalid_urls_are_rejected_by_reqwest() {
        let error = UrlCache::default().url(&"/a".parse().unwrap()).unwrap_err();
        assert!(error.is_builder());
    }
}
