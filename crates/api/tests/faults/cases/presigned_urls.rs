//! Presigned URLs: a plain `GET` of content of any type and length.

use hwc_api::ErrorClass::{Auth, NotFound, Unknown};
use hwc_api::ErrorKind::{Decode, MaybeSent, NotSent, Timeout};

use crate::call::Call::{Link, LinkStream};
use crate::call::SIGNATURE;
use crate::fault_case::{Expect, FaultCase, Group, expect_error, expect_service_error, expect_text};
use crate::harness::Received;
use crate::script::{ConnectionScript, Script, json, response};
use crate::server::Request;

pub(crate) fn group() -> Group {
    let mut cases = files();
    cases.extend(refusals());
    cases.extend(broken());
    Group { title: "Presigned URLs", cases }
}

const FILE: &str = r#"{"error_code": "OSM.0004", "error_msg": "mine"}"#;

fn both(case: FaultCase, expect: Expect) -> FaultCase {
    case.check_requests(no_token).calls(Link, expect.clone()).calls(LinkStream, expect)
}

/// A presigned URL needs no token, and its storage server must not receive one.
fn no_token(requests: &[Request]) -> Result<(), String> {
    let named = |name: &str| requests.iter().any(|request| request.header(name).is_some());
    if named("x-auth-token") || named("authorization") { Err("a token was sent".to_owned()) } else { Ok(()) }
}

fn files() -> Vec<FaultCase> {
    vec![
        both(FaultCase::new("file with JSON that looks like an error", json("200 OK", FILE)), expect_text(FILE)),
        both(FaultCase::new("empty file", response("200 OK", "", "")), expect_text("")),
        both(
            FaultCase::new(
                "file with `Content-Encoding: gzip`",
                response("200 OK", "content-encoding: gzip\r\n", "zipped"),
            ),
            expect_text("zipped").remark("unchanged"),
        ),
    ]
}

fn refusals() -> Vec<FaultCase> {
    let xml = format!("<Error><Code>AccessDenied</Code><Message>{SIGNATURE} has expired</Message></Error>");
    let down = || response("503 Slow Down", "", "");
    let moved = |location: &str| response("302 Found", &format!("location: {location}\r\n"), "");
    let elsewhere = expect_service_error(302, "", Unknown).message("another scheme, host or port");
    vec![
        both(FaultCase::new("expired URL", response("403 Forbidden", "", &xml)), expect_service_error(403, "", Auth)),
        both(
            FaultCase::new("deleted file", response("404 Not Found", "", "")),
            expect_service_error(404, "", NotFound),
        ),
        both(
            FaultCase::new("503 for a presigned URL", down()),
            expect_service_error(503, "", Unknown).retryable().sent(4),
        ),
        both(
            FaultCase::new("503 for a presigned URL, then success", [down(), json("200 OK", FILE)]),
            expect_text(FILE).sent(2),
        ),
        both(
            FaultCase::new("presigned URL, redirect within the origin", [moved("/new"), json("200 OK", FILE)]),
            expect_text(FILE).sent(2),
        ),
        both(
            FaultCase::new("presigned URL, redirect to another host", moved("http://localhost:{port}/new")),
            elsewhere,
        ),
        both(
            FaultCase::new("presigned URL, redirect loop", moved("/bucket/file.json")),
            expect_service_error(302, "", Unknown).message("more than 5 redirects").sent(6),
        ),
    ]
}

fn broken() -> Vec<FaultCase> {
    let head = |length: usize| format!("HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: {length}\r\n\r\n");
    let half = ConnectionScript::request().text(head(100)).text("half").after(Received::Body(4));
    let stalled = ConnectionScript::request().text(head(100)).text("half").silence(Received::Body(4));
    vec![
        both(
            FaultCase::new(
                "connection refused for a presigned URL",
                Script::new([ConnectionScript::without_read()]).refusing(u32::MAX),
            ),
            expect_error(NotSent).retryable().sent(4).arrived(0),
        ),
        both(
            FaultCase::new("no response for a presigned URL", ConnectionScript::request().silence(Received::Nothing)),
            expect_error(Timeout).retryable().sent(2).after(60),
        ),
        FaultCase::new("file that ends early", half)
            .calls(Link, expect_error(MaybeSent).retryable().message("the response ended early").sent(4))
            .calls(LinkStream, streamed("half, then an error: the response body ended early")),
        FaultCase::new("file that stalls", stalled)
            .calls(Link, expect_error(Timeout).retryable().message("no response within 60s").sent(4).after(60))
            .calls(LinkStream, streamed("half, then an error: no data received for 15s")),
        FaultCase::new("file above `max_body`", json("200 OK", FILE))
            .configure_client(|builder| builder.max_response_bytes(10))
            .calls(Link, expect_error(Decode).message("exceeds the limit of 10 bytes"))
            .calls(LinkStream, expect_text(FILE)),
    ]
}

fn streamed(text: &'static str) -> Expect {
    expect_text(text).remark("the stream ends with the error")
}
