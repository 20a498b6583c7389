//! Errors of the command: the members of a line on standard error, and an exit status.

mod convert;
mod from_clap;
mod hints;
mod line;

use std::io;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use hwc_api::serde_json::{Map, Value, json};
use hwc_api::transport::BodyError;
use hwc_api::{ErrorKind, Operation};

use crate::case::snake;
use crate::changes;
use crate::exit::ExitStatus;
pub(crate) use line::ErrorLine;

/// The reason why the command failed.
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

    /// Creates an error with an exit code of its own.
    pub(crate) fn with_exit(exit: ExitStatus, kind: &str, message: impl Into<String>) -> Self {
        Self::new(exit, kind, message)
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
            .with_next("hwc operations search WORDS", "to find an operation by words")
    }

    /// Reports an invalid configuration.
    pub(crate) fn config(message: impl Into<String>) -> Self {
        Self::new(ExitStatus::Config, &snake(&ErrorKind::Config), message)
    }

    /// Reports a confirmation that cannot be given without a terminal.
    pub(crate) fn unconfirmed(reason: &str) -> Self {
        let message = format!("cannot prompt for confirmation: {reason}; pass --yes");
        Self::new(ExitStatus::Usage, "confirmation_required", message)
            .with_hint("pass --yes to confirm the change on the command line")
    }

    /// Reports a local error.
    pub(crate) fn internal(message: impl Into<String>) -> Self {
        Self::new(ExitStatus::Internal, "internal", message)
    }

    /// Reports a jq expression that does not fit the result.
    pub(crate) fn jq(message: impl Into<String>) -> Self {
        Self::new(ExitStatus::Internal, "jq", message)
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

    /// Adds the operation.
    pub(crate) fn for_operation(mut self, operation: &Operation) -> Self {
        self.members.insert("operation".to_owned(), json!(operation.full_name()));
        self
    }

    /// Adds what to do, in one sentence.
    pub(crate) fn with_hint(mut self, hint: impl Into<String>) -> Self {
        self.members.insert("hint".to_owned(), json!(hint.into()));
        self
    }

    /// Marks an error after which the same command may succeed.
    #[cfg(feature = "drive")]
    pub(crate) fn retryable(mut self) -> Self {
        self.members.insert("retryable".to_owned(), json!(true));
        self
    }

    /// Adds the valid values. No values change nothing.
    pub(crate) fn with_choices(mut self, choices: impl IntoIterator<Item = impl Into<String>>) -> Self {
        let choices: Vec<String> = choices.into_iter().map(Into::into).collect();
        if !choices.is_empty() {
            self.members.insert("choices".to_owned(), json!(choices));
        }
        self
    }

    /// Adds a command that may help, and the case in which it does.
    pub(crate) fn with_next(mut self, command: impl Into<String>, when: impl Into<String>) -> Self {
        let next = json!({ "command": command.into(), "when": when.into() });
        match self.members.get_mut("next").and_then(Value::as_array_mut) {
            Some(list) => list.push(next),
            None => drop(self.members.insert("next".to_owned(), json!([next]))),
        }
        self
    }

    /// Replaces the kind.
    #[cfg(feature = "mcp")]
    pub(crate) fn with_kind(mut self, kind: &str) -> Self {
        self.members.insert("kind".to_owned(), json!(kind));
        self
    }

    /// Replaces the members, as for a redaction.
    #[cfg(feature = "mcp")]
    pub(crate) fn map_members(mut self, map: impl FnOnce(Map<String, Value>) -> Map<String, Value>) -> Self {
        self.members = map(self.members);
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

/// Returns the error and its causes in one line.
pub(crate) fn with_causes(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(inner) = cause {
        text = format!("{text}: {inner}");
        cause = inner.source();
    }
    hints::with_options(&text)
}

fn violations(problems: &[(String, String)]) -> Value {
    problems.iter().map(|(path, problem)| json!({ "path": path, "problem": problem })).collect()
}
