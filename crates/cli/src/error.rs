//! Errors of the command: the members of a line on standard error, and an exit status.

use std::io;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use hwc_api::serde_json::{Map, Value, json};
use hwc_api::transport::BodyError;
use hwc_api::{Error, ErrorKind, Operation, ServiceError};

use crate::case::snake;
use crate::changes;
use crate::exit::ExitStatus;

/// The reason why the command error.
#[derive(Debug)]
pub(crate) struct CliError {
    exit: ExitStatus,
    /// The members of `error`. Empty if there are no details.
    members: Map<String, Value>,
    /// The help to show instead of the error.
    help: Option<String>,
}

impl CliError {
    fn new(exit: ExitStatus, kind: &str, message: impl Into<String>) -> Self {
        let mut members = Map::new();
        members.insert("kind".to_owned(), json!(kind));
        members.insert("message".to_owned(), json!(message.into()));
        members.insert("retryable".to_owned(), json!(false));
        Self { exit, members, help: None }
    }

    /// Reports an invalid command line.
    pub(crate) fn usage(message: impl Into<String>) -> Self {
        Self::new(ExitStatus::Usage, "usage", message)
    }

    /// Reports violations of documented constraints, by field.
    pub(crate) fn invalid(operation: &Operation, problems: &[(String, String)]) -> Self {
        let all: Vec<String> = problems.iter().map(|(path, problem)| format!("{path} {problem}")).collect();
        let mut error =
            Self::new(ExitStatus::Usage, &snake(&ErrorKind::InvalidRequest), all.join("; ")).for_operation(operation);
        error.members.insert("violations".to_owned(), violations(problems));
        error
    }

    /// Reports an unknown operation.
    pub(crate) fn unknown_operation(message: impl Into<String>) -> Self {
        Self::new(ExitStatus::Usage, &snake(&ErrorKind::UnknownOperation), message)
    }

    /// Reports a local error.
    pub(crate) fn internal(message: impl Into<String>) -> Self {
        Self::new(ExitStatus::Internal, "internal", message)
    }

    /// Reports a failed action on a file, as in `read` or `write`.
    pub(crate) fn file(action: &str, path: &Path, error: &io::Error) -> Self {
        let message = format!("cannot {action} {}: {error}", path.display());
        Self::new(ExitStatus::Internal, &snake(&ErrorKind::Io), message)
    }

    /// Reports a command that succeeded except for some items, which were reported separately.
    pub(crate) fn incomplete(message: impl Into<String>) -> Self {
        Self::new(ExitStatus::Decode, &snake(&ErrorKind::Decode), message)
    }

    /// Reports a failure of the service, or something that it does not have.
    #[cfg(feature = "drive")]
    pub(crate) fn service(message: impl Into<String>) -> Self {
        Self::new(ExitStatus::Service, &snake(&ErrorKind::Service), message)
    }

    /// Reports files that failed, with the list of them.
    #[cfg(feature = "drive")]
    pub(crate) fn partial(message: impl Into<String>, failed: Value) -> Self {
        let mut error = Self::new(ExitStatus::Partial, "partial", message);
        error.members.insert("failed".to_owned(), failed);
        error
    }

    /// Reports a declined confirmation.
    pub(crate) fn declined(message: impl Into<String>) -> Self {
        Self::new(ExitStatus::Declined, "declined", message)
    }

    /// Reports Ctrl-C with the changes that may have taken effect. The message is empty if they were reported before.
    pub(crate) fn interrupted() -> Self {
        static SAID: AtomicBool = AtomicBool::new(false);
        if SAID.swap(true, Ordering::Relaxed) {
            return Self { exit: ExitStatus::Interrupted, members: Map::new(), help: None };
        }
        let Some((words, changes)) = changes::report() else {
            return Self::new(ExitStatus::Interrupted, "interrupted", "interrupted");
        };
        let mut error = Self::new(ExitStatus::Interrupted, "interrupted", format!("interrupted: {words}"));
        error.members.insert("changes".to_owned(), changes);
        error
    }

    /// Reports that the command was built without the sandbox.
    #[cfg(not(feature = "sandbox"))]
    pub(crate) fn no_sandbox() -> Self {
        Self::usage("this `hwc` was built without the feature `sandbox`")
    }

