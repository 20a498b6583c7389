//! Multipart uploads: the request, reading a file again for a retry, and validation before anything is sent.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use hwc_api::{ErrorKind, FilePart, TransportError};

use super::{Notes, Upload, folder};
use crate::common::{Fake, builder, client, clock, everything};

#[tokio::test]
async fn a_form_has_its_parts_in_order_with_their_names_and_types() {
    let fake = Fake::answering(["{}"]);
    let mut upload = Upload::new(FilePart::bytes("a \"b\"\r\n.txt", "abc").content_type("text/plain"));
    upload.notes = Some(Notes::default());
    upload.notes.as_mut().unwrap().comment = Some("hi".to_owned());
    client(&fake).send(upload).await.unwrap();
    let seen = fake.only();
    let boundary = seen.header("content-type").unwrap().strip_prefix("multipart/form-data; boundary=").unwrap();
    let body = seen.body.replace(boundary, "BOUNDARY").replace("\r\n", "\n");
    insta::assert_snapshot!(body, @r#"
    --BOUNDARY
    Content-Disposition: form-data; name="notes"

    {"comment":"hi"}
    --BOUNDARY
    Content-Disposition: form-data; name="file"; filename="a %22b%22%0D%0A.txt"
    Content-Type: text/plain

    abc
    --BOUNDARY--
    "#);
}

#[tokio::test]
async fn a_file_is_read_anew_when_it_is_sent_again() {
    let path = folder("read_anew").join("app.log");
    std::fs::write(&path, "x".repeat(200_000)).unwrap();
    let never_sent = TransportError::not_sent(std::io::Error::other("no connection"));
    let fake = Fake::default().then_fail(never_sent).then(200, "{}");
    let clock = clock();
    let client = builder().clock(Arc::new(clock.clone())).max_attempts(2).transport(fake.transport()).build().unwrap();
    // The disk takes real time, during which the timeouts must not expire.
    let forever = Duration::from_secs(1 << 30);
    let mut call = client.send(Upload::new(FilePart::path(&path))).timeout(forever).attempt_timeout(forever);
    loop {
        tokio::select! {
            biased;
            sent = &mut call => {
                sent.unwrap();
                break;
            }
            () = tokio::task::yield_now() => clock.advance(Duration::from_millis(100)),
        }
    }
    let [first, second] = fake.seen().try_into().unwrap();
    assert!(first.body.contains(&"x".repeat(200_000)) && first.body.contains("filename=\"app.log\""));
    assert_eq!(first.body, second.body);
    assert!(first.body.contains("Content-Type: application/octet-stream"));
}

#[tokio::test]
async fn progress_is_told_up_to_the_last_byte() {
    let path = folder("progress").join("app.log");
    std::fs::write(&path, "x".repeat(2_000_000)).unwrap();
    let fake = Fake::answering(["{}"]);
    let told = Arc::new(Mutex::new(Vec::new()));
    let teller = Arc::clone(&told);
    let call = client(&fake).send(Upload::new(FilePart::path(&path)));
    call.on_progress(move |progress| teller.lock().unwrap().push((progress.bytes, progress.total))).await.unwrap();
    let told = told.lock().unwrap();
    let all = fake.only().body.len() as u64;
    assert!(told.len() > 4, "a piece at a time");
    assert!(told.windows(2).all(|pair| pair[0].0 < pair[1].0));
    assert_eq!(told.last(), Some(&(all, Some(all))));
}

#[tokio::test]
async fn what_cannot_be_read_is_told_before_anything_is_sent() {
    let fake = Fake::default();
    let client = client(&fake);
    let refused = async |file: FilePart| client.send(Upload::new(file)).await.unwrap_err();
    let gone = folder("missing").join("gone.log");
    let error = refused(FilePart::path(&gone)).await;
    assert_eq!(error.kind(), ErrorKind::Io);
    assert!(everything(&error).contains("gone.log` cannot be read"), "{error}");
    let missing = std::fs::metadata(&gone).unwrap_err().to_string();
    assert!(everything(&error).contains(&missing), "{error:?}");
    let error = refused(FilePart::path(folder("a_folder"))).await;
    assert!(error.to_string().ends_with("a_folder` is not a file"), "{error}");
    let mut nothing = FilePart::default();
    nothing.file_name = "x".to_owned();
    let error = refused(nothing.clone()).await;
    assert_eq!(error.to_string(), "osm.Upload: invalid request: file has neither a content nor a path");
    nothing.content = Some("x".into());
    nothing.path = Some("/x".into());
    let error = refused(nothing).await;
    assert_eq!(error.to_string(), "osm.Upload: invalid request: file has both a content and a path");
    let error = refused(FilePart::bytes("", "x")).await;
    assert_eq!(error.violations()[0].to_string(), "file.file_name has 0 characters, at least 1");
    let error = refused(FilePart::bytes("x", "x").content_type("a\r\nb")).await;
    assert!(error.to_string().contains("file.content_type contains characters"), "{error}");
    assert_eq!(fake.seen().len(), 0);
}

/// A log grows while it is sent. Exactly the announced bytes are sent.
#[tokio::test]
async fn a_file_that_grows_is_sent_as_long_as_it_was() {
    let path = folder("growing").join("app.log");
    std::fs::write(&path, "x".repeat(600_000)).unwrap();
    let fake = Fake::answering(["{}"]);
    let growing = path.clone();
    let call = client(&fake).send(Upload::new(FilePart::path(&path))).on_progress(move |_| {
        let mut file = std::fs::OpenOptions::new().append(true).open(&growing).unwrap();
        std::io::Write::write_all(&mut file, b"more").unwrap();
    });
    call.await.unwrap();
    assert!(std::fs::metadata(&path).unwrap().len() > 600_000, "it has grown");
    let body = fake.only().body;
    assert_eq!((body.matches('x').count() >= 600_000, body.contains("more")), (true, false));
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_path_that_is_not_utf_8_names_its_own_file() {
    use std::os::unix::ffi::OsStrExt;
    let folder = folder("not_utf_8");
    let path = folder.join(std::ffi::OsStr::from_bytes(b"a\xff.log"));
    std::fs::write(&path, "the right one").unwrap();
    std::fs::write(folder.join("a\u{fffd}.log"), "another one").unwrap();
    let fake = Fake::answering(["{}"]);
    client(&fake).send(Upload::new(FilePart::path(&path))).await.unwrap();
    let body = fake.only().body;
    assert!(body.contains("the right one") && body.contains("filename=\"a\u{fffd}.log\""), "{body}");
    let error = hwc_api::serde_json::to_string(&FilePart::path(&path)).unwrap_err();
    assert!(error.to_string().starts_with("path is not UTF-8, and JSON cannot hold it: "), "{error}");
}

/// Returns a stream of two chunks.
fn chunks() -> hwc_api::ByteStream {
    let chunks = ["ab", "c"].map(|chunk| Ok(hwc_api::transport::bytes::Bytes::from_static(chunk.as_bytes())));
    hwc_api::ByteStream::from_chunks(chunks)
}

#[tokio::test]
async fn a_stream_of_known_length_is_sent_as_a_file() {
    let never_sent = || TransportError::not_sent(std::io::Error::other("no connection"));
    let fake = Fake::default().then(200, "{}").then_fail(never_sent()).then(200, "{}");
    let clock = clock();
    let client = builder().clock(Arc::new(clock.clone())).max_attempts(2).transport(fake.transport()).build().unwrap();
    let once = FilePart::stream("dump", hwc_api::Body::from_stream(chunks(), Some(3)));
    client.send(Upload::new(once)).await.unwrap();
    let again = FilePart::stream("dump", hwc_api::Body::replayable(3, chunks));
    assert_eq!(again.clone(), again);
    crate::common::patiently(&clock, client.send(Upload::new(again))).await.unwrap();
    assert_eq!(fake.seen().len(), 3);
    assert!(
        fake.seen().iter().all(|seen| seen.body.contains("filename=\"dump\"") && seen.body.contains("\r\nabc\r\n"))
    );
}

#[tokio::test]
async fn a_stream_of_unknown_length_is_refused() {
    let fake = Fake::default();
    let unknown = FilePart::stream("dump", hwc_api::Body::from_stream(chunks(), None));
    let error = client(&fake).send(Upload::new(unknown)).await.unwrap_err();
    assert!(error.to_string().ends_with("file has a stream of unknown length"), "{error}");
    assert!(fake.seen().is_empty());
}
