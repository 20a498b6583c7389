//! `hwc sandbox task` and `user`: tasks that fail, and users of KooDrive who cannot sign in.

use clap::{Args, Subcommand};
use hwc_api::serde_json::json;

use super::data::text;
use super::engineer::segment;
use crate::args::output::OutputArgs;
use crate::error::CliError;
use crate::sandbox::control_client::ControlClient;
use crate::ui::Ui;

/// Arguments of `hwc sandbox task`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  hwc sandbox state --jq '.tasks[].id'\n  hwc sandbox task fail 1")]
pub(super) struct TaskArgs {
    #[command(subcommand)]
    command: TaskCommand,
    #[command(flatten)]
    pub(super) output: OutputArgs,
}

/// The commands of `hwc sandbox task`.
#[derive(Debug, Subcommand)]
enum TaskCommand {
    /// Let a task or job of KooDrive fail now
    #[command(after_help = "Examples:\n  hwc sandbox task fail 1\n  hwc sandbox task fail 1 --code 13000102")]
    Fail {
        /// ID of the task
        #[arg(value_name = "ID")]
        id: String,
        /// Error code [default: 13000102]
        #[arg(long, value_name = "CODE")]
        code: Option<String>,
    },
}

/// Arguments of `hwc sandbox user`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  hwc sandbox user disable 1316083732377071003")]
pub(super) struct UserArgs {
    #[command(subcommand)]
    command: UserCommand,
    #[command(flatten)]
    pub(super) output: OutputArgs,
}

/// A user.
#[derive(Debug, Args)]
struct UserIdArgs {
    /// ID of the user
    #[arg(value_name = "ID")]
    id: String,
}

/// The commands of `hwc sandbox user`.
#[derive(Debug, Subcommand)]
enum UserCommand {
    /// Let a user of KooDrive sign in
    #[command(after_help = "Examples:\n  hwc sandbox user enable 1316083732377071003")]
    Enable(UserIdArgs),
    /// Keep a user of KooDrive from signing in
    #[command(after_help = "Examples:\n  hwc sandbox user disable 1316083732377071003")]
    Disable(UserIdArgs),
}

/// Lets a task fail.
pub(super) fn task(args: &TaskArgs, ui: &mut Ui) -> Result<(), CliError> {
    let TaskCommand::Fail { id, code } = &args.command;
    let done = ControlClient::find()?.post(&format!("tasks/{}/fail", segment(id)), &json!({ "code": code }))?;
    ui.change(&done, &format!("task {id} has failed with the error {}", text(&done["task"]["error_code"])))
}

/// Enables or disables a user.
pub(super) fn user(args: &UserArgs, ui: &mut Ui) -> Result<(), CliError> {
    let (id, is_enabled) = match &args.command {
        UserCommand::Enable(args) => (&args.id, true),
        UserCommand::Disable(args) => (&args.id, false),
    };
    let done = ControlClient::find()?.post(&format!("users/{}", segment(id)), &json!({ "enabled": is_enabled }))?;
    let state = if is_enabled { "enabled" } else { "disabled" };
    ui.change(&done, &format!("user {id} is {state}"))
}
