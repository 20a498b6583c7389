//! The section about transfers: a folder goes up, is shared, and comes down with equal hashes.

use std::fs::{self, File};
use std::path::Path;
use std::time::{Duration, UNIX_EPOCH};

use hwc_api::koodrive::{CreateShare, ListShareFilesPublic, ShareScope, VisitSharePublic};
use hwc_api::serde_json::{Value, json, to_value};
use hwc_drive::{
    DownloadTarget, Drive, Entry, NamePolicy, RemotePath, SyncComparison, SyncFilter, SyncOptions, TransferReport,
};

use super::runner::{DemoRunner, require};
use crate::commands::drive::errors::drive_error;
use crate::error::CliError;

/// The folder in the drive.
const FOLDER: &str = "/Conference";

/// The local files.
const FILES: [(&str, &str); 3] = [
    ("program.txt", "10:00 Opening\n11:00 Results of the year\n"),
    ("slides/opening.md", "# Welcome\n"),
    ("slides/results.md", "# Results\n\nEverything grew.\n"),
];

/// The time of the last change of the local files, in seconds since 1970.
const CHANGED: u64 = 1_767_600_000;

/// Runs the section.
pub(super) async fn run(runner: &mut DemoRunner) -> Result<(), CliError> {
    runner.section("A folder up and down")?;
    let work = tempfile::tempdir().map_err(|error| CliError::internal(format!("cannot create a folder: {error}")))?;
    let (from, to) = (work.path().join("from"), work.path().join("to"));
    write_files(&from).map_err(|error| CliError::file("write", &from, &error))?;
    let drive = Drive::open(runner.client().clone(), None).await.map_err(drive_error)?;
    let path: RemotePath = FOLDER.parse().map_err(drive_error)?;

    let up = drive.upload_tree(&from, &path, NamePolicy::Fail, &SyncFilter::default()).await;
    let up = up.and_then(TransferReport::into_result).map_err(drive_error)?;
    runner.transfer(
        "Upload a folder: each file is hashed, sent, completed and verified.",
        &to_value(&up).unwrap_or_default(),
    )?;

    let folder = drive.resolve_folder(&path).await.map_err(drive_error)?;
    runner.transfer("Read the folder: the service has the hash of each file.", &hashes(&drive, &folder).await?)?;
    share(runner, &drive, &folder).await?;

    download(runner, &drive, &folder, &to).await?;
    compare(runner, &drive, &path, &to).await
}

/// Downloads the folder.
async fn download(runner: &mut DemoRunner, drive: &Drive, folder: &Entry, to: &Path) -> Result<(), CliError> {
    let target = DownloadTarget::open(to).map_err(drive_error)?;
    let down = drive.download_tree(folder, &target, &SyncFilter::default()).await;
    let down = down.and_then(TransferReport::into_result).map_err(drive_error)?;
    let note = "Download the folder: a file gets its name after its hash was checked.";
    runner.transfer(note, &to_value(&down).unwrap_or_default())
}

/// Compares the local files with the drive.
async fn compare(runner: &mut DemoRunner, drive: &Drive, path: &RemotePath, local: &Path) -> Result<(), CliError> {
    let options = SyncOptions::default().comparison(SyncComparison::Hash).delete(true).dry_run(true);
    let compared = drive.sync_up(local, path, &options).await.map_err(drive_error)?;
    let result = json!({ "equal": compared.up_to_date, "different": compared.plan.len() });
    runner.transfer("Compare what came down with the drive, by hash: nothing differs.", &result)
}

/// Writes the files with a fixed time, so that the demo is the same in each run.
fn write_files(folder: &Path) -> std::io::Result<()> {
    for (name, content) in FILES {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().unwrap_or(folder))?;
        fs::write(&path, content)?;
        File::options().write(true).open(&path)?.set_modified(UNIX_EPOCH + Duration::from_secs(CHANGED))?;
    }
    Ok(())
}

/// Returns the hashes by path.
async fn hashes(drive: &Drive, folder: &Entry) -> Result<Value, CliError> {
    let tree = drive.walk(folder).await.map_err(drive_error)?;
    Ok(tree.into_iter().filter_map(|found| Some((found.path, found.entry.sha256?))).collect())
}

/// Shares the folder and opens the link as a visitor.
async fn share(runner: &mut DemoRunner, drive: &Drive, folder: &Entry) -> Result<(), CliError> {
    let request = CreateShare::new(ShareScope::AnyoneWithLink, drive.space().id.clone(), [folder.id.clone()]);
    let share = runner.call("Share the folder for a week.", request.valid_days(7_u32)).await?;
    let link = require(share.share_link.and_then(|link| link.short_url), "shortUrl")?;
    runner.call("Open the link as a visitor.", VisitSharePublic::new(link.clone())).await?;
    runner.call("List the shared files.", ListShareFilesPublic::new(link)).await?;
    Ok(())
}
