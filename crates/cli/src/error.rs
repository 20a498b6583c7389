//! Failures of the command: a line on standard error and an exit code.

use std::io;
use std::path::Path;
use std::process::ExitCode;
use std::sync::atomic::{AtomicBool, Ordering};

use hwc_api::serde_json::{Map, Value, json};
use hwc_api::transport::BodyError;
use hwc_api::{Error, ErrorKind, Operation, ServiceError};

use crate::changes;
use crate::exit::Exit;
use crate::names::snake;
use crate::output::{self, Note};
use crate::show::colour::Tone;
use crate::show::text::lines;

/// The reason why the command failed.
#[derive(Debug)]
pub(crate) struct Failure {
    exit: Exit,
    /// The members of `error`. Empty if there are no details.
    error: Map<String, Value>,
    /// The help to show instead of the error.
    help: Option<String>,
}

impl Failure {
    fn new(exit: Exit, kind: &str, message: impl Into<String>) -> Self {
        let mut error = Map::new();
        error.insert("kind".to_owned(), json!(kind));
        error.insert("message".to_owned(), json!(message.into()));
        error.insert("retryable".to_owned(), json!(false));
        Self { exit, error, help: None }
    }

    /// Reports an invalid command line.
    pub(crate) fn usage(message: impl Into<String>) -> Self {
        Self::new(Exit::Usage, "usage", message)
    }

    /// Reports violations of documented constraints, by field.
    pub(crate) fn invalid(operation: &Operation, problems: &[(String, String)]) -> Self {
        let all: Vec<String> = problems.iter().map(|(path, problem)| format!("{path} {problem}")).collect();
        let mut failure = Self::new(Exit::Usage, &snake(&ErrorKind::InvalidRequest), all.join("; ")).of(operation);
        failure.error.insert("violations".to_owned(), violations(problems));
        failure
    }

    /// Reports an unknown operation.
    pub(crate) fn unknown_operation(message: impl Into<String>) -> Self {
        Self::new(Exit::Usage, &snake(&ErrorKind::UnknownOperation), message)
    }

    /// Reports a local error.
    pub(crate) fn internal(message: impl Into<String>) -> Self {
        Self::new(Exit::Internal, "internal", message)
    }

    /// Reports a file that cannot be `done`, as in read or written.
    pub(crate) fn file(path: &Path, done: &str, error: &io::Error) -> Self {
        let message = format!("{} cannot be {done}: {error}", path.display());
        Self::new(Exit::Internal, &snake(&ErrorKind::Io), message)
    }

    /// Reports a command that succeeded except for some items, which were reported separately.
    pub(crate) fn left_out(message: impl Into<String>) -> Self {
        Self::new(Exit::Unreadable, &snake(&ErrorKind::Decode), message)
    }

    /// Reports a declined confirmation.
    pub(crate) fn declined(message: impl Into<String>) -> Self {
        Self::new(Exit::Declined, "declined", message)
    }

    /// Reports Ctrl-C with the changes that may have taken effect. The message is empty if they were reported before.
    pub(crate) fn interrupted() -> Self {
        static SAID: AtomicBool = AtomicBool::new(false);
        if SAID.swap(true, Ordering::Relaxed) {
            return Self { exit: Exit::Interrupted, error: Map::new(), help: None };
        }
        let Some((words, changes)) = changes::report() else {
            return Self::new(Exit::Interrupted, "interrupted", "interrupted");
        };
        let mut failure = Self::new(Exit::Interrupted, "interrupted", format!("interrupted: {words}"));
        failure.error.insert("changes".to_owned(), changes);
        failure
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
            io::ErrorKind::BrokenPipe => Self { exit: Exit::Done, error: Map::new(), help: None },
            _ => Self::internal(format!("the output cannot be written: {error}")),
        }
    }

    /// Reports a file content that ended early.
    pub(crate) fn broke_off(error: &BodyError) -> Self {
        let mut failure = Self::new(Exit::Network, &snake(&ErrorKind::MaybeSent), with_causes(error));
        failure.error.insert("retryable".to_owned(), json!(true));
        failure
    }

    /// Shows the help instead of an error, since arguments are missing.
    pub(crate) fn help(text: String) -> Self {
        Self { help: Some(text), ..Self::new(Exit::Usage, "usage", "") }
    }

    /// Converts an error of clap, without the usage that clap repeats. Errors that would show the help refer to
    /// `--help`.
    pub(crate) fn arguments(error: &clap::Error) -> Self {
        if error.kind() == clap::error::ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand {
            return Self::usage("an argument is missing; --help shows what there is");
        }
        let text = error.to_string();
        let told = text.split("\nUsage:").next().unwrap_or_default();
        let told = told.split("\nFor more information").next().unwrap_or_default();
        let lines: Vec<&str> = told.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
        Self::usage(lines.join("; ").trim_start_matches("error: "))
    }

    /// Adds the operation.
    pub(crate) fn of(mut self, operation: &Operation) -> Self {
        self.error.insert("operation".to_owned(), json!(operation.full_name()));
        self
    }

    /// Prepends the subject to the message.
    pub(crate) fn about(mut self, what: &str) -> Self {
        let message = format!("{what}: {}", self.message());
        self.error.insert("message".to_owned(), json!(message));
        self
    }

    /// Returns the message in one line.
    pub(crate) fn message(&self) -> String {
        self.error.get("message").and_then(Value::as_str).unwrap_or_default().to_owned()
    }

    /// Returns the members of `error`.
    pub(crate) fn json(&self) -> Value {
        Value::Object(self.error.clone())
    }

    /// Prints the error and returns the exit code. If printing fails, the exit code is the only report.
    pub(crate) fn tell(self) -> ExitCode {
        if !self.error.is_empty() {
            let words = self.help.clone().unwrap_or_else(|| self.words());
            output::say(&Note::error(self.error, words));
        }
        self.exit.into()
    }

    fn words(&self) -> String {
        let mut text = format!("{} {}\n", Tone::Bad.paint("error:"), lines(&self.message()));
        let service = &self.error.get("service").cloned().unwrap_or_default();
        for (name, value) in [("advice", &service["advice"]), ("request", &service["request_id"])] {
            if let Some(value) = value.as_str() {
                text.push_str(&format!("  {} {}\n", Tone::Faint.paint(format!("{name}:")), lines(value)));
            }
        }
        text
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        let cause = behind(&error);
        let mut failure = Self::new(Exit::of(cause.kind()), &snake(&error.kind()), with_causes(&error));
        let members = &mut failure.error;
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
        failure
    }
}

/// Returns the root error: for a failed sign-in, the error of the sign-in.
fn behind(error: &Error) -> &Error {
    let sign_in = Some(error).filter(|error| error.kind() == ErrorKind::Credentials);
    let cause = sign_in.and_then(|error| std::error::Error::source(error)?.downcast_ref::<Error>());
    cause.map_or(error, behind)
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
