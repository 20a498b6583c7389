//! Files and folders: contents, ranges, names and listings.
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests may panic as tests do")]

mod common;

use axum::body::{Body, Bytes};
use common::{Bench, Fault, LIST, content};
use futures_util::stream;
use hwc_webdav::WebDavOptions;

#[tokio::test]
async fn contents_come_back_unchanged() {
    let bench = Bench::new().await;
    for length in [0, 1, 70_000, (16 << 20) + 1] {
        let bytes = content(1, length);
        assert_eq!(bench.put("/a.bin", bytes.clone()).await, if length == 0 { 201 } else { 204 }, "{length}");
        let reply = bench.get("/a.bin").await;
        assert_eq!(reply.header("content-length"), length.to_string());
        assert!(reply.body == Some(bytes), "{length} bytes");
    }
    let head = bench.send("HEAD", "/a.bin", &[], Body::empty()).await;
    assert_eq!((head.status.as_u16(), head.header("content-length")), (200, "16777217"));
    assert_eq!(head.header("content-security-policy"), "sandbox");
}

#[tokio::test]
async fn ranges_are_read() {
    let bench = Bench::new().await;
    bench.put("/a", content(1, 100_000)).await;
    for (range, part) in [
        ("bytes=0-0", 0..1),
        ("bytes=5-70000", 5..70_001),
        ("bytes=99990-", 99_990..100_000),
        ("bytes=-7", 99_993..100_000),
    ] {
        let reply = bench.send("GET", "/a", &[("range", range)], Body::empty()).await;
        assert_eq!(reply.status.as_u16(), 206, "{range}");
        assert!(reply.body.unwrap() == content(1, 100_000)[part], "{range}");
    }
    assert_eq!(bench.status("GET", "/a", &[("range", "bytes=100000-")]).await, 416);
}

#[tokio::test]
async fn parts_are_written() {
    let bench = Bench::new().await;
    bench.put("/a", "0123456789").await;
    let part = [("content-range", "bytes 2-4/10"), ("content-length", "3")];
    assert_eq!(bench.send("PUT", "/a", &part, "xyz".into()).await.status.as_u16(), 204);
    assert_eq!(bench.get("/a").await.text(), "01xyz56789");
    let partial = ("content-type", "application/x-sabredav-partialupdate");
    let append = [partial, ("x-update-range", "append"), ("content-length", "2")];
    assert_eq!(bench.send("PATCH", "/a", &append, "AB".into()).await.status.as_u16(), 204);
    assert_eq!(bench.get("/a").await.text(), "01xyz56789AB");
    let gap = [("content-range", "bytes 9000000-9000000/9000001"), ("content-length", "1")];
    assert_eq!(bench.send("PUT", "/a", &gap, "x".into()).await.status.as_u16(), 416);
}

#[tokio::test]
async fn conditions_are_checked() {
    let bench = Bench::new().await;
    bench.put("/a", "one").await;
    let tag = bench.get("/a").await.header("etag").to_owned();
    assert_eq!(bench.status("GET", "/a", &[("if-none-match", &tag)]).await, 304);
    assert_eq!(bench.send("PUT", "/a", &[("if-none-match", "*")], "two".into()).await.status.as_u16(), 412);
    assert_eq!(bench.send("PUT", "/a", &[("if-match", &tag)], "two".into()).await.status.as_u16(), 204);
    assert_eq!(bench.send("PUT", "/a", &[("if-match", &tag)], "three".into()).await.status.as_u16(), 412);
    assert_eq!(bench.get("/a").await.text(), "two");
}

#[tokio::test]
async fn names_are_those_of_the_drive() {
    let bench = Bench::new().await;
    assert_eq!(bench.status("MKCOL", "/%E5%B9%B4%E5%BA%A6/", &[]).await, 201);
    for (encoded, name) in [
        ("a%20b", "a b"),
        ("100%25", "100%"),
        ("%25e5", "%e5"),
        ("a%2Bb&c=d;e", "a+b&c=d;e"),
        ("%23", "#"),
        ("%E6%8A%A5%E5%91%8A.txt", "报告.txt"),
        ("%F0%9F%98%80", "😀"),
    ] {
        let path = format!("/%E5%B9%B4%E5%BA%A6/{encoded}");
        assert_eq!(bench.put(&path, name.to_owned()).await, 201, "{name}");
        assert_eq!(bench.get(&path).await.text(), name);
        assert!(bench.names("/年度").await.contains(&name.to_owned()), "{name}");
    }
    let listed = bench.send("PROPFIND", "/%E5%B9%B4%E5%BA%A6", &[("depth", "1")], Body::empty()).await.text();
    for href in ["/%E5%B9%B4%E5%BA%A6/100%25<", "/%E5%B9%B4%E5%BA%A6/%25e5<", "%E6%8A%A5%E5%91%8A.txt<"] {
        assert!(listed.contains(href), "{href} in {listed}");
    }
}

