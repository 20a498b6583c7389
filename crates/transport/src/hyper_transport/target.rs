//! The server and the request target of a request, in the forms that HTTP/1.1, HTTP/2 and proxies require.

use std::borrow::Cow;
use std::net::IpAddr;

use http::header::{ACCEPT, Entry, HOST, HeaderValue, PROXY_AUTHORIZATION};
use http::uri::{Authority, PathAndQuery, Scheme};
use http::{Extensions, Request, Uri, Version};
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

use super::proxies::ProxyHop;
use crate::network::InvalidUrl;
use crate::network::body::announce_length;
use crate::{Body, HttpRequest};

/// The server and the request target of a request.
pub(super) struct Target {
    pub(super) scheme: Scheme,
    /// The host and the port, without a user.
    pub(super) authority: Authority,
    path_and_query: PathAndQuery,
    host: HeaderValue,
    /// The proxy that forwards the request.
    forwarding: Option<Forwarding>,
}

/// The additions for a proxy that forwards single requests.
struct Forwarding {
    authorization: Option<HeaderValue>,
}

/// The characters that a path or a query must not contain. `http::Uri` accepts some of them.
const UNSAFE: &AsciiSet =
    &CONTROLS.add(b' ').add(b'"').add(b'<').add(b'>').add(b'\\').add(b'^').add(b'`').add(b'{').add(b'|').add(b'}');

/// Splits a request into its target and the request that is sent, with the headers that each request has.
pub(super) fn prepare(request: HttpRequest) -> Result<(Target, Request<Body>), InvalidUrl> {
    let (mut parts, body) = request.into_parts();
    announce_length(&mut parts, body.len());
    parts.headers.entry(ACCEPT).or_insert(HeaderValue::from_static("*/*"));
    parts.extensions = Extensions::new();
    let target = Target::new(std::mem::take(&mut parts.uri))?;
    Ok((target, Request::from_parts(parts, body)))
}

impl Target {
    fn new(uri: Uri) -> Result<Self, InvalidUrl> {
        let uri = uri.into_parts();
        let scheme =
            uri.scheme.filter(|scheme| *scheme == Scheme::HTTP || *scheme == Scheme::HTTPS).ok_or(InvalidUrl)?;
        let authority = without_user(uri.authority.ok_or(InvalidUrl)?)?;
        let path_and_query = uri.path_and_query.unwrap_or_else(|| PathAndQuery::from_static("/"));
        let host = host_header(&scheme, &authority)?;
        Ok(Self { scheme, authority, path_and_query: escape(path_and_query)?, host, forwarding: None })
    }

    pub(super) fn is_https(&self) -> bool {
        self.scheme == Scheme::HTTPS
    }

    /// Returns the host; an IPv6 address is in brackets.
    pub(super) fn host(&self) -> &str {
        self.authority.host()
    }

    /// Changes the target to that of a request to a proxy, which forwards it.
    pub(super) fn forward_through(&mut self, proxy: &ProxyHop) {
        self.forwarding = Some(Forwarding { authorization: proxy.basic_auth.clone() });
    }

    /// Returns the URI of the server, with its port.
    pub(super) fn server(&self) -> Uri {
        self.server_as(self.host()).unwrap_or_default()
    }

    /// Returns the URI of the server with this address in place of its name.
    pub(super) fn server_at(&self, address: IpAddr) -> Option<Uri> {
        match address {
            IpAddr::V4(address) => self.server_as(&address.to_string()),
            IpAddr::V6(address) => self.server_as(&format!("[{address}]")),
        }
    }

    fn server_as(&self, host: &str) -> Option<Uri> {
        let port = self.authority.port_u16().unwrap_or(default_port(&self.scheme));
        let authority = format!("{host}:{port}");
        Uri::builder().scheme(self.scheme.clone()).authority(authority).path_and_query("/").build().ok()
    }

    /// Writes the target in the form of HTTP/1.1: the path alone, or the whole URI for a proxy that forwards the request.
    pub(super) fn write_http1(&self, request: &mut Request<Body>) {
        *request.version_mut() = Version::HTTP_11;
        if let Entry::Vacant(host) = request.headers_mut().entry(HOST) {
            host.insert(self.host.clone());
        }
        match &self.forwarding {
            None => *request.uri_mut() = Uri::from(self.path_and_query.clone()),
            Some(forwarding) => {
                *request.uri_mut() = self.absolute();
                if let Some(authorization) = &forwarding.authorization {
                    request.headers_mut().insert(PROXY_AUTHORIZATION, authorization.clone());
                }
            }
        }
    }

