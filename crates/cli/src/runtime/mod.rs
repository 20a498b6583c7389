//! The runtime for calls and its handling of Ctrl-C. One thread is enough for one command. Ctrl-C and the other termination signals drop the work,
//! so that its destructors remove partial results.

pub(crate) mod client_events;
mod signals;
pub(crate) mod wire_trace;

use std::future::{Future, poll_fn};
use std::io;
use std::pin::pin;
use std::task::Poll;
use std::thread;
use std::time::Duration;

use tokio::runtime::{Builder, Runtime};
use tokio::sync::oneshot;

use crate::error::CliError;
use crate::exit::ExitStatus;
use crate::ui::{self, pager, terminal_echo};
use signals::Signal;
pub(crate) use signals::hold_interrupt;

/// The time that work has for cleanup after Ctrl-C. Work that blocks on a person, or on a reader of its output, does
/// not notice the signal.
const CLEANUP: Duration = Duration::from_millis(500);

/// Runs `work` to completion, or drops it on Ctrl-C.
pub(crate) fn run<T>(work: impl Future<Output = Result<T, CliError>>) -> Result<T, CliError> {
    let interrupted =
        signals::announce(|signal, _, _| end_after(CLEANUP, signal)).map_err(|error| not_started(&error))?;
    block_on(run_until(interrupted, work))
}

/// Listens for Ctrl-C during work without a runtime, such as questions to a person. The first one ends the process.
pub(crate) fn end_on_interrupt() -> Result<(), CliError> {
    let listening = signals::announce(|signal, _, _| end_after(Duration::ZERO, signal));
    listening.map(drop).map_err(|error| not_started(&error))
}

/// Runs a server, which receives a future that completes at the first signal. The second signal ends the process, even
/// if the server still waits for its connections.
#[cfg(any(feature = "explorer", feature = "sandbox", feature = "webdav"))]
pub(crate) fn serve<T, F: Future<Output = Result<T, CliError>>>(
    server: impl FnOnce(oneshot::Receiver<()>) -> F,
) -> Result<T, CliError> {
    let interrupted = signals::announce(|_, runtime, signals| {
        runtime.block_on(signals.next());
        std::process::exit(ExitStatus::Interrupted as i32);
    });
    let server = server(interrupted.map_err(|error| not_started(&error))?);
    let runtime = runtime().map_err(|error| not_started(&error))?;
    let served = runtime.block_on(server);
    // A thread that waits for standard input would otherwise keep the process alive.
    runtime.shutdown_background();
    served
}

/// Runs `work` to completion, whatever the signals are.
pub(crate) fn block_on<T>(work: impl Future<Output = Result<T, CliError>>) -> Result<T, CliError> {
    runtime().map_err(|error| not_started(&error))?.block_on(work)
}

fn runtime() -> io::Result<Runtime> {
    Builder::new_current_thread().enable_all().build()
}

fn not_started(error: &io::Error) -> CliError {
    CliError::internal(format!("cannot start the runtime: {error}"))
}

/// Returns the result of `work`, unless it is interrupted first.
async fn run_until<T>(
    interrupted: oneshot::Receiver<()>,
    work: impl Future<Output = Result<T, CliError>>,
) -> Result<T, CliError> {
    let (mut interrupted, mut work) = (pin!(interrupted), pin!(work));
    let mut listening = true;
    poll_fn(|cx| {
        if listening {
            match interrupted.as_mut().poll(cx) {
                Poll::Ready(Ok(())) => return Poll::Ready(Err(CliError::interrupted())),
                Poll::Ready(Err(_)) => listening = false,
                Poll::Pending => {}
            }
        }
        work.as_mut().poll(cx)
    })
    .await
}

/// Ends the process after `time`, if it is still running. A person who reads in a pager has the time to leave it: Ctrl-C
/// is a command of the pager then.
#[allow(clippy::disallowed_methods, reason = "work that holds up its thread can be waited for by the real time alone")]
fn end_after(time: Duration, signal: Signal) {
    thread::sleep(time);
    if signal == Signal::Interrupt && pager::wait_until_closed() {
        thread::sleep(time);
    }
    terminal_echo::restore();
    ui::report(CliError::interrupted());
    std::process::exit(ExitStatus::Interrupted as i32);
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Polling a closed receiver panics, so the work must not poll it.
    #[test]
    fn work_continues_without_a_listener() {
        let (interrupt, interrupted) = oneshot::channel();
        drop(interrupt);
        let work = async {
            tokio::task::yield_now().await;
            Ok(7)
        };
        assert_eq!(block_on(run_until(interrupted, work)).unwrap(), 7);
    }

    #[test]
    fn interrupted_work_is_dropped() {
        struct Partial<'a>(&'a std::cell::Cell<bool>);
        impl Drop for Partial<'_> {
            fn drop(&mut self) {
                self.0.set(true);
            }
        }
        let dropped = std::cell::Cell::new(false);
        let (interrupt, interrupted) = oneshot::channel();
        interrupt.send(()).unwrap();
        let partial = Partial(&dropped);
        let work = async move {
            let _partial = partial;
            std::future::pending::<Result<(), CliError>>().await
        };
        assert_eq!(block_on(run_until(interrupted, work)).unwrap_err().message(), "interrupted");
        assert!(dropped.get());
    }
}
