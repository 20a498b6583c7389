//! New messages on a ticket, as they arrive.
//!
//! Messages are read with `ShowCaseDetail`, for these reasons:
//!
//! - It is the only operation that returns message IDs. `ListMessages` and the instant messages lack them. Two messages with
//!   the same text in the same second could not be distinguished.
//! - It returns the state of the ticket in the same response. A message that arrives right before the ticket is closed
//!   cannot be lost between two calls.
//! - The order of `ListMessages` is not documented. It would also have to be read to its end each time, in pages that may
//!   shift in between.
//! - `ListNewInstantMessages` continues from a position that it returns itself, but its initial behavior is not documented.
//!   For `ListMoreInstantMessages`, neither the direction nor the time format is documented.

use std::collections::{BTreeSet, VecDeque};
use std::fmt;
use std::time::Duration;

use hwc_models::osm::{CaseDetail, CaseId, CaseMessage, CaseStatus, MessageId, UpdateNewInstantMessagesRead};

use super::{Tickets, invalid};
use crate::error::Error;

/// The minimum and maximum polling intervals.
const MIN_INTERVAL: Duration = Duration::from_secs(5);
const MAX_INTERVAL: Duration = Duration::from_secs(60);

impl Tickets {
    /// Follows the new messages on a ticket until the ticket is done.
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
    pub fn follow(&self, case_id: impl Into<CaseId>) -> MessageFollower {
        MessageFollower {
            tickets: self.clone(),
            case_id: case_id.into(),
            start: Start::Now,
            keep_following: false,
            mark_read: false,
            seen: SeenMessages::default(),
            buffered: VecDeque::new(),
            unmarked: false,
            polled: false,
            status: None,
            interval: MIN_INTERVAL,
            due: None,
        }
    }
}

/// New messages on a ticket, oldest first, each once. Created by [`Tickets::follow`].
///
/// By default, messages are new if they were not on the ticket at the first call of [`try_next`](Self::try_next). The ticket
/// is polled every 5 seconds. The interval grows up to 60 seconds while there are no new messages.
///
/// Until the first successful poll, each error is returned. After that, transient errors are logged as `tracing` events and
/// polling continues.
///
/// To continue after a restart, store the ID of the last message and pass it to [`after`](Self::after).
#[must_use = "nothing is sent before `try_next`"]
pub struct MessageFollower {
    tickets: Tickets,
    case_id: CaseId,
    start: Start,
    keep_following: bool,
    mark_read: bool,
    seen: SeenMessages,
    buffered: VecDeque<CaseMessage>,
    /// True if messages were returned that are not marked as read yet.
    unmarked: bool,
    /// True after the first successful poll.
    polled: bool,
    status: Option<CaseStatus>,
    interval: Duration,
    /// The time of the next poll, by the monotonic clock.
    due: Option<Duration>,
}

/// The messages that count as new at the start.
enum Start {
    Now,
    Beginning,
    After(MessageId),
}

impl MessageFollower {
    /// Starts with the messages that are already on the ticket, oldest first.
    pub fn from_start(mut self) -> Self {
        self.start = Start::Beginning;
        self
    }

    /// Starts after this message, which must be on the ticket.
    pub fn after(mut self, message: impl Into<MessageId>) -> Self {
        self.start = Start::After(message.into());
        self
    }

    /// Continues after the ticket is completed, canceled, invalid or deleted. Default: the stream ends there.
    pub fn keep_following(mut self) -> Self {
        self.keep_following = true;
        self
    }

    /// Marks the messages on the ticket as read. It does so once all received messages have been returned and the next one
    /// is requested.
    pub fn mark_read(mut self) -> Self {
        self.mark_read = true;
        self
    }

    /// Returns the state of the ticket at the last poll.
    #[must_use]
    pub fn status(&self) -> Option<CaseStatus> {
        self.status
    }

    /// Waits for the next message and returns it. Returns `None` if the ticket is done and all its messages have been
    /// returned.
    ///
    /// # Errors
    /// Returns the errors of [`Client::send`](crate::Client::send): each error until the first successful poll, then those
    /// that are not retryable. The next call polls again nevertheless. Returns
    /// [`ErrorKind::InvalidRequest`](crate::ErrorKind::InvalidRequest) if the message passed to [`after`](Self::after) is
    /// not on the ticket.
    ///
    /// # Cancel safety
    /// Canceling the future loses no messages. The next call continues the wait.
    pub async fn try_next(&mut self) -> Result<Option<CaseMessage>, Error> {
        loop {
            if let Some(message) = self.buffered.pop_front() {
                self.unmarked = true;
                return Ok(Some(message));
            }
            self.mark().await?;
            if self.is_done() {
                return Ok(None);
            }
            self.wait().await;
            self.poll().await?;
        }
    }

    fn is_done(&self) -> bool {
        use CaseStatus::{Canceled, Completed, Deleted, Invalid};
        !self.keep_following && matches!(self.status, Some(Completed | Canceled | Invalid | Deleted))
    }

