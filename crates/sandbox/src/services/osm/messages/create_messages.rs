//! Writing of messages.

use hwc_models::osm::{CaseOperation, CaseStatus, CreateMessages, CreateMessagesResponse, MessageSource};

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::services::osm::accessories::uploads;
use crate::services::osm::lifecycle::{self, TicketEvent};
use crate::services::osm::messages::engineers;
use crate::services::osm::{log, rejected, require_case};

pub(super) fn create(cx: &mut Context<'_>, request: &CreateMessages) -> Result<CreateMessagesResponse, ApiError> {
    require_case(cx, &request.case_id)?;
    let case = request.case_id.as_str();
    let before = lifecycle::status(cx, case)?;
    lifecycle::transition(cx, &request.case_id, TicketEvent::Message)?;
    let text = request.message.content.as_deref().unwrap_or_default();
    let files = request.message.accessory_ids.as_slice();
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
