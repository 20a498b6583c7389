//! `hwc ticket show`: a page with all details of a ticket.

mod page;

use clap::Args;
use hwc_api::osm::{Authorization, CaseDetail, CaseId, CaseRelation, Label, ListAuthorizations, ShowCaseDetail};
use hwc_api::serde_json::json;

use super::desk::Desk;
use crate::failure::Failure;

pub(super) use page::message;

/// Arguments of `hwc ticket show`.
#[derive(Debug, Args)]
pub(super) struct Show {
    /// Ticket ID
    #[arg(value_name = "ID")]
    id: String,
    /// Print the ID of each message
    #[arg(long)]
    ids: bool,
}

/// All details of a ticket. `None` stands for details that could not be read; the others are still shown.
struct Known {
    ticket: CaseDetail,
    labels: Option<Vec<Label>>,
    relations: Option<Vec<CaseRelation>>,
    authorizations: Option<Vec<Authorization>>,
}

impl Show {
    pub(super) async fn run(self, desk: &mut Desk) -> Result<(), Failure> {
        let id = CaseId::from(self.id);
        let ticket = detail(desk, &id).await?;
        let (labels, relations) = (desk.tickets.labels(&id).await, desk.tickets.links(&id).await);
        let authorizations = grants(desk, &id).await;
        let known = Known {
            ticket,
            labels: or_note(desk, "labels", labels),
            relations: or_note(desk, "links", relations),
            authorizations: or_note(desk, "access grants", authorizations),
        };
        if desk.json() {
            let Known { ticket, labels, relations, authorizations } = known;
            return desk.screen.document(&json!({
                "ticket": ticket,
                "labels": labels,
                "relations": relations,
                "authorizations": authorizations,
            }));
        }
        let text = page::of(desk, &id, &known, self.ids);
        desk.screen.text(&text)
    }
}

/// Fetches a ticket with its messages.
pub(super) async fn detail(desk: &Desk, id: &CaseId) -> Result<CaseDetail, Failure> {
    let mut request = ShowCaseDetail::new(id);
    request.group_id = desk.group.clone();
    let answer = desk.client.send(request).await?;
    answer.incident_detail_info.ok_or_else(|| Failure::internal(format!("the service tells nothing about {id}")))
}

async fn grants(desk: &Desk, id: &CaseId) -> Result<Vec<Authorization>, hwc_api::Error> {
    let mut found = desk.tickets.authorizations().list(ListAuthorizations::new().incident_id(id).limit(100_u32));
    let mut grants = Vec::new();
    while let Some(grant) = found.try_next().await? {
        grants.push(grant);
    }
    Ok(grants)
}

fn or_note<T>(desk: &mut Desk, what: &str, outcome: Result<T, hwc_api::Error>) -> Option<T> {
    match outcome {
        Ok(known) => Some(known),
        Err(error) => {
            desk.screen.note(&format!("the {what} could not be read: {error}"));
            None
        }
    }
}
