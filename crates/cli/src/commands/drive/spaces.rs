//! `hwc drive spaces` and `hwc drive quota`.

use clap::Args;
use hwc_drive::{Drive, DriveSpace, Location};

use super::context::DriveContext;
use super::errors::drive_error;
use super::place::parse_location;
use super::view::{Space, SpaceQuota};
use crate::error::CliError;
use crate::ui::style::Style;
use crate::ui::table::Table;

/// Arguments of `hwc drive spaces`.
#[derive(Debug, Args)]
pub(super) struct SpacesArgs {}

impl SpacesArgs {
    pub(super) async fn run(self, context: &mut DriveContext) -> Result<(), CliError> {
        let spaces = Drive::spaces(&context.client).await.map_err(drive_error)?;
        let spaces: Vec<Space> = spaces.iter().map(Space::from).collect();
        context.ui.list(&spaces, "no spaces", |_| table(&spaces))
    }
}

fn table(spaces: &[Space]) -> Table {
    let mut table = Table::new(&["KIND", "NAME", "USED", "CAPACITY", "ID"]);
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
pub(super) struct QuotaArgs {
    /// Space, as in drive: or drive@SPACE:
    #[arg(value_name = "SPACE", default_value = "drive:", value_parser = parse_location)]
    space: Location,
}

impl QuotaArgs {
    pub(super) async fn run(self, context: &mut DriveContext) -> Result<(), CliError> {
        let drive = context.drive(&self.space).await?;
        let DriveSpace { id, capacity, used, .. } = drive.space();
        let quota = SpaceQuota { id: id.to_string(), used: *used, capacity: *capacity };
        let number = |number: &Option<u64>| number.map_or_else(|| "unknown".to_owned(), |number| number.to_string());
        let text = format!("used: {}\ncapacity: {}\n", number(used), number(capacity));
        context.ui.document(&quota, |_| text)
    }
}