    /// Writes the target in the form of HTTP/2: the whole URI, in place of the header `Host`.
    #[cfg(feature = "http2")]
    pub(super) fn write_http2(&self, request: &mut Request<Body>) {
        *request.version_mut() = Version::HTTP_2;
        request.headers_mut().remove(HOST);
        *request.uri_mut() = self.absolute();
    }

    fn absolute(&self) -> Uri {
        let mut parts = http::uri::Parts::default();
        parts.scheme = Some(self.scheme.clone());
        parts.authority = Some(self.authority.clone());
        parts.path_and_query = Some(self.path_and_query.clone());
        // The parts are those of a valid URI.
        Uri::from_parts(parts).unwrap_or_default()
    }
}

/// Removes user and password, and rejects an empty host or an invalid port.
fn without_user(authority: Authority) -> Result<Authority, InvalidUrl> {
    let authority = match authority.as_str().rsplit_once('@') {
        Some((_, server)) => server.parse().map_err(|_| InvalidUrl)?,
        None => authority,
    };
    let port = authority.as_str().strip_prefix(authority.host()).unwrap_or_default();
    let is_valid_port = matches!(port, "" | ":") || authority.port_u16().is_some_and(|port| port > 0);
    if authority.host().is_empty() || !is_valid_port { Err(InvalidUrl) } else { Ok(authority) }
}

/// Returns the value of `Host`: in lowercase and without the default port, as signatures cover it.
fn host_header(scheme: &Scheme, authority: &Authority) -> Result<HeaderValue, InvalidUrl> {
    let text = match authority.port_u16().filter(|port| *port != default_port(scheme)) {
        Some(_) => authority.as_str(),
        None => authority.host(),
    };
    HeaderValue::try_from(text.to_ascii_lowercase()).map_err(|_| InvalidUrl)
}

fn default_port(scheme: &Scheme) -> u16 {
    if *scheme == Scheme::HTTPS { 443 } else { 80 }
}

/// Percent-encodes the characters that a request line must not contain.
fn escape(target: PathAndQuery) -> Result<PathAndQuery, InvalidUrl> {
    match Cow::from(utf8_percent_encode(target.as_str(), UNSAFE)) {
        Cow::Borrowed(_) => Ok(target),
        Cow::Owned(escaped) => PathAndQuery::try_from(escaped).map_err(|_| InvalidUrl),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn target(uri: &str) -> Result<Target, InvalidUrl> {
        Target::new(uri.parse().map_err(|_| InvalidUrl)?)
    }

    #[test]
    fn the_host_header_has_one_spelling() {
        for (uri, host) in [
            ("http://A.Example/", "a.example"),
            ("http://a.example:80/", "a.example"),
            ("https://a.example:80/", "a.example:80"),
            ("https://me:secret@a.example:443/x", "a.example"),
            ("http://[::1]:8080/", "[::1]:8080"),
            ("http://[::1]/", "[::1]"),
        ] {
            assert_eq!(target(uri).unwrap().host, host, "{uri}");
        }
    }

    #[test]
    fn targets_are_sent_as_they_are_but_for_unsafe_characters() {
        for (uri, sent) in [
            ("http://a", "/"),
            ("http://a?b", "/?b"),
            ("http://a/b%2Fc//d/../e?f=%20&g", "/b%2Fc//d/../e?f=%20&g"),
            ("http://a/{b}\\c?|d", "/%7Bb%7D%5Cc?%7Cd"),
        ] {
            assert_eq!(Uri::from(target(uri).unwrap().path_and_query).to_string(), sent, "{uri}");
        }
    }

    #[test]
    fn servers_have_a_port() {
        for (uri, server) in [
            ("http://a.example/b", "http://a.example:80/"),
            ("https://a.example", "https://a.example:443/"),
            ("https://[::1]:1/", "https://[::1]:1/"),
        ] {
            assert_eq!(target(uri).unwrap().server(), server, "{uri}");
        }
        let address = "2001:db8::1".parse().unwrap();
        assert_eq!(target("http://a").unwrap().server_at(address).unwrap(), "http://[2001:db8::1]:80/");
    }

    #[test]
    fn invalid_servers_are_rejected() {
        for uri in ["/a", "ftp://a/", "http://a:99999/", "http://a:0/", "a.example:80"] {
            assert!(target(uri).is_err(), "{uri}");
        }
    }
}
