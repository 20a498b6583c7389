//! Writes: policies for names, folders, other clients, copies, renames and deletions.
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests may panic as tests do")]

mod common;

use common::{Bench, Fault, content, get, path, put};
use futures_util::{StreamExt, TryStreamExt, stream};
use hwc_object_store::object_store::path::Path;
use hwc_object_store::object_store::{Error, ObjectStore, ObjectStoreExt, PutMode, Result};
use hwc_object_store::{KooDriveBuilder, KooDriveStore};

/// The path of the call that renames a file.
const RENAME: &str = "/files/rename/";

fn locations(names: &[&str]) -> Vec<Path> {
    names.iter().map(|name| Path::from(*name)).collect()
}

async fn list(bench: &Bench) -> Vec<String> {
    let listed = bench.store.list(None).map_ok(|meta| meta.location.to_string()).try_collect();
    bench.run(listed).await.unwrap()
}

/// Deletes everything, so that the demo data of the sandbox is not in the way.
async fn clear(bench: &Bench) {
    let all = bench.store.list(None).map_ok(|meta| meta.location).boxed();
    bench.run(bench.store.delete_stream(all).try_collect::<Vec<_>>()).await.unwrap();
}

#[tokio::test]
async fn an_overwritten_object_is_a_new_version_of_the_file() {
    let bench = Bench::new().await;
    bench.put("a", *b"one").await;
    let before = bench.entry("/a").await;
    bench.put("a", *b"two").await;
    let after = bench.entry("/a").await;
    assert_eq!(before.id, after.id);
    assert_ne!(before.sha256, after.sha256);
}

#[tokio::test]
async fn a_write_is_not_lost_between_those_of_other_clients() {
    let bench = Bench::new().await;
    let other = bench.another_store().await;
    bench.put("a", *b"one").await;
    // From now on, the file is in the cache.
    bench.get("a").await.unwrap();
    put(&bench, &other, "a", *b"two").await;
    bench.put("a", *b"one").await;
    assert_eq!(get(&bench, &other, "a").await.unwrap(), b"one");
    // The file that had the name has another one, and must not get the content.
    bench.run(other.rename(&Path::from("a"), &Path::from("b"))).await.unwrap();
    bench.put("a", *b"three").await;
    assert_eq!(bench.get("b").await.unwrap(), b"one");
}

#[tokio::test]
async fn a_folder_that_another_client_deleted_is_created_again() {
    let bench = Bench::new().await;
    let other = bench.another_store().await;
    bench.put("dir/a", *b"one").await;
    let folder = bench.entry("/dir").await;
    bench.run(other.drive().recycle(&[folder])).await.unwrap();
    bench.put("dir/b", *b"two").await;
    assert_eq!(get(&bench, &other, "dir/b").await.unwrap(), b"two");
    assert!(matches!(bench.get("dir/a").await, Err(Error::NotFound { .. })));
}

#[tokio::test]
async fn empty_folders_are_not_listed_and_stay() {
    let bench = Bench::new().await;
    clear(&bench).await;
    bench.run(bench.store.drive().create_folders(&path("/empty/inner"))).await.unwrap();
    bench.put("full/inner/a", *b"one").await;
    let listed = bench.run(bench.store.list_with_delimiter(None)).await.unwrap();
    assert_eq!(listed.common_prefixes, locations(&["full"]));
    bench.run(bench.store.delete(&Path::from("full/inner/a"))).await.unwrap();
    let listed = bench.run(bench.store.list_with_delimiter(None)).await.unwrap();
    assert!(listed.common_prefixes.is_empty() && list(&bench).await.is_empty());
    assert!(bench.entry("/full/inner").await.is_folder);
}

