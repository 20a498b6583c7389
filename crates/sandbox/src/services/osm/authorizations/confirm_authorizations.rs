//! Granting of the requested access.

use std::collections::BTreeSet;

use hwc_models::osm::{
    AgencyId, AuthorizationId, AuthorizationStatus, CaseOperation, ConfirmAuthorizations,
    ConfirmAuthorizationsResponse, GrantedAccess, GroupId,
};
use rusqlite::named_params;

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::times;
use crate::services::osm::authorizations::grant::{self};
use crate::services::osm::authorizations::sessions;
use crate::services::osm::authorizations::states::{self, Action};
use crate::services::osm::{business, log, rejected};

/// The end of the year 9999, the latest time that can be formatted.
const LATEST: i64 = 253_402_300_799_999;

pub(super) fn confirm(
    cx: &mut Context<'_>,
    request: &ConfirmAuthorizations,
) -> Result<ConfirmAuthorizationsResponse, ApiError> {
    let grant = grant::find(cx, &request.authorization_id)?;
    let next = states::next(grant.status, Action::Confirm)?;
    let (effective, expires) = access_period(cx, request)?;
    let mut opened = BTreeSet::new();
    for access in request.auth_detail_list.iter().flatten() {
        if !opened.insert(access.auth_detail_id) {
            return Err(rejected("auth_detail_list has a detail twice."));
        }
        open_detail(cx, &request.authorization_id, access)?;
    }
    store_grant(cx, request, next, (effective, expires))?;
    sessions::schedule(cx, &grant.id, effective.max(cx.now), expires)?;
    log::log(cx, &grant.case, CaseOperation::AuthorizationGranted)?;
    Ok(ConfirmAuthorizationsResponse::default())
}

/// Returns begin and end of access. Default: one day, because no source documents it.
fn access_period(cx: &Context<'_>, request: &ConfirmAuthorizations) -> Result<(i64, i64), ApiError> {
    let effective = request.auth_effective_time.unwrap_or(cx.now);
    let expires = request.auth_expire_time.unwrap_or(effective.saturating_add(times::DAY));
    if expires > LATEST {
        Err(rejected("auth_expire_time is after the year 9999."))
    } else if expires <= effective.max(cx.now) {
        Err(rejected("auth_expire_time is over, or before auth_effective_time."))
    } else {
        Ok((effective, expires))
    }
}

/// Stores how a detail is reached. For a password, it only stores that there was one.
fn open_detail(cx: &Context<'_>, grant: &AuthorizationId, access: &GrantedAccess) -> Result<(), ApiError> {
    let known = cx
        .db
        .prepare_cached(
            "UPDATE authorization_details SET port = coalesce(?3, port), account = coalesce(?4, account),
                 has_password = has_password OR ?5
             WHERE id = ?1 AND grant_id = ?2",
        )?
        .execute((access.auth_detail_id, grant.as_str(), access.port, &access.account, access.password.is_some()))?;
    if known == 1 { Ok(()) } else { Err(detail_not_found()) }
}

pub(super) fn detail_not_found() -> ApiError {
    business("OSM.01010032", "No detail of an access grant has this id.")
}

fn store_grant(
    cx: &Context<'_>,
    request: &ConfirmAuthorizations,
    status: AuthorizationStatus,
    (effective, expires): (i64, i64),
) -> Result<(), ApiError> {
    cx.db
        .prepare_cached(
            "UPDATE authorizations SET status = :status, effective_at = :effective, expires_at = :expires,
                 agency = :agency, user_group = :group
             WHERE id = :id",
        )?
        .execute(named_params! {
            ":id": request.authorization_id.as_str(),
            ":status": status.code(),
            ":effective": effective,
            ":expires": expires,
            ":agency": request.agency_id.as_ref().map(AgencyId::as_str),
            ":group": request.group_id.as_ref().map(GroupId::as_str),
        })?;
    Ok(())
}
