//! The DataArts Insight section: a ticket that opens an embedded analysis until it expires.

use hwc_api::insight::{CreateTickets, ListTickets};

use super::runner::DemoRunner;
use crate::error::CliError;

const EMBED: &str = "sales-dashboard";

/// Runs the section.
pub(super) async fn run(runner: &mut DemoRunner) -> Result<(), CliError> {
    runner.section("DataArts Insight")?;
    let request = CreateTickets::new(EMBED, "viewer-1").ticket_num(10_u32);
    runner.call("Create a ticket that lets a viewer open a dashboard in another web page.", request).await?;
    let list = ListTickets::new().embed_id(EMBED);
    runner.call("List the valid tickets: it is one of them.", list.clone()).await?;
    runner.advance_clock(24 * 60 * 60, "one day later")?;
    runner.call("List again: it has expired.", list).await?;
    Ok(())
}
