//! Verification of contacts. A code is sent and checked, and then tickets can name the contact.

pub(crate) mod contacts;

use hwc_models::osm::{
    CheckNeedVerify, CheckNeedVerifyResponse, CheckVerifyCodes, CheckVerifyCodesResponse, ContactWay, CreateCases,
    ListHasVerifiedContacts, ListHasVerifiedContactsResponse, SendVerifyCodes, SendVerifyCodesResponse,
    VerifiedContact, VerifiedId,
};
use rusqlite::{Row, ToSql, named_params};

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::registry::Registry;
use crate::runtime::times::{self, DAY};
use crate::services::osm::configuration_lists::list_area_codes;
use crate::services::osm::configuration_lists::list_extends_params::yes_no;
use crate::services::osm::verification_codes::contacts::{Contact, StoredContact};
use crate::services::osm::{PAGE, business, rejected};

pub(super) fn register(registry: &mut Registry) {
    registry.register(send).register(check).register(need).register(list);
}

/// The minimum time between two codes for a contact, in milliseconds.
const BETWEEN: i64 = 60_000;

/// The maximum number of codes for a contact in 24 hours. No source documents it.
const MOST_A_DAY: i64 = 10;

pub(crate) fn send(cx: &mut Context<'_>, request: &SendVerifyCodes) -> Result<SendVerifyCodesResponse, ApiError> {
    let contact = contact(request.contact_way, request.area_code.as_deref(), &request.contact_value)?;
    if contact.way == ContactWay::Phone && !list_area_codes::exists(contact.area) {
        return Err(rejected("area_code must be the code of a country."));
    }
    if contact.codes_since(cx, cx.now - BETWEEN)? > 0 {
        return Err(too_often("A code was sent less than a minute ago."));
    }
    if contact.codes_since(cx, cx.now - DAY)? >= MOST_A_DAY {
        return Err(too_often("No more codes are sent to this contact today."));
    }
    contact.send_code(cx)?;
    Ok(SendVerifyCodesResponse::default())
}

fn too_often(message: &str) -> ApiError {
    business("OSM.01010024", message)
}

fn unverified(message: &str) -> ApiError {
    business("OSM.01010010", message)
}

/// Returns a contact of a request. The format of phone numbers is not checked, because examples of the reference are
/// invalid.
fn contact<'a>(way: ContactWay, area: Option<&'a str>, value: &'a str) -> Result<Contact<'a>, ApiError> {
    if way != ContactWay::Phone && way != ContactWay::Mail {
        return Err(rejected("contact_way must be 0 or 1."));
    }
    if value.is_empty() {
        return Err(rejected("contact_value is empty."));
    }
    Ok(Contact::new(way, area, value))
}

pub(crate) fn check(cx: &mut Context<'_>, request: &CheckVerifyCodes) -> Result<CheckVerifyCodesResponse, ApiError> {
    let contact = contact(request.contact_way, request.area_code.as_deref(), &request.contact_value)?;
    let customer = request.customer_id.as_ref().map_or("", |id| id.as_str());
    if !customer.is_empty() && customer != cx.customer() {
        return Err(business("OSM.01010002", "customer_id is that of another customer."));
    }
    if !contact.use_code(cx, request.verify_code.expose())? {
        return Err(unverified("The code is wrong, was used already, or is older than five minutes."));
    }
    let user = request.x_customer_id.as_ref().map_or("", |id| id.as_str());
    contact.verify(cx, if user.is_empty() { &cx.caller.id } else { user })?;
    Ok(CheckVerifyCodesResponse::default())
}

pub(crate) fn need(cx: &mut Context<'_>, request: &CheckNeedVerify) -> Result<CheckNeedVerifyResponse, ApiError> {
    let contact = contact(request.contact_way, request.area_code.as_deref(), &request.contact_value)?;
    let until = contact.verified_until(cx)?;
    let mut response = CheckNeedVerifyResponse::default();
    response.need_verify_code = Some(yes_no(until.is_none()));
    response.expire_time = until.map(times::osm);
    Ok(response)
}

/// Contacts that are verified at `:since` and match the filters.
const CONTACTS: &str = "FROM contacts WHERE customer = :customer AND expires_at > :since
     AND (:of = '' OR customer = :of)
     AND (:user = '' OR user_id = :user)
     AND (:way IS NULL OR way = :way)
     AND (:id = '' OR id = :id)
     AND (:value = '' OR value = :value)
     AND (:area = '' OR area_code = :area)";

