//! `hwc commands`: the commands with their arguments, for programs that build command lines.

use clap::{Arg, ArgAction, Args, Command, CommandFactory};
use hwc_api::serde_json;
use schemars::JsonSchema;
use serde::Serialize;

use super::schema;
use crate::args::output::{OutArgs, OutputArgs};
use crate::args::short_forms::{SHORT_FORMS, ShortForm};
use crate::cli::Cli;
use crate::dynamic::OperationCommand;
use crate::error::CliError;
use crate::ui::format::LIST;
use crate::ui::style::Style;
use crate::ui::table::Table;
use crate::ui::{Ui, streams};

/// Arguments of `hwc commands`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  hwc commands -o json")]
pub(crate) struct CommandsArgs {
    #[command(flatten)]
    output: OutputArgs,
    #[command(flatten)]
    out: OutArgs,
}

/// A command.
#[derive(Serialize, JsonSchema)]
pub(crate) struct CommandEntry {
    /// The words after `hwc`.
    command: String,
    /// A description in one line.
    summary: String,
    /// The usage.
    usage: String,
    /// True if `hwc schema` prints a schema of the output.
    has_schema: bool,
    /// The arguments, without those of all commands.
    arguments: Vec<ArgumentEntry>,
}

/// An argument of a command.
#[derive(Serialize, JsonSchema)]
struct ArgumentEntry {
    /// The name: `--name`, or the name of the value of a positional argument.
    name: String,
    /// The letter, as in `-o`.
    short: Option<String>,
    /// The name of the value. `null` for a switch.
    value: Option<String>,
    /// The valid values.
    choices: Vec<String>,
    /// The default.
    default: Option<String>,
    /// True if the argument must be present.
    required: bool,
    /// True if the argument may be repeated.
    repeatable: bool,
    /// A description in one line.
    summary: String,
}

/// Prints the commands.
pub(crate) fn run(args: &CommandsArgs) -> Result<(), CliError> {
    let format = args.output.resolve(&LIST, args.out.is_terminal())?;
    let entries = entries();
    let mut ui = Ui::new(format, args.output.requested().is_some()).with_file(args.out.open()?);
    ui.list(&entries, "no commands", |_| {
        let mut table = Table::new(&["COMMAND", "SUMMARY"]);
        for entry in &entries {
            table.row([(Style::Title, format!("hwc {}", entry.command)), (Style::Plain, entry.summary.clone())]);
        }
        table
    })?;
    ui.finish()
}

/// Returns the visible commands that can be run.
pub(crate) fn entries() -> Vec<CommandEntry> {
    let mut root = Cli::command();
    root.build();
    let mut entries = Vec::new();
    root.get_subcommands().for_each(|command| collect(command, "", &mut entries));
    entries.extend(SHORT_FORMS.iter().filter_map(|short| CommandEntry::of_short_form(&root, short)));
    entries
}

/// The help as JSON: an object, as errors are.
#[derive(Serialize)]
struct Help {
    data: Vec<CommandEntry>,
}

/// Prints the command with these words and the visible ones below it as JSON. Without words, it prints all commands.
pub(crate) fn print_below(words: &[&str]) -> Result<(), CliError> {
    if words.is_empty() {
        return print_help(entries());
    }
    let mut root = Cli::command();
    root.build();
    let mut entries = Vec::new();
    if let Some(command) = words.iter().try_fold(&root, |parent, word| parent.find_subcommand(word)) {
        collect_all(command, &words.join(" "), &mut entries);
    }
    print_help(entries)
}

/// Prints the command of an operation as JSON.
pub(crate) fn print_operation(command: &OperationCommand) -> Result<(), CliError> {
    print_help(vec![CommandEntry::of_operation(command)])
}

fn print_help(data: Vec<CommandEntry>) -> Result<(), CliError> {
    let text = serde_json::to_string(&Help { data }).map_err(|error| CliError::internal(error.to_string()))?;
    streams::print(&format!("{text}\n"))
}

