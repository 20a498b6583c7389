//! Actions on a ticket. One operation carries out all of them, and the catalog decides about the confirmation.

use hwc_api::Request;
use hwc_api::osm::UpdateCases;
use hwc_api::tickets::ActionCall;

use super::context::TicketContext;
use super::view::ActionOutcome;
use crate::args::confirm::ConfirmArgs;
use crate::error::CliError;
use crate::ui::text::sanitize_line;

/// An action on a ticket, as a verb and as its result.
pub(super) struct Action {
    /// The name in JSON, as in `delete`.
    pub(super) name: &'static str,
    /// The verb in the question, as in `Delete`.
    pub(super) verb: &'static str,
    /// The text after the action, as in `deleted`.
    pub(super) done: &'static str,
}

impl Action {
    /// Asks for a confirmation, carries out the action and reports it.
    pub(super) async fn run(
        &self,
        context: &mut TicketContext,
        confirm: ConfirmArgs,
        id: &str,
        call: ActionCall,
    ) -> Result<(), CliError> {
        let name = sanitize_line(id);
        confirm.confirm(&mut context.ui, UpdateCases::OPERATION, &format!("{} {name}", self.verb))?;
        call.await?;
        context.ui.change(&ActionOutcome { id: id.to_owned(), action: self.name }, &format!("{name}: {}", self.done))
    }
}

/// Adds the reason, if there is one.
pub(super) fn with_reason(call: ActionCall, reason: Option<String>) -> ActionCall {
    match reason {
        Some(reason) => call.reason(reason),
        None => call,
    }
}
