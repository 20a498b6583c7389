//! Responses are replayed byte for byte unless a secret was redacted.

use hwc_transport::Transport;
use hwc_transport::bytes::Bytes;

use crate::common::{LIST, OPEN, With, answer, bytes, of, replay_of};

#[tokio::test]
async fn bodies_come_back_byte_for_byte() {
    let deep = "[".repeat(120) + &"]".repeat(120);
    let bodies: Vec<Bytes> = vec![
        r#"{"b":1,"a":[true,null,-2,1.5,"ü\n"],"b":2}"#.into(),
        "{\n  \"pretty\": 1.00,\n  \"spelt\": \"\\u00fc\\/\"\n}\n".into(),
        "12345678901234567890123".into(),
        "null".into(),
        deep.into(),
        "no JSON".into(),
        "".into(),
        Bytes::from_static(b"PK\x03\x04\xff\x00"),
    ];
    for body in bodies {
        let replay = replay_of([Ok(answer(200, body.clone()))], vec![of(&LIST, "/v2/cases", "")]).await;
        assert_eq!(bytes(replay.send(of(&LIST, "/v2/cases", "")).await.unwrap()).await, body);
    }
}

#[tokio::test]
async fn status_and_headers_come_back() {
    let reply = answer(202, "{}")
        .with("Content-Type", "application/json")
        .with("X-Request-Id", "request-1")
        .with("Link", "one")
        .with("Link", "two")
        .with("X-Empty", "");
    let replay = replay_of([Ok(reply)], vec![of(&LIST, "/", "")]).await;
    let got = replay.send(of(&LIST, "/", "")).await.unwrap();
    assert_eq!(got.status(), 202);
    let headers: Vec<_> =
        got.headers().iter().map(|(name, value)| format!("{name}: {}", value.to_str().unwrap())).collect();
    assert_eq!(
        headers,
        ["content-type: application/json", "link: one", "link: two", "x-empty: ", "x-request-id: request-1"]
    );
}

#[tokio::test]
async fn redacted_answers_keep_their_shape() {
    let body = r#"{"accessUrl":"https://bucket.example/x","tokens":["abcdef",123456],"password":"","count":1}"#;
    let replay = replay_of([Ok(answer(200, body))], vec![of(&OPEN, "/", "")]).await;
    let got = bytes(replay.send(of(&OPEN, "/", "")).await.unwrap()).await;
    let expected = r#"{"accessUrl":"https://redacted.invalid/","tokens":["[redacted]",0],"password":"","count":1}"#;
    assert_eq!(String::from_utf8(got).unwrap(), expected);
}
