//! Bodies that are streamed in both directions: a chunk is read when the one before it is consumed.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use hwc_api::http::Response;
use hwc_api::transport::{BodyError, HttpRequest, bytes::Bytes};
use hwc_api::{Body, ByteStream, FilePart};

use super::operations::{Fetch, Upload};
use crate::common::builder;

/// Returns a stream of four chunks of one byte, and the number of chunks that were read from it.
fn counted() -> (ByteStream, Arc<AtomicUsize>) {
    let read = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&read);
    let chunks = (0..4).map(move |_| {
        counter.fetch_add(1, Ordering::Relaxed);
        Ok::<_, BodyError>(Bytes::from_static(b"x"))
    });
    (ByteStream::from_chunks(chunks), read)
}

#[tokio::test]
async fn an_upload_is_read_as_it_is_sent() {
    let (stream, read) = counted();
    let counts = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&counts);
    let transport = move |request: HttpRequest| {
        let (seen, read) = (Arc::clone(&seen), Arc::clone(&read));
        async move {
            let mut body = request.into_body().into_stream();
            while let Some(chunk) = body.next().await {
                if chunk.unwrap() == "x" {
                    seen.lock().unwrap().push(read.load(Ordering::Relaxed));
                }
            }
            Ok(Response::new(Body::from("{}")))
        }
    };
    let client = builder().transport(transport).build().unwrap();
    client.send(Upload::new(FilePart::stream("dump", Body::from_stream(stream, Some(4))))).await.unwrap();
    assert_eq!(*counts.lock().unwrap(), [1, 2, 3, 4]);
}

#[tokio::test]
async fn a_download_is_read_as_it_is_consumed() {
    let (stream, read) = counted();
    let stream = Mutex::new(Some(stream));
    let transport = move |_: HttpRequest| {
        let body = Body::from_stream(stream.lock().unwrap().take().unwrap(), None);
        let response = Response::builder().header("content-type", "application/octet-stream").body(body);
        async { Ok(response.unwrap()) }
    };
    let client = builder().transport(transport).build().unwrap();
    let mut stream = client.download(Fetch::new()).stream().await.unwrap().into_stream();
    for count in 1..=3 {
        assert_eq!(stream.next().await.unwrap().unwrap(), "x");
        assert_eq!(read.load(Ordering::Relaxed), count);
    }
    drop(stream);
    assert_eq!(read.load(Ordering::Relaxed), 3, "the rest is not read");
}
