//! Tests of internals: the canonical text and the date.

use std::time::{Duration, SystemTime};

use http::{HeaderMap, HeaderValue, Method, Uri};
use proptest::prelude::*;

use super::canonical::{self, Head};
use super::{date, mac};

fn canonical(uri: &str, headers: &[(&'static str, &'static str)], names: &str) -> String {
    let uri: Uri = uri.parse().unwrap();
    let headers: HeaderMap = headers
        .iter()
        .map(|(name, value)| (http::HeaderName::from_static(name), HeaderValue::from_static(value)))
        .collect();
    let head = Head { method: &Method::GET, uri: &uri, headers: &headers };
    String::from_utf8(canonical::request(head, names, &mac::hash(b"")).unwrap()).unwrap()
}

/// Returns path and query of the canonical request.
fn target(uri: &str) -> (String, String) {
    let canonical = canonical(uri, &[("x", "")], "x");
    let mut lines = canonical.lines().skip(1).map(str::to_owned);
    (lines.next().unwrap(), lines.next().unwrap())
}

#[test]
fn the_example_of_the_signing_guide() {
    let text = canonical(
        "https://service.region.example.com/v1/77b6a44cba5143ab91d13ab9a8ff44fd/vpcs\
         ?limit=2&marker=13551d6b-755d-4757-b956-536f674975c0",
        &[("content-type", "application/json"), ("x-sdk-date", "20191115T033655Z")],
        "content-type;host;x-sdk-date",
    );
    insta::assert_snapshot!(text, @r"
    GET
    /v1/77b6a44cba5143ab91d13ab9a8ff44fd/vpcs/
    limit=2&marker=13551d6b-755d-4757-b956-536f674975c0
    content-type:application/json
    host:service.region.example.com
    x-sdk-date:20191115T033655Z

    content-type;host;x-sdk-date
    e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855
    ");
    let hash = mac::hash(text.as_bytes());
    assert_eq!(&hash, b"b25362e603ee30f4f25e7858e8a7160fd36e803bb2dfe206278659d71a9bcd7a");
}

#[test]
fn paths_and_queries_have_one_form() {
    for (uri, path, query) in [
        ("https://a.example", "/", ""),
        ("https://a.example?", "/", ""),
        ("*", "%2A/", ""),
        ("/a//b/", "/a//b/", ""),
        ("/a%2fb/%2F", "/a%2Fb/%2F/", ""),
        ("/+%20/a+b", "/%2B%20/a%2Bb/", ""),
        ("/?b&a=&=c&&a=b=c", "/", "=c&a=&a=b%3Dc&b="),
        ("/?a=+%2B%20", "/", "a=%20%2B%20"),
        ("/?a=%zz%4", "/", "a=%25zz%254"),
        ("/?a=%ff&a=%FE", "/", "a=%FE&a=%FF"),
        ("/?a%7B=1&a0=2&a%2f=3&A=4", "/", "A=4&a%2F=3&a0=2&a%7B=1"),
    ] {
        assert_eq!(target(uri), (path.to_owned(), query.to_owned()), "{uri}");
    }
}

#[test]
fn the_host_is_what_is_sent() {
    for (uri, host) in [
        ("https://a.example/", "a.example"),
        ("https://A.Example:8443/", "a.example:8443"),
        ("https://a.example:443/", "a.example"),
        ("https://a.example:80/", "a.example:80"),
        ("http://a.example:80/", "a.example"),
        ("http://a.example:443/", "a.example:443"),
        ("https://user:password@a.example:1/", "a.example:1"),
        ("http://[::1]:80/", "[::1]"),
        ("http://[::1]:8080/", "[::1]:8080"),
    ] {
        assert_eq!(canonical(uri, &[], "host").lines().nth(3), Some(format!("host:{host}").as_str()), "{uri}");
    }
}

fn formatted(at: SystemTime) -> Option<String> {
    date::format(at).map(|date| String::from_utf8(date.to_vec()).unwrap())
}

#[test]
fn dates_are_those_of_the_calendar() {
    let at = |seconds| SystemTime::UNIX_EPOCH + Duration::from_secs(seconds);
    for (seconds, text) in [
        (0, "19700101T000000Z"),
        (951_782_399, "20000228T235959Z"),
        (951_782_400, "20000229T000000Z"),
        (1_704_164_645, "20240102T030405Z"),
        (253_402_300_799, "99991231T235959Z"),
    ] {
        assert_eq!(formatted(at(seconds)).as_deref(), Some(text));
        assert_eq!(date::parse(text), Some(at(seconds)));
    }
    assert_eq!(date::format(at(253_402_300_800)), None);
    let bad = [
        "",
        "Z",
        "TZ",
        "19691231T235959Z",
        "20230229T000000Z",
        "20240102 030405Z",
        "2024010T2030405Z",
        "2024一一T030405Z",
    ];
    for bad in bad {
        assert_eq!(date::parse(bad), None, "{bad}");
    }
}

fn is_canonical(text: &str, also: &str) -> bool {
    let escapes = text.split('%').skip(1);
    let hex = |byte: u8| matches!(byte, b'0'..=b'9' | b'A'..=b'F');
    escapes.into_iter().all(|rest| rest.len() >= 2 && rest.bytes().take(2).all(hex))
        && text.chars().all(|c| c.is_ascii_alphanumeric() || "-_.~%".contains(c) || also.contains(c))
}

proptest! {
    #[test]
    fn only_unreserved_characters_and_escapes_are_left(uri in "/[!$-;=@-_a-z~%]{0,40}(\\?[!$-;=?@-_a-z~%&+]{0,40})?") {
        let (path, query) = target(&uri);
        prop_assert!(is_canonical(&path, "/") && path.ends_with('/'), "{}", path);
        prop_assert!(is_canonical(&query, "&="), "{}", query);
    }

    #[test]
    fn the_canonical_form_is_its_own(uri in "/[!$-;=@-_a-z~%]{0,40}(\\?[!$-;=?@-_a-z~%&+]{0,40})?") {
        let (path, query) = target(&uri);
        prop_assert_eq!(target(&format!("{path}?{query}")), (path, query));
    }

    #[test]
    fn dates_survive_the_way_there_and_back(seconds in 0..=253_402_300_799u64, nanos in 0..1_000_000_000u64) {
        let second = SystemTime::UNIX_EPOCH + Duration::from_secs(seconds);
        let text = formatted(second + Duration::from_nanos(nanos)).unwrap();
        prop_assert_eq!(date::parse(&text), Some(second));
    }

    #[test]
    fn any_text_is_a_date_or_not(text in "[0-9TZ]{14,18}") {
        if let Some(at) = date::parse(&text) {
            prop_assert_eq!(date::parse(&formatted(at).unwrap()), Some(at));
        }
    }
}

#[test]
fn the_signed_text_is_the_text_behind_the_signature() {
    let mut request = crate::HttpRequest::new(crate::Body::empty());
    *request.uri_mut() = "https://service.example/v1/things?limit=10".parse().unwrap();
    let signer = super::AccessKeySigner::new("AKEXAMPLE", "an example, not a key").unwrap();
    let signer = signer.with_security_token("a-security-token").unwrap();
    signer.sign(&mut request, SystemTime::UNIX_EPOCH + Duration::from_secs(1_704_164_645)).unwrap();
    let header = request.headers()["authorization"].to_str().unwrap().to_owned();
    let signature = super::AuthorizationHeader::parse(&header).unwrap();
    let (head, _) = request.into_parts();
    let text = signature.signed_text(&head, b"").unwrap();
    let signature = mac::signature(&mac::key("an example, not a key"), text.string_to_sign.as_bytes());
    assert_eq!(signature, header.split_once("Signature=").unwrap().1.as_bytes());
    let hash = mac::hash(text.canonical_request.as_bytes());
    assert!(text.string_to_sign.ends_with(std::str::from_utf8(&hash).unwrap()));
    assert!(!format!("{text:?}").contains("a-security-token"));
    let redacted = text.redact(&["x-security-token"], "***");
    assert!(redacted.canonical_request.contains("\nx-security-token:***\n"), "{}", redacted.canonical_request);
}
