//! States of tickets by name.

use hwc_api::osm::CaseStatus;
use hwc_api::wire::value::open_enum::IntEnum;

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
        let name = kebab(text);
        let named = CaseStatus::KNOWN.iter().find(|(_, state)| kebab(&format!("{state:?}")) == name);
        let state = named.map(|(_, state)| *state).or_else(|| text.parse::<i64>().ok().map(CaseStatus::from));
        let names =
            || -> Vec<String> { CaseStatus::KNOWN.iter().map(|(_, state)| kebab(&format!("{state:?}"))).collect() };
        state.map(Self::State).ok_or_else(|| format!("expected open or one of {}", names().join(", ")))
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
            Self::Open => state.is_none_or(|state| !is_final(state)),
            Self::State(selected) => state == Some(selected),
        }
    }
}

/// Returns true for final states.
pub(crate) fn is_final(state: CaseStatus) -> bool {
    matches!(state, CaseStatus::Completed | CaseStatus::Cancelled | CaseStatus::Invalid | CaseStatus::Deleted)
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
        assert_eq!(state("99"), StatusFilter::State(CaseStatus::from(99)));
        assert_eq!(
            StatusFilter::parse("closed").unwrap_err(),
            "expected open or one of queued, in-progress, awaiting-confirmation, completed, cancelled, suspended, \
             invalid, deleted, awaiting-customer"
        );
    }

    #[test]
    fn open_selects_all_states_that_are_not_final() {
        let open: Vec<i64> = CaseStatus::KNOWN
            .iter()
            .filter(|(_, state)| StatusFilter::Open.matches(Some(*state)))
            .map(|(code, _)| *code)
            .collect();
        assert_eq!(open, [0, 1, 2, 5, 17]);
        assert!(StatusFilter::Open.matches(Some(CaseStatus::from(99))), "unknown states are not final");
        assert!(!StatusFilter::State(CaseStatus::Queued).matches(None));
    }
}
