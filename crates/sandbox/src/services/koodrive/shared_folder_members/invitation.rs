//! The stored record of an invitation into a shared folder.

use hwc_models::koodrive::InviteStatus;
use hwc_wire::Timestamp;
use serde::{Deserialize, Serialize};

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::records::{Column, Owner, StoredRecord};
use crate::runtime::times::{self, DAY};
use crate::services::koodrive::{long_id, phone_numbers, refused};

/// The time for a decision in milliseconds: a week, as in the examples of the reference.
const LIFETIME: i64 = 7 * DAY;

/// An invitation of the user with a phone number.
#[derive(Serialize, Deserialize)]
pub(super) struct StoredInvitation {
    pub(super) id: String,
    /// The ID of the group of the shared folder.
    pub(super) group: String,
    /// The user who sent it.
    pub(super) inviter: String,
    /// The phone number of the invited user, with the country code and without zeros in front.
    pub(super) number: String,
    pub(super) created_at: i64,
    /// The code of its status.
    pub(super) status: i64,
}

impl StoredRecord for StoredInvitation {
    const KIND: &'static str = "koodrive.invitation";
    const OWNER: Owner = Owner::Company;
    const COLUMNS: &'static [Column<Self>] = &[
        Column::new("group", |invitation| invitation.group.clone().into()),
        Column::new("number", |invitation| invitation.number.clone().into()),
    ];

    fn key(&self) -> &str {
        &self.id
    }
}

impl StoredInvitation {
    /// Stores a new invitation from the caller.
    pub(super) fn create(cx: &Context<'_>, group: &str, number: &str) -> Result<Self, ApiError> {
        Self::insert(cx, long_id(cx.next_number("invitation")?), group, number)
    }

    fn insert(cx: &Context<'_>, id: String, group: &str, number: &str) -> Result<Self, ApiError> {
        let invitation = Self {
            id,
            group: group.to_owned(),
            inviter: cx.caller.id.clone(),
            number: number.to_owned(),
            created_at: cx.now,
            status: InviteStatus::Waiting.code(),
        };
        cx.records().insert(&invitation)?;
        Ok(invitation)
    }

    /// Finds an invitation.
    ///
    /// # Errors
    /// Returns 13000309 for an unknown one.
    pub(super) fn find(cx: &Context<'_>, id: &str) -> Result<Self, ApiError> {
        cx.records().get(id)?.ok_or_else(|| refused("13000309"))
    }

    /// Returns the invitations into the folder of a group, the oldest first.
    pub(super) fn of_group(cx: &Context<'_>, group: &str) -> Result<Vec<Self>, ApiError> {
        cx.records().query().filter("group", group.to_owned()).all()
    }

    /// Returns true while the invited user can decide.
    pub(super) fn is_open(&self, now: i64) -> bool {
        self.status == InviteStatus::Waiting.code() && !self.is_expired(now)
    }

    /// Returns true if the time for a decision is over.
    pub(super) fn is_expired(&self, now: i64) -> bool {
        now >= self.created_at + LIFETIME
    }

    /// Returns the times at which it was sent and expires.
    pub(super) fn times(&self) -> (Timestamp, Timestamp) {
        (times::koodrive_invitation(self.created_at), times::koodrive_invitation(self.created_at + LIFETIME))
    }
}

/// Stores an invitation of a user from the caller, with this ID.
pub(crate) fn add(cx: &Context<'_>, id: &str, group: &str, user: &str) -> Result<(), ApiError> {
    let number = phone_numbers::of_user(cx, user)?.unwrap_or_default();
    StoredInvitation::insert(cx, id.to_owned(), group, &number).map(drop)
}

/// Deletes the invitations into the folder of a group.
pub(in crate::services::koodrive) fn delete_all(cx: &Context<'_>, group: &str) -> Result<(), ApiError> {
    cx.records::<StoredInvitation>().query().filter("group", group.to_owned()).delete().map(drop)
}
