//! Slow servers.

use hwc_api::ErrorClass::Unknown;
use hwc_api::ErrorKind::{MaybeSent, Timeout};
use std::time::Duration;

use crate::fault_case::{FaultCase, Group, expect_dropped, expect_error, expect_response, expect_service_error};
use crate::harness::Received;
use crate::script::{BODY, ConnectionScript, default_response, json, response};

pub(crate) fn group() -> Group {
    let mut cases = silence();
    cases.extend(drips());
    cases.extend(deadlines());
    Group { title: "Timeouts", cases }
}

/// Sends the head of a response whose body follows later.
fn head() -> ConnectionScript {
    ConnectionScript::request()
        .text(format!("HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: {}\r\n\r\n", BODY.len()))
}

fn silence() -> Vec<FaultCase> {
    let silent = ConnectionScript::request().silence(Received::Nothing);
    vec![
        FaultCase::new("no response", silent.clone())
            .reads(expect_error(Timeout).retryable().sent(2).after(60).remark("30 s per attempt"))
            .creates(expect_error(Timeout).after(30)),
        FaultCase::new("no response, then success", [silent, default_response()])
            .reads(expect_response().sent(2))
            .creates(expect_error(Timeout)),
        FaultCase::new(
            "stalled headers",
            ConnectionScript::request().text("HTTP/1.1 200 OK\r\nconte").silence(Received::Nothing),
        )
        .reads(expect_error(Timeout).retryable().sent(2))
        .creates(expect_error(Timeout)),
        FaultCase::new("stalled after the headers", head().silence(Received::Head))
            .reads(expect_error(Timeout).retryable().sent(4).after(60).remark("15 s per attempt"))
            .creates(expect_error(MaybeSent).message("no data received for 15s").after(15)),
        FaultCase::new("stalled body", head().text(&BODY[..5]).silence(Received::Body(5)))
            .configure_client(|builder| builder.timeout(Duration::from_secs(600)))
            .reads(
                expect_error(MaybeSent)
                    .retryable()
                    .message("no data received for 15s")
                    .sent(4)
                    .remark("with `timeout` of 600 s"),
            )
            .creates(expect_error(MaybeSent).message("no data received for 15s").after(15)),
    ]
}

fn drips() -> Vec<FaultCase> {
    let whole = format!("HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: {}\r\n\r\n{BODY}", BODY.len());
    vec![
        FaultCase::new("one byte of the headers every 7 s", ConnectionScript::request().drip(&whole, 7, false))
            .reads(expect_error(Timeout).retryable().sent(2).after(60))
            .creates(expect_error(Timeout).after(30)),
        FaultCase::new("one byte of the body every 7 s", head().drip(BODY, 7, true))
            .reads(expect_error(Timeout).retryable().sent(2).after(60))
            .creates(expect_error(Timeout).after(30)),
        FaultCase::new("one byte of the body every 7 s, with timeouts of 600 s", head().drip(BODY, 7, true))
            .configure_client(|builder| {
                builder.timeout(Duration::from_secs(600)).attempt_timeout(Duration::from_secs(600))
            })
            .both(expect_response().remark("no pause reaches 15 s")),
    ]
}

fn deadlines() -> Vec<FaultCase> {
    vec![
        FaultCase::new("deadline during an attempt", ConnectionScript::request().silence(Received::Nothing))
            .configure_client(|builder| builder.timeout(Duration::from_secs(5)))
            .reads(expect_error(Timeout).retryable().after(5))
            .creates(expect_error(Timeout).after(5)),
        FaultCase::new("deadline before the next attempt", json("503 Service Unavailable", "{}"))
            .configure_client(|builder| builder.timeout(Duration::from_millis(150)))
            .reads(expect_service_error(503, "", Unknown).retryable().after(0).remark("the last error"))
            .creates(expect_service_error(503, "", Unknown)),
        FaultCase::new("interim response, then the response", interim()).both(expect_response()),
        FaultCase::new("endless interim responses", ConnectionScript::request().quiet().endless(CONTINUE.repeat(1000)))
            .reads(expect_error(Timeout).retryable().sent(2).after(60))
            .creates(expect_error(Timeout).after(30)),
        FaultCase::new(
            "interim responses, then no response",
            ConnectionScript::request().text(INTERIM).silence(Received::Nothing),
        )
        .reads(expect_error(Timeout).retryable().sent(2))
        .creates(expect_error(Timeout)),
        FaultCase::new("call dropped by the caller", ConnectionScript::request().silence(Received::Nothing))
            .both(expect_dropped().remark("the connection is closed")),
        FaultCase::new(
            "call dropped by the caller during the body",
            head().text(&BODY[..5]).silence(Received::Body(5)),
        )
        .both(expect_dropped().remark("the connection is closed")),
    ]
}

const CONTINUE: &str = "HTTP/1.1 100 Continue\r\n\r\n";
const INTERIM: &str = "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nlink: <x>\r\n\r\n";

fn interim() -> ConnectionScript {
    let mut connection = ConnectionScript::request().text(INTERIM);
    connection.steps.extend(response("200 OK", "", BODY).steps.into_iter().skip(1));
    connection
}
