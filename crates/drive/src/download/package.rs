//! Downloads of many small files as one package: a batch job of the service packs the folder, and the archive is received and
//! unpacked. Entries are found by size and SHA-256, so neither the layout nor the names of the archive matter.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read};

use futures_util::{StreamExt, stream};
use hwc_api::koodrive::{CreateJob, JobFile, JobInput, JobType};
use hwc_api::transport::bytes::Bytes;
use hwc_transport::blocking::spawn;
use tempfile::{NamedTempFile, TempPath};
use zip::ZipArchive;

use super::local_paths::LocalPath;
use super::run::DownloadRun;
use super::{DownloadSource, DownloadTarget};
use crate::drive::Drive;
use crate::entry::Entry;
use crate::error::{Error, Result};
use crate::report::TransferReport;
use crate::transfer::sha256_hex;

/// The size of the largest file in a package, which bounds the memory.
const MAX_FILE: u64 = 1 << 20;

/// The number of bytes that are unpacked before they are written.
const BATCH: usize = 4 << 20;

/// The files that are wanted from a package, by size and SHA-256.
type WantedFiles = BTreeMap<(u64, String), Vec<LocalPath>>;

impl Drive {
    /// Returns true if a package is faster than a request for each file.
    pub(super) fn prefers_package(&self, files: &[LocalPath]) -> bool {
        let is_small = |file: &LocalPath| file.tree.entry.size <= MAX_FILE && file.tree.entry.sha256.is_some();
        files.len() >= self.0.options.package_threshold && files.iter().all(is_small)
    }

    /// Downloads files of a folder as a package, and returns those that it does not contain: all of them if the service packs
    /// nothing.
    pub(super) async fn download_package(
        &self,
        folder: &Entry,
        files: Vec<LocalPath>,
        target: &DownloadTarget,
        report: &mut TransferReport,
    ) -> Vec<LocalPath> {
        let Ok(archive) = self.receive_package(folder).await else { return files };
        let mut wanted = WantedFiles::new();
        for file in files {
            let key = (file.tree.entry.size, file.tree.entry.sha256.clone().unwrap_or_default());
            wanted.entry(key).or_default().push(file);
        }
        let path = archive.to_path_buf();
        let mut package = spawn(move || Package::open(&path)).await.and_then(|package| package).ok();
        while let Some(open) = package.take() {
            let Ok((rest, contents)) = spawn(move || open.next_batch()).await.and_then(|batch| batch) else { break };
            self.store_all(contents, &mut wanted, target, report).await;
            package = rest;
        }
        wanted.into_values().flatten().collect()
    }

    /// Has the folder packed, and receives the archive as a temporary file.
    async fn receive_package(&self, folder: &Entry) -> Result<TempPath> {
        let file = JobFile::default().file_id(folder.id.clone()).file_path(self.id_path(folder).await?);
        let input = JobInput::default().src_container_id(self.space_id()).file_info([file]);
        let done = self.client().wait(CreateJob::new(JobType::Package, input, self.space_id())).await?;
        let url = done.response.data.and_then(|detail| detail.job_info).and_then(|job| job.download_url);
        let url = url.ok_or(Error::MissingField { field: "downloadUrl" })?;
        let created = NamedTempFile::with_prefix("hwc-package-").map(NamedTempFile::into_temp_path);
        let archive = created.map_err(|error| Error::io("create", &std::env::temp_dir(), error))?;
        self.client().fetch_presigned(&url).save(&archive).await?;
        Ok(archive)
    }

    /// Stores the contents that are wanted, several at a time.
    async fn store_all(
        &self,
        contents: Vec<Bytes>,
        wanted: &mut WantedFiles,
        target: &DownloadTarget,
        report: &mut TransferReport,
    ) {
        let mut files = Vec::new();
        for content in contents {
            let found = wanted.remove(&(content.len() as u64, sha256_hex(&content)));
            files.extend(found.into_iter().flatten().map(|file| (file, content.clone())));
        }
        let stores = stream::iter(files).map(|(file, content)| async move {
            let source = DownloadSource::file(file.tree.entry.clone());
            let outcome = DownloadRun::new(self, &source, target, &file.local).store(content).await;
            (file, outcome)
        });
        let mut stores = std::pin::pin!(stores.buffer_unordered(self.0.options.concurrency));
        while let Some((file, outcome)) = stores.next().await {
            report.add(&file.tree.path, outcome.map(|bytes| (bytes, false)));
        }
    }
}

/// An archive that is read entry by entry.
struct Package {
    archive: ZipArchive<File>,
    next: usize,
}

impl Package {
    fn open(path: &std::path::Path) -> io::Result<Self> {
        Ok(Self { archive: ZipArchive::new(File::open(path)?)?, next: 0 })
    }

    /// Unpacks the next files. The package is absent after the last batch. Larger entries than any wanted file are skipped.
    fn next_batch(mut self) -> io::Result<(Option<Self>, Vec<Bytes>)> {
        let (mut contents, mut total) = (Vec::new(), 0);
        while self.next < self.archive.len() && total < BATCH {
            let entry = self.archive.by_index(self.next)?;
            self.next += 1;
            if entry.is_dir() || entry.size() > MAX_FILE {
                continue;
            }
            let mut content = Vec::new();
            entry.take(MAX_FILE + 1).read_to_end(&mut content)?;
            total += content.len().max(1);
            contents.push(content.into());
        }
        let has_more = self.next < self.archive.len();
        Ok((has_more.then_some(self), contents))
    }
}
