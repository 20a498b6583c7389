//! The clap command of one operation. Only the operation that is called is built.

use std::ffi::OsString;
use std::sync::{Arc, Mutex};

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, ArgAction, Args, Command};
use hwc_dynamic::{DynamicOperation, Field, UnknownValues, ValueSources};
use hwc_wire::Kind;

use super::fields::{self, ParsedFields};
use super::value_parser::FieldParser;
use super::{describe, example_command, help, restore_spaces};
use crate::args::global::GlobalArgs;
use crate::args::normalize::normalize;
use crate::case::kebab;
use crate::commands::call::flags::CallFlags;
use crate::commands::validate::ValidateArgs;

/// The ID of `--body`. IDs of fields are their names on the wire, which never contain a dash at the start.
pub(super) const BODY: &str = "--body";

/// The ID of `--param`.
pub(super) const PARAM: &str = "--param";

/// The ID of `-h` and `--help`.
const HELP: &str = "--help";

/// A field of a request as a flag.
#[derive(Clone, Debug)]
pub(super) struct FieldFlag {
    /// The name without dashes, as in `case-id`.
    pub(super) name: String,
    /// The field.
    pub(super) field: Field,
}

impl FieldFlag {
    /// Returns the flags of an operation, one for each field.
    pub(super) fn all(operation: DynamicOperation) -> Vec<Self> {
        let fields = operation.fields().into_iter();
        fields.map(|field| Self { name: kebab(field.name()), field }).collect()
    }

    /// Finds a flag. Names on the wire take precedence over names of flags.
    pub(super) fn find<'a>(flags: &'a [Self], name: &str) -> Option<&'a Self> {
        let on_the_wire = flags.iter().find(|flag| flag.field.name() == name);
        on_the_wire.or_else(|| flags.iter().find(|flag| flag.name == name))
    }
}

/// A command that takes the arguments of an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Action {
    /// `hwc call`.
    Call,
    /// `hwc validate`.
    Validate,
}

impl Action {
    /// Returns the words of the command.
    pub(super) fn words(self) -> &'static str {
        match self {
            Self::Call => "hwc call",
            Self::Validate => "hwc validate",
        }
    }

    /// Returns a command with the options that precede the name of the operation.
    fn options(self) -> Command {
        let command = Command::new(self.words());
        GlobalArgs::augment_args(match self {
            Self::Call => CallFlags::augment_args(command),
            Self::Validate => ValidateArgs::augment_args(command),
        })
    }
}

/// The command of one operation.
pub(crate) struct OperationCommand {
    pub(super) action: Action,
    pub(super) operation: DynamicOperation,
    pub(super) flags: Vec<FieldFlag>,
    pub(super) unknown: UnknownValues,
    pub(super) sources: Arc<Mutex<ValueSources>>,
}

impl OperationCommand {
    /// Creates the command of `hwc call`, with the sources of values and the treatment of unknown text codes.
    pub(crate) fn new(operation: DynamicOperation, unknown: UnknownValues, sources: ValueSources) -> Self {
        let sources = Arc::new(Mutex::new(sources));
        Self { action: Action::Call, operation, flags: FieldFlag::all(operation), unknown, sources }
    }

    /// Makes it the command of `hwc validate`.
    pub(crate) fn validate(mut self) -> Self {
        self.action = Action::Validate;
        self
    }

    /// Returns the operation.
    pub(crate) fn operation(&self) -> DynamicOperation {
        self.operation
    }

    /// Returns the words of the command, with the name of the operation.
    pub(crate) fn words(&self) -> String {
        format!("{} {}", self.action.words(), self.operation.descriptor().name)
    }

    /// Returns true if the argument with this ID is a required field.
    pub(crate) fn is_required(&self, id: &str) -> bool {
        self.flags.iter().any(|flag| flag.field.name() == id && flag.field.descriptor.required)
    }

    /// Parses the words after the name of the operation. The error may be the help.
    pub(crate) fn parse(&self, words: Vec<OsString>) -> Result<ParsedFields, clap::Error> {
        let command = self.command(is_help_requested(&words));
        let words = normalize(|| command.clone(), words)
            .map_err(|problem| clap::Error::raw(ErrorKind::InvalidValue, problem))?;
        let matches = command.try_get_matches_from(words).map_err(|error| with_hint(error, self.action))?;
        fields::collect(self, &matches).map_err(|problem| clap::Error::raw(ErrorKind::ValueValidation, problem))
    }

