//! Colors of states, from the view of the customer.

use hwc_api::osm::{AuthorizationStatus, CaseStatus};

use crate::ui::style::Style;

/// Returns the color for a state of a ticket.
pub(super) fn case_style(state: CaseStatus) -> Style {
    match state {
        CaseStatus::AwaitingCustomer | CaseStatus::AwaitingConfirmation => Style::Attention,
        CaseStatus::InProgress => Style::Busy,
        CaseStatus::Completed => Style::Good,
        state if state.is_ended() => Style::Faint,
        _ => Style::Plain,
    }
}

/// Returns the color for a state of a grant.
pub(super) fn grant_style(state: AuthorizationStatus) -> Style {
    match state {
        AuthorizationStatus::Waiting => Style::Attention,
        AuthorizationStatus::Granted => Style::Good,
        AuthorizationStatus::InApproval => Style::Busy,
        AuthorizationStatus::Initial => Style::Plain,
        _ => Style::Faint,
    }
}
