//! Actions of customers on a ticket: urge, cancel, close, delete.

use hwc_models::osm::{CaseAction, CaseOperation, UpdateCases, UpdateCasesResponse};

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::services::osm::cases::create_scores::store_ratings;
use crate::services::osm::lifecycle::{TicketEvent, transition};
use crate::services::osm::{business, log, require_case};

/// The minimum time between two urges of a ticket, in milliseconds. No source documents it.
const PAUSE: i64 = 30 * 60_000;

pub(crate) fn update(cx: &mut Context<'_>, request: &UpdateCases) -> Result<UpdateCasesResponse, ApiError> {
    require_case(cx, &request.case_id)?;
    let (event, operation) = match &request.action_id {
        CaseAction::Urge => (TicketEvent::Urge, CaseOperation::Urged),
        CaseAction::Cancel => (TicketEvent::Cancel, CaseOperation::Canceled),
        CaseAction::Close => (TicketEvent::Close, CaseOperation::Closed),
        CaseAction::Delete => (TicketEvent::Delete, CaseOperation::Deleted),
        _ => return Err(business("OSM.01010013", "action_id must be cancel, close, press or delete.")),
    };
    transition(cx, &request.case_id, event)?;
    let case = request.case_id.as_str();
    if event == TicketEvent::Urge {
        urge(cx, case)?;
    }
    store_ratings(cx, case, request.judgement.as_deref(), request.incident_satisfaction_list.as_deref())?;
    log::log_with(cx, case, operation, request.operate_desc.as_deref())?;
    Ok(UpdateCasesResponse::default())
}

/// Records that a ticket was urged. Returns an error if the last urge is too recent.
fn urge(cx: &Context<'_>, case: &str) -> Result<(), ApiError> {
    let urged = cx
        .db
        .prepare_cached(
            "UPDATE cases SET pressed_at = ?2 WHERE id = ?1 AND (pressed_at IS NULL OR pressed_at <= ?2 - ?3)",
        )?
        .execute((case, cx.now, PAUSE))?;
    if urged == 1 { Ok(()) } else { Err(business("OSM.01010004", "The ticket was urged a short time ago.")) }
}
