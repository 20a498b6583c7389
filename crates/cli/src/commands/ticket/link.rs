//! `hwc ticket link` and `hwc ticket unlink`.

use clap::Args;
use hwc_api::osm::CaseId;
use hwc_api::serde_json::json;

use super::desk::Desk;
use crate::failure::Failure;
use crate::show::text::line;

/// Arguments of `hwc ticket link`.
#[derive(Debug, Args)]
pub(super) struct LinkArgs {
    /// Ticket ID
    #[arg(value_name = "ID")]
    id: String,
    /// Tickets to link, at most three per ticket
    #[arg(value_name = "OTHER-ID", required = true)]
    others: Vec<String>,
}

impl LinkArgs {
    pub(super) async fn run(self, desk: &mut Desk) -> Result<(), Failure> {
        let related = desk.tickets.link(self.id.as_str(), self.others).await?;
        let json = json!({ "case_id": self.id, "added": ids(&related.added), "already": ids(&related.already) });
        let words = [("linked to", &related.added), ("was linked already to", &related.already)];
        let words = words
            .into_iter()
            .filter(|(_, ids)| !ids.is_empty())
            .map(|(words, ids)| format!("{words} {}", self::ids(ids).join(", ")));
        let words = format!("{}: {}", line(&self.id), words.collect::<Vec<_>>().join(", "));
        desk.tell(&json, &words)
    }
}

fn ids(ids: &[CaseId]) -> Vec<String> {
    ids.iter().map(|id| line(id.as_str())).collect()
}

/// Arguments of `hwc ticket unlink`.
#[derive(Debug, Args)]
pub(super) struct UnlinkArgs {
    /// Ticket ID
    #[arg(value_name = "ID")]
    id: String,
    /// Linked ticket
    #[arg(value_name = "OTHER-ID")]
    other: String,
}

impl UnlinkArgs {
    pub(super) async fn run(self, desk: &mut Desk) -> Result<(), Failure> {
        desk.tickets.unlink(self.id.as_str(), self.other.as_str()).await?;
        let words = format!("{}: no longer linked to {}", line(&self.id), line(&self.other));
        desk.tell(&json!({ "case_id": self.id, "removed": [self.other] }), &words)
    }
}
