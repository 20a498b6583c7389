//! Starts background work and polls its state until it ends. Compiled once for all operations.

use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use hwc_transport::clock::Sleep;
use hwc_wire::{InputValue, Operation, Record, Task, TaskSource, set_field};

use super::outcome::{TaskProgress, TaskResult};
use super::state::read_progress;
use crate::calls::paging::{field, text};
use crate::calls::record_call::RecordCall;
use crate::core::BoxFuture;
use crate::error::Error;
use crate::pipeline::{CallOptions, CallParts, ClientInner, Sent, send};

/// The default timeout of a wait.
const TIMEOUT: Duration = Duration::from_secs(60 * 60);

/// The default intervals between two polls: the first one, and the longest one.
const INTERVALS: (Duration, Duration) = (Duration::from_secs(1), Duration::from_secs(15));

/// The operation that starts the work, and the ways to create the records of a wait.
#[derive(Clone, Copy)]
pub(in crate::calls) struct Types {
    pub(in crate::calls) operation: &'static Operation,
    pub(in crate::calls) response: fn() -> Box<dyn Record>,
    pub(in crate::calls) poll_request: fn() -> Box<dyn Record>,
    pub(in crate::calls) poll_response: fn() -> Box<dyn Record>,
}

/// A wait for background work whose types are known only at run time.
pub(super) struct Poller {
    types: Types,
    client: Arc<ClientInner>,
    options: CallOptions,
    step: Step,
    /// The response that started the work.
    pub(super) started: Option<Box<dyn Record>>,
    pub(super) timeout: Duration,
    pub(super) interval: Duration,
    pub(super) max_interval: Duration,
    deadline: Option<Sleep>,
    last_state: String,
}

