//! The DataArts Insight chapter: a ticket that opens an embedded analysis until it expires.

use hwc_api::insight::{CreateTickets, ListTickets};

use super::stage::Stage;
use crate::failure::Failure;

const EMBED: &str = "sales-dashboard";

/// Runs the chapter.
pub(super) async fn tell(stage: &mut Stage) -> Result<(), Failure> {
    stage.chapter("DataArts Insight")?;
    let request = CreateTickets::new(EMBED, "viewer-1").ticket_num(10_u32);
    stage.call("Make a ticket with which a viewer can open a dashboard in another web page.", request).await?;
    let list = ListTickets::new().embed_id(EMBED);
    stage.call("It is among the valid ones.", list.clone()).await?;
    stage.pass(24 * 60 * 60, "a day later")?;
    stage.call("It is not valid any more.", list).await?;
    Ok(())
}
