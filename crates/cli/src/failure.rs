//! What went wrong, as a line on standard error and an exit code.

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

/// Why the command did not do what was asked.
#[derive(Debug)]
pub(crate) struct Failure {
    exit: Exit,
    /// The members of `error`; none when there is nothing to tell.
    error: Map<String, Value>,
    /// The help that is shown in place of the error.
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

    /// The command line is wrong.
    pub(crate) fn usage(message: impl Into<String>) -> Self {
        Self::new(Exit::Usage, "usage", message)
    }

    /// The request breaks documented limits, in these places and ways.
    pub(crate) fn invalid(operation: &Operation, problems: &[(String, String)]) -> Self {
        let all: Vec<String> = problems.iter().map(|(path, problem)| format!("{path} {problem}")).collect();
        let mut failure = Self::new(Exit::Usage, &snake(&ErrorKind::Invalid), all.join("; ")).of(operation);
        failure.error.insert("violations".to_owned(), violations(problems));
        failure
    }

    /// There is no operation of this name.
    pub(crate) fn unknown_operation(message: impl Into<String>) -> Self {
        Self::new(Exit::Usage, &snake(&ErrorKind::UnknownOperation), message)
    }

    /// Something on this machine does not work.
    pub(crate) fn internal(message: impl Into<String>) -> Self {
        Self::new(Exit::Internal, "internal", message)
    }

    /// A file of this machine cannot be `done`, as in read or written.
    pub(crate) fn file(path: &Path, done: &str, error: &io::Error) -> Self {
        let message = format!("{} cannot be {done}: {error}", path.display());
        Self::new(Exit::Internal, &snake(&ErrorKind::File), message)
    }

    /// All went well but for some things, which were told.
    pub(crate) fn left_out(message: impl Into<String>) -> Self {
        Self::new(Exit::Unreadable, &snake(&ErrorKind::Unreadable), message)
    }

    /// A question was answered with no.
    pub(crate) fn declined(message: impl Into<String>) -> Self {
        Self::new(Exit::Declined, "declined", message)
    }

    /// Ctrl-C was pressed. What may have been changed before is named; it is an error without words where that was said already.
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

    /// This command has no sandbox in it.
    #[cfg(not(feature = "sandbox"))]
    pub(crate) fn no_sandbox() -> Self {
        Self::usage("this `hwc` was built without the feature `sandbox`")
    }

    /// Output could not be written. Whoever reads it may stop reading: that is no failure, but the end.
    pub(crate) fn write(error: &io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Self { exit: Exit::Done, error: Map::new(), help: None },
            _ => Self::internal(format!("the output cannot be written: {error}")),
        }
    }

    /// The content of a file broke off on its way here.
    pub(crate) fn broke_off(error: &BodyError) -> Self {
        let mut failure = Self::new(Exit::Network, &snake(&ErrorKind::MaybeSent), with_causes(error));
        failure.error.insert("retryable".to_owned(), json!(true));
        failure
    }

    /// Too little was said, so that the help is shown in place of an error.
    pub(crate) fn help(text: String) -> Self {
        Self { help: Some(text), ..Self::new(Exit::Usage, "usage", "") }
    }

    /// What clap has to say, without its repetition of the usage. Where it shows the help, that is left to the reader.
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

    /// Names the operation.
    pub(crate) fn of(mut self, operation: &Operation) -> Self {
        self.error.insert("operation".to_owned(), json!(operation.full_name()));
        self
    }

    /// Says first what it was about.
    pub(crate) fn about(mut self, what: &str) -> Self {
        let message = format!("{what}: {}", self.message());
        self.error.insert("message".to_owned(), json!(message));
        self
    }

    /// What went wrong, in one line.
    pub(crate) fn message(&self) -> String {
        self.error.get("message").and_then(Value::as_str).unwrap_or_default().to_owned()
    }

    /// The members of `error`.
    pub(crate) fn json(&self) -> Value {
        Value::Object(self.error.clone())
    }

    /// Prints the error and gives the exit code. That the error cannot be printed either is told by the code alone.
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
        if let Some(path) = error.path() {
            add("path", json!(path));
        }
        failure
    }
}

/// What went wrong in the first place: where signing in failed, the error of that.
fn behind(error: &Error) -> &Error {
    let sign_in = Some(error).filter(|error| error.kind() == ErrorKind::Credentials);
    let cause = sign_in.and_then(|error| std::error::Error::source(error)?.downcast_ref::<Error>());
    cause.map_or(error, behind)
}

/// The error and what caused it, in one line.
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
