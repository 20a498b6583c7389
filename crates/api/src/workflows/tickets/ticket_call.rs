//! Workflows as futures that own what they need.

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use super::Tickets;
use crate::core::{BoxFuture, Lazy};
use crate::error::Error;
use crate::workflows::run::run_workflow;
use crate::workflows::setters::workflow_options;

/// A workflow that resolves to `T`, as a future. Nothing is sent before it is awaited, spawned or joined with others.
///
/// Options must be set before it is first polled. Later ones have no effect.
#[must_use = "nothing is sent before it is awaited"]
pub struct TicketCall<T>(Lazy<Parts<T>, Result<T, Error>>);

/// The parts of a workflow before it starts.
struct Parts<T> {
    tickets: Tickets,
    name: &'static str,
    start: Start<T>,
}

type Start<T> = Box<dyn FnOnce(Tickets) -> BoxFuture<Result<T, Error>> + Send>;

impl<T> TicketCall<T> {
    /// Creates the workflow `name`, which runs `work` once it is polled.
    pub(super) fn new<W>(
        tickets: &Tickets,
        name: &'static str,
        work: impl FnOnce(Tickets) -> W + Send + 'static,
    ) -> Self
    where
        W: Future<Output = Result<T, Error>> + Send + 'static,
    {
        Self(Lazy::Ready(Parts { tickets: tickets.clone(), name, start: Box::new(|tickets| Box::pin(work(tickets))) }))
    }

    fn handle_mut(&mut self) -> Option<&mut Tickets> {
        self.0.parts_mut().map(|parts| &mut parts.tickets)
    }

    workflow_options!();
}

impl<T: Send + 'static> Future for TicketCall<T> {
    type Output = Result<T, Error>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        self.0.poll(cx, |Parts { tickets, name, start }| start_workflow(tickets, name, start))
    }
}

/// Starts the workflow `name` in a span, and limits its time to the timeout that is set for workflows.
pub(super) fn start_workflow<T, W>(
    tickets: Tickets,
    name: &'static str,
    start: impl FnOnce(Tickets) -> W,
) -> BoxFuture<Result<T, Error>>
where
    T: Send + 'static,
    W: Future<Output = Result<T, Error>> + Send + 'static,
{
    let (limit, clock) = (tickets.timeout, Arc::clone(&tickets.client.0.clock));
    run_workflow(name, limit, clock, Box::pin(start(tickets)))
}

impl<T> fmt::Debug for Parts<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Parts").field("tickets", &self.tickets).field("name", &self.name).finish_non_exhaustive()
    }
}

impl<T> fmt::Debug for TicketCall<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("TicketCall").field(&self.0).finish()
    }
}
