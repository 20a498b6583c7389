//! Downloads: a file is distinguished from an error response, and written atomically.

use std::sync::{Arc, Mutex};

use hwc_api::http::Response;
use hwc_api::transport::bytes::Bytes;
use hwc_api::transport::{BodyError, HttpRequest};
use hwc_api::{Body, ByteStream, Client, ErrorKind};

use super::{Fetch, files, folder};
use crate::common::{Fake, builder, client, clock, patiently};

const FILE: [(&str, &str); 1] = [("content-type", "application/octet-stream")];

#[tokio::test]
async fn a_file_comes_as_bytes_a_stream_a_model_or_into_a_writer() {
    let fake = (0..4).fold(Fake::default(), |fake, _| fake.then_with(200, &FILE, r#"{"error_code":"OSM.1"}"#));
    let client = client(&fake);
    let text = r#"{"error_code":"OSM.1"}"#;
    assert_eq!(client.download(Fetch::new("1")).bytes().await.unwrap(), text);
    let incoming = client.download(Fetch::new("1")).stream().await.unwrap();
    assert_eq!((incoming.len(), incoming.content_type()), (Some(22), Some("application/octet-stream")));
    let mut stream = incoming.into_stream();
    assert_eq!(stream.next().await.unwrap().unwrap(), text);
    let mut written = Vec::new();
    assert_eq!(client.download(Fetch::new("1")).write_to(&mut written).await.unwrap(), 22);
    assert_eq!(written, text.as_bytes());
    let seen = &fake.seen()[0];
    assert_eq!((seen.header("accept"), seen.header("accept-encoding")), (Some("*/*"), Some("identity")));
}

#[tokio::test]
async fn a_refusal_in_place_of_a_file_is_an_error() {
    let refusal = r#"{"error_code":"OSM.01010015","error_msg":"Ticket not found."}"#;
    let declared = Fake::answering([refusal]);
    let undeclared = Fake::default().then_with(200, &[], refusal);
    for fake in [declared, undeclared, Fake::default().then(404, refusal)] {
        let folder = folder("refusal");
        let error = client(&fake).download(Fetch::new("1")).save(folder.join("x")).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Service);
        assert_eq!(error.service().unwrap().code, "OSM.01010015");
        assert_eq!(files(&folder), [""; 0]);
    }
}

#[tokio::test]
async fn json_that_is_no_refusal_is_a_file_also_when_it_is_long() {
    let long = format!(r#"{{"error_code":"OSM.1","text":"{}"}}"#, "x".repeat(100_000));
    let fake = Fake::answering([r#"{"a":1}"#, &long]);
    let client = client(&fake);
    assert_eq!(client.download(Fetch::new("1")).bytes().await.unwrap(), r#"{"a":1}"#);
    assert_eq!(client.download(Fetch::new("1")).bytes().await.unwrap(), long);
}

#[tokio::test]
async fn what_came_compressed_is_no_file() {
    let fake = Fake::default().then_with(200, &[FILE[0], ("content-encoding", "gzip")], "x");
    let error = client(&fake).download(Fetch::new("1")).bytes().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
}

#[tokio::test]
async fn an_encoding_that_names_no_compression_is_passed_over() {
    for encoding in ["UTF-8", "identity", "", "binary, Identity"] {
        let fake = Fake::default().then_with(200, &[FILE[0], ("content-encoding", encoding)], "x");
        assert_eq!(client(&fake).download(Fetch::new("1")).bytes().await.unwrap(), "x", "{encoding}");
    }
}

/// Returns a service whose response bodies end after three bytes, except for the last one.
fn breaking(times: usize) -> (Client, hwc_api::transport::clock::ManualClock, Arc<Mutex<usize>>) {
    let asked = Arc::new(Mutex::new(0));
    let count = Arc::clone(&asked);
    let transport = move |_: HttpRequest| {
        let mut count = count.lock().unwrap();
        *count += 1;
        let whole = *count > times;
        async move {
            let end = if whole { Ok("def".into()) } else { Err(BodyError::interrupted("reset")) };
            let stream = ByteStream::from_chunks([Ok(Bytes::from("abc")), end]);
            let answer = Response::builder().header(FILE[0].0, FILE[0].1);
            Ok(answer.body(Body::from_stream(stream, Some(6))).unwrap())
        }
    };
    let clock = clock();
    let client = builder().clock(Arc::new(clock.clone())).max_attempts(3).transport(transport).build().unwrap();
    (client, clock, asked)
}

#[tokio::test]
async fn a_file_is_saved_as_a_whole_or_not_at_all() {
    let folder = folder("save");
    let path = folder.join("a.txt");
    std::fs::write(&path, "before").unwrap();

    let (client, clock, asked) = breaking(2);
    assert_eq!(patiently(&clock, client.download(Fetch::new("1")).save(&path)).await.unwrap(), 6);
    assert_eq!((std::fs::read_to_string(&path).unwrap().as_str(), *asked.lock().unwrap()), ("abcdef", 3));

    std::fs::write(&path, "before").unwrap();
    let (client, clock, asked) = breaking(9);
    let error = patiently(&clock, client.download(Fetch::new("1")).save(&path)).await.unwrap_err();
    assert_eq!((error.kind(), *asked.lock().unwrap()), (ErrorKind::MaybeSent, 3));
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "before");
    assert_eq!(files(&folder), ["a.txt"], "nothing is left behind");
}

#[tokio::test]
async fn a_place_that_cannot_be_written_is_told() {
    let folder = folder("no_place");
    let fake = Fake::default().then_with(200, &FILE, "abc").then_with(200, &FILE, "abc");
    let client = client(&fake);
    let error = client.download(Fetch::new("1")).save(folder.join("no/such/folder")).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Io);
    assert!(error.to_string().contains("no/such/folder` cannot be written"), "{error}");
    let error = client.download(Fetch::new("1")).save("..").await.unwrap_err();
    assert_eq!(error.to_string(), "osm.Fetch: invalid request: `..` names no file");
}

#[tokio::test]
async fn a_download_that_is_given_up_leaves_nothing_behind() {
    let folder = folder("given_up");
    let transport = |_: HttpRequest| async {
        let pending = ByteStream::new(Pending);
        Ok(Response::builder().header(FILE[0].0, FILE[0].1).body(Body::from_stream(pending, None)).unwrap())
    };
    let client = builder().transport(transport).build().unwrap();
    let path = folder.join("a.txt");
    let mut save = Box::pin(client.download(Fetch::new("1")).save(&path));
    while files(&folder).is_empty() {
        tokio::select! {
            biased;
            _ = &mut save => panic!("it never ends"),
            () = tokio::task::yield_now() => {}
        }
    }
    drop(save);
    // A thread that creates the file meanwhile removes it when it finds that its result is not wanted any more.
    for _ in 0..100_000 {
        if files(&folder).is_empty() {
            return;
        }
        std::thread::yield_now();
        tokio::task::yield_now().await;
    }
    panic!("left behind: {:?}", files(&folder));
}

struct Pending;

impl futures_core::Stream for Pending {
    type Item = Result<Bytes, BodyError>;

    fn poll_next(
        self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Self::Item>> {
        std::task::Poll::Pending
    }
}

#[cfg(unix)]
#[tokio::test]
async fn a_link_stays_a_link_and_what_is_no_file_is_not_replaced() {
    let folder = folder("special");
    let (file, link, socket) = (folder.join("a.txt"), folder.join("link"), folder.join("socket"));
    std::fs::write(&file, "before").unwrap();
    std::os::unix::fs::symlink(&file, &link).unwrap();
    let _listener = std::os::unix::net::UnixListener::bind(&socket).unwrap();
    let fake = Fake::default().then_with(200, &FILE, "after").then_with(200, &FILE, "after");
    let client = client(&fake);
    client.download(Fetch::new("1")).save(&link).await.unwrap();
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "after");
    assert!(std::fs::symlink_metadata(&link).unwrap().is_symlink());
    let error = client.download(Fetch::new("1")).save(&socket).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Io);
    assert_eq!(files(&folder), ["a.txt", "link", "socket"]);
}

#[tokio::test]
async fn a_file_that_is_sent_for_is_taken_as_one() {
    let json = r#"{"error_code":"OSM.1"}"#;
    let long = format!(r#"{{"error_code":"OSM.1","text":"{}"}}"#, "x".repeat(100_000));
    let fake = Fake::default().then_with(200, &FILE, json).then(200, &long).then(200, json);
    let client = client(&fake);
    assert_eq!(client.send(Fetch::new("1")).await.unwrap().content.as_slice(), json.as_bytes());
    assert_eq!(client.send(Fetch::new("1")).await.unwrap().content.len(), long.len());
    assert_eq!(client.send(Fetch::new("1")).await.unwrap_err().kind(), ErrorKind::Service);
    assert_eq!(fake.seen()[0].header("accept"), Some("*/*"));
}
