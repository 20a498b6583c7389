//! Presigned URLs: a plain `GET` of content of any type and length.

use hwc_api::ErrorClass::{Auth, NotFound, Unknown};
use hwc_api::ErrorKind::{Decode, MaybeSent, NotSent, Timeout};

use crate::call::Call::{Link, LinkStream};
use crate::call::SIGNATURE;
use crate::row::{Expect, Group, Row, answered_with, fails, refused};
use crate::script::{Script, Turn, answer, json};
use crate::server::Request;
use crate::stage::Seen;

pub(crate) fn group() -> Group {
    let mut rows = files();
    rows.extend(refusals());
    rows.extend(broken());
    Group { title: "Presigned URLs", rows }
}

const FILE: &str = r#"{"error_code": "OSM.0004", "error_msg": "mine"}"#;

fn both(row: Row, expect: Expect) -> Row {
    row.also(no_token).calls(Link, expect.clone()).calls(LinkStream, expect)
}

/// A presigned URL needs no token, and its storage server must not receive one.
fn no_token(requests: &[Request]) -> Result<(), String> {
    let named = |name: &str| requests.iter().any(|request| request.header(name).is_some());
    if named("x-auth-token") || named("authorization") { Err("a token was sent".to_owned()) } else { Ok(()) }
}

fn files() -> Vec<Row> {
    vec![
        both(Row::new("file with JSON that looks like an error", json("200 OK", FILE)), answered_with(FILE)),
        both(Row::new("empty file", answer("200 OK", "", "")), answered_with("")),
        both(
            Row::new("file with `Content-Encoding: gzip`", answer("200 OK", "content-encoding: gzip\r\n", "zipped")),
            answered_with("zipped").remark("unchanged"),
        ),
    ]
}

fn refusals() -> Vec<Row> {
    let xml = format!("<Error><Code>AccessDenied</Code><Message>{SIGNATURE} has expired</Message></Error>");
    let down = || answer("503 Slow Down", "", "");
    let moved = |location: &str| answer("302 Found", &format!("location: {location}\r\n"), "");
    let elsewhere = refused(302, "", Unknown).says("another scheme, host or port");
    vec![
        both(Row::new("expired URL", answer("403 Forbidden", "", &xml)), refused(403, "", Auth)),
        both(Row::new("deleted file", answer("404 Not Found", "", "")), refused(404, "", NotFound)),
        both(Row::new("503 for a presigned URL", down()), refused(503, "", Unknown).retryable().sent(4)),
        both(
            Row::new("503 for a presigned URL, then success", [down(), json("200 OK", FILE)]),
            answered_with(FILE).sent(2),
        ),
        both(
            Row::new("presigned URL, redirect within the origin", [moved("/new"), json("200 OK", FILE)]),
            answered_with(FILE).sent(2),
        ),
        both(Row::new("presigned URL, redirect to another host", moved("http://localhost:{port}/new")), elsewhere),
        both(
            Row::new("presigned URL, redirect loop", moved("/bucket/file.json")),
            refused(302, "", Unknown).says("more than 5 redirects").sent(6),
        ),
    ]
}

fn broken() -> Vec<Row> {
    let head = |length: usize| format!("HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: {length}\r\n\r\n");
    let half = Turn::request().text(head(100)).text("half").after(Seen::Body(4));
    let stalled = Turn::request().text(head(100)).text("half").silence(Seen::Body(4));
    vec![
        both(
            Row::new("connection refused for a presigned URL", Script::new([Turn::deaf()]).refusing(u32::MAX)),
            fails(NotSent).retryable().sent(4).arrived(0),
        ),
        both(
            Row::new("no response for a presigned URL", Turn::request().silence(Seen::Nothing)),
            fails(Timeout).retryable().sent(2).after(60),
        ),
        Row::new("file that ends early", half)
            .calls(Link, fails(MaybeSent).retryable().says("the response ended early").sent(4))
            .calls(LinkStream, streamed("half, then an error: the response body ended early")),
        Row::new("file that stalls", stalled)
            .calls(Link, fails(Timeout).retryable().says("no response within 60s").sent(4).after(60))
            .calls(LinkStream, streamed("half, then an error: no data received for 15s")),
        Row::new("file above `max_body`", json("200 OK", FILE))
            .tune(|builder| builder.max_response_bytes(10))
            .calls(Link, fails(Decode).says("exceeds the limit of 10 bytes"))
            .calls(LinkStream, answered_with(FILE)),
    ]
}

fn streamed(text: &'static str) -> Expect {
    answered_with(text).remark("the stream ends with the error")
}
