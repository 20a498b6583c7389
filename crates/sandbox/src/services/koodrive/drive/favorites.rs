//! The favorite files of each user.

use hwc_models::koodrive::FileType;
use serde::{Deserialize, Serialize};

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::records::{Column, Owner, StoredRecord};

/// A favorite of the caller.
#[derive(Serialize, Deserialize)]
pub(crate) struct Favorite {
    pub(crate) file: String,
    pub(crate) space: String,
    pub(crate) at: i64,
    /// The name and the type of the file when it became a favorite.
    pub(crate) name: String,
    pub(crate) file_type: FileType,
}

impl StoredRecord for Favorite {
    const KIND: &'static str = "koodrive.favorite";
    const OWNER: Owner = Owner::User;
    const COLUMNS: &'static [Column<Self>] = &[
        Column::new("space", |favorite| favorite.space.clone().into()),
        Column::new("at", |favorite| favorite.at.into()),
        Column::new("type", |favorite| favorite.file_type.code().to_owned().into()),
    ];

    fn key(&self) -> &str {
        &self.file
    }
}

/// Returns true if a file is a favorite of the caller.
pub(crate) fn is_favorite(cx: &Context<'_>, file: &str) -> Result<bool, ApiError> {
    Ok(cx.records::<Favorite>().get(file)?.is_some())
}
