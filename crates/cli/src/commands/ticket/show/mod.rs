//! `hwc ticket show`: a page with all details of a ticket.

mod page;

use clap::Args;
use hwc_api::osm::{Authorization, CaseDetail, CaseId, CaseRelation, Label, ListAuthorizations};

use super::context::TicketContext;
use super::view::{Converter, LinkedTicket, Ticket, label_names};
use crate::args::output::OutArgs;
use crate::error::CliError;

pub(super) use page::{MessageLayout, message};

/// Arguments of `hwc ticket show`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  hwc ticket show case-123\n  hwc ticket show case-123 -o json")]
pub(super) struct ShowArgs {
    /// Ticket ID
    #[arg(value_name = "ID")]
    id: String,
    /// Print the ID of each message
    #[arg(long)]
    ids: bool,
    #[command(flatten)]
    pub(super) out: OutArgs,
}

/// All details of a ticket. `None` stands for details that could not be read; the others are still shown.
struct TicketDetails {
    ticket: CaseDetail,
    labels: Option<Vec<Label>>,
    relations: Option<Vec<CaseRelation>>,
    authorizations: Option<Vec<Authorization>>,
}

impl TicketDetails {
    /// Converts the details for programs.
    fn view(&self, converter: Converter) -> Ticket {
        let (labels, links, access) = (&self.labels, &self.relations, &self.authorizations);
        Ticket {
            labels: labels.as_deref().map(label_names),
            links: links.as_ref().map(|links| links.iter().map(LinkedTicket::from).collect()),
            access: access.as_ref().map(|grants| grants.iter().map(|grant| converter.access(grant)).collect()),
            ..converter.detailed(&self.ticket)
        }
    }
}

impl ShowArgs {
    pub(super) async fn run(self, context: &mut TicketContext) -> Result<(), CliError> {
        let id = CaseId::from(self.id);
        let ticket = context.tickets.detail(&id).await?;
        let (labels, links) = (context.tickets.labels(&id).await, context.tickets.links(&id).await);
        let authorizations = grants(context, &id).await;
        let details = TicketDetails {
            ticket,
            labels: or_note(context, "labels", labels),
            relations: or_note(context, "links", links),
            authorizations: or_note(context, "access grants", authorizations),
        };
        let times = &context.times;
        let view = details.view(context.converter());
        context.ui.document(&view, |ui| {
            page::ticket_page(times, &id, &details, MessageLayout { ids: self.ids, width: ui.width })
        })
    }
}

async fn grants(context: &TicketContext, id: &CaseId) -> Result<Vec<Authorization>, hwc_api::Error> {
    let mut items = context.tickets.authorizations().list(ListAuthorizations::new().incident_id(id).limit(100_u32));
    let mut grants = Vec::new();
    while let Some(grant) = items.try_next().await? {
        grants.push(grant);
    }
    Ok(grants)
}

fn or_note<T>(context: &mut TicketContext, part: &str, result: Result<T, hwc_api::Error>) -> Option<T> {
    match result {
        Ok(value) => Some(value),
        Err(error) => {
            context.ui.note(&format!("cannot read the {part}: {error}"));
            None
        }
    }
}
