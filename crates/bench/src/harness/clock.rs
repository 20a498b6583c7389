//! Real time, and the time that the process was on a processor. The rest of the workspace takes time from a clock that is
//! handed to it; a benchmark has no use for another one than the real one.

use std::time::{Duration, Instant};

/// Measures from when it is made.
///
/// Processor time is that of all threads of this process, by the clock of the kernel, which counts in nanoseconds. What
/// servers need is not in it, since they are processes of their own.
#[derive(Clone, Copy, Debug)]
pub struct Watch {
    wall: Instant,
    cpu: Duration,
}

impl Watch {
    /// Starts to measure.
    #[must_use]
    pub fn start() -> Self {
        Self { wall: now(), cpu: processor_time() }
    }

    /// The time that went by.
    #[must_use]
    pub fn wall(&self) -> Duration {
        self.wall.elapsed()
    }

    /// The time that this process was on a processor.
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

/// Without a clock for it, benchmarks show no processor time.
#[cfg(not(unix))]
fn processor_time() -> Duration {
    Duration::ZERO
}
