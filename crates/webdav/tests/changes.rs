//! Changes without contents: folders, moves, copies, deletions, and locks.
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests may panic as tests do")]

mod common;

use std::time::Duration;

use axum::body::Body;
use common::{Bench, LOCK};

/// Sends a copy or a move.
async fn transfer(bench: &Bench, method: &str, from: &str, to: &str, overwrite: bool) -> u16 {
    let to = format!("http://localhost{to}");
    let overwrite = if overwrite { "T" } else { "F" };
    bench.status(method, from, &[("destination", &to), ("overwrite", overwrite)]).await
}

/// Creates a folder with a folder and two files.
async fn tree(bench: &Bench, folder: &str) {
    for path in [folder.to_owned(), format!("{folder}/in")] {
        assert_eq!(bench.status("MKCOL", &path, &[]).await, 201);
    }
    assert_eq!(bench.put(&format!("{folder}/a"), format!("a in {folder}")).await, 201);
    assert_eq!(bench.put(&format!("{folder}/in/b"), format!("b in {folder}")).await, 201);
}

fn jobs(bench: &Bench) -> usize {
    bench.requests().iter().filter(|path| *path == "/koodrive/ose/v1/jobs").count()
}

#[tokio::test]
async fn folders_are_created() {
    let bench = Bench::new().await;
    assert_eq!(bench.status("MKCOL", "/d", &[]).await, 201);
    assert_eq!(bench.status("MKCOL", "/d", &[]).await, 405);
    assert_eq!(bench.status("MKCOL", "/missing/d", &[]).await, 409);
    assert_eq!(bench.send("MKCOL", "/x", &[], "<a/>".into()).await.status.as_u16(), 415);
    assert_eq!(bench.put("/missing/f", "x").await, 409);
    assert_eq!(bench.put("/d", "x").await, 409);
}

#[tokio::test]
async fn files_are_moved_and_copied() {
    let bench = Bench::new().await;
    tree(&bench, "/d").await;
    bench.put("/f", "content").await;
    assert_eq!(transfer(&bench, "COPY", "/f", "/g", true).await, 201);
    assert_eq!(transfer(&bench, "COPY", "/f", "/d/in/h", true).await, 201);
    assert_eq!(transfer(&bench, "MOVE", "/f", "/d/a", false).await, 412);
    assert_eq!(bench.get("/d/a").await.text(), "a in /d");
    assert_eq!(transfer(&bench, "MOVE", "/f", "/d/a", true).await, 204);
    assert_eq!(transfer(&bench, "MOVE", "/g", "/renamed", true).await, 201);
    for path in ["/d/a", "/d/in/h", "/renamed"] {
        assert_eq!(bench.get(path).await.text(), "content", "{path}");
    }
    for path in ["/f", "/g"] {
        assert_eq!(bench.status("GET", path, &[]).await, 404, "{path}");
    }
    assert_eq!(transfer(&bench, "COPY", "/renamed", "/missing/f", true).await, 409);
    assert_eq!(transfer(&bench, "MOVE", "/missing", "/f", true).await, 404);
    assert_eq!(transfer(&bench, "MOVE", "/d", "/d/in/d", true).await, 403);
    assert_eq!(bench.status("MOVE", "/d", &[]).await, 400);
}

#[tokio::test]
async fn a_folder_is_moved_copied_and_deleted_in_one_job() {
    let bench = Bench::new().await;
    for folder in ["/a", "/b", "/to"] {
        tree(&bench, folder).await;
    }
    bench.requests();
    assert_eq!(transfer(&bench, "COPY", "/a", "/to/copy", true).await, 201);
    assert_eq!(jobs(&bench), 1);
    assert_eq!(bench.get("/to/copy/in/b").await.text(), "b in /a");
    bench.requests();
    assert_eq!(transfer(&bench, "MOVE", "/b", "/to/moved", true).await, 201);
    assert_eq!(jobs(&bench), 1);
    assert_eq!(bench.get("/to/moved/in/b").await.text(), "b in /b");
    bench.requests();
    assert_eq!(bench.status("DELETE", "/to", &[]).await, 204);
    assert_eq!(jobs(&bench), 1);
    assert_eq!(bench.status("GET", "/to/moved/in/b", &[]).await, 404);
    let recycled = bench.clock.run_to_completion(bench.drive.recycle_bin()).await.unwrap();
    assert!(recycled.iter().any(|entry| entry.name == "to"), "{recycled:?}");
}

