//! The report: checks with their outcome and the fix of each problem.

use hwc_api::serde_json::{Map, Value};
use schemars::JsonSchema;
use serde::Serialize;

use crate::error::CliError;
use crate::exit::ExitStatus;
use crate::ui::page::Page;
use crate::ui::style::Style;
use crate::ui::text::{plural, sanitize_line};

/// The outcome of a check.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Status {
    /// No problem.
    Ok,
    /// Something unusual that may be intended.
    Warning,
    /// Something that makes calls fail.
    Problem,
    /// The check does not apply.
    Skipped,
}

/// The kind of a problem.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ProblemKind {
    /// A group of variables is set in part.
    HalfSetVariables,
    /// The profile file cannot be read or is invalid.
    UnreadableProfile,
    /// The profile file has no profile of the selected name.
    UnknownProfile,
    /// The configuration of the command is invalid.
    InvalidConfig,
    /// No credentials were found.
    NoCredentials,
    /// The credentials are invalid in themselves.
    InvalidCredentials,
    /// The endpoint is missing or invalid.
    InvalidEndpoint,
    /// A proxy does not work.
    DeadProxy,
    /// The machine has no usable root certificates.
    MissingRoots,
    /// The certificate of the server is not trusted.
    UntrustedCertificate,
    /// The host does not exist or does not respond.
    UnreachableHost,
    /// The clock of the machine is wrong.
    SkewedClock,
    /// The secret key does not belong to the access key, or the key does not exist.
    WrongSecret,
    /// The password, the token or the session was not accepted.
    RejectedCredentials,
    /// The project does not belong to the account.
    WrongProject,
    /// The credentials do not permit the call.
    NotPermitted,
    /// The service failed.
    ServiceError,
}

impl ProblemKind {
    /// Returns the exit code.
    fn exit(self) -> ExitStatus {
        match self {
            Self::DeadProxy | Self::MissingRoots | Self::UntrustedCertificate | Self::UnreachableHost => {
                ExitStatus::Network
            }
            Self::WrongSecret | Self::RejectedCredentials | Self::NotPermitted | Self::ServiceError => {
                ExitStatus::Service
            }
            _ => ExitStatus::Config,
        }
    }
}

/// A check with its outcome.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(crate) struct Check {
    /// The name, as in `credentials osm`.
    pub(crate) name: String,
    /// The service, for checks of one service.
    pub(crate) service: Option<String>,
    /// The outcome.
    pub(crate) status: Status,
    /// The kind of the problem.
    pub(crate) problem: Option<ProblemKind>,
    /// A description in one line.
    pub(crate) message: String,
    /// The command or the variable that fixes the problem.
    pub(crate) fix: Option<String>,
    /// Values, as for programs.
    pub(crate) details: Map<String, Value>,
}

impl Check {
    /// Creates a check that is skipped.
    pub(super) fn new(name: impl Into<String>, service: Option<String>) -> Self {
        Self {
            name: name.into(),
            service,
            status: Status::Skipped,
            problem: None,
            message: String::new(),
            fix: None,
            details: Map::new(),
        }
    }

    /// Sets a good outcome.
    pub(super) fn ok(self, message: impl Into<String>) -> Self {
        Self { status: Status::Ok, message: message.into(), ..self }
    }

    /// Sets the reason why the check does not apply.
    pub(super) fn skipped(self, message: impl Into<String>) -> Self {
        Self { message: message.into(), ..self }
    }

    /// Sets a warning with its fix.
    pub(super) fn warning(self, message: impl Into<String>, fix: impl Into<String>) -> Self {
        Self { status: Status::Warning, message: message.into(), fix: Some(fix.into()), ..self }
    }

    /// Sets a problem with its fix.
    pub(super) fn problem(self, kind: ProblemKind, message: impl Into<String>, fix: impl Into<String>) -> Self {
        let (message, fix) = (message.into(), Some(fix.into()));
        Self { status: Status::Problem, problem: Some(kind), message, fix, ..self }
    }

    /// Adds a value.
    pub(super) fn detail(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.details.insert(name.to_owned(), value.into());
        self
    }
}

/// The checks of the command.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Report {
    /// True without problems.
    ok: bool,
    /// The checks.
    checks: Vec<Check>,
}

impl Report {
    /// Creates a report.
    pub(super) fn new(checks: Vec<Check>) -> Self {
        Self { ok: checks.iter().all(|check| check.status != Status::Problem), checks }
    }

    /// Formats the report for people, as wide as the terminal.
    pub(super) fn text(&self, terminal_width: Option<u16>) -> String {
        let width = self.checks.iter().map(|check| check.name.len()).max().unwrap_or(0);
        let mut page = Page::new(terminal_width);
        for check in &self.checks {
            let (style, mark) = match check.status {
                Status::Ok => (Style::Good, "ok     "),
                Status::Warning => (Style::Attention, "warning"),
                Status::Problem => (Style::Bad, "problem"),
                Status::Skipped => (Style::Faint, "skipped"),
            };
            let label = format!("{}  {:width$}  ", style.paint(mark), check.name);
            page.labeled(&label, &sanitize_line(&check.message));
            if let Some(fix) = &check.fix {
                let label = format!("{:9}{:width$}  {} ", "", "", Style::Faint.paint("fix:"));
                page.labeled(&label, &sanitize_line(fix));
            }
        }
        page.text()
    }

    /// Returns an error that counts the problems. The exit code is that of the first one.
    pub(super) fn result(&self) -> Result<(), CliError> {
        let problems: Vec<ProblemKind> = self.checks.iter().filter_map(|check| check.problem).collect();
        match problems.first() {
            None => Ok(()),
            Some(first) => {
                let message = format!("{} found", plural(problems.len(), "problem"));
                Err(CliError::with_exit(first.exit(), "doctor", message))
            }
        }
    }
}
