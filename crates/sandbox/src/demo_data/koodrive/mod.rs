//! The company of KooDrive: departments, users, a finished import of users, and spaces with files.

mod example_data;
mod example_organization;
mod files;
mod organization;

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;

/// Writes the demo data of KooDrive. `as_user` returns a context of the user with an ID and a name.
pub(super) fn seed<'a>(as_user: &dyn Fn(&str, &str) -> Context<'a>) -> Result<(), ApiError> {
    let (admin, name) = (&organization::ADA, organization::ADA.name);
    organization::seed(&as_user(admin.id, name))?;
    files::seed(as_user)
}

/// Adds what the example inputs need.
pub(super) fn seed_examples<'a>(as_user: &dyn Fn(&str, &str) -> Context<'a>) -> Result<(), ApiError> {
    let [ada, noor] = [&organization::ADA, &organization::NOOR].map(|user| as_user(user.id, user.name));
    example_data::seed(&ada, &noor)?;
    example_organization::seed(&ada)
}
