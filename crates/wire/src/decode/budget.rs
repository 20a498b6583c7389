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

/// The state that ends decoding if it takes too much memory or time. Memory is unlimited until [`fit`](Self::fit) is called.
pub(crate) struct Budget {
    left: usize,
    body: usize,
    steps: u32,
    is_over: Option<IsOver>,
    late: bool,
}

/// A function that returns true once the time is over.
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
    /// Sets the memory limit for a body of this length.
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

    /// Reserves `bytes` for one more element.
    #[inline]
    pub(crate) fn take(&mut self, bytes: usize) -> Result<(), ValueError> {
        match self.left.checked_sub(bytes) {
            Some(left) => self.left = left,
            None => return Err(self.exhausted()),
        }
        self.tick()
    }

    /// Counts one step, and checks the time at intervals.
    #[inline]
    pub(crate) fn tick(&mut self) -> Result<(), ValueError> {
        self.steps = self.steps.wrapping_add(1);
        if self.steps & (STEPS - 1) == 0 { self.look() } else { Ok(()) }
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
    fn look(&mut self) -> Result<(), ValueError> {
        self.late = self.is_over.as_ref().is_some_and(|is_over| is_over());
        if self.late { Err(ValueError::Mismatch("time was over before all of it was read".to_owned())) } else { Ok(()) }
    }
}
