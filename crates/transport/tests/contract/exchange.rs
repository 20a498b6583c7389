//! Requests, responses, and the classification of failures.

use std::time::Duration;

use hwc_transport::bytes::Bytes;
use hwc_transport::http::{Method, StatusCode, header};
use hwc_transport::{Body, BodyError, ByteStream, HttpRequest, HttpResponse, Phase, Transport, TransportError};

use super::{OK, everything, get, request};
use crate::support::{Server, head};
use crate::{NAME, TestTransport};

/// Returns a transport that ignores the proxy settings of the machine.
fn transport() -> TestTransport {
    TestTransport::builder().no_proxy().build().unwrap()
}

async fn send(request: HttpRequest) -> Result<HttpResponse, TransportError> {
    transport().send(request).await
}

/// Sends `body` to a server that waits for a request that satisfies `is_whole`. Returns the received request in
/// lowercase.
async fn sent(method: Method, body: Body, is_whole: fn(&str) -> bool) -> String {
    let server = Server::answering(is_whole, OK).await;
    let answer = send(request(method, &server.uri("/"), body)).await.unwrap();
    assert_eq!(answer.into_body().collect(2).await.unwrap(), "ok");
    server.request().await.to_ascii_lowercase()
}

#[tokio::test]
async fn get_sends_the_head_alone() {
    let server = Server::answering(head, "HTTP/1.1 200 OK\r\nx-request-id: 7\r\ncontent-length: 5\r\n\r\nhello").await;
    let mut request = get(&server.uri("/v2/a%2Fb?limit=50&name=%E4%BD%A0"));
    request.headers_mut().insert("x-language", "en-us".parse().unwrap());
    let answer = send(request).await.unwrap();

    assert_eq!(answer.status(), StatusCode::OK);
    assert_eq!(answer.headers()["x-request-id"], "7");
    assert_eq!(answer.body().len(), Some(5));
    assert_eq!(answer.into_body().collect(5).await.unwrap(), "hello");
    let seen = server.request().await;
    assert!(seen.starts_with("GET /v2/a%2Fb?limit=50&name=%E4%BD%A0 HTTP/1.1\r\n"), "{seen}");
    assert!(seen.contains("x-language: en-us\r\n"), "{seen}");
    assert!(!seen.to_ascii_lowercase().contains("content-length"), "{seen}");
    assert!(!seen.to_ascii_lowercase().contains("transfer-encoding"), "{seen}");
}

#[tokio::test]
async fn bytes_go_out_with_their_length() {
    let seen = sent(Method::POST, Body::from("{\"a\":1}"), |seen| seen.contains('}')).await;
    assert!(seen.contains("\r\ncontent-length: 7\r\n"), "{seen}");
    assert!(!seen.contains("transfer-encoding"), "{seen}");
    assert!(seen.ends_with("\r\n\r\n{\"a\":1}"), "{seen}");
}

#[tokio::test]
async fn a_get_with_a_body_goes_out_with_its_length() {
    let seen = sent(Method::GET, Body::from("{\"a\":1}"), |seen| seen.contains('}')).await;
    assert!(seen.starts_with("get / http/1.1\r\n"), "{seen}");
    assert!(seen.contains("\r\ncontent-length: 7\r\n"), "{seen}");
    assert!(seen.ends_with("\r\n\r\n{\"a\":1}"), "{seen}");
}

#[tokio::test]
async fn replayable_bodies_go_out_with_their_length_each_time() {
    let body = Body::replayable(8, || ByteStream::from_chunks(["four", "more"].map(|part| Ok(Bytes::from(part)))));
    for body in [body.try_clone().unwrap(), body] {
        let seen = sent(Method::PUT, body, |seen| seen.contains("more")).await;
        assert!(seen.contains("\r\ncontent-length: 8\r\n"), "{seen}");
        assert!(!seen.contains("transfer-encoding"), "{seen}");
        assert!(seen.ends_with("\r\n\r\nfourmore"), "{seen}");
    }
}

