//! Rejecting requests for access, and canceling granted access.

use hwc_models::osm::{
    AuthorizationAction, CaseOperation, GroupId, UpdateAuthorizations, UpdateAuthorizationsResponse,
};

use crate::runtime::api_error::ApiError;
use crate::runtime::context::Context;
use crate::services::osm::authorizations::grant::{self, Grant};
use crate::services::osm::authorizations::sessions;
use crate::services::osm::authorizations::states::{self, Action};
use crate::services::osm::log;

pub(super) fn update(
    cx: &mut Context<'_>,
    request: &UpdateAuthorizations,
) -> Result<UpdateAuthorizationsResponse, ApiError> {
    let grant = grant::find(cx, &request.authorization_id)?;
    match &request.action_id {
        Some(AuthorizationAction::Reject) => end(cx, &grant, request, Action::Reject)?,
        Some(AuthorizationAction::Cancel) => {
            end(cx, &grant, request, Action::Cancel)?;
            sessions::end(cx, &grant.id)?;
        }
        _ => return Err(states::not_supported("action_id must be reject or cancel.")),
    }
    Ok(UpdateAuthorizationsResponse::default())
}

/// Rejects or cancels a grant, and stores the reason.
fn end(cx: &Context<'_>, grant: &Grant, request: &UpdateAuthorizations, action: Action) -> Result<(), ApiError> {
    let next = states::next(grant.status, action)?;
    let group = request.group_id.as_ref().map(GroupId::as_str);
    cx.db
        .prepare_cached("UPDATE authorizations SET status = ?2, reason = ?3, user_group = ?4 WHERE id = ?1")?
        .execute((&grant.id, next.code(), &request.reject_reason, group))?;
    let done = match action {
        Action::Confirm => CaseOperation::AuthorizationGranted,
        Action::Reject => CaseOperation::AuthorizationRejected,
        Action::Cancel => CaseOperation::AuthorizationCanceled,
    };
    log::log(cx, &grant.case, done)
}
