//! `hwc ticket`: service tickets for people at a terminal, and for scripts with `--json`. The workflows of hwc-api do
//! the work. This module adds flags, texts, tables and prompts.

mod access;
mod act;
mod attach;
mod desk;
mod download;
mod export;
mod file_names;
mod files;
mod filter;
mod follow;
mod grant_table;
mod label;
mod link;
mod list;
mod open;
mod options;
mod rate;
mod reply;
mod show;
mod status;
#[cfg(all(test, feature = "sandbox"))]
mod tests;

pub(crate) mod when;

use clap::{Args, Subcommand};

use crate::exit;
use crate::failure::Failure;
use crate::runtime;
use desk::Desk;
use options::Options;

const AFTER: &str = "\
Results are tables and pages for people, or JSON with --json: one document, and a line for each of many with follow and
export. With --json each line on standard error is JSON too, and nothing is asked. Colours, questions and progress bars
appear at a terminal alone; NO_COLOR turns colours off.

A value may begin with one dash. One that begins with two needs =, as in --comment=--yes, or a place behind --.

States of tickets: queued, in-progress, awaiting-customer, awaiting-confirmation, suspended, completed, cancelled, invalid,
deleted; `open` stands for all that are not at an end.

Examples:
  hwc ticket open --product \"Elastic Cloud Server\" --problem Fault --region cn-north-4 \"The disk is slow.\"
  hwc ticket list --status open --since 7d
  hwc ticket attach case-123 *.log
  hwc ticket follow case-123
  hwc ticket close case-123 --rate Timeliness=5
  hwc ticket export --format csv --output tickets.csv --resume tickets.state

To call any other operation, use `hwc call`; list them with `hwc operations`.";

/// Arguments of `hwc ticket`.
#[derive(Debug, Args)]
#[command(after_help = format!("{AFTER}\n\n{}", exit::TABLE))]
pub(crate) struct Arguments {
    #[command(flatten)]
    options: Options,
    #[command(subcommand)]
    command: Command,
}

/// The commands of `hwc ticket`.
#[derive(Debug, Subcommand)]
enum Command {
    /// Open a ticket
    Open(open::Open),
    /// List tickets, sorted from newest to oldest
    List(list::List),
    /// Show a ticket with messages, labels, links and grants
    Show(show::Show),
    /// Write a message on a ticket
    Reply(reply::Reply),
    /// Attach files to a ticket
    Attach(attach::Attach),
    /// Save the attachments of a ticket
    Download(download::Download),
    /// Print new messages until the ticket is in a final state
    Follow(follow::Follow),
    /// Urge the engineers to hurry
    #[command(aliases = ["press", "expedite"])]
    Urge(act::urge::UrgeArgs),
    /// Cancel a ticket
    Cancel(act::cancel::Cancel),
    /// Close a ticket as solved
    Close(act::close::Close),
    /// Delete a ticket
    Delete(act::delete::Delete),
    /// Rate the work on a ticket
    #[command(alias = "score")]
    Rate(rate::RateArgs),
    /// Export all tickets with their messages
    Export(export::Export),
    /// Link tickets to a ticket
    #[command(alias = "relate")]
    Link(link::LinkArgs),
    /// Remove the link between two tickets
    #[command(alias = "unrelate")]
    Unlink(link::UnlinkArgs),
    /// Add labels to a ticket
    Label(label::Label),
    /// Remove labels from a ticket
    Unlabel(label::Unlabel),
    /// List, show, grant, reject or revoke access of engineers
    #[command(alias = "authorize")]
    Access(access::AccessArgs),
}

/// Runs a command of `hwc ticket`.
pub(crate) fn run(arguments: Arguments) -> Result<(), Failure> {
    let Arguments { options, command } = arguments;
    runtime::run(async {
        let mut desk = Desk::new(&options)?;
        command.run(&mut desk).await
    })
}

impl Command {
    async fn run(self, desk: &mut Desk) -> Result<(), Failure> {
        match self {
            Self::Open(command) => command.run(desk).await,
            Self::List(command) => command.run(desk).await,
            Self::Show(command) => command.run(desk).await,
            Self::Reply(command) => command.run(desk).await,
            Self::Attach(command) => command.run(desk).await,
            Self::Download(command) => command.run(desk).await,
            Self::Follow(command) => command.run(desk).await,
            Self::Urge(command) => command.run(desk).await,
            Self::Cancel(command) => command.run(desk).await,
            Self::Close(command) => command.run(desk).await,
            Self::Delete(command) => command.run(desk).await,
            Self::Rate(command) => command.run(desk).await,
            Self::Export(command) => command.run(desk).await,
            Self::Link(command) => command.run(desk).await,
            Self::Unlink(command) => command.run(desk).await,
            Self::Label(command) => command.run(desk).await,
            Self::Unlabel(command) => command.run(desk).await,
            Self::Access(command) => command.run(desk).await,
        }
    }
}
