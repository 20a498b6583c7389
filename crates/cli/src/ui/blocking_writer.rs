//! A writer that waits for a slow reader. Other programs share the file behind it and may have made it non-blocking, as
//! Node does. Writing then fails if the reader is slow.

use std::io::{self, Write};
use std::thread;
use std::time::Duration;

/// The first wait and the longest one.
const FIRST_WAIT: Duration = Duration::from_millis(1);
const MAX_WAIT: Duration = Duration::from_millis(50);

/// A writer that waits until there is room.
pub(super) struct BlockingWriter<W>(pub(super) W);

impl<W: Write> Write for BlockingWriter<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        retried(|| self.0.write(bytes))
    }

    fn flush(&mut self) -> io::Result<()> {
        retried(|| self.0.flush())
    }
}

/// Retries a write that would block. Such a write has not consumed anything, so the same bytes are written again.
fn retried<T>(mut write: impl FnMut() -> io::Result<T>) -> io::Result<T> {
    let mut wait = FIRST_WAIT;
    loop {
        match write() {
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => pause(wait),
            outcome => return outcome,
        }
        wait = MAX_WAIT.min(wait * 2);
    }
}

/// Sleeps instead of using `poll`, which needs another crate and differs between systems. The case is rare.
#[allow(clippy::disallowed_methods, reason = "the reader of the output goes by the real time")]
fn pause(time: Duration) {
    thread::sleep(time);
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A writer that accepts one byte at every other attempt.
    #[derive(Default)]
    struct Slow(Vec<u8>, bool);

    impl Write for Slow {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.1 = !self.1;
            if self.1 {
                return Err(io::ErrorKind::WouldBlock.into());
            }
            self.0.extend(&bytes[..1]);
            Ok(1)
        }

        fn flush(&mut self) -> io::Result<()> {
            self.1 = !self.1;
            if self.1 { Err(io::ErrorKind::WouldBlock.into()) } else { Ok(()) }
        }
    }

    #[test]
    fn nothing_is_lost_or_repeated() {
        let mut writer = BlockingWriter(Slow::default());
        writer.write_all(b"abc").unwrap();
        writer.flush().unwrap();
        assert_eq!(writer.0.0, b"abc");
    }
}
