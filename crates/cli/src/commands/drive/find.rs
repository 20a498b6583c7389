//! `hwc drive find`.

use clap::{Args, ValueEnum};
use hwc_drive::{Location, TreeEntry};

use super::context::DriveContext;
use super::errors::drive_error;
use super::glob::matcher;
use super::list;
use super::place::parse_location;
use super::view::DriveEntry;
use crate::error::CliError;

/// Arguments of `hwc drive find`.
#[derive(Debug, Args)]
pub(super) struct FindArgs {
    /// Folder to search
    #[arg(value_name = "PATH", default_value = "drive:/", value_parser = parse_location)]
    path: Location,
    /// Only names that match this pattern, as in '*.pdf'
    #[arg(long, value_name = "PATTERN")]
    name: Option<String>,
    /// Only files or only folders
    #[arg(long = "type", value_name = "TYPE")]
    kind: Option<EntryType>,
    /// Only files with at least this many bytes
    #[arg(long, value_name = "BYTES")]
    min_size: Option<u64>,
    /// Only files with at most this many bytes
    #[arg(long, value_name = "BYTES")]
    max_size: Option<u64>,
}

/// A type of entries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum EntryType {
    /// Files.
    #[value(alias = "f")]
    File,
    /// Folders.
    #[value(alias = "d")]
    Folder,
}

impl FindArgs {
    pub(super) async fn run(self, context: &mut DriveContext) -> Result<(), CliError> {
        let name = self.name.as_deref().map(matcher).transpose()?;
        let drive = context.drive(&self.path).await?;
        let folder = drive.resolve_folder(&self.path.path).await.map_err(drive_error)?;
        let mut tree = drive.walk(&folder).await.map_err(drive_error)?;
        tree.retain(|found| self.is_wanted(found));
        tree.retain(|found| name.as_ref().is_none_or(|name| name.is_match(&found.entry.name)));
        let entries = tree.into_iter().map(|found| DriveEntry::new(found.path, found.entry));
        list::print(context, &entries.collect::<Vec<_>>(), "nothing matches")
    }

    fn is_wanted(&self, TreeEntry { entry, .. }: &TreeEntry) -> bool {
        let has_size = self.min_size.is_some() || self.max_size.is_some();
        let has_type = self.kind.is_none_or(|kind| (kind == EntryType::Folder) == entry.is_folder);
        let fits = self.min_size.is_none_or(|least| entry.size >= least)
            && self.max_size.is_none_or(|most| entry.size <= most);
        has_type && (!has_size || (!entry.is_folder && fits))
    }
}
