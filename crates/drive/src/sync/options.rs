//! The options of a synchronization.

use hwc_api::koodrive::DeviceId;

use crate::local::SyncFilter;

/// The way to find out if a file changed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum SyncComparison {
    /// By size and time. To a drive, a file is sent if the local one was changed after the one in the drive. From a drive, a
    /// file is received if the times differ, unless the content is the same.
    #[default]
    SizeAndTime,
    /// By size and SHA-256. All local files with the right size are read.
    Hash,
}

/// The options of a synchronization.
///
/// ```
/// use hwc_drive::{SyncComparison, SyncOptions};
///
/// let options = SyncOptions::default().comparison(SyncComparison::Hash).delete(true).delete_limit(10);
/// # let _ = options;
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct SyncOptions {
    pub(super) comparison: SyncComparison,
    pub(super) filter: SyncFilter,
    pub(super) delete: bool,
    pub(super) delete_limit: usize,
    pub(super) dry_run: bool,
    pub(super) feed: Option<DeviceId>,
}

impl Default for SyncOptions {
    fn default() -> Self {
        Self {
            comparison: SyncComparison::default(),
            filter: SyncFilter::default(),
            delete: false,
            delete_limit: 100,
            dry_run: false,
            feed: None,
        }
    }
}

impl SyncOptions {
    /// Sets the way to find out if a file changed. Default: by size and time.
    pub fn comparison(mut self, comparison: SyncComparison) -> Self {
        self.comparison = comparison;
        self
    }

    /// Sets the filter. Files that are not selected are neither transferred nor deleted. Default: all files.
    pub fn filter(mut self, filter: SyncFilter) -> Self {
        self.filter = filter;
        self
    }

    /// Deletes files at the target that the source does not have. In a drive, they go to the recycle bin. Nothing is deleted if a
    /// part of the source cannot be read. Default: false.
    pub fn delete(mut self, delete: bool) -> Self {
        self.delete = delete;
        self
    }

    /// Sets the maximum number of files and folders to delete. If there are more, nothing is changed at all. Default: 100.
    pub fn delete_limit(mut self, limit: usize) -> Self {
        self.delete_limit = limit;
        self
    }

    /// Plans the synchronization without any change. Default: false.
    pub fn dry_run(mut self, dry_run: bool) -> Self {
        self.dry_run = dry_run;
        self
    }

    /// Reads the changes of the drive from its change feed, as this device. The folder becomes a synchronization directory, and
    /// the journal has the state between two runs. Default: the folder is walked.
    pub fn feed(mut self, device: impl Into<DeviceId>) -> Self {
        self.feed = Some(device.into());
        self
    }
}
