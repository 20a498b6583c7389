//! The order of replayed responses, and the comparison of requests.

use hwc_transport::{Presigned, Replay, Transport};

use crate::common::{LIST, OPEN, With, answer, bytes, forget, of, plain, recorder, refused, replay_of};

async fn ask(replay: &Replay, target: &str) -> String {
    String::from_utf8(bytes(replay.send(of(&LIST, target, "")).await.unwrap()).await).unwrap()
}

#[tokio::test]
async fn equal_requests_are_answered_in_order_and_others_at_any_time() {
    let answers = ["first", "other", "second"].map(|body| Ok(answer(200, body)));
    let requests = ["/v2/cases?a=1", "/v2/cases?a=2", "/v2/cases?a=1"].map(|target| of(&LIST, target, "")).into();
    let replay = replay_of(answers, requests).await;
    assert_eq!(replay.unused().len(), 3);
    assert_eq!(ask(&replay, "/v2/cases?a=1").await, "first");
    assert_eq!(ask(&replay.clone(), "/v2/cases?a=1").await, "second");
    assert_eq!(replay.unused(), ["exchange 2: osm.ListCases GET /v2/cases"]);
    assert_eq!(ask(&replay, "/v2/cases?a=2").await, "other");
    replay.assert_all_used();
}

#[tokio::test]
#[should_panic(expected = "the recording: unused: exchange 1: osm.ListCases GET /v2/cases")]
async fn what_nobody_asked_for_fails_the_test() {
    replay_of([Ok(answer(200, ""))], vec![of(&LIST, "/v2/cases", "")]).await.assert_all_used();
}

#[tokio::test]
async fn exchanges_are_in_the_order_of_asking() {
    let (go, wait) = tokio::sync::oneshot::channel::<()>();
    let wait = std::sync::Arc::new(std::sync::Mutex::new(Some(wait)));
    let slow_first = move |request: hwc_transport::HttpRequest| {
        let wait = wait.lock().unwrap().take();
        async move {
            if let Some(wait) = wait {
                wait.await.unwrap();
            }
            Ok(answer(200, request.uri().path().to_owned()))
        }
    };
    let recorder = hwc_transport::Recorder::new(slow_first, crate::common::path("never/order.json"));
    let second = async {
        let answer = recorder.send(of(&LIST, "/second", "")).await;
        go.send(()).unwrap();
        answer
    };
    let (first, second) = tokio::join!(biased; recorder.send(of(&LIST, "/first", "")), second);
    assert!(first.is_ok() && second.is_ok());
    let replay = Replay::new(recorder.recording());
    assert_eq!(replay.unused(), ["exchange 1: osm.ListCases GET /first", "exchange 2: osm.ListCases GET /second"]);
    forget(recorder);
}

#[tokio::test]
async fn secrets_and_all_that_differs_from_run_to_run_may_differ() {
    let one =
        of(&OPEN, "/v2/shares/secret-1/open?code=a&x=1&y=2", r#"{"a":1,"password":"secret-1","note":"secret-1!"}"#)
            .with("Authorization", "Bearer secret-1")
            .with("X-Traceid", "one")
            .with("Content-Type", "application/json");
    let mut other =
        of(&OPEN, "/v2/shares/secret-2/open?y=2&code=b&x=1", r#"{"note":"secret-2!","password":"secret-2","a":1}"#)
            .with("Content-Type", "application/json")
            .with("X-Sdk-Date", "now");
    *other.uri_mut() = other.uri().to_string().replace("4711", "4712").parse().unwrap();
    let replay = replay_of([Ok(answer(200, ""))], vec![one]).await;
    assert!(replay.send(other).await.is_ok());
}

#[tokio::test]
async fn what_was_redacted_can_be_asked_with() {
    let sent = |secret: &str| of(&OPEN, "/", format!(r#"{{"password":"{secret}","accessUrl":"https://{secret}/"}}"#));
    let replay = replay_of([Ok(answer(200, ""))], vec![sent("the-secret")]).await;
    let again = of(&OPEN, "/", r#"{"password":"[redacted]","accessUrl":"https://redacted.invalid/"}"#);
    assert!(replay.send(again).await.is_ok());
}

#[tokio::test]
async fn any_presigned_link_is_the_same_but_only_for_a_presigned_link() {
    let link = |target: &str| {
        let mut request = plain("GET", target, "");
        request.extensions_mut().insert(Presigned);
        request
    };
    let replay = replay_of([Ok(answer(200, "file"))], vec![link("/a?Signature=1234567")]).await;
    refused(replay.send(plain("GET", "/a?Signature=1234567", ""))).await;
    assert_eq!(bytes(replay.send(link("/")).await.unwrap()).await, b"file");
}

#[tokio::test]
async fn a_replay_goes_by_the_options_of_its_recorder() {
    let recorder = recorder([Ok(answer(200, ""))]).redact("owner").record_header("X-Kept").max_body_bytes(4);
    let request =
        |owner: &str, kept: &str| of(&LIST, &format!("/?owner={owner}"), r#"{"long":true}"#).with("X-Kept", kept);
    recorder.send(request("me", "1")).await.unwrap();
    let replay = Replay::from_json(&recorder.recording().to_json()).unwrap();
    refused(replay.send(request("you", "2"))).await;
    assert!(replay.send(request("you", "1")).await.is_ok());
    forget(recorder);
}
