//! The list of access grants.

use hwc_models::osm::{Authorization, CaseId, ListAuthorizations, ListAuthorizationsResponse};
use hwc_wire::Timestamp;

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::times;
use crate::services::osm::authorizations::grant::{self, COLUMNS, Grant, TICKET};
use crate::services::osm::filters::{Filters, List};
use crate::services::osm::localized::{LocalizedName, localized_name};
use crate::services::osm::{PAGE, markup};

/// The resource types that can be opened. The reference only names 2.
pub(super) const RESOURCE_TYPES: &[LocalizedName] = &[
    LocalizedName { id: "1", chinese: "弹性云服务器", english: "Elastic Cloud Server" },
    LocalizedName { id: "2", chinese: "华为云账号", english: "Huawei Cloud account" },
];

/// The types of access. The reference only names 4.
pub(super) const VISIT_TYPES: &[LocalizedName] = &[
    LocalizedName { id: "1", chinese: "堡垒机登录", english: "Bastion host sign-in" },
    LocalizedName { id: "4", chinese: "控制台登录", english: "Console sign-in" },
];

const GRANTS: List =
    List { table: "authorizations a", join: TICKET, columns: COLUMNS, order: "a.asked_at DESC, a.number DESC" };

/// The condition for the customer. The plus sign in [`OF_FEW`] prevents a scan of all grants.
/// It is for requests that name a few tickets.
const OF_CUSTOMER: &str = "a.customer = ?";
const OF_FEW: &str = "+a.customer = ?";

/// The condition for the tickets of a user.
const OF_USER: &str = "a.case_id IN (SELECT id FROM cases WHERE customer = ? AND user_name = ?)";
const OF_DESCRIPTION: &str =
    "EXISTS (SELECT 1 FROM cases WHERE id = a.case_id AND instr(lower(description), lower(?)) > 0)";

pub(super) fn list(cx: &mut Context<'_>, request: &ListAuthorizations) -> Result<ListAuthorizationsResponse, ApiError> {
    let incident = request.incident_id.as_ref().map(CaseId::as_str);
    let (user, description) = (request.sub_customer_name.as_deref(), request.simple_description.as_deref());
    let status = request.status.map(|status| status.code());
    let customer = cx.customer();
    grant::expire_grants(cx)?;
    let mut filters = Filters::default();
    filters.and(if [incident, user].iter().all(is_none) { OF_CUSTOMER } else { OF_FEW }, &[&customer]);
    filters.and("a.asked_at <= ?", &[&cx.now]);
    filters.and_text("a.case_id = ?", &incident);
    if !is_none(&user) {
        filters.and(OF_USER, &[&customer, &user]);
    }
    filters.and_text(OF_DESCRIPTION, &description);
    if status.is_some() {
        filters.and("a.status = ?", &[&status]);
    }
    let page = (request.offset.unwrap_or(0).into(), request.limit.unwrap_or(PAGE).into());
    let is_by_state = [incident, user, description].iter().all(is_none);
    let mut response = ListAuthorizationsResponse::default();
    response.count = Some(if is_by_state { counted(cx, status)? } else { filters.count(cx.db, &GRANTS)? });
    let found = filters.page(cx.db, &GRANTS, page, |row| Grant::read(row, cx.now))?;
    let plain = request.trim_osm_rich_text_label.unwrap_or(true);
    response.incident_auth_list = found.into_iter().map(|grant| entry(cx, grant, plain)).collect();
    Ok(response)
}

fn is_none(text: &Option<&str>) -> bool {
    text.is_none_or(str::is_empty)
}

/// Returns the number of grants in a state, or in all. The stored counts include grants that are not requested yet.
fn counted(cx: &Context<'_>, status: Option<i64>) -> Result<u64, ApiError> {
    let sql = "SELECT (SELECT coalesce(sum(count), 0) FROM authorization_counts
             WHERE customer = ?1 AND (?2 IS NULL OR status = ?2))
         - (SELECT count(*) FROM authorizations
             WHERE customer = ?1 AND asked_at > ?3 AND (?2 IS NULL OR status = ?2))";
    Ok(cx.db.prepare_cached(sql)?.query_row((cx.customer(), status, cx.now), |row| row.get(0))?)
}

fn entry(cx: &Context<'_>, grant: Grant, plain: bool) -> Authorization {
    let mut entry = Authorization::default();
    entry.status = Some(grant.status);
    entry.resource_type_name = Some(localized_name(cx, RESOURCE_TYPES, &grant.resource_type));
    entry.visit_type_name = Some(localized_name(cx, VISIT_TYPES, &grant.visit_type));
    entry.create_time = Some(times::osm(grant.asked_at));
    (entry.auth_effective_time, entry.auth_expire_time) = access_period(&grant);
    entry.customer_id = Some(cx.customer().into());
    entry.content_of_auth_letter = Some(String::new());
    entry.simple_description = Some(markup::text(grant.case_description, plain));
    entry.auth_describe = Some(markup::text(grant.description, plain));
    entry.id = Some(grant.id.into());
    entry.incident_id = Some(grant.case.into());
    entry.resource_type_id = Some(grant.resource_type.into());
    entry.visit_type_id = Some(grant.visit_type.into());
    entry.reject_reason = grant.reason;
    entry.x_customer_id = Some(grant.user_id.into());
    entry.xcustomer_name = Some(grant.user_name);
    entry
}

pub(super) fn access_period(grant: &Grant) -> (Option<Timestamp>, Option<Timestamp>) {
    (grant.effective_at.map(times::osm), grant.expires_at.map(times::osm))
}
