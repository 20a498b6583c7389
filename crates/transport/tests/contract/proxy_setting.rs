//! A proxy that is set in code.

use hwc_transport::{NoProxy, Phase, Transport};

use super::{OK, everything, get, hermetic, reason};
use crate::TestTransport;
use crate::support::{Server, head};

#[tokio::test]
async fn a_proxy_receives_requests_with_its_password() {
    let proxy = Server::answering(head, OK).await;
    let url = format!("http://me:hunter2@{}", proxy.address);
    let transport = hermetic().proxy(url).build().unwrap();
    transport.send(get("http://service.invalid/path")).await.unwrap();
    let seen = proxy.request().await;
    assert!(seen.starts_with("GET http://service.invalid/path HTTP/1.1\r\n"), "{seen}");
    assert!(seen.contains("proxy-authorization: Basic bWU6aHVudGVyMg==\r\n"), "{seen}");
}

#[tokio::test]
async fn https_goes_through_a_tunnel() {
    let forbidden = "HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n";
    let proxy = Server::answering(head, forbidden).await;
    let certificate = rcgen::generate_simple_self_signed(["service.invalid".to_owned()]).unwrap();
    let builder = hermetic().add_root_certificate_pem(certificate.cert.pem());
    let transport = builder.proxy(proxy.address.to_string()).build().unwrap();
    let error = transport.send(get("https://service.invalid/path")).await.unwrap_err();
    assert_eq!(error.phase(), Phase::NotSent);
    assert_eq!(error.proxy().unwrap(), format!("http://{} (from `.proxy(..)`)", proxy.address));
    let seen = proxy.request().await;
    assert!(seen.starts_with("CONNECT service.invalid:443 HTTP/1.1\r\n"), "{seen}");
}

#[tokio::test]
async fn hosts_bypass_the_proxy() {
    let dead = "http://127.0.0.1:1";
    for hosts in ["127.0.0.1", "localhost 127.0.0.0/8", "*"] {
        let server = Server::answering(head, OK).await;
        let transport = hermetic().proxy(dead).proxy_bypass(hosts).build().unwrap();
        transport.send(get(&server.uri("/"))).await.unwrap();
        assert!(server.request().await.starts_with("GET / HTTP/1.1\r\n"));
    }
    let transport = hermetic().proxy(dead).proxy_bypass("elsewhere.example").build().unwrap();
    let error = transport.send(get("http://127.0.0.1:2/")).await.unwrap_err();
    assert!(error.is_connect() && error.proxy().is_some(), "{error:?}");
    let server = Server::answering(head, OK).await;
    let mut request = get(&server.uri("/"));
    request.extensions_mut().insert(NoProxy);
    transport.send(request).await.unwrap();
}

#[test]
fn the_last_choice_counts() {
    let invalid = |_: &str| Some("htp:/x".into());
    let builder = || TestTransport::builder().proxy("http://127.0.0.1:1").proxy_variables(invalid);
    assert!(everything(&builder().build().unwrap_err()).contains("in `http_proxy`"));
    builder().no_proxy().build().unwrap();
    builder().proxy("http://127.0.0.1:1").build().unwrap();
}

#[test]
fn an_unusable_proxy_is_an_error_without_its_password() {
    for (url, problem) in [
        ("", "cannot use the proxy `` in `.proxy(..)`: expected a URL such as `http://host:port`"),
        ("ftp://a:1", "cannot use the proxy `ftp://a:1` in `.proxy(..)`: its scheme is not one of "),
        ("http://me:hunter2@a:1/path", "cannot use the proxy in `.proxy(..)`: expected a URL"),
        ("http://me:hunter2@a b", "cannot use the proxy in `.proxy(..)`: expected a URL"),
    ] {
        let builder = hermetic().proxy(url);
        assert!(!format!("{builder:?}").contains("hunter2"), "{builder:?}");
        let error = builder.build().unwrap_err();
        assert!(reason(&error).starts_with(problem), "{url}: {}", reason(&error));
        assert!(!everything(&error).contains("hunter2"), "{error:?}");
    }
}

#[test]
fn a_bypass_requires_a_proxy() {
    let error = hermetic().proxy_bypass("a.example").build().unwrap_err();
    let expected = "`.proxy_bypass(..)` requires `.proxy(..)`; proxies of the environment have `NO_PROXY`";
    assert_eq!(reason(&error), expected);
}
