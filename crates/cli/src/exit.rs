//! The exit codes: what a script can act upon without reading the error.

use std::process::ExitCode;

use hwc_api::ErrorKind;

/// How the command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    /// All went well.
    Done = 0,
    /// Something went wrong on this machine: the output could not be written, the sandbox could not be opened.
    Internal = 1,
    /// The command line, the request or a file that it names is wrong; nothing was sent.
    Usage = 2,
    /// The configuration is wrong, or credentials are missing; nothing was sent.
    Config = 3,
    /// The service could not be reached, or did not answer in time.
    Network = 4,
    /// The service refused, or has more elements than it lets anyone list.
    Refused = 5,
    /// The service answered, but the answer cannot be used.
    Unreadable = 6,
    /// A question was answered with no; nothing was done.
    Declined = 7,
    /// Ctrl-C was pressed; as shells tell it.
    Interrupted = 130,
}

/// The table of exit codes for `--help`.
pub(crate) const TABLE: &str = "\
Exit codes:
  0  all went well
  1  something went wrong on this machine
  2  the command line, the request or a file that it names is wrong; nothing was sent
  3  the configuration is wrong or credentials are missing; nothing was sent
  4  the service could not be reached, or did not answer in time
  5  the service refused, or lists no further
  6  the service answered, but the answer cannot be used
  7  a question was answered with no; nothing was done
  130  it was interrupted with Ctrl-C";

impl Exit {
    /// The code for a call that failed.
    pub(crate) fn of(kind: ErrorKind) -> Self {
        match kind {
            ErrorKind::Invalid | ErrorKind::UnknownOperation => Self::Usage,
            ErrorKind::Config | ErrorKind::Credentials => Self::Config,
            ErrorKind::NotSent | ErrorKind::MaybeSent | ErrorKind::Timeout => Self::Network,
            ErrorKind::Refused | ErrorKind::ListTooLong => Self::Refused,
            ErrorKind::Unreadable | ErrorKind::Paging => Self::Unreadable,
            _ => Self::Internal,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_lists_every_code() {
        let exits = [
            Exit::Done,
            Exit::Internal,
            Exit::Usage,
            Exit::Config,
            Exit::Network,
            Exit::Refused,
            Exit::Unreadable,
            Exit::Declined,
            Exit::Interrupted,
        ];
        assert_eq!(TABLE.lines().count(), 1 + exits.len());
        for exit in exits {
            assert!(TABLE.contains(&format!("\n  {}  ", exit as u8)), "{exit:?}");
        }
    }

    #[test]
    fn what_was_never_sent_is_told_from_what_was_refused() {
        assert_eq!(Exit::of(ErrorKind::Invalid), Exit::Usage);
        assert_eq!(Exit::of(ErrorKind::Credentials), Exit::Config);
        assert_eq!(Exit::of(ErrorKind::Timeout), Exit::Network);
        assert_eq!(Exit::of(ErrorKind::Refused), Exit::Refused);
        assert_eq!(Exit::of(ErrorKind::Paging), Exit::Unreadable);
    }
}
