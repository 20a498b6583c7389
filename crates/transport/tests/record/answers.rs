//! The recorder passes responses on complete and unchanged, even if it cannot record them.

use std::future::pending;

use hwc_transport::bytes::Bytes;
use hwc_transport::{Body, BodyError, ByteStream, HttpRequest, Replay, Transport, TransportError};

use crate::common::{LIST, OPEN, SIGN_IN, With, answer, bytes, chain, forget, of, recorder, replay_of};

fn stream(parts: &[&'static str]) -> ByteStream {
    ByteStream::from_chunks(parts.iter().map(|part| Ok(Bytes::from_static(part.as_bytes()))).collect::<Vec<_>>())
}

#[tokio::test]
async fn the_caller_gets_secrets_and_headers_as_they_came() {
    let body = r#"{ "password": "s3cret" }"#;
    let recorder = recorder([Ok(answer(200, body).with("Set-Cookie", "a=b").with("X-Subject-Token", "s3cret"))]);
    let got = recorder.send(of(&OPEN, "/", "")).await.unwrap();
    assert_eq!(
        (&got.headers()["set-cookie"], &got.headers()["x-subject-token"]),
        (&"a=b".parse().unwrap(), &"s3cret".parse().unwrap())
    );
    assert_eq!(bytes(got).await, body.as_bytes());
    forget(recorder);
}

#[tokio::test]
async fn a_stream_is_recorded_and_passed_on() {
    for len in [None, Some(6)] {
        let reply = answer(200, Body::from_stream(stream(&["ab", "cd", "ef"]), len));
        let recorder = recorder([Ok(reply)]);
        assert_eq!(bytes(recorder.send(of(&LIST, "/", "")).await.unwrap()).await, b"abcdef");
        assert!(recorder.recording().to_json().contains(r#""text": "abcdef""#));
        forget(recorder);
    }
}

#[tokio::test]
async fn a_body_above_the_limit_is_passed_on_and_left_out() {
    let bodies: [fn() -> Body; 3] = [
        || Body::from("abcdef"),
        || Body::from_stream(stream(&["ab", "cd", "ef"]), Some(6)),
        || Body::from_stream(stream(&["ab", "cd", "ef"]), None),
    ];
    for body in bodies {
        let recorder = recorder([Ok(answer(200, body()))]).max_body_bytes(3);
        let got = recorder.send(of(&LIST, "/", "")).await.unwrap();
        assert_eq!(got.body().len(), body().len());
        assert_eq!(bytes(got).await, b"abcdef");
        let replay = Replay::from_json(&recorder.recording().to_json()).unwrap();
        let error = replay.send(of(&LIST, "/", "")).await.unwrap().into_body().collect(100).await.unwrap_err();
        assert!(chain(&error).contains("longer than the recorder's `max_body_bytes`"), "{}", chain(&error));
        forget(recorder);
    }
}

#[tokio::test]
async fn a_body_that_breaks_off_does_so_again() {
    let broken = || ByteStream::from_chunks([Ok(Bytes::from("s3cret")), Err(BodyError::interrupted("reset"))]);
    let recorder = recorder([Ok(answer(200, Body::from_stream(broken(), Some(10))))]);
    let mut got = recorder.send(of(&LIST, "/", "")).await.unwrap().into_body().into_stream();
    assert_eq!(got.next().await.unwrap().unwrap(), "s3cret");
    assert!(got.next().await.unwrap().unwrap_err().is_interrupted());
    let text = recorder.recording().to_json();
    assert!(!text.contains("s3cret"), "{text}");
    let replay = Replay::from_json(&text).unwrap();
    let again = replay.send(of(&LIST, "/", "")).await.unwrap().into_body().collect(100).await;
    assert!(again.unwrap_err().is_interrupted());
    forget(recorder);
}

#[tokio::test]
async fn a_request_that_streams_is_not_read() {
    let unread = || Body::from_stream(ByteStream::from_chunks(std::iter::from_fn(|| panic!("it is read"))), Some(7));
    let replay = replay_of([Ok(answer(200, "done"))], vec![of(&LIST, "/", unread())]).await;
    assert_eq!(bytes(replay.send(of(&LIST, "/", unread())).await.unwrap()).await, b"done");
}

#[tokio::test]
async fn errors_come_back_as_they_were() {
    let errors: [fn() -> TransportError; 5] = [
        || TransportError::not_sent("s3cret.example"),
        || TransportError::invalid_request("s3cret.example"),
        || TransportError::maybe_sent("s3cret.example"),
        || TransportError::maybe_sent("s3cret.example").timed_out(),
        || TransportError::response_interrupted(BodyError::interrupted("s3cret.example")),
    ];
    for error in errors {
        let replay = replay_of([Err(error())], vec![of(&LIST, "/", "")]).await;
        let again = replay.send(of(&LIST, "/", "")).await.unwrap_err();
        assert_eq!((again.phase(), again.is_timeout()), (error().phase(), error().is_timeout()));
        assert_eq!(again.to_string(), error().to_string());
        assert!(!chain(&again).contains("s3cret"));
    }
}

#[tokio::test]
async fn errors_of_all_causes_can_be_read() {
    let causes = [
        ("never sent", "dns", "cannot resolve the host name"),
        ("never sent", "connect", "no connection to the server"),
        ("never sent", "tls", "no secure connection to the server"),
        ("never sent", "setup", "the transport is not set up for the request"),
        ("maybe sent", "request body", "cannot read the request body"),
    ];
    for (phase, cause, text) in causes {
        let file = format!(
            r#"{{"hwc_recording":1,"exchanges":[{{"request":{{"method":"GET","target":"/"}},"error":{{"phase":"{phase}","cause":"{cause}"}}}}]}}"#
        );
        let error = Replay::from_json(&file).unwrap().send(crate::common::plain("GET", "/", "")).await.unwrap_err();
        assert_eq!(error.to_string(), text);
    }
}

#[tokio::test]
async fn an_exchange_that_is_given_up_is_not_recorded() {
    let recorder = hwc_transport::Recorder::new(|_: HttpRequest| pending(), crate::common::path("never/given-up.json"));
    tokio::select! {
        biased;
        _ = recorder.send(of(&LIST, "/", "")) => panic!("nobody answers"),
        () = async {} => {}
    }
    assert!(recorder.recording().is_empty());
}

#[tokio::test]
async fn an_error_code_is_no_secret_by_whatever_name() {
    let recorder = recorder([Ok(answer(200, r#"{"code": 13000102, "msg": "no", "accessToken": "T-123456"}"#))]);
    recorder.send(of(&SIGN_IN, "/session", r#"{"code": "one-time-code"}"#)).await.unwrap();
    let text = recorder.recording().to_json();
    assert!(!text.contains("one-time-code") && !text.contains("T-123456"), "{text}");
    let replay = Replay::from_json(&text).unwrap();
    let again = replay.send(of(&SIGN_IN, "/session", r#"{"code": "another"}"#)).await.unwrap();
    let again = String::from_utf8(bytes(again).await.to_vec()).unwrap();
    assert!(again.contains(r#""code":13000102"#), "a refusal must stay one: {again}");
    forget(recorder);
}
