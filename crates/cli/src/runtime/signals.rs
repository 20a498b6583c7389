//! Termination signals: Ctrl-C, and on Unix SIGTERM and SIGHUP too, which would otherwise leave unfinished files
//! behind.

use std::{io, thread};

use tokio::runtime::{Builder, Runtime};
use tokio::sync::oneshot;

/// Starts listening, announces the first signal, and then runs `then`.
///
/// A separate thread listens, since the work may block its own thread. The handlers are also needed for the first
/// process of a container, for which the system has no default action.
pub(crate) fn announce(
    then: impl FnOnce(&Runtime, &mut Signals) + Send + 'static,
) -> io::Result<oneshot::Receiver<()>> {
    let (announce, announced) = oneshot::channel();
    let runtime = Builder::new_current_thread().enable_all().build()?;
    let mut signals = {
        let _entered = runtime.enter();
        Signals::listen()?
    };
    thread::Builder::new().name("signals".to_owned()).spawn(move || {
        runtime.block_on(signals.next());
        let _ = announce.send(());
        then(&runtime, &mut signals);
    })?;
    Ok(announced)
}

/// The signals to listen for.
#[cfg(unix)]
pub(crate) struct Signals(Vec<tokio::signal::unix::Signal>);

#[cfg(unix)]
impl Signals {
    /// Starts listening. Requires a runtime.
    fn listen() -> io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        let mut kinds = vec![SignalKind::interrupt(), SignalKind::terminate()];
        if !ignores_hangup() {
            kinds.push(SignalKind::hangup());
        }
        kinds.into_iter().map(signal).collect::<io::Result<_>>().map(Self)
    }

    /// Waits for the next signal.
    pub(crate) async fn next(&mut self) {
        use std::task::Poll;
        std::future::poll_fn(|cx| {
            let received = self.0.iter_mut().any(|signal| signal.poll_recv(cx).is_ready());
            if received { Poll::Ready(()) } else { Poll::Pending }
        })
        .await;
    }
}

/// Returns true if the process was started with SIGHUP ignored, as `nohup` does. Always false outside of Linux, where
/// this cannot be detected.
#[cfg(unix)]
fn ignores_hangup() -> bool {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let ignored = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    ignored.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).is_some_and(|mask| mask & 1 == 1)
}

#[cfg(not(unix))]
pub(crate) struct Signals;

#[cfg(not(unix))]
impl Signals {
    /// Starts listening. Requires a runtime.
    fn listen() -> io::Result<Self> {
        Ok(Self)
    }

    /// Waits for Ctrl-C. If listening fails, the system ends the process as usual.
    pub(crate) async fn next(&mut self) {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}
