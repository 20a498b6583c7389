//! Exports of all tickets with their details, from oldest to newest, each once, in constant memory. [`TicketExport`]
//! documents how completeness is ensured. `window.rs` reads time windows of the list, and `export_run.rs` keeps track of
//! the remaining work.

mod checkpoint;
mod export_run;
mod record;
mod time_zone;
mod window;

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::SystemTime;

use futures_core::Stream;
use futures_util::StreamExt;
use hwc_models::osm::{CaseInfo, ListCases};
use tracing::Span;

use super::{Tickets, invalid};
use crate::error::Error;
use crate::workflows::setters::call_options;
use crate::workflows::span::workflow_span;
pub use checkpoint::Checkpoint;
use checkpoint::Position;
use export_run::{ExportRun, LoadedTicket};
use hwc_wire::unix_millis;
pub use record::TicketRecord;

/// The default number of tickets that are read concurrently.
const DEFAULT_CONCURRENCY: usize = 4;

/// The name of the workflow in errors.
const NAME: &str = "tickets.export";

impl Tickets {
    /// Exports all tickets with their details, from oldest to newest. [`TicketExport`] documents the procedure.
    ///
    /// ```
    /// # async fn example(client: &hwc_api::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// use std::io::Write;
    /// use hwc_api::serde_json;
    ///
    /// let mut out = std::fs::OpenOptions::new().create(true).append(true).open("tickets.jsonl")?;
    /// let mut export = client.tickets().export();
    /// if let Ok(line) = std::fs::read_to_string("checkpoint") {
    ///     export = export.resume(line.trim().parse()?);
    /// }
    /// while let Some(record) = export.try_next().await? {
    ///     writeln!(out, "{}", serde_json::to_string(&record)?)?;
    ///     if let Some(checkpoint) = export.checkpoint() {
    ///         std::fs::write("checkpoint", checkpoint.to_string())?;
    ///     }
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn export(&self) -> TicketExport {
        TicketExport {
            tickets: self.clone(),
            filter: ListCases::new(),
            since: None,
            until: None,
            concurrency: DEFAULT_CONCURRENCY,
            resume: None,
            run: None,
            failed: None,
            checkpoint: None,
            is_waiting: false,
            span: None,
        }
    }
}

/// Tickets with all their details, from oldest to newest, each once, in constant memory. Created by [`Tickets::export`]. It is
/// a [`Stream`].
///
/// # Completeness
///
/// `ListCases` cannot be read reliably from end to end. Its offset ends at 65,535, and its order is not documented. If it is
/// newest first, each ticket opened in the meantime moves all others one position on. A ticket that is deleted, or changes
/// to a state excluded by the filter, moves them back. Then, the ticket that moves across a page boundary is never returned.
/// Therefore, the export works like this:
///
/// 1. **Fixed end.** The export ends at a time that is fixed when it starts ([`TicketExport::until`]). Tickets opened later are in
///    no window.
/// 2. **Time windows** (`query_start_time`, `query_end_time`) are read from oldest to newest. The first page of a window has
///    its total. A window with more than 500 tickets is split in half, until it is small enough or one second long. This
///    keeps offsets small. Memory holds one window of the list and the few tickets that are being read.
/// 3. **Disjoint windows.** A window includes its start and excludes its end, which are whole seconds. The request is
///    extended by a second on both sides. It is not documented whether the ends of a time span are included, or how times
///    with milliseconds are rounded. Tickets outside of the window are left to its neighbors. So each ticket is in one
///    window.
/// 4. **Stable windows.** A window is accepted if each page has the same total, and as many distinct tickets were listed.
///    Otherwise, it is read again and the results are merged, until two passes in a row are equal. After four passes, it is
///    an error. A pass that ended early because of a repeated page is never accepted.
/// 5. **Verified times.** It is not documented which time of a ticket the filters apply to. If a listed ticket was not
///    opened within the window, the filters use another time or another time zone. This is an error.
/// 6. **Fixed order.** Within a window, tickets are sorted by opening time and ID. Since windows are consecutive, this is
///    the order of the whole export. A [`Checkpoint`] is a position in that order. The rest of the export is everything
///    after it, regardless of the windows. No ticket is exported twice.
///
/// A ticket with an unreadable `create_time` is exported before the others of the window that lists it. It is logged as a
/// `tracing` event of level `warn`. If the export is resumed in that window, the ticket may be exported twice.
///
/// Two cases are not covered: tickets that are deleted before their window is listed, and tickets that the service lists too
/// late, after the export has passed their time. For daily exports, end each one a few minutes in the past and start the
/// next one there: see [`resume`](TicketExport::resume).
#[must_use = "nothing is sent before `try_next`"]
pub struct TicketExport {
    tickets: Tickets,
    filter: ListCases,
    since: Option<SystemTime>,
    until: Option<SystemTime>,
    concurrency: usize,
    resume: Option<Checkpoint>,
    run: Option<ExportRun>,
    failed: Option<(Position, CaseInfo)>,
    checkpoint: Option<Checkpoint>,
    /// True while a ticket is awaited.
    is_waiting: bool,
    /// The `tracing` span, from the first poll.
    span: Option<Span>,
}

