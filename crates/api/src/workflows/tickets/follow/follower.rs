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

use std::collections::VecDeque;
use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use futures_core::Stream;
use hwc_models::osm::{
    CaseDetail, CaseId, CaseMessage, CaseStatus, MessageId, UpdateNewInstantMessagesRead,
    UpdateNewInstantMessagesReadResponse,
};
use hwc_transport::clock::Sleep;
use tracing::Span;

use super::messages::{SeenMessages, oldest_first};
use crate::calls::Call;
use crate::error::Error;
use crate::workflows::setters::call_options;
use crate::workflows::span::workflow_span;
use crate::workflows::tickets::{TicketCall, Tickets, invalid};

/// The minimum and maximum polling intervals.
const MIN_INTERVAL: Duration = Duration::from_secs(5);
const MAX_INTERVAL: Duration = Duration::from_secs(60);

impl Tickets {
    /// Follows the new messages on a ticket until the ticket is done. [`follow_all`](Self::follow_all) follows several.
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
            step: Step::Idle,
            span: None,
        }
    }
}

/// New messages on a ticket, oldest first, each once. Created by [`Tickets::follow`]. It is a [`Stream`].
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
    step: Step,
    /// The `tracing` span, from the first poll.
    span: Option<Span>,
}

/// The messages that count as new at the start.
enum Start {
    Now,
    Beginning,
    After(MessageId),
}

/// The work that is in progress.
enum Step {
    Idle,
    Marking(Call<UpdateNewInstantMessagesRead>),
    Waiting(Sleep),
    Polling(TicketCall<CaseDetail>),
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

    /// Starts after this message.
    pub(super) fn start_after(&mut self, message: MessageId) {
        self.start = Start::After(message);
    }

    call_options!();

    fn handle_mut(&mut self) -> Option<&mut Tickets> {
        Some(&mut self.tickets)
    }

    /// Returns the ticket.
    #[must_use]
    pub fn case_id(&self) -> &CaseId {
        &self.case_id
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
        poll_fn(|cx| self.poll_message(cx)).await
    }

    /// Works until a message arrives or the ticket is done.
    pub(super) fn poll_message(&mut self, cx: &mut Context<'_>) -> Poll<Result<Option<CaseMessage>, Error>> {
        let _entered = self.span.get_or_insert_with(|| workflow_span("tickets.follow")).clone().entered();
        loop {
            match &mut self.step {
                Step::Idle => {
                    if let Some(message) = self.buffered.pop_front() {
                        self.unmarked = true;
                        return Poll::Ready(Ok(Some(message)));
                    }
                    if self.mark_read && self.unmarked {
                        let request = UpdateNewInstantMessagesRead::new(&self.case_id);
                        self.step = Step::Marking(self.tickets.call(request));
                    } else if self.is_done() {
                        return Poll::Ready(Ok(None));
                    } else {
                        self.step = self.next_poll();
                    }
                }
                Step::Marking(call) => {
                    let outcome = ready!(Pin::new(call).poll(cx));
                    self.step = Step::Idle;
                    self.marked(outcome)?;
                    if self.is_done() {
                        return Poll::Ready(Ok(None));
                    }
                    self.step = self.next_poll();
                }
                Step::Waiting(sleep) => {
                    ready!(sleep.as_mut().poll(cx));
                    self.step = Step::Polling(self.tickets.detail(&self.case_id));
                }
                Step::Polling(call) => {
                    let outcome = ready!(Pin::new(call).poll(cx));
                    self.step = Step::Idle;
                    self.received(outcome)?;
                }
            }
        }
    }

    fn is_done(&self) -> bool {
        !self.keep_following && self.status.is_some_and(|status| status.is_ended())
    }

    /// Evaluates the outcome of marking messages as read.
    fn marked(&mut self, outcome: Result<UpdateNewInstantMessagesReadResponse, Error>) -> Result<(), Error> {
        match outcome {
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

    /// Returns the step to the next poll: a wait until it is due, or the poll itself.
    fn next_poll(&self) -> Step {
        let clock = &self.tickets.client.0.clock;
        let left = self.due.unwrap_or_default().saturating_sub(clock.monotonic());
        match left.is_zero() {
            true => Step::Polling(self.tickets.detail(&self.case_id)),
            false => Step::Waiting(clock.sleep(left)),
        }
    }

    /// Evaluates the outcome of a poll, and schedules the next one.
    fn received(&mut self, outcome: Result<CaseDetail, Error>) -> Result<(), Error> {
        let (has_new, error) = match outcome.and_then(|case| self.take(case)) {
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

impl Stream for MessageFollower {
    type Item = Result<CaseMessage, Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll_message(cx).map(Result::transpose)
    }
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
