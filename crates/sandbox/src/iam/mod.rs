//! Identity and Access Management: signing in, and what else the other services need to know of an account.

mod access_keys;
mod accounts;
mod projects;
mod scopes;
mod tokens;
mod users;

use hwc_models::iam::{Domain, Links};

use crate::account::Owner;
use crate::context::Context;
use crate::sandbox::Sandbox;
use crate::secrets::digest;

pub(crate) use projects::has_project;

pub(crate) fn register(sandbox: &Sandbox) {
    sandbox.behaves(tokens::create).behaves(access_keys::create);
    sandbox.behaves(projects::list).behaves(accounts::list);
}

/// One of the accounts that there are.
fn account_of(owner: &Owner) -> Domain {
    let mut domain = Domain::default();
    domain.id = Some(owner.domain_id.into());
    domain.name = Some(owner.domain_name.to_owned());
    domain
}

/// Where something is, below the host by which the sandbox was called.
fn links(cx: &Context<'_>, target: &str) -> Links {
    let mut links = Links::default();
    links.this = Some(format!("{}{target}", cx.origin));
    links
}

/// The same name has the same id, in the form of the reference's: 32 hexadecimal digits.
fn id(sort: &str, name: &str) -> String {
    digest(&format!("{sort} {name}")).chars().take(32).collect()
}
