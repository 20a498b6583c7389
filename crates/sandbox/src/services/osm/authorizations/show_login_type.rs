//! The sign-in type of the caller.

use hwc_models::osm::{LoginType, ShowLoginType, ShowLoginTypeResponse};

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;

/// Returns the sign-in type of the caller, which is never one of the special types.
pub(super) fn login_type(_: &mut Context<'_>, _: &ShowLoginType) -> Result<ShowLoginTypeResponse, ApiError> {
    let mut response = ShowLoginTypeResponse::default();
    response.login_type = Some(LoginType::Unspecified);
    Ok(response)
}
