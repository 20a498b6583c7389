//! The environment of a command: the client with its settings, the clock and the screen. Tests create their own.

use std::sync::Arc;
use std::time::UNIX_EPOCH;

use hwc_api::osm::GroupId;
use hwc_api::tickets::Tickets;
use hwc_api::transport::clock::SystemClock;
use hwc_api::{Client, Clock, Timestamp};
use serde::Serialize;

use super::options::Options;
use super::when::Zone;
use crate::failure::Failure;
use crate::show::screen::Screen;
use crate::show::text::line;
use crate::show::time::from_now;

/// The environment of a command.
pub(super) struct Desk {
    pub(super) client: Client,
    pub(super) tickets: Tickets,
    pub(super) group: Option<GroupId>,
    pub(super) zone: Zone,
    pub(super) screen: Screen,
    clock: Arc<dyn Clock>,
}

impl Desk {
    /// Creates the environment for the real services and the real clock.
    pub(super) fn new(options: &Options) -> Result<Self, Failure> {
        let client = options.client()?.build()?;
        Self::with(options, client, Arc::new(SystemClock::new()), Screen::standard(options.json))
    }

    /// Creates an environment from these parts.
    pub(super) fn with(
        options: &Options,
        client: Client,
        clock: Arc<dyn Clock>,
        screen: Screen,
    ) -> Result<Self, Failure> {
        let tickets = client.tickets();
        let group: Option<GroupId> = options.group.clone().map(Into::into);
        let tickets = match &group {
            Some(group) => tickets.group_id(group.clone()),
            None => tickets,
        };
        let zone = Zone::new(options.time_zone.as_deref())?;
        Ok(Self { client, tickets, group, zone, screen, clock })
    }

    /// Returns true if results are JSON.
    pub(super) fn json(&self) -> bool {
        self.screen.json
    }

    /// Returns the current time in milliseconds since 1970.
    pub(super) fn now(&self) -> i64 {
        let since = self.clock.now().duration_since(UNIX_EPOCH).unwrap_or_default();
        i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
    }

    /// Formats a time relative to now, as in `3 days ago`. Returns an invalid time unchanged, and an empty string for
    /// no time.
    pub(super) fn ago(&self, time: Option<&Timestamp>) -> String {
        let Some(time) = time else { return String::new() };
        self.zone.millis(time).map_or_else(|| line(time.as_str()), |millis| from_now(millis, self.now()))
    }

    /// Formats a time as [`ago`](Self::ago) does, followed by the absolute time.
    pub(super) fn ago_at(&self, time: Option<&Timestamp>) -> String {
        let at = time.map(|time| line(time.as_str())).unwrap_or_default();
        let ago = self.ago(time);
        if ago == at { ago } else { format!("{ago} ({at})") }
    }

    /// Reports a change, as one JSON document or as text.
    pub(super) fn tell(&mut self, json: &impl Serialize, words: &str) -> Result<(), Failure> {
        self.screen.change(json, words)
    }
}
