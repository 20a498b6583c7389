//! Downloads of trees.

use futures_util::{StreamExt, stream};
use hwc_api::PresignedUrl;
use hwc_api::koodrive::FileId;

use super::links::{FILES_PER_CALL, request_all};
use super::local_paths::{LocalPath, local_paths};
use super::run::DownloadRun;
use super::{DownloadSource, DownloadTarget};
use crate::drive::Drive;
use crate::entry::Entry;
use crate::error::{Error, Result};
use crate::local::SyncFilter;
use crate::paths::NameRules;
use crate::report::TransferReport;
use crate::transfer::TransferEvent;

impl Drive {
    /// Downloads the content of a folder to the target directory, and replaces local files unless the
    /// [target keeps them](DownloadTarget::keep_existing). Several files are received at a time.
    ///
    /// A file that fails does not stop the others. A name that the local system does not allow is changed and reported.
    ///
    /// Many small files are received as a package of the service in place of a request for each one: see
    /// [`TransferOptions::package_threshold`](crate::TransferOptions::package_threshold). Each file is verified in both cases.
    /// Files that the package does not contain are received one by one.
    ///
    /// ```
    /// # async fn example(drive: hwc_drive::Drive) -> hwc_drive::Result<()> {
    /// use hwc_drive::{DownloadTarget, SyncFilter};
    ///
    /// let folder = drive.resolve_folder(&"/Reports".parse()?).await?;
    /// let target = DownloadTarget::open("reports")?;
    /// let report = drive.download_tree(&folder, &target, &SyncFilter::default()).await?.into_result()?;
    /// println!("{} files", report.files);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// Returns the errors of reading the tree.
    pub async fn download_tree(
        &self,
        folder: &Entry,
        target: &DownloadTarget,
        filter: &SyncFilter,
    ) -> Result<TransferReport> {
        let mut tree = self.walk(folder).await?;
        tree.retain(|entry| is_selected(filter, &entry.path, entry.entry.is_folder));
        let mut report = TransferReport::default();
        let paths = local_paths(tree, NameRules::HERE);
        self.report_renames(&paths, &mut report);
        let (folders, files): (Vec<_>, Vec<_>) = paths.into_iter().partition(|path| path.tree.entry.is_folder);
        for folder in folders {
            if let Err(error) = target.create_folders(&folder.local).await {
                report.add(&folder.tree.path, Err(error));
            }
        }
        let files = without_existing(files, target, &mut report).await;
        let files = match filter.selects_all() && self.prefers_package(&files) {
            true => self.download_package(folder, files, target, &mut report).await,
            false => files,
        };
        self.download_files(&files, target, &mut report).await;
        Ok(report)
    }

    pub(crate) fn report_renames(&self, paths: &[LocalPath], report: &mut TransferReport) {
        for path in paths.iter().filter(|path| path.is_renamed()) {
            let name = path.local.rsplit('/').next().unwrap_or_default().to_owned();
            let (full, event_name) = (path.tree.path.clone(), name.clone());
            self.0.options.events.send(|| TransferEvent::Renamed { path: full, name: event_name });
            report.renamed.push((path.tree.path.clone(), name));
        }
    }

    /// Downloads files. Their URLs are requested a hundred at a time.
    pub(crate) async fn download_files(
        &self,
        files: &[LocalPath],
        target: &DownloadTarget,
        report: &mut TransferReport,
    ) {
        for batch in files.chunks(FILES_PER_CALL) {
            let ids: Vec<FileId> = batch.iter().map(|file| file.tree.entry.id.clone()).collect();
            let urls: Vec<Result<Option<PresignedUrl>>> = match request_all(self, ids).await {
                Ok(urls) => urls.into_iter().map(|url| url.map(Some)).collect(),
                // Each file asks for its own URL, and reports its own error.
                Err(_) => batch.iter().map(|_| Ok(None)).collect(),
            };
            let downloads = stream::iter(batch.iter().zip(urls)).map(|(file, url)| async move {
                let outcome = match url {
                    Ok(url) => self.download_one(file, target, url).await,
                    Err(error) => Err(error),
                };
                (file, outcome)
            });
            let mut downloads = std::pin::pin!(downloads.buffer_unordered(self.0.options.concurrency));
            while let Some((file, outcome)) = downloads.next().await {
                report.add(&file.tree.path, outcome.map(|bytes| (bytes, false)));
            }
        }
    }

    async fn download_one(&self, file: &LocalPath, target: &DownloadTarget, url: Option<PresignedUrl>) -> Result<u64> {
        let source = DownloadSource::file(file.tree.entry.clone());
        let run = DownloadRun::new(self, &source, target, &file.local);
        run.run(url).await.map(|outcome| outcome.size)
    }
}

/// Reports the files that the target keeps, and returns the others.
async fn without_existing(
    files: Vec<LocalPath>,
    target: &DownloadTarget,
    report: &mut TransferReport,
) -> Vec<LocalPath> {
    let mut missing = Vec::new();
    for file in files {
        match target.compare_existing(&file.local, &file.tree.entry).await {
            None => missing.push(file),
            Some(Ok(true)) => report.add(&file.tree.path, Ok((file.tree.entry.size, true))),
            Some(Ok(false)) => {
                let path = target.path().join(&file.local).display().to_string();
                report.add(&file.tree.path, Err(Error::Exists { path }));
            }
            Some(Err(error)) => report.add(&file.tree.path, Err(error)),
        }
    }
    missing
}

/// Returns true if an entry and all folders around it are selected.
pub(crate) fn is_selected(filter: &SyncFilter, path: &str, is_folder: bool) -> bool {
    filter.selects_all() || filter.is_selected(path, is_folder)
}
