//! The runtime for calls. One thread is enough for one command. Ctrl-C and the other termination signals drop the work,
//! so that its destructors remove partial results.

use std::future::{Future, poll_fn};
use std::io;
use std::pin::pin;
use std::task::Poll;
use std::thread;
use std::time::Duration;

use tokio::runtime::{Builder, Runtime};
use tokio::sync::oneshot;

use crate::exit::Exit;
use crate::failure::Failure;
use crate::signals;

/// The time that work has for cleanup after Ctrl-C. Work that blocks on a person, or on a reader of its output, does
/// not notice the signal.
const CLEANING: Duration = Duration::from_millis(500);

/// Runs `work` to completion, or drops it on Ctrl-C.
pub(crate) fn run<T>(work: impl Future<Output = Result<T, Failure>>) -> Result<T, Failure> {
    let interrupted = signals::announce(|_, _| end_after(CLEANING)).map_err(|error| not_started(&error))?;
    run_to_the_end(until(interrupted, work))
}

/// Runs `work` to completion. The work handles Ctrl-C itself.
pub(crate) fn run_to_the_end<T>(work: impl Future<Output = Result<T, Failure>>) -> Result<T, Failure> {
    runtime().map_err(|error| not_started(&error))?.block_on(work)
}

fn runtime() -> io::Result<Runtime> {
    Builder::new_current_thread().enable_all().build()
}

fn not_started(error: &io::Error) -> Failure {
    Failure::internal(format!("the runtime cannot be started: {error}"))
}

/// Returns the result of `work`, unless it is interrupted first.
async fn until<T>(
    interrupted: oneshot::Receiver<()>,
    work: impl Future<Output = Result<T, Failure>>,
) -> Result<T, Failure> {
    let (mut interrupted, mut work) = (pin!(interrupted), pin!(work));
    let mut listening = true;
    poll_fn(|cx| {
        if listening {
            match interrupted.as_mut().poll(cx) {
                Poll::Ready(Ok(())) => return Poll::Ready(Err(Failure::interrupted())),
                Poll::Ready(Err(_)) => listening = false,
                Poll::Pending => {}
            }
        }
        work.as_mut().poll(cx)
    })
    .await
}

/// Ends the process after `time`, if it is still running.
#[allow(clippy::disallowed_methods, reason = "work that holds up its thread can be waited for by the real time alone")]
fn end_after(time: Duration) {
    thread::sleep(time);
    Failure::interrupted().tell();
    std::process::exit(Exit::Interrupted as i32);
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Polling a closed receiver panics, so the work must not poll it.
    #[test]
    fn work_goes_on_where_nobody_listens() {
        let (tell, told) = oneshot::channel();
        drop(tell);
        let work = async {
            tokio::task::yield_now().await;
            Ok(7)
        };
        assert_eq!(run_to_the_end(until(told, work)).unwrap(), 7);
    }

    #[test]
    fn what_is_interrupted_is_dropped() {
        struct Partial<'a>(&'a std::cell::Cell<bool>);
        impl Drop for Partial<'_> {
            fn drop(&mut self) {
                self.0.set(true);
            }
        }
        let gone = std::cell::Cell::new(false);
        let (tell, told) = oneshot::channel();
        tell.send(()).unwrap();
        let partial = Partial(&gone);
        let work = async move {
            let _partial = partial;
            std::future::pending::<Result<(), Failure>>().await
        };
        assert_eq!(run_to_the_end(until(told, work)).unwrap_err().message(), "interrupted");
        assert!(gone.get());
    }
}
