//! New messages on several tickets, as they arrive.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll};

use futures_core::Stream;
use hwc_models::osm::{CaseId, CaseMessage, CaseStatus, MessageId};

use super::MessageFollower;
use crate::error::Error;
use crate::workflows::tickets::Tickets;

impl Tickets {
    /// Follows the new messages on several tickets until all of them are done.
    ///
    /// ```
    /// # async fn example(client: &hwc_api::Client) -> Result<(), hwc_api::Error> {
    /// let mut messages = client.tickets().follow_all(["case-123", "case-456"]).mark_read();
    /// while let Some(followed) = messages.try_next().await? {
    ///     println!("{}: {:?}", followed.case_id, followed.message.content);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn follow_all(&self, ids: impl IntoIterator<Item = impl Into<CaseId>>) -> TicketsFollower {
        let mut follower = TicketsFollower {
            tickets: self.clone(),
            settings: Settings::default(),
            followers: Vec::new(),
            next: 0,
            failed: None,
        };
        ids.into_iter().for_each(|id| follower.add(id));
        follower
    }
}

/// New messages on several tickets, each once. Created by [`Tickets::follow_all`]. It is a [`Stream`].
///
/// Each ticket is followed like a single one: see [`MessageFollower`]. The messages of a ticket are in order; those of
/// different tickets are returned as they arrive. Tickets can be added and removed at any time.
#[must_use = "nothing is sent before `try_next`"]
pub struct TicketsFollower {
    tickets: Tickets,
    settings: Settings,
    followers: Vec<Followed>,
    /// The index of the ticket that is polled first, so that no ticket holds up the others.
    next: usize,
    failed: Option<CaseId>,
}

/// The settings of all followers.
#[derive(Clone, Copy, Default)]
struct Settings {
    from_start: bool,
    keep_following: bool,
    mark_read: bool,
}

struct Followed {
    follower: MessageFollower,
    is_done: bool,
}

/// A message on one of the followed tickets.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct FollowedMessage {
    /// The ticket.
    pub case_id: CaseId,
    /// The message.
    pub message: CaseMessage,
}

impl TicketsFollower {
    /// Starts with the messages that are already on the tickets, oldest first. Also applies to tickets that are added later.
    pub fn from_start(self) -> Self {
        self.with(|settings| settings.from_start = true, MessageFollower::from_start)
    }

    /// Starts after this message of the ticket, which must be on it. The ticket is added if it is not followed yet.
    pub fn after(mut self, case_id: impl Into<CaseId>, message: impl Into<MessageId>) -> Self {
        let (case_id, message) = (case_id.into(), message.into());
        self.add(&case_id);
        if let Some(followed) = self.followers.iter_mut().find(|followed| *followed.follower.case_id() == case_id) {
            followed.follower.start_after(message);
        }
        self
    }

    /// Continues after a ticket is completed, canceled, invalid or deleted. Default: it is not polled any more.
    pub fn keep_following(self) -> Self {
        self.with(|settings| settings.keep_following = true, MessageFollower::keep_following)
    }

    /// Marks the messages on the tickets as read, as [`MessageFollower::mark_read`] does.
    pub fn mark_read(self) -> Self {
        self.with(|settings| settings.mark_read = true, MessageFollower::mark_read)
    }

    fn with(mut self, change: impl FnOnce(&mut Settings), apply: fn(MessageFollower) -> MessageFollower) -> Self {
        change(&mut self.settings);
        let change = |followed: Followed| Followed { follower: apply(followed.follower), ..followed };
        self.followers = self.followers.into_iter().map(change).collect();
        self
    }

    /// Adds a ticket, unless it is followed already.
    pub fn add(&mut self, case_id: impl Into<CaseId>) {
        let case_id = case_id.into();
        if self.find(&case_id).is_some() {
            return;
        }
        let mut follower = self.tickets.follow(case_id);
        if self.settings.from_start {
            follower = follower.from_start();
        }
        if self.settings.keep_following {
            follower = follower.keep_following();
        }
        if self.settings.mark_read {
            follower = follower.mark_read();
        }
        self.followers.push(Followed { follower, is_done: false });
    }

    /// Stops following a ticket. Messages that were received but not returned are dropped.
    pub fn remove(&mut self, case_id: &CaseId) {
        self.followers.retain(|followed| followed.follower.case_id() != case_id);
    }

    /// Returns the tickets that are followed, including those that are done.
    pub fn case_ids(&self) -> impl Iterator<Item = &CaseId> {
        self.followers.iter().map(|followed| followed.follower.case_id())
    }

    /// Returns the state of a ticket at its last poll.
    #[must_use]
    pub fn status(&self, case_id: &CaseId) -> Option<CaseStatus> {
        self.find(case_id)?.follower.status()
    }

    /// Returns the ticket that the last error is about.
    #[must_use]
    pub fn failed(&self) -> Option<&CaseId> {
        self.failed.as_ref()
    }

    fn find(&self, case_id: &CaseId) -> Option<&Followed> {
        self.followers.iter().find(|followed| followed.follower.case_id() == case_id)
    }

    /// Waits for the next message on any of the tickets and returns it. Returns `None` if all tickets are done, and all
    /// their messages have been returned.
    ///
    /// # Errors
    /// Returns the errors of [`MessageFollower::try_next`]. [`failed`](Self::failed) names the ticket. The next call
    /// continues with all tickets, including that one. Call [`remove`](Self::remove) to follow only the others.
    ///
    /// # Cancel safety
    /// Canceling the future loses no messages. The next call continues the wait.
    pub async fn try_next(&mut self) -> Result<Option<FollowedMessage>, Error> {
        poll_fn(|cx| Pin::new(&mut *self).poll_next(cx)).await.transpose()
    }
}

impl Stream for TicketsFollower {
    type Item = Result<FollowedMessage, Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let count = self.followers.len();
        for index in (0..count).map(|step| (self.next + step) % count).collect::<Vec<_>>() {
            let followed = &mut self.followers[index];
            if followed.is_done {
                continue;
            }
            let Poll::Ready(outcome) = followed.follower.poll_message(cx) else { continue };
            followed.is_done = matches!(outcome, Ok(None));
            let case_id = followed.follower.case_id().clone();
            match outcome {
                Ok(None) => {}
                Ok(Some(message)) => {
                    self.next = index + 1;
                    return Poll::Ready(Some(Ok(FollowedMessage { case_id, message })));
                }
                Err(error) => {
                    self.next = index + 1;
                    self.failed = Some(case_id);
                    return Poll::Ready(Some(Err(error)));
                }
            }
        }
        if self.followers.iter().all(|followed| followed.is_done) { Poll::Ready(None) } else { Poll::Pending }
    }
}

/// Omits the messages.
impl fmt::Debug for TicketsFollower {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let followers = self.followers.iter().map(|followed| &followed.follower);
        f.debug_tuple("TicketsFollower").field(&followers.collect::<Vec<_>>()).finish()
    }
}
