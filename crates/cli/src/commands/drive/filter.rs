//! Filters of files in folders.

use clap::Args;
use hwc_drive::SyncFilter;

use super::errors::drive_error;
use crate::error::CliError;

/// Filters of files in folders.
#[derive(Clone, Debug, Default, Args)]
pub(super) struct FilterArgs {
    /// Skip files, in the syntax of .gitignore (repeatable)
    #[arg(long, value_name = "PATTERN")]
    exclude: Vec<String>,
    /// Only these files, in the syntax of .gitignore (repeatable)
    #[arg(long, value_name = "PATTERN")]
    include: Vec<String>,
}

impl FilterArgs {
    pub(super) fn filter(&self) -> Result<SyncFilter, CliError> {
        let [exclude, include] = [&self.exclude, &self.include].map(|patterns| patterns.iter().map(String::as_str));
        SyncFilter::new(exclude, include).map_err(drive_error)
    }
}