    /// Reports output that could not be written. A reader that closes the pipe is not an error: the command stops
    /// successfully.
    pub(crate) fn write(error: &io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Self { exit: ExitStatus::Success, members: Map::new(), help: None },
            _ => Self::internal(format!("cannot write the output: {error}")),
        }
    }

    /// Reports a file content that ended early.
    pub(crate) fn interrupted_body(cause: &BodyError) -> Self {
        let mut error = Self::new(ExitStatus::Network, &snake(&ErrorKind::MaybeSent), with_causes(cause));
        error.members.insert("retryable".to_owned(), json!(true));
        error
    }

    /// Shows the help instead of an error, since arguments are missing.
    pub(crate) fn missing_arguments(help: String) -> Self {
        Self { help: Some(help), ..Self::new(ExitStatus::Usage, "usage", "") }
    }

    /// Converts an error of clap, without the usage that clap repeats. Errors that would show the help refer to
    /// `--help`.
    pub(crate) fn from_clap(error: &clap::Error) -> Self {
        if error.kind() == clap::error::ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand {
            return Self::usage("missing arguments; run the command with --help to list them");
        }
        let text = error.to_string();
        let message = text.split("\nUsage:").next().unwrap_or_default();
        let message = message.split("\nFor more information").next().unwrap_or_default();
        Self::usage(join_lines(message).trim_start_matches("error: "))
    }

    /// Adds the operation.
    pub(crate) fn for_operation(mut self, operation: &Operation) -> Self {
        self.members.insert("operation".to_owned(), json!(operation.full_name()));
        self
    }

    /// Prepends the subject to the message.
    pub(crate) fn with_context(mut self, context: &str) -> Self {
        let message = format!("{context}: {}", self.message());
        self.members.insert("message".to_owned(), json!(message));
        self
    }

    /// Returns the message in one line.
    pub(crate) fn message(&self) -> String {
        self.members.get("message").and_then(Value::as_str).unwrap_or_default().to_owned()
    }

    /// Returns the members of `error`.
    pub(crate) fn json(&self) -> Value {
        Value::Object(self.members.clone())
    }

    /// Returns the exit status.
    pub(crate) fn exit(&self) -> ExitStatus {
        self.exit
    }

    /// Returns true if nothing is printed: the exit status is the only report.
    pub(crate) fn is_silent(&self) -> bool {
        self.members.is_empty()
    }

    /// Returns the help to print instead of the error.
    pub(crate) fn help(&self) -> Option<&str> {
        self.help.as_deref()
    }

    /// Returns a member of `error`, or `null`.
    pub(crate) fn member(&self, name: &str) -> &Value {
        self.members.get(name).unwrap_or(&Value::Null)
    }

    /// Converts the error to the members of `error`.
    pub(crate) fn into_members(self) -> Map<String, Value> {
        self.members
    }
}

impl From<Error> for CliError {
    fn from(error: Error) -> Self {
        let cause = root(&error);
        let mut converted = Self::new(ExitStatus::from_kind(cause.kind()), &snake(&error.kind()), with_causes(&error));
        let members = &mut converted.members;
        let mut add = |name: &str, value: Value| members.insert(name.to_owned(), value);
        add("retryable", json!(error.is_retryable()));
        if let Some(operation) = error.operation() {
            add("operation", json!(operation.full_name()));
        }
        if !error.violations().is_empty() {
            let list = error.violations().iter();
            let list: Vec<_> = list.map(|found| (found.path.clone(), found.problem.clone())).collect();
            add("violations", violations(&list));
        }
        if error.attempts() > 0 {
            add("attempts", json!(error.attempts()));
        }
        if let Some(service) = cause.service() {
            add("service", service_json(service));
        }
        if let Some(path) = error.decode_path() {
            add("path", json!(path));
        }
        converted
    }
}

/// Returns the root error: for a failed sign-in, the error of the sign-in.
fn root(error: &Error) -> &Error {
    let sign_in = Some(error).filter(|error| error.kind() == ErrorKind::Credentials);
    let cause = sign_in.and_then(|error| std::error::Error::source(error)?.downcast_ref::<Error>());
    cause.map_or(error, root)
}

/// Joins the lines of a message. A line after a colon continues it.
fn join_lines(message: &str) -> String {
    let lines = message.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.fold(String::new(), |joined, line| match joined.as_str() {
        "" => line.to_owned(),
        text if text.ends_with(':') => format!("{joined} {line}"),
        _ => format!("{joined}; {line}"),
    })
}

/// Returns the error and its causes in one line.
pub(crate) fn with_causes(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(inner) = cause {
        text = format!("{text}: {inner}");
        cause = inner.source();
    }
    text
}

fn violations(problems: &[(String, String)]) -> Value {
    problems.iter().map(|(path, problem)| json!({ "path": path, "problem": problem })).collect()
}

fn service_json(service: &ServiceError) -> Value {
    let mut json = json!({
        "status": service.status,
        "code": service.code,
        "message": service.message,
        "class": snake(&service.class),
    });
    for (name, value) in [("request_id", service.request_id.as_deref()), ("advice", service.advice)] {
        if let Some(value) = value {
            json[name] = json!(value);
        }
    }
    json
}
