//! Requests on a machine with proxies. They are set by the environment, which a test cannot change for
//! itself. Each test runs itself again in a process with the variables.

use std::process::Command;

use hwc_transport::{Body, HttpRequest, HttpResponse, Phase, Transport, TransportError};

use super::{OK, everything, test_path};
use crate::TestTransport;
use crate::support::{Server, head};

const MARK: &str = "HWC_TEST_BEHIND_A_PROXY";

fn is_behind() -> bool {
    std::env::var_os(MARK).is_some()
}

/// Runs a test again with these proxy variables and no others.
async fn run(test: &'static str, variables: &[(&str, &str)]) {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", &test_path(module_path!(), test)]).env(MARK, "1");
    for name in ["http_proxy", "https_proxy", "all_proxy", "no_proxy", "REQUEST_METHOD"] {
        command.env_remove(name).env_remove(name.to_uppercase());
    }
    command.envs(variables.iter().copied());
    let ran = tokio::task::spawn_blocking(move || command.output()).await.unwrap().unwrap();
    let text = String::from_utf8_lossy(&ran.stdout);
    assert!(ran.status.success() && text.contains("1 passed"), "{text}{}", String::from_utf8_lossy(&ran.stderr));
}

async fn send(uri: &str) -> Result<HttpResponse, TransportError> {
    let mut request = HttpRequest::new(Body::empty());
    *request.uri_mut() = uri.parse().unwrap();
    TestTransport::new()?.send(request).await
}

fn vacant() -> String {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().to_string()
}

#[tokio::test]
async fn the_machines_proxy_is_used_unless_switched_off() {
    if is_behind() {
        // The name does not resolve, so a response can only come from the proxy.
        assert_eq!(send("http://service.invalid/path").await.unwrap().status(), 200);
        let server = Server::answering(head, OK).await;
        let mut request = HttpRequest::new(Body::empty());
        *request.uri_mut() = server.uri("/direct").parse().unwrap();
        let direct = TestTransport::builder().no_proxy().build().unwrap();
        direct.send(request).await.unwrap();
        assert!(server.request().await.starts_with("GET /direct HTTP/1.1\r\n"));
        return;
    }
    let proxy = Server::answering(head, OK).await;
    run("the_machines_proxy_is_used_unless_switched_off", &[("http_proxy", &proxy.uri(""))]).await;
    let seen = proxy.request().await;
    assert!(seen.starts_with("GET http://service.invalid/path HTTP/1.1\r\n"), "{seen}");
}

#[tokio::test]
async fn no_proxy_holds_for_addresses() {
    if is_behind() {
        let server = Server::answering(head, OK).await;
        assert_eq!(send(&server.uri("/")).await.unwrap().status(), 200);
        return;
    }
    for list in ["*", "127.0.0.0/8"] {
        let proxy = format!("http://{}", vacant());
        run("no_proxy_holds_for_addresses", &[("HTTP_PROXY", &proxy), ("NO_PROXY", list)]).await;
    }
}

#[tokio::test]
async fn an_unusable_proxy_is_a_setup_error_that_names_its_variable() {
    if is_behind() {
        let error = TestTransport::new().unwrap_err();
        assert!(error.is_setup(), "{error:?}");
        assert!(everything(&error).contains("in `HTTPS_PROXY`"), "{error:?}");
        assert!(!everything(&error).contains("hunter2"), "{error:?}");
        return;
    }
    for proxy in ["socks://me:hunter2@a:1", "htp:/x"] {
        run("an_unusable_proxy_is_a_setup_error_that_names_its_variable", &[("HTTPS_PROXY", proxy)]).await;
    }
}

#[tokio::test]
async fn a_proxy_that_fails_is_named() {
    if is_behind() {
        for uri in ["http://service.invalid/", "https://service.invalid/"] {
            let error = send(uri).await.unwrap_err();
            assert_eq!(error.phase(), Phase::NotSent, "{uri}: {error:?}");
            let text = everything(&error);
            assert!(!text.contains("hunter2"), "{text}");
            println!("{uri}: {error}");
            assert!(error.proxy().unwrap().ends_with(" (from `ALL_PROXY`)"), "{text}");
            let expected = std::env::var("EXPECTED").unwrap();
            assert!(text.contains(&expected), "{uri}: {expected} is not in {text}");
        }
        return;
    }
    let test = "a_proxy_that_fails_is_named";
    let dead = format!("http://me:hunter2@{}", vacant());
    run(test, &[("ALL_PROXY", &dead), ("EXPECTED", "no connection through the proxy http://127.0.0.1:")]).await;
    let unknown = format!("http://{}.invalid", "a".repeat(64));
    run(test, &[("ALL_PROXY", &unknown), ("EXPECTED", "cannot resolve the name of the proxy http://aaa")]).await;
}

