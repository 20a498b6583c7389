//! The record of a share.

use hwc_models::koodrive::{SharePermission, ShareScope};
use serde::{Deserialize, Serialize};

use super::recipients::Recipients;
use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::records::{Column, Owner, StoredRecord};
use crate::services::koodrive::refused;

/// A share: files and folders of one space, the people who can open them, and the validity.
#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Share {
    pub(crate) id: String,
    /// The code of the link.
    pub(crate) short_url: String,
    pub(crate) space: String,
    pub(crate) files: Vec<String>,
    /// The name of the first file when it was shared.
    pub(crate) name: String,
    /// The code of a [`ShareScope`].
    pub(crate) scope: i64,
    pub(crate) recipients: Recipients,
    pub(crate) permission: Option<Permission>,
    pub(crate) extract_code: Option<String>,
    pub(crate) comment: Option<String>,
    /// The user who shares the files.
    pub(crate) owner: String,
    pub(crate) created_at: i64,
    pub(crate) updated_at: i64,
    pub(crate) expires_at: i64,
    pub(crate) valid_days: u32,
    pub(crate) views: u64,
}

/// The announced rights of a share. The sandbox returns them and does not enforce them.
#[derive(Clone, Copy, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Permission {
    preview: Option<bool>,
    edit: Option<bool>,
    download: Option<bool>,
}

impl StoredRecord for Share {
    const KIND: &'static str = "koodrive.share";
    const OWNER: Owner = Owner::Company;
    const COLUMNS: &'static [Column<Self>] = &[
        Column::new("short_url", |share| share.short_url.clone().into()),
        Column::new("owner", |share| share.owner.clone().into()),
        Column::new("name", |share| share.name.clone().into()),
        Column::new("created", |share| share.created_at.into()),
    ];

    fn key(&self) -> &str {
        &self.id
    }
}

impl Share {
    pub(crate) fn scope(&self) -> ShareScope {
        ShareScope::from(self.scope)
    }

    /// Finds a share by its ID.
    ///
    /// # Errors
    /// Returns 13000309 if it does not exist, for example because it was canceled.
    pub(crate) fn by_id(cx: &Context<'_>, id: &str) -> Result<Self, ApiError> {
        cx.records().get(id)?.ok_or_else(|| refused("13000309"))
    }

    /// Finds a share by the code of its link.
    ///
    /// # Errors
    /// Returns 13000309 if it does not exist, for example because it was canceled.
    pub(crate) fn by_short_url(cx: &Context<'_>, code: &str) -> Result<Self, ApiError> {
        let query = cx.records::<Self>().query().filter("short_url", code.to_owned());
        query.first()?.ok_or_else(|| refused("13000309"))
    }

    /// Finds a share of the caller. The shares of others do not exist for the caller.
    ///
    /// # Errors
    /// Returns 13000309 if it does not exist.
    pub(crate) fn of_caller(cx: &Context<'_>, id: &str) -> Result<Self, ApiError> {
        let found = cx.records::<Self>().get(id)?.filter(|share| share.owner == cx.caller.id);
        found.ok_or_else(|| refused("13000309"))
    }
}

impl From<&SharePermission> for Permission {
    fn from(permission: &SharePermission) -> Self {
        Self { preview: permission.preview, edit: permission.edit, download: permission.download }
    }
}

impl From<Permission> for SharePermission {
    fn from(stored: Permission) -> Self {
        let mut permission = Self::default();
        permission.preview = stored.preview;
        permission.edit = stored.edit;
        permission.download = stored.download;
        permission
    }
}
