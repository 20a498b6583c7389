//! Filters of commands that process many tickets.

use std::collections::BTreeSet;

use clap::Args;
use hwc_api::osm::{CaseInfo, CaseStatus, Label, ListCases, ListLabels};

use super::desk::Desk;
use super::status::Wanted;
use super::when::When;
use crate::failure::Failure;

/// A filter for tickets.
#[derive(Debug, Default, Args)]
pub(super) struct Filter {
    /// Filter by state, or `open` (repeatable, comma-separated)
    #[arg(long, value_name = "STATE", value_parser = Wanted::parse, value_delimiter = ',')]
    status: Vec<Wanted>,
    /// Only tickets opened since: 7d, 12h, "2025-11-28 10:00"
    #[arg(long, value_name = "WHEN", value_parser = When::parse)]
    pub(super) since: Option<When>,
    /// Only tickets opened before this time
    #[arg(long, value_name = "WHEN", value_parser = When::parse)]
    pub(super) until: Option<When>,
    /// Only tickets with this word in the description (repeatable)
    #[arg(long, value_name = "WORD")]
    search: Vec<String>,
    /// Only tickets with this label (repeatable)
    #[arg(long, value_name = "NAME")]
    label: Vec<String>,
    /// Only tickets of the user with this name
    #[arg(long, value_name = "NAME")]
    user: Option<String>,
}

impl Filter {
    /// Builds the list request, without times. The service filters by one state. Several states are filtered by this
    /// command.
    pub(super) async fn request(&self, desk: &Desk) -> Result<ListCases, Failure> {
        let mut request = ListCases::new();
        if let [Wanted::State(state)] = self.status.as_slice() {
            request = request.status(*state);
        }
        if !self.search.is_empty() {
            request = request.search_key(&self.search);
        }
        if !self.label.is_empty() {
            request = request.label_id_list(self.labels(desk).await?);
        }
        request.x_customer_name = self.user.clone();
        request.group_id = desk.group.clone();
        Ok(request)
    }

    /// Builds the list request with times.
    pub(super) async fn request_in_time(&self, desk: &Desk) -> Result<ListCases, Failure> {
        let mut request = self.request(desk).await?;
        request.query_start_time = self.time(desk, self.since.as_ref())?;
        request.query_end_time = self.time(desk, self.until.as_ref())?;
        Ok(request)
    }

    /// Returns the names of the selected states, each once, sorted.
    pub(super) fn states(&self) -> Vec<String> {
        self.status.iter().map(|wanted| wanted.name()).collect::<BTreeSet<_>>().into_iter().collect()
    }

    /// Returns true if the response may contain tickets that do not match.
    pub(super) fn is_partial(&self) -> bool {
        !matches!(self.status.as_slice(), [] | [Wanted::State(_)])
    }

    /// Returns true if a listed ticket matches.
    pub(super) fn fits(&self, case: &CaseInfo) -> bool {
        self.is_of(case.status)
    }

    fn is_of(&self, state: Option<CaseStatus>) -> bool {
        self.status.is_empty() || self.status.iter().any(|wanted| wanted.fits(state))
    }

    fn time(&self, desk: &Desk, when: Option<&When>) -> Result<Option<hwc_api::Timestamp>, Failure> {
        let millis = when.map(|when| when.before(desk.now(), desk.zone)).transpose()?;
        Ok(millis.map(|millis| desk.zone.write(millis)))
    }

    /// Looks up the numbers of the labels, which the service requires.
    async fn labels(&self, desk: &Desk) -> Result<Vec<u32>, Failure> {
        let mut known: Vec<Label> = Vec::new();
        let mut labels = desk.client.items(ListLabels::new().limit(100));
        while let Some(label) = labels.try_next().await? {
            known.push(label);
        }
        let number = |name: &String| known.iter().find(|label| label.name.as_deref() == Some(name))?.label_id;
        let unknown: Vec<&str> = self.label.iter().filter(|name| number(name).is_none()).map(String::as_str).collect();
        match unknown.is_empty() {
            true => Ok(self.label.iter().filter_map(number).collect()),
            false => Err(Failure::usage(format!(
                "there is no label `{}`; there are: {}",
                unknown.join("`, `"),
                names(&known)
            ))),
        }
    }
}

fn names(labels: &[Label]) -> String {
    let names: Vec<&str> = labels.iter().filter_map(|label| label.name.as_deref()).collect();
    if names.is_empty() { "none".to_owned() } else { names.join(", ") }
}
