//! Calls without a response, or with a response that cannot be decoded.

use std::error::Error as _;

use hwc_api::http::Response;
use hwc_api::transport::{BodyError, HttpRequest, bytes::Bytes};
use hwc_api::{Body, ByteStream, Client, ErrorKind, TransportError};

use crate::common::{CreateCase, Fake, ListCases, builder, client, everything};

#[tokio::test]
async fn how_far_a_request_got_decides_whether_to_try_again() {
    for (error, kind, reading, creating) in [
        (TransportError::not_sent as fn(&'static str) -> TransportError, ErrorKind::NotSent, true, true),
        (TransportError::maybe_sent, ErrorKind::MaybeSent, true, false),
        (TransportError::invalid_request, ErrorKind::NotSent, false, false),
        (|cause| TransportError::not_sent(cause).timed_out(), ErrorKind::Timeout, true, true),
        (|cause| TransportError::maybe_sent(cause).timed_out(), ErrorKind::Timeout, true, false),
    ] {
        let fake = Fake::default().then_fail(error("why")).then_fail(error("why"));
        let read = client(&fake).send(ListCases::new()).await.unwrap_err();
        let created = client(&fake).send(CreateCase::new("t")).await.unwrap_err();
        assert_eq!((read.kind(), created.kind()), (kind, kind));
        assert_eq!((read.is_retryable(), created.is_retryable()), (reading, creating), "{kind:?}");
    }
}

#[tokio::test]
async fn display_is_one_line_and_the_causes_follow_by_source() {
    let fake = Fake::default().then_fail(TransportError::maybe_sent("reset"));
    let error = client(&fake).send(CreateCase::new("t")).await.unwrap_err();
    insta::assert_snapshot!(error, @"osm.CreateCase: no complete response; the request may have been processed: to https://osm.cn-south-1.example");
    let source = error.source().unwrap();
    assert!(source.is::<TransportError>());
    assert_eq!(source.source().unwrap().to_string(), "reset");
}

#[tokio::test]
async fn an_unreadable_answer_names_its_place_and_shows_none_of_it() {
    let fake = Fake::answering([r#"{"count": 1, "cases": [{"id": "a"}, {"id": "b", "status": "SECRET"}]}"#]);
    let error = client(&fake).send(ListCases::new()).await.unwrap_err();
    assert_eq!((error.kind(), error.decode_path()), (ErrorKind::Decode, Some("cases[1].status")));
    assert!(!error.is_retryable());
    insta::assert_snapshot!(error, @"osm.ListCases: cannot decode the response: 69 bytes of application/json");
    insta::assert_snapshot!(error.source().unwrap(), @"cases[1].status: expected a whole number, found text at line 1 column 66");
    assert!(!everything(&error).contains("SECRET"));
}

#[tokio::test]
async fn an_answer_that_is_no_json_is_unreadable() {
    let fake = Fake::default().then_with(200, &[("content-type", "text/html")], "<html>SECRET");
    let error = client(&fake).send(ListCases::new()).await.unwrap_err();
    assert_eq!((error.kind(), error.decode_path()), (ErrorKind::Decode, Some("")));
    insta::assert_snapshot!(error, @"osm.ListCases: cannot decode the response: 12 bytes of text/html");
    assert!(!everything(&error).contains("SECRET"));
}

fn streaming(chunks: Vec<Result<Bytes, BodyError>>) -> Client {
    let chunks = std::sync::Mutex::new(Some(chunks));
    let transport = move |_: HttpRequest| {
        let chunks = ByteStream::from_chunks(chunks.lock().unwrap().take().unwrap());
        async { Ok(Response::new(Body::from_stream(chunks, None))) }
    };
    builder().transport(transport).max_response_bytes(8).build().unwrap()
}

#[tokio::test]
async fn an_answer_that_breaks_off_may_have_been_acted_on() {
    let broken = || streaming(vec![Ok(Bytes::from("{")), Err(BodyError::interrupted("reset"))]);
    let read = broken().send(ListCases::new()).await.unwrap_err();
    let created = broken().send(CreateCase::new("t")).await.unwrap_err();
    assert_eq!((read.kind(), read.is_retryable()), (ErrorKind::MaybeSent, true));
    assert_eq!((created.kind(), created.is_retryable()), (ErrorKind::MaybeSent, false));
}

#[tokio::test]
async fn an_answer_longer_than_the_cap_is_unreadable() {
    let client = streaming(vec![Ok(Bytes::from("     ")), Ok(Bytes::from("    {}"))]);
    let error = client.send(ListCases::new()).await.unwrap_err();
    assert_eq!((error.kind(), error.is_retryable()), (ErrorKind::Decode, false));
    let source = error.source().unwrap().to_string();
    assert_eq!(source, "the body exceeds the limit of 8 bytes");
}