#[tokio::test]
async fn names_and_folders_in_the_way_are_clear_errors() {
    let bench = Bench::new().await;
    bench.put("dir/a", *b"one").await;
    let put = async |location: &str| {
        let location = Path::parse(location).unwrap();
        bench.run(bench.store.put(&location, "x".into())).await.unwrap_err().to_string()
    };
    for (location, reason) in [
        ("a:b", "a name must not contain ':'"),
        ("dir", "`dir` is not a file"),
        ("dir/a/b", "`/dir/a` is not a folder"),
        ("", "a file needs a name"),
    ] {
        let error = put(location).await;
        assert!(error.contains(reason), "{error}");
    }
    let dir = Path::from("dir");
    let create = bench.store.put_opts(&dir, "x".into(), PutMode::Create.into());
    assert!(matches!(bench.run(create).await, Err(Error::AlreadyExists { .. })));
    let copied = bench.run(bench.store.copy(&Path::from("dir/a"), &dir)).await.unwrap_err();
    assert!(copied.to_string().contains("`/dir` is not a file"), "{copied}");
}

#[tokio::test]
async fn a_copy_without_its_name_is_recycled() {
    let bench = Bench::new().await;
    clear(&bench).await;
    bench.put("a/x", *b"one").await;
    bench.disturb_first(RENAME, [Fault::Code("13000405")]);
    let copied = bench.run(bench.store.copy_if_not_exists(&Path::from("a/x"), &Path::from("b/y"))).await;
    assert!(matches!(copied, Err(Error::AlreadyExists { .. })), "{copied:?}");
    assert_eq!((list(&bench).await, bench.recycled().await.contains(&"x".to_owned())), (vec!["a/x".to_owned()], true));
}

#[tokio::test]
async fn an_object_that_cannot_be_renamed_is_moved_back() {
    let bench = Bench::new().await;
    clear(&bench).await;
    bench.put("a/x", *b"one").await;
    bench.disturb_first(RENAME, [Fault::Code("13000405")]);
    let renamed = bench.run(bench.store.rename_if_not_exists(&Path::from("a/x"), &Path::from("b/y"))).await;
    assert!(matches!(renamed, Err(Error::AlreadyExists { .. })), "{renamed:?}");
    assert_eq!(list(&bench).await, ["a/x"]);
    bench.run(bench.store.rename(&Path::from("a/x"), &Path::from("b/y"))).await.unwrap();
    assert_eq!(list(&bench).await, ["b/y"]);
}

#[tokio::test]
async fn an_object_is_its_own_target() {
    let bench = Bench::new().await;
    bench.put("a", *b"one").await;
    let a = Path::from("a");
    bench.run(bench.store.copy(&a, &a)).await.unwrap();
    bench.run(bench.store.rename(&a, &a)).await.unwrap();
    assert!(matches!(bench.run(bench.store.rename_if_not_exists(&a, &a)).await, Err(Error::AlreadyExists { .. })));
    assert_eq!(bench.get("a").await.unwrap(), b"one");
}

#[tokio::test]
async fn objects_are_recycled_or_deleted_for_good() {
    let bench = Bench::new().await;
    for name in ["kept", "lost"] {
        bench.put(name, *b"one").await;
    }
    bench.run(bench.store.delete(&Path::from("kept"))).await.unwrap();
    let store: KooDriveStore = bench.store.drive().clone().into();
    bench.run(store.with_permanent_deletes(true).delete(&Path::from("lost"))).await.unwrap();
    let recycled = bench.recycled().await;
    assert!(recycled.contains(&"kept".to_owned()) && !recycled.contains(&"lost".to_owned()), "{recycled:?}");
}

/// Deletes objects, and returns the result of each one.
async fn delete(bench: &Bench, names: &[&str]) -> Vec<Result<Path>> {
    let paths = stream::iter(locations(names)).map(Ok).boxed();
    bench.run(bench.store.delete_stream(paths).collect()).await
}

