//! `hwc ticket`: service tickets for people at a terminal and for scripts. The workflows of hwc-api do the work. This
//! module adds arguments, texts, tables and prompts.

mod access;
mod actions;
mod args;
mod attach;
mod cancel;
mod close;
mod context;
mod delete;
mod download;
mod export;
mod file_names;
mod follow;
mod hook;
mod label;
mod link;
mod list;
mod open;
mod rate;
mod reply;
mod show;
mod style;
#[cfg(all(test, feature = "sandbox"))]
pub(crate) mod tests;
mod uploads;
mod urge;
pub(crate) mod view;

use std::io::{self, IsTerminal};
use std::sync::Arc;

use clap::{Args, Subcommand};
use hwc_api::transport::clock::SystemClock;

use crate::args::output::OutArgs;
use crate::error::CliError;
use crate::ui::format::{DOCUMENT, Formats, LIST, STREAM};
use crate::ui::{Sink, Ui};
use crate::{exit, runtime};
use args::TicketArgs;
use context::TicketContext;

const AFTER_HELP: &str = "\
Results are tables and pages at a terminal, and JSON elsewhere: one document, or one line per item for follow and export.
--output selects another format. With JSON, each line on standard error is JSON too. Prompts, colors and progress bars
appear only at a terminal; NO_COLOR turns colors off.

A value may begin with one dash. A value that begins with two dashes needs =, as in --comment=--yes, or a position after --.

States of tickets: queued, in-progress, awaiting-customer, awaiting-confirmation, suspended, completed, cancelled, invalid,
deleted; `open` selects all states that are not final.

Examples:
  hwc ticket open --product \"Elastic Cloud Server\" --problem Fault --region cn-north-4 \"The disk is slow.\"
  hwc ticket list --status open --since 7d
  hwc ticket list --all -o csv --out tickets.csv
  hwc ticket attach case-123 *.log
  hwc ticket follow case-123
  hwc ticket close case-123 --rate Timeliness=5
  hwc ticket export -o csv --out tickets.csv --resume tickets.state

To call any other operation, use `hwc call`; list them with `hwc operations`.";

/// Arguments of `hwc ticket`.
#[derive(Debug, Args)]
#[command(after_help = format!("{AFTER_HELP}\n\n{}", exit::TABLE))]
pub(crate) struct TicketCommandArgs {
    #[command(flatten)]
    args: TicketArgs,
    #[command(subcommand)]
    command: Command,
}

/// The commands of `hwc ticket`.
#[derive(Debug, Subcommand)]
enum Command {
    /// Open a ticket
    #[command(visible_alias = "create")]
    Open(open::OpenArgs),
    /// List tickets, sorted from newest to oldest
    #[command(visible_alias = "ls")]
    List(list::ListArgs),
    /// Show a ticket with messages, labels, links and grants
    #[command(visible_alias = "view")]
    Show(show::ShowArgs),
    /// Write a message on a ticket
    #[command(visible_alias = "comment")]
    Reply(reply::ReplyArgs),
    /// Attach files to a ticket
    Attach(attach::AttachArgs),
    /// Save the attachments of a ticket
    Download(download::DownloadArgs),
    /// Print new messages until the ticket is in a final state
    #[command(visible_alias = "watch")]
    Follow(follow::FollowArgs),
    /// Urge the engineers to hurry
    #[command(aliases = ["press", "expedite"])]
    Urge(urge::UrgeArgs),
    /// Cancel a ticket
    Cancel(cancel::CancelArgs),
    /// Close a ticket as solved
    Close(close::CloseArgs),
    /// Delete a ticket
    Delete(delete::DeleteArgs),
    /// Rate the work on a ticket
    #[command(alias = "score")]
    Rate(rate::RateArgs),
    /// Export all tickets with their messages
    Export(export::ExportArgs),
    /// Link tickets to a ticket
    #[command(alias = "relate")]
    Link(link::LinkArgs),
    /// Remove the link between two tickets
    #[command(alias = "unrelate")]
    Unlink(link::UnlinkArgs),
    /// Add labels to a ticket
    Label(label::LabelArgs),
    /// Remove labels from a ticket
    Unlabel(label::UnlabelArgs),
    /// List, show, grant, reject or revoke access of engineers
    #[command(alias = "authorize")]
    Access(access::AccessArgs),
}

/// Runs a command of `hwc ticket`.
pub(crate) fn run(args: TicketCommandArgs) -> Result<(), CliError> {
    let TicketCommandArgs { args, command } = args;
    let out = command.out();
    let terminal = out.map_or_else(|| io::stdout().is_terminal(), OutArgs::is_terminal);
    let format = args.output.resolve(command.formats(), terminal)?;
    let ui = Ui::new(format, args.output.requested().is_some()).with_file(command.open_out()?);
    runtime::run(async {
        let client = args.client()?.build()?;
        let mut context = TicketContext::new(&args, client, Arc::new(SystemClock::new()), ui)?;
        context.profiles = command.profiles().iter().map(|name| args.profile(name)).collect::<Result<_, _>>()?;
        command.run(&mut context).await?;
        context.ui.finish()
    })
}

impl Command {
    /// Returns the formats that the command supports.
    fn formats(&self) -> &'static Formats {
        match self {
            Self::List(_) | Self::Download(_) => &LIST,
            Self::Follow(_) => &STREAM,
            Self::Export(_) => &export::FORMATS,
            Self::Access(args) => args.formats(),
            _ => &DOCUMENT,
        }
    }

    /// Returns the argument for the output file, if the command has one.
    fn out(&self) -> Option<&OutArgs> {
        match self {
            Self::List(args) => Some(&args.out),
            Self::Show(args) => Some(&args.out),
            Self::Follow(args) => Some(&args.out),
            Self::Export(args) => Some(&args.out),
            Self::Access(args) => args.out(),
            _ => None,
        }
    }

    /// Returns the profiles whose tickets are listed together.
    fn profiles(&self) -> &[String] {
        match self {
            Self::List(args) => &args.profiles,
            _ => &[],
        }
    }

    /// Opens the output file. An export opens it later, since it may resume another one.
    fn open_out(&self) -> Result<Option<Sink>, CliError> {
        match self {
            Self::Export(_) => Ok(None),
            Self::Follow(args) => args.out.open_stream(),
            _ => self.out().map_or(Ok(None), OutArgs::open),
        }
    }

    async fn run(self, context: &mut TicketContext) -> Result<(), CliError> {
        match self {
            Self::Open(args) => args.run(context).await,
            Self::List(args) => args.run(context).await,
            Self::Show(args) => args.run(context).await,
            Self::Reply(args) => args.run(context).await,
            Self::Attach(args) => args.run(context).await,
            Self::Download(args) => args.run(context).await,
            Self::Follow(args) => args.run(context).await,
            Self::Urge(args) => args.run(context).await,
            Self::Cancel(args) => args.run(context).await,
            Self::Close(args) => args.run(context).await,
            Self::Delete(args) => args.run(context).await,
            Self::Rate(args) => args.run(context).await,
            Self::Export(args) => args.run(context).await,
            Self::Link(args) => args.run(context).await,
            Self::Unlink(args) => args.run(context).await,
            Self::Label(args) => args.run(context).await,
            Self::Unlabel(args) => args.run(context).await,
            Self::Access(args) => args.run(context).await,
        }
    }
}
