//! Opening of tickets. A new ticket waits. After a minute an engineer accepts it and requests access to the account.

use hwc_models::osm::{
    CaseOperation, CreateCases, CreateCasesResponse, IncidentSubTypeId, ProductCategoryId, ProjectId, RegionId,
    SeverityId, VerifiedId,
};
use rusqlite::named_params;

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::services::osm::accessories::uploads;
use crate::services::osm::cases::case_extends_param::{self, Extension};
use crate::services::osm::messages::engineers;
use crate::services::osm::{
    REACTION, authorizations, cc_emails, configuration_lists, log, privileges, quotas, verification_codes,
};

pub(crate) fn create(cx: &mut Context<'_>, request: &CreateCases) -> Result<CreateCasesResponse, ApiError> {
    privileges::check_creation(cx)?;
    configuration_lists::check_ids(cx, request)?;
    verification_codes::check_contact(cx, request)?;
    quotas::check(cx, request.business_type_id.as_str())?;
    let id = open(cx, request, cx.now)?;
    engineers::greet(cx, &id)?;
    let mut response = CreateCasesResponse::default();
    response.incident_id = Some(id.into());
    Ok(response)
}

/// Opens a ticket as of `opened_at` and returns its ID.
pub(crate) fn open(cx: &Context<'_>, request: &CreateCases, opened_at: i64) -> Result<String, ApiError> {
    let id = format!("case-{}", 1000 + cx.next_number("case")?);
    open_as(cx, request, &id, opened_at)?;
    let grant = authorizations::next_id(cx)?;
    authorizations::request_access(cx, &id, &grant, opened_at + REACTION)?;
    Ok(id)
}

/// Opens a ticket with a given ID, without an access request of an engineer.
pub(crate) fn open_as(cx: &Context<'_>, request: &CreateCases, id: &str, opened_at: i64) -> Result<(), ApiError> {
    insert(cx, request, id, opened_at)?;
    extend(cx, request, id)?;
    let message = first_message(cx, request, id, opened_at)?;
    uploads::attach(cx, request.accessory_ids.as_deref().unwrap_or_default(), message)?;
    log::log_at(cx, id, CaseOperation::Created, opened_at)
}

fn insert(cx: &Context<'_>, request: &CreateCases, id: &str, opened_at: i64) -> Result<(), ApiError> {
    cx.db
        .prepare_cached(
            "INSERT INTO cases (id, customer, status, description, business_type, sub_type, product, region, severity,
                 source, project, user_id, user_name, extends, extension, opened_at, taken_up_at)
             VALUES (:id, :customer, 0, :description, :business_type, :sub_type, :product, :region, :severity,
                 :source, :project, :user_id, :user_name, '{}', '{}', :opened_at, :taken_up_at)",
        )?
        .execute(named_params! {
            ":id": id,
            ":customer": cx.customer(),
            ":description": request.simple_description,
            ":business_type": request.business_type_id.as_str(),
            ":sub_type": request.incident_sub_type_id.as_ref().map_or("", IncidentSubTypeId::as_str),
            ":product": request.product_category_id.as_ref().map(ProductCategoryId::as_str),
            ":region": request.region_id.as_ref().map_or("", RegionId::as_str),
            ":severity": request.severity_id.as_ref().map(SeverityId::as_str),
            ":source": request.source_id.as_str(),
            ":project": request.project_id.as_ref().map(ProjectId::as_str),
            ":user_id": cx.caller.id,
            ":user_name": cx.caller.name,
            ":opened_at": opened_at,
            ":taken_up_at": opened_at + REACTION,
        })?;
    Ok(())
}

/// Stores contacts and additional values. Known values of the extension map are part of the contacts.
fn extend(cx: &Context<'_>, request: &CreateCases, id: &str) -> Result<(), ApiError> {
    let extension = Extension::read(&request.extension_map)?;
    cx.db
        .prepare_cached(
            "UPDATE cases SET area_code = :area_code, remind_mobile = :remind_mobile, remind_mail = :remind_mail,
                 remind_time = :remind_time, contact_type = :contact_type, cc_email = :cc_email, commodity = :commodity,
                 phone_verified = :phone_verified, mail_verified = :mail_verified, extends = :extends,
                 extension = :extension
             WHERE id = :id",
        )?
        .execute(named_params! {
            ":id": id,
            ":area_code": request.area_code,
            ":remind_mobile": request.remind_mobile,
            ":remind_mail": request.remind_mail,
            ":remind_time": request.remind_time,
            ":contact_type": extension.contact_type,
            ":cc_email": extension.cc_email,
            ":commodity": extension.commodity,
            ":phone_verified": request.phone_verified_id.as_ref().map(VerifiedId::as_str),
            ":mail_verified": request.email_verified_id.as_ref().map(VerifiedId::as_str),
            ":extends": case_extends_param::text(&request.extends_map),
            ":extension": case_extends_param::text(&request.extension_map),
        })?;
    cc_emails::remember(cx, extension.cc_email.as_deref().unwrap_or_default())
}

/// Stores the customer's description as the first message.
fn first_message(cx: &Context<'_>, request: &CreateCases, id: &str, at: i64) -> Result<i64, ApiError> {
    cx.db
        .prepare_cached(
            "INSERT INTO messages (case_id, source, author_id, author_name, content, is_first, written_at)
             VALUES (?1, 0, ?2, ?3, ?4, 1, ?5)",
        )?
        .execute((id, &cx.caller.id, &cx.caller.name, &request.simple_description, at))?;
    Ok(cx.db.last_insert_rowid())
}
