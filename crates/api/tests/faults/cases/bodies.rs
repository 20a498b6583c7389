//! Bodies with a wrong length, or too large.

use hwc_api::ErrorKind::{Decode, MaybeSent};

use crate::fault_case::{FaultCase, Group, expect_error, expect_response};
use crate::script::{BODY, ConnectionScript, response};

pub(crate) fn group() -> Group {
    let mut cases = lengths();
    cases.extend(huge());
    cases.extend(compressed());
    Group { title: "Response bodies", cases }
}

/// Announces `length` and sends the default body.
fn announcing(length: usize) -> ConnectionScript {
    ConnectionScript::request()
        .text(format!("HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: {length}\r\n\r\n{BODY}"))
}

fn chunked(chunks: &str) -> ConnectionScript {
    ConnectionScript::request()
        .text(format!("HTTP/1.1 200 OK\r\nconnection: close\r\ntransfer-encoding: chunked\r\n\r\n{chunks}"))
}

fn lengths() -> Vec<FaultCase> {
    let broken = |case: FaultCase| {
        let error = || expect_error(MaybeSent).message("the response ended early");
        case.reads(error().retryable().sent(4)).creates(error())
    };
    let whole = format!("{:x}\r\n{BODY}\r\n", BODY.len());
    vec![
        broken(FaultCase::new("`Content-Length` too large", announcing(BODY.len() + 1))),
        FaultCase::new("`Content-Length` too small", announcing(BODY.len() - 1)).both(expect_error(Decode)),
        FaultCase::new("chunked body", chunked(&format!("{whole}0\r\n\r\n"))).both(expect_response()),
        broken(FaultCase::new("invalid chunks", chunked("ZZZ\r\n{}\r\n0\r\n\r\n"))),
        broken(FaultCase::new("invalid data after the first chunk", chunked(&format!("{whole}no chunk\r\n\r\n")))),
        broken(FaultCase::new("chunked body without a last chunk", chunked(&whole))),
        broken(FaultCase::new("chunk size above 64 bits", chunked("fffffffffffffffff\r\n{}"))),
    ]
}

fn huge() -> Vec<FaultCase> {
    let too_long = || expect_error(Decode).message("exceeds the limit of 65536 bytes");
    let announced = ConnectionScript::request()
        .text("HTTP/1.1 200 OK\r\ncontent-length: 1099511627776\r\n\r\n")
        .endless(" ".repeat(999));
    let streamed =
        ConnectionScript::request().text("HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n").endless(" ".repeat(999));
    let chunks = chunked("").endless(format!("3e7\r\n{}\r\n", " ".repeat(999)));
    let cases =
        [("`Content-Length` of 1 TiB", announced), ("endless body", streamed), ("endless chunked body", chunks)];
    let small = |(name, connection)| {
        FaultCase::new(name, connection)
            .configure_client(|builder| builder.max_response_bytes(1 << 16))
            .both(too_long())
    };
    cases.map(small).into()
}

fn compressed() -> Vec<FaultCase> {
    let gzip = "content-encoding: gzip\r\n";
    let zipped = |bytes: Vec<u8>| {
        let head = format!("HTTP/1.1 200 OK\r\nconnection: close\r\n{gzip}content-length: {}\r\n\r\n", bytes.len());
        ConnectionScript::request().text(head).bytes(bytes)
    };
    let small = |case: FaultCase| case.configure_client(|builder| builder.max_response_bytes(1 << 18));
    let unasked = || expect_error(Decode).message("it is compressed; enable the feature `gzip`");
    vec![
        FaultCase::new("gzip response, with the feature `gzip`", zipped(COMPRESSED.into()))
            .gzip(true)
            .both(expect_response()),
        FaultCase::new("gzip response, without the feature", zipped(COMPRESSED.into())).gzip(false).both(unasked()),
        small(FaultCase::new("gzip bomb, with the feature `gzip`", zipped(bomb())).gzip(true)).both(
            expect_error(Decode)
                .message("exceeds the limit of 262144 bytes")
                .remark("decompression stops at `max_body`"),
        ),
        small(FaultCase::new("gzip bomb, without the feature", zipped(bomb())).gzip(false))
            .both(unasked().remark("nothing is decompressed")),
        FaultCase::new(
            "corrupt gzip, with the feature `gzip`",
            zipped([&[0x1f, 0x8b, 8], &b"no gzip at all"[..]].concat()),
        )
        .gzip(true)
        .both(expect_error(Decode).message("the gzip data is invalid")),
        FaultCase::new("plain JSON with `Content-Encoding: gzip`", response("200 OK", gzip, BODY))
            .both(expect_response()),
        FaultCase::new("truncated gzip, with the feature `gzip`", zipped(COMPRESSED[..30].into()))
            .gzip(true)
            .both(expect_error(Decode).message("the gzip data is invalid")),
        FaultCase::new("unrequested compression (`br`)", response("200 OK", "content-encoding: br\r\n", BODY))
            .both(expect_error(Decode).message("it has a compression that was not requested")),
        FaultCase::new("compressed twice", response("200 OK", "content-encoding: gzip, gzip\r\n", BODY))
            .both(expect_error(Decode).message("it has a compression that was not requested")),
        FaultCase::new("`Content-Encoding: UTF-8`", response("200 OK", "content-encoding: UTF-8\r\n", BODY))
            .both(expect_response()),
        FaultCase::new("`Content-Encoding: Identity,`", response("200 OK", "content-encoding: Identity,\r\n", BODY))
            .both(expect_response()),
        FaultCase::new("empty `Content-Encoding`", response("200 OK", "content-encoding:\r\n", BODY))
            .both(expect_response()),
    ]
}

/// `{"total_count": 1, "incident_id": "1"}`, compressed.
const COMPRESSED: &[u8] = &[
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
