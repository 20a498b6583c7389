//! Accounts of a carrier.

use hwc_wire::Secret;

use crate::account::CARRIER_USERS;
use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::services::koodrive::accounts::{self, NewAccount};

/// Writes the accounts, each with a personal space.
pub(super) fn seed(cx: &Context<'_>) -> Result<(), ApiError> {
    for user in &CARRIER_USERS {
        let new = NewAccount {
            id: Some(user.id),
            first_name: user.name,
            surname: None,
            phone: user.phone,
            email: None,
            password: Some(&Secret::from(user.password)),
        };
        accounts::add(cx, &new)?;
    }
    Ok(())
}
