//! All tickets with all that is on them, in constant memory, from the oldest to the newest, each once. How nothing is lost
//! is told at [`Export`]; the windows of time are in `window.rs`, what is left to do in `run.rs`.

mod checkpoint;
mod record;
mod run;
mod window;
mod zone;

use std::fmt;
use std::time::SystemTime;

use hwc_models::osm::{CaseInfo, ListCases};

use super::{Tickets, wrong};
use crate::error::Error;
pub use checkpoint::Checkpoint;
use checkpoint::Place;
pub use record::TicketRecord;
use run::{Outcome, Run, millis};

/// How many tickets are read at a time.
const AT_ONCE: usize = 4;

/// How errors call the workflow.
const NAME: &str = "tickets.export";

impl Tickets {
    /// Gives all tickets with all that is on them, from the oldest to the newest: how is told at [`Export`].
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
    pub fn export(&self) -> Export {
        Export {
            tickets: self.clone(),
            filter: ListCases::new(),
            since: None,
            until: None,
            at_once: AT_ONCE,
            resume: None,
            run: None,
            failed: None,
            checkpoint: None,
        }
    }
}

/// Tickets with all that is on them, from the oldest to the newest, each once, in constant memory; made by
/// [`Tickets::export`].
///
/// # How nothing is lost, and nothing comes twice
///
/// `ListCases` is no list to be walked from end to end. Its offset ends at 65,535. No source tells in which order it
/// lists; newest first, each ticket that is opened meanwhile moves all others one place on, and one that is deleted, or
/// changes into a state that a filter leaves out, moves them back: then the one that slips over the end of a page is never
/// seen. So it is read like this:
///
/// 1. **Only the past is read.** The export ends at a time that is settled when it begins ([`Export::until`]). What is
///    opened after that is in no window.
/// 2. **By windows of time** (`query_start_time`, `query_end_time`), from the oldest on. A window of more than 500
///    tickets is cut in half, by the total that its first page tells, until it is small enough or one second long. So no
///    offset goes far, and memory holds one window of the list and the few tickets that are being read.
/// 3. **The edges of a window are its own.** A window is from one second up to another, which is outside. The service is
///    asked for a second more on both sides, since no source tells whether the ends of a span belong to it, nor how times
///    with milliseconds are rounded; what lies outside is left to the neighbour. So each ticket is in one window.
/// 4. **A window counts when it was steady**: each page told the same total, and as many different tickets came. Otherwise it
///    is read again, and what came before is kept, until two readings in a row are the same; after four it is an error.
///    A reading that broke off, since a page came twice, never counts.
/// 5. **Time is checked.** No source tells which time of a ticket the filters compare with. A ticket that was listed and
///    was not opened within the window means that it is another one, or another zone: an error, not a guess.
/// 6. **Within a window, by the time of opening and by id.** As windows follow each other, this is one order for the
///    whole export. A [`Checkpoint`] is a place in that order; what comes after it is the rest, whatever windows it is
///    cut into. A ticket cannot come twice.
///
/// A ticket whose `create_time` cannot be read is given with the others of the window that lists it, before them, and a
/// `tracing` event of level `warn` names it. Where the export is resumed in that window it may come once more.
///
/// What is not covered: a ticket that is deleted before its window is listed, and one that the service shows only after
/// the export has passed its time. To go on from day to day, end each export some minutes ago and begin the next one there:
/// see [`resume`](Export::resume).
#[must_use = "nothing is sent before `try_next`"]
pub struct Export {
    tickets: Tickets,
    filter: ListCases,
    since: Option<SystemTime>,
    until: Option<SystemTime>,
    at_once: usize,
    resume: Option<Checkpoint>,
    run: Option<Run>,
    failed: Option<(Place, CaseInfo)>,
    checkpoint: Option<Checkpoint>,
}

impl Export {
    /// Only tickets that this request would list. Times, offset and limit are the export's own: they must not be set.
    pub fn matching(mut self, filter: ListCases) -> Self {
        self.filter = filter;
        self
    }

    /// Only tickets that were opened at this time or later.
    pub fn since(mut self, time: SystemTime) -> Self {
        self.since = Some(time);
        self
    }

    /// Only tickets that were opened before this time. The time of the first [`try_next`](Self::try_next) if not set, and
    /// also in place of a time that is still to come then.
    pub fn until(mut self, time: SystemTime) -> Self {
        self.until = Some(time);
        self
    }

    /// How many tickets are read at a time, and held in memory with all that is on them. Four if not set; at least one.
    pub fn at_once(mut self, at_once: usize) -> Self {
        self.at_once = at_once.max(1);
        self
    }

