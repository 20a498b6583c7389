//! The headers that signing sets, replaces and preserves, and its errors.

use std::time::{Duration, SystemTime};

use hwc_transport::sign::{AuthorizationHeader, SignError};
use hwc_transport::{Body, ByteStream, HttpRequest};
use hwc_wire::Secret;

use super::{SECRET_KEY, access_keys, app_keys, authorization, head, header, now, request};

const URL: &str = "GET https://service.example/things";

fn stream(len: Option<u64>) -> Body {
    Body::from_stream(ByteStream::from_chunks([]), len)
}

fn names(request: &HttpRequest) -> String {
    let parsed = AuthorizationHeader::parse(authorization(request)).unwrap();
    parsed.signed_headers().collect::<Vec<_>>().join(";")
}

fn signed(mut request: HttpRequest) -> HttpRequest {
    access_keys().sign(&mut request, now()).unwrap();
    request
}

#[test]
fn signing_again_replaces_what_an_earlier_attempt_left() {
    let mut again = request("POST https://service.example/things", &[("Content-Type", "text/plain")], "text");
    let keys = access_keys().with_security_token("first-token").unwrap();
    keys.sign(&mut again, now()).unwrap();
    assert_eq!(header(&again, "x-security-token"), Some("first-token"));
    assert_eq!(header(&again, "x-sdk-content-sha256"), Some("UNSIGNED-PAYLOAD"));

    again.headers_mut().remove("content-type");
    let later = now() + Duration::from_secs(60);
    access_keys().sign(&mut again, later).unwrap();
    let mut fresh = request("POST https://service.example/things", &[], "text");
    access_keys().sign(&mut fresh, later).unwrap();
    assert_eq!(again.headers(), fresh.headers());
    assert_eq!(header(&again, "x-sdk-date"), Some("20240102T030505Z"));
}

#[test]
fn an_app_may_sign_again_too() {
    let mut again = request(URL, &[("X-User-Id", "somebody"), ("Authorization", "Bearer token")], "");
    app_keys().sign(&mut again, now()).unwrap();
    app_keys().sign(&mut again, now() + Duration::from_secs(1)).unwrap();
    let mut fresh = request(URL, &[], "");
    app_keys().sign(&mut fresh, now() + Duration::from_secs(1)).unwrap();
    assert_eq!(again.headers(), fresh.headers());
    assert_eq!(header(&again, "x-user-id"), Some("user-1"));
    assert_eq!(header(&again, "x-date"), Some("20240102T030406Z"));
}

#[test]
fn headers_are_signed_that_nobody_changes_on_the_way() {
    let headers = [("Accept", "*/*"), ("User-Agent", "hwc"), ("X-B", "2"), ("X-A", "1"), ("X-A_B", "3"), ("Y", "4")];
    let request = signed(request(URL, &headers, ""));
    assert_eq!(names(&request), "host;x-a;x-b;x-sdk-date");
    assert_eq!(header(&request, "host"), None, "it is for the transport to send");
}

#[test]
fn bodies_that_cannot_be_hashed_are_declared_as_unsigned() {
    let replayable = Body::replayable(3, || ByteStream::from_chunks([]));
    for body in [stream(None), stream(Some(3)), replayable] {
        let request =
            signed(request("POST https://service.example/things", &[("Content-Type", "application/json")], body));
        assert_eq!(header(&request, "x-sdk-content-sha256"), Some("UNSIGNED-PAYLOAD"));
        assert_eq!(names(&request), "content-type;host;x-sdk-content-sha256;x-sdk-date");
    }
}

#[test]
fn bodies_that_are_no_json_are_declared_as_unsigned() {
    let sha256 = |kind: &str| {
        let request = signed(request("POST https://service.example/things", &[("Content-Type", kind)], "text"));
        header(&request, "x-sdk-content-sha256").map(str::to_owned)
    };
    for json in ["application/json", "Application/JSON; charset=utf-8", "application/bson"] {
        assert_eq!(sha256(json), None, "{json}");
    }
    for other in ["text/plain", "application/octet-stream", "application/jso", ""] {
        assert_eq!(sha256(other).as_deref(), Some("UNSIGNED-PAYLOAD"), "{other}");
    }
}

#[test]
fn nothing_is_hashed_whatever_it_is_called() {
    for body in [Body::empty(), stream(Some(0))] {
        let request = signed(request("POST https://service.example/things", &[("Content-Type", "text/plain")], body));
        assert_eq!(header(&request, "x-sdk-content-sha256"), None);
    }
}

#[test]
fn an_app_must_hash_the_body() {
    for (body, outcome) in [(stream(None), Err(SignError::StreamingBody)), (stream(Some(0)), Ok(()))] {
        assert_eq!(app_keys().sign(&mut request(URL, &[], body), now()), outcome);
    }
}

#[test]
fn the_host_and_the_date_must_be_known() {
    let before = SystemTime::UNIX_EPOCH - Duration::from_secs(1);
    let never = SystemTime::UNIX_EPOCH + Duration::from_secs(253_402_300_800);
    for (line, at, error) in [
        ("GET /things", now(), SignError::MissingHost),
        (URL, before, SignError::InvalidDate),
        (URL, never, SignError::InvalidDate),
    ] {
        assert_eq!(access_keys().sign(&mut request(line, &[], ""), at), Err(error));
        assert_eq!(app_keys().sign(&mut request(line, &[], ""), at), Err(error));
    }
}

#[test]
fn a_host_header_goes_before_the_uri() {
    let with_header = signed(request(URL, &[("Host", "other.example:81")], ""));
    let with_uri = signed(request("GET https://other.example:81/things", &[], ""));
    assert_eq!(authorization(&with_header), authorization(&with_uri));
}

#[test]
fn several_values_of_a_header_are_joined() {
    let several = signed(request(URL, &[("X-A", "1"), ("X-A", " 2 ")], ""));
    let joined = signed(request(URL, &[("X-A", "1,2")], ""));
    assert_eq!(authorization(&several), authorization(&joined));
}

#[test]
fn an_escaped_slash_stays_within_its_piece() {
    let escaped = signed(request("GET https://service.example/a%2Fb", &[], ""));
    let same = signed(request("GET https://service.example/a%2fb/", &[], ""));
    let cut = signed(request("GET https://service.example/a/b", &[], ""));
    assert_eq!(authorization(&escaped), authorization(&same));
    assert_ne!(authorization(&escaped), authorization(&cut));
}

#[test]
fn bytes_that_are_no_text_are_signed_as_they_are() {
    let one = signed(request("GET https://service.example/%FF?%FE=1", &[], ""));
    let other = signed(request("GET https://service.example/%FE?%FE=1", &[], ""));
    assert_ne!(authorization(&one), authorization(&other));
}

#[test]
fn signatures_and_tokens_do_not_print() {
    let keys = access_keys().with_security_token("the-token").unwrap();
    let mut request = request(URL, &[], "");
    keys.sign(&mut request, now()).unwrap();
    let printed = format!("{request:?}");
    assert!(!printed.contains("the-token") && !printed.contains("Signature"), "{printed}");
    let parsed = AuthorizationHeader::parse(authorization(&request)).unwrap();
    assert_eq!(
        format!("{parsed:?}"),
        r#"AuthorizationHeader { algorithm: AccessKey, key_id: "AKEXAMPLE0000000TEST", signed_headers: "host;x-sdk-date;x-security-token", .. }"#
    );
    assert_eq!(parsed.verify(&head(request), b"", &Secret::from(SECRET_KEY)), Ok(now()));
}
