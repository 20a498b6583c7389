//! `hwc ticket`: service tickets for people at a terminal, and for scripts with `--json`. The work is done by the workflows
//! of hwc-api; here are flags, words, tables and questions.

mod act;
mod attach;
mod authorize;
mod desk;
mod download;
mod export;
mod file_names;
mod files;
mod filter;
mod follow;
mod grant_table;
mod label;
mod list;
mod open;
mod options;
mod relate;
mod reply;
mod score;
mod show;
mod status;
#[cfg(all(test, feature = "sandbox"))]
mod tests;

mod when;

use std::ffi::OsString;
use std::io::{self, IsTerminal};

use clap::{Args, Subcommand};

use crate::exit;
use crate::failure::Failure;
use crate::runtime;
use desk::Desk;
use options::Options;

const AFTER: &str = "\
Results are tables and pages for people, or JSON with --json: one document, and a line for each of many with follow and
export. Colours, questions and progress bars appear at a terminal alone; NO_COLOR turns colours off.

States of tickets: queued, in-progress, awaiting-customer, awaiting-confirmation, suspended, completed, cancelled, invalid,
deleted; `open` stands for all that are not at an end.

Examples:
  hwc ticket open --product \"Elastic Cloud Server\" --problem Fault --region cn-north-4 \"The disk is slow.\"
  hwc ticket list --status open --since 7d
  hwc ticket attach case-123 *.log
  hwc ticket follow case-123
  hwc ticket close case-123 --rate Timeliness=5
  hwc ticket export --format csv --output tickets.csv --resume tickets.state

What this does not do, `hwc call` does: `hwc operations --service osm`.";

/// Arguments of `hwc ticket`.
#[derive(Debug, Args)]
#[command(after_help = format!("{AFTER}\n\n{}", exit::TABLE))]
pub(crate) struct Arguments {
    #[command(flatten)]
    options: Options,
    #[command(subcommand)]
    command: Command,
}

/// What can be done with tickets.
#[derive(Debug, Subcommand)]
enum Command {
    /// Open a ticket
    Open(open::Open),
    /// List tickets; those that are shown are sorted, the newest first
    List(list::List),
    /// Show a ticket with its messages, labels, links and access grants
    Show(show::Show),
    /// Write a message on a ticket
    Reply(reply::Reply),
    /// Attach files to a ticket
    Attach(attach::Attach),
    /// Save the attachments of a ticket
    Download(download::Download),
    /// Print new messages as they come, until the ticket is at an end
    Follow(follow::Follow),
    /// Ask the engineers to hurry
    Press(act::press::Press),
    /// Withdraw a ticket
    Cancel(act::cancel::Cancel),
    /// Close a ticket as solved
    Close(act::close::Close),
    /// Delete a ticket
    Delete(act::delete::Delete),
    /// Rate the work on a ticket
    Score(score::Score),
    /// Write all tickets with their messages to a file
    Export(export::Export),
    /// Link tickets to a ticket
    Relate(relate::Relate),
    /// Take the link between two tickets away
    Unrelate(relate::Unrelate),
    /// Put labels on a ticket
    Label(label::Label),
    /// Take labels off a ticket
    Unlabel(label::Unlabel),
    /// Access that engineers ask for: list, show, grant, reject, revoke
    #[command(visible_alias = "access")]
    Authorize(authorize::Authorize),
}

/// Does what was asked for.
pub(crate) fn run(arguments: Arguments) -> Result<(), Failure> {
    let Arguments { options, command } = arguments;
    let people = options.for_people();
    let outcome = runtime::run(async {
        let mut desk = Desk::new(&options)?;
        command.run(&mut desk).await
    });
    outcome.map_err(|failure| if people { failure.for_people() } else { failure })
}

/// Whether a command line that could not be read was written by somebody who reads the error.
pub(crate) fn is_for_people(words: impl IntoIterator<Item = OsString>) -> bool {
    let mut words = words.into_iter().skip(1);
    let is_ticket = words.next().is_some_and(|word| word == "ticket");
    is_ticket && words.all(|word| word != "--json") && io::stderr().is_terminal()
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
            Self::Press(command) => command.run(desk).await,
            Self::Cancel(command) => command.run(desk).await,
            Self::Close(command) => command.run(desk).await,
            Self::Delete(command) => command.run(desk).await,
            Self::Score(command) => command.run(desk).await,
            Self::Export(command) => command.run(desk).await,
            Self::Relate(command) => command.run(desk).await,
            Self::Unrelate(command) => command.run(desk).await,
            Self::Label(command) => command.run(desk).await,
            Self::Unlabel(command) => command.run(desk).await,
            Self::Authorize(command) => command.run(desk).await,
        }
    }
}
