//! Updates of the contact information of a ticket.

use hwc_models::osm::{CaseOperation, UpdateCaseContactInfo, UpdateCaseContactInfoResponse};
use rusqlite::named_params;

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::services::osm::cases::case_extends_param::{self, Extension};
use crate::services::osm::lifecycle::{TicketEvent, transition};
use crate::services::osm::{cc_emails, log, require_case};

/// Updates the values of the request. Other values remain unchanged.
pub(crate) fn update(
    cx: &mut Context<'_>,
    request: &UpdateCaseContactInfo,
) -> Result<UpdateCaseContactInfoResponse, ApiError> {
    require_case(cx, &request.case_id)?;
    transition(cx, &request.case_id, TicketEvent::Change)?;
    let extension = Extension::read(&request.extension_map)?;
    write(cx, request, &extension)?;
    let case = request.case_id.as_str();
    case_extends_param::add(cx, "extension", case, &request.extension_map)?;
    cc_emails::remember(cx, extension.cc_email.as_deref().unwrap_or_default())?;
    if extension.cc_email.as_deref() == Some("") {
        log::log(cx, case, CaseOperation::ContactRemoved)?;
    }
    if changes(request, &extension) {
        log::log(cx, case, CaseOperation::ContactChanged)?;
    }
    Ok(UpdateCaseContactInfoResponse::default())
}

/// Returns true if the request does more than remove addresses.
fn changes(request: &UpdateCaseContactInfo, extension: &Extension) -> bool {
    let fields = [&request.area_code, &request.remind_mobile, &request.remind_mail, &request.remind_time];
    let removed = usize::from(extension.cc_email.as_deref() == Some(""));
    fields.iter().any(|field| field.is_some()) || request.extension_map.len() > removed
}

fn write(cx: &Context<'_>, request: &UpdateCaseContactInfo, extension: &Extension) -> Result<(), ApiError> {
    cx.db
        .prepare_cached(
            "UPDATE cases SET area_code = coalesce(:area_code, area_code),
                 remind_mobile = coalesce(:remind_mobile, remind_mobile),
                 remind_mail = coalesce(:remind_mail, remind_mail),
                 remind_time = coalesce(:remind_time, remind_time),
                 contact_type = coalesce(:contact_type, contact_type),
                 cc_email = coalesce(:cc_email, cc_email),
                 commodity = coalesce(:commodity, commodity)
             WHERE id = :id",
        )?
        .execute(named_params! {
            ":id": request.case_id.as_str(),
            ":area_code": request.area_code,
            ":remind_mobile": request.remind_mobile,
            ":remind_mail": request.remind_mail,
            ":remind_time": request.remind_time,
            ":contact_type": extension.contact_type,
            ":cc_email": extension.cc_email,
            ":commodity": extension.commodity,
        })?;
    Ok(())
}
