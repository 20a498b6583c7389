//! Responses with an invalid status line or invalid headers.

use hwc_api::ErrorKind::MaybeSent;

use crate::call::Call;
use crate::row::{Group, Row, answered, answered_with, fails};
use crate::script::{BODY, Turn, answer};

pub(crate) fn group() -> Group {
    let odd = |head: &str, body: &str| Turn::request().text(format!("{head}\r\nconnection: close\r\n\r\n{body}"));
    let length = BODY.len();
    let rows = vec![
        lost(Row::new("HTTP/0.9: a body without a head", Turn::request().text(BODY))),
        lost(Row::new("the greeting of another protocol", Turn::request().text("SSH-2.0-OpenSSH_9.6\r\n"))),
        lost(Row::new("a status that is no number", odd("HTTP/1.1 OK", BODY))),
        lost(Row::new("a version of HTTP that does not exist", odd("HTTP/7.3 200 OK", BODY))),
        Row::new("HTTP/1.0 without a length", odd("HTTP/1.0 200 OK", BODY)).both(answered()),
        lost(Row::new("headers of a megabyte", large())),
        lost(Row::new("a thousand headers", many(1000))),
        Row::new("two hundred headers", many(200)).both(answered()),
        lost(Row::new("two lengths that differ", lengths(length, length + 1))),
        Row::new("two lengths that are the same", lengths(length, length)).both(answered()),
        lost(Row::new("a length that is no number", odd("HTTP/1.1 200 OK\r\ncontent-length: many", BODY))),
        lost(Row::new("a negative length", odd("HTTP/1.1 200 OK\r\ncontent-length: -1", BODY))),
        Row::new("a header that is no UTF-8", invalid_header()).both(answered()),
        Row::new("`HEAD`, whose length is that of a body which does not come", odd(&with_length(length), ""))
            .calls(Call::Head, answered_with("null")),
    ];
    Group { title: "Heads of answers", rows: rows.into_iter().chain(odd_headers()).collect() }
}

/// Returns rows about headers that only strict parsers reject.
fn odd_headers() -> Vec<Row> {
    let taken = |name, header: &str| Row::new(name, answer("200 OK", header, BODY)).both(answered());
    let chunked = |coding: &str, end: &str| {
        let chunks = format!("{:x}{end}{BODY}{end}0{end}{end}", BODY.len());
        Turn::request()
            .text(format!("HTTP/1.1 200 OK\r\nconnection: close\r\ntransfer-encoding: {coding}\r\n\r\n{chunks}"))
    };
    let broken = || fails(MaybeSent).says("the answer broke off");
    vec![
        taken("a header without a colon", "nonsense\r\n"),
        taken("a header with a blank in its name", "x odd: 1\r\n"),
        taken("a header with a blank before its colon", "x-odd : 1\r\n"),
        taken("a header of two lines", "x-odd: 1,\r\n 2\r\n"),
        taken("a control character in a cookie", "set-cookie: a=\u{1}\r\n"),
        lost(Row::new("a null character in a cookie", answer("200 OK", "set-cookie: a=\0\r\n", BODY))),
        Row::new("an empty line before the status", empty_line()).both(answered()),
        Row::new("line ends without a carriage return", bare()).both(answered()),
        Row::new("`Chunked` in capitals", chunked("CHUNKED", "\r\n")).both(answered()),
        Row::new("chunks whose lines end without a carriage return", chunked("chunked", "\n"))
            .reads(broken().retryable().sent(4))
            .creates(broken().remark("curl would read it")),
    ]
}

fn empty_line() -> Turn {
    Turn::request().text(format!("\r\n{}\r\nconnection: close\r\n\r\n{BODY}", with_length(BODY.len())))
}

fn bare() -> Turn {
    Turn::request().text(format!("HTTP/1.1 200 OK\ncontent-length: {}\nconnection: close\n\n{BODY}", BODY.len()))
}

/// Expects that the response cannot be parsed.
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
