//! The details of an access grant.

use hwc_models::osm::{
    AuthorizationDetail, AuthorizationTarget, ShowAuthorizationDetail, ShowAuthorizationDetailResponse,
};
use rusqlite::Row;

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::services::osm::authorizations::grant::{self};
use crate::services::osm::authorizations::list_authorizations::{RESOURCE_TYPES, VISIT_TYPES, access_period};
use crate::services::osm::localized::{LocalizedName, localized_name};
use crate::services::osm::markup;

/// The contents that can be handed over. The reference names the second, without its ID.
const CONTENT_TYPES: &[LocalizedName] = &[
    LocalizedName { id: "1", chinese: "密码", english: "Password" },
    LocalizedName { id: "2", chinese: "密钥", english: "Key" },
];

pub(super) fn show(
    cx: &mut Context<'_>,
    request: &ShowAuthorizationDetail,
) -> Result<ShowAuthorizationDetailResponse, ApiError> {
    let grant = grant::find(cx, &request.authorization_id)?;
    let plain = request.trim_osm_rich_text_label.unwrap_or(true);
    let mut response = ShowAuthorizationDetailResponse::default();
    response.incident_auth_detail_list = details(cx, &grant.id)?;
    response.status = Some(grant.status);
    response.resource_type_name = Some(localized_name(cx, RESOURCE_TYPES, &grant.resource_type));
    response.visit_type_name = Some(localized_name(cx, VISIT_TYPES, &grant.visit_type));
    (response.auth_effective_time, response.auth_expire_time) = access_period(&grant);
    response.content_type_name = grant.content_type.as_ref().map(|id| localized_name(cx, CONTENT_TYPES, id));
    response.content_type_id = grant.content_type.map(Into::into);
    response.simple_description = Some(markup::text(grant.case_description, plain));
    response.auth_describe = Some(markup::text(grant.description, plain));
    response.id = Some(grant.id.into());
    response.incident_id = Some(grant.case.into());
    response.resource_type_id = Some(grant.resource_type.into());
    response.visit_type_id = Some(grant.visit_type.into());
    response.reject_reason = grant.reason;
    response.xcustomer_name = Some(grant.user_name);
    response.auth_handler_name = Some(grant.handler);
    // The sandbox has no names of agencies, so the name is the ID.
    response.agency_name = grant.agency;
    Ok(response)
}

fn details(cx: &Context<'_>, grant: &str) -> Result<Vec<AuthorizationDetail>, ApiError> {
    let mut statement = cx.db.prepare_cached("SELECT * FROM authorization_details WHERE grant_id = ?1 ORDER BY id")?;
    let rows = statement.query_map([grant], detail)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn detail(row: &Row<'_>) -> rusqlite::Result<AuthorizationDetail> {
    let mut detail = AuthorizationDetail::default();
    detail.id = row.get("id")?;
    detail.port = row.get("port")?;
    detail.account = row.get("account")?;
    detail.target = Some(AuthorizationTarget::from(row.get::<_, i64>("target")?));
    detail.instance_id = row.get::<_, Option<String>>("instance_id")?.map(Into::into);
    detail.instance_name = row.get("instance_name")?;
    detail.region_id = row.get::<_, Option<String>>("region")?.map(Into::into);
    Ok(detail)
}
