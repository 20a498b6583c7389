//! Downloads from KooDrive: presigned URLs, parts of contents, and what remains on the disk.
#![allow(clippy::unwrap_used, clippy::panic, reason = "what fails here is a failed test")]

mod common;

use std::fs;
use std::path::Path;

use common::drive::{job, run, text_of};
use common::served::{Served, rest, serve};
use common::uploads::{bytes, file, part, send_part, sha256, space, upload, upload_text, version};
use common::{Bench, Reply};
use hwc_models::koodrive::{CompleteFile, CompleteFileRevision, GetDownLoadUrl, JobAction, JobType};
use hwc_sandbox::SandboxOptions;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

/// Returns the presigned URL of a file.
async fn url(bench: &Bench, space: &str, file: &str) -> String {
    bench.send(GetDownLoadUrl::new(space, [file])).await.downloads.remove(0).url.unwrap().expose().to_owned()
}

async fn get(bench: &Bench, url: &str, headers: &[(&str, &str)]) -> Reply {
    bench.raw("GET", url, headers, "").await
}

#[tokio::test]
async fn a_url_opens_the_content_under_its_name_until_it_expires() {
    let bench = Bench::empty();
    let space = space(&bench).await;
    let file = upload_text(&bench, &space, "年度 plan.txt", "hello").await;
    let url = url(&bench, &space, &file).await;
    let reply = bench.get(&url).await;
    assert_eq!(reply.line(), "200 hello");
    let disposition = "attachment; filename*=UTF-8''%E5%B9%B4%E5%BA%A6%20plan.txt";
    assert_eq!(reply.header("Content-Disposition"), Some(disposition));
    assert_eq!(reply.header("Content-Length"), Some("5"));
    assert_eq!(reply.header("Content-Type"), Some("application/octet-stream"));
    let head = bench.raw("HEAD", &url, &[], "").await;
    assert_eq!((head.line().as_str(), head.header("Content-Length")), ("200 ", Some("5")));
    bench.wait(10_000);
    assert_eq!(bench.get(&url).await.line(), "200 hello");
    bench.wait(1);
    let expired = "403 <Error><Code>AccessDenied</Code><Message>The URL has expired.</Message></Error>";
    assert_eq!(bench.get(&url).await.line(), expired);
}

#[tokio::test]
async fn a_changed_url_opens_nothing() {
    let bench = Bench::empty();
    let space = space(&bench).await;
    let file = upload_text(&bench, &space, "a.txt", "hello").await;
    let other = upload_text(&bench, &space, "b.txt", "other").await;
    let (url, other) = (url(&bench, &space, &file).await, url(&bench, &space, &other).await);
    assert!(url.starts_with("https://cn.myhuaweicloud-koodrive.com/sandbox/contents/"), "{url}");
    for wrong in [
        url.replace(&sha256(b"hello"), &sha256(b"other")),
        url.replace("a.txt", "b.txt"),
        url.replace("Expires=10000", "Expires=99999"),
        url.replace("cn.myhuaweicloud-koodrive.com", "localhost"),
        url.replace("https:", "http:").replace("cn.", "intl."),
        url.split_once("&X-Amz-Signature").unwrap().0.to_owned(),
        format!("{}{}", url.rsplit_once('=').unwrap().0, other.rsplit_once('=').unwrap().1),
    ] {
        let reply = bench.get(&wrong).await;
        assert!(reply.line().starts_with("403 <Error><Code>SignatureDoesNotMatch"), "{wrong}: {}", reply.line());
    }
    assert_eq!(bench.raw("PUT", &url, &[], "hello").await.status.as_u16(), 405);
    assert_eq!(bench.raw("DELETE", &url, &[], "").await.status.as_u16(), 405);
}

