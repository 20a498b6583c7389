//! `hwc ticket label` and `hwc ticket unlabel`.

use clap::Args;
use hwc_api::osm::Label;

use super::context::TicketContext;
use super::view::{LabelResult, RemovalResult, label_names};
use crate::error::CliError;
use crate::ui::text::sanitize_line;

/// Arguments of `hwc ticket label`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  hwc ticket label case-123 urgent")]
pub(super) struct LabelArgs {
    /// Ticket ID
    #[arg(value_name = "ID")]
    id: String,
    /// Label names, at most five per ticket; new ones are created
    #[arg(value_name = "NAME", required = true)]
    names: Vec<String>,
}

impl LabelArgs {
    pub(super) async fn run(self, context: &mut TicketContext) -> Result<(), CliError> {
        let outcome = context.tickets.label(self.id.as_str(), self.names).await?;
        let (added, already) = (names(&outcome.added), names(&outcome.already));
        let result = LabelResult {
            id: self.id.clone(),
            added: label_names(&outcome.added),
            already: label_names(&outcome.already),
            created: outcome.created.clone(),
        };
        let created = outcome.created.iter().map(|name| sanitize_line(name)).collect::<Vec<_>>();
        let parts = [("added", added), ("already present:", already), ("created in the account:", created)];
        let parts = parts.into_iter().filter(|(_, names)| !names.is_empty());
        let parts: Vec<String> = parts.map(|(text, names)| format!("{text} {}", names.join(", "))).collect();
        context.ui.change(&result, &format!("{}: {}", sanitize_line(&self.id), parts.join("; ")))
    }
}

fn names(labels: &[Label]) -> Vec<String> {
    labels.iter().filter_map(|label| label.name.as_deref()).map(sanitize_line).collect()
}

/// Arguments of `hwc ticket unlabel`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  hwc ticket unlabel case-123 urgent")]
pub(super) struct UnlabelArgs {
    /// Ticket ID
    #[arg(value_name = "ID")]
    id: String,
    /// Label names; the labels stay in the account
    #[arg(value_name = "NAME", required = true)]
    names: Vec<String>,
}

impl UnlabelArgs {
    pub(super) async fn run(self, context: &mut TicketContext) -> Result<(), CliError> {
        context.tickets.unlabel(self.id.as_str(), &self.names).await?;
        let text = format!("{}: removed {}", sanitize_line(&self.id), sanitize_line(&self.names.join(", ")));
        context.ui.change(&RemovalResult { id: self.id, removed: self.names }, &text)
    }
}