#[tokio::test]
async fn a_stream_goes_out_with_its_length_where_that_is_known() {
    let stream = || ByteStream::from_chunks([Ok(Bytes::from("hello"))]);
    let known = sent(Method::POST, Body::from_stream(stream(), Some(5)), |seen| seen.contains("hello")).await;
    assert!(known.contains("\r\ncontent-length: 5\r\n"), "{known}");
    assert!(!known.contains("transfer-encoding"), "{known}");

    let unknown = sent(Method::POST, Body::from_stream(stream(), None), |seen| {
        seen.ends_with("hello") || seen.ends_with("0\r\n\r\n")
    })
    .await;
    assert!(unknown.contains("\r\ntransfer-encoding: chunked\r\n"), "{unknown}");
    assert!(!unknown.contains("content-length"), "{unknown}");
    assert!(unknown.ends_with("\r\n\r\n5\r\nhello\r\n0\r\n\r\n"), "{unknown}");
}

#[tokio::test]
async fn an_empty_body_has_a_length_where_http_expects_one() {
    for method in [Method::POST, Method::PUT, Method::PATCH] {
        for body in [Body::empty(), Body::from_stream(ByteStream::from_chunks([]), Some(0))] {
            let seen = sent(method.clone(), body, head).await;
            assert_eq!(seen.matches("content-length: 0\r\n").count(), 1, "{seen}");
            assert!(!seen.contains("transfer-encoding"), "{seen}");
        }
    }
    let seen = sent(Method::DELETE, Body::empty(), head).await;
    assert!(!seen.contains("content-length"), "{seen}");
}

#[tokio::test]
async fn the_body_decides_on_its_length() {
    let server = Server::answering(|seen| seen.contains("hello"), OK).await;
    let mut request = request(Method::POST, &server.uri("/"), Body::from("hello"));
    request.headers_mut().insert(header::CONTENT_LENGTH, 99.into());
    request.headers_mut().insert(header::TRANSFER_ENCODING, "chunked".parse().unwrap());
    send(request).await.unwrap();
    let seen = server.request().await.to_ascii_lowercase();
    assert!(seen.contains("\r\ncontent-length: 5\r\n"), "{seen}");
    assert!(!seen.contains("transfer-encoding"), "{seen}");
}

#[tokio::test]
async fn an_answer_of_unknown_length_comes_in_chunks() {
    let server = Server::answering(
        head,
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\nhe\r\n3\r\nllo\r\n0\r\n\r\n",
    );
    let server = server.await;
    let answer = send(get(&server.uri("/"))).await.unwrap();
    assert_eq!(answer.body().len(), None);
    assert_eq!(answer.into_body().collect(5).await.unwrap(), "hello");
}

#[tokio::test]
async fn a_redirect_is_an_answer() {
    let answer = "HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1:1/elsewhere\r\ncontent-length: 0\r\n\r\n";
    let server = Server::answering(head, answer).await;
    let answer = send(get(&server.uri("/"))).await.unwrap();
    assert_eq!(answer.status(), StatusCode::FOUND);
    assert_eq!(answer.headers()[header::LOCATION], "http://127.0.0.1:1/elsewhere");
}

#[tokio::test]
async fn a_refused_connection_means_never_sent() {
    let vacant = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let uri = format!("http://{}/?signature=secret", vacant.local_addr().unwrap());
    drop(vacant);
    let error = send(get(&uri)).await.unwrap_err();
    assert_eq!(error.phase(), Phase::NotSent);
    assert!(error.is_connect() && !error.is_dns() && !error.is_tls() && !error.is_timeout());
    assert_eq!(error.to_string(), "no connection to the server");
    assert!(everything(&error).contains("refused"), "the reason is among the sources: {error:?}");
}

#[tokio::test]
async fn a_name_that_does_not_resolve_means_never_sent() {
    // A label may have 63 letters. A longer one is rejected before any name server is queried.
    let uri = format!("http://{}.invalid/", "a".repeat(64));
    let error = send(get(&uri)).await.unwrap_err();
    assert_eq!(error.phase(), Phase::NotSent);
    assert!(error.is_dns(), "{error:?}");
}

