//! Arguments shared by all drive commands. They are valid before or after the command.

use std::path::PathBuf;

use clap::Args;
use hwc_api::{ClientBuilder, koodrive};
use hwc_drive::{Journal, TransferOptions};

use super::errors::drive_error;
use crate::args::connection::ConnectionArgs;
use crate::args::output::OutputArgs;
use crate::error::CliError;
use crate::paths;

/// The heading in the help. It puts the command's own options first.
const HEADING: &str = "Options of all commands";

/// The file of the journal in the state directory.
const JOURNAL: &str = "drive.sqlite";

/// The file of the journal for the sandbox in the background, whose spaces have the same IDs at each start.
const SANDBOX_JOURNAL: &str = "drive-sandbox.sqlite";

/// Arguments shared by all drive commands.
#[derive(Debug, Args)]
#[command(next_help_heading = HEADING)]
pub(super) struct DriveArgs {
    #[command(flatten)]
    pub(super) output: OutputArgs,
    #[command(flatten)]
    connection: ConnectionArgs,
    /// Parts and files in flight
    #[arg(long, value_name = "NUMBER", global = true, default_value_t = 4, value_parser = clap::value_parser!(u16).range(1..=64))]
    concurrency: u16,
    /// Size of a part in MiB
    ///
    /// Larger parts need fewer requests, smaller ones repeat less after an interruption.
    #[arg(long, value_name = "MIB", global = true, default_value_t = 16, value_parser = clap::value_parser!(u16).range(5..=5120))]
    part_size: u16,
    /// Directory of the state of transfers
    ///
    /// By default, $HWC_STATE_DIR, or the directory `hwc` in $XDG_STATE_HOME or ~/.local/state.
    #[arg(long, value_name = "FOLDER", global = true)]
    state_dir: Option<PathBuf>,
}

impl DriveArgs {
    /// Returns the client builder, the same as that of `hwc call`.
    pub(super) fn client(&self) -> Result<ClientBuilder, CliError> {
        Ok(self.configure(self.connection.builder(&koodrive::SERVICE)?))
    }

    /// Applies the settings for each call to the client builder.
    pub(super) fn configure(&self, builder: ClientBuilder) -> ClientBuilder {
        self.connection.configure(builder)
    }

    /// Returns the options of transfers, without progress.
    pub(super) fn transfer_options(&self) -> TransferOptions {
        let options = TransferOptions::default().concurrency(self.concurrency.into());
        options.part_size(u64::from(self.part_size) << 20)
    }

    /// Opens the journal of transfers. A sandbox that ends with the command has one in memory.
    pub(super) fn journal(&self) -> Result<Journal, CliError> {
        let is_sandbox = self.connection.uses_sandbox();
        let ends_with_command = is_sandbox && self.connection.local_endpoint(&koodrive::SERVICE)?.is_none();
        let folder = self.state_dir.clone().or_else(|| if ends_with_command { None } else { paths::state_dir() });
        let name = if is_sandbox { SANDBOX_JOURNAL } else { JOURNAL };
        let journal = match folder {
            Some(folder) => Journal::open(folder.join(name)),
            None => Journal::in_memory(),
        };
        journal.map_err(drive_error)
    }
}