/// The work that is in progress.
enum Step {
    /// The request that starts the work, before it is sent.
    Start(Box<dyn Record>),
    /// The inputs of polls from the request, and the call that starts the work.
    Starting(Vec<(&'static str, String)>, BoxFuture<Sent>),
    /// The request of the next poll.
    Poll(Box<dyn Record>),
    Polling(BoxFuture<Sent>),
    Waiting(Box<dyn Record>, Sleep),
    /// The result and the last response, until it is taken.
    Ended(Option<(TaskResult, Box<dyn Record>)>),
}

impl Poller {
    /// Creates a wait for the work that a call starts. Returns `None` if the call was already sent.
    #[inline]
    pub(super) fn start(call: RecordCall, types: Types) -> Option<Self> {
        let CallParts { client, request, options } = call.into_parts().ok()?;
        Some(Self::new(client, options, Step::Start(request), types))
    }

    /// Creates a wait for work that has started, from the request that reads its state.
    #[inline]
    pub(super) fn resume(client: Arc<ClientInner>, request: Box<dyn Record>, types: Types) -> Self {
        Self::new(client, CallOptions::default(), Step::Poll(request), types)
    }

    #[inline]
    fn new(client: Arc<ClientInner>, options: CallOptions, step: Step, types: Types) -> Self {
        let (interval, max_interval) = INTERVALS;
        let last_state = String::new();
        let (started, deadline) = (None, None);
        Self { types, client, options, step, started, timeout: TIMEOUT, interval, max_interval, deadline, last_state }
    }

    #[inline]
    pub(super) fn task(&self) -> Option<&'static Task> {
        self.types.operation.task
    }

    /// Returns the result and the last response, once.
    #[inline]
    pub(super) fn take_outcome(&mut self) -> Option<(TaskResult, Box<dyn Record>)> {
        match &mut self.step {
            Step::Ended(outcome) => outcome.take(),
            _ => None,
        }
    }

    /// Works until the next poll has succeeded, and returns the progress. Returns `None` once the work has ended.
    #[inline]
    pub(super) fn poll_progress(&mut self, cx: &mut Context<'_>) -> Poll<Result<Option<TaskProgress>, Error>> {
        if let Step::Ended(_) = self.step {
            return Poll::Ready(Ok(None));
        }
        let task = self.task().ok_or_else(|| Error::invalid("the operation starts no background work"))?;
        match self.work(task, cx) {
            Poll::Pending => {}
            done => return done,
        }
        ready!(self.poll_deadline(cx));
        self.step = Step::Ended(None);
        let error = Error::task_timeout(self.timeout, &self.last_state);
        Poll::Ready(Err(error.with_context("", Some(task.poll_operation), true)))
    }

    /// Polls the deadline, which starts with the first step.
    #[inline]
    fn poll_deadline(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        let deadline = self.deadline.get_or_insert_with(|| self.client.clock.sleep(self.timeout));
        deadline.as_mut().poll(cx)
    }

    #[inline]
    fn work(&mut self, task: &'static Task, cx: &mut Context<'_>) -> Poll<Result<Option<TaskProgress>, Error>> {
        loop {
            self.step = match std::mem::replace(&mut self.step, Step::Ended(None)) {
                Step::Start(request) => {
                    let inputs = inputs(task, &*request, &|source| matches!(source, TaskSource::Request(_)));
                    Step::Starting(inputs, self.send(request, self.types.operation, self.types.response))
                }
                Step::Starting(inputs, mut call) => match call.as_mut().poll(cx) {
                    Poll::Ready(sent) => Step::Poll(self.poll_request(task, inputs, sent.outcome?.body)?),
                    Poll::Pending => return self.pending(Step::Starting(inputs, call)),
                },
                Step::Poll(request) => Step::Polling(self.send(request, task.poll_operation, self.types.poll_response)),
                Step::Polling(mut call) => match call.as_mut().poll(cx) {
                    Poll::Ready(sent) => match self.received(task, sent)? {
                        Some(progress) => return Poll::Ready(Ok(Some(progress))),
                        None => continue,
                    },
                    Poll::Pending => return self.pending(Step::Polling(call)),
                },
                Step::Waiting(request, mut sleep) => match sleep.as_mut().poll(cx) {
                    Poll::Ready(()) => Step::Poll(request),
                    Poll::Pending => return self.pending(Step::Waiting(request, sleep)),
                },
                Step::Ended(_) => return Poll::Ready(Ok(None)),
            };
        }
    }

    #[inline]
    fn pending<T>(&mut self, step: Step) -> Poll<T> {
        self.step = step;
        Poll::Pending
    }

    #[inline]
    fn send(
        &self,
        request: Box<dyn Record>,
        operation: &'static Operation,
        response: fn() -> Box<dyn Record>,
    ) -> BoxFuture<Sent> {
        let parts = CallParts { client: Arc::clone(&self.client), request, options: self.options.clone() };
        send(parts, operation, response())
    }

    /// Creates the request of polls from the request and the response that started the work.
    #[inline]
    fn poll_request(
        &mut self,
        task: &Task,
        mut inputs: Vec<(&'static str, String)>,
        response: Box<dyn Record>,
    ) -> Result<Box<dyn Record>, Error> {
        inputs.extend(self::inputs(task, &*response, &|source| matches!(source, TaskSource::Response(_))));
        self.started = Some(response);
        for input in task.inputs {
            if let TaskSource::Response(path) = input.from
                && !inputs.iter().any(|(name, _)| *name == input.field)
            {
                return Err(Error::missing_field(self.types.operation, path));
            }
        }
        let mut request = (self.types.poll_request)();
        for (name, value) in inputs {
            // The generator compares the types of both fields.
            let _: Option<Result<(), _>> = set_field(&mut *request, name, InputValue::Text(&value));
        }
        Ok(request)
    }

    /// Evaluates a poll. Returns the progress, or `None` after a transient error. Polling continues after any error.
    #[inline]
    fn received(&mut self, task: &Task, sent: Sent) -> Result<Option<TaskProgress>, Error> {
        let outcome = sent.outcome.and_then(|response| Ok((read_progress(task, &*response.body)?, response.body)));
        let error = match outcome {
            Ok((TaskProgress { result: Some(result), state, percent }, response)) => {
                self.step = Step::Ended(Some((result, response)));
                return Ok(Some(TaskProgress { result: Some(result), state, percent }));
            }
            Ok((progress, _)) => {
                self.last_state.clone_from(&progress.state);
                self.wait(sent.request, Duration::ZERO);
                return Ok(Some(progress));
            }
            Err(error) => error,
        };
        let wait = self.wait(sent.request, error.service().and_then(|service| service.retry_after).unwrap_or_default());
        if !error.is_retryable() {
            return Err(error);
        }
        tracing::warn!(error = %format_args!("{error:#}"), ?wait, "the state of a task could not be read; retrying");
        Ok(None)
    }

    /// Waits before the next poll, for `at_least` this time.
    #[inline]
    fn wait(&mut self, request: Box<dyn Record>, at_least: Duration) -> Duration {
        let wait = self.interval.min(self.max_interval).max(at_least);
        self.interval = self.max_interval.min(self.interval * 3 / 2);
        self.step = match self.client.clock.check() {
            Ok(()) => Step::Waiting(request, self.client.clock.sleep(wait)),
            // The next call fails with the reason.
            Err(_) => Step::Poll(request),
        };
        wait
    }
}

/// Returns the fields of the polls whose source is in `record`, with their values.
#[inline]
fn inputs(task: &Task, record: &dyn Record, is_source: &dyn Fn(TaskSource) -> bool) -> Vec<(&'static str, String)> {
    let inputs = task.inputs.iter().filter(|input| is_source(input.from));
    let value = |source: TaskSource| match source {
        TaskSource::Request(path) | TaskSource::Response(path) => field(record, path, &text).flatten(),
    };
    inputs.filter_map(|input| Some((input.field, value(input.from)?))).collect()
}
