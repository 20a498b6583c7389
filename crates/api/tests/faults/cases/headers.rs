//! Responses with an invalid status line or invalid headers.

use hwc_api::ErrorKind::MaybeSent;

use crate::call::Call;
use crate::fault_case::{FaultCase, Group, expect_error, expect_response, expect_text};
use crate::script::{BODY, ConnectionScript, response};

pub(crate) fn group() -> Group {
    let odd =
        |head: &str, body: &str| ConnectionScript::request().text(format!("{head}\r\nconnection: close\r\n\r\n{body}"));
    let length = BODY.len();
    let cases = vec![
        lost(FaultCase::new("HTTP/0.9: body without a head", ConnectionScript::request().text(BODY))),
        lost(FaultCase::new(
            "greeting of another protocol",
            ConnectionScript::request().text("SSH-2.0-OpenSSH_9.6\r\n"),
        )),
        lost(FaultCase::new("non-numeric status", odd("HTTP/1.1 OK", BODY))),
        lost(FaultCase::new("unknown HTTP version", odd("HTTP/7.3 200 OK", BODY))),
        FaultCase::new("HTTP/1.0 without `Content-Length`", odd("HTTP/1.0 200 OK", BODY)).both(expect_response()),
        lost(FaultCase::new("1 MiB of headers", large())),
        lost(FaultCase::new("1000 headers", many(1000))),
        FaultCase::new("200 headers", many(200)).both(expect_response()),
        lost(FaultCase::new("two different `Content-Length` headers", lengths(length, length + 1))),
        FaultCase::new("two equal `Content-Length` headers", lengths(length, length)).both(expect_response()),
        lost(FaultCase::new("non-numeric `Content-Length`", odd("HTTP/1.1 200 OK\r\ncontent-length: many", BODY))),
        lost(FaultCase::new("negative `Content-Length`", odd("HTTP/1.1 200 OK\r\ncontent-length: -1", BODY))),
        FaultCase::new("header with invalid UTF-8", invalid_header()).both(expect_response()),
        FaultCase::new("`HEAD` with a `Content-Length` and no body", odd(&with_length(length), ""))
            .calls(Call::Head, expect_text("null")),
    ];
    Group { title: "Response heads", cases: cases.into_iter().chain(odd_headers()).collect() }
}

/// Headers that only strict parsers reject.
fn odd_headers() -> Vec<FaultCase> {
    let taken = |name, header: &str| FaultCase::new(name, response("200 OK", header, BODY)).both(expect_response());
    let chunked = |coding: &str, end: &str| {
        let chunks = format!("{:x}{end}{BODY}{end}0{end}{end}", BODY.len());
        ConnectionScript::request()
            .text(format!("HTTP/1.1 200 OK\r\nconnection: close\r\ntransfer-encoding: {coding}\r\n\r\n{chunks}"))
    };
    let broken = || expect_error(MaybeSent).message("the response ended early");
    vec![
        taken("header without a colon", "nonsense\r\n"),
        taken("space in a header name", "x odd: 1\r\n"),
        taken("space before the colon of a header", "x-odd : 1\r\n"),
        taken("header folded over two lines", "x-odd: 1,\r\n 2\r\n"),
        taken("control character in a cookie", "set-cookie: a=\u{1}\r\n"),
        lost(FaultCase::new("null character in a cookie", response("200 OK", "set-cookie: a=\0\r\n", BODY))),
        FaultCase::new("empty line before the status line", empty_line()).both(expect_response()),
        FaultCase::new("line breaks without a carriage return", bare()).both(expect_response()),
        FaultCase::new("`CHUNKED` in capitals", chunked("CHUNKED", "\r\n")).both(expect_response()),
        FaultCase::new("chunks with line breaks without a carriage return", chunked("chunked", "\n"))
            .reads(broken().retryable().sent(4))
            .creates(broken().remark("curl accepts it")),
    ]
}

fn empty_line() -> ConnectionScript {
    ConnectionScript::request().text(format!("\r\n{}\r\nconnection: close\r\n\r\n{BODY}", with_length(BODY.len())))
}

fn bare() -> ConnectionScript {
    ConnectionScript::request()
        .text(format!("HTTP/1.1 200 OK\ncontent-length: {}\nconnection: close\n\n{BODY}", BODY.len()))
}

/// Expects a response that cannot be parsed.
fn lost(case: FaultCase) -> FaultCase {
    case.reads(expect_error(MaybeSent).retryable().sent(4)).creates(expect_error(MaybeSent))
}

fn with_length(length: usize) -> String {
    format!("HTTP/1.1 200 OK\r\ncontent-length: {length}")
}

fn lengths(one: usize, other: usize) -> ConnectionScript {
    let head = with_length(one);
    ConnectionScript::request().text(format!("{head}\r\ncontent-length: {other}\r\nconnection: close\r\n\r\n{BODY}"))
}

fn large() -> ConnectionScript {
    response("200 OK", &format!("x-large: {}\r\n", "x".repeat(1 << 20)), BODY)
}

fn many(headers: usize) -> ConnectionScript {
    response("200 OK", &"x-many: x\r\n".repeat(headers), BODY)
}

fn invalid_header() -> ConnectionScript {
    let head =
        ConnectionScript::request().text("HTTP/1.1 200 OK\r\nconnection: close\r\nx-request-id: ").bytes([0xff, 0xfe]);
    head.text(format!("\r\ncontent-length: {}\r\n\r\n{BODY}", BODY.len()))
}
