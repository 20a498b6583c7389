//! `hwc ticket link` and `hwc ticket unlink`.

use clap::Args;
use hwc_api::osm::CaseId;

use super::context::TicketContext;
use super::view::{LinkResult, RemovalResult};
use crate::error::CliError;
use crate::ui::text::sanitize_line;

/// Arguments of `hwc ticket link`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  hwc ticket link case-123 case-456")]
pub(super) struct LinkArgs {
    /// Ticket ID
    #[arg(value_name = "ID")]
    id: String,
    /// Tickets to link, at most three per ticket
    #[arg(value_name = "OTHER-ID", required = true)]
    others: Vec<String>,
}

impl LinkArgs {
    pub(super) async fn run(self, context: &mut TicketContext) -> Result<(), CliError> {
        let outcome = context.tickets.link(self.id.as_str(), self.others).await?;
        let texts = |ids: &[CaseId]| ids.iter().map(ToString::to_string).collect();
        let result = LinkResult { id: self.id.clone(), added: texts(&outcome.added), already: texts(&outcome.already) };
        let parts = [("linked to", &outcome.added), ("already linked to", &outcome.already)];
        let parts = parts
            .into_iter()
            .filter(|(_, ids)| !ids.is_empty())
            .map(|(text, ids)| format!("{text} {}", self::ids(ids).join(", ")));
        let text = format!("{}: {}", sanitize_line(&self.id), parts.collect::<Vec<_>>().join(", "));
        context.ui.change(&result, &text)
    }
}

fn ids(ids: &[CaseId]) -> Vec<String> {
    ids.iter().map(|id| sanitize_line(id.as_str())).collect()
}

/// Arguments of `hwc ticket unlink`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  hwc ticket unlink case-123 case-456")]
pub(super) struct UnlinkArgs {
    /// Ticket ID
    #[arg(value_name = "ID")]
    id: String,
    /// Linked ticket
    #[arg(value_name = "OTHER-ID")]
    other: String,
}

impl UnlinkArgs {
    pub(super) async fn run(self, context: &mut TicketContext) -> Result<(), CliError> {
        context.tickets.unlink(self.id.as_str(), self.other.as_str()).await?;
        let text = format!("{}: link to {} removed", sanitize_line(&self.id), sanitize_line(&self.other));
        context.ui.change(&RemovalResult { id: self.id, removed: vec![self.other] }, &text)
    }
}
