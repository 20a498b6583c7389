//! The new messages on a ticket, as they come.
//!
//! They are read with `ShowCaseDetail`, for these reasons:
//!
//! - It is the only call that tells the ids of messages. `ListMessages` and the instant messages come without, and two of
//!   them with the same text in the same second could not be told apart.
//! - It tells where the ticket stands in the same answer, so that a message that comes right before the ticket is closed
//!   is not lost between two calls.
//! - No source tells in which order `ListMessages` lists, so it would have to be read to its end each time as well, in
//!   pages that may shift meanwhile.
//! - `ListNewInstantMessages` goes on from a point that it names itself, but no source tells what comes when there is
//!   none yet; of `ListMoreInstantMessages` neither the direction is known nor the form of its time.

use std::collections::{BTreeSet, VecDeque};
use std::fmt;
use std::time::Duration;

use hwc_models::osm::{CaseDetail, CaseId, CaseMessage, CaseStatus, MessageId, UpdateNewInstantMessagesRead};

use super::{Tickets, wrong};
use crate::error::{Chain, Error};

/// How long to wait after something came, and how long at most.
const SHORTEST: Duration = Duration::from_secs(5);
const LONGEST: Duration = Duration::from_secs(60);

impl Tickets {
    /// Gives the new messages on a ticket as they come, until the ticket is done.
    ///
    /// ```
    /// # async fn example(client: &hwc_api::Client) -> Result<(), hwc_api::Error> {
    /// let mut messages = client.tickets().follow("case-123").mark_read();
    /// while let Some(message) = messages.try_next().await? {
    ///     println!("{:?}: {:?}", message.replier_name, message.content);
    /// }
    /// println!("the ticket is done: {:?}", messages.status());
    /// # Ok(())
    /// # }
    /// ```
    pub fn follow(&self, case_id: impl Into<CaseId>) -> Follow {
        Follow {
            tickets: self.clone(),
            case_id: case_id.into(),
            start: Start::Now,
            forever: false,
            mark_read: false,
            seen: Seen::default(),
            at_hand: VecDeque::new(),
            unmarked: false,
            looked: false,
            status: None,
            interval: SHORTEST,
            due: None,
        }
    }
}

/// New messages on a ticket, oldest first, each once; made by [`Tickets::follow`].
///
/// New is what was not there at the first look, which is at the first [`try_next`](Self::try_next), unless it is told where
/// to begin. The ticket is looked at every five seconds, and less and less often, down to once a minute, while nothing comes.
/// Until a look has succeeded, each error is returned. After that, errors that may pass by themselves count as nothing having
/// come, and are shown as events of `tracing`.
///
/// To go on after a restart, keep the id of the last message and give it to [`after`](Self::after).
#[must_use = "nothing is sent before `try_next`"]
pub struct Follow {
    tickets: Tickets,
    case_id: CaseId,
    start: Start,
    forever: bool,
    mark_read: bool,
    seen: Seen,
    at_hand: VecDeque<CaseMessage>,
    /// Whether messages were handed out that are not marked as read yet.
    unmarked: bool,
    /// True after a look that succeeded.
    looked: bool,
    status: Option<CaseStatus>,
    interval: Duration,
    /// When to look next, by the monotonic clock.
    due: Option<Duration>,
}

/// Which messages are new when following begins.
enum Start {
    Now,
    Beginning,
    After(MessageId),
}

impl Follow {
    /// Begins with the messages that are there already, oldest first.
    pub fn from_the_beginning(mut self) -> Self {
        self.start = Start::Beginning;
        self
    }

    /// Begins with what came after this message, which must be on the ticket.
    pub fn after(mut self, message: impl Into<MessageId>) -> Self {
        self.start = Start::After(message.into());
        self
    }

    /// Goes on when the ticket is completed, cancelled, invalid or deleted. That is the end if not set.
    pub fn forever(mut self) -> Self {
        self.forever = true;
        self
    }

