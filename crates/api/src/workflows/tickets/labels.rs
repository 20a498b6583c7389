//! Labels on tickets, by name. The service identifies them by number and has a separate list of labels per account.

use hwc_models::osm::{CaseId, CreateCaseLabels, CreateLabels, DeleteCaseLabels, Label, ListCaseLabels, ListLabels};
use hwc_wire::{Request, Violation};

use super::ticket_call::TicketCall;
use super::{Tickets, invalid, require_valid};
use crate::error::Error;

/// The maximum number of labels per ticket and per account, according to the reference.
const MAX_PER_TICKET: usize = 5;
const MAX_PER_ACCOUNT: usize = 30;

/// The color of created labels.
const COLOR: &str = "#000000";

/// The outcome of labeling a ticket.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct LabelOutcome {
    /// The labels that were added to the ticket.
    pub added: Vec<Label>,
    /// The labels that were already on the ticket.
    pub already: Vec<Label>,
    /// The names of labels that did not exist and were created.
    pub created: Vec<String>,
}

impl Tickets {
    /// Adds labels to a ticket, by name. Labels that do not exist are created, in black. For another color, create them with
    /// `CreateLabels` first.
    ///
    /// A ticket can have 5 labels, and an account 30. Both limits are validated before anything is sent, unless validation
    /// is disabled on the client. Labels that the ticket already has are not changed, so the call can be repeated.
    ///
    /// ```
    /// # async fn example(client: &hwc_api::Client) -> Result<(), hwc_api::Error> {
    /// let outcome = client.tickets().label("case-123", ["urgent", "billing"]).await?;
    /// println!("new to the account: {:?}", outcome.created);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// Returns [`ErrorKind::InvalidRequest`](crate::ErrorKind::InvalidRequest) with all violations before anything is sent.
    /// If a later call fails, labels that were already created remain.
    pub fn label(
        &self,
        case_id: impl Into<CaseId>,
        names: impl IntoIterator<Item = impl Into<String>>,
    ) -> TicketCall<LabelOutcome> {
        let (case_id, names) = (case_id.into(), distinct(names));
        TicketCall::new(self, "tickets.label", |tickets| label(tickets, case_id, names))
    }

    /// Removes labels from a ticket, by name. The labels remain in the account.
    ///
    /// ```
    /// # async fn example(client: &hwc_api::Client) -> Result<(), hwc_api::Error> {
    /// client.tickets().unlabel("case-123", ["urgent"]).await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// Returns [`ErrorKind::InvalidRequest`](crate::ErrorKind::InvalidRequest), before anything is sent, if the ticket does
    /// not have one of the labels.
    pub fn unlabel(
        &self,
        case_id: impl Into<CaseId>,
        names: impl IntoIterator<Item = impl Into<String>>,
    ) -> TicketCall<()> {
        let (case_id, names) = (case_id.into(), distinct(names));
        TicketCall::new(self, "tickets.unlabel", |tickets| unlabel(tickets, case_id, names))
    }

    /// Returns the labels on a ticket.
    ///
    /// ```
    /// # async fn example(client: &hwc_api::Client) -> Result<(), hwc_api::Error> {
    /// for label in client.tickets().labels("case-123").await? {
    ///     println!("{:?}", label.name);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// Returns the errors of [`Client::send`](crate::Client::send).
    pub fn labels(&self, case_id: impl Into<CaseId>) -> TicketCall<Vec<Label>> {
        let request = ListCaseLabels::new(case_id);
        TicketCall::new(self, "tickets.labels", async |tickets| Ok(tickets.call(request).await?.case_label_list))
    }

    /// Returns the labels of the account.
    ///
    /// ```
    /// # async fn example(client: &hwc_api::Client) -> Result<(), hwc_api::Error> {
    /// for label in client.tickets().account_labels().await? {
    ///     println!("{:?}", label.name);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// Returns the errors of [`Client::send`](crate::Client::send).
    pub fn account_labels(&self) -> TicketCall<Vec<Label>> {
        TicketCall::new(self, "tickets.account_labels", async |tickets| {
            tickets.call(ListLabels::new().limit(100)).items().try_collect().await
        })
    }

