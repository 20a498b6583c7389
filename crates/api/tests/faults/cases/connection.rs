//! Connections that cannot be opened, and connections that break.

use hwc_api::ErrorKind::{MaybeSent, NotSent};

use crate::fault_case::{Expect, FaultCase, Group, expect_error, expect_response};
use crate::harness::Received;
use crate::script::{BODY, ConnectionScript, Script, default_response};

pub(crate) fn group() -> Group {
    let mut cases = refused_connections();
    cases.extend(broken());
    cases.extend(kept());
    Group { title: "Connections", cases }
}

fn refused_connections() -> Vec<FaultCase> {
    vec![
        FaultCase::new("connection refused", Script::new([default_response()]).refusing(u32::MAX))
            .both(expect_error(NotSent).retryable().sent(4).arrived(0).message("no connection to the server")),
        FaultCase::new("connection refused twice, then accepted", Script::new([default_response()]).refusing(2))
            .both(expect_response().sent(3).arrived(1)),
    ]
}

/// Expects an incomplete response: retried only if the call is repeatable.
fn half(case: FaultCase) -> FaultCase {
    half_with(case, "")
}

fn half_with(case: FaultCase, message: &'static str) -> FaultCase {
    case.reads(expect_error(MaybeSent).retryable().message(message).sent(4))
        .creates(expect_error(MaybeSent).message(message))
}

fn broken() -> Vec<FaultCase> {
    let head = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n";
    let begun = ConnectionScript::request().text(format!("{head}content-length: {}\r\n\r\n{}", BODY.len(), &BODY[..9]));
    let unread = |expect: Expect| expect.arrived(0);
    vec![
        FaultCase::new("connection reset during the request", ConnectionScript::partial_request().reset())
            .reads(unread(expect_error(MaybeSent).retryable().sent(4)))
            .creates(unread(expect_error(MaybeSent))),
        half(FaultCase::new("connection reset before the response", ConnectionScript::request().reset())),
        half(FaultCase::new("connection closed before the response", ConnectionScript::request())),
        half(FaultCase::new("connection reset in the headers", ConnectionScript::request().text(head).reset())),
        half(FaultCase::new("connection closed in the headers", ConnectionScript::request().text(head))),
        half_with(
            FaultCase::new("connection reset in the body", begun.clone().after(Received::Body(9)).reset()),
            "the response ended early",
        ),
        half_with(FaultCase::new("connection closed in the body", begun), "the response ended early"),
        FaultCase::new(
            "success after two failures",
            [ConnectionScript::request().reset(), ConnectionScript::request(), default_response()],
        )
        .reads(expect_response().sent(3))
        .creates(expect_error(MaybeSent)),
    ]
}

fn kept() -> Vec<FaultCase> {
    let kept =
        ConnectionScript::request().text(format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n{BODY}", BODY.len()));
    vec![
        FaultCase::new("pooled connection closed between two calls", [kept.clone(), default_response()])
            .after_another()
            .both(expect_response()),
        FaultCase::new("pooled connection reset by the next call", [kept.read().reset(), default_response()])
            .after_another()
            .reads(expect_response().sent(2))
            .creates(expect_error(MaybeSent)),
    ]
}
