//! The end of an upload: the service joins the parts, and the result is compared with the source.

use hwc_api::koodrive::{CompleteFile, CompleteFileRevision};

use super::UploadOutcome;
use super::run::{UploadRun, is_lost};
use crate::entry::Entry;
use crate::error::{Error, Result, codes};
use crate::journal::UploadRecord;

impl UploadRun<'_> {
    /// Completes an upload whose parts were all sent.
    pub(super) async fn complete(&self, record: &UploadRecord) -> Result<UploadOutcome> {
        let client = self.drive.client();
        let (id, hash) = (record.file_id.as_str(), record.sha256.as_str());
        // A repeated call fails, since the first one has ended the upload. The file then tells if it succeeded.
        let completed = if record.is_version {
            client.send(CompleteFileRevision::new(id).sha256(hash)).idempotent(true).await.map(drop)
        } else {
            client.send(CompleteFile::new(id).sha256(hash)).idempotent(true).await.map(drop)
        };
        match completed.map_err(Error::from) {
            Ok(()) => self.verify(record).await,
            Err(error) if error.has_code(codes::INCOMPLETE) => {
                Err(Error::Damaged { path: self.source.label().to_owned(), reason: error.to_string() })
            }
            Err(error) if is_lost(&error) => self.find_complete(record).await?.ok_or(error),
            Err(error) if error.has_code(codes::NAME_IN_USE) => Err(Error::Exists { path: self.name.to_owned() }),
            Err(error) => Err(error),
        }
    }

    /// Compares the file with the source.
    async fn verify(&self, record: &UploadRecord) -> Result<UploadOutcome> {
        let file = self.drive.entry(&record.file_id.as_str().into()).await?;
        match difference(&file, record) {
            None => Ok(self.finished(file, record)),
            Some(reason) => Err(Error::Damaged { path: self.source.label().to_owned(), reason }),
        }
    }

    /// Returns the outcome for a complete file, which is part of its folder from now on.
    fn finished(&self, file: Entry, record: &UploadRecord) -> UploadOutcome {
        self.drive.remember(self.folder, file.clone());
        UploadOutcome { name: file.name, ..self.outcome(record) }
    }

    /// Returns the outcome if the upload is complete already: the file exists and has the content.
    pub(super) async fn find_complete(&self, record: &UploadRecord) -> Result<Option<UploadOutcome>> {
        match self.drive.entry(&record.file_id.as_str().into()).await {
            Ok(file) if file.sha256.is_some() && difference(&file, record).is_none() => {
                Ok(Some(self.finished(file, record)))
            }
            Ok(_) => Ok(None),
            // The file does not exist before its upload is complete.
            Err(error) if error.service_code().is_some() => Ok(None),
            Err(error) => Err(error),
        }
    }
}

/// Returns the difference between a file and the content that was sent.
fn difference(file: &Entry, record: &UploadRecord) -> Option<String> {
    if file.size != record.length {
        return Some(format!("it has {} bytes in place of {}", file.size, record.length));
    }
    let other = file.sha256.as_ref().filter(|hash| **hash != record.sha256)?;
    Some(format!("its SHA-256 is {other} in place of {}", record.sha256))
}
