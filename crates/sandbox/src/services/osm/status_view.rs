//! States of tickets and access grants for people: the word with the code beside it.

use std::fmt;

use hwc_models::osm::{AuthorizationStatus, CaseStatus};
use hwc_wire::value::open_enum::IntEnum;
use schemars::JsonSchema;
use serde::Serialize;

/// A state: its word and its code. The words are those of `hwc ticket`.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct StatusView {
    /// The state, as in `in-progress`. An unknown state is its code.
    status: String,
    /// The code of the state.
    status_code: i64,
}

impl StatusView {
    /// Returns the state of a ticket.
    pub(crate) fn ticket(code: impl Into<CaseStatus>) -> Self {
        Self::new::<CaseStatus>(code.into().code())
    }

    /// Returns the state of an access grant.
    pub(crate) fn grant(code: impl Into<AuthorizationStatus>) -> Self {
        Self::new::<AuthorizationStatus>(code.into().code())
    }

    fn new<E: IntEnum>(code: i64) -> Self {
        let number = code.to_string();
        let status = E::DESCRIPTOR.variant(&number).map_or(number, heck::ToKebabCase::to_kebab_case);
        Self { status, status_code: code }
    }
}

impl fmt::Display for StatusView {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` ({})", self.status, self.status_code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_state_has_its_word_and_its_code() {
        assert_eq!(StatusView::ticket(CaseStatus::AwaitingCustomer).to_string(), "`awaiting-customer` (17)");
        assert_eq!(StatusView::grant(-1).to_string(), "`initial` (-1)");
        assert_eq!(StatusView::ticket(99).to_string(), "`99` (99)");
    }
}
