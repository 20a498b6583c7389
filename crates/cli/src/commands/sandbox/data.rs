//! `hwc sandbox reset`, `seed` and `state`: the data of a running sandbox.

use clap::{Args, ValueEnum};
use hwc_api::serde_json::{Value, json};

use crate::args::output::OutputArgs;
use crate::error::CliError;
use crate::sandbox::control_client::ControlClient;
use crate::ui::Ui;
use crate::ui::style::Style;
use crate::ui::table::Table;

/// The data of a new sandbox.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum SeedName {
    /// No data
    Empty,
    /// The demo data
    Demo,
    /// The demo data, and what the examples in the help need
    Examples,
}

impl SeedName {
    fn json(self) -> Value {
        json!(self.to_possible_value().map(|value| value.get_name().to_owned()))
    }
}

/// Arguments of `hwc sandbox reset`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  hwc sandbox reset\n  hwc sandbox reset --seed examples")]
pub(super) struct ResetArgs {
    /// Load this data [default: that of the start]
    #[arg(long, value_name = "NAME", value_enum)]
    seed: Option<SeedName>,
    #[command(flatten)]
    pub(super) output: OutputArgs,
}

/// Arguments of `hwc sandbox seed`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  hwc sandbox seed demo")]
pub(super) struct SeedArgs {
    /// Data to load
    #[arg(value_name = "NAME", value_enum)]
    seed: SeedName,
    #[command(flatten)]
    pub(super) output: OutputArgs,
}

/// Resets data, clock and faults.
pub(super) fn reset(args: &ResetArgs, ui: &mut Ui) -> Result<(), CliError> {
    let body = args.seed.map_or_else(|| json!({}), |seed| json!({ "seed": seed.json() }));
    let done = ControlClient::find()?.post("reset", &body)?;
    ui.change(&done, &format!("the sandbox has its data `{}` again", text(&done["seed"])))
}

/// Replaces the data.
pub(super) fn seed(args: &SeedArgs, ui: &mut Ui) -> Result<(), CliError> {
    let done = ControlClient::find()?.post("seed", &json!({ "seed": args.seed.json() }))?;
    ui.change(&done, &format!("the sandbox has the data `{}`", text(&done["seed"])))
}

/// Prints tickets, spaces, embedded analyses and tasks.
pub(super) fn state(ui: &mut Ui) -> Result<(), CliError> {
    let state = ControlClient::find()?.get("state")?;
    ui.document(&state, |ui| state_text(&state, ui.width))
}

fn state_text(state: &Value, width: Option<u16>) -> String {
    let sections = [
        ("Tickets", "tickets", &["id", "status", "messages", "unread", "description"][..]),
        ("Users", "users", &["id", "enabled", "name"][..]),
        ("Spaces", "spaces", &["id", "type", "used_bytes", "owner"][..]),
        ("Embedded analyses", "embeds", &["id", "project", "tickets", "name"][..]),
        ("Tasks", "tasks", &["id", "kind", "status", "error_code", "created_at"][..]),
    ];
    let mut page = format!("Time: {}\n", text(&state["clock"]["now"]));
    for (title, name, columns) in sections {
        let rows = state[name].as_array().map(Vec::as_slice).unwrap_or_default();
        page += &format!("\n{title}: {}\n", rows.len());
        if !rows.is_empty() {
            page += &table(rows, columns).text(width);
        }
    }
    page += &format!("\nFiles: {}\n", state["files"].as_array().map_or(0, Vec::len));
    page
}

/// Returns a table with these members of each row.
pub(super) fn table(rows: &[Value], columns: &[&str]) -> Table {
    let headings: Vec<String> = columns.iter().map(|column| column.to_uppercase().replace('_', " ")).collect();
    let headings: Vec<&str> = headings.iter().map(String::as_str).collect();
    let mut table = Table::new(&headings);
    for row in rows {
        table.row(columns.iter().map(|column| (Style::Plain, text(&row[*column]))));
    }
    table
}

/// Returns a value as text. `null` is `-`.
pub(super) fn text(value: &Value) -> String {
    match value {
        Value::Null => "-".to_owned(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}
