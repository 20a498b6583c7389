//! Customer actions on a ticket: urge, cancel, close and delete.

use hwc_models::osm::{CaseAction, CaseId, CaseRating, UpdateCases};

use super::Tickets;
use super::rating::ratings;
use super::ticket_call::start_workflow;
use crate::core::{BoxFuture, Lazy, lazy_future};
use crate::error::Error;
use crate::workflows::setters::workflow_options;

impl Tickets {
    /// Urges the engineers to work on a ticket. The service rejects a second request shortly after the first.
    ///
    /// ```
    /// # async fn example(client: &hwc_api::Client) -> Result<(), hwc_api::Error> {
    /// client.tickets().urge("case-123").reason("All servers are down now.").await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn urge(&self, case_id: impl Into<CaseId>) -> ActionCall {
        self.act(case_id.into(), CaseAction::Urge)
    }

    /// Cancels a ticket that is not needed any more.
    ///
    /// ```
    /// # async fn example(client: &hwc_api::Client) -> Result<(), hwc_api::Error> {
    /// client.tickets().cancel("case-123").reason("Solved in the meantime.").await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn cancel(&self, case_id: impl Into<CaseId>) -> ActionCall {
        self.act(case_id.into(), CaseAction::Cancel)
    }

    /// Closes a ticket as solved, with or without a rating.
    ///
    /// ```
    /// # async fn example(client: &hwc_api::Client) -> Result<(), hwc_api::Error> {
    /// client.tickets().close("case-123").comment("Well done.").rating("Timeliness", 5).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn close(&self, case_id: impl Into<CaseId>) -> ActionCall {
        self.act(case_id.into(), CaseAction::Close)
    }

    /// Deletes a ticket.
    ///
    /// ```
    /// # async fn example(client: &hwc_api::Client) -> Result<(), hwc_api::Error> {
    /// client.tickets().delete("case-123").await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn delete(&self, case_id: impl Into<CaseId>) -> ActionCall {
        self.act(case_id.into(), CaseAction::Delete)
    }

    fn act(&self, case_id: CaseId, action: CaseAction) -> ActionCall {
        let request = UpdateCases::new(case_id, action);
        ActionCall(Lazy::Ready(Action { tickets: self.clone(), request, ratings: Vec::new() }))
    }
}

/// A call that performs an action on a ticket, created by [`Tickets::urge`], [`cancel`](Tickets::cancel),
/// [`close`](Tickets::close) and [`delete`](Tickets::delete). Nothing is sent before it is awaited.
///
/// # Errors
/// Returns the errors of [`Client::send`](crate::Client::send). The states in which a ticket allows an action are not
/// documented, so the service decides.
#[derive(Debug)]
#[must_use = "nothing is sent before it is awaited"]
pub struct ActionCall(Lazy<Action, Result<(), Error>>);

/// The parts of the call before it starts.
#[derive(Debug)]
struct Action {
    tickets: Tickets,
    request: UpdateCases,
    ratings: Vec<(String, u32)>,
}

impl ActionCall {
    /// Sets the reason. Must have at most 400 characters.
    pub fn reason(self, reason: impl Into<String>) -> Self {
        self.with(|action| action.request.operate_desc = Some(reason.into()))
    }

    /// Sets the customer's comment on the work. Must have at most 400 characters. Meant for closing.
    pub fn comment(self, comment: impl Into<String>) -> Self {
        self.with(|action| action.request.judgement = Some(comment.into()))
    }

    /// Rates one aspect of the work, given by number or by name, as in [`RateCall::rate`](super::RateCall::rating). Meant for
    /// closing.
    pub fn rating(self, aspect: impl Into<String>, value: u32) -> Self {
        self.with(|action| action.ratings.push((aspect.into(), value)))
    }

    workflow_options!();

    fn handle_mut(&mut self) -> Option<&mut Tickets> {
        self.0.parts_mut().map(|action| &mut action.tickets)
    }

    fn with(mut self, change: impl FnOnce(&mut Action)) -> Self {
        if let Some(parts) = self.0.parts_mut() {
            change(parts);
        }
        self
    }
}

lazy_future! { ActionCall, (), Action::start }

impl Action {
    fn start(self) -> BoxFuture<Result<(), Error>> {
        start_workflow(self.tickets.clone(), "tickets.act", |_| self.send())
    }

    async fn send(mut self) -> Result<(), Error> {
        if !self.ratings.is_empty() {
            let ratings: Vec<CaseRating> = ratings(&self.tickets, &self.ratings).await?;
            self.request.incident_satisfaction_list = Some(ratings);
        }
        self.tickets.call(self.request).await?;
        Ok(())
    }
}
