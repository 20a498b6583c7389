//! The life cycle of an access grant as one table: the actions of the customer in each state, and the state that follows.

use hwc_models::osm::AuthorizationStatus::{
    self, ApprovalRefused, Canceled, Expired, Granted, InApproval, Initial, Recalled, Rejected, Waiting,
};

use crate::runtime::api_error::ApiError;
use crate::services::osm::business;

/// An action of the customer on a grant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Action {
    /// Grants the requested access.
    Confirm,
    /// Rejects the request.
    Reject,
    /// Cancels granted access.
    Cancel,
}

/// The state of a grant after confirming, rejecting and canceling it, in this order, for each state. `None` means that the
/// action is not allowed. The reference names the states and actions; the combinations are inferred from the names.
pub(super) const TABLE: [(AuthorizationStatus, [Option<AuthorizationStatus>; 3]); 9] = [
    (Initial, [None, None, None]),
    (Waiting, [Some(Granted), Some(Rejected), None]),
    (Granted, [None, None, Some(Canceled)]),
    (Rejected, [None, None, None]),
    (Expired, [None, None, None]),
    (Recalled, [None, None, None]),
    (Canceled, [None, None, None]),
    (InApproval, [None, None, None]),
    (ApprovalRefused, [None, None, None]),
];

/// Returns the state after an action, or an error if it is not allowed.
pub(super) fn next(state: AuthorizationStatus, action: Action) -> Result<AuthorizationStatus, ApiError> {
    let row = TABLE.iter().find(|(known, _)| *known == state);
    let next = row.and_then(|(_, next)| next[action as usize]);
    next.ok_or_else(|| not_supported("The access grant is in a state that does not allow this action."))
}

/// Returns the error for an action that is unknown or not allowed.
pub(super) fn not_supported(message: &str) -> ApiError {
    business("OSM.01010018", message)
}

/// Returns the state of a grant at `now`. Granted access expires on its own.
pub(super) fn effective_status(stored: i64, expires_at: Option<i64>, now: i64) -> AuthorizationStatus {
    match AuthorizationStatus::from(stored) {
        Granted if expires_at.is_some_and(|end| end <= now) => Expired,
        state => state,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_of_states() {
        let name = |state: &Option<AuthorizationStatus>| state.map_or("-".to_owned(), |state| format!("{state:?}"));
        let lines = TABLE.iter().map(|(state, next)| {
            let state = format!("{} {state:?}", state.code());
            format!("{state:<18} {:<9} {:<9} {}\n", name(&next[0]), name(&next[1]), name(&next[2]))
        });
        // tests/osm_authorizations.rs tries the same through the API.
        insta::assert_snapshot!(lines.collect::<String>(), @r"
        -1 Initial         -         -         -
        0 Waiting          Granted   Rejected  -
        1 Granted          -         -         Canceled
        2 Rejected         -         -         -
        3 Expired          -         -         -
        4 Recalled         -         -         -
        5 Canceled         -         -         -
        6 InApproval       -         -         -
        7 ApprovalRefused  -         -         -
        ");
    }
}
