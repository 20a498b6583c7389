//! The steps of the download of one file: open or continue the temporary file, receive, verify, rename.

use std::io::{Seek, SeekFrom, Write};
use std::path::PathBuf;

use hwc_api::PresignedUrl;
use hwc_api::transport::bytes::Bytes;
use hwc_transport::blocking::spawn;

use super::content_stream::wrong_hash;
use super::links::FileLink;
use super::{DownloadOutcome, DownloadSource, DownloadTarget};
use crate::drive::Drive;
use crate::error::{Error, Result};
use crate::journal::{DownloadRecord, part_name};
use crate::transfer::{FileProgress, HashPlan, TransferEvent, hash_open_file, sha256_hex};

/// The download of one file.
pub(super) struct DownloadRun<'a> {
    pub(super) drive: &'a Drive,
    pub(super) source: &'a DownloadSource,
    pub(super) target: &'a DownloadTarget,
    /// The path of the file in the target directory.
    pub(super) path: &'a str,
    /// The path of the temporary file in the target directory.
    pub(super) part: String,
    /// The key in the journal.
    pub(super) key: String,
}

impl<'a> DownloadRun<'a> {
    pub(super) fn new(drive: &'a Drive, source: &'a DownloadSource, target: &'a DownloadTarget, path: &'a str) -> Self {
        let local = absolute(target.join(path));
        let space = &drive.space().id;
        let revision = source.revision.as_ref().map_or("", |(id, _)| id.as_str());
        let id = &source.entry.id;
        let key = sha256_hex(format!("down\0{space}\0{id}\0{revision}\0{}", local.to_string_lossy()).as_bytes());
        let folder = path.rsplit_once('/').map_or(String::new(), |(folder, _)| format!("{folder}/"));
        let part = format!("{folder}{}", part_name(&key));
        Self { drive, source, target, path, part, key }
    }

    /// Returns the absolute path of the local file.
    fn local(&self) -> PathBuf {
        absolute(self.target.join(self.path))
    }

    /// Runs the download and reports its end. `url` is that of the file, if it is known.
    pub(super) async fn run(self, url: Option<PresignedUrl>) -> Result<DownloadOutcome> {
        let outcome = self.run_claimed(url).await;
        let path = || self.path.to_owned();
        match &outcome {
            Ok(_) => self.event(|| TransferEvent::Finished { path: path() }),
            Err(error) => self.event(|| TransferEvent::Failed { path: path(), error: error.to_string() }),
        }
        outcome
    }

    async fn run_claimed(&self, url: Option<PresignedUrl>) -> Result<DownloadOutcome> {
        if self.source.entry.is_folder {
            return Err(Error::WrongKind { path: self.source.entry.name.clone(), expected: "file" });
        }
        let _claim = self.drive.journal().claim(&self.key, self.path)?;
        let folder = self.path.rsplit_once('/').map_or("", |(folder, _)| folder);
        self.target.create_folders(folder).await?;
        let record = self.record().await?;
        let link = FileLink::new(self.drive, self.source, url);
        let progress =
            FileProgress::start(self.path.to_owned(), record.length, record.done_bytes(), &self.drive.0.options.events);
        let outcome = match self.receive(&record, &link, &progress).await {
            Ok(()) => self.finish(&record).await,
            Err(error) => Err(error),
        };
        self.clean_up(&record, outcome.as_ref().err()).await?;
        outcome
    }

    /// Removes the state of a download that ended, or that cannot be continued.
    async fn clean_up(&self, record: &DownloadRecord, error: Option<&Error>) -> Result<()> {
        let is_final = matches!(error, Some(Error::Damaged { .. } | Error::Changed { .. }));
        if error.is_none() || is_final {
            self.drive.journal().remove_download(&self.key)?;
        }
        if is_final || (error.is_some() && record.part_count() <= 1) {
            self.target.discard(&self.part).await;
        }
        Ok(())
    }

    /// Stores a content that was received already and has the hash of the file.
    pub(super) async fn store(&self, content: Bytes) -> Result<u64> {
        let _claim = self.drive.journal().claim(&self.key, self.path)?;
        let (path, total) = (|| self.path.to_owned(), content.len() as u64);
        self.event(|| TransferEvent::Started { path: path(), total, done: 0 });
        let mut file = self.target.open_part(&self.part, self.path).await?;
        let written = spawn(move || file.set_len(0).and_then(|()| file.write_all(&content))).await;
        let written = written.and_then(|written| written);
        written.map_err(|error| Error::io("write", &self.target.join(self.path), error))?;
        self.target.commit(&self.part, self.path, self.source.entry.edited_at).await?;
        self.drive.journal().remove_download(&self.key)?;
        self.event(|| TransferEvent::Progress { path: path(), bytes: total });
        self.event(|| TransferEvent::Finished { path: path() });
        Ok(total)
    }

    /// Returns the record of an interrupted download of the same content, or a new one with an empty temporary file.
    async fn record(&self) -> Result<DownloadRecord> {
        let journal = self.drive.journal();
        let new = DownloadRecord {
            target: self.local().to_string_lossy().into_owned(),
            name: self.source.entry.name.clone(),
            length: self.source.size(),
            identity: self.source.identity(),
            part_size: self.drive.0.options.part_size_for(self.source.size()),
            done: Vec::new(),
        };
        let file = self.target.open_part(&self.part, self.path).await?;
        let size = file.metadata().map(|found| found.len()).unwrap_or_default();
        if let Some(known) = journal.find_download(&self.key)? {
            if known.identity == new.identity && size == known.length {
                return Ok(known);
            }
            let (path, reason) =
                (new.name.clone(), "the file has changed since the download was interrupted".to_owned());
            self.event(|| TransferEvent::Restarted { path, reason });
        }
        // The size is set at once, so that a full disk is noticed first and a part can be written at its place.
        let length = new.length;
        let sized = spawn(move || file.set_len(0).and_then(|()| file.set_len(length))).await.and_then(|sized| sized);
        sized.map_err(|error| Error::io("write", &self.target.join(self.path), error))?;
        // A file of one part is sent again as a whole.
        if new.part_count() > 1 {
            journal.start_download(&self.key, &new)?;
        }
        Ok(new)
    }

    /// Verifies the temporary file and gives it its name.
    async fn finish(&self, record: &DownloadRecord) -> Result<DownloadOutcome> {
        let mut file = self.target.open_part(&self.part, self.path).await?;
        let plan = HashPlan { length: record.length, part_size: u64::MAX, proof_number: None };
        let hashed = spawn(move || file.seek(SeekFrom::Start(0)).and_then(|_| hash_open_file(&mut file, plan)));
        let hash = hashed.await.and_then(|hash| hash);
        let hash = hash.map_err(|error| Error::io("read", &self.target.join(self.path), error))?;
        if let Some(expected) = self.source.sha256()
            && expected != hash.sha256
        {
            return Err(wrong_hash(self.drive, self.source, expected, &hash.sha256).await);
        }
        self.target.commit(&self.part, self.path, self.source.entry.edited_at).await?;
        Ok(DownloadOutcome {
            path: self.target.join(self.path),
            size: record.length,
            sha256: hash.sha256,
            is_verified: self.source.sha256().is_some(),
        })
    }

    pub(super) fn event(&self, event: impl FnOnce() -> TransferEvent) {
        self.drive.0.options.events.send(event);
    }
}

fn absolute(path: PathBuf) -> PathBuf {
    std::path::absolute(&path).unwrap_or(path)
}
