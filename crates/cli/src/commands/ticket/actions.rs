//! Actions on a ticket: urge, cancel, close, delete.

pub(super) mod cancel;
pub(super) mod close;
pub(super) mod delete;
pub(super) mod urge;

use hwc_api::serde_json::json;
use hwc_api::tickets::ActionCall;

use super::desk::Desk;
use crate::failure::Failure;
use crate::show::text::line;

/// Carries out an action and reports it.
async fn done(desk: &mut Desk, act: ActionCall, id: &str, action: &str, words: &str) -> Result<(), Failure> {
    act.await?;
    desk.tell(&json!({ "case_id": id, "action": action }), &format!("{}: {words}", line(id)))
}

/// Adds the reason, if there is one.
fn with_reason(act: ActionCall, reason: Option<String>) -> ActionCall {
    match reason {
        Some(reason) => act.reason(reason),
        None => act,
    }
}
