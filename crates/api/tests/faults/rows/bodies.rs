//! Bodies with a wrong or excessive length.

use hwc_api::ErrorKind::{MaybeSent, Unreadable};

use crate::row::{Group, Row, answered, fails};
use crate::script::{BODY, Turn, answer};

pub(crate) fn group() -> Group {
    let mut rows = lengths();
    rows.extend(huge());
    rows.extend(compressed());
    Group { title: "Bodies of answers", rows }
}

/// Announces `length` and sends the default body.
fn announcing(length: usize) -> Turn {
    Turn::request().text(format!("HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: {length}\r\n\r\n{BODY}"))
}

fn chunked(chunks: &str) -> Turn {
    Turn::request().text(format!("HTTP/1.1 200 OK\r\nconnection: close\r\ntransfer-encoding: chunked\r\n\r\n{chunks}"))
}

fn lengths() -> Vec<Row> {
    let broken = |row: Row| {
        let error = || fails(MaybeSent).says("the answer broke off");
        row.reads(error().retryable().sent(4)).creates(error())
    };
    let whole = format!("{:x}\r\n{BODY}\r\n", BODY.len());
    vec![
        broken(Row::new("a length that is too long", announcing(BODY.len() + 1))),
        Row::new("a length that is too short", announcing(BODY.len() - 1)).both(fails(Unreadable)),
        Row::new("whole chunks", chunked(&format!("{whole}0\r\n\r\n"))).both(answered()),
        broken(Row::new("chunks that are garbage", chunked("ZZZ\r\n{}\r\n0\r\n\r\n"))),
        broken(Row::new("garbage after the first chunk", chunked(&format!("{whole}no chunk\r\n\r\n")))),
        broken(Row::new("chunks without an end", chunked(&whole))),
        broken(Row::new("a chunk that is longer than a number can tell", chunked("fffffffffffffffff\r\n{}"))),
    ]
}

fn huge() -> Vec<Row> {
    let too_long = || fails(Unreadable).says("more than 65536 bytes");
    let announced =
        Turn::request().text("HTTP/1.1 200 OK\r\ncontent-length: 1099511627776\r\n\r\n").endless(" ".repeat(999));
    let streamed = Turn::request().text("HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n").endless(" ".repeat(999));
    let chunks = chunked("").endless(format!("3e7\r\n{}\r\n", " ".repeat(999)));
    let rows = [
        ("a body of a tebibyte, announced", announced),
        ("a body without end", streamed),
        ("chunks without end", chunks),
    ];
    let small = |(name, turn)| Row::new(name, turn).tune(|builder| builder.max_body(1 << 16)).both(too_long());
    rows.map(small).into()
}

fn compressed() -> Vec<Row> {
    let gzip = "content-encoding: gzip\r\n";
    let zipped = |bytes: Vec<u8>| {
        let head = format!("HTTP/1.1 200 OK\r\nconnection: close\r\n{gzip}content-length: {}\r\n\r\n", bytes.len());
        Turn::request().text(head).bytes(bytes)
    };
    let small = |row: Row| row.tune(|builder| builder.max_body(1 << 18));
    let unasked = || fails(Unreadable).says("it is compressed which was not asked for: switch the feature `gzip` on");
    vec![
        Row::new("an answer in gzip, with the feature `gzip`", zipped(ANSWER.into())).gzip(true).both(answered()),
        Row::new("an answer in gzip, without the feature", zipped(ANSWER.into())).gzip(false).both(unasked()),
        small(Row::new("a gzip bomb, with the feature `gzip`", zipped(bomb())).gzip(true))
            .both(fails(Unreadable).says("more than 262144 bytes").remark("no more than `max_body` is unfolded")),
        small(Row::new("a gzip bomb, without the feature", zipped(bomb())).gzip(false))
            .both(unasked().remark("nothing is unfolded")),
        Row::new("gzip that is broken, with the feature", zipped([&[0x1f, 0x8b, 8], &b"no gzip at all"[..]].concat()))
            .gzip(true)
            .both(fails(Unreadable).says("it is compressed and broken")),
        Row::new("JSON that is announced as gzip", answer("200 OK", gzip, BODY)).both(answered()),
        Row::new("gzip that is cut off, with the feature", zipped(ANSWER[..30].into()))
            .gzip(true)
            .both(fails(Unreadable).says("it is compressed and broken")),
        Row::new("a compression that was not asked for", answer("200 OK", "content-encoding: br\r\n", BODY))
            .both(fails(Unreadable).says("in a way that was not asked for")),
        Row::new("two compressions", answer("200 OK", "content-encoding: gzip, gzip\r\n", BODY))
            .both(fails(Unreadable).says("in a way that was not asked for")),
        Row::new("a `Content-Encoding` of `UTF-8`", answer("200 OK", "content-encoding: UTF-8\r\n", BODY))
            .both(answered()),
        Row::new("a `Content-Encoding` of `Identity`", answer("200 OK", "content-encoding: Identity,\r\n", BODY))
            .both(answered()),
        Row::new("an empty `Content-Encoding`", answer("200 OK", "content-encoding:\r\n", BODY)).both(answered()),
    ]
}

/// `{"total_count": 1, "incident_id": "1"}`, compressed.
const ANSWER: &[u8] = &[
    31, 139, 8, 0, 0, 0, 0, 0, 2, 3, 171, 86, 42, 201, 47, 73, 204, 137, 79, 206, 47, 205, 43, 81, 178, 82, 48, 212,
    81, 80, 202, 204, 75, 206, 76, 73, 205, 43, 137, 207, 76, 1, 138, 40, 25, 42, 213, 2, 0, 98, 35, 251, 168, 38, 0,
    0, 0,
];

/// Returns the shortest deflate encoding of a repeated blank: 258 blanks in 13 bits, here 25 million in 160 KB.
fn bomb() -> Vec<u8> {
    // Begin of the last block, with fixed codes; a blank; then "258 bytes from one byte before", and the end.
    let repeat = [1, 1, 0, 0, 0, 1, 0, 1, 0, 0, 0, 0, 0];
    let bits = [1, 1, 0].into_iter().chain([0, 1, 0, 1, 0, 0, 0, 0]);
    let bits: Vec<u8> = bits.chain(std::iter::repeat_n(repeat, 100_000).flatten()).chain([0; 7]).collect();
    let header = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255];
    let byte = |bits: &[u8]| bits.iter().rev().fold(0, |byte, bit| byte << 1 | bit);
    header.into_iter().chain(bits.chunks(8).map(byte)).collect()
}
