//! Renames a file over another one. On Windows this fails while another program, such as a virus scanner, has that file
//! open.

use std::fs;
use std::io;
use std::path::Path;
use std::time::Duration;

/// The pauses between attempts in milliseconds: 1.27 seconds in total.
const PAUSES: [u64; 7] = [10, 20, 40, 80, 160, 320, 640];

#[inline]
pub(super) fn patiently(from: &Path, to: &Path) -> io::Result<()> {
    retry(|| fs::rename(from, to), is_busy, pause)
}

#[inline]
fn retry(
    mut rename: impl FnMut() -> io::Result<()>,
    is_busy: impl Fn(&io::Error) -> bool,
    mut pause: impl FnMut(Duration),
) -> io::Result<()> {
    for milliseconds in PAUSES {
        match rename() {
            Err(error) if is_busy(&error) => pause(Duration::from_millis(milliseconds)),
            done => return done,
        }
    }
    rename()
}

/// Returns true for ERROR_ACCESS_DENIED, ERROR_SHARING_VIOLATION and ERROR_LOCK_VIOLATION of Windows.
#[inline]
fn is_busy(error: &io::Error) -> bool {
    cfg!(windows) && matches!(error.raw_os_error(), Some(5 | 32 | 33))
}

#[expect(
    clippy::disallowed_methods,
    reason = "what another program has open is waited for by real time, on Windows alone"
)]
#[inline]
fn pause(time: Duration) {
    std::thread::sleep(time);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_is_busy_for_a_moment_is_replaced() {
        let (mut tries, mut waited) = (0, Duration::ZERO);
        let rename = || {
            tries += 1;
            if tries < 4 { Err(io::Error::from_raw_os_error(32)) } else { Ok(()) }
        };
        retry(rename, |error| error.raw_os_error() == Some(32), |time| waited += time).unwrap();
        assert_eq!((tries, waited), (4, Duration::from_millis(70)));
    }

    #[test]
    fn one_that_stays_busy_is_given_up_after_a_second() {
        let (mut tries, mut waited) = (0, Duration::ZERO);
        let rename = || {
            tries += 1;
            Err(io::Error::from_raw_os_error(32))
        };
        retry(rename, |_| true, |time| waited += time).unwrap_err();
        assert_eq!((tries, waited), (8, Duration::from_millis(1270)));
    }

    #[test]
    fn other_errors_are_returned_at_once() {
        let mut tries = 0;
        let rename = || {
            tries += 1;
            Err(io::ErrorKind::PermissionDenied.into())
        };
        retry(rename, |_| false, |_| ()).unwrap_err();
        assert_eq!(tries, 1);
    }
}
