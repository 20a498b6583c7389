//! Bodies with a wrong length, or too large.

use hwc_api::ErrorKind::{Decode, MaybeSent};

use crate::row::{Group, Row, answered, fails};
use crate::script::{BODY, Turn, answer};

pub(crate) fn group() -> Group {
    let mut rows = lengths();
    rows.extend(huge());
    rows.extend(compressed());
    Group { title: "Response bodies", rows }
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
        let error = || fails(MaybeSent).says("the response ended early");
        row.reads(error().retryable().sent(4)).creates(error())
    };
    let whole = format!("{:x}\r\n{BODY}\r\n", BODY.len());
    vec![
        broken(Row::new("`Content-Length` too large", announcing(BODY.len() + 1))),
        Row::new("`Content-Length` too small", announcing(BODY.len() - 1)).both(fails(Decode)),
        Row::new("chunked body", chunked(&format!("{whole}0\r\n\r\n"))).both(answered()),
        broken(Row::new("invalid chunks", chunked("ZZZ\r\n{}\r\n0\r\n\r\n"))),
        broken(Row::new("invalid data after the first chunk", chunked(&format!("{whole}no chunk\r\n\r\n")))),
        broken(Row::new("chunked body without a last chunk", chunked(&whole))),
        broken(Row::new("chunk size above 64 bits", chunked("fffffffffffffffff\r\n{}"))),
    ]
}

fn huge() -> Vec<Row> {
    let too_long = || fails(Decode).says("exceeds the limit of 65536 bytes");
    let announced =
        Turn::request().text("HTTP/1.1 200 OK\r\ncontent-length: 1099511627776\r\n\r\n").endless(" ".repeat(999));
    let streamed = Turn::request().text("HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n").endless(" ".repeat(999));
    let chunks = chunked("").endless(format!("3e7\r\n{}\r\n", " ".repeat(999)));
    let rows = [("`Content-Length` of 1 TiB", announced), ("endless body", streamed), ("endless chunked body", chunks)];
    let small =
        |(name, turn)| Row::new(name, turn).tune(|builder| builder.max_response_bytes(1 << 16)).both(too_long());
    rows.map(small).into()
}

fn compressed() -> Vec<Row> {
    let gzip = "content-encoding: gzip\r\n";
    let zipped = |bytes: Vec<u8>| {
        let head = format!("HTTP/1.1 200 OK\r\nconnection: close\r\n{gzip}content-length: {}\r\n\r\n", bytes.len());
        Turn::request().text(head).bytes(bytes)
    };
    let small = |row: Row| row.tune(|builder| builder.max_response_bytes(1 << 18));
    let unasked = || fails(Decode).says("it is compressed; enable the feature `gzip`");
    vec![
        Row::new("gzip response, with the feature `gzip`", zipped(ANSWER.into())).gzip(true).both(answered()),
        Row::new("gzip response, without the feature", zipped(ANSWER.into())).gzip(false).both(unasked()),
        small(Row::new("gzip bomb, with the feature `gzip`", zipped(bomb())).gzip(true))
            .both(fails(Decode).says("exceeds the limit of 262144 bytes").remark("decompression stops at `max_body`")),
        small(Row::new("gzip bomb, without the feature", zipped(bomb())).gzip(false))
            .both(unasked().remark("nothing is decompressed")),
        Row::new("corrupt gzip, with the feature `gzip`", zipped([&[0x1f, 0x8b, 8], &b"no gzip at all"[..]].concat()))
            .gzip(true)
            .both(fails(Decode).says("the gzip data is invalid")),
        Row::new("plain JSON with `Content-Encoding: gzip`", answer("200 OK", gzip, BODY)).both(answered()),
        Row::new("truncated gzip, with the feature `gzip`", zipped(ANSWER[..30].into()))
            .gzip(true)
            .both(fails(Decode).says("the gzip data is invalid")),
        Row::new("unrequested compression (`br`)", answer("200 OK", "content-encoding: br\r\n", BODY))
            .both(fails(Decode).says("it has a compression that was not requested")),
        Row::new("compressed twice", answer("200 OK", "content-encoding: gzip, gzip\r\n", BODY))
            .both(fails(Decode).says("it has a compression that was not requested")),
        Row::new("`Content-Encoding: UTF-8`", answer("200 OK", "content-encoding: UTF-8\r\n", BODY)).both(answered()),
        Row::new("`Content-Encoding: Identity,`", answer("200 OK", "content-encoding: Identity,\r\n", BODY))
            .both(answered()),
        Row::new("empty `Content-Encoding`", answer("200 OK", "content-encoding:\r\n", BODY)).both(answered()),
    ]
}

/// `{"total_count": 1, "incident_id": "1"}`, compressed.
const ANSWER: &[u8] = &[
    31, 139, 8, 0, 0, 0, 0, 0, 2, 3, 171, 86, 42, 201, 47, 73, 204, 137, 79, 206, 47, 205, 43, 81, 178, 82, 48, 212,
    81, 80, 202, 204, 75, 206, 76, 73, 205, 43, 137, 207, 76, 1, 138, 40, 25, 42, 213, 2, 0, 98, 35, 251, 168, 38, 0,
    0, 0,
];

/// Returns a gzip bomb: 25 million spaces in 160 KB. Deflate encodes 258 repetitions in 13 bits.
fn bomb() -> Vec<u8> {
    // Start of the last block, with fixed codes; a space; then "258 bytes from one byte before", and the end.
    let repeat = [1, 1, 0, 0, 0, 1, 0, 1, 0, 0, 0, 0, 0];
    let bits = [1, 1, 0].into_iter().chain([0, 1, 0, 1, 0, 0, 0, 0]);
    let bits: Vec<u8> = bits.chain(std::iter::repeat_n(repeat, 100_000).flatten()).chain([0; 7]).collect();
    let header = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255];
    let byte = |bits: &[u8]| bits.iter().rev().fold(0, |byte, bit| byte << 1 | bit);
    header.into_iter().chain(bits.chunks(8).map(byte)).collect()
}
