//! The handlers of the operations. Services add theirs when a sandbox is created.

use std::collections::{BTreeMap, BTreeSet};

use hwc_wire::{Effect, Operation, Request, Violation};
use rusqlite::Connection;

use crate::runtime::api_error::ApiError;
use crate::runtime::change::Observer;
use crate::runtime::context::Context;
use crate::runtime::handler::{self, Handler};
use crate::runtime::records::{StoredRecord, update_columns};

/// A function that updates the columns of one kind of records.
type UpdateColumns = fn(&Connection) -> Result<(), ApiError>;

/// A function that performs the work of a service that is due by now, such as the steps of jobs. It writes only if something is
/// due.
pub(crate) type DueWork = fn(&Context<'_>) -> Result<(), ApiError>;

/// A function that may refuse a call before its handler runs.
pub(crate) type Guard = fn(&Context<'_>, &Operation) -> Result<(), ApiError>;

/// The ID of a service and the name of an operation.
type OperationKey = (&'static str, &'static str);

/// The handlers by operation, the kinds of records that they store, and what runs around them, by the ID of the service.
#[derive(Clone, Default)]
pub(crate) struct Registry {
    handlers: BTreeMap<OperationKey, Handler>,
    /// The operations whose handlers were replaced.
    replaced: BTreeSet<OperationKey>,
    kinds: Vec<UpdateColumns>,
    observers: BTreeMap<&'static str, Observer>,
    /// The due work of all services.
    due_work: Vec<DueWork>,
    /// The due work that precedes each call of a service.
    before_calls: BTreeMap<&'static str, DueWork>,
    guards: BTreeMap<&'static str, Guard>,
}

impl Registry {
    /// Registers the handler of an operation.
    pub(crate) fn register<R: Request>(
        &mut self,
        handler: fn(&mut Context<'_>, &R) -> Result<R::Response, ApiError>,
    ) -> &mut Self {
        self.register_with(handler, |_, _| None)
    }

    /// Registers a handler like [`register`](Self::register). For an invalid request, `on_invalid` may return an error of
    /// its own in place of the general one.
    pub(crate) fn register_with<R: Request>(
        &mut self,
        handler: fn(&mut Context<'_>, &R) -> Result<R::Response, ApiError>,
        on_invalid: fn(&R, &[Violation]) -> Option<ApiError>,
    ) -> &mut Self {
        let key = key(R::OPERATION);
        debug_assert!(!self.handlers.contains_key(&key), "{key:?} has two handlers");
        self.handlers.insert(key, handler::erase(move |cx, request: R| handler(cx, &request), on_invalid));
        self
    }

    /// Runs `observer` after each call of the service that can change something.
    pub(crate) fn observe_changes(&mut self, service: &'static str, observer: Observer) -> &mut Self {
        self.observers.insert(service, observer);
        self
    }

    /// Returns the observer of the changes that an operation makes, if it has one.
    pub(crate) fn observer(&self, operation: &Operation) -> Option<Observer> {
        self.observers.get(operation.service.id).copied().filter(|_| operation.effect != Effect::Read)
    }

    /// Registers due work that handlers perform themselves. It also precedes the second attempt of a request that only reads.
    pub(crate) fn due_work(&mut self, work: DueWork) -> &mut Self {
        self.due_work.push(work);
        self
    }

    /// Registers due work that precedes each call of a service.
    pub(crate) fn due_work_before_calls(&mut self, service: &'static str, work: DueWork) -> &mut Self {
        self.before_calls.insert(service, work);
        self.due_work(work)
    }

    /// Returns the due work of all services.
    pub(crate) fn all_due_work(&self) -> Vec<DueWork> {
        self.due_work.clone()
    }

    /// Returns the due work that precedes a call of an operation, if there is any.
    pub(crate) fn due_work_of(&self, operation: &Operation) -> Option<DueWork> {
        self.before_calls.get(operation.service.id).copied()
    }

    /// Runs `guard` before the handler of each call of a service.
    pub(crate) fn guard(&mut self, service: &'static str, guard: Guard) -> &mut Self {
        self.guards.insert(service, guard);
        self
    }

    /// Returns the guard of the service of an operation, if it has one.
    pub(crate) fn guard_of(&self, operation: &Operation) -> Option<Guard> {
        self.guards.get(operation.service.id).copied()
    }

    /// Replaces the handler of an operation.
    pub(crate) fn replace<R: Request>(&mut self, handler: Handler) {
        self.replaced.insert(key(R::OPERATION));
        self.handlers.insert(key(R::OPERATION), handler);
    }

    /// Registers a kind of records, so that its columns are up to date when a file of an earlier version is opened.
    pub(crate) fn store<T: StoredRecord>(&mut self) -> &mut Self {
        self.kinds.push(update_columns::<T>);
        self
    }

    /// Returns the handler of an operation.
    pub(crate) fn get(&self, operation: &Operation) -> Option<Handler> {
        self.handlers.get(&key(operation)).cloned()
    }

    /// Returns true if the handler of an operation was replaced.
    pub(crate) fn is_replaced(&self, operation: &Operation) -> bool {
        self.replaced.contains(&key(operation))
    }

    /// Updates the columns of all kinds of records.
    ///
    /// # Errors
    /// Returns [`ApiError::internal`] if a record cannot be read or the database fails.
    pub(crate) fn update_columns(&self, db: &Connection) -> Result<(), ApiError> {
        self.kinds.iter().try_for_each(|update| update(db))
    }
}

fn key(operation: &Operation) -> OperationKey {
    (operation.service.id, operation.name)
}
