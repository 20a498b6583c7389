//! States of tickets by name.

use std::fmt::Debug;

use hwc_api::osm::CaseStatus;
use hwc_wire::value::open_enum::IntEnum;

use crate::case::kebab;
use crate::ui::text::enum_label;

/// A selection of states.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum StatusFilter {
    /// All states except the final ones.
    Open,
    /// One state.
    State(CaseStatus),
}

impl StatusFilter {
    /// Parses `open`, the name of a state or its number.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        if text.eq_ignore_ascii_case("open") {
            return Ok(Self::Open);
        }
        parse_state(text).map(Self::State).map_err(|names| format!("expected open or one of {names}"))
    }

    /// Returns the name that [`parse`](Self::parse) accepts.
    pub(crate) fn name(self) -> String {
        match self {
            Self::Open => "open".to_owned(),
            Self::State(state) => enum_label(&state),
        }
    }

    /// Returns true if the selection contains this state.
    pub(crate) fn matches(self, state: Option<CaseStatus>) -> bool {
        match self {
            Self::Open => state.is_none_or(|state| state.is_open()),
            Self::State(selected) => state == Some(selected),
        }
    }
}

/// Returns the names of all states of tickets, and `open`.
pub(crate) fn names() -> Vec<String> {
    let states = CaseStatus::VARIANTS.iter().map(enum_label);
    std::iter::once("open".to_owned()).chain(states).collect()
}

/// Parses the name or the number of a state. The British spelling `cancelled` is accepted too.
///
/// # Errors
/// Returns the names of the known states, separated by commas.
pub(crate) fn parse_state<E: IntEnum + Debug + From<i64>>(text: &str) -> Result<E, String> {
    let wanted = kebab(text).replace("cancelled", "canceled");
    let name = |state: &E| kebab(&format!("{state:?}"));
    let known = E::VARIANTS.iter().copied();
    let named = known.clone().find(|state| name(state) == wanted);
    let state = named.or_else(|| text.parse::<i64>().ok().map(E::from));
    state.ok_or_else(|| known.map(|state| name(&state)).collect::<Vec<_>>().join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn states_are_parsed_by_name_or_number() {
        let state = |text| StatusFilter::parse(text).unwrap();
        assert_eq!(state("OPEN"), StatusFilter::Open);
        for text in ["in-progress", "InProgress", "in_progress", "1"] {
            assert_eq!(state(text), StatusFilter::State(CaseStatus::InProgress), "{text}");
        }
        for text in ["canceled", "Cancelled", "4"] {
            assert_eq!(state(text), StatusFilter::State(CaseStatus::Canceled), "{text}");
        }
        assert_eq!(state("99"), StatusFilter::State(CaseStatus::from(99)));
        assert_eq!(
            StatusFilter::parse("closed").unwrap_err(),
            "expected open or one of queued, in-progress, awaiting-confirmation, completed, canceled, suspended, \
             invalid, deleted, awaiting-customer"
        );
    }

    #[test]
    fn open_selects_all_states_that_are_not_final() {
        let states = CaseStatus::VARIANTS.iter().filter(|state| StatusFilter::Open.matches(Some(**state)));
        let open: Vec<i64> = states.map(CaseStatus::code).collect();
        assert_eq!(open, [0, 1, 2, 5, 17]);
        assert!(StatusFilter::Open.matches(Some(CaseStatus::from(99))), "unknown states are not final");
        assert!(!StatusFilter::State(CaseStatus::Queued).matches(None));
    }
}
