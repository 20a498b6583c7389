//! Links between tickets.

use hwc_models::osm::{CaseId, CaseRelation, CreateRelations, DeleteRelation, ListRelation};
use hwc_wire::Violation;

use super::ticket_call::TicketCall;
use super::{Tickets, require_valid};
use crate::error::Error;

/// The maximum number of links of a ticket, according to the reference.
const MAX_LINKS: usize = 3;

/// The outcome of linking tickets.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct LinkOutcome {
    /// The tickets that were linked.
    pub added: Vec<CaseId>,
    /// The tickets that were already linked.
    pub already: Vec<CaseId>,
}

impl Tickets {
    /// Links other tickets to a ticket. A ticket can have 3 links in total. If validation is disabled on the client, only
    /// the service checks that limit.
    ///
    /// Existing links are read first. Tickets that are already linked are not changed.
    ///
    /// ```
    /// # async fn example(client: &hwc_api::Client) -> Result<(), hwc_api::Error> {
    /// let outcome = client.tickets().link("case-123", ["case-456", "case-789"]).await?;
    /// println!("{} new links", outcome.added.len());
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// Returns [`ErrorKind::InvalidRequest`](crate::ErrorKind::InvalidRequest), before anything is sent, if there would be
    /// too many links, or if `ids` contains the ticket itself or a duplicate. All problems are reported together.
    pub fn link(
        &self,
        case_id: impl Into<CaseId>,
        ids: impl IntoIterator<Item = impl Into<CaseId>>,
    ) -> TicketCall<LinkOutcome> {
        let (case_id, ids): (CaseId, Vec<CaseId>) = (case_id.into(), ids.into_iter().map(Into::into).collect());
        TicketCall::new(self, "tickets.link", |tickets| link(tickets, case_id, ids))
    }

    /// Removes the link between two tickets.
    ///
    /// ```
    /// # async fn example(client: &hwc_api::Client) -> Result<(), hwc_api::Error> {
    /// client.tickets().unlink("case-123", "case-456").await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// Returns the errors of [`Client::send`](crate::Client::send).
    pub fn unlink(&self, case_id: impl Into<CaseId>, other: impl Into<CaseId>) -> TicketCall<()> {
        let request = DeleteRelation::new(case_id, other);
        TicketCall::new(self, "tickets.unlink", async |tickets| {
            tickets.call(request).await?;
            Ok(())
        })
    }

    /// Returns the tickets that are linked to a ticket.
    ///
    /// ```
    /// # async fn example(client: &hwc_api::Client) -> Result<(), hwc_api::Error> {
    /// for other in client.tickets().links("case-123").await? {
    ///     println!("{:?}: {:?}", other.case_id, other.simple_description);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// Returns the errors of [`Client::send`](crate::Client::send).
    pub fn links(&self, case_id: impl Into<CaseId>) -> TicketCall<Vec<CaseRelation>> {
        let request = ListRelation::new(case_id);
        TicketCall::new(self, "tickets.links", async |tickets| Ok(tickets.call(request).await?.case_relation_list))
    }
}

async fn link(tickets: Tickets, case_id: CaseId, ids: Vec<CaseId>) -> Result<LinkOutcome, Error> {
    let linked: Vec<CaseId> =
        tickets.links(&case_id).await?.into_iter().filter_map(|relation| relation.case_id).collect();
    let mut violations = invalid_ids(&case_id, &ids);
    violations.extend(tickets.validates_requests().then(|| too_many(&ids, &linked)).flatten());
    require_valid("tickets.link", violations)?;
    let (already, added): (Vec<CaseId>, Vec<CaseId>) = ids.into_iter().partition(|id| linked.contains(id));
    if !added.is_empty() {
        tickets.call(CreateRelations::new(case_id, &added)).await?;
    }
    Ok(LinkOutcome { added, already })
}

/// Returns the IDs that are invalid regardless of limits.
fn invalid_ids(case_id: &CaseId, ids: &[CaseId]) -> Vec<Violation> {
    let mut found = Vec::new();
    for (index, id) in ids.iter().enumerate() {
        let path = || format!("ids[{index}]");
        if id == case_id {
            found.push(Violation::new(path(), format!("is {id}, the ticket itself")));
        } else if ids[..index].contains(id) {
            found.push(Violation::new(path(), format!("is {id} again")));
        }
    }
    found
}

/// Returns a violation if the ticket would have too many links.
fn too_many(ids: &[CaseId], linked: &[CaseId]) -> Option<Violation> {
    let mut all: Vec<&CaseId> = Vec::new();
    for id in linked.iter().chain(ids) {
        if !all.contains(&id) {
            all.push(id);
        }
    }
    if all.len() <= MAX_LINKS || ids.iter().all(|id| linked.contains(id)) {
        return None;
    }
    let names: Vec<&str> = linked.iter().map(CaseId::as_str).collect();
    let has = if names.is_empty() { "none yet".to_owned() } else { names.join(", ") };
    let problem = format!("would make {} links, at most {MAX_LINKS}; the ticket has {has}", all.len());
    Some(Violation::new("ids", problem))
}