fn collect(command: &Command, parent: &str, entries: &mut Vec<CommandEntry>) {
    if command.is_hide_set() || command.get_name() == "help" {
        return;
    }
    collect_all(command, &format!("{parent}{}", command.get_name()), entries);
}

fn collect_all(command: &Command, words: &str, entries: &mut Vec<CommandEntry>) {
    if !command.is_subcommand_required_set() || command.is_allow_external_subcommands_set() {
        entries.push(CommandEntry::new(command, words.to_owned()));
    }
    command.get_subcommands().for_each(|inner| collect(inner, &format!("{words} "), entries));
}

impl CommandEntry {
    /// Returns the words after `hwc`.
    #[cfg(test)]
    pub(crate) fn command(&self) -> &str {
        &self.command
    }

    /// Returns true if `hwc schema` prints a schema of the output.
    #[cfg(test)]
    pub(crate) fn has_schema(&self) -> bool {
        self.has_schema
    }

    /// Returns a short form with the arguments of the long one.
    fn of_short_form(root: &Command, short: &ShortForm) -> Option<Self> {
        let [group, command] = short.long;
        let command = root.find_subcommand(group)?.find_subcommand(command)?;
        let long = Self::new(command, short.long.join(" "));
        Some(Self { command: short.name.to_owned(), summary: short.summary.to_owned(), ..long })
    }

    fn of_operation(command: &OperationCommand) -> Self {
        let clap = command.command(true);
        let words = command.words().trim_start_matches("hwc ").to_owned();
        let mut entry = Self { has_schema: true, ..Self::new(&clap, words) };
        for (arg, argument) in own_arguments(&clap).zip(&mut entry.arguments) {
            argument.required = command.is_required(arg.get_id().as_str());
        }
        // Below the usage is a hint.
        entry.usage.truncate(entry.usage.find('\n').unwrap_or(entry.usage.len()));
        entry
    }

    fn new(command: &Command, words: String) -> Self {
        Self {
            summary: command.get_about().map(ToString::to_string).unwrap_or_default(),
            usage: command.clone().render_usage().to_string().trim_start_matches("Usage: ").to_owned(),
            has_schema: schema::COMMANDS.iter().any(|known| known.words == words),
            arguments: own_arguments(command).map(ArgumentEntry::new).collect(),
            command: words,
        }
    }
}

/// Returns the arguments of a command, without those of all commands.
fn own_arguments(command: &Command) -> impl Iterator<Item = &Arg> {
    let is_built_in = |arg: &Arg| matches!(arg.get_action(), ArgAction::Help | ArgAction::Version);
    command.get_arguments().filter(move |arg| !arg.is_hide_set() && !arg.is_global_set() && !is_built_in(arg))
}

impl ArgumentEntry {
    fn new(arg: &Arg) -> Self {
        let takes_values = arg.get_action().takes_values();
        let value = arg.get_value_names().and_then(|names| names.first()).map(ToString::to_string);
        let name = arg.get_long().map(|long| format!("--{long}"));
        let default: Vec<String> =
            arg.get_default_values().iter().map(|value| value.to_string_lossy().into_owned()).collect();
        Self {
            name: name.or_else(|| value.clone()).unwrap_or_else(|| arg.get_id().to_string()),
            short: arg.get_short().map(|short| format!("-{short}")),
            value: value.filter(|_| takes_values),
            choices: match takes_values {
                true => arg.get_possible_values().iter().map(|value| value.get_name().to_owned()).collect(),
                false => Vec::new(),
            },
            default: (takes_values && !default.is_empty()).then(|| default.join(",")),
            required: arg.is_required_set(),
            repeatable: matches!(arg.get_action(), ArgAction::Append | ArgAction::Count),
            summary: arg.get_help().map(ToString::to_string).unwrap_or_default(),
        }
    }
}
