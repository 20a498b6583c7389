//! Errors for invalid signatures.

use hwc_transport::HttpRequest;
use hwc_transport::http::HeaderValue;
use hwc_transport::sign::{Algorithm, AuthorizationHeader, VerifyError};
use hwc_wire::Secret;

use super::{SECRET_KEY, access_keys, app_keys, authorization, head, now, request};

const URL: &str = "GET https://service.example/things?a=1";

fn unreadable(value: &str) -> &'static str {
    match AuthorizationHeader::parse(value) {
        Err(VerifyError::Malformed(why)) => why,
        other => panic!("{value}: {other:?}"),
    }
}

/// Signs with an access key, applies `change` to the received request, and checks the signature.
fn outcome(change: impl FnOnce(&mut HttpRequest)) -> Result<(), VerifyError> {
    let mut request = request(URL, &[("X-Language", "en-us")], "");
    access_keys().sign(&mut request, now()).unwrap();
    change(&mut request);
    let parsed = AuthorizationHeader::parse(authorization(&request)).unwrap();
    parsed.verify(&head(request), b"", &Secret::from(SECRET_KEY)).map(drop)
}

fn set(request: &mut HttpRequest, name: &'static str, value: &str) {
    request.headers_mut().insert(name, HeaderValue::from_str(value).unwrap());
}

#[test]
fn both_forms_are_read() {
    let hex = "0a".repeat(32);
    let sdk = AuthorizationHeader::parse(&format!(
        "SDK-HMAC-SHA256 Access=AK, SignedHeaders=host;x-sdk-date, Signature={hex}"
    ));
    let sdk = sdk.unwrap();
    assert_eq!((sdk.algorithm(), sdk.key_id()), (Algorithm::AccessKey, "AK"));
    assert_eq!(sdk.signed_headers().collect::<Vec<_>>(), ["host", "x-sdk-date"]);
    let app =
        AuthorizationHeader::parse(&format!("HMAC-SHA256 AppId=app,SignedHeaders=x-date,Signature={hex}")).unwrap();
    assert_eq!((app.algorithm(), app.key_id()), (Algorithm::App, "app"));
    assert_eq!(app.signed_headers().collect::<Vec<_>>(), ["x-date"]);
}

#[test]
fn other_texts_are_no_signatures() {
    for other in ["", "Bearer token", "SDK-HMAC-SHA256, Access=AK", "sdk-hmac-sha256 Access=AK", " HMAC-SHA256 AppId=a"]
    {
        assert_eq!(unreadable(other), "expected the algorithm SDK-HMAC-SHA256 or HMAC-SHA256", "{other}");
    }
}

#[test]
fn the_form_is_kept_to_exactly() {
    let hex = "0a".repeat(32);
    let sdk = "expected `SDK-HMAC-SHA256 Access=.., SignedHeaders=.., Signature=..`";
    for rest in [
        String::new(),
        "Access=AK".to_owned(),
        format!("Access=AK,SignedHeaders=host,Signature={hex}"),
        format!("Access=AK, SignedHeaders=host, Signature={hex}, More=1"),
        format!("AppId=AK, SignedHeaders=host, Signature={hex}"),
        format!("Access=AK, Signature={hex}, SignedHeaders=host"),
    ] {
        assert_eq!(unreadable(&format!("SDK-HMAC-SHA256 {rest}")), sdk, "{rest}");
    }
    let app = "expected `HMAC-SHA256 AppId=..,SignedHeaders=..,Signature=..`";
    for rest in [
        format!("AppId=app, SignedHeaders=host, Signature={hex}"),
        format!("Access=app,SignedHeaders=host,Signature={hex}"),
    ] {
        assert_eq!(unreadable(&format!("HMAC-SHA256 {rest}")), app, "{rest}");
    }
}

#[test]
fn the_parts_must_make_sense() {
    let sdk = |who: &str, names: &str, signature: &str| {
        unreadable(&format!("SDK-HMAC-SHA256 Access={who}, SignedHeaders={names}, Signature={signature}"))
    };
    let hex = "0a".repeat(32);
    for who in ["", "a b"] {
        assert_eq!(sdk(who, "host", &hex), "the ID of the signer is missing or invalid");
    }
    for names in ["", "Host", "host;", "x-sdk-date;host", "host;host", "ho st", "host:x"] {
        let why = "the names of the signed headers must be lowercase, sorted and unique";
        assert_eq!(sdk("AK", names, &hex), why, "{names}");
    }
    for signature in ["", "0a", &"0A".repeat(32), &"0g".repeat(32), &"0a".repeat(33)] {
        assert_eq!(sdk("AK", "host", signature), "the signature must be 64 lowercase hex digits", "{signature}");
    }
}

#[test]
fn what_was_not_changed_is_accepted() {
    assert_eq!(outcome(|_| {}), Ok(()));
}