#[tokio::test]
async fn a_part_of_a_content_is_sent_alone() {
    let bench = Bench::empty();
    let space = space(&bench).await;
    let file = upload_text(&bench, &space, "a.txt", "0123456789").await;
    let url = url(&bench, &space, &file).await;
    let tag = bench.get(&url).await.header("ETag").unwrap().to_owned();
    for (range, expected, place) in
        [("bytes=2-4", "234", "bytes 2-4/10"), ("bytes=7-", "789", "bytes 7-9/10"), ("bytes=-1", "9", "bytes 9-9/10")]
    {
        let reply = get(&bench, &url, &[("Range", range), ("If-Range", &tag)]).await;
        assert_eq!((reply.line(), reply.header("Content-Range")), (format!("206 {expected}"), Some(place)));
    }
    for headers in [[("Range", "bytes=2-4"), ("If-Range", "\"other\"")], [("Range", "bytes=0-1,4-5"), ("X", "")]] {
        assert_eq!(get(&bench, &url, &headers).await.line(), "200 0123456789");
    }
    let after = get(&bench, &url, &[("Range", "bytes=10-")]).await;
    assert_eq!((after.status.as_u16(), after.header("Content-Range")), (416, Some("bytes */10")));
    assert!(after.text().contains("<Code>InvalidRange</Code>"), "{}", after.text());
    let head = bench.raw("HEAD", &url, &[("Range", "bytes=2-4")], "").await;
    assert_eq!((head.line().as_str(), head.header("Content-Length")), ("206 ", Some("3")));
}

#[tokio::test]
async fn a_content_is_removed_with_its_last_file() {
    let bench = Bench::empty();
    let space = space(&bench).await;
    let file = upload_text(&bench, &space, "a.txt", "hello").await;
    let copy = upload_text(&bench, &space, "b.txt", "hello").await;
    let url = url(&bench, &space, &file).await;
    for (file, status) in [(&file, 200), (&copy, 404)] {
        run(&bench, job(JobType::Delete, &space, &[file]).action_type(JobAction::DeleteForever)).await;
        assert_eq!(bench.get(&url).await.status.as_u16(), status);
    }
    assert!(bench.get(&url).await.text().starts_with("<Error><Code>NoSuchKey</Code>"));
}

/// Returns the names in a folder next to the data file.
fn names(folder: &Path, name: &str) -> Vec<String> {
    let entries = fs::read_dir(folder.join("state.db-contents").join(name)).unwrap();
    let mut names: Vec<_> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[tokio::test]
async fn contents_and_uploads_remain_with_the_data_file() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("state.db");
    let content = bytes(common::uploads::SMALLEST + 1);
    let (first, second) = content.split_at(common::uploads::SMALLEST);
    let (space, small, large, mut expected) = {
        let bench = Bench::in_file(&data);
        let demo = names(folder.path(), "contents");
        let space = space(&bench).await;
        let small = upload_text(&bench, &space, "a.txt", "hello").await;
        let parts = vec![part(1, first.len()), part(2, 1)];
        let large = bench.send(file(&space, "large.bin", content.len()).multi_parts(parts)).await;
        send_part(&bench, &large.multi_parts[0], first).await;
        (space, small, large, demo)
    };
    fs::create_dir(folder.path().join("state.db-contents/contents").join(sha256(b"nobody"))).unwrap();
    fs::write(folder.path().join("state.db-contents/incoming/7"), "half").unwrap();
    let bench = Bench::in_file(&data);
    assert_eq!(text_of(&bench, &space, &small).await, "hello");
    send_part(&bench, &large.multi_parts[1], second).await;
    bench.send(CompleteFile::new(large.file_id.clone().unwrap()).sha256(sha256(&content))).await;
    expected.extend([sha256(b"hello"), sha256(&content)]);
    expected.sort();
    assert_eq!(names(folder.path(), "contents"), expected, "what nobody uses is removed");
    assert!(names(folder.path(), "incoming").is_empty() && names(folder.path(), "uploads").is_empty());
    run(&bench, job(JobType::Delete, &space, &[&small]).action_type(JobAction::DeleteForever)).await;
    assert_eq!(names(folder.path(), "contents").len(), expected.len() - 1);
}

