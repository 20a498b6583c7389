//! The life of an access grant: what the customer can do with it, and what becomes of it, in one table.

use hwc_models::osm::AuthorizationStatus::{
    self, ApprovalRefused, Cancelled, Expired, Granted, InApproval, Initial, Recalled, Rejected, Waiting,
};

use crate::osm::business;
use crate::refusal::Refusal;

/// What the customer does with a grant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Action {
    /// Agrees to it.
    Confirm,
    /// Refuses what was asked for.
    Reject,
    /// Takes back what was given.
    Cancel,
}

/// For each state: what becomes of a grant by confirming, by rejecting and by cancelling it, in this order. Where there is
/// nothing, the action is refused. The reference names states and actions; which fit is inferred from the names.
pub(super) const TABLE: [(AuthorizationStatus, [Option<AuthorizationStatus>; 3]); 9] = [
    (Initial, [None, None, None]),
    (Waiting, [Some(Granted), Some(Rejected), None]),
    (Granted, [None, None, Some(Cancelled)]),
    (Rejected, [None, None, None]),
    (Expired, [None, None, None]),
    (Recalled, [None, None, None]),
    (Cancelled, [None, None, None]),
    (InApproval, [None, None, None]),
    (ApprovalRefused, [None, None, None]),
];

/// The state that follows, or the refusal.
pub(super) fn next(state: AuthorizationStatus, action: Action) -> Result<AuthorizationStatus, Refusal> {
    let row = TABLE.iter().find(|(known, _)| *known == state);
    let next = row.and_then(|(_, next)| next[action as usize]);
    next.ok_or_else(|| not_supported("The access grant is in a state that does not allow this action."))
}

/// The refusal of an action that is unknown, or does not fit.
pub(super) fn not_supported(message: &str) -> Refusal {
    business("OSM.01010018", message)
}

/// Where a grant stands at `now`: one that was granted expires by itself.
pub(super) fn present(stored: i64, expires_at: Option<i64>, now: i64) -> AuthorizationStatus {
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
        1 Granted          -         -         Cancelled
        2 Rejected         -         -         -
        3 Expired          -         -         -
        4 Recalled         -         -         -
        5 Cancelled        -         -         -
        6 InApproval       -         -         -
        7 ApprovalRefused  -         -         -
        ");
    }
}
