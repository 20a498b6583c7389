//! The environment of a command: the client, the opened spaces, the journal and the output. Tests create their own.

use std::collections::BTreeMap;

use hwc_api::Client;
use hwc_drive::{Drive, Error, Journal, Location, TransferOptions};

use super::errors::drive_error;
use crate::error::CliError;
use crate::exit::ExitStatus;
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
        let opened = Drive::open(self.client.clone(), location.space.as_deref()).await;
        let drive = opened.map_err(|error| open_error(error, location))?;
        let drive = drive.with_journal(self.journal.clone()).with_options(self.options.clone());
        self.drives.insert(location.space.clone(), drive.clone());
        Ok(drive)
    }
}

/// Converts an error of opening a space.
fn open_error(error: Error, location: &Location) -> CliError {
    let Error::NotFound { .. } = error else { return drive_error(error) };
    let message = match &location.space {
        Some(space) => format!("no space has the name or the ID `{space}`"),
        None => "you have no personal space".to_owned(),
    };
    CliError::with_exit(ExitStatus::Service, "not_found", message)
        .with_next("hwc drive spaces", "to see the spaces that you can use")
}
