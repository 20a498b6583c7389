//! Opening tickets. A new ticket waits; after a minute it is taken up, and an engineer asks for access to the account.

use hwc_models::osm::{CreateCases, CreateCasesResponse, ProductCategoryId, SeverityId};
use rusqlite::named_params;

use super::{CUSTOMER, REACTION, accessories, configuration, engineers, grants, privileges, verification};
use crate::context::Context;
use crate::refusal::Refusal;

pub(super) fn create(cx: &mut Context<'_>, request: &CreateCases) -> Result<CreateCasesResponse, Refusal> {
    privileges::check_creation(cx)?;
    configuration::check_ids(cx, request)?;
    verification::check_contact(cx, request)?;
    let id = open(cx, request, cx.now)?;
    engineers::greet(cx, &id)?;
    let mut answer = CreateCasesResponse::default();
    answer.incident_id = Some(id.into());
    Ok(answer)
}

/// Opens a ticket as of `opened_at` and gives its id.
pub(crate) fn open(cx: &Context<'_>, request: &CreateCases, opened_at: i64) -> Result<String, Refusal> {
    let id = format!("case-{}", 1000 + cx.next_number("case")?);
    open_as(cx, request, &id, opened_at)?;
    let grant = grants::next_id(cx)?;
    grants::ask_for_access(cx, &id, &grant, opened_at + REACTION)?;
    Ok(id)
}

/// Opens a ticket with an id of one's own, for which no engineer asks for access.
pub(crate) fn open_as(cx: &Context<'_>, request: &CreateCases, id: &str, opened_at: i64) -> Result<(), Refusal> {
    insert(cx, request, id, opened_at)?;
    let message = first_message(cx, request, id, opened_at)?;
    accessories::attach(cx, request.accessory_ids.as_deref().unwrap_or_default(), message)
}

fn insert(cx: &Context<'_>, request: &CreateCases, id: &str, opened_at: i64) -> Result<(), Refusal> {
    cx.db
        .prepare_cached(
            "INSERT INTO cases (id, customer, status, description, business_type, sub_type, product, region, severity, user_id,
                 user_name, area_code, remind_mobile, remind_mail, remind_time, opened_at, taken_up_at)
             VALUES (:id, :customer, 0, :description, :business_type, :sub_type, :product, :region, :severity, :user_id,
                 :user_name, :area_code, :remind_mobile, :remind_mail, :remind_time, :opened_at, :taken_up_at)",
        )?
        .execute(named_params! {
            ":id": id,
            ":customer": CUSTOMER,
            ":description": request.simple_description,
            ":business_type": request.business_type_id.as_str(),
            ":sub_type": request.incident_sub_type_id.as_ref().map_or("", |id| id.as_str()),
            ":product": request.product_category_id.as_ref().map(ProductCategoryId::as_str),
            ":region": request.region_id.as_ref().map_or("", |id| id.as_str()),
            ":severity": request.severity_id.as_ref().map(SeverityId::as_str),
            ":user_id": cx.caller.id,
            ":user_name": cx.caller.name,
            ":area_code": request.area_code,
            ":remind_mobile": request.remind_mobile,
            ":remind_mail": request.remind_mail,
            ":remind_time": request.remind_time,
            ":opened_at": opened_at,
            ":taken_up_at": opened_at + REACTION,
        })?;
    Ok(())
}

/// What the customer wrote is the first message.
fn first_message(cx: &Context<'_>, request: &CreateCases, id: &str, at: i64) -> Result<i64, Refusal> {
    cx.db.execute(
        "INSERT INTO messages (case_id, source, author_id, author_name, content, is_first, written_at)
         VALUES (?1, 0, ?2, ?3, ?4, 1, ?5)",
        (id, &cx.caller.id, &cx.caller.name, &request.simple_description, at),
    )?;
    Ok(cx.db.last_insert_rowid())
}
