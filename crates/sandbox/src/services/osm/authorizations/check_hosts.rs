//! Checks of hosts before access is granted.

use hwc_models::osm::{CheckHosts, CheckHostsResponse};

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::services::osm::authorizations::confirm_authorizations::detail_not_found;
use crate::services::osm::business;

/// The password that always fails.
const WRONG_PASSWORD: &str = "wrong";

/// Checks a host. Any account and password succeed, except [`WRONG_PASSWORD`]. Neither is stored.
pub(super) fn check_host(cx: &mut Context<'_>, request: &CheckHosts) -> Result<CheckHostsResponse, ApiError> {
    let mut known = cx.db.prepare_cached(
        "SELECT 1 FROM authorization_details d JOIN authorizations a ON a.id = d.grant_id
         WHERE d.id = ?1 AND a.customer = ?2 AND a.asked_at <= ?3",
    )?;
    if !known.exists((request.authorization_detail_id, cx.customer(), cx.now))? {
        return Err(detail_not_found());
    }
    if request.password.as_ref().is_some_and(|password| password.expose() == WRONG_PASSWORD) {
        return Err(business("OSM.01010003", "The account and the password do not match."));
    }
    Ok(CheckHostsResponse::default())
}
