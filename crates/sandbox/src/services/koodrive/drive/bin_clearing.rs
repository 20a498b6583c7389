//! Emptying recycle bins in the background. By the clock of the sandbox, it takes three seconds, as long as a batch job.

use hwc_models::koodrive::Space;
use serde::{Deserialize, Serialize};

use crate::runtime::api_error::ApiError;
use crate::runtime::context::{Caller, Context, FolderScope};
use crate::runtime::records::{Column, Owner, StoredRecord};
use crate::services::koodrive::drive::recycle_bin;
use crate::services::koodrive::spaces;

/// The time from the request to the empty bin in milliseconds.
const DURATION: i64 = 3000;

/// The emptying of a recycle bin.
#[derive(Serialize, Deserialize)]
pub(super) struct BinClearing {
    key: String,
    space: String,
    /// The shared folder that the call works in. Without one, the bin is emptied completely.
    #[serde(default)]
    folder_scope: Option<FolderScope>,
    /// The user who empties the bin.
    user: String,
    /// The time of the request. Files that are deleted later stay in the bin.
    requested_at: i64,
    due_at: i64,
}

impl StoredRecord for BinClearing {
    const KIND: &'static str = "koodrive.bin_clearing";
    const OWNER: Owner = Owner::Company;
    const COLUMNS: &'static [Column<Self>] = &[Column::new("due_at", |clearing| clearing.due_at.into())];

    fn key(&self) -> &str {
        &self.key
    }
}

/// Starts to empty the recycle bin of a space, or to remove from it what was deleted from the shared folder of the call.
pub(crate) fn start(cx: &Context<'_>, space: &Space) -> Result<(), ApiError> {
    cx.records().insert(&BinClearing {
        key: cx.next_number("bin clearing")?.to_string(),
        space: spaces::id(space).to_owned(),
        folder_scope: cx.folder_scope.clone(),
        user: cx.caller.id.clone(),
        requested_at: cx.now,
        due_at: cx.now + DURATION,
    })
}

/// Empties the recycle bins that are due by now.
pub(crate) fn apply_due(cx: &Context<'_>) -> Result<(), ApiError> {
    let clearings = cx.records::<BinClearing>();
    for clearing in clearings.query().less_than("due_at", cx.now + 1).sort("due_at").all()? {
        clearings.delete(&clearing.key)?;
        clear(cx, &clearing)?;
    }
    Ok(())
}

fn clear(cx: &Context<'_>, clearing: &BinClearing) -> Result<(), ApiError> {
    let Some(space) = cx.records::<Space>().get(&clearing.space)? else {
        return Ok(());
    };
    let caller = Caller { id: clearing.user.clone(), name: clearing.user.clone() };
    let mut cx = cx.on_behalf_of(caller, clearing.due_at);
    cx.folder_scope.clone_from(&clearing.folder_scope);
    for file in recycle_bin::deletable(&cx, &space)? {
        if file.recycled.as_ref().is_some_and(|recycled| recycled.at <= clearing.requested_at) {
            recycle_bin::delete_forever(&cx, &file)?;
        }
    }
    Ok(())
}
