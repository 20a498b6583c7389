//! `hwc sandbox`: its arguments.

#[cfg(feature = "sandbox")]
mod background;
#[cfg(feature = "sandbox")]
mod clock;
#[cfg(feature = "sandbox")]
mod data;
#[cfg(feature = "sandbox")]
mod drive;
#[cfg(feature = "sandbox")]
mod engineer;
#[cfg(feature = "sandbox")]
mod env;
#[cfg(feature = "sandbox")]
mod exec;
#[cfg(feature = "sandbox")]
mod fault;
#[cfg(feature = "sandbox")]
mod log;
#[cfg(feature = "sandbox")]
mod serve;
#[cfg(feature = "sandbox")]
mod snapshot;

#[cfg(feature = "sandbox")]
use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

use crate::args::output::OutputArgs;
use crate::error::CliError;
#[cfg(feature = "sandbox")]
use crate::ui::Ui;
#[cfg(feature = "sandbox")]
use crate::ui::format::{DOCUMENT, Formats};
#[cfg(feature = "sandbox")]
pub(crate) use background::SandboxStatus;
#[cfg(feature = "sandbox")]
pub(crate) use env::SandboxEnvironment;

/// Arguments of `hwc sandbox`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  hwc sandbox start
  hwc sandbox serve --port 8080 --data sandbox.db
  hwc sandbox exec -- pytest")]
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
    /// Start a sandbox in the background, which --sandbox uses
    #[command(after_help = START_AFTER)]
    Start(StartArgs),
    /// Stop the sandbox in the background
    #[command(after_help = "Examples:\n  hwc sandbox stop")]
    Stop(StatusArgs),
    /// Show the sandbox in the background
    #[command(after_help = "Examples:\n  hwc sandbox status -o json")]
    Status(StatusArgs),
    /// List or follow the requests that a sandbox received
    #[cfg(feature = "sandbox")]
    Log(log::LogArgs),
    /// Return to the state of the start
    #[cfg(feature = "sandbox")]
    Reset(data::ResetArgs),
    /// Replace the data
    #[cfg(feature = "sandbox")]
    Seed(data::SeedArgs),
    /// Show, move, set, stop or start the clock
    #[cfg(feature = "sandbox")]
    Clock(clock::ClockArgs),
    /// Let calls fail
    #[cfg(feature = "sandbox")]
    Fault(fault::FaultArgs),
    /// Act as the support engineer of tickets
    #[cfg(feature = "sandbox")]
    Engineer(engineer::EngineerArgs),
    /// Let tasks of KooDrive fail
    #[cfg(feature = "sandbox")]
    Task(drive::TaskArgs),
    /// Enable or disable users of KooDrive
    #[cfg(feature = "sandbox")]
    User(drive::UserArgs),
    /// Show tickets, spaces, embedded analyses and tasks
    #[cfg(feature = "sandbox")]
    #[command(after_help = "Examples:\n  hwc sandbox state\n  hwc sandbox state --jq '.tickets[].id'")]
    State(StatusArgs),
    /// Save and restore states
    #[cfg(feature = "sandbox")]
    Snapshot(snapshot::SnapshotArgs),
    /// Print environment variables for a shell
    #[cfg(feature = "sandbox")]
    Env(env::EnvArgs),
    /// Run a program with a sandbox
    #[cfg(feature = "sandbox")]
    Exec(exec::ExecArgs),
}

const START_AFTER: &str = "\
While it runs, all commands with --sandbox share its state. Its address and process are in
HWC_STATE_DIR/sandbox.json, or ~/.local/state/hwc/sandbox.json.

Examples:
  hwc sandbox start
  hwc ticket open --sandbox --product \"Elastic Cloud Server\" --problem Fault --region cn-north-4 \"The disk is slow.\"
  hwc ticket list --sandbox
  hwc sandbox stop";

/// Arguments of `hwc sandbox start`.
#[derive(Debug, Args)]
struct StartArgs {
    #[command(flatten)]
    serve: ServeArgs,
    #[command(flatten)]
    output: OutputArgs,
}

/// Arguments of `hwc sandbox stop` and `hwc sandbox status`.
#[derive(Debug, Args)]
struct StatusArgs {
    #[command(flatten)]
    output: OutputArgs,
}

