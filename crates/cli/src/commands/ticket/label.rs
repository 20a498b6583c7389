//! `hwc ticket label` and `hwc ticket unlabel`.

use clap::Args;
use hwc_api::osm::Label as Known;
use hwc_api::serde_json::json;

use super::desk::Desk;
use crate::failure::Failure;
use crate::show::text::line;

/// Arguments of `hwc ticket label`.
#[derive(Debug, Args)]
pub(super) struct Label {
    /// Ticket ID
    #[arg(value_name = "ID")]
    id: String,
    /// Label names, at most five per ticket; new ones are created
    #[arg(value_name = "NAME", required = true)]
    names: Vec<String>,
}

impl Label {
    pub(super) async fn run(self, desk: &mut Desk) -> Result<(), Failure> {
        let labelled = desk.tickets.label(self.id.as_str(), self.names).await?;
        let (added, already) = (names(&labelled.added), names(&labelled.already));
        let json = json!({ "case_id": self.id, "added": added, "already": already, "created": labelled.created });
        let created = labelled.created.iter().map(|name| line(name)).collect::<Vec<_>>();
        let words = [("labelled", added), ("had already", already), ("new in the account:", created)];
        let words = words.into_iter().filter(|(_, names)| !names.is_empty());
        let words: Vec<String> = words.map(|(words, names)| format!("{words} {}", names.join(", "))).collect();
        desk.tell(&json, &format!("{}: {}", line(&self.id), words.join("; ")))
    }
}

fn names(labels: &[Known]) -> Vec<String> {
    labels.iter().filter_map(|label| label.name.as_deref()).map(line).collect()
}

/// Arguments of `hwc ticket unlabel`.
#[derive(Debug, Args)]
pub(super) struct Unlabel {
    /// Ticket ID
    #[arg(value_name = "ID")]
    id: String,
    /// Label names; the labels stay in the account
    #[arg(value_name = "NAME", required = true)]
    names: Vec<String>,
}

impl Unlabel {
    pub(super) async fn run(self, desk: &mut Desk) -> Result<(), Failure> {
        desk.tickets.unlabel(self.id.as_str(), &self.names).await?;
        let words = format!("{}: no longer labelled {}", line(&self.id), line(&self.names.join(", ")));
        desk.tell(&json!({ "case_id": self.id, "removed": self.names }), &words)
    }
}
