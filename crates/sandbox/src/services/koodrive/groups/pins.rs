//! The groups that users have put at the top of their lists.

use hwc_models::koodrive::PinState;
use serde::{Deserialize, Serialize};

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::records::{Owner, Records, StoredRecord};
use crate::runtime::registry::Registry;

/// A group at the top of the list of the user who owns the record.
#[derive(Serialize, Deserialize)]
struct GroupPin {
    group: String,
}

impl StoredRecord for GroupPin {
    const KIND: &'static str = "koodrive.group_pin";
    const OWNER: Owner = Owner::User;

    fn key(&self) -> &str {
        &self.group
    }
}

pub(super) fn register(registry: &mut Registry) {
    registry.store::<GroupPin>();
}

/// Sets the position of a group in the list of the caller.
pub(super) fn set(cx: &Context<'_>, group: &str, state: PinState) -> Result<(), ApiError> {
    let pins = cx.records::<GroupPin>();
    match state {
        PinState::Pinned => pins.put(&GroupPin { group: group.to_owned() }),
        PinState::Unpinned => pins.delete(group).map(drop),
        _ => Err(ApiError::invalid("top must be 0 or 1")),
    }
}

/// Returns the position of a group in the list of a user.
pub(super) fn state(cx: &Context<'_>, group: &str, user: &str) -> Result<PinState, ApiError> {
    let found = Records::<GroupPin>::of_owner(cx.db, user).get(group)?;
    Ok(if found.is_some() { PinState::Pinned } else { PinState::Unpinned })
}
