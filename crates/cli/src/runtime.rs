//! The runtime on which calls are made: one thread is enough for one command.

use std::future::Future;

use crate::failure::Failure;

/// Runs `work` to its end.
pub(crate) fn run<T>(work: impl Future<Output = Result<T, Failure>>) -> Result<T, Failure> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|error| Failure::internal(format!("the runtime cannot be started: {error}")))?;
    runtime.block_on(work)
}