#[tokio::test]
async fn a_proxy_that_refuses_is_named() {
    if is_behind() {
        let error = send(&std::env::var("TARGET").unwrap()).await.unwrap_err();
        assert_eq!(error.phase(), Phase::NotSent, "{error:?}");
        assert!(error.proxy().unwrap().starts_with("http://127.0.0.1:"), "{error:?}");
        assert_eq!(error.is_setup(), std::env::var_os("SETUP").is_some(), "{error:?}");
        assert!(!everything(&error).contains("hunter2"), "{error:?}");
        return;
    }
    let unauthorized = "HTTP/1.1 407 Proxy Authentication Required\r\ncontent-length: 0\r\n\r\n";
    let forbidden = "HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n";
    for (target, answer, setup) in [
        ("http://service.invalid/", unauthorized, true),
        ("https://service.invalid/", unauthorized, true),
        ("https://service.invalid/", forbidden, false),
        ("https://service.invalid/", "", false),
    ] {
        let proxy = Server::answering(head, answer).await;
        let uri = format!("http://me:hunter2@{}", proxy.address);
        let mut variables = vec![("ALL_PROXY", uri.as_str()), ("TARGET", target)];
        variables.extend(setup.then_some(("SETUP", "1")));
        run("a_proxy_that_refuses_is_named", &variables).await;
        let seen = proxy.request().await.to_ascii_lowercase();
        assert!(seen.contains("proxy-authorization: basic bwu6ahvudgvymg==\r\n"), "{seen}");
    }
}

#[cfg(feature = "socks")]
mod socks {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::TcpListener;

    use super::*;

    /// Starts a SOCKS5 proxy for one connection, which is also the server. Its task returns the requested address and
    /// port.
    async fn proxy(reply: u8) -> (String, tokio::task::JoinHandle<Vec<u8>>) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let asked = tokio::spawn(async move {
            let (mut stream, _) = listener.accept().await.unwrap();
            let mut greeting = [0; 3];
            stream.read_exact(&mut greeting).await.unwrap();
            stream.write_all(&[5, 0]).await.unwrap();
            let mut start = [0; 5];
            stream.read_exact(&mut start).await.unwrap();
            let rest = if start[3] == 3 { usize::from(start[4]) + 2 } else { 5 };
            let mut asked = vec![0; rest];
            stream.read_exact(&mut asked).await.unwrap();
            stream.write_all(&[5, reply, 0, 1, 127, 0, 0, 1, 0, 80]).await.unwrap();
            if reply == 0 {
                crate::support::converse(stream, head, OK).await;
            }
            asked
        });
        (address, asked)
    }

    #[tokio::test]
    async fn socks5h_leaves_the_name_to_the_proxy() {
        if is_behind() {
            assert_eq!(send("http://service.invalid/").await.unwrap().status(), 200);
            return;
        }
        let (address, asked) = proxy(0).await;
        let uri = format!("socks5h://{address}");
        run("socks::socks5h_leaves_the_name_to_the_proxy", &[("http_proxy", &uri)]).await;
        assert_eq!(asked.await.unwrap(), b"service.invalid\0\x50");
    }

    #[tokio::test]
    async fn socks5_resolves_the_name_here() {
        if is_behind() {
            assert_eq!(send("http://localhost/").await.unwrap().status(), 200);
            let error = send(&format!("http://{}.invalid/", "a".repeat(64))).await.unwrap_err();
            assert!(error.is_dns() && error.proxy().is_none(), "{error:?}");
            return;
        }
        let (address, asked) = proxy(0).await;
        let uri = format!("socks5://{address}");
        run("socks::socks5_resolves_the_name_here", &[("http_proxy", &uri)]).await;
        assert!(asked.await.unwrap().ends_with(&[0, 80]));
    }

    #[tokio::test]
    async fn a_socks_proxy_that_refuses_is_named() {
        if is_behind() {
            let error = send("https://service.invalid/").await.unwrap_err();
            assert_eq!(error.phase(), Phase::NotSent);
            assert!(error.is_connect() && error.proxy().unwrap().starts_with("socks5h://127.0.0.1:"), "{error:?}");
            return;
        }
        let (address, _) = proxy(2).await;
        let uri = format!("socks5h://{address}");
        run("socks::a_socks_proxy_that_refuses_is_named", &[("HTTPS_PROXY", &uri)]).await;
    }
}
