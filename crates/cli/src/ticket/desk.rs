//! Where the work is done: the client with its settings, the clock and the screen. Tests set up one of their own.

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

/// All that a command works with.
pub(super) struct Desk {
    pub(super) client: Client,
    pub(super) tickets: Tickets,
    pub(super) group: Option<GroupId>,
    pub(super) zone: Zone,
    pub(super) screen: Screen,
    clock: Arc<dyn Clock>,
}

impl Desk {
    /// The desk of the real world.
    pub(super) fn new(options: &Options) -> Result<Self, Failure> {
        let client = options.client()?.build()?;
        Self::with(options, client, Arc::new(SystemClock::new()), Screen::standard(options.json))
    }

    /// A desk with these things on it.
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

    /// Milliseconds since 1970.
    pub(super) fn now(&self) -> i64 {
        let since = self.clock.now().duration_since(UNIX_EPOCH).unwrap_or_default();
        i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
    }

    /// A time in words, as in `3 days ago`; as it came where it cannot be understood, and nothing where there is none.
    pub(super) fn ago(&self, time: Option<&Timestamp>) -> String {
        let Some(time) = time else { return String::new() };
        self.zone.millis(time).map_or_else(|| line(time.as_str()), |millis| from_now(millis, self.now()))
    }

    /// The same with the time itself behind it.
    pub(super) fn ago_at(&self, time: Option<&Timestamp>) -> String {
        let at = time.map(|time| line(time.as_str())).unwrap_or_default();
        let ago = self.ago(time);
        if ago == at { ago } else { format!("{ago} ({at})") }
    }

    /// Tells what was done: as one document of JSON, or in words.
    pub(super) fn tell(&mut self, json: &impl Serialize, words: &str) -> Result<(), Failure> {
        self.screen.change(json, words)
    }
}
