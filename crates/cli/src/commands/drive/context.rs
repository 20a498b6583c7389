//! The environment of a command: the client, the opened spaces, the journal and the output. Tests create their own.

use std::collections::BTreeMap;

use hwc_api::Client;
use hwc_drive::{Drive, Journal, Location, TransferOptions};

use super::errors::drive_error;
use crate::error::CliError;
use crate::ui::Ui;

/// The environment of a command.
pub(super) struct DriveContext {
    pub(super) client: Client,
    pub(super) ui: Ui,
    pub(super) journal: Journal,
    pub(super) options: TransferOptions,
    /// The opened spaces by their name on the command line.
    drives: BTreeMap<Option<String>, Drive>,
}

impl DriveContext {
    pub(super) fn new(client: Client, journal: Journal, options: TransferOptions, ui: Ui) -> Self {
        Self { client, ui, journal, options, drives: BTreeMap::new() }
    }

    /// Returns the drive of a location. It is opened once.
    pub(super) async fn drive(&mut self, location: &Location) -> Result<Drive, CliError> {
        if let Some(drive) = self.drives.get(&location.space) {
            return Ok(drive.clone());
        }
        let drive = Drive::open(self.client.clone(), location.space.as_deref()).await.map_err(drive_error)?;
        let drive = drive.with_journal(self.journal.clone()).with_options(self.options.clone());
        self.drives.insert(location.space.clone(), drive.clone());
        Ok(drive)
    }
}
