//! `hwc drive spaces` and `hwc drive quota`.

use clap::Args;
use hwc_drive::{Drive, Location};

use super::context::DriveContext;
use super::errors::drive_error;
use super::place::parse_space;
use super::view::{DriveQuota, DriveSpaceEntry};
use crate::commands::completion::drive_paths;
use crate::error::CliError;
use crate::ui::style::Style;
use crate::ui::table::Table;

/// Arguments of `hwc drive spaces`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  hwc drive spaces -o json")]
pub(super) struct SpacesArgs {}

impl SpacesArgs {
    pub(super) async fn run(self, context: &mut DriveContext) -> Result<(), CliError> {
        let spaces = Drive::spaces(&context.client).await.map_err(drive_error)?;
        drive_paths::remember_spaces(spaces.iter().filter_map(|space| space.name.clone()));
        let rows: Vec<DriveSpaceEntry> = spaces.iter().map(DriveSpaceEntry::from).collect();
        context.ui.list(&rows, "no spaces", |_| table(&rows))
    }
}

fn table(spaces: &[DriveSpaceEntry]) -> Table {
    let mut table = Table::new(&["KIND", "NAME", "USED BYTES", "CAPACITY GB", "ID"]);
    for space in spaces {
        let number = |number: Option<u64>| number.map(|number| number.to_string()).unwrap_or_default();
        table.row([
            (Style::Plain, space.kind.clone()),
            (Style::Title, space.name.clone().unwrap_or_default()),
            (Style::Plain, number(space.used)),
            (Style::Plain, number(space.capacity)),
            (Style::Plain, space.id.clone()),
        ]);
    }
    table
}

/// Arguments of `hwc drive quota`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  hwc drive quota drive@Marketing:")]
pub(super) struct QuotaArgs {
    /// Space, as in drive: or drive@SPACE:
    #[arg(value_name = "SPACE", default_value = "drive:", value_parser = parse_space)]
    space: Location,
}

impl QuotaArgs {
    pub(super) async fn run(self, context: &mut DriveContext) -> Result<(), CliError> {
        let drive = context.drive(&self.space).await?;
        let quota = DriveQuota::from(drive.space());
        let size = |size: Option<u64>, unit| size.map_or_else(|| "unknown".to_owned(), |size| format!("{size} {unit}"));
        let text = format!("used: {}\ncapacity: {}\n", size(quota.used, "bytes"), size(quota.capacity, "GB"));
        context.ui.document(&quota, |_| text)
    }
}
