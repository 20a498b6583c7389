//! The audit log: an entry for each call that can change something, and the list of entries for administrators.

use hwc_models::koodrive::{AuditLog, ListAuditLogs, ListAuditLogsResponse, SortDirection};
use hwc_wire::descriptor::Location;
use hwc_wire::{AuthRequirement, Kind, Record, Timestamp, ValueRef, WireValue};
use serde::{Deserialize, Serialize};

use crate::runtime::api_error::ApiError;
use crate::runtime::change::Change;
use crate::runtime::context::Context;
use crate::runtime::records::{Column, Owner, Page, Query, StoredRecord};
use crate::runtime::registry::Registry;
use crate::services::koodrive::drive::access;
use crate::services::koodrive::{TENANT, long_id, refused};

/// The values of `operateResult`.
const SUCCEEDED: i32 = 0;
const FAILED: i32 = 1;

/// The page size without `pageInfo`.
const PAGE_SIZE: u32 = 10;

pub(super) fn register(registry: &mut Registry) {
    registry.store::<Entry>().observe_changes("koodrive", record).register(list);
}

/// An entry of the log.
#[derive(Serialize, Deserialize)]
struct Entry {
    id: String,
    at: i64,
    user: String,
    user_name: String,
    operation: String,
    resource: Option<String>,
    result: i32,
    address: String,
    message: Option<String>,
}

impl StoredRecord for Entry {
    const KIND: &'static str = "koodrive.audit_log";
    const OWNER: Owner = Owner::Company;
    const COLUMNS: &'static [Column<Self>] = &[
        Column::new("at", |entry| entry.at.into()),
        Column::new("user_name", |entry| entry.user_name.clone().into()),
        Column::new("result", |entry| entry.result.to_string().into()),
        Column::new("address", |entry| entry.address.clone().into()),
    ];

    fn key(&self) -> &str {
        &self.id
    }
}

/// Writes the entry of a call. A call without sign-in has no user.
fn record(cx: &Context<'_>, change: &Change<'_>) -> Result<(), ApiError> {
    let is_anonymous = change.operation.auth == AuthRequirement::None;
    let (user, user_name) = if is_anonymous { ("", "") } else { (cx.caller.id.as_str(), cx.caller.name.as_str()) };
    let error = change.outcome.err();
    cx.records().insert(&Entry {
        id: long_id(cx.next_number("audit log")?),
        at: cx.now,
        user: user.to_owned(),
        user_name: user_name.to_owned(),
        operation: change.operation.name.to_owned(),
        resource: resource(change),
        result: if error.is_none() { SUCCEEDED } else { FAILED },
        address: change.client.to_string(),
        message: error.map(|(code, text)| format!("{code} {text}")),
    })
}

/// Returns the ID of the object of a call: the path parameter, or what the response or the request names. Spaces come last,
/// because most calls name the space of their object.
fn resource(change: &Change<'_>) -> Option<String> {
    let is_object = |kind: &str| !matches!(kind, "SpaceId" | "TenantId" | "OrgId" | "DeviceId");
    let response = change.outcome.ok().flatten();
    let named = path_id(change.request);
    let named = named.or_else(|| response.and_then(|response| first_id(response, &is_object)));
    let named = named.or_else(|| first_id(change.request, &is_object));
    let is_space = |kind: &str| kind == "SpaceId";
    let named = named.or_else(|| response.and_then(|response| first_id(response, &is_space)));
    named.or_else(|| first_id(change.request, &is_space))
}

/// Returns the first path parameter that is an ID.
fn path_id(request: &dyn Record) -> Option<String> {
    let mut path = request.fields().filter(|(field, _)| field.location == Location::Path);
    path.find_map(|(_, value)| id_of(value, &|_| true))
}

/// Returns the first ID of a record whose type is accepted. A header, such as that of a shared folder, names no object.
fn first_id(record: &dyn Record, accepts: &dyn Fn(&str) -> bool) -> Option<String> {
    let mut fields = record.fields().filter(|(field, _)| field.location != Location::Header);
    fields.find_map(|(_, value)| id_of(value, accepts))
}

fn id_of(value: &dyn WireValue, accepts: &dyn Fn(&str) -> bool) -> Option<String> {
    match (value.view(), value.kind()) {
        (ValueRef::Text(text), Kind::StringId(name)) if accepts(name) && !text.is_empty() => Some(text.to_owned()),
        (ValueRef::Int(number), Kind::IntId(name)) if accepts(name) => Some(number.to_string()),
        (ValueRef::List(items), _) => items.iter().find_map(|item| id_of(item, accepts)),
        (ValueRef::Record(record), _) => first_id(record, accepts),
        _ => None,
    }
}

/// Lists the entries for the system administrator, the newest first.
fn list(cx: &mut Context<'_>, request: &ListAuditLogs) -> Result<ListAuditLogsResponse, ApiError> {
    if !access::is_system_admin(cx)? {
        return Err(refused("13000410"));
    }
    let mut entries = query(cx, request)?.all()?;
    entries.retain(|entry| has_operation(request, &entry.operation));
    let info = request.page_info.as_ref();
    let number = info.and_then(|info| info.page_num).unwrap_or(1);
    let size = info.and_then(|info| info.page_size).unwrap_or(PAGE_SIZE);
    let page = Page::number(number, size).select(entries)?;
    let mut response = ListAuditLogsResponse::default();
    response.total = Some(page.total);
    response.log_info_list = page.items.into_iter().map(log).collect();
    Ok(response)
}

/// Returns the entries that match the filters of columns, in the requested order.
fn query<'c>(cx: &'c Context<'_>, request: &ListAuditLogs) -> Result<Query<'c, Entry>, ApiError> {
    let entries = cx.records::<Entry>();
    let mut query = entries.query().filter_text("user_name", request.operator_name.as_deref().unwrap_or_default());
    query = query.filter_text("result", request.operate_result.as_deref().unwrap_or_default());
    query = query.filter_text("address", request.operator_ip.as_deref().unwrap_or_default());
    if let Some(from) = cx.millis("operTimeFrom", request.oper_time_from.as_ref())? {
        query = query.greater_than("at", from.saturating_sub(1));
    }
    if let Some(to) = cx.millis("operTimeTo", request.oper_time_to.as_ref())? {
        query = query.less_than("at", to.saturating_add(1));
    }
    let direction = request.sort_info.as_ref().and_then(|sort| sort.sort_direction);
    let is_ascending = direction == Some(SortDirection::Ascending);
    query = query.sort("at");
    Ok(if is_ascending { query } else { query.descending() })
}

fn has_operation(request: &ListAuditLogs, name: &str) -> bool {
    let names = |list: &Option<Vec<String>>| list.as_deref().unwrap_or_default().iter().any(|known| known == name);
    let all = request.operations.as_deref().unwrap_or_default().is_empty();
    (all || names(&request.operations)) && !names(&request.excluded_operations)
}

fn log(entry: Entry) -> AuditLog {
    let mut log = AuditLog::default();
    log.log_id = Some(entry.id.into());
    log.tenant_id = Some(TENANT.into());
    log.operator_name = Some(entry.user_name);
    log.operator_id = Some(entry.user.into());
    log.operate_time = Some(Timestamp::from_unix_millis(entry.at));
    log.operation = Some(entry.operation);
    log.resource = entry.resource;
    log.operate_result = Some(entry.result);
    log.operator_ip = Some(entry.address);
    log.message = entry.message;
    log
}