    fn label_violations(
        &self,
        on_ticket: &[Label],
        wanted: &[String],
        in_account: &[Label],
        created: &[String],
    ) -> Vec<Violation> {
        let mut found = Vec::new();
        for name in created {
            let violations = self.violations_of(&CreateLabels::new(name, COLOR)).into_iter();
            found.extend(violations.map(|violation| Violation::new(format!("names[{name:?}]"), violation.problem)));
        }
        let sums =
            [("the ticket", on_ticket, wanted, MAX_PER_TICKET), ("the account", in_account, created, MAX_PER_ACCOUNT)];
        for (whose, has, more, most) in sums.into_iter().filter(|_| self.validates_requests()) {
            let sum = has.len() + more.len();
            if sum > most && !more.is_empty() {
                let problem = format!("would make {sum} labels of {whose}, at most {most}; it has {}", has.len());
                found.push(Violation::new("names", problem));
            }
        }
        found
    }
}

async fn label(tickets: Tickets, case_id: CaseId, names: Vec<String>) -> Result<LabelOutcome, Error> {
    if names.iter().any(|name| !name.is_empty() && name.trim().is_empty()) {
        return Err(invalid("tickets.label", "a label needs a name that is not blank"));
    }
    let (on_ticket, in_account) = (tickets.labels(&case_id).await?, tickets.account_labels().await?);
    let (already, wanted): (Vec<String>, Vec<String>) =
        names.into_iter().partition(|name| find(&on_ticket, name).is_some());
    let created: Vec<String> = wanted.iter().filter(|name| find(&in_account, name).is_none()).cloned().collect();
    require_valid("tickets.label", tickets.label_violations(&on_ticket, &wanted, &in_account, &created))?;
    let already = already.iter().filter_map(|name| find(&on_ticket, name).cloned()).collect();
    if wanted.is_empty() {
        return Ok(LabelOutcome { added: Vec::new(), already, created });
    }
    for name in &created {
        tickets.call(CreateLabels::new(name, COLOR)).await?;
    }
    // Only the list has the numbers of new labels.
    let known = if created.is_empty() { in_account } else { tickets.account_labels().await? };
    let added = wanted.iter().map(|name| find(&known, name).cloned());
    let added: Option<Vec<Label>> = added.collect();
    let added = added.ok_or_else(|| Error::missing_field(ListLabels::OPERATION, "label_list[].label_id"))?;
    tickets.call(CreateCaseLabels::new(case_id, numbers(&added))).await?;
    Ok(LabelOutcome { added, already, created })
}

async fn unlabel(tickets: Tickets, case_id: CaseId, names: Vec<String>) -> Result<(), Error> {
    let on_ticket = tickets.labels(&case_id).await?;
    let missing: Vec<&str> = names.iter().filter(|name| find(&on_ticket, name).is_none()).map(String::as_str).collect();
    if !missing.is_empty() {
        let has: Vec<&str> = on_ticket.iter().filter_map(|label| label.name.as_deref()).collect();
        let (missing, has) = (missing.join("`, `"), if has.is_empty() { "none".to_owned() } else { has.join(", ") });
        return Err(invalid("tickets.unlabel", format!("the ticket has no label `{missing}`; it has {has}")));
    }
    let labels: Vec<Label> = names.iter().filter_map(|name| find(&on_ticket, name).cloned()).collect();
    if !labels.is_empty() {
        tickets.call(DeleteCaseLabels::new(case_id, numbers(&labels))).await?;
    }
    Ok(())
}

fn distinct(names: impl IntoIterator<Item = impl Into<String>>) -> Vec<String> {
    let mut names: Vec<String> = names.into_iter().map(Into::into).collect();
    names.sort_unstable();
    names.dedup();
    names
}

fn find<'a>(labels: &'a [Label], name: &str) -> Option<&'a Label> {
    labels.iter().find(|label| label.label_id.is_some() && label.name.as_deref() == Some(name))
}

fn numbers(labels: &[Label]) -> Vec<u32> {
    labels.iter().filter_map(|label| label.label_id).collect()
}