    /// Returns the long help, with docs, constraints, known values and an example.
    pub(crate) fn long_help(&self) -> String {
        restore_spaces(&self.command(true).render_long_help().ansi().to_string())
    }

    /// Returns the first example as commands for a shell.
    pub(crate) fn example(&self) -> Option<String> {
        example_command(self.operation, &self.flags)
    }

    /// Returns the clap command. The docs are parsed only for the help.
    pub(crate) fn command(&self, with_docs: bool) -> Command {
        let name = self.operation.descriptor().name;
        let command = Command::new(name)
            .bin_name(self.words())
            .no_binary_name(true)
            .disable_help_flag(true)
            .args(self.field_args(with_docs))
            .args(self.built_in_args());
        if with_docs { help::describe(command, self) } else { command }
    }

    /// Returns the flags of the fields, the required ones first.
    fn field_args(&self, with_docs: bool) -> impl Iterator<Item = Arg> {
        let (required, optional): (Vec<_>, Vec<_>) = self.flags.iter().partition(|flag| flag.field.descriptor.required);
        required.into_iter().chain(optional).map(move |flag| match with_docs {
            true => help::describe_arg(self.arg(flag), flag, self),
            false => self.arg(flag),
        })
    }

    fn arg(&self, flag: &FieldFlag) -> Arg {
        let field = &flag.field;
        let arg = Arg::new(field.name())
            .long(flag.name.clone())
            .value_name(describe::label(&field.kind))
            .value_parser(FieldParser::new(field.kind.clone(), self.unknown, &self.sources));
        let arg = if field.name() == flag.name { arg } else { arg.alias(field.name()) };
        match field.kind {
            Kind::Bool => arg.num_args(0..=1).default_missing_value("true"),
            Kind::List(_) => arg.action(ArgAction::Append),
            _ => arg,
        }
    }

    /// Returns the flags that every operation has. The names of fields take precedence; `-h` is always the help.
    fn built_in_args(&self) -> Vec<Arg> {
        let param = Arg::new(PARAM)
            .value_name("NAME=VALUE")
            .action(ArgAction::Append)
            .help("Set a parameter by the name of its flag or of its field (repeatable)");
        let body = Arg::new(BODY)
            .value_name("JSON")
            .help("All parameters as one JSON object: text, @FILE, or - for stdin; flags override it");
        let body = if self.is_taken("json") { body } else { body.alias("json") };
        let help = Arg::new(HELP).short('h').action(ArgAction::Help).help("Print help");
        let args = [("param", param), ("body", body), ("help", help)].map(|(name, arg)| match self.is_taken(name) {
            true => arg,
            false => arg.long(name),
        });
        let is_flag = |arg: &Arg| arg.get_long().is_some() || arg.get_short().is_some();
        args.into_iter().filter(is_flag).map(|arg| arg.help_heading("Other options")).collect()
    }

    fn is_taken(&self, name: &str) -> bool {
        FieldFlag::find(&self.flags, name).is_some()
    }
}

fn is_help_requested(words: &[OsString]) -> bool {
    words.iter().any(|word| word == "--help" || word == "-h")
}

/// Explains flags that are options of the command: `--json` without a value, and unknown ones.
fn with_hint(error: clap::Error, action: Action) -> clap::Error {
    let Some(ContextValue::String(flag)) = error.get(ContextKind::InvalidArg) else { return error };
    if error.kind() == ErrorKind::InvalidValue && flag.starts_with(BODY) {
        let command = action.words();
        let message = format!("a value is required for '{flag}'; `{command} --json` precedes the operation's name");
        return clap::Error::raw(ErrorKind::InvalidValue, message);
    }
    let options = action.options();
    let is_long = |arg: &Arg| arg.get_long().is_some_and(|long| flag.strip_prefix("--") == Some(long));
    let is_it = |arg: &Arg| is_long(arg) || arg.get_short().is_some_and(|short| *flag == format!("-{short}"));
    if error.kind() != ErrorKind::UnknownArgument || !options.get_arguments().any(is_it) {
        return error;
    }
    let command = action.words();
    let message =
        format!("unexpected argument '{flag}': it is an option of `{command}` and precedes the operation's name");
    clap::Error::raw(ErrorKind::UnknownArgument, message)
}
