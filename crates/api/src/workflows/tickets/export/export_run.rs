//! The state of an export: the remaining windows, the remaining tickets of the current one, and the tickets being read.

use std::collections::BTreeMap;
use std::collections::btree_map::IntoIter;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use futures_util::stream::FuturesOrdered;
use hwc_models::osm::{CaseDetail, CaseInfo};
use hwc_wire::{ErrorClass, unix_millis};

use super::TicketExport;
use super::checkpoint::{Checkpoint, Position};
use super::time_zone::TimeZone;
use super::window::{Rows, Window, WindowSource};
use crate::core::BoxFuture;
use crate::error::{Error, ErrorKind};
use crate::workflows::tickets::Tickets;

/// The earliest opening time of tickets: the first second of the year 2000.
const EARLIEST: i64 = 946_684_800;

/// The overlap of the requested windows, in seconds.
const OVERLAP: i64 = 2;

/// The outcome of reading a ticket.
pub(super) struct LoadedTicket {
    pub(super) position: Position,
    pub(super) case: CaseInfo,
    pub(super) detail: Result<Option<CaseDetail>, Error>,
    /// The number of the wait during which reading started.
    wait: u64,
}

/// The state of an export.
pub(super) struct ExportRun {
    source: Arc<WindowSource>,
    /// The window that is being listed.
    listing: Option<BoxFuture<Result<Option<Rows>, Error>>>,
    /// The start (inclusive) and end (exclusive) of the export, in milliseconds.
    since: i64,
    pub(super) until: i64,
    /// The last ticket of the resumed export.
    after: Option<Position>,
    /// The start of the next window, and the ends of the remaining windows in seconds, with the next one last.
    from: i64,
    ends: Vec<i64>,
    rows: IntoIter<Position, CaseInfo>,
    /// The tickets with unreadable times from recent windows, with the ends of these windows. The next window may list them
    /// again.
    undated: BTreeMap<String, i64>,
    pub(super) reading: FuturesOrdered<BoxFuture<LoadedTicket>>,
    /// The number of waits for a ticket so far.
    pub(super) wait: u64,
}

impl ExportRun {
    pub(super) fn new(export: &TicketExport) -> Result<Self, Error> {
        let now = unix_millis(export.tickets.client.0.now());
        let since = export.since.map_or(EARLIEST * 1000, unix_millis);
        let until = export.until.map_or(now, unix_millis);
        // Future tickets are not listed yet, so the next export must start where this one really ends.
        let until = export.resume.as_ref().map_or(until, |checkpoint| checkpoint.until).min(now);
        let after = export.resume.as_ref().map(|checkpoint| checkpoint.last.clone());
        let from = after.as_ref().map_or(since, |last| last.opened.max(since));
        let (filter, zone) = (export.request(), TimeZone::from_settings(&export.tickets)?);
        let source = Arc::new(WindowSource { tickets: export.tickets.clone(), filter, zone });
        let (from, end) = (from.div_euclid(1000), until.saturating_add(999).div_euclid(1000));
        let ends = if from < end { vec![end] } else { Vec::new() };
        let (rows, reading) = (Rows::new().into_iter(), FuturesOrdered::new());
        let undated = BTreeMap::new();
        Ok(Self { source, listing: None, since, until, after, from, ends, rows, undated, reading, wait: 0 })
    }

    /// Starts to read tickets of the window until `concurrency` of them are ready or being read.
    pub(super) fn fill(&mut self, concurrency: usize) {
        while self.reading.len() < concurrency {
            let Some((position, case)) = self.rows.next() else { return };
            self.reading.push_back(read(self.source.tickets.clone(), position, case, self.wait));
        }
    }

    /// Reads a ticket again, before all others.
    pub(super) fn requeue(&mut self, position: Position, case: CaseInfo) {
        self.reading.push_front(read(self.source.tickets.clone(), position, case, self.wait));
    }

    /// Returns true if the call timed out while the caller did not wait. The service may have responded long before.
    pub(super) fn is_stale(&self, outcome: &LoadedTicket) -> bool {
        let late = outcome.detail.as_ref().is_err_and(|error| error.kind() == ErrorKind::Timeout);
        late && outcome.wait < self.wait
    }

    /// Lists the next window with tickets. Returns false if there is none.
    pub(super) fn poll_window(&mut self, cx: &mut Context<'_>) -> Poll<Result<bool, Error>> {
        while let Some(to) = self.ends.last().copied() {
            let window = Window { from: self.from, to };
            let source = &self.source;
            let listing = self.listing.get_or_insert_with(|| {
                let source = Arc::clone(source);
                Box::pin(async move { source.list(window).await })
            });
            let listed = ready!(listing.as_mut().poll(cx));
            self.listing = None;
            let Some(rows) = listed? else {
                self.ends.push(self.from + (to - self.from) / 2);
                continue;
            };
            self.ends.pop();
            self.from = to;
            let rows: Rows = rows.into_iter().filter(|(position, case)| self.is_due(position, case, window)).collect();
            if !rows.is_empty() {
                self.rows = rows.into_iter();
                return Poll::Ready(Ok(true));
            }
        }
        Poll::Ready(Ok(false))
    }

    /// Returns true if a ticket of a window still has to be exported.
    fn is_due(&mut self, position: &Position, case: &CaseInfo, window: Window) -> bool {
        if self.source.opened(case).is_some() {
            let is_left = self.after.as_ref().is_none_or(|after| position > after);
            return is_left && (self.since..self.until).contains(&position.opened);
        }
        self.undated.retain(|_, end| end.saturating_add(OVERLAP) >= window.from);
        let is_new = self.undated.insert(position.id.clone(), window.to).is_none();
        if is_new {
            tracing::warn!(id = position.id, "create_time of a ticket cannot be read; it is exported all the same");
        }
        is_new
    }

    /// Returns the checkpoint after `last`. A ticket with an unreadable time may precede the checkpoint that the export
    /// started from, and checkpoints must not move back.
    pub(super) fn checkpoint(&self, filter: u64, last: Position) -> Checkpoint {
        let last = self.after.as_ref().map_or(last.clone(), |after| last.max(after.clone()));
        Checkpoint { until: self.until, filter, last }
    }
}

/// Reads one ticket. A deleted ticket does not count as an error: it existed when it was listed.
fn read(tickets: Tickets, position: Position, case: CaseInfo, wait: u64) -> BoxFuture<LoadedTicket> {
    Box::pin(async move {
        let gone = |error: &Error| error.service().is_some_and(|service| service.class == ErrorClass::NotFound);
        let detail = match tickets.find_detail(&position.id.as_str().into()).await {
            Err(error) if gone(&error) => Ok(None),
            outcome => outcome,
        };
        LoadedTicket { position, case, detail, wait }
    })
}
