//! Redaction of recordings in each location of secrets.

use hwc_transport::{HttpRequest, HttpResponse, Presigned};

use crate::common::{OPEN, With, answer, of, plain, raw, recorded, recorder};

/// A secret that no text of these tests may contain.
const SECRET: &str = "s3cret/Value";

async fn without_secret(request: HttpRequest, reply: HttpResponse) -> String {
    let text = recorded(recorder([Ok(reply)]), request).await;
    assert!(!text.contains(SECRET) && !text.contains("s3cret"), "{text}");
    text
}

/// Returns a request with secrets in all locations.
fn telling_request() -> HttpRequest {
    let sent = r#"{"name":"a","deep":[{"Password":"s3cret/Value","note":"it is s3cret/Value"}],"tokens":["s3cret-1",{"a":12345678,"b":null}]}"#;
    of(&OPEN, "/v2/shares/s3cret%2FValue/open?code=s3cret%2FValue&page=2&next=12345678", sent)
        .with("Content-Type", "application/json")
        .with("X-Language", "en-us")
        .with("X-Traceid", "differs")
        .with("Accept", "application/json")
        .with("User-Agent", "hwc/0.1.0")
        .with("X-Sdk-Date", "20260101T000000Z")
        .with("Authorization", "SDK-HMAC-SHA256 Access=AKs3cret, SignedHeaders=host, Signature=SIGs3cret")
}

