//! Transfers of KooDrive in their own process, so that their memory is that of the transfer.

use std::path::Path;
use std::time::Duration;

use hwc_api::Client;
use hwc_api::transport::ReqwestTransport;
use hwc_drive::{
    DownloadSource, DownloadTarget, Drive, Journal, NamePolicy, RemotePath, SyncFilter, TransferOptions,
    TransferReport, UploadSource,
};
use hwc_sandbox::account::DRIVE_TOKEN;

use super::TransferCost;
use super::transfer::transferred;
use crate::Outcome;
use crate::harness::Watch;

/// Opens the personal space of the sandbox's user. The journal is in memory.
///
/// # Errors
/// Returns an error if the sandbox cannot be reached.
pub async fn open(endpoint: &str) -> Outcome<Drive> {
    let transport = ReqwestTransport::builder().no_proxy().build()?;
    let builder = Client::builder().transport(transport).default_endpoint(endpoint).koodrive_token(DRIVE_TOKEN);
    Ok(Drive::open(builder.timeout(Duration::from_secs(3600)).build()?, None).await?)
}

/// Opens the space with a journal on the disk, as the command line has it.
async fn open_with_journal(endpoint: &str) -> Outcome<(Drive, tempfile::TempDir)> {
    let state = tempfile::tempdir()?;
    let drive = open(endpoint).await?.with_journal(Journal::open(state.path().join("drive.sqlite"))?);
    Ok((drive, state))
}

/// Uploads a file or a folder.
pub(super) async fn upload(endpoint: &str, local: &str, remote: &str) -> Outcome<TransferCost> {
    let (drive, _state) = open_with_journal(endpoint).await?;
    let remote: RemotePath = remote.parse()?;
    let watch = Watch::start();
    let bytes = if Path::new(local).is_dir() {
        total(drive.upload_tree(local, &remote, NamePolicy::Replace, &SyncFilter::default()).await?)?
    } else {
        drive.upload(&UploadSource::file(local), &remote, NamePolicy::Replace).await?.size
    };
    Ok(transferred(bytes, watch))
}

/// Downloads a file or a folder. A file is named `file` in the local folder. `package_threshold` is the number of small files
/// that come as a package, if it is not that of the engine.
pub(super) async fn download(
    endpoint: &str,
    remote: &str,
    local: &str,
    package_threshold: Option<usize>,
) -> Outcome<TransferCost> {
    let (mut drive, _state) = open_with_journal(endpoint).await?;
    if let Some(files) = package_threshold {
        drive = drive.with_options(TransferOptions::default().package_threshold(files));
    }
    let remote: RemotePath = remote.parse()?;
    let watch = Watch::start();
    let (entry, target) = (drive.resolve(&remote).await?, DownloadTarget::open(local)?);
    let bytes = if entry.is_folder {
        total(drive.download_tree(&entry, &target, &SyncFilter::default()).await?)?
    } else {
        drive.download(&DownloadSource::file(entry), &target, "file").await?.size
    };
    Ok(transferred(bytes, watch))
}

/// Returns the bytes of a tree without failed files.
fn total(report: TransferReport) -> Outcome<u64> {
    Ok(report.into_result()?.bytes)
}
