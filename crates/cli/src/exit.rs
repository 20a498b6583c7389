//! Exit codes. Scripts can act on them without parsing the error.

use std::process::ExitCode;

use hwc_api::ErrorKind;

/// The exit code of the command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ExitStatus {
    /// Success.
    Success = 0,
    /// A local error: the output could not be written, or the sandbox could not be opened.
    Internal = 1,
    /// The command line, the request or a file that it names is invalid. Nothing was sent.
    Usage = 2,
    /// The configuration is invalid or credentials are missing. Nothing was sent.
    Config = 3,
    /// The service could not be reached, or the call timed out.
    Network = 4,
    /// The service returned an error response, or truncated a list.
    Service = 5,
    /// The response could not be decoded.
    Decode = 6,
    /// The user declined a confirmation. Nothing was done.
    Declined = 7,
    /// Some of several files failed. The others were handled.
    #[cfg_attr(not(feature = "drive"), allow(dead_code, reason = "only `hwc drive` returns it"))]
    Partial = 8,
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
  8  some files failed; the others were handled
  130  interrupted (Ctrl-C)";

impl ExitStatus {
    /// Returns the exit code for an error of this kind.
    pub(crate) fn from_kind(kind: ErrorKind) -> Self {
        match kind {
            ErrorKind::InvalidRequest | ErrorKind::UnknownOperation => Self::Usage,
            ErrorKind::Config | ErrorKind::Credentials => Self::Config,
            ErrorKind::NotSent | ErrorKind::MaybeSent | ErrorKind::Timeout => Self::Network,
            ErrorKind::Service | ErrorKind::ListTruncated => Self::Service,
            ErrorKind::Decode | ErrorKind::Pagination => Self::Decode,
            _ => Self::Internal,
        }
    }
}

impl From<ExitStatus> for ExitCode {
    fn from(status: ExitStatus) -> Self {
        Self::from(status as u8)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_lists_every_code() {
        let statuses = [
            ExitStatus::Success,
            ExitStatus::Internal,
            ExitStatus::Usage,
            ExitStatus::Config,
            ExitStatus::Network,
            ExitStatus::Service,
            ExitStatus::Decode,
            ExitStatus::Declined,
            ExitStatus::Partial,
            ExitStatus::Interrupted,
        ];
        assert_eq!(TABLE.lines().count(), 1 + statuses.len());
        for status in statuses {
            assert!(TABLE.contains(&format!("\n  {}  ", status as u8)), "{status:?}");
        }
    }

    #[test]
    fn not_sent_and_service_errors_map_to_different_codes() {
        assert_eq!(ExitStatus::from_kind(ErrorKind::InvalidRequest), ExitStatus::Usage);
        assert_eq!(ExitStatus::from_kind(ErrorKind::Credentials), ExitStatus::Config);
        assert_eq!(ExitStatus::from_kind(ErrorKind::Timeout), ExitStatus::Network);
        assert_eq!(ExitStatus::from_kind(ErrorKind::Service), ExitStatus::Service);
        assert_eq!(ExitStatus::from_kind(ErrorKind::Pagination), ExitStatus::Decode);
    }
}
