//! Errors of a replay for requests that were not recorded.

use hwc_transport::{Body, Replay, Transport};

use crate::common::{LIST, OPEN, With, answer, of, plain, refused, replay_of};

async fn one_of_each() -> Replay {
    let requests = vec![
        of(&LIST, "/v2/cases?limit=2&tag=a", "").with("X-Language", "en-us"),
        of(&OPEN, "/v2/shares/1/open", r#"{"a":{"b":[1,"two"]},"password":"secret-1"}"#),
    ];
    replay_of([Ok(answer(200, "")), Ok(answer(200, ""))], requests).await
}

#[tokio::test]
async fn the_query_and_the_headers() {
    let replay = one_of_each().await;
    let asked = of(&LIST, "/v2/cases?limit=3&tag=a&tag=b&page=1", "").with("X-Language", "zh-cn");
    insta::assert_snapshot!(refused(replay.send(asked)).await, @r#"the transport is not set up for the request: the recording has no response for osm.ListCases GET /v2/cases; the closest is exchange 1, osm.ListCases GET /v2/cases, which differs: query limit: recorded "2", requested "3"; query page: recorded nothing, requested "1"; query tag: recorded "a", requested "a, b"; header x-language: recorded "en-us", requested "zh-cn""#);
}

#[tokio::test]
async fn the_body_and_never_a_secret() {
    let replay = one_of_each().await;
    let asked =
        of(&OPEN, "/v2/shares/1/open", r#"{"a":{"b":[1,"three",4]},"c":true,"password":"secret-2","note":"secret-2"}"#);
    insta::assert_snapshot!(refused(replay.send(asked)).await, @r#"the transport is not set up for the request: the recording has no response for osm.Open PUT /v2/shares/[redacted]/open; the closest is exchange 2, osm.Open PUT /v2/shares/[redacted]/open, which differs: body $.a.b[1]: recorded "two", requested "three"; body $.a.b[2]: recorded nothing, requested 4; body $.c: recorded nothing, requested true; body $.note: recorded nothing, requested "[redacted]""#);
    let asked = of(&OPEN, "/v2/shares/1/open", "");
    insta::assert_snapshot!(refused(replay.send(asked)).await, @r#"the transport is not set up for the request: the recording has no response for osm.Open PUT /v2/shares/[redacted]/open; the closest is exchange 2, osm.Open PUT /v2/shares/[redacted]/open, which differs: body: recorded {"json":{"a":{"b":[1,"two"]},"password":"[redacted]"}}, requested nothing"#);
}

#[tokio::test]
async fn another_operation() {
    let replay = one_of_each().await;
    insta::assert_snapshot!(refused(replay.send(plain("DELETE", "/v2/cases?limit=2&tag=a", ""))).await, @r#"the transport is not set up for the request: the recording has no response for DELETE /v2/cases; the closest is exchange 1, osm.ListCases GET /v2/cases, which differs: operation: recorded osm.ListCases, requested nothing; method: recorded GET, requested DELETE; header x-language: recorded "en-us", requested nothing"#);
}

#[tokio::test]
async fn used_up() {
    let replay = one_of_each().await;
    let asked = || of(&LIST, "/v2/cases?tag=a&limit=2", "").with("X-Language", "en-us");
    replay.send(asked()).await.unwrap();
    insta::assert_snapshot!(refused(replay.send(asked())).await, @"the transport is not set up for the request: the recording has no response left for osm.ListCases GET /v2/cases: the only one was used already");
}

#[tokio::test]
async fn an_empty_recording() {
    let replay = replay_of([], vec![]).await;
    insta::assert_snapshot!(refused(replay.send(of(&LIST, "/v2/cases", ""))).await, @"the transport is not set up for the request: the recording has no response for osm.ListCases GET /v2/cases: it is empty");
}

#[tokio::test]
async fn long_values_and_many_differences_are_cut_short() {
    let body = |text: &str| {
        Body::from(format!(r#"{{"a":"{text}","b":"{text}","c":"{text}","d":"{text}","e":"{text}","f":"{text}"}}"#))
    };
    let replay = replay_of([Ok(answer(200, ""))], vec![of(&LIST, "/", body(&"ü".repeat(100)))]).await;
    let text = refused(replay.send(of(&LIST, "/", body("v")))).await;
    assert!(text.ends_with("; and 1 more"), "{text}");
    assert!(text.contains(&format!("recorded \"{}..., requested", "ü".repeat(79))), "{text}");
}