/// Lists verified contacts. Pages are counted from 1, as in the reference; 0 is also the first page.
pub(crate) fn list(
    cx: &mut Context<'_>,
    request: &ListHasVerifiedContacts,
) -> Result<ListHasVerifiedContactsResponse, ApiError> {
    let since = cx.millis("expired_time", request.expired_time.as_ref())?.map_or(cx.now, |time| time - 1);
    let filters: &[(&str, &dyn ToSql)] = named_params! {
        ":customer": cx.customer(),
        ":since": since,
        ":of": request.customer_id.as_ref().map_or("", |id| id.as_str()),
        ":user": request.sub_customer_id.as_ref().map_or("", |id| id.as_str()),
        ":way": request.contact_way.map(|way| way.code()),
        ":id": request.verified_id.as_ref().map_or("", |id| id.as_str()),
        ":value": request.contact_value.as_deref().unwrap_or(""),
        ":area": request.area_code.as_deref().unwrap_or(""),
    };
    let limit = i64::from(request.limit.unwrap_or(PAGE));
    let skipped = i64::from(request.offset.unwrap_or(1).saturating_sub(1)) * limit;
    let count = cx.db.prepare_cached(&format!("SELECT count(*) {CONTACTS}"))?.query_row(filters, |row| row.get(0))?;
    let page = format!("SELECT * {CONTACTS} ORDER BY number LIMIT {limit} OFFSET {skipped}");
    let mut page = cx.db.prepare(&page)?;
    let mut response = ListHasVerifiedContactsResponse::default();
    response.count = Some(count);
    response.contact_list = page.query_map(filters, verified)?.collect::<Result<_, _>>()?;
    Ok(response)
}

fn verified(row: &Row<'_>) -> rusqlite::Result<VerifiedContact> {
    let mut contact = VerifiedContact::default();
    contact.contact_way = Some(ContactWay::from(row.get::<_, i64>("way")?));
    contact.contact_value = row.get("value")?;
    contact.area_code = row.get("area_code")?;
    contact.verified_id = Some(row.get::<_, String>("id")?.into());
    Ok(contact)
}

/// Returns an error for a new ticket with an invalid contact. An ID must belong to the contact, and a code must be the one
/// sent to it. A verified contact needs no code. A contact with neither counts as registered.
pub(crate) fn check_contact(cx: &Context<'_>, request: &CreateCases) -> Result<(), ApiError> {
    let area = request.area_code.as_deref();
    let phone = named(ContactWay::Phone, area, request.remind_mobile.as_deref());
    let mail = named(ContactWay::Mail, area, request.remind_mail.as_deref());
    let phone_is_known = is_known(cx, phone.as_ref(), request.phone_verified_id.as_ref())?;
    let mail_is_known = is_known(cx, mail.as_ref(), request.email_verified_id.as_ref())?;
    let code = request.verify_code.as_ref().map_or("", |code| code.expose());
    let unknown = [phone.filter(|_| !phone_is_known), mail.filter(|_| !mail_is_known)];
    if code.is_empty() || unknown.iter().all(Option::is_none) { Ok(()) } else { verify_with(cx, &unknown, code) }
}

fn named<'a>(way: ContactWay, area: Option<&'a str>, value: Option<&'a str>) -> Option<Contact<'a>> {
    value.filter(|value| !value.is_empty()).map(|value| Contact::new(way, area, value))
}

/// Returns true if a contact is verified, by the ID in the request or without one. An ID must match.
fn is_known(cx: &Context<'_>, contact: Option<&Contact<'_>>, id: Option<&VerifiedId>) -> Result<bool, ApiError> {
    let Some(id) = id.map(VerifiedId::as_str).filter(|id| !id.is_empty()) else {
        return contact.map_or(Ok(false), |contact| Ok(contact.verified_until(cx)?.is_some()));
    };
    let found = StoredContact::find(cx, id)?.ok_or_else(|| unverified("No verified contact has this id."))?;
    if found.is_foreign(cx) {
        return Err(business("OSM.01010002", "The verified contact belongs to another customer."));
    }
    match contact {
        Some(contact) if found.stands_for(cx, contact) => Ok(true),
        _ => Err(unverified("The id is not that of the contact, or the verification has ended.")),
    }
}

/// Verifies one of the contacts with a code, because one code is sent to one contact.
fn verify_with(cx: &Context<'_>, unknown: &[Option<Contact<'_>>], code: &str) -> Result<(), ApiError> {
    let mut right = false;
    for contact in unknown.iter().flatten() {
        if contact.use_code(cx, code)? {
            contact.verify(cx, &cx.caller.id)?;
            right = true;
        }
    }
    if right { Ok(()) } else { Err(unverified("verify_code is not the code that was sent to the contact.")) }
}
