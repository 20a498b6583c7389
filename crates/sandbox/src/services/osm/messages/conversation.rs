//! Messages on tickets: writing, listing and revoking them.

use hwc_models::osm::{
    CaseOperation, CaseStatus, CreateMessages, CreateMessagesResponse, ListMessages, ListMessagesResponse,
    MessageSource, RevokeMessage, RevokeMessageResponse,
};

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::services::osm::accessories::uploads;
use crate::services::osm::lifecycle::{self, TicketEvent};
use crate::services::osm::messages::engineers;
use crate::services::osm::messages::rows::{self, StoredMessage};
use crate::services::osm::{PAGE, business, log, rejected, require_case};

pub(super) fn create(cx: &mut Context<'_>, request: &CreateMessages) -> Result<CreateMessagesResponse, ApiError> {
    require_case(cx, &request.case_id)?;
    let case = request.case_id.as_str();
    let before = lifecycle::status(cx, case)?;
    lifecycle::transition(cx, &request.case_id, TicketEvent::Message)?;
    let text = request.message.content.as_deref().unwrap_or_default();
    let files = request.message.accessory_ids.as_deref().unwrap_or_default();
    if text.trim().is_empty() && files.is_empty() {
        return Err(rejected("message.content is empty, and there are no attachments."));
    }
    let message = write(cx, case, text)?;
    uploads::attach(cx, files, message)?;
    engineers::schedule_reply(cx, case, message)?;
    if before == CaseStatus::AwaitingCustomer.code() {
        log::log(cx, case, CaseOperation::Answered)?;
    }
    Ok(CreateMessagesResponse::default())
}

fn write(cx: &Context<'_>, case: &str, text: &str) -> Result<i64, ApiError> {
    cx.db
        .prepare_cached(
            "INSERT INTO messages (case_id, source, author_id, author_name, content, written_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )?
        .execute((case, MessageSource::Customer.code(), &cx.caller.id, &cx.caller.name, text, cx.now))?;
    Ok(cx.db.last_insert_rowid())
}

pub(super) fn list(cx: &mut Context<'_>, request: &ListMessages) -> Result<ListMessagesResponse, ApiError> {
    require_case(cx, &request.case_id)?;
    let case = request.case_id.as_str();
    let (offset, limit) = (request.offset.unwrap_or(0), request.limit.unwrap_or(PAGE));
    let page = "ORDER BY m.written_at, m.number LIMIT :limit OFFSET :offset";
    let rows = rows::select(cx, case, page, &[(":limit", &limit), (":offset", &offset)])?;
    let mut response = ListMessagesResponse::default();
    response.count = Some(rows::count(cx, case, "", &[])?);
    response.message_list = rows::to_models(cx, rows, request.trim_osm_rich_text_label.unwrap_or(true))?;
    Ok(response)
}

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
        return Err(business("OSM.01010002", "Only who wrote a message can take it back."));
    }
    if message.is_first { Err(rejected("The first message tells what the ticket is about. It stays.")) } else { Ok(()) }
}
