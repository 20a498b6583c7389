//! Other clients that change the space while the server has the old state in its cache.
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests may panic as tests do")]

mod common;

use axum::body::Body;
use common::{Bench, Fault, LOCK, path};
use hwc_drive::Drive;

/// The path of the storage for contents.
const CONTENTS: &str = "/sandbox/contents/";

async fn rename(bench: &Bench, drive: &Drive, from: &str, name: &str) {
    let work = async {
        drive.refresh();
        let entry = drive.resolve(&path(from)).await.unwrap();
        drive.rename(&entry, name).await.unwrap();
    };
    bench.clock.run_to_completion(work).await;
}

/// Returns a server with the file `/a` in its cache, which another client has renamed to `/b` since.
async fn renamed() -> (Bench, Drive) {
    let bench = Bench::new().await;
    let other = bench.wire.drive().await;
    assert_eq!(bench.put("/a", "first").await, 201);
    assert_eq!(bench.get("/a").await.text(), "first");
    rename(&bench, &other, "/a", "b").await;
    (bench, other)
}

/// Returns the server, where a new file has the name of the renamed one.
async fn replaced() -> (Bench, Drive) {
    let (bench, other) = renamed().await;
    bench.wire.write(&other, "/a", "second").await;
    (bench, other)
}

/// Returns the content of a path for another client.
async fn content(bench: &Bench, at: &str) -> String {
    bench.drive.refresh();
    bench.get(at).await.text()
}

#[tokio::test]
async fn a_file_that_lost_its_name_gets_no_version() {
    let (bench, _) = renamed().await;
    bench.put("/a", "new").await;
    assert_eq!(content(&bench, "/b").await, "first");
    assert_eq!(content(&bench, "/a").await, "new");
}

#[tokio::test]
async fn a_file_that_loses_its_name_during_the_upload_gets_no_version() {
    let bench = Bench::new().await;
    let other = bench.wire.drive().await;
    bench.put("/a", "first").await;
    bench.get("/a").await;
    // The rest of the body arrives after another client has renamed the file.
    let body = futures_util::stream::once(async move {
        let entry = other.resolve(&path("/a")).await.unwrap();
        other.rename(&entry, "b").await.unwrap();
        Ok::<_, std::io::Error>("new")
    });
    bench.put("/a", Body::from_stream(body)).await;
    assert_eq!(content(&bench, "/b").await, "first");
    assert_eq!(content(&bench, "/a").await, "new");
}

#[tokio::test]
async fn the_present_file_is_read() {
    let (bench, other) = replaced().await;
    assert_eq!(bench.get("/a").await.text(), "second");
    bench.wire.write(&other, "/a", "third version").await;
    assert_eq!(bench.get("/a").await.text(), "third version");
}

#[tokio::test]
async fn the_present_file_is_deleted() {
    let (bench, _) = replaced().await;
    assert_eq!(bench.status("DELETE", "/a", &[]).await, 204);
    assert_eq!(content(&bench, "/b").await, "first");
    assert_eq!(bench.get("/a").await.status.as_u16(), 404);
}

#[tokio::test]
async fn the_present_file_is_moved_and_copied() {
    for method in ["MOVE", "COPY"] {
        let (bench, _) = replaced().await;
        assert_eq!(bench.status(method, "/a", &[("destination", "http://localhost/c")]).await, 201, "{method}");
        assert_eq!(content(&bench, "/c").await, "second", "{method}");
        assert_eq!(content(&bench, "/b").await, "first", "{method}");
    }
}

#[tokio::test]
async fn the_present_file_is_replaced_by_a_move() {
    let (bench, _) = replaced().await;
    bench.put("/new", "third").await;
    assert_eq!(bench.status("MOVE", "/new", &[("destination", "http://localhost/a")]).await, 204);
    assert_eq!(content(&bench, "/a").await, "third");
    assert_eq!(content(&bench, "/b").await, "first");
}

#[tokio::test]
async fn a_part_is_written_to_the_present_content() {
    let (bench, _) = replaced().await;
    let part = [("content-range", "bytes 0-1/6"), ("content-length", "2")];
    assert_eq!(bench.send("PUT", "/a", &part, "SE".into()).await.status.as_u16(), 204);
    assert_eq!(content(&bench, "/a").await, "SEcond");
    assert_eq!(content(&bench, "/b").await, "first");
}

