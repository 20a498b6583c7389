//! The steps of a request: on which connections it runs, and what follows a failure.

use std::sync::Arc;

use hwc_transport::bytes::Bytes;
use hwc_transport::http::Response;
use hwc_transport::http::request::Parts;

use crate::http::dispatch::{self, Performed, Refused, Request};
use crate::http::response::{ResponseMeta, SandboxResponse};
use crate::http::{embed_page, objects};
use crate::runtime::api_error::{ApiError, ErrorOrigin};
use crate::runtime::context::Deferred;
use crate::runtime::request_budget::Cancellation;
use crate::runtime::sandbox::Inner;
use crate::runtime::store::Transaction;
use crate::runtime::workers::{Access, Progress, Steps};

/// A request on its way through the sandbox. Each step uses one connection.
///
/// A request that only reads runs on a connection that only reads. If changes by the clock are due, they are written first. A
/// handler that has to write runs again, on the connection that writes.
pub(crate) struct Call {
    inner: Arc<Inner>,
    request: Request,
    request_id: String,
    cancellation: Cancellation,
    step: Step,
}

/// The next step of a request.
enum Step {
    /// Runs the handler on a connection that only reads.
    Read,
    /// Writes the changes that are due by now.
    Prepare,
    /// Runs the handler on a connection that only reads, after the changes.
    ReadAgain,
    /// Runs the handler on the connection that writes.
    Write,
    /// Performs a part of the writes that follow the response.
    Defer(SandboxResponse, Deferred),
}

impl Call {
    pub(crate) fn new(inner: Arc<Inner>, head: Parts, body: Bytes, cancellation: Cancellation) -> Self {
        let request = Request { head, body, time: inner.now() };
        let request_id = dispatch::request_id(inner.request_counter.next());
        let step = if reads_only(&inner, &request.head) { Step::Read } else { Step::Write };
        Self { inner, request, request_id, cancellation, step }
    }

    /// Runs all steps on this thread.
    pub(crate) fn run(mut self) -> Response<Bytes> {
        loop {
            match self.advance() {
                Progress::Next(call) => self = call,
                Progress::Done(response) => return response,
            }
        }
    }

    /// Runs the handler on a connection that only reads. A handler that has to write goes on with `write`.
    fn read(self, write: Step) -> Progress<Self> {
        let budget = self.inner.budget(&self.cancellation);
        match self.inner.database.read(Some(budget), |db| dispatch::read(&self.inner, db, &self.request)) {
            Some(Ok(Performed { response, deferred: Some(deferred) })) => self.next(Step::Defer(response, deferred)),
            Some(Err((_, error))) if error.origin == ErrorOrigin::Storage => self.next(write),
            Some(done) => self.done(done.map(|performed| performed.response)),
            None => self.next(Step::Write),
        }
    }

    fn prepare(self) -> Progress<Self> {
        let writer = self.inner.database.write(Some(self.inner.budget(&self.cancellation)));
        let prepared = dispatch::prepare(&self.inner, &writer, &self.request);
        dispatch::remove_unused_contents(&self.inner, &writer);
        drop(writer);
        // The last step reports the error, or does without the changes on a full disk.
        self.next(if prepared.is_ok() { Step::ReadAgain } else { Step::Write })
    }

    fn write(mut self) -> Progress<Self> {
        let writer = self.inner.database.write(Some(self.inner.budget(&self.cancellation)));
        // A request that waited for others is handled now.
        self.request.time = self.inner.now();
        let done = dispatch::write(&self.inner, &writer, &self.request);
        dispatch::remove_unused_contents(&self.inner, &writer);
        drop(writer);
        self.done(done)
    }

    fn defer(self, response: SandboxResponse, mut deferred: Deferred) -> Progress<Self> {
        let writer = self.inner.database.write(None);
        let done = dispatch::write_deferred(&self.inner, &writer, &mut deferred);
        drop(writer);
        match done {
            Ok(true) => self.next(Step::Defer(response, deferred)),
            Ok(false) => self.done(Ok(response)),
            Err(error) => {
                let service =
                    dispatch::route(&self.inner, &self.request.head).map(|route| route.entry.operation.service);
                let refused = (service.ok(), error);
                self.done(Err(refused))
            }
        }
    }

    /// Runs the handlers of several requests in one transaction, each in a savepoint. Returns `None` if the transaction
    /// failed. Nothing was written then.
    fn write_together(calls: &mut [Self]) -> Option<Vec<Result<SandboxResponse, Refused>>> {
        let inner = Arc::clone(&calls.first()?.inner);
        let writer = inner.database.write(None);
        let transaction = Transaction::begin(&writer).ok()?;
        let mut outcomes = Vec::new();
        for call in calls {
            writer.set_budget(Some(inner.budget(&call.cancellation)));
            call.request.time = inner.now();
            outcomes.push(dispatch::write(&inner, &writer, &call.request));
            // A full disk, and an interrupted statement that writes, roll back the whole transaction.
            if writer.is_autocommit() {
                return None;
            }
        }
        writer.set_budget(None);
        transaction.commit().ok()?;
        dispatch::remove_unused_contents(&inner, &writer);
        Some(outcomes)
    }

    fn next(self, step: Step) -> Progress<Self> {
        Progress::Next(Self { step, ..self })
    }

    fn done(self, outcome: Result<SandboxResponse, Refused>) -> Progress<Self> {
        let response = outcome.unwrap_or_else(|(service, error)| {
            let is_overdue = error.origin == ErrorOrigin::Overdue;
            let error = if is_overdue { ApiError::overdue(self.inner.request_timeout()) } else { error };
            self.inner.error_response(service, &error, &self.request_id)
        });
        let meta = ResponseMeta { request_id: self.request_id, now: self.request.time };
        Progress::Done(response.into_response(&meta))
    }
}

impl Steps for Call {
    type Output = Response<Bytes>;

    fn access(&self) -> Access {
        match self.step {
            Step::Read | Step::ReadAgain => Access::Read,
            Step::Prepare | Step::Write | Step::Defer(..) => Access::Write,
        }
    }

    /// The handlers of this crate write for a moment, and may run again if their transaction fails.
    fn can_join(&self) -> bool {
        let replaced = || {
            dispatch::route(&self.inner, &self.request.head).map(|route| self.inner.is_replaced(route.entry.operation))
        };
        matches!(self.step, Step::Write) && replaced().is_ok_and(|is_replaced| !is_replaced)
    }

    fn advance_together(mut calls: Vec<Self>) -> Vec<Progress<Self>> {
        match Self::write_together(&mut calls) {
            Some(outcomes) => calls.into_iter().zip(outcomes).map(|(call, outcome)| call.done(outcome)).collect(),
            None => calls.into_iter().map(Self::write).collect(),
        }
    }

    fn advance(mut self) -> Progress<Self> {
        match std::mem::replace(&mut self.step, Step::Write) {
            Step::Read => self.read(Step::Prepare),
            Step::Prepare => self.prepare(),
            Step::ReadAgain => self.read(Step::Write),
            Step::Write => self.write(),
            Step::Defer(response, deferred) => self.defer(response, deferred),
        }
    }
}

/// Returns true if a request can run on a connection that only reads. That includes requests without an operation, which do
/// not get to their connection, except for the pages of embedded analyses.
fn reads_only(inner: &Inner, head: &Parts) -> bool {
    let path = head.uri.path();
    objects::is_object(path)
        || !embed_page::is_page(path)
            && dispatch::route(inner, head).map_or(true, |route| inner.reads_only(route.entry.operation))
}