/// Returns a response with secrets in all locations.
fn telling_answer() -> HttpResponse {
    let got = r#"{"accessUrl":"https://bucket.example/s3cret/Value?sig=s3cret","error":"no s3cret/Value, no SIGs3cret","code":"","items":[{"password":null}]}"#;
    answer(200, got)
        .with("Content-Type", "application/json")
        .with("X-Subject-Token", "s3cret-token")
        .with("X-Request-Id", "request-1")
        .with("Location", "https://bucket.example/?a=s3cret")
        .with("Set-Cookie", "s3cret")
        .with("Date", "today")
}

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "the snapshot is inline")]
async fn of_an_operation_its_secrets_in_all_places() {
    insta::assert_snapshot!(without_secret(telling_request(), telling_answer()).await, @r#"
    {
      "hwc_recording": 1,
      "exchanges": [
        {
          "service": "osm",
          "operation": "Open",
          "request": {
            "method": "PUT",
            "target": "/v2/shares/[redacted]/open?code=[redacted]&page=2&next=[redacted]",
            "headers": [
              "content-type: application/json",
              "x-language: en-us"
            ],
            "body": {
              "json": {
                "name": "a",
                "deep": [
                  {
                    "Password": "[redacted]",
                    "note": "it is [redacted]"
                  }
                ],
                "tokens": [
                  "[redacted]",
                  {
                    "a": 0,
                    "b": null
                  }
                ]
              }
            }
          },
          "response": {
            "status": 200,
            "headers": [
              "content-type: application/json",
              "location: [redacted]",
              "x-request-id: request-1",
              "x-subject-token: [redacted]"
            ],
            "body": {
              "json": {
                "accessUrl": "https://redacted.invalid/",
                "error": "no [redacted], no [redacted]",
                "code": "",
                "items": [
                  {
                    "password": null
                  }
                ]
              }
            }
          }
        }
      ]
    }
    "#);
}

#[tokio::test]
async fn of_a_call_without_operation_what_looks_secret() {
    let sent = r#"{"auth":{"identity":{"password":{"user":{"name":"me","password":"s3cret/Value"}}}},"client_secret":"s3cret","page_size":10}"#;
    let request = raw("/v3/x?X-Amz-Signature=s3cret&limit=3", sent).with("X-Auth-Token", "s3cret/Value");
    let got = r#"{"credential":{"access":"AKs3cret","expires":"soon"},"embedded":"{\"token\": \"s3cret\"}","link":"https://a.example/f?signature=s3cret"}"#;
    insta::assert_snapshot!(without_secret(request, answer(201, got)).await, @r#"
    {
      "hwc_recording": 1,
      "exchanges": [
        {
          "service": "osm",
          "request": {
            "method": "POST",
            "target": "/v3/x?X-Amz-Signature=[redacted]&limit=3",
            "body": {
              "json": {
                "auth": {
                  "identity": {
                    "password": {
                      "user": {
                        "name": "me",
                        "password": "[redacted]"
                      }
                    }
                  }
                },
                "client_secret": "[redacted]",
                "page_size": 10
              }
            }
          },
          "response": {
            "status": 201,
            "body": {
              "json": {
                "credential": {
                  "access": "[redacted]",
                  "expires": "[redacted]"
                },
                "embedded": "{\"token\":\"[redacted]\"}",
                "link": "https://redacted.invalid/"
              }
            }
          }
        }
      ]
    }
    "#);
}

#[tokio::test]
async fn of_a_presigned_link_all_of_it() {
    let mut request = plain("GET", "/bucket/s3cret?Expires=1&Signature=s3cret%2FValue", "").with("Range", "bytes=3-");
    request.extensions_mut().insert(Presigned);
    let reply = answer(403, "<Error>s3cret/Value and s3cret%2FValue</Error>").with("Content-Type", "application/xml");
    insta::assert_snapshot!(without_secret(request, reply).await, @r#"
    {
      "hwc_recording": 1,
      "exchanges": [
        {
          "request": {
            "method": "GET",
            "target": "[presigned link]",
            "headers": [
              "range: bytes=3-"
            ]
          },
          "response": {
            "status": 403,
            "headers": [
              "content-type: application/xml"
            ],
            "body": {
              "text": "<Error>[redacted] and [redacted]</Error>"
            }
          }
        }
      ]
    }
    "#);
}

#[tokio::test]
async fn bodies_of_requests_that_are_no_json() {
    let form = "password=s3cret/Value&page=1&empty=";
    let form = of(&OPEN, "/", form).with("Content-Type", "application/x-www-form-urlencoded");
    let text = without_secret(form, answer(200, "")).await;
    assert!(text.contains(r#""text": "password=[redacted]&page=1&empty=""#), "{text}");

    let multipart =
        of(&OPEN, "/", "--b\r\n\r\ns3cret\r\n--b--").with("Content-Type", "multipart/form-data; boundary=b");
    let text = without_secret(multipart, answer(200, "")).await;
    assert!(
        text.contains(r#""omitted": "multipart""#) && text.contains(r#""content-type: multipart/form-data""#),
        "{text}"
    );

    let text = without_secret(of(&OPEN, "/", "s3cret file"), answer(200, "")).await;
    let sum = "94cee9327dc273cbcefd46c4d59adfd45d3be0911d17be063cb13513b0a47acd";
    assert!(text.contains("\"bytes\": 11") && text.contains(sum), "{text}");
}

#[tokio::test]
async fn answers_whose_secrets_cannot_be_found_as_a_whole() {
    let html = answer(502, "<html>the PASSWORD is s3cret</html>");
    assert!(without_secret(of(&OPEN, "/", ""), html).await.contains(r#""text": "[redacted]""#));
    let zip = answer(200, b"\xff\xfe s3cret/Value".to_vec());
    let sent = of(&OPEN, "/", r#"{"password":"s3cret/Value"}"#);
    assert!(without_secret(sent, zip).await.contains(r#""text": "[redacted]""#));
    // JSON that no parser accepts, since a character is cut in half. Its secrets are found only by their names.
    let damaged = answer(200, b"{\"password\": \"s3cret\", \"name\": \"\xe5\x8d\"}".to_vec());
    assert!(without_secret(of(&OPEN, "/", ""), damaged).await.contains(r#""text": "[redacted]""#));
    let surrogate = answer(200, r#"{"password": "s3cret", "name": "\ud83d"}"#);
    assert!(without_secret(of(&OPEN, "/", ""), surrogate).await.contains(r#""text": "[redacted]""#));
    let packed = answer(200, b"\x1f\x8b s3cret".to_vec()).with("Content-Encoding", "gzip");
    assert!(without_secret(of(&OPEN, "/", ""), packed).await.contains(r#""omitted": "compressed""#));
    let token = answer(401, "token s3cret is not known");
    assert!(without_secret(raw("/", ""), token).await.contains(r#""text": "[redacted]""#));
}

#[tokio::test]
async fn what_the_test_names_besides() {
    let recorder = recorder([Ok(answer(200, r#"{"Owner":"s3cret"}"#))])
        .redact("owner")
        .record_header("X-Kept")
        .record_header("X-My-Key");
    let request = of(&OPEN, "/?owner=s3cret", "").with("X-Kept", "kept").with("X-My-Key", "s3cret");
    let text = recorded(recorder, request).await;
    assert!(!text.contains("s3cret"), "{text}");
    for part in ["\"x-kept: kept\"", "\"x-my-key: [redacted]\"", "?owner=[redacted]", r#""Owner": "[redacted]""#] {
        assert!(text.contains(part), "{part} in {text}");
    }
}

#[tokio::test]
async fn an_object_of_a_secret_name_is_a_cover_only_when_the_name_is_within() {
    let body = r#"{"password":{"user":"shown","password":"s3cret"},"tokens":["s3cret",{"tokens":"s3cret"}],"code":{"a":"s3cret"}}"#;
    let text = without_secret(of(&OPEN, "/", body), answer(200, body)).await;
    assert_eq!(text.matches("shown").count(), 2, "{text}");
}

#[tokio::test]
async fn short_values_are_hidden_where_they_stand_and_nowhere_else() {
    let sent = of(&OPEN, "/", r#"{"password":"12345","note":"12345 times"}"#);
    let text = recorded(recorder([Ok(answer(200, r#"{"note":"12345"}"#))]), sent).await;
    assert!(text.contains(r#""password": "[redacted]""#) && text.contains(r#""note": "12345 times""#), "{text}");
    assert!(text.contains(r#""note": "12345""#), "{text}");
}

#[tokio::test]
async fn no_debug_shows_contents() {
    use hwc_transport::{Replay, Transport};
    let recorder = recorder([Ok(answer(200, "contents"))]);
    recorder.send(of(&OPEN, "/?page=contents", "")).await.unwrap();
    let shown = format!("{recorder:?} {:?} {:?}", recorder.recording(), Replay::new(recorder.recording()));
    assert!(!shown.contains("contents"), "{shown}");
    assert!(shown.contains("Recording(1 exchanges)"), "{shown}");
    crate::common::forget(recorder);
}