    async fn mark(&mut self) -> Result<(), Error> {
        if !self.mark_read || !self.unmarked {
            return Ok(());
        }
        let request = UpdateNewInstantMessagesRead::new(&self.case_id);
        match self.tickets.call(request).await {
            // Marking the next messages as read includes these.
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

    /// Waits until the next poll is due. Canceling the wait does not change that time.
    async fn wait(&self) {
        let clock = &self.tickets.client.0.clock;
        let left = self.due.unwrap_or_default().saturating_sub(clock.monotonic());
        if !left.is_zero() {
            clock.sleep(left).await;
        }
    }

    /// Polls the ticket once, and schedules the next poll.
    async fn poll(&mut self) -> Result<(), Error> {
        let (has_new, error) = match self.tickets.detail(&self.case_id).await.and_then(|case| self.take(case)) {
            Ok(has_new) => (has_new, None),
            Err(error) => (false, Some(error)),
        };
        let requested = error.as_ref().and_then(|error| error.service()?.retry_after).unwrap_or_default();
        let first = self.due.is_none();
        self.interval = if has_new || first { MIN_INTERVAL } else { MAX_INTERVAL.min(self.interval * 2) };
        let wait = self.interval.max(requested);
        self.due = Some(self.tickets.client.0.clock.monotonic() + wait);
        match error {
            Some(error) if error.is_retryable() && self.polled => {
                tracing::warn!(case_id = %self.case_id, error = %format_args!("{error:#}"), ?wait, "the ticket could not be read; retrying");
                Ok(())
            }
            Some(error) => Err(error),
            None => Ok(()),
        }
    }

    /// Stores the new messages. Returns true if there are any.
    fn take(&mut self, case: CaseDetail) -> Result<bool, Error> {
        if let Start::After(id) = &self.start
            && !case.message_list.iter().any(|message| message.message_id.as_ref() == Some(id))
        {
            return Err(invalid("tickets.follow", format!("message `{id}` is not on the ticket")));
        }
        self.polled = true;
        self.status = case.status;
        let mut messages: VecDeque<CaseMessage> = self.seen.take_new(oldest_first(case.message_list)).into();
        match std::mem::replace(&mut self.start, Start::Beginning) {
            Start::Beginning => {}
            Start::Now => messages.clear(),
            Start::After(id) => {
                let place = messages.iter().position(|message| message.message_id.as_ref() == Some(&id));
                messages.drain(..place.map_or(0, |place| place + 1));
            }
        }
        let has_new = !messages.is_empty();
        self.buffered.append(&mut messages);
        Ok(has_new)
    }
}

/// The messages seen so far. Messages without an ID are identified by all their other fields, and counted.
#[derive(Default)]
struct SeenMessages(BTreeSet<String>);

impl SeenMessages {
    /// Returns the messages that were not seen before, and marks them as seen.
    fn take_new(&mut self, messages: Vec<CaseMessage>) -> Vec<CaseMessage> {
        let mut keys = Vec::new();
        let mut is_new = |message: &CaseMessage| {
            let key = match &message.message_id {
                Some(id) => format!("id {id}"),
                None => {
                    let print = format!("{message:?}");
                    let alike = keys.iter().filter(|known| **known == print).count();
                    let key = format!("{alike} {print}");
                    keys.push(print);
                    key
                }
            };
            self.0.insert(key)
        };
        messages.into_iter().filter(|message| is_new(message)).collect()
    }
}

/// Sorts messages from oldest to newest. Messages with the same time or without one keep the order of the service, which may
/// be ascending or descending.
fn oldest_first(mut messages: Vec<CaseMessage>) -> Vec<CaseMessage> {
    let time = |message: &CaseMessage| {
        message.create_time.as_ref().and_then(|time| time.unix_millis_at(hwc_wire::UtcOffset::UTC))
    };
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

/// Omits the messages.
impl fmt::Debug for MessageFollower {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MessageFollower")
            .field("case_id", &self.case_id)
            .field("status", &self.status)
            .field("buffered", &self.buffered.len())
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
        assert_eq!(texts(&oldest_first(upwards)), ["a", "b", "c"]);
        assert_eq!(texts(&oldest_first(downwards)), ["a", "b", "c"]);
    }

    #[test]
    fn messages_without_a_time_stay_behind_the_one_before_them() {
        let times = [("", "a"), ("2025-01-01 10:00:05", "d"), ("", "e"), ("2025-01-01 10:00:00", "b"), ("soon", "c")];
        let messages = times.map(|(time, text)| message(None, time, text)).to_vec();
        assert_eq!(texts(&oldest_first(messages)), ["a", "b", "c", "d", "e"]);
    }

    #[test]
    fn each_is_new_once_even_without_an_id() {
        let mut seen = SeenMessages::default();
        let known = message(Some("1"), "", "ok");
        let unknown = message(None, "2025-01-01 10:00:00", "ok");
        assert_eq!(seen.take_new(vec![known.clone(), unknown.clone()]).len(), 2);
        assert_eq!(seen.take_new(vec![known.clone(), unknown.clone()]).len(), 0);
        assert_eq!(seen.take_new(vec![known, unknown.clone(), unknown]).len(), 1, "repeated");
    }
}
