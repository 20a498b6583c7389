//! Command-line arguments of the commands.

use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::exit;

const ENVIRONMENT: &str = "\
Environment (of `hwc ticket` and `hwc call`):
  for osm, insight and iam, one of:
    HUAWEICLOUD_SDK_AK, _SK            access key and secret key, as the official SDKs call them
    HWC_AUTH_TOKEN                     an IAM token
    HWC_IAM_DOMAIN, _USER, _PASSWORD   account, user and password
  for koodrive, one of:
    HWC_KOODRIVE_TOKEN                 an access token; with HWC_KOODRIVE_SESSION_ID it is refreshed
    HWC_KOODRIVE_APP_ID, _APP_SECRET, _USER_ID
  HUAWEICLOUD_SDK_REGION               region, as in cn-north-4
  HUAWEICLOUD_SDK_PROJECT_ID, _DOMAIN_ID
                                       project and account; looked up if not set
  HWC_ENDPOINT                         endpoint of all services, as of a sandbox
  HWC_ENDPOINT_OSM, _KOODRIVE, _INSIGHT, _IAM
                                       endpoint of one service
  HTTPS_PROXY, HTTP_PROXY, ALL_PROXY, NO_PROXY
                                       proxies: http, https, socks4, socks5, socks5h
  HUAWEICLOUD_SDK_CREDENTIALS_FILE     file with any of these, if not ~/.huaweicloud/credentials

Begin with `hwc demo`, which needs no account, `hwc ticket --help` and `hwc operations`.";

/// Huawei Cloud Service Tickets, KooDrive and DataArts Insight in a shell, with a built-in sandbox
#[derive(Debug, Parser)]
#[command(name = "hwc", bin_name = "hwc", version, after_help = format!("{}\n\n{ENVIRONMENT}", exit::TABLE))]
pub(crate) struct Arguments {
    /// The command to run.
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// The commands of `hwc`.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Work with service tickets: open, list, show, reply and more
    Ticket(crate::ticket::Arguments),
    /// Call an operation of a service
    Call(crate::commands::call::CallArgs),
    /// List the operations
    Operations(OperationsOptions),
    /// Run a guided demo in the built-in sandbox (no account needed)
    Demo(DemoOptions),
    /// Serve the services on this machine over HTTP
    Sandbox(SandboxArguments),
}

pub(crate) fn pair(text: &str) -> Result<(String, String), String> {
    let (name, value) = text.split_once('=').ok_or("expected NAME=VALUE")?;
    Ok((name.to_owned(), value.to_owned()))
}

pub(crate) fn seconds(text: &str) -> Result<Duration, String> {
    let seconds: f64 = text.parse().map_err(|_| "expected a number of seconds")?;
    let duration = Duration::try_from_secs_f64(seconds).ok().filter(|duration| !duration.is_zero());
    duration.ok_or_else(|| "expected more than 0 seconds".to_owned())
}

/// Arguments of `hwc operations`.
#[derive(Debug, Args)]
pub(crate) struct OperationsOptions {
    /// Filter by service: osm, koodrive, insight or iam
    #[arg(long, value_name = "SERVICE")]
    pub(crate) service: Option<String>,
    /// Print a JSON list
    #[arg(long)]
    pub(crate) json: bool,
}

/// Arguments of `hwc demo`.
#[derive(Debug, Args)]
pub(crate) struct DemoOptions {
    /// Print one JSON object for each call
    #[arg(long)]
    pub(crate) json: bool,
}

/// Arguments of `hwc sandbox`.
#[derive(Debug, Args)]
pub(crate) struct SandboxArguments {
    /// The sandbox command to run.
    #[command(subcommand)]
    pub(crate) command: SandboxCommand,
}

/// The commands of `hwc sandbox`.
#[derive(Debug, Subcommand)]
pub(crate) enum SandboxCommand {
    /// Serve the services over HTTP until interrupted
    Serve(ServeOptions),
}

const SERVE_AFTER: &str = "\
The first line on standard output is JSON and tells that the sandbox is ready, and where:
  {\"ready\":true,\"address\":\"127.0.0.1:40123\",\"endpoints\":{\"osm\":\"http://127.0.0.1:40123\",...}}

Any token will do, or with --auth strict those of the demo account, which the README of hwc-sandbox lists:
  HWC_AUTH_TOKEN=any hwc call --endpoint http://127.0.0.1:40123 ListCases
  HWC_AUTH_TOKEN=sandbox-auth-token hwc call --endpoint http://127.0.0.1:40123 ListCases

A fault is OPERATION=WHAT, with xTIMES behind it for more than one. The operation is * for any. What happens
is 401, 429 or 429:SECONDS (to wait, as the answer says), 500, 502, 503 or delay:SECONDS:
  hwc sandbox serve --fault osm.CreateCases=503x2 --fault '*=delay:0.5'";

/// The credentials that the sandbox accepts: `Any` accepts all of the right form. `Strict` accepts those of the demo
/// account and those that the sandbox issued.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum AuthCheck {
    Any,
    Strict,
}

/// Arguments of `hwc sandbox serve`.
#[derive(Debug, Args)]
#[command(after_help = SERVE_AFTER)]
pub(crate) struct ServeOptions {
    /// Port to listen on [default: any free port]
    #[arg(long, default_value_t = 0, hide_default_value = true)]
    pub(crate) port: u16,
    /// Store the state in this file and resume from it
    #[arg(long, value_name = "FILE")]
    pub(crate) data: Option<PathBuf>,
    /// Accept any well-formed credentials, or validate them
    #[arg(long, value_name = "WHICH", value_enum, default_value_t = AuthCheck::Any)]
    pub(crate) auth: AuthCheck,
    /// Allow requests to this host name (repeatable)
    #[arg(long, value_name = "NAME")]
    pub(crate) host: Vec<String>,
    /// Inject a fault (repeatable); see below
    #[arg(long, value_name = "FAULT")]
    pub(crate) fault: Vec<String>,
    /// Start without demo data
    #[arg(long)]
    pub(crate) no_demo_data: bool,
}
