//! `hwc sandbox`: its arguments.

#[cfg(feature = "sandbox")]
mod serve;

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

use crate::error::CliError;

/// Arguments of `hwc sandbox`.
#[derive(Debug, Args)]
pub(crate) struct SandboxArgs {
    /// The sandbox command to run.
    #[command(subcommand)]
    command: SandboxCommand,
}

/// The commands of `hwc sandbox`.
#[derive(Debug, Subcommand)]
enum SandboxCommand {
    /// Serve the services over HTTP until interrupted
    Serve(ServeArgs),
}

const SERVE_AFTER: &str = "\
The first line on standard output is JSON with the address, printed when the sandbox is ready:
  {\"ready\":true,\"address\":\"127.0.0.1:40123\",\"endpoints\":{\"osm\":\"http://127.0.0.1:40123\",...},
   \"explorer\":\"http://127.0.0.1:40124/4f1c.../\"}
The link of `explorer` opens a page that makes calls to this sandbox.

Any token is valid. With --auth strict, only those of the demo account are valid; the README of
hwc-sandbox lists them:
  HWC_AUTH_TOKEN=any hwc call --endpoint http://127.0.0.1:40123 ListCases
  HWC_AUTH_TOKEN=sandbox-auth-token hwc call --endpoint http://127.0.0.1:40123 ListCases

A fault is OPERATION=FAULT or OPERATION=FAULTxTIMES. The operation * is any operation. FAULT is 401,
429, 429:SECONDS (with a Retry-After header), 500, 502, 503 or delay:SECONDS:
  hwc sandbox serve --fault osm.CreateCases=503x2 --fault '*=delay:0.5'";

/// The credentials that the sandbox accepts: `Any` accepts all of the right form. `Strict` accepts those of the demo
/// account and those that the sandbox issued.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum AuthCheck {
    Any,
    Strict,
}

/// Arguments of `hwc sandbox serve`.
#[derive(Debug, Args)]
#[command(after_help = SERVE_AFTER)]
struct ServeArgs {
    /// Port to listen on [default: any free port]
    #[arg(long, default_value_t = 0, hide_default_value = true)]
    port: u16,
    /// Store the state in this file and resume from it
    #[arg(long, value_name = "FILE")]
    data: Option<PathBuf>,
    /// Accept any well-formed credentials, or validate them
    #[arg(long, value_name = "WHICH", value_enum, default_value_t = AuthCheck::Any)]
    auth: AuthCheck,
    /// Allow requests to this host name (repeatable)
    #[arg(long, value_name = "NAME")]
    host: Vec<String>,
    /// Inject a fault (repeatable); see below
    #[arg(long, value_name = "FAULT")]
    fault: Vec<String>,
    /// HTTP status of business errors of KooDrive
    #[arg(long, value_name = "STATUS", value_parser = ["400", "200"], default_value = "400")]
    koodrive_error_status: String,
    /// Start without demo data
    #[arg(long)]
    no_demo_data: bool,
}

/// Runs a command of `hwc sandbox`.
pub(crate) fn run(args: SandboxArgs) -> Result<(), CliError> {
    match args.command {
        SandboxCommand::Serve(args) => serve::run(args),
    }
}

#[cfg(not(feature = "sandbox"))]
mod serve {
    use super::ServeArgs;
    use crate::error::CliError;

    /// Returns an error: the command was built without the sandbox.
    pub(super) fn run(_: ServeArgs) -> Result<(), CliError> {
        Err(CliError::no_sandbox())
    }
}
