//! Bodies of each kind: length, contents, clones and errors.

#![allow(clippy::unwrap_used, reason = "helpers of tests may panic like tests")]

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use hwc_transport::bytes::Bytes;
use hwc_transport::{Body, BodyError, ByteStream};

fn chunks(parts: &[&'static str]) -> ByteStream {
    let parts: Vec<_> = parts.iter().map(|part| Ok(Bytes::from_static(part.as_bytes()))).collect();
    ByteStream::from_chunks(parts)
}

async fn read(mut stream: ByteStream) -> Vec<Result<Bytes, String>> {
    let mut seen = Vec::new();
    while let Some(chunk) = stream.next().await {
        seen.push(chunk.map_err(|error| error.to_string()));
    }
    seen
}

#[tokio::test]
async fn bytes_are_at_hand() {
    let made = [
        Body::from("hello"),
        Body::from(String::from("hello")),
        Body::from(b"hello".to_vec()),
        Body::from(Bytes::from_static(b"hello")),
    ];
    for body in made {
        assert_eq!(body.len(), Some(5));
        assert_eq!(body.as_bytes().unwrap(), "hello");
        let clone = body.try_clone().unwrap();
        assert_eq!(clone.collect(5).await.unwrap(), "hello");
        assert_eq!(read(body.into_stream()).await, [Ok(Bytes::from("hello"))]);
    }
}

#[tokio::test]
async fn nothing_is_no_chunk() {
    for body in [Body::empty(), Body::default()] {
        assert_eq!(body.len(), Some(0));
        assert_eq!(body.as_bytes().unwrap(), "");
        assert_eq!(read(body.into_stream()).await, []);
    }
    assert_eq!(Body::empty().collect(0).await.unwrap(), "");
    assert_eq!(Body::from_stream(chunks(&[]), None).collect(0).await.unwrap(), "");
}

#[tokio::test]
async fn a_replayable_body_is_read_anew_by_each_clone() {
    let opened = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&opened);
    let body = Body::replayable(8, move || {
        counter.fetch_add(1, Ordering::Relaxed);
        chunks(&["four", "more"])
    });
    assert_eq!(body.len(), Some(8));
    assert!(body.as_bytes().is_none());

    let clone = body.try_clone().unwrap();
    assert_eq!(opened.load(Ordering::Relaxed), 0, "not before it is read");
    assert_eq!(body.collect(8).await.unwrap(), "fourmore");
    assert_eq!(clone.collect(8).await.unwrap(), "fourmore");
    assert_eq!(opened.load(Ordering::Relaxed), 2);
}

#[tokio::test]
async fn a_body_that_is_read_once_cannot_be_cloned() {
    let unknown = Body::from_stream(chunks(&["ab", "", "c"]), None);
    assert_eq!(unknown.len(), None);
    assert!(unknown.as_bytes().is_none());
    assert!(unknown.try_clone().is_none());
    assert_eq!(unknown.collect(3).await.unwrap(), "abc");

    let known = Body::from_stream(chunks(&["ab", "c"]), Some(3));
    assert_eq!(known.len(), Some(3));
    assert!(known.try_clone().is_none());
    assert_eq!(read(known.into_stream()).await, [Ok(Bytes::from("ab")), Ok(Bytes::from("c"))]);
}

#[tokio::test]
async fn collect_stops_at_the_limit() {
    let bodies = [
        Body::from("hello"),
        Body::replayable(5, || chunks(&["hello"])),
        Body::from_stream(chunks(&["hello"]), Some(5)),
        Body::from_stream(chunks(&["hello"]), None),
        Body::from_stream(chunks(&["he", "llo"]), None),
        Body::from_stream(chunks(&["h", "e", "llo"]), None),
    ];
    for body in bodies {
        let shown = format!("{body:?}");
        let error = body.collect(4).await.unwrap_err();
        assert!(error.is_too_long(), "{shown}");
        assert_eq!(error.to_string(), "the body exceeds the limit of 4 bytes");
    }
    let fits = Body::from_stream(chunks(&["h", "e", "llo"]), None);
    assert_eq!(fits.collect(5).await.unwrap(), "hello");
}

#[tokio::test]
async fn a_body_keeps_to_the_length_it_announced() {
    let wrong = "the body does not have its announced length of 4 bytes";
    let short = Body::replayable(4, || chunks(&["ab", "c"]));
    assert_eq!(read(short.into_stream()).await, [Ok(Bytes::from("ab")), Ok(Bytes::from("c")), Err(wrong.into())]);
    let long = Body::from_stream(chunks(&["ab", "cde"]), Some(4));
    assert_eq!(read(long.into_stream()).await, [Ok(Bytes::from("ab")), Err(wrong.into())]);
    let long = Body::from_stream(chunks(&["abcde"]), Some(4));
    assert!(long.collect(4).await.unwrap_err().is_wrong_length());
}

#[cfg(feature = "system-clock")]
#[tokio::test]
async fn a_file_that_has_grown_gives_what_was_announced() {
    let path = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("grown.log");
    std::fs::write(&path, "hello").unwrap();
    let body = Body::file(&path, 5);
    std::fs::write(&path, "hello, world").unwrap();
    assert_eq!(body.try_clone().unwrap().collect(100).await.unwrap(), "hello");
    std::fs::write(&path, "hell").unwrap();
    assert!(body.collect(100).await.unwrap_err().is_wrong_length());
}

#[cfg(feature = "system-clock")]
#[tokio::test]
async fn a_range_of_a_file_can_be_read_again() {
    let path = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("range.log");
    std::fs::write(&path, "hello, world").unwrap();
    let body = Body::file_range(&path, 7, 3);
    assert_eq!(body.len(), Some(3));
    assert_eq!(body.try_clone().unwrap().collect(100).await.unwrap(), "wor");
    assert_eq!(body.collect(100).await.unwrap(), "wor");
    assert!(Body::file_range(&path, 7, 6).collect(100).await.unwrap_err().is_wrong_length());
}

#[tokio::test]
async fn a_source_that_fails_ends_the_body() {
    let failing = ByteStream::from_chunks([Ok(Bytes::from("ab")), Err(BodyError::new("disk gone"))]);
    let error = Body::from_stream(failing, None).collect(100).await.unwrap_err();
    assert_eq!(error.to_string(), "cannot read the data of the body");
    let source = std::error::Error::source(&error).unwrap();
    assert_eq!(source.to_string(), "disk gone");
    assert!(!error.is_interrupted());
    assert!(BodyError::interrupted("reset").is_interrupted());
}

#[test]
fn debug_shows_no_contents() {
    let shown = [
        format!("{:?}", Body::from("secret")),
        format!("{:?}", Body::replayable(6, || chunks(&["secret"]))),
        format!("{:?}", Body::from_stream(chunks(&["secret"]), Some(6))),
        format!("{:?}", Body::from_stream(chunks(&["secret"]), None)),
        format!("{:?}", chunks(&["secret"])),
    ];
    insta::assert_snapshot!(shown.join("\n"), @"
    Body(bytes, 6 bytes)
    Body(replayable, 6 bytes)
    Body(once, 6 bytes)
    Body(once, unknown length)
    ByteStream
    ");
}

#[test]
fn bodies_can_be_shared_between_threads() {
    fn check<T: Send + Sync + 'static>() {}
    check::<Body>();
    check::<ByteStream>();
    check::<BodyError>();
    check::<hwc_transport::HttpRequest>();
    check::<hwc_transport::HttpResponse>();
    check::<hwc_transport::TransportError>();
}
