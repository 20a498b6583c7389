//! `hwc insight tickets`.

use clap::{Args, Subcommand};
use hwc_api::insight::{CreateTickets, ListTickets};

use super::InsightContext;
use super::view::{CreatedTicket, EmbedTicket};
use crate::args::output::OutArgs;
use crate::error::CliError;
use crate::ui::format::{DOCUMENT, Formats, LIST};
use crate::ui::style::Style;
use crate::ui::table::Table;

/// The page size of the service.
const PAGE: u32 = 100;

/// Arguments of `hwc insight tickets`.
#[derive(Debug, Args)]
pub(super) struct TicketsArgs {
    #[command(subcommand)]
    command: Command,
}

/// The commands of `hwc insight tickets`.
#[derive(Debug, Subcommand)]
enum Command {
    /// List valid tickets, without the tickets themselves
    List(ListArgs),
    /// Create a ticket and print it
    Create(CreateArgs),
}

/// Arguments of `hwc insight tickets list`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  hwc insight tickets list")]
struct ListArgs {
    /// Filter by embedded analysis
    #[arg(long, value_name = "ID")]
    embed: Option<String>,
    /// Filter by user
    #[arg(long, value_name = "ID")]
    user: Option<String>,
    #[command(flatten)]
    out: OutArgs,
}

/// Arguments of `hwc insight tickets create`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  hwc insight tickets create --user ada 1234567890")]
struct CreateArgs {
    /// Embedded analysis
    #[arg(value_name = "EMBED-ID")]
    embed: String,
    /// User as whom the viewer acts
    #[arg(long, value_name = "ID")]
    user: String,
    /// User groups in which the viewer acts (repeatable)
    #[arg(long, value_name = "ID")]
    group: Vec<String>,
    /// Number of times that the ticket can be used
    #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u32).range(1..))]
    uses: Option<u32>,
    /// Extend the session of the viewer automatically
    #[arg(long)]
    auto_renew: bool,
    #[command(flatten)]
    out: OutArgs,
}

impl TicketsArgs {
    /// Returns the formats that the command supports.
    pub(super) fn formats(&self) -> &'static Formats {
        match &self.command {
            Command::List(_) => &LIST,
            Command::Create(_) => &DOCUMENT,
        }
    }

    /// Returns the argument for the output file.
    pub(super) fn out(&self) -> Option<&OutArgs> {
        match &self.command {
            Command::List(args) => Some(&args.out),
            Command::Create(args) => Some(&args.out),
        }
    }

    pub(super) async fn run(self, context: &mut InsightContext) -> Result<(), CliError> {
        match self.command {
            Command::List(args) => args.run(context).await,
            Command::Create(args) => args.run(context).await,
        }
    }
}

impl ListArgs {
    async fn run(self, context: &mut InsightContext) -> Result<(), CliError> {
        let mut request = ListTickets::new().limit(PAGE);
        request.embed_id = self.embed.map(Into::into);
        request.user_id = self.user.map(Into::into);
        let tickets = context.all(request).await?;
        let rows: Vec<EmbedTicket> = tickets.iter().map(EmbedTicket::from).collect();
        context.ui.list(&rows, "no tickets", |_| table(&rows))
    }
}

impl CreateArgs {
    async fn run(self, context: &mut InsightContext) -> Result<(), CliError> {
        let mut request = CreateTickets::new(self.embed, self.user);
        request.ticket_num = self.uses;
        request.session_auto_renew = self.auto_renew.then_some(true);
        if !self.group.is_empty() {
            request = request.group_ids(self.group);
        }
        let ticket = context.client.send(request).await?.ticket;
        let ticket = ticket.ok_or_else(|| CliError::incomplete("CreateTickets: the response has no ticket"))?;
        // The ticket is what the command is for. It goes to standard output or the file alone.
        let created = CreatedTicket { ticket: ticket.expose().to_owned() };
        context.ui.document(&created, |_| format!("{}\n", created.ticket))
    }
}

fn table(tickets: &[EmbedTicket]) -> Table {
    let mut table = Table::new(&["EMBED ID", "USER", "USES LEFT", "EXPIRES"]);
    for ticket in tickets {
        let left = ticket.uses_left.map_or_else(|| "unlimited".to_owned(), |left| left.to_string());
        let user = ticket.user.clone().or_else(|| ticket.user_id.clone());
        table.row([
            (Style::Title, ticket.embed_id.clone().unwrap_or_default()),
            (Style::Plain, user.unwrap_or_default()),
            (Style::Plain, left),
            (Style::Plain, ticket.expires_at.clone().unwrap_or_default()),
        ]);
    }
    table
}