#[tokio::test]
async fn an_unusable_uri_means_never_sent() {
    for uri in ["/only/a/path?signature=secret", "ftp://127.0.0.1/?signature=secret"] {
        let error = send(get(uri)).await.unwrap_err();
        assert_eq!(error.phase(), Phase::NotSent, "{uri}");
        assert!(error.is_invalid_request(), "{uri}: {error:?}");
        assert!(!everything(&error).contains("secret"), "{error:?}");
    }
}

#[tokio::test]
async fn a_connection_closed_without_an_answer_means_maybe_sent() {
    let server = Server::answering(head, "").await;
    let error = send(get(&server.uri("/"))).await.unwrap_err();
    assert_eq!(error.phase(), Phase::MaybeSent);
    assert!(!error.is_connect() && !error.is_timeout());
    assert_eq!(error.to_string(), "no response; the request may have been processed");
}

#[tokio::test]
async fn a_body_that_cannot_be_read_means_maybe_sent() {
    let server = Server::answering(|_| false, "").await;
    let parts = [Ok(Bytes::from("half")), Err(BodyError::new("disk gone"))];
    let body = Body::from_stream(ByteStream::from_chunks(parts), Some(8));
    let error = send(request(Method::PUT, &server.uri("/"), body)).await.unwrap_err();
    assert_eq!(error.phase(), Phase::MaybeSent);
    assert!(error.is_request_body(), "{error:?}");
    assert!(everything(&error).contains("disk gone"), "{error:?}");
}

#[tokio::test]
async fn an_answer_that_breaks_off_is_told() {
    let server = Server::answering(head, "HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nhalf").await;
    let answer = send(get(&server.uri("/?signature=secret"))).await.unwrap();
    let error = answer.into_body().collect(10).await.unwrap_err();
    assert!(error.is_interrupted(), "{error:?}");
    let error = TransportError::response_interrupted(error);
    assert_eq!(error.phase(), Phase::ResponseInterrupted);
    assert!(!everything(&error).contains("secret"), "{error:?}");
}

#[tokio::test]
async fn no_error_shows_the_query() {
    let closing = Server::answering(head, "").await;
    let garbling = Server::answering(head, "no HTTP at all\r\n\r\n").await;
    let uris = [
        closing.uri("/path?signature=secret"),
        garbling.uri("/path?signature=secret"),
        "http://127.0.0.1:1/path?signature=secret".to_owned(),
    ];
    for uri in uris {
        let shown = everything(&send(get(&uri)).await.unwrap_err());
        assert!(!shown.contains("secret") && !shown.contains("/path"), "{uri}: {shown}");
    }
}

#[tokio::test]
async fn clones_share_connections() {
    let answers = "HTTP/1.1 204 No Content\r\n\r\n";
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let uri = format!("http://{}/", listener.local_addr().unwrap());
    let server = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        for _ in 0..2 {
            let mut seen = Vec::new();
            while !head(&String::from_utf8_lossy(&seen)) {
                assert_ne!(tokio::io::AsyncReadExt::read_buf(&mut stream, &mut seen).await.unwrap(), 0);
            }
            tokio::io::AsyncWriteExt::write_all(&mut stream, answers.as_bytes()).await.unwrap();
        }
    });
    let transport = transport();
    for transport in [transport.clone(), transport] {
        let answer = transport.send(get(&uri)).await.unwrap();
        assert_eq!(answer.status(), StatusCode::NO_CONTENT);
        assert_eq!(answer.into_body().as_bytes().unwrap(), "");
    }
    server.await.unwrap();
}

#[test]
fn the_transport_prints_no_settings() {
    let transport = TestTransport::builder().connect_timeout(Duration::from_secs(1)).build().unwrap();
    assert_eq!(format!("{transport:?}"), format!("{NAME} {{ .. }}"));
}
