//! `hwc explore`: its arguments.

#[cfg(feature = "explorer")]
pub(crate) mod server;

use clap::Args;

use crate::error::CliError;

const AFTER: &str = "\
The first line on standard output is JSON with the link, printed when the page is ready:
  {\"ready\":true,\"url\":\"http://127.0.0.1:40123/4f1c.../\"}

The link contains a random token: anyone who has it can make calls with your credentials. Credentials
stay in this process. Without --sandbox, calls go to the services, and each change is confirmed in the
page.

Examples:
  hwc explore --sandbox
  hwc explore --profile ops --port 8090";

/// Arguments of `hwc explore`.
#[derive(Debug, Args)]
#[command(after_help = AFTER)]
pub(crate) struct ExploreArgs {
    /// Use a built-in sandbox with demo data
    #[arg(long)]
    sandbox: bool,
    /// Use the credentials of this profile
    #[arg(long, value_name = "NAME", conflicts_with = "sandbox")]
    profile: Option<String>,
    /// Endpoint URL of all services, such as a served sandbox
    #[arg(long, value_name = "URL", conflicts_with = "sandbox")]
    endpoint: Option<String>,
    /// Port to listen on [default: any free port]
    #[arg(long, default_value_t = 0, hide_default_value = true)]
    port: u16,
}

/// Serves the page until interrupted.
pub(crate) fn run(args: ExploreArgs) -> Result<(), CliError> {
    server::run(args)
}

#[cfg(not(feature = "explorer"))]
mod server {
    use super::ExploreArgs;
    use crate::error::CliError;

    /// Returns an error: the command was built without the explorer.
    pub(super) fn run(_: ExploreArgs) -> Result<(), CliError> {
        Err(CliError::usage("this `hwc` was built without the feature `explorer`"))
    }
}
