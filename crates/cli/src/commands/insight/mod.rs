//! `hwc insight`: workspaces, dashboards, tags and embed tickets of DataArts Insight for people at a terminal and for scripts.
//! The workflows of hwc-api do the work. This module adds arguments, texts and tables.

mod args;
mod context;
mod dashboards;
mod promote;
mod publish;
mod tags;
mod tickets;
pub(crate) mod view;
mod workspaces;

use std::io::{self, IsTerminal};

use clap::{Args, Subcommand};

use crate::args::output::OutArgs;
use crate::error::CliError;
use crate::ui::format::{DOCUMENT, Formats, LIST};
use crate::ui::{Sink, Ui};
use crate::{exit, runtime};
pub(super) use args::InsightArgs;
pub(super) use context::InsightContext;

const AFTER_HELP: &str = "\
Results are tables at a terminal and JSON elsewhere. --output selects another format.

Without --workspace, the service uses the default workspace. Tickets are secrets: lists hide them.

Examples:
  hwc insight workspaces
  hwc insight dashboards --workspace ws-1
  hwc insight publish dashboard-1 dashboard-2
  hwc insight promote dashboard-1 --workspace ws-test --to-workspace ws-live --replace name
  hwc insight tickets create embed-1 --user viewer-1 --uses 100
  hwc embed url embed-1 --user viewer-1 --link https://example.com/embed/embed-1

To call any other operation, use `hwc call`; list them with `hwc operations`.";

/// Arguments of `hwc insight`.
#[derive(Debug, Args)]
#[command(after_help = format!("{AFTER_HELP}\n\n{}", exit::TABLE))]
pub(crate) struct InsightCommandArgs {
    #[command(flatten)]
    args: InsightArgs,
    #[command(subcommand)]
    command: Command,
}

/// The commands of `hwc insight`.
#[derive(Debug, Subcommand)]
enum Command {
    /// List workspaces
    Workspaces(workspaces::WorkspacesArgs),
    /// List dashboards or large screens
    Dashboards(dashboards::DashboardsArgs),
    /// Publish dashboards or large screens
    Publish(publish::PublishArgs),
    /// Take dashboards or large screens offline
    Unpublish(publish::UnpublishArgs),
    /// Copy resources into another workspace or project
    Promote(promote::PromoteArgs),
    /// List, download or import tags of users and groups
    Tags(tags::TagsArgs),
    /// List or create embed tickets
    Tickets(tickets::TicketsArgs),
}

/// Runs a command of `hwc insight`.
pub(crate) fn run(args: InsightCommandArgs) -> Result<(), CliError> {
    let InsightCommandArgs { args, command } = args;
    let ui = open_ui(&args, command.formats(), command.out())?;
    runtime::run(async {
        let mut context = InsightContext::new(args.client()?.build()?, ui);
        command.run(&mut context).await?;
        context.ui.finish()
    })
}

/// Opens the output of a command with these formats.
pub(super) fn open_ui(args: &InsightArgs, formats: &Formats, out: Option<&OutArgs>) -> Result<Ui, CliError> {
    let terminal = out.map_or_else(|| io::stdout().is_terminal(), OutArgs::is_terminal);
    let format = args.output.resolve(formats, terminal)?;
    let file: Option<Sink> = out.map_or(Ok(None), OutArgs::open)?;
    Ok(Ui::new(format, args.output.requested().is_some()).with_file(file))
}

impl Command {
    /// Returns the formats that the command supports.
    fn formats(&self) -> &'static Formats {
        match self {
            Self::Workspaces(_) | Self::Dashboards(_) => &LIST,
            Self::Tags(args) => args.formats(),
            Self::Tickets(args) => args.formats(),
            Self::Publish(_) | Self::Unpublish(_) | Self::Promote(_) => &DOCUMENT,
        }
    }

    /// Returns the argument for the output file, if the command has one.
    fn out(&self) -> Option<&OutArgs> {
        match self {
            Self::Workspaces(args) => Some(&args.out),
            Self::Dashboards(args) => Some(&args.out),
            Self::Promote(args) => Some(&args.out),
            Self::Tags(args) => args.out(),
            Self::Tickets(args) => args.out(),
            Self::Publish(_) | Self::Unpublish(_) => None,
        }
    }

    async fn run(self, context: &mut InsightContext) -> Result<(), CliError> {
        match self {
            Self::Workspaces(args) => args.run(context).await,
            Self::Dashboards(args) => args.run(context).await,
            Self::Publish(args) => args.run(context).await,
            Self::Unpublish(args) => args.run(context).await,
            Self::Promote(args) => args.run(context).await,
            Self::Tags(args) => args.run(context).await,
            Self::Tickets(args) => args.run(context).await,
        }
    }
}
