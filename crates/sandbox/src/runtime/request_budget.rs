//! The budget of a request: a time limit and a cancellation, which both interrupt its SQL statements.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use hwc_transport::clock::Clock;
use rusqlite::Connection;

/// The number of SQLite instructions between two checks, which take well under a millisecond.
const INSTRUCTIONS: i32 = 10_000;

/// Cancels a request whose client has disconnected. Clones share one state.
#[derive(Clone, Default)]
pub(crate) struct Cancellation(Arc<AtomicBool>);

impl Cancellation {
    pub(crate) fn is_canceled(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }

    /// Cancels the request when the guard is dropped.
    pub(crate) fn cancel_on_drop(&self) -> CancelOnDrop {
        CancelOnDrop(self.clone())
    }
}

/// Cancels a request when it is dropped. A request that has ended ignores it.
pub(crate) struct CancelOnDrop(Cancellation);

impl Drop for CancelOnDrop {
    fn drop(&mut self) {
        self.0.0.store(true, Ordering::Relaxed);
    }
}

/// The limits of a request.
pub(crate) struct RequestBudget {
    clock: Arc<dyn Clock>,
    /// The end of the request by the monotonic time of the clock.
    deadline: Duration,
    cancellation: Cancellation,
}

impl RequestBudget {
    /// Creates a budget that ends after `timeout`.
    pub(crate) fn new(clock: Arc<dyn Clock>, timeout: Duration, cancellation: Cancellation) -> Self {
        let deadline = clock.monotonic().saturating_add(timeout);
        Self { clock, deadline, cancellation }
    }

    fn is_exhausted(&self) -> bool {
        self.cancellation.is_canceled() || self.clock.monotonic() >= self.deadline
    }
}

/// A connection whose statements are interrupted when the budget of the current request is exhausted.
pub(crate) struct BudgetedConnection {
    pub(crate) db: Connection,
    budget: Arc<Mutex<Option<RequestBudget>>>,
}

impl BudgetedConnection {
    pub(crate) fn new(mut db: Connection) -> rusqlite::Result<Self> {
        let budget = Arc::new(Mutex::new(None));
        let current = Arc::clone(&budget);
        let is_exhausted = move || lock(&current).as_ref().is_some_and(RequestBudget::is_exhausted);
        db.progress_handler(INSTRUCTIONS, Some(is_exhausted))?;
        Ok(Self { db, budget })
    }

    /// Sets the budget of the request that uses the connection next. `None` has no limits.
    pub(crate) fn set_budget(&self, budget: Option<RequestBudget>) {
        *lock(&self.budget) = budget;
    }
}

fn lock(budget: &Mutex<Option<RequestBudget>>) -> MutexGuard<'_, Option<RequestBudget>> {
    budget.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use std::time::SystemTime;

    use hwc_transport::clock::ManualClock;
    use rusqlite::ErrorCode;

    use super::*;

    /// Counts forever. `tick()` runs after each step.
    const ENDLESS: &str =
        "WITH RECURSIVE n (x) AS (SELECT tick() UNION ALL SELECT tick() FROM n) SELECT count(*) FROM n";

    fn interrupted(
        tick: impl Fn() + Send + std::panic::UnwindSafe + 'static,
        budget: RequestBudget,
    ) -> Option<ErrorCode> {
        let connection = BudgetedConnection::new(Connection::open_in_memory().unwrap()).unwrap();
        let flags = rusqlite::functions::FunctionFlags::default();
        connection
            .db
            .create_scalar_function("tick", 0, flags, move |_| {
                tick();
                Ok(0)
            })
            .unwrap();
        connection.set_budget(Some(budget));
        let error = connection.db.query_row(ENDLESS, (), |_| Ok(())).unwrap_err();
        connection.set_budget(None);
        connection.db.query_row("SELECT 1", (), |_| Ok(())).unwrap();
        error.sqlite_error_code()
    }

    #[test]
    fn a_statement_ends_at_the_deadline() {
        let clock = ManualClock::new(SystemTime::UNIX_EPOCH);
        let budget = RequestBudget::new(Arc::new(clock.clone()), Duration::from_secs(30), Cancellation::default());
        let tick = move || clock.advance(Duration::from_millis(1));
        assert_eq!(interrupted(std::panic::AssertUnwindSafe(tick).0, budget), Some(ErrorCode::OperationInterrupted));
    }

    #[test]
    fn a_statement_ends_when_its_request_is_canceled() {
        let clock = Arc::new(ManualClock::new(SystemTime::UNIX_EPOCH));
        let cancellation = Cancellation::default();
        let budget = RequestBudget::new(clock, Duration::from_secs(30), cancellation.clone());
        let tick = move || drop(cancellation.cancel_on_drop());
        assert_eq!(interrupted(tick, budget), Some(ErrorCode::OperationInterrupted));
    }
}
