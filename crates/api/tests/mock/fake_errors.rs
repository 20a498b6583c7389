//! Errors that a test makes, and what all errors have in common: clones, predicates, the chain of causes.

use std::error::Error as _;
use std::time::Duration;

use hwc_api::osm::{CreateCases, ListCases, SERVICE};
use hwc_api::{Error, ErrorClass, ErrorKind, FakeError, Request, TransportError};

fn service(status: u16, code: &str) -> Error {
    Error::fake(ErrorKind::Service).operation(ListCases::OPERATION).status(status).code(code).build()
}

#[test]
fn a_made_error_has_what_was_set() {
    let error = Error::fake(ErrorKind::Service)
        .operation(ListCases::OPERATION)
        .status(429)
        .code("OSM.1")
        .message("slow down")
        .request_id("r-1")
        .header("x-a", "1")
        .body("{}")
        .retry_after(Duration::from_secs(3))
        .attempts(2)
        .source(TransportError::not_sent("cause"))
        .build();
    assert_eq!(error.status().map(|status| status.as_u16()), Some(429));
    assert_eq!((error.request_id(), error.body(), error.attempts()), (Some("r-1"), Some("{}"), 2));
    assert_eq!(error.headers().unwrap()["x-a"], "1");
    assert_eq!(error.service().unwrap().retry_after, Some(Duration::from_secs(3)));
    assert!(error.is_throttled() && error.is_retryable());
    insta::assert_snapshot!(format!("{error:#}"), @"osm.ListCases: error response: status 429, code OSM.1: slow down (request r-1) (after 2 attempts): the request was not sent: cause");
}

#[test]
fn an_error_without_a_response_has_none() {
    for kind in [ErrorKind::Config, ErrorKind::NotSent, ErrorKind::Timeout, ErrorKind::Io] {
        let error: Error = Error::fake(kind).message("because").into();
        assert_eq!((error.status(), error.request_id(), error.body()), (None, None, None));
        assert!(error.headers().is_none() && error.to_string().ends_with("because"), "{error}");
    }
    let html = Error::fake(ErrorKind::Decode).status(200).body("<html>").build();
    assert_eq!((html.body(), html.service()), (Some("<html>"), None));
    assert_eq!(Error::fake(ErrorKind::Service).build().status().unwrap().as_u16(), 500);
}

#[test]
fn the_operation_decides_whether_a_retry_is_safe() {
    let retryable = |kind, operation| Error::fake(kind).operation(operation).build().is_retryable();
    assert!(retryable(ErrorKind::MaybeSent, ListCases::OPERATION));
    assert!(!retryable(ErrorKind::MaybeSent, CreateCases::OPERATION));
    assert!(retryable(ErrorKind::NotSent, CreateCases::OPERATION));
}

#[test]
fn predicates_follow_status_code_and_kind() {
    type Predicate = fn(&Error) -> bool;
    let predicates: [(&str, Predicate); 7] = [
        ("not_found", Error::is_not_found),
        ("throttled", Error::is_throttled),
        ("auth", Error::is_auth),
        ("conflict", Error::is_conflict),
        ("quota", Error::is_quota),
        ("timeout", Error::is_timeout),
        ("connect", Error::is_connect),
    ];
    let of = |error: &Error| -> Vec<&str> {
        predicates.iter().filter(|(_, holds)| holds(error)).map(|(name, _)| *name).collect()
    };
    let class = |class| Error::fake(ErrorKind::Service).class(class).build();
    for (error, expected) in [
        (service(404, ""), &["not_found"][..]),
        (service(429, ""), &["throttled"]),
        (service(401, ""), &["auth"]),
        (service(403, ""), &["auth"]),
        (service(409, ""), &["conflict"]),
        (service(500, ""), &[]),
        (class(ErrorClass::QuotaExceeded), &["quota"]),
        (Error::fake(ErrorKind::Credentials).build(), &["auth"]),
        (Error::fake(ErrorKind::Timeout).build(), &["timeout"]),
        (Error::fake(ErrorKind::NotSent).source(TransportError::not_sent("x")).build(), &[]),
        (Error::fake(ErrorKind::Config).build(), &[]),
    ] {
        assert_eq!(of(&error), expected, "{error}");
    }
    assert!(SERVICE.errors.iter().any(|rule| rule.class == ErrorClass::NotFound), "codes decide too");
}

#[test]
fn clones_share_their_contents_and_an_error_is_small() {
    let error = Error::fake(ErrorKind::Io).source(std::io::Error::other("disk")).build();
    let clone = error.clone();
    assert_eq!(clone.to_string(), error.to_string());
    assert_eq!(clone.source().unwrap().to_string(), "disk");
    assert!(clone.source().unwrap().is::<std::io::Error>());
    assert_eq!(size_of::<Error>(), size_of::<usize>());
    assert_eq!(size_of::<Result<(), Error>>(), size_of::<usize>());
    fn is_send<T: Send + Sync + Clone + 'static>(_: &T) {}
    is_send(&error);
    let _: fn(FakeError) -> Error = Error::from;
}
