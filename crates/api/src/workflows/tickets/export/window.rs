//! Lists the tickets opened within a time window: all of them, each once, in the order of the export.

use std::collections::{BTreeMap, BTreeSet};

use hwc_models::osm::{CaseInfo, ListCases};
use hwc_wire::Request;

use super::checkpoint::Position;
use super::time_zone::TimeZone;
use crate::error::{Error, ErrorKind};
use crate::workflows::tickets::Tickets;

/// The maximum number of tickets in memory, as long as windows can be split.
pub(super) const MAX_ROWS: u64 = 500;

/// The last offset. According to its table, it is also the largest total.
const MAX_OFFSET: u64 = 65_535;

/// The maximum number of passes over an unstable window.
const MAX_SCANS: u32 = 4;

/// The tolerance for listed tickets outside of the requested span, in milliseconds: one second for rounding, and one for
/// inclusive or exclusive ends.
const TOLERANCE: i64 = 2000;

/// A time window in seconds, with an inclusive start and an exclusive end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Window {
    pub(super) from: i64,
    pub(super) to: i64,
}

impl Window {
    /// Returns true if the window is too short to be split.
    pub(super) fn is_minimal(self) -> bool {
        self.to.saturating_sub(self.from) <= 1
    }

    fn contains(self, millis: i64) -> bool {
        (self.from.saturating_mul(1000)..self.to.saturating_mul(1000)).contains(&millis)
    }

    fn is_close_to(self, millis: i64) -> bool {
        let (from, to) = (self.from.saturating_mul(1000), self.to.saturating_mul(1000));
        (from.saturating_sub(TOLERANCE)..=to.saturating_add(TOLERANCE)).contains(&millis)
    }
}

/// The filter of the list, and the time zone of its times.
#[derive(Debug)]
pub(super) struct WindowSource {
    pub(super) tickets: Tickets,
    pub(super) filter: ListCases,
    pub(super) zone: TimeZone,
}

/// The tickets of a window.
pub(super) type Rows = BTreeMap<Position, CaseInfo>;

/// One pass over a window.
struct Scan {
    rows: Rows,
    /// True if each page had the same total, and as many distinct tickets were listed.
    stable: bool,
    /// True if the pass ended early because of a repeated page. Later tickets are missing.
    incomplete: bool,
}

impl WindowSource {
    /// Returns the tickets of a window, or `None` if there are too many of them and the window can be split.
    ///
    /// # Errors
    /// Returns the errors of a list, plus [`ErrorKind::Pagination`] if the list is unstable or not filtered by opening time.
    pub(super) async fn list(&self, window: Window) -> Result<Option<Rows>, Error> {
        let (mut all, mut last) = (Rows::new(), None);
        for _ in 0..MAX_SCANS {
            let Some(Scan { rows, stable, incomplete }) = self.scan(window).await? else {
                return Ok(None);
            };
            let positions: Vec<Position> = rows.keys().cloned().collect();
            all.extend(rows);
            if !incomplete && (stable || last.as_ref() == Some(&positions)) {
                return Ok(Some(all));
            }
            // A service that always stops at the same page returns the same few tickets each time, so equal passes prove
            // nothing.
            last = (!incomplete).then_some(positions);
        }
        Err(with_context(Error::pagination("the list changed in each scan; tickets may be missing")))
    }

    /// Returns the time when a ticket was opened, in milliseconds since 1970, or `None` if it is unreadable.
    pub(super) fn opened(&self, case: &CaseInfo) -> Option<i64> {
        self.zone.parse_time(case.create_time.as_ref()?)
    }

    /// Reads a window from its first page to its last.
    async fn scan(&self, window: Window) -> Result<Option<Scan>, Error> {
        let mut pages = self.tickets.call(self.request(window)).time_zone(&self.zone.name).pages();
        let (mut rows, mut ids, mut total, mut stable) = (Rows::new(), BTreeSet::new(), None, true);
        loop {
            let page = match pages.try_next().await {
                Ok(Some(page)) => page,
                Ok(None) => break,
                // A repeated page: the tickets in between may have moved, or the service does not advance at all.
                Err(error) if error.kind() == ErrorKind::Pagination => {
                    return Ok(Some(Scan { rows, stable: false, incomplete: true }));
                }
                Err(error) => return Err(error),
            };
            stable &= total.is_none() || total == page.total_count || page.incident_info_list.is_empty();
            total = page.total_count.or(total);
            for id in page.incident_info_list.iter().filter_map(|case| case.incident_id.as_ref()) {
                ids.insert(id.as_str().to_owned());
            }
            let count = total.unwrap_or(0).max(ids.len() as u64);
            match window.is_minimal() {
                false if count > MAX_ROWS => return Ok(None),
                // The total may be capped at the last offset, so there may be more tickets.
                true if count >= MAX_OFFSET => return Err(with_context(Error::list_truncated("offset", MAX_OFFSET))),
                _ => {}
            }
            self.insert_rows(page.incident_info_list, window, &mut rows)?;
        }
        Ok(Some(Scan { rows, stable: stable && total == Some(ids.len() as u64), incomplete: false }))
    }

    /// Returns the request for a window, extended by a second on both sides. It is not documented whether the ends are
    /// included, or how times are rounded.
    fn request(&self, window: Window) -> ListCases {
        let mut request = self.filter.clone().limit(100_u32);
        request.query_start_time = Some(self.zone.format(window.from.saturating_sub(1)));
        request.query_end_time = Some(self.zone.format(window.to.saturating_add(1)));
        request
    }

    fn insert_rows(&self, cases: Vec<CaseInfo>, window: Window, rows: &mut Rows) -> Result<(), Error> {
        for case in cases {
            let id = case.incident_id.as_ref().map(ToString::to_string).filter(|id| !id.is_empty());
            let id =
                id.ok_or_else(|| Error::missing_field(ListCases::OPERATION, "incident_info_list[].incident_id"))?;
            // The service matched a time within the window, although the one that it returns is unreadable.
            let opened = self.opened(&case).unwrap_or(window.from.saturating_mul(1000));
            if !window.is_close_to(opened) {
                let text = format!("{id} was not opened within the requested time span; the filters use another time");
                return Err(with_context(Error::pagination(text)));
            }
            if window.contains(opened) {
                rows.insert(Position { opened, id }, case);
            }
        }
        Ok(())
    }
}

fn with_context(error: Error) -> Error {
    error.with_context("", Some(ListCases::OPERATION), true)
}
