//! Proxy variables from a table instead of the environment.

use super::*;

fn read(variables: &[(&str, &str)]) -> Result<Routes, ProxyError> {
    let lookup = |name: &str| variables.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).into());
    Proxies::read(&Variables::read(&lookup))
}

/// Returns the proxy of a request as errors name it, or an empty text.
fn route(variables: &[(&str, &str)], url: &str) -> String {
    let routes = read(variables).unwrap();
    let url: http::Uri = url.parse().unwrap();
    routes.proxy(url.scheme_str().unwrap(), url.host().unwrap()).map(Proxy::to_string).unwrap_or_default()
}

#[test]
fn each_scheme_takes_its_variable() {
    let both = [("http_proxy", "one:1"), ("HTTPS_PROXY", "https://two:2/"), ("ALL_PROXY", "http://three")];
    assert_eq!(route(&both, "http://a.example/x"), "http://one:1 (from `http_proxy`)");
    assert_eq!(route(&both, "https://a.example/"), "https://two:2 (from `HTTPS_PROXY`)");
    assert_eq!(route(&both[2..], "https://a.example/"), "http://three (from `ALL_PROXY`)");
    let empty = [("HTTPS_PROXY", " "), ("https_proxy", "127.0.0.1:3128")];
    assert_eq!(route(&empty, "https://a.example/"), "http://127.0.0.1:3128 (from `https_proxy`)");
    assert_eq!(route(&empty, "http://a.example/"), "");
}

#[test]
fn no_proxy_holds_for_addresses_and_before_all_else() {
    for host in ["127.0.0.1", "[::1]", "a.example"] {
        let url = format!("http://{host}:8080/");
        assert_eq!(route(&[("HTTP_PROXY", "p:1"), ("NO_PROXY", "*")], &url), "", "{url}");
        assert_eq!(route(&[("HTTP_PROXY", "p:1"), ("no_proxy", "127.0.0.0/8, ::1, example")], &url), "", "{url}");
        assert_eq!(route(&[("HTTP_PROXY", "no://thing"), ("NO_PROXY", "*")], &url), "", "{url}");
    }
    assert!(matches!(read(&[("NO_PROXY", "*")]).unwrap(), Routes::Direct), "not even by the system's settings");
    assert!(matches!(read(&[]).unwrap(), Routes::System));
}

#[test]
fn a_header_cannot_set_the_proxy_of_a_cgi_program() {
    let cgi = ("REQUEST_METHOD", "GET");
    assert_eq!(route(&[cgi, ("HTTP_PROXY", "evil:1")], "http://a.example/"), "");
    assert_eq!(route(&[cgi, ("http_proxy", "good:1")], "http://a.example/"), "http://good:1 (from `http_proxy`)");
}

#[test]
fn a_proxy_that_cannot_be_used_is_named_by_its_variable() {
    for value in [
        "socks://a:1",
        "htp:/x",
        "ftp://a",
        "http://",
        "http:///x",
        "http://a:99999",
        "http://a/path",
        "http://a?b",
        "a b",
    ] {
        for variable in ["HTTP_PROXY", "https_proxy", "ALL_PROXY"] {
            let text = read(&[(variable, value)]).err().unwrap().to_string();
            assert!(text.starts_with(&format!("cannot use the proxy `{value}` in `{variable}`: ")), "{text}");
        }
    }
    let error = read(&[("ALL_PROXY", "socks://a:1")]).err().unwrap();
    insta::assert_snapshot!(error, @"cannot use the proxy `socks://a:1` in `ALL_PROXY`: its scheme is not one of http, https, socks4, socks4a, socks5, socks5h");
}

#[test]
fn a_password_is_in_no_error() {
    for value in ["socks://me:hunter2@a:1", "http://me:hunter2/@a", "http://me:hunter2@a/path", "me:hunter2@"] {
        let error = read(&[("HTTPS_PROXY", value)]).err().unwrap();
        assert!(!format!("{error} {error:?}").contains("hunter2"), "{error:?}");
        assert!(error.to_string().starts_with("cannot use the proxy in `HTTPS_PROXY`: "), "{error}");
    }
    let variables = Variables::read(&|_| Some("me:hunter2@".into()));
    assert_eq!(format!("{variables:?}"), "Variables");
    assert_eq!(route(&[("HTTP_PROXY", "http://me:hunter2@a:1")], "http://b/"), "http://a:1 (from `HTTP_PROXY`)");
}

#[test]
fn socks_is_taken_by_its_feature_alone() {
    for scheme in ["socks4", "socks4a", "socks5", "SOCKS5h"] {
        let read = read(&[("ALL_PROXY", &format!("{scheme}://a"))]);
        if cfg!(feature = "socks") {
            let Ok(Routes::Proxies(proxies)) = read else { panic!("{scheme} is not taken") };
            let proxy = proxies.proxy("https", "b.example").unwrap().to_string();
            assert_eq!(proxy, format!("{}://a:1080 (from `ALL_PROXY`)", scheme.to_lowercase()));
        } else {
            assert!(read.err().unwrap().to_string().contains("feature `socks`"));
        }
    }
}

#[cfg(unix)]
#[test]
fn a_value_that_is_not_utf8_is_refused() {
    use std::os::unix::ffi::OsStringExt;
    let lookup = |name: &str| (name == "HTTPS_PROXY").then(|| OsString::from_vec(vec![b'a', 0xff]));
    let error = Proxies::read(&Variables::read(&lookup)).err().unwrap();
    assert_eq!(error.to_string(), "cannot use the proxy in `HTTPS_PROXY`: it is not UTF-8");
}
