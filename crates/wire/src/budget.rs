//! Bounds of a decoding: the memory that its elements may take, and the time.
//!
//! An element that takes two bytes in JSON may take a thousand in memory, so a limit for bodies alone is no bound.

use std::fmt;

use crate::value::Stop;

/// The memory that elements may take, whatever the length of the body. Most answers stay below this by far.
const FREE: usize = 32 << 20;

/// The bytes of memory that elements may take for each byte of the body beyond that.
const FACTOR: usize = 8;

/// The steps between two looks at the clock, a power of two.
const STEPS: u32 = 4096;

/// Ends a decoding that takes too much memory or time. Without a body to compare with there is no bound.
pub(crate) struct Budget {
    left: usize,
    body: usize,
    steps: u32,
    is_over: Option<IsOver>,
    late: bool,
}

/// Tells whether time is over.
type IsOver = Box<dyn Fn() -> bool + Send>;

impl Default for Budget {
    fn default() -> Self {
        Self { left: usize::MAX, body: 0, steps: 0, is_over: None, late: false }
    }
}

impl fmt::Debug for Budget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Budget").field("left", &self.left).field("late", &self.late).finish_non_exhaustive()
    }
}

impl Budget {
    /// Sets the memory that fits a body of so many bytes.
    pub(crate) fn fit(&mut self, body: usize) {
        self.body = body;
        self.left = body.saturating_mul(FACTOR).saturating_add(FREE);
    }

    pub(crate) fn until(&mut self, is_over: IsOver) {
        self.is_over = Some(is_over);
    }

    pub(crate) fn is_late(&self) -> bool {
        self.late
    }

    /// Takes `bytes` for one more element.
    #[inline]
    pub(crate) fn take(&mut self, bytes: usize) -> Result<(), Stop> {
        match self.left.checked_sub(bytes) {
            Some(left) => self.left = left,
            None => return Err(self.exhausted()),
        }
        self.tick()
    }

    /// Counts one step, and looks at the clock now and then.
    #[inline]
    pub(crate) fn tick(&mut self) -> Result<(), Stop> {
        self.steps = self.steps.wrapping_add(1);
        if self.steps & (STEPS - 1) == 0 { self.look() } else { Ok(()) }
    }

    #[cold]
    fn exhausted(&self) -> Stop {
        let most = self.body.saturating_mul(FACTOR).saturating_add(FREE);
        Stop::Mismatch(format!(
            "the elements take more memory than {most} bytes, which is the most for a body of {} bytes",
            self.body
        ))
    }

    #[cold]
    fn look(&mut self) -> Result<(), Stop> {
        self.late = self.is_over.as_ref().is_some_and(|is_over| is_over());
        if self.late { Err(Stop::Mismatch("time was over before all of it was read".to_owned())) } else { Ok(()) }
    }
}
