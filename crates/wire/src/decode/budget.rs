//! Bounds of decoding: the memory that elements may take, and the time.
//!
//! An element of two bytes in JSON may take a thousand bytes in memory, so a limit for bodies alone does not bound memory.

use std::fmt;

use crate::value::ValueError;

/// The memory that elements may take for any length of the body. Most responses stay far below it.
const FREE: usize = 32 << 20;

/// The additional bytes of memory that elements may take for each byte of the body.
const FACTOR: usize = 8;

/// The number of steps between two checks of the time. A power of two.
const STEPS: u32 = 4096;

/// The error of decoding that took too long.
pub(super) const TIME_IS_OVER: &str = "time was over before all of it was read";

/// The state that ends decoding if it takes too much memory or time. Memory is unlimited until [`set_body_length`](Self::set_body_length) is called.
pub(crate) struct Budget {
    remaining: usize,
    body: usize,
    steps: u32,
    is_over: Option<IsOver>,
    timed_out: bool,
}

/// A function that returns true once the time is over.
type IsOver = Box<dyn Fn() -> bool + Send>;

impl Default for Budget {
    fn default() -> Self {
        Self { remaining: usize::MAX, body: 0, steps: 0, is_over: None, timed_out: false }
    }
}

impl fmt::Debug for Budget {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Budget")
            .field("remaining", &self.remaining)
            .field("timed_out", &self.timed_out)
            .finish_non_exhaustive()
    }
}

impl Budget {
    /// Sets the memory limit for a body of this length.
    pub(crate) fn set_body_length(&mut self, body: usize) {
        self.body = body;
        self.remaining = body.saturating_mul(FACTOR).saturating_add(FREE);
    }

    pub(crate) fn stop_when(&mut self, is_over: IsOver) {
        self.is_over = Some(is_over);
    }

    pub(crate) fn is_timed_out(&self) -> bool {
        self.timed_out
    }

    /// Reserves `bytes` for one more element.
    #[inline]
    pub(crate) fn reserve(&mut self, bytes: usize) -> Result<(), ValueError> {
        match self.remaining.checked_sub(bytes) {
            Some(remaining) => self.remaining = remaining,
            None => return Err(self.exhausted()),
        }
        self.count_step()
    }

    /// Counts one step, and checks the time at intervals.
    #[inline]
    pub(crate) fn count_step(&mut self) -> Result<(), ValueError> {
        self.steps = self.steps.wrapping_add(1);
        if self.steps & (STEPS - 1) == 0 { self.check_time() } else { Ok(()) }
    }

    #[cold]
    fn exhausted(&self) -> ValueError {
        let most = self.body.saturating_mul(FACTOR).saturating_add(FREE);
        ValueError::Mismatch(format!(
            "the elements take more memory than {most} bytes, which is the most for a body of {} bytes",
            self.body
        ))
    }

    #[cold]
    fn check_time(&mut self) -> Result<(), ValueError> {
        self.timed_out = self.is_over.as_ref().is_some_and(|is_over| is_over());
        if self.timed_out { Err(ValueError::Mismatch(TIME_IS_OVER.to_owned())) } else { Ok(()) }
    }
}
