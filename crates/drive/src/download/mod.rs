//! Downloads: of a file, of an old version, and of a tree. Nothing is written outside the target directory.

mod content_stream;
mod links;
mod local_paths;
mod package;
mod parts;
mod run;
mod source;
mod target;
mod tree;

use std::path::PathBuf;

use hwc_api::ByteStream;

use crate::drive::Drive;
use crate::error::{Error, Result};
pub use content_stream::ContentStream;
pub(crate) use local_paths::{LocalPath, local_paths};
pub use source::DownloadSource;
pub use target::DownloadTarget;
pub(crate) use tree::is_selected;

/// The outcome of a download.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct DownloadOutcome {
    /// The local file.
    pub path: PathBuf,
    /// The size in bytes.
    pub size: u64,
    /// The SHA-256 of the content in hexadecimal digits.
    pub sha256: String,
    /// True if the hash was compared with that of the service. False if the service sends none, as for old versions.
    pub is_verified: bool,
}

impl Drive {
    /// Downloads a file to a path below the target directory, and replaces a local file.
    ///
    /// The content goes to a temporary file in the same folder. It is renamed once the content is complete, has the size and the
    /// hash of the service, and is on the disk. The time of the last change is that of the file in the drive. A download that
    /// was interrupted is continued if the content is still the same.
    ///
    /// ```
    /// # async fn example(drive: hwc_drive::Drive) -> hwc_drive::Result<()> {
    /// use hwc_drive::{DownloadSource, DownloadTarget};
    ///
    /// let file = drive.resolve_file(&"/Reports/report.pdf".parse()?).await?;
    /// let target = DownloadTarget::open("downloads")?;
    /// let outcome = drive.download(&DownloadSource::file(file), &target, "report.pdf").await?;
    /// println!("{}", outcome.path.display());
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// Returns [`Error::Changed`] if the file gets another content meanwhile, [`Error::Damaged`] if the content is not that of
    /// the service, [`Error::Io`] if the file cannot be written or a path leaves the target directory, and the errors of the
    /// calls.
    pub async fn download(
        &self,
        source: &DownloadSource,
        target: &DownloadTarget,
        path: &str,
    ) -> Result<DownloadOutcome> {
        run::DownloadRun::new(self, source, target, path).run(None).await
    }

    /// Returns the content of a file as a stream. The stream is not verified, and ends with an error if it ends early.
    ///
    /// # Errors
    /// Returns the errors of the calls.
    pub async fn read(&self, source: &DownloadSource) -> Result<ByteStream> {
        let url = links::request(self, source).await?;
        if source.size() == 0 {
            return Ok(ByteStream::from_chunks([]));
        }
        self.client().fetch_presigned(&url).stream().await.map_err(Error::from)
    }

    /// Returns a part of the content of a file as a stream. It ends with an error if it ends early. The part must be within
    /// the content. The stream is not verified.
    ///
    /// # Errors
    /// Returns the errors of the calls.
    pub async fn read_range(&self, source: &DownloadSource, start: u64, length: u64) -> Result<ByteStream> {
        if length == 0 {
            return Ok(ByteStream::from_chunks([]));
        }
        let url = links::request(self, source).await?;
        self.client().fetch_presigned(&url).range(start, length).stream().await.map_err(Error::from)
    }
}
