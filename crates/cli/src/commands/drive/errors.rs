//! Errors of drives as errors of the command.

use hwc_drive::Error;

use crate::error::CliError;

/// Converts an error of a drive.
pub(super) fn drive_error(error: Error) -> CliError {
    match error {
        Error::Api(error) => error.into(),
        error @ (Error::InvalidPath { .. } | Error::WrongKind { .. } | Error::TooManyDeletions { .. }) => {
            CliError::usage(error.to_string())
        }
        error @ (Error::NotFound { .. } | Error::Exists { .. } | Error::Job { .. } | Error::MissingField { .. }) => {
            CliError::service(error.to_string())
        }
        error => CliError::internal(error.to_string()),
    }
}
