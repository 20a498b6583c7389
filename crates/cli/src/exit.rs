//! Exit codes. Scripts can act on them without parsing the error.

use std::process::ExitCode;

use hwc_api::ErrorKind;

/// The exit code of the command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    /// Success.
    Done = 0,
    /// A local error: the output could not be written, or the sandbox could not be opened.
    Internal = 1,
    /// The command line, the request or a file that it names is invalid. Nothing was sent.
    Usage = 2,
    /// The configuration is invalid or credentials are missing. Nothing was sent.
    Config = 3,
    /// The service could not be reached, or the call timed out.
    Network = 4,
    /// The service returned an error response, or truncated a list.
    Refused = 5,
    /// The response could not be decoded.
    Unreadable = 6,
    /// The user declined a confirmation. Nothing was done.
    Declined = 7,
    /// Interrupted with Ctrl-C. The code is that of shells.
    Interrupted = 130,
}

/// The table of exit codes for `--help`.
pub(crate) const TABLE: &str = "\
Exit codes:
  0  success
  1  local error
  2  invalid command line, request or input file; nothing was sent
  3  invalid configuration or missing credentials; nothing was sent
  4  service unreachable or timed out
  5  error response from the service, or truncated list
  6  response could not be decoded
  7  declined at a confirmation; nothing was done
  130  interrupted (Ctrl-C)";

impl Exit {
    /// Returns the exit code for an error of this kind.
    pub(crate) fn of(kind: ErrorKind) -> Self {
        match kind {
            ErrorKind::InvalidRequest | ErrorKind::UnknownOperation => Self::Usage,
            ErrorKind::Config | ErrorKind::Credentials => Self::Config,
            ErrorKind::NotSent | ErrorKind::MaybeSent | ErrorKind::Timeout => Self::Network,
            ErrorKind::Service | ErrorKind::ListTruncated => Self::Refused,
            ErrorKind::Decode | ErrorKind::Pagination => Self::Unreadable,
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
        assert_eq!(Exit::of(ErrorKind::InvalidRequest), Exit::Usage);
        assert_eq!(Exit::of(ErrorKind::Credentials), Exit::Config);
        assert_eq!(Exit::of(ErrorKind::Timeout), Exit::Network);
        assert_eq!(Exit::of(ErrorKind::Service), Exit::Refused);
        assert_eq!(Exit::of(ErrorKind::Pagination), Exit::Unreadable);
    }
}
