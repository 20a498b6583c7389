//! The accounts that a caller can use: only the caller's own.

use hwc_models::iam::{Account, KeystoneListAuthDomains, KeystoneListAuthDomainsResponse};

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::services::iam::links;

pub(super) fn list(
    cx: &mut Context<'_>,
    _request: &KeystoneListAuthDomains,
) -> Result<KeystoneListAuthDomainsResponse, ApiError> {
    let owner = cx.caller.account();
    let mut own = Account::default();
    own.id = Some(owner.domain_id.into());
    own.name = Some(owner.domain_name.to_owned());
    own.enabled = Some(true);
    own.description = Some(String::new());
    own.links = Some(links(cx, &format!("/v3/domains/{}", owner.domain_id)));
    let mut response = KeystoneListAuthDomainsResponse::default();
    response.domains = vec![own];
    response.links = Some(links(cx, "/v3/auth/domains"));
    Ok(response)
}
