//! States of tickets by name.

use hwc_api::osm::CaseStatus;
use hwc_api::wire::open_enum::IntEnum;

use crate::names::kebab;
use crate::show::colour::Tone;
use crate::show::text::word;

/// A selection of states.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wanted {
    /// All states except the final ones.
    Open,
    /// One state.
    State(CaseStatus),
}

impl Wanted {
    /// Parses `open`, the name of a state or its number.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        if text.eq_ignore_ascii_case("open") {
            return Ok(Self::Open);
        }
        let name = kebab(text);
        let named = CaseStatus::KNOWN.iter().find(|(_, state)| kebab(&format!("{state:?}")) == name);
        let state = named.map(|(_, state)| *state).or_else(|| text.parse::<i64>().ok().map(CaseStatus::from));
        let names =
            || -> Vec<String> { CaseStatus::KNOWN.iter().map(|(_, state)| kebab(&format!("{state:?}"))).collect() };
        state.map(Self::State).ok_or_else(|| format!("expected open, or one of {}", names().join(", ")))
    }

    /// Returns the name that [`parse`](Self::parse) accepts.
    pub(super) fn name(self) -> String {
        match self {
            Self::Open => "open".to_owned(),
            Self::State(state) => word(&state),
        }
    }

    /// Returns true if the selection contains this state.
    pub(super) fn fits(self, state: Option<CaseStatus>) -> bool {
        match self {
            Self::Open => state.is_none_or(|state| !is_final(state)),
            Self::State(wanted) => state == Some(wanted),
        }
    }
}

/// Returns true for final states.
pub(super) fn is_final(state: CaseStatus) -> bool {
    matches!(state, CaseStatus::Completed | CaseStatus::Cancelled | CaseStatus::Invalid | CaseStatus::Deleted)
}

/// Returns the color for a state, from the view of the customer.
pub(super) fn tone(state: CaseStatus) -> Tone {
    match state {
        CaseStatus::AwaitingCustomer | CaseStatus::AwaitingConfirmation => Tone::Asks,
        CaseStatus::InProgress => Tone::Busy,
        CaseStatus::Completed => Tone::Good,
        state if is_final(state) => Tone::Faint,
        _ => Tone::Plain,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn states_are_told_by_name_or_number() {
        let state = |text| Wanted::parse(text).unwrap();
        assert_eq!(state("OPEN"), Wanted::Open);
        for text in ["in-progress", "InProgress", "in_progress", "1"] {
            assert_eq!(state(text), Wanted::State(CaseStatus::InProgress), "{text}");
        }
        assert_eq!(state("99"), Wanted::State(CaseStatus::from(99)));
        assert_eq!(
            Wanted::parse("closed").unwrap_err(),
            "expected open, or one of queued, in-progress, awaiting-confirmation, completed, cancelled, suspended, \
             invalid, deleted, awaiting-customer"
        );
    }

    #[test]
    fn open_is_what_is_not_final() {
        let open: Vec<i64> = CaseStatus::KNOWN
            .iter()
            .filter(|(_, state)| Wanted::Open.fits(Some(*state)))
            .map(|(code, _)| *code)
            .collect();
        assert_eq!(open, [0, 1, 2, 5, 17]);
        assert!(Wanted::Open.fits(Some(CaseStatus::from(99))), "who knows");
        assert!(!Wanted::State(CaseStatus::Queued).fits(None));
    }
}
