//! Emptying the recycle bin of a space.

use hwc_models::koodrive::{ClearRecycleFile, ClearRecycleFileResponse};

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::registry::Registry;
use crate::services::koodrive::drive::{access, bin_clearing, shared_folder};

pub(super) fn register(registry: &mut Registry) {
    registry.register(clear);
}

fn clear(cx: &mut Context<'_>, request: &ClearRecycleFile) -> Result<ClearRecycleFileResponse, ApiError> {
    shared_folder::enter(cx, request.share_folder_id.as_ref())?;
    let space = access::recycle_bin(cx, request.container.as_str())?;
    bin_clearing::start(cx, &space)?;
    Ok(ClearRecycleFileResponse::default())
}