const SERVE_AFTER: &str = "\
The first line on standard output is JSON with the address, printed when the sandbox is ready:
  {\"ready\":true,\"address\":\"127.0.0.1:40123\",\"endpoints\":{\"osm\":\"http://127.0.0.1:40123\",...},
   \"control\":{\"url\":\"http://127.0.0.1:40123/_sandbox/\",\"token\":\"9d0e...\"},
   \"explorer\":\"http://127.0.0.1:40124/4f1c.../\"}
The link of `explorer` opens a page that makes calls to this sandbox. `control` is the API of
`hwc sandbox log`, `clock`, `fault` and so on; they use it with HWC_SANDBOX_URL and HWC_SANDBOX_TOKEN.

Any token is valid. With --auth strict, only those of the demo account are valid; the README of
hwc-sandbox lists them:
  HWC_AUTH_TOKEN=any hwc call --endpoint http://127.0.0.1:40123 ListCases
  HWC_AUTH_TOKEN=sandbox-auth-token hwc call --endpoint http://127.0.0.1:40123 ListCases

A fault is OPERATION=FAULT or OPERATION=FAULTxTIMES. The operation * is any operation. Requests to
presigned URLs are storage.GetObject and storage.UploadPart. FAULT is 401, 429, 429:SECONDS (with a
Retry-After header), another status from 400 on, delay:SECONDS, reset, truncate, drip:SECONDS or
quota; `hwc sandbox fault --help` describes them.

Examples:
  hwc sandbox serve --port 8080 --data sandbox.db
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

impl ServeArgs {
    /// Returns the words of a command line with these arguments.
    #[cfg(feature = "sandbox")]
    fn words(&self) -> Vec<OsString> {
        let auth = if self.auth == AuthCheck::Strict { "strict" } else { "any" };
        let mut words: Vec<OsString> =
            ["--port", &self.port.to_string(), "--auth", auth, "--koodrive-error-status", &self.koodrive_error_status]
                .map(OsString::from)
                .to_vec();
        let repeated = self.host.iter().map(|host| ("--host", host));
        for (name, value) in repeated.chain(self.fault.iter().map(|fault| ("--fault", fault))) {
            words.extend([OsString::from(name), OsString::from(value)]);
        }
        if let Some(data) = &self.data {
            words.extend([OsString::from("--data"), data.clone().into_os_string()]);
        }
        words.extend(self.no_demo_data.then(|| OsString::from("--no-demo-data")));
        words
    }
}

/// Runs a command of `hwc sandbox`.
#[cfg(feature = "sandbox")]
pub(crate) fn run(args: SandboxArgs) -> Result<(), CliError> {
    match args.command {
        SandboxCommand::Serve(args) => serve::run(args),
        SandboxCommand::Exec(args) => exec::run(&args),
        SandboxCommand::Start(args) => background::start(&args.serve, &mut ui(&args.output, &DOCUMENT)?),
        SandboxCommand::Stop(args) => background::stop(&mut ui(&args.output, &DOCUMENT)?),
        SandboxCommand::Status(args) => background::status(&mut ui(&args.output, &DOCUMENT)?),
        SandboxCommand::Log(args) => log::run(&args, &mut ui(&args.output, args.formats())?),
        SandboxCommand::Reset(args) => data::reset(&args, &mut ui(&args.output, &DOCUMENT)?),
        SandboxCommand::Seed(args) => data::seed(&args, &mut ui(&args.output, &DOCUMENT)?),
        SandboxCommand::Clock(args) => clock::run(&args, &mut ui(&args.output, &DOCUMENT)?),
        SandboxCommand::Fault(args) => fault::run(&args, &mut ui(&args.output, &DOCUMENT)?),
        SandboxCommand::Engineer(args) => engineer::run(&args, &mut ui(&args.output, &DOCUMENT)?),
        SandboxCommand::Task(args) => drive::task(&args, &mut ui(&args.output, &DOCUMENT)?),
        SandboxCommand::User(args) => drive::user(&args, &mut ui(&args.output, &DOCUMENT)?),
        SandboxCommand::State(args) => data::state(&mut ui(&args.output, &DOCUMENT)?),
        SandboxCommand::Snapshot(args) => snapshot::run(&args, &mut ui(&args.output, &DOCUMENT)?),
        SandboxCommand::Env(args) => env::run(&args, &mut ui(&args.output, &env::FORMATS)?),
    }
}

#[cfg(feature = "sandbox")]
fn ui(output: &OutputArgs, formats: &Formats) -> Result<Ui, CliError> {
    let format = output.resolve(formats, std::io::IsTerminal::is_terminal(&std::io::stdout()))?;
    Ok(Ui::new(format, output.requested().is_some()))
}

/// Returns an error: the command was built without the sandbox.
#[cfg(not(feature = "sandbox"))]
pub(crate) fn run(_: SandboxArgs) -> Result<(), CliError> {
    Err(CliError::no_sandbox())
}
