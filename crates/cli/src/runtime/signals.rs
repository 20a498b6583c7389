//! Termination signals: Ctrl-C, and on Unix SIGTERM and SIGHUP too, which would otherwise leave unfinished files
//! behind.

use std::{io, thread};

use tokio::runtime::{Builder, Handle, Runtime};
use tokio::sync::oneshot;

/// A kind of termination signal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Signal {
    /// Ctrl-C, which programs such as a pager receive too.
    Interrupt,
    /// SIGTERM or SIGHUP.
    Termination,
}

/// Keeps Ctrl-C from ending the process from now on, as while a pager handles it.
pub(crate) fn hold_interrupt() -> io::Result<()> {
    if Handle::try_current().is_ok() {
        return Signals::listen_for_interrupt();
    }
    let runtime = Builder::new_current_thread().enable_all().build()?;
    let _entered = runtime.enter();
    Signals::listen_for_interrupt()
}

/// Starts listening, announces the first signal, and then runs `then`.
///
/// A separate thread listens, since the work may block its own thread. The handlers are also needed for the first
/// process of a container, for which the system has no default action.
pub(crate) fn announce(
    then: impl FnOnce(Signal, &Runtime, &mut Signals) + Send + 'static,
) -> io::Result<oneshot::Receiver<()>> {
    let (announce, announced) = oneshot::channel();
    let runtime = Builder::new_current_thread().enable_all().build()?;
    let mut signals = {
        let _entered = runtime.enter();
        Signals::listen()?
    };
    thread::Builder::new().name("signals".to_owned()).spawn(move || {
        let signal = runtime.block_on(signals.next());
        let _ = announce.send(());
        then(signal, &runtime, &mut signals);
    })?;
    Ok(announced)
}

/// The signals to listen for, the one of Ctrl-C first.
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

    /// Replaces the default action of Ctrl-C, which stays replaced. Requires a runtime.
    fn listen_for_interrupt() -> io::Result<()> {
        use tokio::signal::unix::{SignalKind, signal};
        signal(SignalKind::interrupt()).map(drop)
    }

    /// Waits for the next signal.
    pub(crate) async fn next(&mut self) -> Signal {
        use std::task::Poll;
        std::future::poll_fn(|cx| match self.0.iter_mut().position(|signal| signal.poll_recv(cx).is_ready()) {
            Some(0) => Poll::Ready(Signal::Interrupt),
            Some(_) => Poll::Ready(Signal::Termination),
            None => Poll::Pending,
        })
        .await
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

    /// Does nothing: Ctrl-C ends the command and its pager.
    fn listen_for_interrupt() -> io::Result<()> {
        Ok(())
    }

    /// Waits for Ctrl-C. If listening fails, the system ends the process as usual.
    pub(crate) async fn next(&mut self) -> Signal {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
        Signal::Interrupt
    }
}
