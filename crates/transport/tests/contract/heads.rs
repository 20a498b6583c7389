//! Response heads that gateways send and strict parsers reject.

use hwc_transport::{Body, HttpRequest, Transport};

use crate::TestTransport;
use crate::support::{Server, head};

/// Returns the status and body of a response of these bytes, or the error.
async fn read(answer: impl Into<Vec<u8>>) -> String {
    let server = Server::answering(head, answer).await;
    let transport = TestTransport::builder().no_proxy().build().unwrap();
    let mut request = HttpRequest::new(Body::empty());
    *request.uri_mut() = server.uri("/").parse().unwrap();
    let response = match transport.send(request).await {
        Ok(response) => response,
        Err(error) => return format!("{error}: {}", std::error::Error::source(&error).unwrap()),
    };
    let (head, body) = response.into_parts();
    let shown = head.headers.get("x-shown").map(|value| format!(" {value:?}")).unwrap_or_default();
    match body.collect(1 << 20).await {
        Ok(body) => format!("{}{shown} {}", head.status.as_u16(), String::from_utf8_lossy(&body)),
        Err(error) => format!("{}{shown} {error}", head.status.as_u16()),
    }
}

fn one_header(header: &str) -> String {
    format!("HTTP/1.1 200 OK\r\n{header}\r\ncontent-length: 2\r\n\r\nok")
}

fn chunked(chunks: &str) -> String {
    format!("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n{chunks}")
}

#[tokio::test]
async fn odd_headers_are_taken_or_skipped() {
    let many: String = (0..90).map(|number| format!("x-{number}: 1\r\n")).collect();
    for (name, answer, expected) in [
        ("a control byte in a cookie", one_header("set-cookie: a=\x01b"), "200 ok"),
        ("a folded line", one_header("x-shown: a\r\n b"), "200 \"a b\" ok"),
        ("a blank before the colon", one_header("x-shown : a"), "200 \"a\" ok"),
        ("a line without a colon", one_header("nonsense"), "200 ok"),
        ("a name with a blank in it", one_header("x shown: a"), "200 ok"),
        ("an empty name", one_header(": a"), "200 ok"),
        ("ninety headers", one_header(many.trim_end()), "200 ok"),
        ("a header of 100 kB", one_header(&format!("x-large: {}", "x".repeat(100_000))), "200 ok"),
        ("two equal lengths", one_header("content-length: 2"), "200 ok"),
    ] {
        assert_eq!(read(answer).await, expected, "{name}");
    }
    let beyond_ascii = [&b"HTTP/1.1 200 OK\r\nx-shown: \xfc\r\ncontent-length: 2\r\n\r\nok"[..]].concat();
    assert_eq!(read(beyond_ascii).await, "200 \"\\xfc\" ok");
}

#[tokio::test]
async fn odd_status_lines_and_lengths_are_read() {
    for (name, answer) in [
        ("equal lengths in a line", "HTTP/1.1 200 OK\r\ncontent-length: 2, 2\r\n\r\nok"),
        ("line ends without CR", "HTTP/1.1 200 OK\ncontent-length: 2\n\nok"),
        ("no reason", "HTTP/1.1 200\r\ncontent-length: 2\r\n\r\nok"),
        ("no reason but its blank", "HTTP/1.1 200 \r\ncontent-length: 2\r\n\r\nok"),
        ("a reason beyond ASCII", "HTTP/1.1 200 für alle\r\ncontent-length: 2\r\n\r\nok"),
        ("an empty line before the head", "\r\nHTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok"),
        ("HTTP/1.0 without a length", "HTTP/1.0 200 OK\r\n\r\nok"),
        ("no length", "HTTP/1.1 200 OK\r\n\r\nok"),
        ("a coding in capitals", "HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n"),
        (
            "chunks and a length",
            "HTTP/1.1 200 OK\r\ncontent-length: 9\r\ntransfer-encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n",
        ),
        ("the coding that is none", "HTTP/1.1 200 OK\r\ncontent-length: 2\r\ntransfer-encoding: identity\r\n\r\nok"),
    ] {
        assert_eq!(read(answer).await, "200 ok", "{name}");
    }
}

#[tokio::test]
async fn odd_chunks_are_read() {
    for (name, chunks) in [
        ("an extension", "2;a=\"b\"\r\nok\r\n0;c\r\n\r\n"),
        ("blanks behind the size", "2  \r\nok\r\n0\r\n\r\n"),
        ("zeros before the size", "0000000000000002\r\nok\r\n0\r\n\r\n"),
        ("trailers", "2\r\nok\r\n0\r\nx-a: b\r\n\r\n"),
    ] {
        assert_eq!(read(chunked(chunks)).await, "200 ok", "{name}");
    }
}

/// hyper has no option for these heads, some of which curl accepts.
#[tokio::test]
async fn some_heads_are_not_read() {
    for answer in [
        &one_header("set-cookie: a=\0b"),
        "HTTP/1.1 200 OK\r\ncontent-length: +2\r\n\r\nok",
        &one_header("x-many: 1\r\n".repeat(150).trim_end()),
        "HTTP/1 200 OK\r\ncontent-length: 2\r\n\r\nok",
        "HTTP/1.2 200 OK\r\ncontent-length: 2\r\n\r\nok",
        "HTTP/1.1  200 OK\r\ncontent-length: 2\r\n\r\nok",
    ] {
        let error = read(answer).await;
        assert!(error.starts_with("no response; the request may have been processed"), "{error}");
    }
    assert_eq!(read(chunked("2\nok\n0\n\n")).await, "200 the response body ended early");
}
