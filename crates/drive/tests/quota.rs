//! A space that becomes full during transfers, by the capacity of the sandbox.
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests may panic as tests do")]

mod common;

use std::fs::File;

use common::{Bench, Fault, Folder, PART, content, path};
use hwc_api::koodrive::{SpaceType, UpdateSpace};
use hwc_drive::{Entry, Error, NamePolicy, SyncFilter, UploadOutcome, UploadSource};

/// The size of a file that fills the space in ten copies: a tenth of the smallest capacity, which is 1 GB.
const FILLER: u64 = (1 << 30) / 10;

/// Sets the smallest capacity and leaves room for less than one filler.
async fn nearly_full(bench: &Bench, folder: &Folder) {
    let owner = bench.drive.space().owner.clone();
    bench.run(bench.client.send(UpdateSpace::new(owner, SpaceType::Personal).capacity(1_u64))).await.unwrap();
    let filler = folder.path("filler");
    File::create(&filler).unwrap().set_len(FILLER).unwrap();
    upload(bench, &filler, "/filler").await.unwrap();
    for _ in 1..9 {
        copy_filler(bench).await.unwrap();
    }
}

/// Copies the filler, and returns all of them.
async fn copy_filler(bench: &Bench) -> Result<Vec<Entry>, Error> {
    let work = async {
        let (filler, root) = (bench.drive.resolve(&path("/filler")).await?, bench.drive.resolve(&path("/")).await?);
        bench.drive.copy_to(&[filler], &bench.drive, &root).await?;
        let list = bench.drive.list(&path("/")).await?;
        let fillers = list.into_iter().filter(|found| found.entry.name.starts_with("filler"));
        Ok(fillers.map(|found| found.entry).collect())
    };
    bench.run(work).await
}

async fn upload(bench: &Bench, file: &std::path::Path, to: &str) -> Result<UploadOutcome, Error> {
    bench.run(bench.drive.upload(&UploadSource::file(file), &path(to), NamePolicy::Fail)).await
}

fn is_full(error: &Error) -> bool {
    error.service_code() == Some("13000311")
}

#[tokio::test]
async fn an_upload_into_a_space_that_becomes_full_continues_when_there_is_room() {
    let (bench, folder) = (Bench::new().await, Folder::new("quota-upload"));
    nearly_full(&bench, &folder).await;
    let bytes = content(40, 3 * PART + 1);
    let file = folder.write("large", &bytes);
    let mut parts = 0;
    bench.disturb(move |request| {
        parts += usize::from(request.is_part());
        (request.is_part() && parts > 2).then_some(Fault::Status(500))
    });
    upload(&bench, &file, "/large").await.unwrap_err();
    bench.calm();
    // Another client takes the room in the middle of the upload.
    let fillers = copy_filler(&bench).await.unwrap();
    bench.requests();
    let error = upload(&bench, &file, "/large").await.unwrap_err();
    assert!(is_full(&error) && error.to_string().contains("13000311"), "{error}");
    assert_eq!(bench.requests().iter().filter(|request| request.is_part()).count(), 2, "the parts that were missing");
    assert_eq!(bench.drive.journal().pending().unwrap()[0].done, bytes.len() as u64, "nothing is lost");
    assert!(bench.run(bench.drive.find(&path("/large"))).await.unwrap().is_none());
    let last = fillers.into_iter().next_back().unwrap();
    bench.run(bench.drive.delete_forever(&[last])).await.unwrap();
    bench.requests();
    assert_eq!(upload(&bench, &file, "/large").await.unwrap().size, bytes.len() as u64);
    assert!(!bench.requests().iter().any(common::Seen::is_part), "nothing is sent twice");
    assert_eq!(bench.drive.journal().pending().unwrap(), []);
}

#[tokio::test]
async fn files_that_do_not_fit_are_reported_and_the_others_are_sent() {
    let (bench, folder) = (Bench::new().await, Folder::new("quota-tree"));
    nearly_full(&bench, &folder).await;
    std::fs::remove_file(folder.path("filler")).unwrap();
    File::create(folder.path("b-large")).unwrap().set_len(FILLER + 1).unwrap();
    folder.write("a", b"small");
    folder.write("c", b"also small");
    let work = async {
        bench.drive.upload_tree(&folder.0, &path("/t"), NamePolicy::Replace, &SyncFilter::default()).await.unwrap()
    };
    let report = bench.run(work).await;
    assert_eq!((report.files, report.failed.len()), (2, 1), "{report:?}");
    assert!(is_full(&report.failed[0].error) && report.failed[0].path == "b-large", "{report:?}");
}