#[tokio::test]
async fn many_objects_are_deleted_in_one_job() {
    let bench = Bench::new().await;
    for name in ["a", "b", "c"] {
        bench.put(name, *b"one").await;
    }
    bench.requests();
    let results = delete(&bench, &["a", "missing", "b", "c"]).await;
    assert!(matches!(results[1], Err(Error::NotFound { .. })), "{results:?}");
    assert_eq!([0, 2, 3].map(|index| results[index].as_ref().unwrap().as_ref()), ["a", "b", "c"]);
    assert_eq!(bench.requests().iter().filter(|path| path.ends_with("/jobs")).count(), 1);
}

#[tokio::test]
async fn an_object_that_a_job_cannot_delete_does_not_stop_the_others() {
    let bench = Bench::new().await;
    for name in ["a", "b"] {
        bench.put(name, *b"one").await;
    }
    // A location that is named twice is deleted once.
    let results = delete(&bench, &["a", "a", "b"]).await;
    assert!(results.iter().all(Result::is_ok), "{results:?}");
    assert!(matches!(bench.get("b").await, Err(Error::NotFound { .. })));
    // The service refuses the job as a whole, and then accepts one of two.
    for name in ["a", "b"] {
        bench.put(name, *b"two").await;
    }
    bench.disturb_first("/jobs", [Fault::Code("13000308"), Fault::Code("13000308")]);
    let results = delete(&bench, &["a", "b"]).await;
    assert!(results[0].is_err() && results[1].is_ok(), "{results:?}");
    assert_eq!(bench.get("a").await.unwrap(), b"two");
}

#[tokio::test]
async fn a_failure_of_the_network_is_the_result_of_each_object() {
    let bench = Bench::new().await;
    for name in ["a", "b"] {
        bench.put(name, *b"one").await;
    }
    bench.disturb(|path| path.ends_with("/jobs").then_some(Fault::NotSent));
    let results = delete(&bench, &["a", "b"]).await;
    assert!(results.iter().all(|result| matches!(result, Err(Error::Generic { .. }))), "{results:?}");
    assert_eq!(bench.get("a").await.unwrap(), b"one");
}

#[tokio::test]
async fn an_upload_in_parts_needs_all_of_them() {
    let bench = Bench::new().await;
    let location = Path::from("a.bin");
    let mut upload = bench.run(bench.store.put_multipart(&location)).await.unwrap();
    let first = upload.put_part(content(1, 1000).into());
    let error = bench.run(upload.complete()).await.unwrap_err();
    assert!(error.to_string().contains("1000 bytes of `a.bin` were not written"), "{error}");
    bench.run(first).await.unwrap();
    let tag = bench.run(upload.complete()).await.unwrap().e_tag;
    assert_eq!(bench.run(bench.store.head(&location)).await.unwrap().e_tag, tag);
    assert!(bench.run(upload.complete()).await.unwrap_err().to_string().contains("has ended already"));
    assert_eq!(bench.get("a.bin").await.unwrap(), content(1, 1000));
}

#[tokio::test]
async fn spaces_are_opened_by_name_and_problems_have_their_variant() {
    let bench = Bench::new().await;
    let missing = bench.run(KooDriveBuilder::new(bench.client.clone()).with_space("nowhere").build()).await;
    assert!(matches!(missing, Err(Error::NotFound { .. })), "{missing:?}");
    let id = bench.store.drive().space().id.to_string();
    let store = bench.run(KooDriveBuilder::new(bench.client.clone()).with_space(id).build()).await.unwrap();
    bench.put("a", *b"one").await;
    assert_eq!(get(&bench, &store, "a").await.unwrap(), b"one");
    assert!(store.to_string().starts_with("KooDrive("), "{store}");
    let client = bench.client_with("expired");
    let refused = bench.run(KooDriveBuilder::new(client).build()).await;
    assert!(matches!(refused, Err(Error::Unauthenticated { .. })), "{refused:?}");
    bench.disturb(|path| path.contains("/files/").then_some(Fault::Code("13000410")));
    let denied = bench.get("a").await;
    assert!(matches!(denied, Err(Error::PermissionDenied { .. })), "{denied:?}");
}
