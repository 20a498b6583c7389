//! Filters of commands that process many tickets.

use std::collections::BTreeSet;

use clap::Args;
use hwc_api::osm::{CaseInfo, CaseStatus, ListCases};

use super::status::StatusFilter;
use super::time::TimeArg;

/// A filter for tickets.
#[derive(Debug, Default, Args)]
pub(crate) struct FilterArgs {
    /// Filter by state, or `open` (repeatable, comma-separated)
    #[arg(long, value_name = "STATE", value_parser = StatusFilter::parse, value_delimiter = ',')]
    status: Vec<StatusFilter>,
    /// Filter by opening time, from 7d, 12h, "2025-11-28 10:00"
    #[arg(long, value_name = "WHEN", value_parser = TimeArg::parse)]
    pub(crate) since: Option<TimeArg>,
    /// Filter by opening time, up to this time
    #[arg(long, value_name = "WHEN", value_parser = TimeArg::parse)]
    pub(crate) until: Option<TimeArg>,
    /// Filter by a word in the description (repeatable)
    #[arg(long, value_name = "WORD")]
    search: Vec<String>,
    /// Filter by label (repeatable)
    #[arg(long, value_name = "NAME")]
    pub(crate) label: Vec<String>,
    /// Filter by the name of the user
    #[arg(long, value_name = "NAME")]
    user: Option<String>,
}

impl FilterArgs {
    /// Builds the list request, without times and labels. The service filters by one state. Several states are filtered
    /// by [`matches`](Self::matches).
    pub(crate) fn request(&self) -> ListCases {
        let mut request = ListCases::new();
        if let [StatusFilter::State(state)] = self.status.as_slice() {
            request = request.status(*state);
        }
        if !self.search.is_empty() {
            request = request.search_key(&self.search);
        }
        request.x_customer_name = self.user.clone();
        request
    }

    /// Returns the names of the selected states, each once, sorted.
    pub(crate) fn states(&self) -> Vec<String> {
        self.status.iter().map(|status| status.name()).collect::<BTreeSet<_>>().into_iter().collect()
    }

    /// Returns true if the response may contain tickets that do not match.
    pub(crate) fn is_partial(&self) -> bool {
        !matches!(self.status.as_slice(), [] | [StatusFilter::State(_)])
    }

    /// Returns true if a listed ticket matches.
    pub(crate) fn matches(&self, case: &CaseInfo) -> bool {
        self.selects(case.status)
    }

    fn selects(&self, state: Option<CaseStatus>) -> bool {
        self.status.is_empty() || self.status.iter().any(|status| status.matches(state))
    }
}