    /// Marks the messages on the ticket as read when those that came were taken and the next one is asked for.
    pub fn mark_read(mut self) -> Self {
        self.mark_read = true;
        self
    }

    /// Where the ticket stood when it was last looked at.
    #[must_use]
    pub fn status(&self) -> Option<CaseStatus> {
        self.status
    }

    /// The next message; waits for it. `None` when the ticket is done and all its messages were given.
    ///
    /// Nothing is lost when the wait is given up; the next call goes on with it.
    ///
    /// # Errors
    /// As for any call: each error until a look has succeeded, then those where trying again is of no use. The next call looks
    /// again nevertheless. [`Invalid`](crate::ErrorKind::Invalid) if the message of [`after`](Self::after) is not on the ticket.
    pub async fn try_next(&mut self) -> Result<Option<CaseMessage>, Error> {
        loop {
            if let Some(message) = self.at_hand.pop_front() {
                self.unmarked = true;
                return Ok(Some(message));
            }
            self.mark().await?;
            if self.is_over() {
                return Ok(None);
            }
            self.wait().await;
            self.look().await?;
        }
    }

    fn is_over(&self) -> bool {
        use CaseStatus::{Cancelled, Completed, Deleted, Invalid};
        !self.forever && matches!(self.status, Some(Completed | Cancelled | Invalid | Deleted))
    }

    async fn mark(&mut self) -> Result<(), Error> {
        if !self.mark_read || !self.unmarked {
            return Ok(());
        }
        let mut request = UpdateNewInstantMessagesRead::new(&self.case_id);
        request.group_id = self.tickets.group_id.clone();
        match self.tickets.call(request).await {
            // The next ones are marked together with these.
            Err(error) if error.is_retryable() => {
                tracing::warn!(case_id = %self.case_id, %error, "messages could not be marked as read");
                Ok(())
            }
            outcome => {
                self.unmarked = false;
                outcome.map(|_| ())
            }
        }
    }

    /// Waits until it is time to look again. When that is does not change if the wait is given up.
    async fn wait(&self) {
        let clock = &self.tickets.client.0.clock;
        let left = self.due.unwrap_or_default().saturating_sub(clock.monotonic());
        if !left.is_zero() {
            clock.sleep(left).await;
        }
    }

    /// Looks at the ticket once, and settles when to look again.
    async fn look(&mut self) -> Result<(), Error> {
        let (came, error) = match self.tickets.detail(&self.case_id).await.and_then(|case| self.take(case)) {
            Ok(came) => (came, None),
            Err(error) => (false, Some(error)),
        };
        let asked = error.as_ref().and_then(|error| error.service()?.retry_after).unwrap_or_default();
        let first = self.due.is_none();
        self.interval = if came || first { SHORTEST } else { LONGEST.min(self.interval * 2) };
        let wait = self.interval.max(asked);
        self.due = Some(self.tickets.client.0.clock.monotonic() + wait);
        match error {
            Some(error) if error.is_retryable() && self.looked => {
                tracing::warn!(case_id = %self.case_id, error = %Chain(&error), ?wait, "the ticket could not be read; retrying");
                Ok(())
            }
            Some(error) => Err(error),
            None => Ok(()),
        }
    }

    /// Keeps what is new; true if there was any.
    fn take(&mut self, case: CaseDetail) -> Result<bool, Error> {
        if let Start::After(id) = &self.start
            && !case.message_list.iter().any(|message| message.message_id.as_ref() == Some(id))
        {
            return Err(wrong("tickets.follow", format!("message `{id}` is not on the ticket")));
        }
        self.looked = true;
        self.status = case.status;
        let mut messages: VecDeque<CaseMessage> = self.seen.new_ones(in_order(case.message_list)).into();
        match std::mem::replace(&mut self.start, Start::Beginning) {
            Start::Beginning => {}
            Start::Now => messages.clear(),
            Start::After(id) => {
                let place = messages.iter().position(|message| message.message_id.as_ref() == Some(&id));
                messages.drain(..place.map_or(0, |place| place + 1));
            }
        }
        let came = !messages.is_empty();
        self.at_hand.append(&mut messages);
        Ok(came)
    }
}

