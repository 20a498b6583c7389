//! `hwc sandbox snapshot`: saved states of a running sandbox.

use clap::{Args, Subcommand};
use hwc_api::serde_json::{Value, json};
use hwc_transport::http::Method;

use super::data::table;
use super::engineer::segment;
use crate::args::output::OutputArgs;
use crate::error::CliError;
use crate::sandbox::control_client::ControlClient;
use crate::ui::Ui;

const AFTER: &str = "\
Snapshots are in the memory of the sandbox and end with it.

Examples:
  hwc sandbox snapshot save before
  hwc sandbox snapshot restore before";

/// Arguments of `hwc sandbox snapshot`.
#[derive(Debug, Args)]
#[command(after_help = AFTER)]
pub(super) struct SnapshotArgs {
    #[command(subcommand)]
    command: SnapshotCommand,
    #[command(flatten)]
    pub(super) output: OutputArgs,
}

/// The name of a snapshot.
#[derive(Debug, Args)]
struct NameArgs {
    /// Name of the snapshot
    #[arg(value_name = "NAME")]
    name: String,
}

/// The commands of `hwc sandbox snapshot`.
#[derive(Debug, Subcommand)]
enum SnapshotCommand {
    /// Save data, clock and faults
    #[command(after_help = "Examples:\n  hwc sandbox snapshot save before")]
    Save(NameArgs),
    /// Return to a saved state
    #[command(after_help = "Examples:\n  hwc sandbox snapshot restore before")]
    Restore(NameArgs),
    /// List the snapshots
    #[command(after_help = "Examples:\n  hwc sandbox snapshot list")]
    List,
    /// Delete a snapshot
    #[command(after_help = "Examples:\n  hwc sandbox snapshot delete before")]
    Delete(NameArgs),
}

/// Saves, restores, lists or deletes snapshots.
pub(super) fn run(args: &SnapshotArgs, ui: &mut Ui) -> Result<(), CliError> {
    let client = ControlClient::find()?;
    match &args.command {
        SnapshotCommand::Save(args) => {
            let saved = client.post("snapshots", &json!({ "name": args.name }))?;
            ui.change(&saved, &format!("snapshot {} saved", args.name))
        }
        SnapshotCommand::Restore(args) => {
            let restored = client.post(&format!("snapshots/{}/restore", segment(&args.name)), &json!({}))?;
            ui.change(&restored, &format!("snapshot {} restored", args.name))
        }
        SnapshotCommand::List => {
            let found = client.get("snapshots")?;
            let snapshots: Vec<Value> = found["snapshots"].as_array().cloned().unwrap_or_default();
            ui.list(&snapshots, "there are no snapshots", |_| table(&snapshots, &["name", "created_at", "size"]))
        }
        SnapshotCommand::Delete(args) => {
            let done = client.send(Method::DELETE, &format!("snapshots/{}", segment(&args.name)), None)?;
            ui.change(&done, &format!("snapshot {} deleted", args.name))
        }
    }
}