#[test]
fn the_date_must_be_there_and_be_a_date() {
    let missing = outcome(|request| drop(request.headers_mut().remove("x-sdk-date")));
    assert_eq!(missing, Err(VerifyError::MissingDate("x-sdk-date")));
    for bad in ["", "now", "2024-01-02T03:04:05Z", "20240102T030405", "20240230T030405Z", "20240102T0304056Z"] {
        let outcome = outcome(|request| set(request, "x-sdk-date", bad));
        assert_eq!(outcome, Err(VerifyError::InvalidDate("x-sdk-date")), "{bad}");
    }
    assert_eq!(outcome(|request| set(request, "x-sdk-date", "20240102T030406Z")), Err(VerifyError::Mismatch));
}

#[test]
fn the_date_must_be_signed() {
    let outcome = outcome(|request| {
        let without = authorization(request).replace(";x-sdk-date", "");
        set(request, "authorization", &without);
    });
    assert_eq!(outcome, Err(VerifyError::HeaderNotSigned("x-sdk-date")));
}

#[test]
fn signed_headers_must_arrive_as_they_were_sent() {
    let missing = outcome(|request| drop(request.headers_mut().remove("x-language")));
    assert_eq!(missing, Err(VerifyError::SignedHeaderMissing("x-language".to_owned())));
    assert_eq!(outcome(|request| set(request, "x-language", "zh-cn")), Err(VerifyError::Mismatch));
    let no_host = outcome(|request| *request.uri_mut() = "/things?a=1".parse().unwrap());
    assert_eq!(no_host, Err(VerifyError::SignedHeaderMissing("host".to_owned())));
    assert_eq!(outcome(|request| set(request, "x-new", "was not signed")), Ok(()));
}

#[test]
fn a_body_that_is_declared_as_unsigned_may_be_any() {
    let mut request = request("POST https://service.example/things", &[("Content-Type", "text/plain")], "text");
    access_keys().sign(&mut request, now()).unwrap();
    let parsed = AuthorizationHeader::parse(authorization(&request)).unwrap();
    let mut head = head(request);
    let mut check = |body: &[u8], stated: &'static str| {
        head.headers.insert("x-sdk-content-sha256", HeaderValue::from_static(stated));
        parsed.verify(&head, body, &Secret::from(SECRET_KEY))
    };
    for body in [b"text".as_slice(), b"other", b""] {
        assert_eq!(check(body, "UNSIGNED-PAYLOAD"), Ok(now()));
    }
    assert_eq!(check(b"text", "something else"), Err(VerifyError::Mismatch));
}

#[test]
fn a_stated_hash_must_be_that_of_the_body() {
    let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    let outcome = outcome(|request| set(request, "x-sdk-content-sha256", empty));
    assert_eq!(outcome, Ok(()), "it is right, though not signed");
    let mut request = request("POST https://service.example/things", &[], "text");
    access_keys().sign(&mut request, now()).unwrap();
    let parsed = AuthorizationHeader::parse(authorization(&request)).unwrap();
    set(&mut request, "x-sdk-content-sha256", "UNSIGNED-PAYLOAD");
    let outcome = parsed.verify(&head(request), b"changed", &Secret::from(SECRET_KEY));
    assert_eq!(outcome, Err(VerifyError::Mismatch), "the declaration came after the signature");
}

#[test]
fn an_app_must_sign_the_user() {
    let mut request = request(URL, &[], "");
    app_keys().sign(&mut request, now()).unwrap();
    let check = |request: &HttpRequest, names: &str| {
        let text = authorization(request).replace("host;x-date;x-user-id", names);
        let mut copy = super::request(URL, &[], "");
        *copy.headers_mut() = request.headers().clone();
        AuthorizationHeader::parse(&text).unwrap().verify(&head(copy), b"", &Secret::from("app secret"))
    };
    assert_eq!(check(&request, "host;x-date;x-user-id"), Ok(now()));
    assert_eq!(check(&request, "host;x-date"), Err(VerifyError::HeaderNotSigned("x-user-id")));
    assert_eq!(check(&request, "host;x-user-id"), Err(VerifyError::HeaderNotSigned("x-date")));
    assert_eq!(check(&request, "x-date;x-user-id"), Err(VerifyError::Mismatch));
    request.headers_mut().remove("x-user-id");
    assert_eq!(check(&request, "host;x-date;x-user-id"), Err(VerifyError::SignedHeaderMissing("x-user-id".to_owned())));
    request.headers_mut().remove("x-date");
    assert_eq!(check(&request, "host;x-date;x-user-id"), Err(VerifyError::MissingDate("x-date")));
}

#[test]
fn errors_speak_of_names_only() {
    let texts = [
        VerifyError::MissingDate("x-sdk-date").to_string(),
        VerifyError::InvalidDate("x-date").to_string(),
        VerifyError::HeaderNotSigned("x-user-id").to_string(),
        VerifyError::SignedHeaderMissing("x-language".to_owned()).to_string(),
        VerifyError::Mismatch.to_string(),
    ];
    insta::assert_snapshot!(texts.join("\n"), @r"
    missing header x-sdk-date with the date of the signature
    invalid date in the header x-date; expected a value such as 20240102T030405Z
    the header x-user-id must be signed
    the signed header x-language was not sent
    the signature does not match: the secret is wrong, or the request was modified
    ");
}
