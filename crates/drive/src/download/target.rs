//! The directory that downloads are written to. Paths and symbolic links cannot leave it.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use cap_std::ambient_authority;
use cap_std::fs::{Dir, OpenOptions};
use hwc_transport::blocking::spawn;

use crate::entry::Entry;
use crate::error::{Error, Result};
use crate::transfer::{HashPlan, hash_open_file};

/// A local directory that downloads are written to. Nothing is written outside of it, whatever the names in the drive and the
/// symbolic links in the directory are.
#[derive(Clone, Debug)]
pub struct DownloadTarget {
    dir: Arc<Dir>,
    path: PathBuf,
    keeps_existing: bool,
}

impl DownloadTarget {
    /// Opens a directory, and creates it if needed.
    ///
    /// # Errors
    /// Returns [`Error::Io`] if it cannot be created or opened, as when it is a file.
    pub fn open(path: impl Into<PathBuf>) -> Result<Self> {
        let path = path.into();
        let opened = std::fs::create_dir_all(&path).and_then(|()| Dir::open_ambient_dir(&path, ambient_authority()));
        let dir = opened.map_err(|error| match error.kind() {
            io::ErrorKind::AlreadyExists => Error::io("open", &path, io::ErrorKind::NotADirectory.into()),
            _ => Error::io("open", &path, error),
        })?;
        Ok(Self { dir: Arc::new(dir), path, keeps_existing: false })
    }

    /// Sets whether [`Drive::download_tree`](crate::Drive::download_tree) keeps local files. Default: `false`, which replaces
    /// them.
    ///
    /// A kept file that has the content of the drive counts as unchanged. For another content the report has
    /// [`Error::Exists`].
    #[must_use]
    pub fn keep_existing(mut self, keep: bool) -> Self {
        self.keeps_existing = keep;
        self
    }

    /// Returns the directory.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Returns the path of a file in the directory.
    pub(super) fn join(&self, relative: &str) -> PathBuf {
        self.path.join(relative)
    }

    /// Creates a folder and the folders around it.
    pub(crate) async fn create_folders(&self, relative: &str) -> Result<()> {
        if relative.is_empty() {
            return Ok(());
        }
        self.run("create", relative, |dir, relative| dir.create_dir_all(relative)).await
    }

    /// Opens the temporary file of a file to read and write, and creates it if needed. A symbolic link is not followed out of the
    /// directory. Errors name the file itself.
    pub(super) async fn open_part(&self, part: &str, relative: &str) -> Result<File> {
        let part = part.to_owned();
        self.run("write", relative, move |dir, _| {
            let mut options = OpenOptions::new();
            options.read(true).write(true).create(true);
            dir.open_with(&part, &options).map(cap_std::fs::File::into_std)
        })
        .await
    }

    /// Moves a complete temporary file to its name. A symbolic link of that name is replaced, not followed.
    pub(super) async fn commit(&self, part: &str, relative: &str, modified: Option<i64>) -> Result<()> {
        let part = part.to_owned();
        self.run("write", relative, move |dir, relative| {
            let mut options = OpenOptions::new();
            options.read(true).write(true);
            let file = dir.open_with(&part, &options)?.into_std();
            if let Some(time) = modified.and_then(system_time) {
                file.set_modified(time)?;
            }
            file.sync_all()?;
            drop(file);
            dir.rename(&part, dir, relative)
        })
        .await
    }

    /// Removes a temporary file.
    pub(super) async fn discard(&self, part: &str) {
        // A file that stays is overwritten by the next attempt.
        let _ = self.run("remove", part, |dir, part| dir.remove_file(part)).await;
    }

    /// Removes a file, or a folder that is empty.
    pub(crate) async fn remove(&self, relative: &str, is_folder: bool) -> Result<()> {
        self.run("remove", relative, move |dir, relative| match is_folder {
            true => dir.remove_dir(relative),
            false => dir.remove_file(relative),
        })
        .await
    }

    /// Returns true if something has this path, a broken symbolic link included.
    pub async fn contains(&self, relative: &str) -> bool {
        self.run("read", relative, |dir, relative| dir.symlink_metadata(relative)).await.is_ok()
    }

    /// Compares a local file with the size and the SHA-256 of an entry. Returns `None` if nothing has the path or local files
    /// are replaced, and otherwise true if the contents are equal.
    pub(super) async fn compare_existing(&self, relative: &str, entry: &Entry) -> Option<Result<bool>> {
        if !self.keeps_existing || !self.contains(relative).await {
            return None;
        }
        let (size, expected) = (entry.size, entry.sha256.clone());
        let compared = self.run("read", relative, move |dir, relative| {
            let there = dir.symlink_metadata(relative)?;
            if !there.is_file() || there.len() != size || expected.is_none() {
                return Ok(false);
            }
            let plan = HashPlan { length: size, part_size: u64::MAX, proof_number: None };
            let hash = hash_open_file(&mut dir.open(relative)?.into_std(), plan)?;
            Ok(expected.as_deref() == Some(&hash.sha256))
        });
        Some(compared.await)
    }

    async fn run<T: Send + 'static>(
        &self,
        action: &'static str,
        relative: &str,
        work: impl FnOnce(&Dir, &str) -> io::Result<T> + Send + 'static,
    ) -> Result<T> {
        let (dir, owned) = (Arc::clone(&self.dir), relative.to_owned());
        let outcome = spawn(move || work(&dir, &owned)).await.and_then(|outcome| outcome);
        outcome.map_err(|error| Error::io(action, &self.join(relative), error))
    }
}

fn system_time(millis: i64) -> Option<SystemTime> {
    UNIX_EPOCH.checked_add(Duration::from_millis(u64::try_from(millis).ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_name_the_file_and_not_its_temporary_one() {
        let folder = std::env::temp_dir().join(format!("hwc-download-target-{}", std::process::id()));
        std::fs::create_dir_all(folder.join("reports/.hwc-1.part")).unwrap();
        let target = DownloadTarget::open(&folder).unwrap();
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let opened = runtime.block_on(target.open_part("reports/.hwc-1.part", "reports/2026.pdf"));
        let error = opened.unwrap_err().to_string();
        std::fs::remove_dir_all(folder).unwrap();
        assert!(error.contains("2026.pdf") && !error.contains(".part"), "{error}");
    }
}
