//! Slow servers.

use hwc_api::ErrorClass::Unknown;
use hwc_api::ErrorKind::{MaybeSent, Timeout};
use std::time::Duration;

use crate::row::{Group, Row, answered, dropped, fails, refused};
use crate::script::{BODY, Turn, answer, fine, json};
use crate::stage::Seen;

pub(crate) fn group() -> Group {
    let mut rows = silence();
    rows.extend(drips());
    rows.extend(deadlines());
    Group { title: "Timeouts", rows }
}

/// Sends the head of a response whose body follows later.
fn head() -> Turn {
    Turn::request().text(format!("HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: {}\r\n\r\n", BODY.len()))
}

fn silence() -> Vec<Row> {
    let silent = Turn::request().silence(Seen::Nothing);
    vec![
        Row::new("no response", silent.clone())
            .reads(fails(Timeout).retryable().sent(2).after(60).remark("30 s per attempt"))
            .creates(fails(Timeout).after(30)),
        Row::new("no response, then success", [silent, fine()]).reads(answered().sent(2)).creates(fails(Timeout)),
        Row::new("stalled headers", Turn::request().text("HTTP/1.1 200 OK\r\nconte").silence(Seen::Nothing))
            .reads(fails(Timeout).retryable().sent(2))
            .creates(fails(Timeout)),
        Row::new("stalled after the headers", head().silence(Seen::Head))
            .reads(fails(Timeout).retryable().sent(4).after(60).remark("15 s per attempt"))
            .creates(fails(MaybeSent).says("no data received for 15s").after(15)),
        Row::new("stalled body", head().text(&BODY[..5]).silence(Seen::Body(5)))
            .tune(|builder| builder.timeout(Duration::from_secs(600)))
            .reads(
                fails(MaybeSent).retryable().says("no data received for 15s").sent(4).remark("with `timeout` of 600 s"),
            )
            .creates(fails(MaybeSent).says("no data received for 15s").after(15)),
    ]
}

fn drips() -> Vec<Row> {
    let whole = format!("HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: {}\r\n\r\n{BODY}", BODY.len());
    vec![
        Row::new("one byte of the headers every 7 s", Turn::request().drip(&whole, 7, false))
            .reads(fails(Timeout).retryable().sent(2).after(60))
            .creates(fails(Timeout).after(30)),
        Row::new("one byte of the body every 7 s", head().drip(BODY, 7, true))
            .reads(fails(Timeout).retryable().sent(2).after(60))
            .creates(fails(Timeout).after(30)),
        Row::new("one byte of the body every 7 s, with timeouts of 600 s", head().drip(BODY, 7, true))
            .tune(|builder| builder.timeout(Duration::from_secs(600)).attempt_timeout(Duration::from_secs(600)))
            .both(answered().remark("no pause reaches 15 s")),
    ]
}

fn deadlines() -> Vec<Row> {
    vec![
        Row::new("deadline during an attempt", Turn::request().silence(Seen::Nothing))
            .tune(|builder| builder.timeout(Duration::from_secs(5)))
            .reads(fails(Timeout).retryable().after(5))
            .creates(fails(Timeout).after(5)),
        Row::new("deadline before the next attempt", json("503 Service Unavailable", "{}"))
            .tune(|builder| builder.timeout(Duration::from_millis(150)))
            .reads(refused(503, "", Unknown).retryable().after(0).remark("the last error"))
            .creates(refused(503, "", Unknown)),
        Row::new("interim response, then the response", interim()).both(answered()),
        Row::new("endless interim responses", Turn::request().quiet().endless(CONTINUE.repeat(1000)))
            .reads(fails(Timeout).retryable().sent(2).after(60))
            .creates(fails(Timeout).after(30)),
        Row::new("interim responses, then no response", Turn::request().text(INTERIM).silence(Seen::Nothing))
            .reads(fails(Timeout).retryable().sent(2))
            .creates(fails(Timeout)),
        Row::new("call dropped by the caller", Turn::request().silence(Seen::Nothing))
            .both(dropped().remark("the connection is closed")),
        Row::new("call dropped by the caller during the body", head().text(&BODY[..5]).silence(Seen::Body(5)))
            .both(dropped().remark("the connection is closed")),
    ]
}

const CONTINUE: &str = "HTTP/1.1 100 Continue\r\n\r\n";
const INTERIM: &str = "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nlink: <x>\r\n\r\n";

fn interim() -> Turn {
    let mut turn = Turn::request().text(INTERIM);
    turn.steps.extend(answer("200 OK", "", BODY).steps.into_iter().skip(1));
    turn
}
