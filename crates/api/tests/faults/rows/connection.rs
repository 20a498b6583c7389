//! Connections that cannot be opened, and connections that break.

use hwc_api::ErrorKind::{MaybeSent, NotSent};

use crate::row::{Expect, Group, Row, answered, fails};
use crate::script::{BODY, Script, Turn, fine};
use crate::stage::Seen;

pub(crate) fn group() -> Group {
    let mut rows = refused();
    rows.extend(broken());
    rows.extend(kept());
    Group { title: "Connections", rows }
}

fn refused() -> Vec<Row> {
    vec![
        Row::new("connection refused", Script::new([fine()]).refusing(u32::MAX))
            .both(fails(NotSent).retryable().sent(4).arrived(0).says("no connection to the server")),
        Row::new("connection refused twice, then accepted", Script::new([fine()]).refusing(2))
            .both(answered().sent(3).arrived(1)),
    ]
}

/// Expects an incomplete response: retried only if the call is repeatable.
fn half(row: Row) -> Row {
    half_with(row, "")
}

fn half_with(row: Row, says: &'static str) -> Row {
    row.reads(fails(MaybeSent).retryable().says(says).sent(4)).creates(fails(MaybeSent).says(says))
}

fn broken() -> Vec<Row> {
    let head = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n";
    let begun = Turn::request().text(format!("{head}content-length: {}\r\n\r\n{}", BODY.len(), &BODY[..9]));
    let unread = |expect: Expect| expect.arrived(0);
    vec![
        Row::new("connection reset during the request", Turn::begun().reset())
            .reads(unread(fails(MaybeSent).retryable().sent(4)))
            .creates(unread(fails(MaybeSent))),
        half(Row::new("connection reset before the response", Turn::request().reset())),
        half(Row::new("connection closed before the response", Turn::request())),
        half(Row::new("connection reset in the headers", Turn::request().text(head).reset())),
        half(Row::new("connection closed in the headers", Turn::request().text(head))),
        half_with(
            Row::new("connection reset in the body", begun.clone().after(Seen::Body(9)).reset()),
            "the response ended early",
        ),
        half_with(Row::new("connection closed in the body", begun), "the response ended early"),
        Row::new("success after two failures", [Turn::request().reset(), Turn::request(), fine()])
            .reads(answered().sent(3))
            .creates(fails(MaybeSent)),
    ]
}

fn kept() -> Vec<Row> {
    let kept = Turn::request().text(format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n{BODY}", BODY.len()));
    vec![
        Row::new("pooled connection closed between two calls", [kept.clone(), fine()]).after_another().both(answered()),
        Row::new("pooled connection reset by the next call", [kept.read().reset(), fine()])
            .after_another()
            .reads(answered().sent(2))
            .creates(fails(MaybeSent)),
    ]
}
