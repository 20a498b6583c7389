//! The visitor of a share link, and the conditions under which a share opens.

use hwc_models::koodrive::{ShareScope, ShareStatus};
use hwc_wire::Secret;

use super::extract_codes;
use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::services::koodrive::shares::record::Share;
use crate::services::koodrive::shares::status::status;
use crate::services::koodrive::{accounts, refused};

/// A visitor of a share link.
#[derive(Clone, Copy)]
pub(crate) enum Visitor<'a> {
    /// A visitor without sign-in.
    Public,
    /// The user with this ID.
    User(&'a str),
}

impl Visitor<'_> {
    /// Returns true if a share is for this visitor. The sharer can visit every own share.
    pub(crate) fn is_in_scope(self, cx: &Context<'_>, share: &Share) -> Result<bool, ApiError> {
        match (self, share.scope()) {
            (_, ShareScope::AnyoneWithLink) => Ok(true),
            (Self::Public, _) => Ok(false),
            (Self::User(user), _) if user == share.owner => Ok(true),
            (Self::User(user), ShareScope::Enterprise) => {
                Ok(accounts::is_account(cx.db, user)? == accounts::is_account(cx.db, &share.owner)?)
            }
            (Self::User(user), ShareScope::Named) => share.recipients.include(cx, user),
            _ => Ok(false),
        }
    }

    /// Checks that a share is for this visitor.
    ///
    /// # Errors
    /// Returns 13000410 if it is not.
    pub(super) fn require_scope(self, cx: &Context<'_>, share: &Share) -> Result<(), ApiError> {
        if self.is_in_scope(cx, share)? { Ok(()) } else { Err(refused("13000410")) }
    }

    /// Checks that the visitor can visit a share: it is for this visitor and valid. No extraction code is needed.
    ///
    /// # Errors
    /// Returns 13000410 if it is not for this visitor, and 13000309 if it is not valid.
    pub(super) fn visit(self, cx: &Context<'_>, share: &Share) -> Result<(), ApiError> {
        self.require_scope(cx, share)?;
        if status(cx, share)? == ShareStatus::Active { Ok(()) } else { Err(refused("13000309")) }
    }

    /// Checks that the visitor can see the files of a share: the visit is possible, and the extraction code was checked.
    ///
    /// # Errors
    /// Returns the errors of [`visit`](Self::visit), and 13000102 without a valid token.
    pub(super) fn open(self, cx: &Context<'_>, share: &Share, token: Option<&Secret>) -> Result<(), ApiError> {
        self.visit(cx, share)?;
        extract_codes::require_token(cx, share, token)
    }
}
