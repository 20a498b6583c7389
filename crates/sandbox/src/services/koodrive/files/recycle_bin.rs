//! Emptying the recycle bin of a space.

use hwc_models::koodrive::{ClearRecycleFile, ClearRecycleFileResponse};

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::runtime::registry::Registry;
use crate::services::koodrive::drive::access::{self, Right};
use crate::services::koodrive::drive::bin_clearing;

pub(super) fn register(registry: &mut Registry) {
    registry.register(clear);
}

fn clear(cx: &mut Context<'_>, request: &ClearRecycleFile) -> Result<ClearRecycleFileResponse, ApiError> {
    let space = access::whole_space(cx, request.container.as_str(), Right::Delete)?;
    bin_clearing::start(cx, &space)?;
    Ok(ClearRecycleFileResponse::default())
}