#[tokio::test]
async fn the_server_sends_parts_and_whole_contents() {
    let served = serve(SandboxOptions::default().without_demo_data()).await;
    let bench = &served.bench;
    let space = space(bench).await;
    let content = bytes(700_000);
    let made = upload(bench, file(&space, "a.bin", content.len()), &content).await;
    let url = url(bench, &space, made.file_id.unwrap().as_str()).await;
    let target = url.strip_prefix("https://cn.myhuaweicloud-koodrive.com").unwrap();
    let ask = |method: &str, host: &str, more: &str| {
        format!("{method} {target} HTTP/1.1\r\nHost: {host}\r\n{more}Connection: close\r\n\r\n")
    };
    let host = "cn.myhuaweicloud-koodrive.com";
    let mut stream = served.open(ask("GET", host, "")).await;
    let mut whole = Vec::new();
    stream.read_to_end(&mut whole).await.unwrap();
    assert!(whole.ends_with(&content) && whole.starts_with(b"HTTP/1.1 200 OK\r\n"));
    let part = served.exchange(ask("GET", host, "Range: bytes=699999-\r\n")).await;
    assert!(part.contains("content-range: bytes 699999-699999/700000\r\n"), "{part}");
    assert!(part.contains("content-length: 1\r\n"), "{part}");
    let head = served.exchange(ask("HEAD", host, "")).await;
    assert!(head.contains("content-length: 700000\r\n") && head.ends_with("\r\n\r\n"), "{head}");
    let other = served.exchange(ask("GET", "localhost", "")).await;
    assert!(other.contains("<Code>SignatureDoesNotMatch</Code>"), "{other}");
    let evil = served.exchange(ask("GET", "evil.example", "")).await;
    assert!(evil.starts_with("HTTP/1.1 421 "), "{evil}");
}

/// Serves a sandbox, and returns the file and the target of an upload of a new version with five bytes.
async fn served_upload() -> (Served, String, String) {
    let served = serve(SandboxOptions::default().without_demo_data()).await;
    let space = space(&served.bench).await;
    let file = upload_text(&served.bench, &space, "a.txt", "one").await;
    let made = served.bench.send(version(&space, &file, 5).multi_parts(vec![part(1, 5)])).await;
    let url = made.multi_parts[0].upload_url.as_ref().unwrap().expose().to_owned();
    (served, file, url.strip_prefix("https://cn.myhuaweicloud-koodrive.com").unwrap().to_owned())
}

/// Returns the head of an upload.
fn put(target: &str, headers: &str) -> String {
    format!("PUT {target} HTTP/1.1\r\nHost: cn.myhuaweicloud-koodrive.com\r\n{headers}\r\n")
}

#[tokio::test]
async fn an_interrupted_upload_through_the_server_stores_nothing() {
    let (served, small, target) = served_upload().await;
    let (bench, put) = (&served.bench, |headers: &str| put(&target, headers));
    let chunked = served.exchange(put("Transfer-Encoding: chunked\r\n") + "5\r\nhello\r\n0\r\n\r\n").await;
    assert!(chunked.contains("<Code>MissingContentLength</Code>"), "{chunked}");
    let wrong = served.exchange(put("Content-Length: 4\r\n") + "hell").await;
    assert!(wrong.contains("<Code>SignatureDoesNotMatch</Code>"), "{wrong}");
    let cut = served.exchange(put("Content-Length: 5\r\n") + "hel").await;
    assert!(cut.contains("<Code>IncompleteBody</Code>"), "{cut}");
    let refusal = bench.refused(CompleteFileRevision::new(small.as_str())).await;
    assert!(refusal.starts_with("400 13000402"), "{refusal}");
    let mut stream = served.open(put("Content-Length: 5\r\nExpect: 100-continue\r\nConnection: close\r\n")).await;
    stream.write_all(b"hello").await.unwrap();
    let sent = rest(&mut stream).await;
    assert!(sent.starts_with("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n"), "{sent}");
    bench.send(CompleteFileRevision::new(small)).await;
}

#[tokio::test]
async fn an_upload_that_stalls_ends() {
    let (served, small, target) = served_upload().await;
    let mut stalled = served.open(put(&target, "Content-Length: 5\r\n") + "hel").await;
    served.sleeping(1).await;
    served.bench.wait(10);
    let late = rest(&mut stalled).await;
    assert!(late.contains("<Code>RequestTimeout</Code>"), "{late}");
    let refusal = served.bench.refused(CompleteFileRevision::new(small)).await;
    assert!(refusal.starts_with("400 13000402"), "{refusal}");
}