impl TicketExport {
    /// Exports only tickets that match the filter. Times, offset and limit are managed by the export and must not be set.
    pub fn filter(mut self, filter: ListCases) -> Self {
        self.filter = filter;
        self
    }

    /// Exports only tickets opened at this time or later.
    pub fn since(mut self, time: SystemTime) -> Self {
        self.since = Some(time);
        self
    }

    /// Exports only tickets opened before this time. Default: the time of the first [`try_next`](Self::try_next), which also
    /// replaces a time in the future.
    pub fn until(mut self, time: SystemTime) -> Self {
        self.until = Some(time);
        self
    }

    /// Sets the number of tickets that are read concurrently and held in memory with all their details. Default: 4. Must be
    /// at least 1; 0 counts as 1.
    pub fn concurrency(mut self, concurrency: usize) -> Self {
        self.concurrency = concurrency.max(1);
        self
    }

    /// Continues after the record of this checkpoint, up to the end of that export.
    ///
    /// If that export was complete, this one ends at once. New tickets belong to the next export, which starts at the
    /// [end](Checkpoint::until) of this one. [`until`](Self::until) must not be set to another time.
    ///
    /// A nightly program finishes the previous export, then exports new tickets:
    ///
    /// ```
    /// # async fn example(client: &hwc_api::Client, line: &str) -> Result<(), hwc_api::Error> {
    /// let mut rest = client.tickets().export().resume(line.parse()?);
    /// while let Some(record) = rest.try_next().await? {
    ///     println!("left over: {:?}", record.case.incident_id);
    /// }
    /// let mut next = client.tickets().export();
    /// if let Some(checkpoint) = rest.checkpoint() {
    ///     next = next.since(checkpoint.until());
    /// }
    /// while let Some(record) = next.try_next().await? {
    ///     println!("new: {:?}", record.case.incident_id);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn resume(mut self, checkpoint: Checkpoint) -> Self {
        self.resume = Some(checkpoint);
        self
    }

    call_options!();

    fn handle_mut(&mut self) -> Option<&mut Tickets> {
        Some(&mut self.tickets)
    }

    /// Returns the position after the last returned record. `None` before the first one.
    #[must_use]
    pub fn checkpoint(&self) -> Option<&Checkpoint> {
        self.checkpoint.as_ref().or(self.resume.as_ref())
    }

    /// Returns the next ticket, or `None` after the last one. After an error, the next call retries the same ticket.
    ///
    /// The following tickets are read concurrently. These calls make progress only during `try_next`, but their timeouts
    /// (`timeout`, `attempt_timeout`) also run while the program processes a ticket. A call that timed out this way is
    /// repeated once before it is an error.
    ///
    /// # Errors
    /// Returns the errors of [`Client::send`](crate::Client::send), plus:
    ///
    /// - [`ErrorKind::InvalidRequest`](crate::ErrorKind::InvalidRequest) if the filter sets a field that the export manages, or if the
    ///   checkpoint belongs to an export with another filter or end.
    /// - [`ErrorKind::Config`](crate::ErrorKind::Config) if the time zone of the calls is unknown.
    /// - [`ErrorKind::Pagination`](crate::ErrorKind::Pagination) if the list is unreliable.
    /// - [`ErrorKind::ListTruncated`](crate::ErrorKind::ListTruncated) if more than 65,535 tickets were opened within one
    ///   second.
    ///
    /// # Cancel safety
    /// Canceling the future loses no tickets.
    pub async fn try_next(&mut self) -> Result<Option<TicketRecord>, Error> {
        self.is_waiting = false;
        poll_fn(|cx| self.poll_record(cx)).await
    }

    fn poll_record(&mut self, cx: &mut Context<'_>) -> Poll<Result<Option<TicketRecord>, Error>> {
        let _entered = self.span.get_or_insert_with(|| workflow_span(NAME)).clone().entered();
        if self.run.is_none() {
            self.start()?;
        }
        let Some(run) = &mut self.run else { return Poll::Ready(Ok(None)) };
        if !std::mem::replace(&mut self.is_waiting, true) {
            run.wait += 1;
            if let Some((position, case)) = self.failed.take() {
                run.requeue(position, case);
            }
        }
        let outcome = ready!(poll_ticket(run, self.concurrency, cx));
        self.is_waiting = false;
        let Some(LoadedTicket { position, case, detail, .. }) = outcome? else { return Poll::Ready(Ok(None)) };
        match detail {
            Ok(detail) => {
                self.advance(position);
                Poll::Ready(Ok(Some(TicketRecord { case, detail })))
            }
            Err(error) => {
                self.failed = Some((position, case));
                Poll::Ready(Err(error))
            }
        }
    }

    /// Moves the checkpoint behind a ticket.
    fn advance(&mut self, position: Position) {
        let filter = self.fingerprint();
        self.checkpoint = self.run.as_ref().map(|run| run.checkpoint(filter, position));
    }

    /// Skips the ticket that could not be read, and returns its list entry. Returns `None` if the last outcome was not such
    /// an error.
    pub fn skip(&mut self) -> Option<CaseInfo> {
        let (position, case) = self.failed.take()?;
        self.advance(position);
        Some(case)
    }

    fn start(&mut self) -> Result<(), Error> {
        self.validate()?;
        let run = ExportRun::new(self)?;
        // The effective end may be earlier than that of the checkpoint, and the next checkpoints must contain it.
        if let Some(checkpoint) = &mut self.resume {
            checkpoint.until = run.until;
        }
        self.run = Some(run);
        Ok(())
    }

    fn validate(&self) -> Result<(), Error> {
        let ListCases { query_start_time, query_end_time, offset, limit, .. } = &self.filter;
        if query_start_time.is_some() || query_end_time.is_some() || offset.is_some() || limit.is_some() {
            return Err(invalid(NAME, "the filter must not set times, offset or limit; use `since` and `until`"));
        }
        match &self.resume {
            Some(checkpoint) if checkpoint.filter != self.fingerprint() => {
                Err(invalid(NAME, "the checkpoint belongs to an export with another filter"))
            }
            Some(checkpoint) if self.until.is_some_and(|until| unix_millis(until) != checkpoint.until) => {
                Err(invalid(NAME, "the checkpoint belongs to an export with another end; do not set `until`"))
            }
            _ => Ok(()),
        }
    }

    /// Returns the filter of the list, without times.
    fn request(&self) -> ListCases {
        let mut filter = self.filter.clone();
        filter.group_id = filter.group_id.or_else(|| self.tickets.group_id.clone());
        filter
    }

    /// Returns a fingerprint of the filter (FNV-1a), which is the same on all machines.
    fn fingerprint(&self) -> u64 {
        let filter = serde_json::to_vec(&self.request()).unwrap_or_default();
        let step = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        filter.into_iter().fold(0xcbf2_9ce4_8422_2325, step)
    }
}

/// Returns the next ticket that was read, or `None` after the last one.
fn poll_ticket(
    run: &mut ExportRun,
    concurrency: usize,
    cx: &mut Context<'_>,
) -> Poll<Result<Option<LoadedTicket>, Error>> {
    loop {
        run.fill(concurrency);
        match ready!(run.reading.poll_next_unpin(cx)) {
            Some(outcome) if run.is_stale(&outcome) => run.requeue(outcome.position, outcome.case),
            Some(outcome) => return Poll::Ready(Ok(Some(outcome))),
            None if ready!(run.poll_window(cx))? => {}
            None => return Poll::Ready(Ok(None)),
        }
    }
}

impl Stream for TicketExport {
    type Item = Result<TicketRecord, Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll_record(cx).map(Result::transpose)
    }
}

/// Omits the tickets.
impl fmt::Debug for TicketExport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TicketExport")
            .field("filter", &self.filter)
            .field("since", &self.since)
            .field("until", &self.until)
            .field("checkpoint", &self.checkpoint())
            .finish_non_exhaustive()
    }
}
