//! The company of KooDrive: departments, users, a finished import of users, spaces with files, and accounts of a carrier.

mod carrier;
mod example_backups;
mod example_data;
mod example_organization;
mod files;
mod organization;
mod shared_folders;

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;

/// Writes the demo data of KooDrive. `as_user` returns a context of the user with an ID and a name.
pub(super) fn seed<'a>(as_user: &dyn Fn(&str, &str) -> Context<'a>) -> Result<(), ApiError> {
    let (admin, name) = (&organization::ADA, organization::ADA.name);
    organization::seed(&as_user(admin.id, name))?;
    files::seed(as_user)?;
    carrier::seed(&as_user(admin.id, name))
}

/// Adds what the example inputs need.
pub(super) fn seed_examples<'a>(as_user: &dyn Fn(&str, &str) -> Context<'a>) -> Result<(), ApiError> {
    let users = [&organization::ADA, &organization::LI, &organization::NOOR];
    let [ada, li, noor] = users.map(|user| as_user(user.id, user.name));
    example_data::seed(&ada, &noor)?;
    example_backups::seed(&ada)?;
    example_organization::seed(&ada)?;
    shared_folders::seed(&ada, &li)
}
