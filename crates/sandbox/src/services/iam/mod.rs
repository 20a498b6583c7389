//! Identity and Access Management: sign-in, and the account data that the other services need.

mod access_keys;
mod accounts;
mod projects;
mod token_scope;
mod tokens;
mod users;

use hwc_models::iam::{Domain, Links};

use crate::account::Account;
use crate::runtime::context::Context;
use crate::runtime::registry::Registry;
use crate::runtime::secrets::digest;

pub(crate) use users::users_of;

pub(crate) fn register(registry: &mut Registry) {
    registry.register(tokens::create).register(access_keys::create);
    registry.register(projects::list).register(accounts::list);
}

/// Returns a known account.
fn account_of(owner: &Account) -> Domain {
    let mut domain = Domain::default();
    domain.id = Some(owner.domain_id.into());
    domain.name = Some(owner.domain_name.to_owned());
    domain
}

/// Returns the URL of a resource, below the host of the request.
fn links(cx: &Context<'_>, target: &str) -> Links {
    let mut links = Links::default();
    links.this = Some(format!("{}{target}", cx.origin));
    links
}

/// Derives an ID from a name. It has the format of the reference's IDs: 32 hexadecimal digits.
fn id(sort: &str, name: &str) -> String {
    digest(&format!("{sort} {name}")).chars().take(32).collect()
}
