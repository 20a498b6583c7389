//! `hwc mcp`: a server of the Model Context Protocol on standard input and output, for assistants and other agents.

mod arguments;
mod capped;
mod catalog_tools;
mod confirmation;
mod elicitation;
pub(crate) mod jq_process;
mod prepared_call;
mod read;
mod redacted_call;
mod rehearsal;
mod result;
mod selection;
mod server;
mod target;
mod tools;
mod write;

use std::time::Duration;

use clap::{Args, ValueEnum};
use rmcp::ServiceExt;
use rmcp::service::ServerInitializeError;

use self::server::{Limits, McpServer};
use self::target::Target;
use crate::args::connection::ConnectionArgs;
use crate::args::values::parse_seconds;
use crate::error::CliError;
use crate::runtime;

const AFTER: &str = "\
Calls go to the built-in sandbox until --profile or --endpoint selects a service. The tools are:
  search     find operations by words
  describe   get the input of an operation
  read       call an operation that changes nothing
  write      call any other operation, after a confirmation; only with --allow write

The client asks the person to confirm each change. A client that cannot ask gets a preview and a
token, with which the same change must be requested once more. Secrets and presigned URLs are
redacted in results. Configure the client to start `hwc mcp`; see docs/mcp.md.

Examples:
  hwc mcp
  hwc mcp --allow write
  hwc mcp --profile ops --secret VERIFY_CODE --allow write";

/// Arguments of `hwc mcp`.
#[derive(Debug, Args)]
#[command(after_help = AFTER)]
pub(crate) struct McpArgs {
    /// Allow changes too: write
    #[arg(long, value_name = "EFFECT", value_enum, hide_possible_values = true)]
    allow: Option<Allowed>,
    /// Let inputs use the environment variable NAME as a secret
    #[arg(long, value_name = "NAME")]
    secret: Vec<String>,
    /// Maximum size of the data in a result
    #[arg(long, value_name = "BYTES", default_value_t = 20_000, value_parser = clap::value_parser!(u32).range(1_000..))]
    max_result: u32,
    /// Time limit for the jq expression of a read
    #[arg(long, value_name = "SECONDS", default_value = "5", value_parser = parse_seconds)]
    jq_timeout: Duration,
    #[command(flatten)]
    connection: ConnectionArgs,
}

/// The effects that `--allow` accepts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Allowed {
    /// Operations of the effects `write` and `destructive`.
    Write,
}

/// Serves until the client closes standard input, or until interrupted.
pub(crate) fn run(args: McpArgs) -> Result<(), CliError> {
    let target = Target::new(args.connection)?;
    let limits = Limits { max_result: args.max_result as usize, jq_timeout: args.jq_timeout };
    let server = McpServer::new(target, args.allow == Some(Allowed::Write), args.secret, limits);
    runtime::serve(async |interrupted| {
        let stop = async {
            if interrupted.await.is_err() {
                std::future::pending::<()>().await;
            }
        };
        tokio::select! {
            () = stop => Err(CliError::interrupted()),
            served = serve(server) => served,
        }
    })
}

async fn serve(server: McpServer) -> Result<(), CliError> {
    let running = match server.serve(rmcp::transport::stdio_pipes()).await {
        Ok(running) => running,
        // A client may start the server only to see that it starts.
        Err(ServerInitializeError::ConnectionClosed(_)) => return Ok(()),
        Err(error) => return Err(CliError::internal(format!("the client did not initialize: {error}"))),
    };
    let ended = running.waiting().await;
    ended.map(drop).map_err(|error| CliError::internal(format!("the server failed: {error}")))
}
