//! The name of an operation with its arguments, as `hwc call` and `hwc validate` take them.

use std::ffi::OsString;

use clap::Subcommand;
use clap::error::ErrorKind;
use hwc_dynamic::{DynamicOperation, DynamicRequest, InputError, UnknownOperation};

use super::command_list;
use super::operations::Language;
use crate::args::output::{OutputArgs, is_json_requested};
use crate::dynamic::fields::ParsedFields;
use crate::dynamic::{OperationCommand, input_message, restore_spaces};
use crate::error::CliError;
use crate::ui::format::Format;
use crate::ui::streams;

/// The name of an operation and all words after it.
#[derive(Debug, Subcommand)]
pub(crate) enum OperationArgs {
    /// The name first, then its arguments.
    #[command(external_subcommand)]
    Operation(Vec<OsString>),
}

impl OperationArgs {
    /// Returns the operation and the words after its name.
    pub(super) fn find(self) -> Result<(DynamicOperation, Vec<OsString>), CliError> {
        let Self::Operation(words) = self;
        let mut words = words.into_iter();
        let name = words.next().unwrap_or_default();
        Ok((find_operation(&name.to_string_lossy())?, words.collect()))
    }
}

/// The form of the help of an operation.
pub(super) struct OperationHelp {
    language: Option<Language>,
    is_json: bool,
}

impl OperationHelp {
    /// Creates the form from the options before the name of the operation.
    pub(super) fn new(language: Option<Language>, output: &OutputArgs) -> Self {
        Self { language, is_json: output.requested().is_some_and(Format::is_json) }
    }

    fn print(&self, command: &OperationCommand, error: &clap::Error, words: &[OsString]) -> Result<(), CliError> {
        if self.is_json || is_json_requested(words) {
            return command_list::print_operation(command);
        }
        let help = restore_spaces(&error.render().ansi().to_string());
        match self.language {
            Some(Language::Zh) => {
                let summary = Language::Zh.summary(command.operation().descriptor()).unwrap_or_default();
                streams::print(&format!("{summary}\n\n{help}"))
            }
            Some(Language::En) | None => streams::print(&help),
        }
    }
}

/// Parses the words after the name of an operation. Returns `None` after it printed the help.
pub(super) fn parse(
    command: &OperationCommand,
    words: &[OsString],
    help: &OperationHelp,
) -> Result<Option<ParsedFields>, CliError> {
    match command.parse(words.to_vec()) {
        Ok(fields) => Ok(Some(fields)),
        Err(error) if error.kind() == ErrorKind::DisplayHelp => help.print(command, &error, words).map(|()| None),
        Err(error) => {
            let error = CliError::from_clap(&error, Some(format!("{} --help", command.words())));
            Err(error.for_operation(command.operation().descriptor()))
        }
    }
}

/// Finds an operation by its name.
///
/// # Errors
/// Returns an error with similar names as choices.
pub(crate) fn find_operation(name: &str) -> Result<DynamicOperation, CliError> {
    let unknown = |error: UnknownOperation| {
        let message = match error.suggestions.is_empty() {
            true => format!("{error}; list them with `hwc operations`"),
            false => error.to_string(),
        };
        CliError::unknown_operation(message).with_choices(&error.suggestions)
    };
    DynamicOperation::find(name).map_err(unknown)
}

/// Returns the request. Reports JSON of the wrong form and missing fields.
pub(super) fn read_request(operation: DynamicOperation, fields: ParsedFields) -> Result<DynamicRequest, CliError> {
    let invalid = |error: InputError| CliError::usage(input_message(&error)).for_operation(operation.descriptor());
    DynamicRequest::with_files(operation, fields.members, &fields.contents).map_err(invalid)
}

/// Reports violated constraints, all of them together.
pub(super) fn check_constraints(request: &DynamicRequest) -> Result<(), CliError> {
    let violations = request.violations().into_iter().map(|violation| (violation.path, violation.problem));
    match violations.collect::<Vec<_>>().as_slice() {
        [] => Ok(()),
        violations => Err(CliError::invalid(request.operation().descriptor(), violations)),
    }
}