#[tokio::test]
async fn a_part_is_not_written_to_a_damaged_content() {
    let bench = Bench::new().await;
    bench.put("/a", "0123456789").await;
    bench.disturb(|path| path.starts_with(CONTENTS).then_some(Fault::Flip(7)));
    let part = [("content-range", "bytes 0-1/10"), ("content-length", "2")];
    assert_eq!(bench.send("PUT", "/a", &part, "xy".into()).await.status.as_u16(), 502);
    bench.disturb(|_| None);
    assert_eq!(content(&bench, "/a").await, "0123456789");
}

#[tokio::test]
async fn conditions_are_those_of_the_present_file() {
    let (bench, other) = renamed().await;
    bench.put("/a", "one").await;
    let tag = bench.get("/a").await.header("etag").to_owned();
    bench.wire.write(&other, "/a", "two").await;
    assert_eq!(bench.send("PUT", "/a", &[("if-match", &tag)], "three".into()).await.status.as_u16(), 412);
    // The server has not seen the new file.
    bench.wire.write(&other, "/new", "two").await;
    assert_eq!(bench.send("PUT", "/new", &[("if-none-match", "*")], "three".into()).await.status.as_u16(), 412);
    assert_eq!(content(&bench, "/new").await, "two");
}

#[tokio::test]
async fn a_lock_keeps_the_content_of_a_new_file() {
    let bench = Bench::new().await;
    bench.put("/a", "in the cache").await;
    bench.get("/a").await;
    let other = bench.wire.drive().await;
    bench.wire.write(&other, "/new", "content").await;
    assert_eq!(bench.send("LOCK", "/new", &[], LOCK.into()).await.status.as_u16(), 201);
    assert_eq!(bench.get("/new").await.text(), "content");
}

#[tokio::test]
async fn a_lock_of_a_path_that_must_be_new_fails_for_a_new_file() {
    let bench = Bench::new().await;
    bench.put("/a", "in the cache").await;
    bench.get("/a").await;
    let other = bench.wire.drive().await;
    bench.wire.write(&other, "/new", "content").await;
    let condition = [("if-none-match", "*")];
    assert_eq!(bench.send("LOCK", "/new", &condition, LOCK.into()).await.status.as_u16(), 412);
    assert_eq!(bench.get("/new").await.text(), "content");
    // There is no lock, so no token is needed.
    assert_eq!(bench.put("/new", "replaced").await, 204);
    assert_eq!(bench.send("LOCK", "/other", &condition, LOCK.into()).await.status.as_u16(), 201);
}

/// Returns a server with the file `/d/a` in its cache. Another client has renamed the folder to `/e` since, and created another
/// `/d/a`.
async fn renamed_folder() -> Bench {
    let bench = Bench::new().await;
    let other = bench.wire.drive().await;
    assert_eq!(bench.status("MKCOL", "/d", &[]).await, 201);
    assert_eq!(bench.put("/d/a", "first").await, 201);
    assert_eq!(bench.get("/d/a").await.text(), "first");
    rename(&bench, &other, "/d", "e").await;
    bench.wire.write(&other, "/d/a", "second").await;
    bench
}

#[tokio::test]
async fn a_file_in_a_folder_that_lost_its_name_is_not_used() {
    let bench = renamed_folder().await;
    assert_eq!(bench.get("/d/a").await.text(), "second");
    let bench = renamed_folder().await;
    assert_eq!(bench.status("DELETE", "/d/a", &[]).await, 204);
    assert_eq!(content(&bench, "/e/a").await, "first");
    let bench = renamed_folder().await;
    assert_eq!(bench.put("/d/a", "third").await, 204);
    assert_eq!(content(&bench, "/e/a").await, "first");
    assert_eq!(content(&bench, "/d/a").await, "third");
}

#[tokio::test]
async fn a_new_file_goes_to_the_present_folder() {
    let bench = renamed_folder().await;
    assert_eq!(bench.put("/d/new", "new").await, 201);
    assert_eq!(bench.names("/e").await, ["a"]);
    assert_eq!(content(&bench, "/d/new").await, "new");
}
