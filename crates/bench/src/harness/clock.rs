//! Wall time and CPU time of the process. The rest of the workspace takes time from an injected clock; a benchmark needs
//! the real one.

use std::time::{Duration, Instant};

/// A stopwatch that starts when it is created.
///
/// CPU time is that of all threads of this process, by the kernel's clock with nanosecond resolution. It does not include
/// servers, which are separate processes.
#[derive(Clone, Copy, Debug)]
pub struct Watch {
    wall: Instant,
    cpu: Duration,
}

impl Watch {
    /// Starts a measurement.
    #[must_use]
    pub fn start() -> Self {
        Self { wall: now(), cpu: processor_time() }
    }

    /// Returns the elapsed time.
    #[must_use]
    pub fn wall(&self) -> Duration {
        self.wall.elapsed()
    }

    /// Returns the CPU time of this process.
    #[must_use]
    pub fn cpu(&self) -> Duration {
        processor_time().saturating_sub(self.cpu)
    }
}

#[expect(clippy::disallowed_methods, reason = "a benchmark measures real time")]
fn now() -> Instant {
    Instant::now()
}

#[cfg(unix)]
fn processor_time() -> Duration {
    use rustix::time::{ClockId, clock_gettime};
    let time = clock_gettime(ClockId::ProcessCPUTime);
    Duration::new(time.tv_sec.unsigned_abs(), u32::try_from(time.tv_nsec).unwrap_or_default())
}

/// Returns zero, since this system has no clock for CPU time.
#[cfg(not(unix))]
fn processor_time() -> Duration {
    Duration::ZERO
}
