//! The command line of `hwc`: the commands and the environment variables. Each command owns its arguments.

use clap::{Parser, Subcommand};

use crate::commands::call::{self, CallArgs};
use crate::commands::demo::DemoArgs;
use crate::commands::operations::OperationsArgs;
use crate::commands::sandbox::SandboxArgs;
use crate::commands::ticket::TicketCommandArgs;
use crate::commands::{demo, operations, sandbox, ticket};
use crate::error::CliError;
use crate::exit;

const ENVIRONMENT: &str = "\
Environment (of `hwc ticket` and `hwc call`):
  for osm, insight and iam, one of:
    HUAWEICLOUD_SDK_AK, _SK            access key and secret key, as the official SDKs call them
    HWC_AUTH_TOKEN                     an IAM token
    HWC_IAM_DOMAIN, _USER, _PASSWORD   account, user and password
    HUAWEICLOUD_SDK_IDP_ID, _ID_TOKEN_FILE
                                       identity provider, and a file with its ID token
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

/// Call Huawei Cloud services, or a built-in sandbox of them
#[derive(Debug, Parser)]
#[command(name = "hwc", bin_name = "hwc", version, after_help = format!("{}\n\n{ENVIRONMENT}", exit::TABLE))]
pub(crate) struct Cli {
    /// The command to run.
    #[command(subcommand)]
    command: Command,
}

/// The commands of `hwc`.
#[derive(Debug, Subcommand)]
enum Command {
    /// Work with service tickets: open, list, show, reply and more
    Ticket(TicketCommandArgs),
    /// Call an operation of a service
    Call(CallArgs),
    /// List the operations
    Operations(OperationsArgs),
    /// Run a guided demo in the built-in sandbox (no account)
    Demo(DemoArgs),
    /// Serve the services on this machine over HTTP
    Sandbox(SandboxArgs),
}

impl Cli {
    /// Runs the command.
    pub(crate) fn run(self) -> Result<(), CliError> {
        match self.command {
            Command::Ticket(args) => ticket::run(args),
            Command::Call(args) => call::run(args),
            Command::Operations(args) => operations::run(&args),
            Command::Demo(args) => demo::run(&args),
            Command::Sandbox(args) => sandbox::run(args),
        }
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    /// The maximum length of a line of help.
    const MAX_LENGTH: usize = 60;

    fn check(command: &clap::Command) {
        let about = command.get_about().into_iter().map(ToString::to_string);
        let options = command.get_arguments().filter_map(|argument| argument.get_help()).map(ToString::to_string);
        for help in about.chain(options) {
            let text = help.split(" [default").next().unwrap_or_default();
            assert!(text.chars().count() <= MAX_LENGTH, "{}: {help}", command.get_name());
            assert!(!help.ends_with('.'), "{}: {help}", command.get_name());
        }
        command.get_subcommands().for_each(check);
    }

    #[test]
    fn help_is_short() {
        Cli::command().debug_assert();
        check(&Cli::command());
    }
}
