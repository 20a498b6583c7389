//! `hwc schema`: JSON Schemas of the results of commands, so that programs can rely on them.

#[cfg(feature = "sandbox")]
mod control;
mod registry;
#[cfg(all(test, feature = "sandbox"))]
mod tests;

use clap::Args;
use hwc_api::serde_json::{Value, json};
use hwc_dynamic::{request_schema, response_schema, suggest};
use schemars::JsonSchema;
use serde::Serialize;

use crate::args::output::{OutArgs, OutputArgs};
use crate::args::short_forms;
use crate::commands::operation_args::find_operation;
use crate::error::CliError;
use crate::ui::Ui;
use crate::ui::format::{Format, Formats, LIST};
use crate::ui::style::Style;
use crate::ui::table::Table;
pub(crate) use registry::{COMMANDS, CommandSchema};

const AFTER: &str = "\
Without a command, the commands with a schema are listed. `hwc schema call OPERATION` prints the schemas
of an operation's request and response, `hwc schema error` that of errors on standard error.

Keys are only added, never renamed or removed, within a major version.

Examples:
  hwc schema
  hwc schema ticket list
  hwc schema call ListCases";

/// The formats of a schema.
const FORMATS: Formats = Formats { terminal: Format::Json, ..crate::ui::format::DOCUMENT };

/// Arguments of `hwc schema`.
#[derive(Debug, Args)]
#[command(after_help = AFTER)]
pub(crate) struct SchemaArgs {
    /// Command, as in ticket list, or call and an operation
    #[arg(value_name = "COMMAND")]
    command: Vec<String>,
    #[command(flatten)]
    output: OutputArgs,
    #[command(flatten)]
    out: OutArgs,
}

/// A command with a schema.
#[derive(Serialize, JsonSchema)]
pub(crate) struct SchemaEntry {
    /// The words of the command after `hwc`.
    command: &'static str,
    /// The shape of the output: `document`, `list` (a JSON array) or `stream` (a JSON document per line).
    output: &'static str,
    /// The name of the type.
    title: String,
}

/// Prints a schema, or the list of commands with one.
pub(crate) fn run(args: &SchemaArgs) -> Result<(), CliError> {
    let formats = if args.command.is_empty() { &LIST } else { &FORMATS };
    let format = args.output.resolve(formats, args.out.is_terminal())?;
    let mut ui = Ui::new(format, args.output.requested().is_some()).with_file(args.out.open()?);
    match args.command.as_slice() {
        [] => list(&mut ui)?,
        [call, operation] if call == "call" => ui.document(&operation_schemas(operation)?, properties)?,
        words => {
            let mut words = words.to_vec();
            short_forms::expand(&mut words);
            ui.document(&command_schema(&words.join(" "))?, properties)?;
        }
    }
    ui.finish()
}

/// Schemas have no table: they are JSON for people too.
fn properties(_: &Ui) -> String {
    "use the output format json or yaml\n".to_owned()
}

fn list(ui: &mut Ui) -> Result<(), CliError> {
    let entries: Vec<SchemaEntry> = COMMANDS.iter().map(CommandSchema::entry).collect();
    ui.list(&entries, "no schemas", |_| {
        let mut table = Table::new(&["COMMAND", "OUTPUT", "TYPE"]);
        for entry in &entries {
            let cells = [entry.command, entry.output, &entry.title];
            table.row(cells.map(|cell| (Style::Plain, cell.to_owned())));
        }
        table
    })
}

/// Returns the schema of a command's output.
fn command_schema(words: &str) -> Result<Value, CliError> {
    let command = COMMANDS.iter().find(|command| command.words == words);
    command.map(CommandSchema::schema).ok_or_else(|| {
        let near = suggest(words, COMMANDS.iter().map(|command| command.words));
        let hint = near
            .first()
            .map_or_else(|| "list them with `hwc schema`".to_owned(), |name| format!("did you mean `{name}`?"));
        CliError::usage(format!("no schema for the command `{words}`; {hint}"))
            .with_choices(COMMANDS.iter().map(|command| command.words))
    })
}

/// Returns the schemas of an operation.
fn operation_schemas(name: &str) -> Result<Value, CliError> {
    let operation = find_operation(name)?;
    let (request, response) = (request_schema(operation), response_schema(operation));
    Ok(json!({ "operation": operation.full_name(), "request": request, "response": response }))
}