    /// Goes on after the record that this is the checkpoint of, up to where that export was to end. So it ends at once where
    /// that export had given all: new tickets are for the next one, which begins at the [end](Checkpoint::until) of this.
    /// [`until`](Self::until) must not be set to another time.
    ///
    /// A program that runs every night finishes what the last run has left, then exports what is new:
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

    /// Where the export stands: after the record that was given last. `None` before the first one.
    #[must_use]
    pub fn checkpoint(&self) -> Option<&Checkpoint> {
        self.checkpoint.as_ref().or(self.resume.as_ref())
    }

    /// The next ticket; `None` after the last.
    ///
    /// Nothing is lost when the wait is given up. After an error, the same is tried again.
    ///
    /// The tickets after it are being read meanwhile. That goes on only while somebody waits here, but the time for it
    /// (`timeout`, `attempt_timeout`) runs also while the program works on a ticket. One whose time was up like that is
    /// read once more before it is an error.
    ///
    /// # Errors
    /// As for any call. [`Invalid`](crate::ErrorKind::Invalid) when the filter has what is the export's own, or the
    /// checkpoint is of an export with another filter or another end; [`Config`](crate::ErrorKind::Config) when the time zone of the
    /// calls is not known; [`Paging`](crate::ErrorKind::Paging) when the list cannot be relied upon;
    /// [`ListTooLong`](crate::ErrorKind::ListTooLong) when more than 65,535 tickets were opened within a second.
    pub async fn try_next(&mut self) -> Result<Option<TicketRecord>, Error> {
        if self.run.is_none() {
            self.begin()?;
        }
        let filter = self.fingerprint();
        let Some(run) = &mut self.run else { return Ok(None) };
        run.wait += 1;
        if let Some((place, case)) = self.failed.take() {
            run.again(place, case);
        }
        loop {
            run.fill(self.at_once);
            match run.reading.next().await {
                Some(outcome) if run.is_stale(&outcome) => run.again(outcome.place, outcome.case),
                Some(Outcome { place, case, detail: Ok(detail), .. }) => {
                    self.checkpoint = Some(run.checkpoint(filter, place));
                    return Ok(Some(TicketRecord { case, detail }));
                }
                Some(Outcome { place, case, detail: Err(error), .. }) => {
                    self.failed = Some((place, case));
                    return Err(error);
                }
                None if run.load().await? => {}
                None => return Ok(None),
            }
        }
    }

    /// Leaves out the ticket that could not be read, and gives what the list shows of it. `None` where the last outcome
    /// was no such error.
    pub fn skip(&mut self) -> Option<CaseInfo> {
        let (place, case) = self.failed.take()?;
        let filter = self.fingerprint();
        self.checkpoint = self.run.as_ref().map(|run| run.checkpoint(filter, place));
        Some(case)
    }

    fn begin(&mut self) -> Result<(), Error> {
        self.check()?;
        let run = Run::new(self)?;
        // The end may be sooner than the checkpoint tells; whoever asks for it afterwards has to know.
        if let Some(checkpoint) = &mut self.resume {
            checkpoint.until = run.until;
        }
        self.run = Some(run);
        Ok(())
    }

    fn check(&self) -> Result<(), Error> {
        let ListCases { query_start_time, query_end_time, offset, limit, .. } = &self.filter;
        if query_start_time.is_some() || query_end_time.is_some() || offset.is_some() || limit.is_some() {
            return Err(wrong(NAME, "times, offset and limit are the export's own; see `since` and `until`"));
        }
        match &self.resume {
            Some(checkpoint) if checkpoint.filter != self.fingerprint() => {
                Err(wrong(NAME, "the checkpoint is of an export with another filter"))
            }
            Some(checkpoint) if self.until.is_some_and(|until| millis(until) != checkpoint.until) => {
                Err(wrong(NAME, "the checkpoint is of an export with another end; leave out `until`"))
            }
            _ => Ok(()),
        }
    }

    /// What is listed, but for the time.
    fn filter(&self) -> ListCases {
        let mut filter = self.filter.clone();
        filter.group_id = filter.group_id.or_else(|| self.tickets.group_id.clone());
        filter
    }

    /// A number that differs for other filters (FNV-1a), the same wherever it is computed.
    fn fingerprint(&self) -> u64 {
        let filter = serde_json::to_vec(&self.filter()).unwrap_or_default();
        let step = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        filter.into_iter().fold(0xcbf2_9ce4_8422_2325, step)
    }
}

/// Tickets are not shown.
impl fmt::Debug for Export {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Export")
            .field("filter", &self.filter)
            .field("since", &self.since)
            .field("until", &self.until)
            .field("checkpoint", &self.checkpoint())
            .finish_non_exhaustive()
    }
}
