//! What a customer does with a ticket: urge, withdraw, close or delete it.

use std::future::IntoFuture;

use hwc_models::osm::{CaseAction, CaseId, CaseRating, UpdateCases};

use super::score::ratings;
use super::{Pending, Tickets};
use crate::error::Error;

impl Tickets {
    /// Asks the engineers to hurry. The service refuses when that was asked a short time ago.
    ///
    /// ```
    /// # async fn example(client: &hwc_api::Client) -> Result<(), hwc_api::Error> {
    /// client.tickets().press("case-123").because("All servers are down now.").await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn press(&self, case_id: impl Into<CaseId>) -> Act {
        self.act(case_id.into(), CaseAction::Press)
    }

    /// Withdraws a ticket that is not needed any more.
    ///
    /// ```
    /// # async fn example(client: &hwc_api::Client) -> Result<(), hwc_api::Error> {
    /// client.tickets().cancel("case-123").because("Solved in the meantime.").await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn cancel(&self, case_id: impl Into<CaseId>) -> Act {
        self.act(case_id.into(), CaseAction::Cancel)
    }

    /// Closes a ticket as solved, with or without a rating.
    ///
    /// ```
    /// # async fn example(client: &hwc_api::Client) -> Result<(), hwc_api::Error> {
    /// client.tickets().close("case-123").judgement("Well done.").rate("Timeliness", 5).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn close(&self, case_id: impl Into<CaseId>) -> Act {
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
    pub fn delete(&self, case_id: impl Into<CaseId>) -> Act {
        self.act(case_id.into(), CaseAction::Delete)
    }

    fn act(&self, case_id: CaseId, action: CaseAction) -> Act {
        let mut request = UpdateCases::new(case_id, action);
        request.group_id = self.group_id.clone();
        Act { tickets: self.clone(), request, rates: Vec::new() }
    }
}

/// Something that is about to be done with a ticket; made by [`Tickets::press`], [`cancel`](Tickets::cancel),
/// [`close`](Tickets::close) and [`delete`](Tickets::delete). Nothing is sent before it is awaited.
///
/// # Errors
/// As for any call: no source tells in which states a ticket allows what, so the service decides.
#[derive(Clone, Debug)]
#[must_use = "nothing is sent before it is awaited"]
pub struct Act {
    tickets: Tickets,
    request: UpdateCases,
    rates: Vec<(String, u32)>,
}

impl Act {
    /// Says why, in at most 400 characters.
    pub fn because(mut self, reason: impl Into<String>) -> Self {
        self.request = self.request.operate_desc(reason);
        self
    }

    /// What the customer says about the work, in at most 400 characters. It is meant for closing.
    pub fn judgement(mut self, judgement: impl Into<String>) -> Self {
        self.request = self.request.judgement(judgement);
        self
    }

    /// Rates one aspect of the work, which is told by number or by name, as in [`Score::rate`](super::Score::rate). It
    /// is meant for closing.
    pub fn rate(mut self, aspect: impl Into<String>, value: u32) -> Self {
        self.rates.push((aspect.into(), value));
        self
    }

    async fn send(mut self) -> Result<(), Error> {
        if !self.rates.is_empty() {
            let rates: Vec<CaseRating> = ratings(&self.tickets, &self.rates).await?;
            self.request.incident_satisfaction_list = Some(rates);
        }
        self.tickets.call(self.request).await?;
        Ok(())
    }
}

impl IntoFuture for Act {
    type Output = Result<(), Error>;
    type IntoFuture = Pending<Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.send())
    }
}
