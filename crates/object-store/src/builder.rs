//! The builder of a store.

use hwc_api::Client;
use hwc_drive::{Drive, TransferOptions};
use object_store::Result;

use crate::error::convert_at;
use crate::store::KooDriveStore;

/// A builder of a [`KooDriveStore`].
///
/// ```no_run
/// # async fn run(client: hwc_api::Client) -> hwc_object_store::object_store::Result<()> {
/// use hwc_object_store::KooDriveBuilder;
///
/// let store = KooDriveBuilder::new(client).with_space("Marketing").build().await?;
/// # let _ = store;
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct KooDriveBuilder {
    client: Client,
    space: Option<String>,
    options: TransferOptions,
    deletes_permanently: bool,
}

impl KooDriveBuilder {
    /// Creates a builder of a store over the personal space of the user.
    pub fn new(client: Client) -> Self {
        Self { client, space: None, options: TransferOptions::default(), deletes_permanently: false }
    }

    /// Sets the space by its ID or name. Default: the personal space of the user.
    pub fn with_space(mut self, space: impl Into<String>) -> Self {
        self.space = Some(space.into());
        self
    }

    /// Sets the options of transfers, such as the concurrency of an upload.
    pub fn with_transfer_options(mut self, options: TransferOptions) -> Self {
        self.options = options;
        self
    }

    /// Deletes objects for good in place of moving them to the recycle bin. Objects in the recycle bin count against the space.
    /// Default: false.
    pub fn with_permanent_deletes(mut self, is_permanent: bool) -> Self {
        self.deletes_permanently = is_permanent;
        self
    }

    /// Opens the space and returns the store.
    ///
    /// # Errors
    /// Returns [`NotFound`](object_store::Error::NotFound) if the space does not exist,
    /// [`Unauthenticated`](object_store::Error::Unauthenticated) without valid credentials, and the errors of the calls.
    pub async fn build(self) -> Result<KooDriveStore> {
        let space = self.space.as_deref();
        let drive = Drive::open(self.client, space).await;
        let drive = drive.map_err(|error| convert_at(error, space.unwrap_or("the personal space").to_owned()))?;
        let store = KooDriveStore::new(drive.with_options(self.options));
        Ok(store.with_permanent_deletes(self.deletes_permanently))
    }
}
