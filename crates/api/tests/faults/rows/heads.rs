//! Responses with an invalid status line or invalid headers.

use hwc_api::ErrorKind::MaybeSent;

use crate::call::Call;
use crate::row::{Group, Row, answered, answered_with, fails};
use crate::script::{BODY, Turn, answer};

pub(crate) fn group() -> Group {
    let odd = |head: &str, body: &str| Turn::request().text(format!("{head}\r\nconnection: close\r\n\r\n{body}"));
    let length = BODY.len();
    let rows = vec![
        lost(Row::new("HTTP/0.9: body without a head", Turn::request().text(BODY))),
        lost(Row::new("greeting of another protocol", Turn::request().text("SSH-2.0-OpenSSH_9.6\r\n"))),
        lost(Row::new("non-numeric status", odd("HTTP/1.1 OK", BODY))),
        lost(Row::new("unknown HTTP version", odd("HTTP/7.3 200 OK", BODY))),
        Row::new("HTTP/1.0 without `Content-Length`", odd("HTTP/1.0 200 OK", BODY)).both(answered()),
        lost(Row::new("1 MiB of headers", large())),
        lost(Row::new("1000 headers", many(1000))),
        Row::new("200 headers", many(200)).both(answered()),
        lost(Row::new("two different `Content-Length` headers", lengths(length, length + 1))),
        Row::new("two equal `Content-Length` headers", lengths(length, length)).both(answered()),
        lost(Row::new("non-numeric `Content-Length`", odd("HTTP/1.1 200 OK\r\ncontent-length: many", BODY))),
        lost(Row::new("negative `Content-Length`", odd("HTTP/1.1 200 OK\r\ncontent-length: -1", BODY))),
        Row::new("header with invalid UTF-8", invalid_header()).both(answered()),
        Row::new("`HEAD` with a `Content-Length` and no body", odd(&with_length(length), ""))
            .calls(Call::Head, answered_with("null")),
    ];
    Group { title: "Response heads", rows: rows.into_iter().chain(odd_headers()).collect() }
}

/// Headers that only strict parsers reject.
fn odd_headers() -> Vec<Row> {
    let taken = |name, header: &str| Row::new(name, answer("200 OK", header, BODY)).both(answered());
    let chunked = |coding: &str, end: &str| {
        let chunks = format!("{:x}{end}{BODY}{end}0{end}{end}", BODY.len());
        Turn::request()
            .text(format!("HTTP/1.1 200 OK\r\nconnection: close\r\ntransfer-encoding: {coding}\r\n\r\n{chunks}"))
    };
    let broken = || fails(MaybeSent).says("the response ended early");
    vec![
        taken("header without a colon", "nonsense\r\n"),
        taken("space in a header name", "x odd: 1\r\n"),
        taken("space before the colon of a header", "x-odd : 1\r\n"),
        taken("header folded over two lines", "x-odd: 1,\r\n 2\r\n"),
        taken("control character in a cookie", "set-cookie: a=\u{1}\r\n"),
        lost(Row::new("null character in a cookie", answer("200 OK", "set-cookie: a=\0\r\n", BODY))),
        Row::new("empty line before the status line", empty_line()).both(answered()),
        Row::new("line breaks without a carriage return", bare()).both(answered()),
        Row::new("`CHUNKED` in capitals", chunked("CHUNKED", "\r\n")).both(answered()),
        Row::new("chunks with line breaks without a carriage return", chunked("chunked", "\n"))
            .reads(broken().retryable().sent(4))
            .creates(broken().remark("curl accepts it")),
    ]
}

fn empty_line() -> Turn {
    Turn::request().text(format!("\r\n{}\r\nconnection: close\r\n\r\n{BODY}", with_length(BODY.len())))
}

fn bare() -> Turn {
    Turn::request().text(format!("HTTP/1.1 200 OK\ncontent-length: {}\nconnection: close\n\n{BODY}", BODY.len()))
}

/// Expects a response that cannot be parsed.
fn lost(row: Row) -> Row {
    row.reads(fails(MaybeSent).retryable().sent(4)).creates(fails(MaybeSent))
}

fn with_length(length: usize) -> String {
    format!("HTTP/1.1 200 OK\r\ncontent-length: {length}")
}

fn lengths(one: usize, other: usize) -> Turn {
    let head = with_length(one);
    Turn::request().text(format!("{head}\r\ncontent-length: {other}\r\nconnection: close\r\n\r\n{BODY}"))
}

fn large() -> Turn {
    answer("200 OK", &format!("x-large: {}\r\n", "x".repeat(1 << 20)), BODY)
}

fn many(headers: usize) -> Turn {
    answer("200 OK", &"x-many: x\r\n".repeat(headers), BODY)
}

fn invalid_header() -> Turn {
    let head = Turn::request().text("HTTP/1.1 200 OK\r\nconnection: close\r\nx-request-id: ").bytes([0xff, 0xfe]);
    head.text(format!("\r\ncontent-length: {}\r\n\r\n{BODY}", BODY.len()))
}
