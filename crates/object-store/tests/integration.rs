//! The tests that object_store has for all stores.
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests may panic as tests do")]

mod common;

use common::Bench;
use hwc_object_store::object_store::{Error, integration};

#[tokio::test]
async fn objects_are_put_read_listed_and_deleted() {
    let bench = Bench::new().await;
    bench.run(integration::put_get_delete_list(&bench.store)).await;
}

#[tokio::test]
async fn unsupported_attributes_are_refused() {
    let bench = Bench::new().await;
    bench.run(integration::put_get_attributes(&bench.store)).await;
}

#[tokio::test]
async fn conditions_of_reads_are_checked() {
    let bench = Bench::new().await;
    bench.run(integration::get_opts(&bench.store)).await;
}

#[tokio::test]
async fn an_object_is_created_only_once() {
    let bench = Bench::new().await;
    bench.run(integration::put_opts(&bench.store, false)).await;
}

#[tokio::test]
async fn large_objects_are_written_in_parts() {
    let bench = Bench::new().await;
    // The test expects an empty store.
    bench.run(integration::list_uses_directories_correctly(&bench.store)).await;
    bench.run(integration::list_with_delimiter(&bench.store)).await;
    bench.run(integration::stream_get(&bench.store)).await;
}

#[tokio::test]
async fn parts_arrive_in_any_order() {
    let bench = Bench::new().await;
    bench.run(integration::multipart_out_of_order(&bench.store)).await;
}

#[tokio::test]
async fn the_last_of_two_writers_wins() {
    let bench = Bench::new().await;
    bench.run(integration::multipart_race_condition(&bench.store, true)).await;
}

#[tokio::test]
async fn folders_are_not_objects() {
    let bench = Bench::new().await;
    bench.run(integration::list_uses_directories_correctly(&bench.store)).await;
}

#[tokio::test]
async fn folders_are_common_prefixes() {
    let bench = Bench::new().await;
    bench.run(integration::list_with_delimiter(&bench.store)).await;
}

#[tokio::test]
async fn a_list_starts_behind_an_offset() {
    let bench = Bench::new().await;
    bench.run(integration::list_with_offset_exclusivity(&bench.store)).await;
}

#[tokio::test]
async fn objects_are_copied_and_renamed() {
    let bench = Bench::new().await;
    bench.run(integration::rename_and_copy(&bench.store)).await;
    bench.run(integration::copy_if_not_exists(&bench.store)).await;
    bench.run(integration::copy_rename_nonexistent_object(&bench.store)).await;
}

#[tokio::test]
async fn an_object_that_does_not_exist_is_not_found() {
    let bench = Bench::new().await;
    let error = bench.run(integration::get_nonexistent_object(&bench.store, None)).await.unwrap_err();
    assert!(matches!(error, Error::NotFound { .. }), "{error}");
}