#[tokio::test]
async fn a_folder_replaces_another_one() {
    let bench = Bench::new().await;
    tree(&bench, "/a").await;
    tree(&bench, "/b").await;
    assert_eq!(bench.put("/b/only%20here", "x").await, 201);
    assert_eq!(transfer(&bench, "COPY", "/a", "/b", true).await, 204);
    assert_eq!(bench.names("/b").await, ["a", "in"]);
    assert_eq!(bench.get("/b/in/b").await.text(), "b in /a");
    let shallow = [("destination", "/c"), ("depth", "0")];
    assert_eq!(bench.status("COPY", "/a", &shallow).await, 201);
    assert!(bench.names("/c").await.is_empty());
}

#[tokio::test]
async fn the_served_folder_stays() {
    let bench = Bench::new().await;
    bench.put("/f", "x").await;
    assert_eq!(bench.status("DELETE", "/", &[]).await, 403);
    assert_eq!(transfer(&bench, "COPY", "/f", "/", true).await, 403);
    assert_eq!(bench.get("/f").await.text(), "x");
}

/// Locks a path and returns the status and the token.
async fn lock(bench: &Bench, path: &str) -> (u16, String) {
    let reply = bench.send("LOCK", path, &[("timeout", "Second-60")], Body::from(LOCK)).await;
    (reply.status.as_u16(), reply.header("lock-token").to_owned())
}

#[tokio::test]
async fn a_lock_keeps_others_away() {
    let bench = Bench::new().await;
    bench.put("/f", "one").await;
    let (status, token) = lock(&bench, "/f").await;
    assert_eq!(status, 200);
    assert_eq!(lock(&bench, "/f").await.0, 423);
    assert_eq!(bench.put("/f", "two").await, 423);
    assert_eq!(bench.status("DELETE", "/f", &[]).await, 423);
    assert_eq!(transfer(&bench, "MOVE", "/f", "/g", true).await, 423);
    let tag = bench.get("/f").await.header("etag").to_owned();
    let with_other_tag = [("if", &*format!("({token} [\"other\"])"))];
    assert_eq!(bench.send("PUT", "/f", &with_other_tag, "two".into()).await.status.as_u16(), 412);
    let with_half_a_tag = [("if", &*format!("({token} [\"other"))];
    assert_eq!(bench.send("PUT", "/f", &with_half_a_tag, "two".into()).await.status.as_u16(), 400);
    let with_token = [("if", &*format!("({token} [{tag}])"))];
    assert_eq!(bench.send("PUT", "/f", &with_token, "two".into()).await.status.as_u16(), 204);
    assert_eq!(bench.status("UNLOCK", "/f", &[("lock-token", &token)]).await, 204);
    assert_eq!(bench.put("/f", "three").await, 204);
}

#[tokio::test]
async fn a_lock_ends_if_the_client_does_not_return() {
    let bench = Bench::new().await;
    bench.put("/f", "one").await;
    lock(&bench, "/f").await;
    bench.clock.advance(Duration::from_secs(61));
    assert_eq!(bench.put("/f", "two").await, 204);
}

#[tokio::test]
async fn a_lock_of_a_free_path_creates_an_empty_file() {
    let bench = Bench::new().await;
    let (status, token) = lock(&bench, "/new").await;
    assert_eq!(status, 201);
    assert_eq!(bench.get("/new").await.text(), "");
    let with_token = [("if", &*format!("({token})"))];
    assert_eq!(bench.send("PUT", "/new", &with_token, "text".into()).await.status.as_u16(), 204);
    assert_eq!(bench.get("/new").await.text(), "text");
    assert_eq!(lock(&bench, "/missing/new").await.0, 409);
}
