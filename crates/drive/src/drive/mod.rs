//! A drive: one space of KooDrive with a client, a cache of folders, and the journal of its transfers.

mod spaces;

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use hwc_api::Client;
use hwc_api::koodrive::{FileId, GetFile, SpaceId};

use crate::entry::NamedEntry;
use crate::error::{Error, Result};
use crate::journal::Journal;
use crate::transfer::{Budget, TransferOptions};

pub use spaces::DriveSpace;
use spaces::find_space;

/// One space of KooDrive. Clones share the cache of folders, the journal and the limit of bytes in flight.
///
/// ```
/// # async fn example(client: hwc_api::Client) -> hwc_drive::Result<()> {
/// use hwc_drive::Drive;
///
/// let drive = Drive::open(client, None).await?;
/// for file in drive.list(&"/Reports".parse()?).await? {
///     println!("{} {}", file.entry.size, file.path_name);
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Drive(pub(crate) Arc<DriveInner>);

pub(crate) struct DriveInner {
    pub(crate) client: Client,
    pub(crate) space: DriveSpace,
    /// The ID of the top folder.
    pub(crate) root: FileId,
    /// The contents of folders by the ID of the folder.
    folders: Mutex<FolderCache>,
    /// The time of the client's clock at which the cache of folders was emptied.
    emptied_at: Mutex<Duration>,
    pub(crate) journal: Journal,
    pub(crate) options: TransferOptions,
    pub(crate) budget: Budget,
}

/// The contents of folders by the ID of the folder.
pub(crate) type FolderCache = BTreeMap<FileId, Arc<Vec<NamedEntry>>>;

/// The name of the top folder in calls.
const ROOT: &str = "root";

impl Drive {
    /// Opens a space by ID or name, or the personal space of the user. The journal is in memory.
    ///
    /// # Errors
    /// Returns [`Error::NotFound`] if the space does not exist, and the errors of the calls. Credentials of an app have no
    /// personal space that could be looked up.
    pub async fn open(client: Client, space: Option<&str>) -> Result<Self> {
        let space = find_space(&client, space).await?;
        Self::open_space(client, space).await
    }

    /// Opens a space that was listed before.
    ///
    /// # Errors
    /// Returns the errors of the call.
    pub async fn open_space(client: Client, space: DriveSpace) -> Result<Self> {
        let root = client.send(GetFile::new(ROOT, space.id.clone())).await?.file.and_then(|file| file.id);
        let root = root.ok_or(Error::MissingField { field: "id" })?;
        let options = TransferOptions::default();
        let budget = Budget::new(options.bytes_in_flight);
        let (folders, journal) = (Mutex::default(), Journal::in_memory()?);
        let emptied_at = Mutex::new(client.clock().monotonic());
        Ok(Self(Arc::new(DriveInner { client, space, root, folders, emptied_at, journal, options, budget })))
    }

    /// Returns the drive with another journal. The cache of folders is empty.
    #[must_use]
    pub fn with_journal(&self, journal: Journal) -> Self {
        self.with(journal, self.0.options.clone())
    }

    /// Returns the drive with other options of transfers. The cache of folders is empty.
    #[must_use]
    pub fn with_options(&self, options: TransferOptions) -> Self {
        self.with(self.0.journal.clone(), options)
    }

    fn with(&self, journal: Journal, options: TransferOptions) -> Self {
        let DriveInner { client, space, root, .. } = &*self.0;
        Self(Arc::new(DriveInner {
            client: client.clone(),
            space: space.clone(),
            root: root.clone(),
            folders: Mutex::default(),
            emptied_at: Mutex::new(client.clock().monotonic()),
            journal,
            budget: Budget::new(options.bytes_in_flight),
            options,
        }))
    }

    /// Returns the space.
    #[must_use]
    pub fn space(&self) -> &DriveSpace {
        &self.0.space
    }

    /// Returns the client.
    #[must_use]
    pub fn client(&self) -> &Client {
        &self.0.client
    }

    /// Returns the journal.
    #[must_use]
    pub fn journal(&self) -> &Journal {
        &self.0.journal
    }

    /// Forgets the contents of folders, which other clients may have changed.
    pub fn refresh(&self) {
        *self.emptied_at() = self.client().clock().monotonic();
        self.folders().clear();
    }

    /// Forgets the contents of folders if that was last done `max_age` ago or earlier. Programs that run for long call it
    /// before each lookup, so that changes of other clients are visible after that time.
    pub fn refresh_if_older(&self, max_age: Duration) {
        let age = self.client().clock().monotonic().saturating_sub(*self.emptied_at());
        if age >= max_age {
            self.refresh();
        }
    }

    fn emptied_at(&self) -> MutexGuard<'_, Duration> {
        self.0.emptied_at.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn folders(&self) -> MutexGuard<'_, FolderCache> {
        self.0.folders.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn space_id(&self) -> SpaceId {
        self.0.space.id.clone()
    }
}

impl fmt::Debug for Drive {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Drive").field("space", &self.0.space).field("journal", &self.0.journal).finish_non_exhaustive()
    }
}
