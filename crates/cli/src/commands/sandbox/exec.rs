//! `hwc sandbox exec`: runs a program with a sandbox.

use std::ffi::OsString;
use std::process::{Child, Command, ExitStatus};

use clap::Args;
use hwc_sandbox::{ControlToken, Sandbox, SandboxOptions};
use tokio::task::JoinSet;

use super::env;
use crate::error::CliError;
use crate::runtime;
use crate::sandbox::control_client::{self, ControlClient, variable};
use crate::sandbox::{running, to_error};

const AFTER: &str = "\
The program gets the variables of `hwc sandbox env`. It uses the sandbox in the background, or a new one
that ends with it. The exit code is that of the program, or 128 plus the number of the signal that ended
it.

Examples:
  hwc sandbox exec -- pytest
  hwc sandbox exec -- sh -c 'hwc call ListCases | jq .total_count'";

/// Arguments of `hwc sandbox exec`.
#[derive(Debug, Args)]
#[command(after_help = AFTER)]
pub(super) struct ExecArgs {
    /// Start a new sandbox, even if one runs
    #[arg(long)]
    new: bool,
    /// Program and its arguments
    #[arg(value_name = "COMMAND", required = true, last = true)]
    command: Vec<OsString>,
}

/// Runs the program, and ends with its exit code.
pub(super) fn run(args: &ExecArgs) -> Result<(), CliError> {
    let status = if !args.new && is_running()? {
        let client = ControlClient::find()?;
        runtime::serve(async |_interrupted| wait(start(args, &client.url, &client.token.0)?).await)?
    } else {
        runtime::serve(async |_interrupted| with_new_sandbox(args).await)?
    };
    match exit_code(status) {
        0 => Ok(()),
        code => std::process::exit(code),
    }
}

fn is_running() -> Result<bool, CliError> {
    Ok(variable(control_client::URL).is_some() || running::find()?.is_some())
}

/// Runs the program with a sandbox that ends with it.
async fn with_new_sandbox(args: &ExecArgs) -> Result<ExitStatus, CliError> {
    let sandbox = Sandbox::new(SandboxOptions::default().with_example_data()).map_err(|error| to_error(&error))?;
    let token = ControlToken::random();
    let token = token.map_err(|error| CliError::internal(format!("cannot create a token: {error}")))?;
    let server = sandbox.bind_loopback(0).await.map_err(|error| to_error(&error))?.control(token.clone());
    let url = server.url();
    let mut serving = JoinSet::new();
    serving.spawn(server.run());
    wait(start(args, &url, token.expose())?).await
}

fn start(args: &ExecArgs, url: &str, token: &str) -> Result<Child, CliError> {
    let Some((program, arguments)) = args.command.split_first() else {
        return Err(CliError::usage("missing program after `--`"));
    };
    let mut command = Command::new(program);
    command.args(arguments).envs(env::variables(url, token));
    for name in env::unset() {
        command.env_remove(name);
    }
    command.spawn().map_err(|error| CliError::usage(format!("cannot run `{}`: {error}", program.to_string_lossy())))
}

/// Waits for the program. Signals of the terminal reach it too, so it decides what they do.
async fn wait(mut child: Child) -> Result<ExitStatus, CliError> {
    let waited = tokio::task::spawn_blocking(move || child.wait()).await;
    let failed = |error: &dyn std::fmt::Display| CliError::internal(format!("cannot wait for the program: {error}"));
    waited.map_err(|error| failed(&error))?.map_err(|error| failed(&error))
}

#[cfg(unix)]
fn exit_code(status: ExitStatus) -> i32 {
    use std::os::unix::process::ExitStatusExt;
    status.code().or_else(|| status.signal().map(|signal| 128 + signal)).unwrap_or(1)
}

#[cfg(not(unix))]
fn exit_code(status: ExitStatus) -> i32 {
    status.code().unwrap_or(1)
}
