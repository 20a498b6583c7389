//! An export that goes on: which windows are left, which tickets of the present one, and which are being read.

use std::collections::BTreeMap;
use std::collections::btree_map::IntoIter;
use std::time::{SystemTime, UNIX_EPOCH};

use hwc_models::osm::{CaseDetail, CaseInfo};
use hwc_wire::ErrorClass;

use super::Export;
use super::checkpoint::{Checkpoint, Place};
use super::window::{Rows, Source, Window};
use super::zone::Zone;
use crate::error::{Error, ErrorKind};
use crate::tickets::together::Together;
use crate::tickets::{Pending, Tickets};

/// No ticket is older: the first second of the year 2000.
const BEGINNING: i64 = 946_684_800;

/// How far windows overlap in what is asked for, in seconds.
const OVERLAP: i64 = 2;

/// A ticket that was read, or could not be.
pub(super) struct Outcome {
    pub(super) place: Place,
    pub(super) case: CaseInfo,
    pub(super) detail: Result<Option<CaseDetail>, Error>,
    /// The wait during which it was begun to be read.
    wait: u64,
}

/// An export that goes on.
pub(super) struct Run {
    source: Source,
    /// In milliseconds: the first time that counts, and the first one that does not any more.
    since: i64,
    pub(super) until: i64,
    /// The last ticket of the export that this one resumes.
    after: Option<Place>,
    /// Where the next window begins, and the ends of those that are left, the next one last, in seconds.
    from: i64,
    ends: Vec<i64>,
    rows: IntoIter<Place, CaseInfo>,
    /// The tickets of the last windows whose time cannot be read, with the ends of these windows: the next one may list them too.
    undated: BTreeMap<String, i64>,
    pub(super) reading: Together<Outcome>,
    /// How often somebody has begun to wait for a ticket.
    pub(super) wait: u64,
}

impl Run {
    pub(super) fn new(export: &Export) -> Result<Self, Error> {
        let now = millis(export.tickets.client.0.now());
        let since = export.since.map_or(BEGINNING * 1000, millis);
        let until = export.until.map_or(now, millis);
        // What is still to come is in no list: a later export has to begin where this one really ends.
        let until = export.resume.as_ref().map_or(until, |checkpoint| checkpoint.until).min(now);
        let after = export.resume.as_ref().map(|checkpoint| checkpoint.last.clone());
        let from = after.as_ref().map_or(since, |last| last.opened.max(since));
        let (filter, zone) = (export.filter(), Zone::of(&export.tickets)?);
        let source = Source { tickets: export.tickets.clone(), filter, zone };
        let (from, end) = (from.div_euclid(1000), until.saturating_add(999).div_euclid(1000));
        let ends = if from < end { vec![end] } else { Vec::new() };
        let (rows, reading) = (Rows::new().into_iter(), Together::new());
        let undated = BTreeMap::new();
        Ok(Self { source, since, until, after, from, ends, rows, undated, reading, wait: 0 })
    }

    /// Begins to read the next tickets of the window, so that `at_once` of them are at hand or under way.
    pub(super) fn fill(&mut self, at_once: usize) {
        while self.reading.len() < at_once {
            let Some((place, case)) = self.rows.next() else { return };
            self.reading.push(read(self.source.tickets.clone(), place, case, self.wait));
        }
    }

    /// Reads a ticket again, before all others.
    pub(super) fn again(&mut self, place: Place, case: CaseInfo) {
        self.reading.push_front(read(self.source.tickets.clone(), place, case, self.wait));
    }

    /// Whether time was up while nobody waited: the service may have answered long ago.
    pub(super) fn is_stale(&self, outcome: &Outcome) -> bool {
        let late = outcome.detail.as_ref().is_err_and(|error| error.kind() == ErrorKind::Timeout);
        late && outcome.wait < self.wait
    }

    /// Lists the next window that has tickets; `false` when none has.
    pub(super) async fn load(&mut self) -> Result<bool, Error> {
        while let Some(to) = self.ends.last().copied() {
            let window = Window { from: self.from, to };
            let Some(rows) = self.source.list(window).await? else {
                self.ends.push(self.from + (to - self.from) / 2);
                continue;
            };
            self.ends.pop();
            self.from = to;
            let rows: Rows = rows.into_iter().filter(|(place, case)| self.is_due(place, case, window)).collect();
            if !rows.is_empty() {
                self.rows = rows.into_iter();
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Returns true if a ticket of a window is still to be given.
    fn is_due(&mut self, place: &Place, case: &CaseInfo, window: Window) -> bool {
        if self.source.opened(case).is_some() {
            let is_left = self.after.as_ref().is_none_or(|after| place > after);
            return is_left && (self.since..self.until).contains(&place.opened);
        }
        self.undated.retain(|_, end| end.saturating_add(OVERLAP) >= window.from);
        let is_new = self.undated.insert(place.id.clone(), window.to).is_none();
        if is_new {
            tracing::warn!(id = place.id, "create_time of a ticket cannot be read; it is exported all the same");
        }
        is_new
    }

    /// An undated ticket may stand before the checkpoint that the export began at, which must not move back.
    pub(super) fn checkpoint(&self, filter: u64, last: Place) -> Checkpoint {
        let last = self.after.as_ref().map_or(last.clone(), |after| last.max(after.clone()));
        Checkpoint { until: self.until, filter, last }
    }
}

/// Reads one ticket. One that is gone is no error: it was there when it was listed.
fn read(tickets: Tickets, place: Place, case: CaseInfo, wait: u64) -> Pending<Outcome> {
    Box::pin(async move {
        let gone = |error: &Error| error.service().is_some_and(|said| said.class == ErrorClass::Missing);
        let detail = match tickets.shown(&place.id.as_str().into()).await {
            Err(error) if gone(&error) => Ok(None),
            outcome => outcome,
        };
        Outcome { place, case, detail, wait }
    })
}

/// Milliseconds since 1970; earlier times count as 1970.
pub(super) fn millis(time: SystemTime) -> i64 {
    let since = time.duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}