#[tokio::test]
async fn names_that_the_service_rejects_are_refused_with_a_reason() {
    let bench = Bench::new().await;
    for path in ["/a%3Ab", "/a%2A", &format!("/{}", "x".repeat(251))] {
        let reply = bench.send("PUT", path, &[], "x".into()).await;
        assert_eq!(reply.status.as_u16(), 403, "{path}");
        assert!(reply.text().starts_with("invalid path"), "{}", reply.text());
        assert_eq!(bench.status("MKCOL", path, &[]).await, 403, "{path}");
    }
    assert_eq!(bench.status("GET", "/a/../b", &[]).await, 400);
    assert_eq!(bench.status("PUT", "/%2e%2e/b", &[]).await, 400);
}

#[tokio::test]
async fn a_folder_is_listed_to_its_depth() {
    let bench = Bench::with_options(WebDavOptions::default().folder("/top".parse().unwrap())).await;
    bench.clock.run_to_completion(bench.drive.create_folders(&"/top/d/e".parse().unwrap())).await.unwrap();
    bench.put("/d/f.txt", "12345").await;
    let list = async |depth| bench.send("PROPFIND", "/d/", &[("depth", depth)], Body::empty()).await;
    let only = list("0").await;
    assert_eq!((only.status.as_u16(), only.text().matches("<D:response>").count()), (207, 1));
    let with_content = list("1").await.text();
    assert_eq!(with_content.matches("<D:response>").count(), 3);
    for part in ["<D:href>/d/e/</D:href>", "<D:href>/d/f.txt</D:href>", "<D:getcontentlength>5</D:getcontentlength>"] {
        assert!(with_content.contains(part), "{part} in {with_content}");
    }
    assert_eq!(list("infinity").await.status.as_u16(), 403);
    assert_eq!(bench.status("PROPFIND", "/missing", &[("depth", "0")]).await, 404);
    assert!(bench.get("/d/").await.text().contains("f.txt"));
}

#[tokio::test]
async fn equal_names_are_told_apart() {
    let bench = Bench::new().await;
    bench.put("/plan1.txt", "one").await;
    bench.put("/plan2.txt", "two").await;
    // The sandbox has no equal names, so a response of the service behind gets them.
    bench.disturb(|path| (path == LIST).then_some(Fault::Replace("plan2.txt", "plan1.txt")));
    bench.drive.refresh();
    let names: Vec<String> = bench.names("/").await.into_iter().filter(|name| name.starts_with("plan1")).collect();
    let [plain, marked] = &names[..] else { panic!("{names:?}") };
    assert_eq!(plain, "plan1.txt");
    let marked = format!("/{}", marked.replace('~', "%7E"));
    let listed = bench.send("PROPFIND", "/", &[("depth", "1")], Body::empty()).await.text();
    assert!(listed.contains("<D:href>/plan1.txt</D:href>") && listed.contains("plan1~"), "{listed}");
    assert_eq!(bench.get("/plan1.txt").await.text(), "one");
    assert_eq!(bench.get(&marked).await.text(), "two");
    // The second file gets a version, and no third file is created.
    assert_eq!(bench.put(&marked, "two again").await, 204);
    assert_eq!(bench.get(&marked).await.text(), "two again");
    assert_eq!(bench.get("/plan1.txt").await.text(), "one");
}

#[tokio::test]
async fn an_upload_that_ends_early_changes_nothing() {
    let bench = Bench::new().await;
    bench.put("/a", "old").await;
    let interrupted = || {
        let pieces = [Ok(Bytes::from_static(b"new")), Err(std::io::Error::other("gone"))];
        Body::from_stream(stream::iter(pieces))
    };
    for path in ["/a", "/b"] {
        let reply = bench.send("PUT", path, &[], interrupted()).await;
        assert!(reply.status.is_server_error(), "{reply:?}");
    }
    let shorter = [("x-expected-entity-length", "10")];
    assert_eq!(bench.send("PUT", "/a", &shorter, "short".into()).await.status.as_u16(), 400);
    assert_eq!(bench.get("/a").await.text(), "old");
    assert_eq!(bench.get("/b").await.status.as_u16(), 404);
}

#[tokio::test]
async fn many_new_files_do_not_list_their_folder_again() {
    let bench = Bench::new().await;
    bench.status("MKCOL", "/d", &[]).await;
    bench.put("/d/first", "x").await;
    bench.requests();
    for number in 0..10 {
        assert_eq!(bench.put(&format!("/d/{number}"), format!("{number}")).await, 201);
    }
    let requests = bench.requests();
    assert!(!requests.contains(&LIST.to_owned()));
    assert_eq!(
        requests.len(),
        50,
        "to compare the folder, to create, send, complete and verify the file: {requests:?}"
    );
}
