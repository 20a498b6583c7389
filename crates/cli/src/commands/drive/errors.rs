//! Errors of drives as errors of the command.

use hwc_api::{ErrorClass, ErrorKind};
use hwc_drive::{Error, Location};

use crate::case::snake;
use crate::error::CliError;
use crate::exit::ExitStatus;

/// Converts an error of a drive. Its kind tells scripts what happened, and its hint what to do.
pub(crate) fn drive_error(error: Error) -> CliError {
    let message = error.to_string();
    match error {
        Error::Api(error) => service_error(error),
        Error::InvalidPath { .. } | Error::InvalidPattern { .. } | Error::WrongKind { .. } => CliError::usage(message),
        Error::TooManyDeletions { planned, .. } => CliError::usage(message)
            .with_hint(format!("look at the plan with --dry-run; pass --delete-limit {planned} to delete them")),
        Error::NotFound { path } if is_space(&path) => {
            local(ExitStatus::Service, "not_found", format!("no space has the ID or the name in `{path}`"))
                .with_next("hwc drive spaces", "to list the spaces")
        }
        Error::NotFound { .. } => local(ExitStatus::Service, "not_found", message)
            .with_next("hwc drive ls FOLDER", "to see the names in a folder")
            .with_next("hwc drive find --name PATTERN", "to find a file by its name"),
        Error::Exists { .. } => local(ExitStatus::Service, "exists", message)
            .with_hint("pass --if-exists replace for a new version, or --if-exists rename for another name"),
        Error::Changed { .. } => local(ExitStatus::Internal, "changed", message).retryable(),
        Error::Damaged { .. } => local(ExitStatus::Internal, "damaged", message).retryable(),
        Error::Busy { .. } => local(ExitStatus::Internal, "busy", message).retryable(),
        Error::Job { .. } => CliError::service(message),
        Error::MissingField { .. } => local(ExitStatus::Decode, &snake(&ErrorKind::Decode), message),
        Error::Io { .. } => local(ExitStatus::Internal, &snake(&ErrorKind::Io), message),
        Error::Journal { .. } => local(ExitStatus::Internal, "journal", message)
            .with_hint("pass another folder with --state-dir; interrupted transfers then start again"),
        _ => CliError::internal(message),
    }
}

/// Returns the conversion of errors about a path in a space. The message has the path as it is on the command line.
pub(crate) fn error_in(location: &Location) -> impl Fn(Error) -> CliError + use<> {
    let space = location.space.clone();
    let written = move |path: String| match path.parse() {
        Ok(parsed) if path.starts_with('/') => Location { space: space.clone(), path: parsed }.to_string(),
        _ => path,
    };
    move |error| {
        drive_error(match error {
            Error::NotFound { path } => Error::NotFound { path: written(path) },
            Error::WrongKind { path, expected } => Error::WrongKind { path: written(path), expected },
            error => error,
        })
    }
}

/// Converts an error of a download to a local folder, whose files are replaced only on demand.
pub(super) fn download_error(error: Error) -> CliError {
    match error {
        Error::Exists { path } => CliError::usage(format!("{path} already exists; pass --force to replace it")),
        error => drive_error(error),
    }
}

/// Returns the error for a name that is in use in a drive.
pub(super) fn name_in_use(location: &Location) -> CliError {
    local(ExitStatus::Service, "exists", format!("`{location}` exists already"))
        .with_hint("choose another name, or remove the file first with `hwc drive rm`")
}

/// Returns true for the name of a space, as in `drive@Marketing:`.
fn is_space(path: &str) -> bool {
    path.starts_with("drive@") && path.ends_with(':')
}

fn local(exit: ExitStatus, kind: &str, message: String) -> CliError {
    CliError::with_exit(exit, kind, message)
}

/// Converts an error of a call. Transfers into a full space continue later.
fn service_error(error: hwc_api::Error) -> CliError {
    let is_full = error.service().is_some_and(|service| service.class == ErrorClass::QuotaExceeded);
    let converted = CliError::from(error);
    if !is_full {
        return converted;
    }
    converted
        .with_hint("make room, then run the same command again; it continues where it stopped")
        .with_next("hwc drive quota", "to see the capacity of the space")
        .with_next("hwc drive restore drive:", "to list the recycle bin, which counts as well")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_space_is_not_a_missing_file() {
        let error = drive_error(Error::NotFound { path: "drive@Marketing:".to_owned() });
        assert_eq!(error.message(), "no space has the ID or the name in `drive@Marketing:`");
        assert_eq!(error.member("next")[0]["command"], "hwc drive spaces");
    }

    #[test]
    fn each_error_has_a_kind_and_an_exit_code() {
        let path = || "/a".to_owned();
        let io = Error::Io { action: "read", path: path(), source: std::io::Error::other("no") };
        let errors = [
            (Error::InvalidPath { path: path(), reason: "no".to_owned() }, "usage", ExitStatus::Usage),
            (Error::WrongKind { path: path(), expected: "file" }, "usage", ExitStatus::Usage),
            (Error::InvalidPattern { pattern: path(), reason: "no".to_owned() }, "usage", ExitStatus::Usage),
            (Error::TooManyDeletions { planned: 2, limit: 1 }, "usage", ExitStatus::Usage),
            (Error::NotFound { path: path() }, "not_found", ExitStatus::Service),
            (Error::NotFound { path: "drive@Marketing:".to_owned() }, "not_found", ExitStatus::Service),
            (Error::Exists { path: path() }, "exists", ExitStatus::Service),
            (Error::Changed { path: path() }, "changed", ExitStatus::Internal),
            (Error::Damaged { path: path(), reason: "no".to_owned() }, "damaged", ExitStatus::Internal),
            (Error::Busy { path: path() }, "busy", ExitStatus::Internal),
            (Error::MissingField { field: "id" }, "decode", ExitStatus::Decode),
            (io, "io", ExitStatus::Internal),
            (Error::Journal { reason: "no".to_owned() }, "journal", ExitStatus::Internal),
        ];
        for (error, kind, exit) in errors {
            let text = error.to_string();
            let converted = drive_error(error);
            assert_eq!((converted.member("kind").as_str(), converted.exit()), (Some(kind), exit), "{text}");
        }
    }
}