/// Which messages were seen. Those without an id are told apart by all else, and counted.
#[derive(Default)]
struct Seen(BTreeSet<String>);

impl Seen {
    /// Those that were not seen before, which now count as seen.
    fn new_ones(&mut self, messages: Vec<CaseMessage>) -> Vec<CaseMessage> {
        let mut prints = Vec::new();
        let mut is_new = |message: &CaseMessage| {
            let key = match &message.message_id {
                Some(id) => format!("id {id}"),
                None => {
                    let print = format!("{message:?}");
                    let alike = prints.iter().filter(|known| **known == print).count();
                    let key = format!("{alike} {print}");
                    prints.push(print);
                    key
                }
            };
            self.0.insert(key)
        };
        messages.into_iter().filter(|message| is_new(message)).collect()
    }
}

/// Oldest first. Messages of the same time, or without one, stay as the service lists them, which may be either way round.
fn in_order(mut messages: Vec<CaseMessage>) -> Vec<CaseMessage> {
    let time = |message: &CaseMessage| message.create_time.as_ref().and_then(|time| time.unix_millis_at(0));
    let ends = (messages.first().and_then(time), messages.last().and_then(time));
    if matches!(ends, (Some(first), Some(last)) if first > last) {
        messages.reverse();
    }
    let mut latest = i64::MIN;
    let mut timed: Vec<(i64, CaseMessage)> = Vec::with_capacity(messages.len());
    for message in messages {
        latest = time(&message).unwrap_or(latest);
        timed.push((latest, message));
    }
    timed.sort_by_key(|(time, _)| *time);
    timed.into_iter().map(|(_, message)| message).collect()
}

/// Messages are not shown.
impl fmt::Debug for Follow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Follow")
            .field("case_id", &self.case_id)
            .field("status", &self.status)
            .field("at_hand", &self.at_hand.len())
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(id: Option<&str>, time: &str, text: &str) -> CaseMessage {
        let mut message = CaseMessage::default();
        message.message_id = id.map(MessageId::from);
        message.create_time = (!time.is_empty()).then(|| time.into());
        message.content = Some(text.to_owned());
        message
    }

    fn texts(messages: &[CaseMessage]) -> Vec<&str> {
        messages.iter().map(|message| message.content.as_deref().unwrap()).collect()
    }

    #[test]
    fn either_order_of_the_service_becomes_oldest_first() {
        let first = message(None, "2025-01-01 10:00:00", "a");
        let same = message(None, "2025-01-01 10:00:00", "b");
        let last = message(None, "2025-01-01 10:00:05", "c");
        let upwards = vec![first, same, last];
        let downwards = upwards.iter().rev().cloned().collect();
        assert_eq!(texts(&in_order(upwards)), ["a", "b", "c"]);
        assert_eq!(texts(&in_order(downwards)), ["a", "b", "c"]);
    }

    #[test]
    fn messages_without_a_time_stay_behind_the_one_before_them() {
        let times = [("", "a"), ("2025-01-01 10:00:05", "d"), ("", "e"), ("2025-01-01 10:00:00", "b"), ("soon", "c")];
        let messages = times.map(|(time, text)| message(None, time, text)).to_vec();
        assert_eq!(texts(&in_order(messages)), ["a", "b", "c", "d", "e"]);
    }

    #[test]
    fn each_is_new_once_even_without_an_id() {
        let mut seen = Seen::default();
        let known = message(Some("1"), "", "ok");
        let unknown = message(None, "2025-01-01 10:00:00", "ok");
        assert_eq!(seen.new_ones(vec![known.clone(), unknown.clone()]).len(), 2);
        assert_eq!(seen.new_ones(vec![known.clone(), unknown.clone()]).len(), 0);
        assert_eq!(seen.new_ones(vec![known, unknown.clone(), unknown]).len(), 1, "said again");
    }
}
