//! Revoking of messages.

use hwc_models::osm::{MessageSource, RevokeMessage, RevokeMessageResponse};

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::services::osm::accessories::uploads;
use crate::services::osm::lifecycle::{self, TicketEvent};
use crate::services::osm::messages::engineers;
use crate::services::osm::messages::rows::{self, StoredMessage};
use crate::services::osm::{business, rejected, require_case};

/// Hides a message and deletes its attachments. Revoking is not a reply, so the state of the ticket remains.
pub(super) fn revoke(cx: &mut Context<'_>, request: &RevokeMessage) -> Result<RevokeMessageResponse, ApiError> {
    require_case(cx, &request.case_id)?;
    let message = rows::find(cx, request.case_id.as_str(), &request.message_id)?;
    require_own(cx, &message)?;
    lifecycle::check_transition(cx, &request.case_id, TicketEvent::Message)?;
    cx.db.execute("UPDATE messages SET withdrawn_at = ?2 WHERE number = ?1", (message.number, cx.now))?;
    uploads::discard_all(cx, message.number)?;
    engineers::cancel_reply(cx, message.number)?;
    Ok(RevokeMessageResponse::default())
}

fn require_own(cx: &Context<'_>, message: &StoredMessage) -> Result<(), ApiError> {
    if message.source != MessageSource::Customer || message.author_id != cx.caller.id {
        return Err(business("OSM.01010002", "Only the author of a message can revoke it."));
    }
    if message.is_first {
        Err(rejected("The first message describes the ticket and cannot be revoked."))
    } else {
        Ok(())
    }
}
