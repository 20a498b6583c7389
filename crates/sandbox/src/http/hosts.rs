//! The host names that a served sandbox accepts. They keep out pages of other sites that resolve to this machine (DNS
//! rebinding).

use hwc_models::CATALOG;
use hwc_transport::http::StatusCode;
use hwc_transport::http::header::HOST;
use hwc_transport::http::request::Parts;
use hwc_transport::http::uri::Authority;
use hwc_transport::local_server::is_loopback_host;

use crate::runtime::api_error::ApiError;

/// The hosts of the services and the additionally allowed hosts, in lowercase.
#[derive(Clone)]
pub(crate) struct Hosts(Vec<String>);

impl Hosts {
    /// Creates the list of the services' hosts and the `allowed` ones.
    ///
    /// # Errors
    /// Returns the first of them that is not a host name.
    pub(crate) fn new(allowed: &[String]) -> Result<Self, String> {
        if let Some(wrong) = allowed.iter().find(|host| !is_host(host)) {
            return Err(wrong.clone());
        }
        let regions = CATALOG.services().flat_map(|service| service.regions);
        let services = regions.filter_map(|region| region.endpoint.split_once("://")).map(|(_, host)| host.to_owned());
        Ok(Self(services.chain(allowed.iter().map(|host| host.to_ascii_lowercase())).collect()))
    }

    /// Rejects a request with no host, with several hosts, or with another host.
    pub(crate) fn check(&self, head: &Parts) -> Result<(), ApiError> {
        let mut named = head.headers.get_all(HOST).iter();
        let (Some(host), None) = (named.next(), named.next()) else {
            let count = head.headers.get_all(HOST).iter().count();
            return Err(bad(&format!("A request needs one Host header and has {count}.")));
        };
        let host = host.to_str().ok().and_then(|host| host.parse::<Authority>().ok()).filter(is_plain);
        let host = host.ok_or_else(|| bad("The Host header is not a host with or without a port."))?;
        let target = head.uri.authority();
        if target.is_some_and(|target| !is_plain(target)) {
            return Err(bad("The request's target is not a host with or without a port."));
        }
        let other = [Some(&host), target].into_iter().flatten().find(|host| !self.is_allowed(host.host()));
        other.map_or(Ok(()), |other| Err(misdirected(other.host())))
    }

    fn is_allowed(&self, host: &str) -> bool {
        let host = host.strip_suffix('.').unwrap_or(host).to_ascii_lowercase();
        is_loopback_host(&host) || self.0.contains(&host)
    }
}

/// Returns true for a host without a port.
fn is_host(text: &str) -> bool {
    text.parse::<Authority>().is_ok_and(|authority| authority.host() == text)
}

/// Returns true for a host with or without a port, and nothing else.
fn is_plain(authority: &Authority) -> bool {
    let host = authority.host().len();
    !authority.host().is_empty()
        && (authority.as_str().len() == host || authority.port_u16().is_some())
        && !authority.as_str().contains('@')
}

/// Returns the scheme and host of a request. URLs of the sandbox begin with it.
pub(crate) fn origin(head: &Parts) -> String {
    let scheme = head.uri.scheme_str().unwrap_or("http");
    match authority(head) {
        Some(authority) => format!("{scheme}://{authority}"),
        None => format!("{scheme}://localhost"),
    }
}

/// Returns the host of a request, without its port.
pub(crate) fn name(head: &Parts) -> String {
    authority(head).map_or_else(String::new, |authority| authority.host().to_ascii_lowercase())
}

fn authority(head: &Parts) -> Option<Authority> {
    let host = || head.headers.get(HOST)?.to_str().ok()?.parse().ok();
    head.uri.authority().cloned().or_else(host).filter(is_plain)
}

fn bad(message: &str) -> ApiError {
    ApiError::gateway(StatusCode::BAD_REQUEST, "APIGW.0201", message)
}

fn misdirected(host: &str) -> ApiError {
    let message = format!("The sandbox is not served as {host}; allow this host when it is started.");
    ApiError::gateway(StatusCode::MISDIRECTED_REQUEST, "APIGW.0101", &message)
}

#[cfg(test)]
mod tests {
    use hwc_transport::http::Request;

    use super::*;

    fn status(target: &str, hosts: &[&str]) -> u16 {
        let allowed = Hosts::new(&["Sandbox.Test".to_owned()]).ok().unwrap();
        let request = hosts.iter().fold(Request::get(target), |request, host| request.header(HOST, *host));
        let (head, ()) = request.body(()).unwrap().into_parts();
        allowed.check(&head).map_or_else(|error| error.status.as_u16(), |()| 200)
    }

    #[test]
    fn known_hosts_are_allowed_in_any_spelling() {
        let service = "osm.cn-south-1.myhuaweicloud.com";
        for host in ["localhost", "LocalHost:80", "127.0.0.1:8080", "127.9.9.9", "[::1]:80", "sandbox.test.", service] {
            assert_eq!(status("/x", &[host]), 200, "{host}");
        }
        for host in
            ["evil.example", "localhost.evil.example", "128.0.0.1", "[::2]", "127.1", "2130706433", "localhost.."]
        {
            assert_eq!(status("/x", &[host]), 421, "{host}");
        }
    }

    #[test]
    fn a_request_names_one_host() {
        for hosts in
            [&[][..], &["localhost", "localhost"], &[""], &["a b"], &["x@localhost"], &["localhost:x"], &["a/b"]]
        {
            assert_eq!(status("/x", hosts), 400, "{hosts:?}");
        }
        assert_eq!(status("http://evil.example/x", &["localhost"]), 421);
        assert_eq!(status("http://localhost/x", &["evil.example"]), 421);
        assert_eq!(status("http://x@localhost/x", &["localhost"]), 400);
    }

    #[test]
    fn a_host_to_allow_has_neither_scheme_nor_port() {
        for wrong in ["", "http://x", "x:80", "x/", "a b", "x@y"] {
            assert_eq!(Hosts::new(&[wrong.to_owned()]).err().as_deref(), Some(wrong));
        }
    }
}
