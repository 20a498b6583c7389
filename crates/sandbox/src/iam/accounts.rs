//! The accounts that a caller can use, which is the demo account for everybody.

use hwc_models::iam::{Account, KeystoneListAuthDomains, KeystoneListAuthDomainsResponse};

use super::links;
use crate::account;
use crate::context::Context;
use crate::refusal::Refusal;

pub(super) fn list(
    cx: &mut Context<'_>,
    _request: &KeystoneListAuthDomains,
) -> Result<KeystoneListAuthDomainsResponse, Refusal> {
    let mut own = Account::default();
    own.id = Some(account::DOMAIN_ID.into());
    own.name = Some(account::DOMAIN_NAME.to_owned());
    own.enabled = Some(true);
    own.description = Some(String::new());
    own.links = Some(links(cx, &format!("/v3/domains/{}", account::DOMAIN_ID)));
    let mut answer = KeystoneListAuthDomainsResponse::default();
    answer.domains = vec![own];
    answer.links = Some(links(cx, "/v3/auth/domains"));
    Ok(answer)
}
