//! `hwc config`: defaults of options.

use clap::{Args, Subcommand};
use schemars::JsonSchema;
use serde::Serialize;

use crate::args::output::OutputArgs;
use crate::error::CliError;
use crate::profile::config;
use crate::ui::Ui;
use crate::ui::format::{DOCUMENT, Formats, LIST};
use crate::ui::style::Style;
use crate::ui::table::Table;
use crate::ui::text::sanitize_line;

const AFTER: &str = "\
The file is HWC_CONFIG_DIR/config, or ~/.config/hwc/config: a section [hwc] with a line for each key.
Options and environment variables take precedence over it.

Examples:
  hwc config list
  hwc config set region cn-north-4";

/// Arguments of `hwc config`.
#[derive(Debug, Args)]
#[command(after_help = AFTER)]
pub(crate) struct ConfigArgs {
    #[command(subcommand)]
    command: ConfigCommand,
    #[command(flatten)]
    output: OutputArgs,
}

/// The commands of `hwc config`.
#[derive(Debug, Subcommand)]
enum ConfigCommand {
    /// List the keys with their values
    #[command(after_help = "Examples:\n  hwc config list")]
    List,
    /// Print the value of a key
    #[command(after_help = "Examples:\n  hwc config get region")]
    Get(KeyArgs),
    /// Set a key
    #[command(after_help = "Examples:\n  hwc config set region cn-north-4\n  hwc config set output json")]
    Set(SetArgs),
    /// Remove a key
    #[command(after_help = "Examples:\n  hwc config unset region")]
    Unset(KeyArgs),
}

/// Arguments with a key.
#[derive(Debug, Args)]
struct KeyArgs {
    /// Key, as listed
    #[arg(value_name = "KEY")]
    key: String,
}

/// Arguments of `hwc config set`.
#[derive(Debug, Args)]
struct SetArgs {
    /// Key, as listed
    #[arg(value_name = "KEY")]
    key: String,
    /// Value
    #[arg(value_name = "VALUE")]
    value: String,
}

/// A key of the configuration.
#[derive(Serialize, JsonSchema)]
pub(crate) struct ConfigEntry {
    /// The key.
    key: &'static str,
    /// The value. `null` if it is not set.
    value: Option<String>,
    /// A description.
    summary: &'static str,
}

/// The value of a key.
#[derive(Serialize, JsonSchema)]
pub(crate) struct ConfigValue {
    /// The key.
    key: String,
    /// The value. `null` if it is not set.
    value: Option<String>,
}

/// Runs a command of `hwc config`.
pub(crate) fn run(args: &ConfigArgs) -> Result<(), CliError> {
    let formats: &Formats = if matches!(args.command, ConfigCommand::List) { &LIST } else { &DOCUMENT };
    let terminal = std::io::IsTerminal::is_terminal(&std::io::stdout());
    let mut ui = Ui::new(args.output.resolve(formats, terminal)?, args.output.requested().is_some());
    match &args.command {
        ConfigCommand::List => list(&mut ui),
        ConfigCommand::Get(args) => {
            let value = config::read(&args.key)?;
            let text = value.as_deref().map(sanitize_line).unwrap_or_default();
            ui.document(&ConfigValue { key: args.key.clone(), value }, |_| format!("{text}\n"))
        }
        ConfigCommand::Set(args) => {
            config::write(&args.key, Some(&args.value))?;
            if let Some(note) = config::unknown_region(&args.value).filter(|_| args.key == "region") {
                ui.note(&note);
            }
            let result = ConfigValue { key: args.key.clone(), value: Some(args.value.clone()) };
            ui.change(&result, &format!("{} = {}", args.key, args.value))
        }
        ConfigCommand::Unset(args) => {
            config::write(&args.key, None)?;
            let result = ConfigValue { key: args.key.clone(), value: None };
            ui.change(&result, &format!("{} is not set", args.key))
        }
    }
}

fn list(ui: &mut Ui) -> Result<(), CliError> {
    let entry = |(key, summary)| Ok(ConfigEntry { key, value: config::read(key)?, summary });
    let entries = config::KEYS.into_iter().map(entry).collect::<Result<Vec<_>, CliError>>()?;
    ui.list(&entries, "no keys", |_| {
        let mut table = Table::new(&["KEY", "VALUE", "SUMMARY"]);
        for entry in &entries {
            let cells = [entry.key.to_owned(), entry.value.clone().unwrap_or_default(), entry.summary.to_owned()];
            table.row(cells.map(|cell| (Style::Plain, cell)));
        }
        table
    })
}
