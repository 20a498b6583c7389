//! `hwc drive find`.

use clap::{Args, ValueEnum};
use hwc_drive::{Location, TreeEntry};

use super::context::DriveContext;
use super::errors::{drive_error, error_in};
use super::glob::matcher;
use super::list::{self, Line};
use super::place::parse_location;
use crate::error::CliError;

/// Arguments of `hwc drive find`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  hwc drive find drive:/Reports --name '*.pdf' --min-size 10M")]
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
    /// Only files of at least this size, as in 500, 10k or 2G
    #[arg(long, value_name = "SIZE", value_parser = parse_size)]
    min_size: Option<u64>,
    /// Only files of at most this size
    #[arg(long, value_name = "SIZE", value_parser = parse_size)]
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
        let folder = drive.resolve_folder(&self.path.path).await.map_err(error_in(&self.path))?;
        let mut tree = drive.walk(&folder).await.map_err(drive_error)?;
        list::remember_tree(&self.path, &tree);
        tree.retain(|found| self.is_wanted(found));
        tree.retain(|found| name.as_ref().is_none_or(|name| name.is_match(&found.entry.name)));
        let lines = tree.into_iter().map(|found| Line { path: found.path, entry: found.entry });
        list::print(context, &lines.collect::<Vec<_>>(), "nothing matches")
    }

    fn is_wanted(&self, TreeEntry { entry, .. }: &TreeEntry) -> bool {
        let has_size = self.min_size.is_some() || self.max_size.is_some();
        let has_type = self.kind.is_none_or(|kind| (kind == EntryType::Folder) == entry.is_folder);
        let fits = self.min_size.is_none_or(|least| entry.size >= least)
            && self.max_size.is_none_or(|most| entry.size <= most);
        has_type && (!has_size || (!entry.is_folder && fits))
    }
}

/// The suffixes of sizes, each one for 1024 times the size of the one before.
const SUFFIXES: &str = "kmgt";

/// Parses a number of bytes, with a suffix for a multiple of it.
fn parse_size(text: &str) -> Result<u64, String> {
    let lower = text.to_ascii_lowercase();
    let digits = lower.trim_end_matches(|char| SUFFIXES.contains(char));
    let power = match &lower[digits.len()..] {
        "" => Some(0),
        suffix => SUFFIXES.find(suffix).filter(|_| suffix.len() == 1).map(|index| index + 1),
    };
    let size = power.and_then(|power| digits.parse::<u64>().ok()?.checked_mul(1 << (10 * power)));
    size.ok_or_else(|| "expected bytes, as in 500, or with a suffix, as in 10k, 5M or 2G".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_have_suffixes() {
        for (text, size) in
            [("0", 0), ("500", 500), ("10k", 10 << 10), ("5M", 5 << 20), ("2g", 2 << 30), ("1T", 1 << 40)]
        {
            assert_eq!(parse_size(text), Ok(size), "{text}");
        }
        for text in ["", "k", "-1", "1.5M", "1kk", "1km", "1x", "99999999T"] {
            assert!(parse_size(text).is_err(), "{text}");
        }
    }
}
