//! Access grants. An engineer asks for one a minute after a ticket was opened; the customer grants it; it expires.

use hwc_models::osm::{
    Authorization, AuthorizationStatus, ConfirmAuthorizations, ConfirmAuthorizationsResponse, ListAuthorizations,
    ListAuthorizationsResponse,
};
use rusqlite::{OptionalExtension, Row, named_params};

use super::{CUSTOMER, PAGE, business, rejected};
use crate::context::Context;
use crate::refusal::Refusal;
use crate::times;

/// Grants as they stand at `:now`.
const GRANTS: &str = "SELECT a.*, c.description, c.user_id, c.user_name,
         CASE WHEN a.status = 1 AND a.expires_at <= :now THEN 3 ELSE a.status END AS present
     FROM authorizations a JOIN cases c ON c.id = a.case_id WHERE a.asked_at <= :now";

/// What is left of them by the filters of ListAuthorizations.
const FILTER: &str = "WHERE (:case = '' OR case_id = :case)
     AND (:status IS NULL OR present = :status)
     AND (:user_name = '' OR user_name = :user_name)
     AND (:description = '' OR instr(lower(description), lower(:description)) > 0)";

pub(super) fn list(cx: &mut Context<'_>, request: &ListAuthorizations) -> Result<ListAuthorizationsResponse, Refusal> {
    let (offset, limit) = (request.offset.unwrap_or(0), request.limit.unwrap_or(PAGE));
    let sql = format!("WITH present AS ({GRANTS}) SELECT * FROM present {FILTER} ORDER BY number DESC");
    let mut statement = cx.db.prepare_cached(&sql)?;
    let rows = statement.query_map(
        named_params! {
            ":now": cx.now,
            ":case": request.incident_id.as_ref().map_or("", |id| id.as_str()),
            ":status": request.status.map(|status| status.code()),
            ":user_name": request.sub_customer_name.as_deref().unwrap_or(""),
            ":description": request.simple_description.as_deref().unwrap_or(""),
        },
        |row| grant(cx, row),
    )?;
    let all = rows.collect::<Result<Vec<Authorization>, _>>()?;
    let mut answer = ListAuthorizationsResponse::default();
    answer.count = Some(all.len() as u64);
    answer.incident_auth_list = all.into_iter().skip(offset as usize).take(limit as usize).collect();
    Ok(answer)
}

fn grant(cx: &Context<'_>, row: &Row<'_>) -> rusqlite::Result<Authorization> {
    let time = |name: &str| Ok::<_, rusqlite::Error>(row.get::<_, Option<i64>>(name)?.map(|at| cx.time(at)));
    let mut grant = Authorization::default();
    grant.id = Some(row.get::<_, String>("id")?.into());
    grant.status = Some(AuthorizationStatus::from(row.get::<_, i64>("present")?));
    grant.incident_id = Some(row.get::<_, String>("case_id")?.into());
    grant.simple_description = row.get("description")?;
    grant.auth_describe = Some("May I sign in to look at the problem?".to_owned());
    grant.resource_type_id = Some("2".into());
    grant.resource_type_name = Some("Huawei Cloud account".to_owned());
    grant.visit_type_id = Some("4".into());
    grant.visit_type_name = Some("Console sign-in".to_owned());
    grant.create_time = time("asked_at")?;
    grant.auth_effective_time = time("effective_at")?;
    grant.auth_expire_time = time("expires_at")?;
    grant.customer_id = Some(CUSTOMER.into());
    grant.x_customer_id = Some(row.get::<_, String>("user_id")?.into());
    grant.xcustomer_name = row.get("user_name")?;
    Ok(grant)
}

pub(super) fn confirm(
    cx: &mut Context<'_>,
    request: &ConfirmAuthorizations,
) -> Result<ConfirmAuthorizationsResponse, Refusal> {
    let id = request.authorization_id.as_str();
    let detail = waiting(cx, id)?;
    let mut details = request.auth_detail_list.iter().flatten();
    if details.any(|access| access.auth_detail_id != Some(detail)) {
        return Err(business("OSM.01010032", "No detail of the access grant has this id."));
    }
    let (effective, expires) = span(cx, request)?;
    cx.db.execute(
        "UPDATE authorizations SET status = 1, effective_at = ?2, expires_at = ?3 WHERE id = ?1",
        (id, effective, expires),
    )?;
    Ok(ConfirmAuthorizationsResponse::default())
}

/// The detail of a grant that waits for the customer.
fn waiting(cx: &Context<'_>, id: &str) -> Result<i64, Refusal> {
    let found: Option<(i64, i64)> = cx
        .db
        .prepare_cached("SELECT status, detail FROM authorizations WHERE id = ?1 AND asked_at <= ?2")?
        .query_row((id, cx.now), |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    // No source has a code for a grant that does not exist.
    let (status, detail) = found.ok_or_else(|| rejected("There is no such access grant."))?;
    if status != AuthorizationStatus::Waiting.code() {
        return Err(business("OSM.01010018", "Only a grant that waits can be granted."));
    }
    Ok(detail)
}

/// When access begins and ends. No source tells how long it lasts when the request does not: a day is taken.
fn span(cx: &Context<'_>, request: &ConfirmAuthorizations) -> Result<(i64, i64), Refusal> {
    let effective = request.auth_effective_time.unwrap_or(cx.now);
    let expires = request.auth_expire_time.unwrap_or(effective.saturating_add(times::DAY));
    if expires <= effective.max(cx.now) { Err(rejected("auth_expire_time is over.")) } else { Ok((effective, expires)) }
}
