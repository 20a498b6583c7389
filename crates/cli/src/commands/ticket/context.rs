//! The environment of a command: the client with its settings, the clock and the output. Tests create their own.

use std::sync::Arc;
use std::time::UNIX_EPOCH;

use hwc_api::osm::{GroupId, ListCases};
use hwc_api::tickets::Tickets;
use hwc_api::{Client, Clock, Timestamp};

use super::args::TicketArgs;
use super::view::Converter;
use crate::args::filter::FilterArgs;
use crate::args::time::{TimeArg, Zone};
use crate::error::CliError;
use crate::ui::Ui;
use crate::ui::text::sanitize_line;
use crate::ui::time::from_now;

/// The environment of a command.
pub(super) struct TicketContext {
    pub(super) client: Client,
    pub(super) tickets: Tickets,
    pub(super) group: Option<GroupId>,
    /// The clients of the profiles whose tickets are listed together.
    pub(super) profiles: Vec<(String, Client)>,
    pub(super) times: TimeFormatter,
    pub(super) ui: Ui,
}

impl TicketContext {
    /// Creates an environment from these parts.
    pub(super) fn new(args: &TicketArgs, client: Client, clock: Arc<dyn Clock>, ui: Ui) -> Result<Self, CliError> {
        let tickets = client.tickets();
        let group: Option<GroupId> = args.group.clone().map(Into::into);
        let tickets = match &group {
            Some(group) => tickets.group_id(group.clone()),
            None => tickets,
        };
        let times = TimeFormatter { zone: Zone::new(args.time_zone.as_deref())?, clock };
        Ok(Self { client, tickets, group, profiles: Vec::new(), times, ui })
    }
}

impl TicketContext {
    /// Returns the converter of values for programs.
    pub(super) fn converter(&self) -> Converter {
        Converter(self.times.zone)
    }

    /// Builds the list request for a filter, without times.
    pub(super) async fn list_request(&self, filter: &FilterArgs) -> Result<ListCases, CliError> {
        let mut request = filter.request();
        if !filter.label.is_empty() {
            request = request.label_id_list(self.label_ids(&filter.label).await?);
        }
        request.group_id = self.group.clone();
        Ok(request)
    }

    /// Builds the list request for a filter, with times.
    pub(super) async fn list_request_in_time(&self, filter: &FilterArgs) -> Result<ListCases, CliError> {
        let mut request = self.list_request(filter).await?;
        request.query_start_time = self.times.filter_time(filter.since.as_ref())?;
        request.query_end_time = self.times.filter_time(filter.until.as_ref())?;
        Ok(request)
    }

    /// Looks up the IDs of labels, which the service requires.
    async fn label_ids(&self, names: &[String]) -> Result<Vec<u32>, CliError> {
        let known = self.tickets.account_labels().await?;
        let id = |name: &String| known.iter().find(|label| label.name.as_deref() == Some(name))?.label_id;
        let unknown: Vec<&str> = names.iter().filter(|name| id(name).is_none()).map(String::as_str).collect();
        if unknown.is_empty() {
            return Ok(names.iter().filter_map(id).collect());
        }
        let known: Vec<&str> = known.iter().filter_map(|label| label.name.as_deref()).collect();
        let known = if known.is_empty() { "none".to_owned() } else { known.join(", ") };
        Err(CliError::usage(format!("unknown label `{}`; known labels: {known}", unknown.join("`, `"))))
    }
}

/// Formats times relative to the clock, in the time zone of the settings.
pub(super) struct TimeFormatter {
    pub(super) zone: Zone,
    clock: Arc<dyn Clock>,
}

impl TimeFormatter {
    /// Returns the current time in milliseconds since 1970.
    pub(super) fn now(&self) -> i64 {
        let since = self.clock.now().duration_since(UNIX_EPOCH).unwrap_or_default();
        i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
    }

    /// Formats a time for a filter of the service.
    fn filter_time(&self, time: Option<&TimeArg>) -> Result<Option<Timestamp>, CliError> {
        let write = |time: &TimeArg| Ok(self.zone.write(time.before(self.now(), self.zone)?));
        time.map(write).transpose()
    }

    /// Formats a time relative to now, as in `3 days ago`. Returns an invalid time unchanged, and an empty string for
    /// no time.
    pub(super) fn relative(&self, time: Option<&Timestamp>) -> String {
        let Some(time) = time else { return String::new() };
        self.zone.millis(time).map_or_else(|| sanitize_line(time.as_str()), |millis| from_now(millis, self.now()))
    }

    /// Formats a time as [`relative`](Self::relative) does, followed by the absolute time.
    pub(super) fn relative_and_absolute(&self, time: Option<&Timestamp>) -> String {
        let absolute = time.map(|time| sanitize_line(time.as_str())).unwrap_or_default();
        let relative = self.relative(time);
        if relative == absolute { relative } else { format!("{relative} ({absolute})") }
    }
}
