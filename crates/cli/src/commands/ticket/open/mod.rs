//! `hwc ticket open`. At a terminal it asks for missing input. Elsewhere an error lists the choices.

mod prompts;

use std::path::PathBuf;

use clap::Args;
use hwc_api::tickets::{NewTicket, OpenedTicket};

use super::context::TicketContext;
use super::uploads;
use crate::dynamic::quote;
use crate::error::CliError;
use crate::ui::editor::EditedText;
use crate::ui::style::Style;
use crate::ui::text::sanitize_line;

/// Arguments of `hwc ticket open`.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  hwc ticket open\n  hwc ticket open --product ECS --problem Fault --region cn-north-4 --attach app.log 'The disk is slow.'"
)]
pub(super) struct OpenArgs {
    /// Description of the problem (`-` for stdin)
    #[arg(value_name = "DESCRIPTION")]
    description: Option<String>,
    /// Write the description in $EDITOR
    #[arg(long, short = 'e')]
    edit: bool,
    /// Product, as in "Elastic Cloud Server": name, acronym or ID
    #[arg(long, value_name = "NAME")]
    product: Option<String>,
    /// Problem type: name, part of a name, or ID
    #[arg(long, value_name = "NAME")]
    problem: Option<String>,
    /// Region of the problem, as in cn-north-4; needed for faults
    #[arg(long, value_name = "NAME")]
    region: Option<String>,
    /// Severity: name, part of a name, or ID
    #[arg(long, value_name = "NAME")]
    severity: Option<String>,
    /// File to attach (repeatable)
    #[arg(long, value_name = "FILE")]
    attach: Vec<PathBuf>,
    /// Mail address for contact, as in ada@example.com
    #[arg(long, value_name = "ADDRESS")]
    mail: Option<String>,
    /// Phone number for contact, with country code
    #[arg(long, value_name = "CODE-NUMBER", value_parser = parse_phone)]
    phone: Option<(String, String)>,
    /// Hours for contact, as in 09:00-18:00; 0 for any time
    #[arg(long, value_name = "HOURS")]
    hours: Option<String>,
    /// Project ID of the problem
    #[arg(long, value_name = "ID")]
    project: Option<String>,
}

/// A function that sets a value of the ticket.
type Setter = fn(NewTicket, String) -> NewTicket;

/// Parses `86-13800000000`.
fn parse_phone(text: &str) -> Result<(String, String), String> {
    let parts = text.trim_start_matches('+').split_once(['-', ' ']);
    let (code, number) = parts.ok_or("expected CODE-NUMBER, as in 86-13800000000")?;
    Ok((code.to_owned(), number.to_owned()))
}

impl OpenArgs {
    pub(super) async fn run(mut self, context: &mut TicketContext) -> Result<(), CliError> {
        if self.description.as_deref() == Some("-") {
            self.description = Some(context.ui.read_input()?);
        }
        let edited = match self.edit {
            true => Some(EditedText::open(&context.ui, self.description.as_deref().unwrap_or_default())?),
            false => None,
        };
        if let Some(edited) = &edited {
            self.description = Some(edited.text().to_owned());
        }
        let opened = self.complete_and_open(context).await;
        if let (Err(_), Some(edited)) = (&opened, edited) {
            edited.keep(&mut context.ui);
        }
        opened
    }

    /// Opens the ticket, after prompts for what is missing.
    async fn complete_and_open(mut self, context: &mut TicketContext) -> Result<(), CliError> {
        self.description = self.description.take().filter(|text| !text.trim().is_empty());
        let is_complete = self.description.is_some() && self.product.is_some() && self.problem.is_some();
        if is_complete {
            return self.open(context).await;
        }
        let completed = prompts::complete(context, &mut self).await;
        let retry = self.command_line();
        let opened = match completed {
            Ok(()) => self.open(context).await,
            Err(failure) => Err(failure),
        };
        if opened.is_err() && context.ui.can_prompt() {
            context.ui.note(&format!("to retry: {retry}"));
        }
        opened
    }

    async fn open(self, context: &mut TicketContext) -> Result<(), CliError> {
        let progress = uploads::progress(&self.attach);
        let opened = context.tickets.open(self.ticket().on_progress(progress.callback_per_file())).await?;
        drop(progress);
        print(context, &opened)
    }

    /// Returns a command line with all input so far, so that typed input is not lost.
    fn command_line(&self) -> String {
        let phone = self.phone.as_ref().map(|(code, number)| format!("{code}-{number}"));
        let named = [
            ("product", &self.product),
            ("problem", &self.problem),
            ("region", &self.region),
            ("severity", &self.severity),
            ("mail", &self.mail),
            ("phone", &phone),
            ("hours", &self.hours),
            ("project", &self.project),
        ];
        let named = named.into_iter().filter_map(|(name, value)| Some((name, value.clone()?)));
        let files = self.attach.iter().map(|path| ("attach", path.display().to_string()));
        let options: String = named.chain(files).map(|(name, value)| format!(" --{name}={}", quote(&value))).collect();
        let description = self.description.as_deref().map(|text| format!(" -- {}", quote(text)));
        format!("hwc ticket open{options}{}", description.unwrap_or_default())
    }

    /// Builds the ticket from the input.
    fn ticket(self) -> NewTicket {
        let description = self.description.unwrap_or_default();
        let mut ticket = NewTicket::new(description).files(uploads::parts(&self.attach));
        let set: [(Option<String>, Setter); 6] = [
            (self.product, |ticket, product| ticket.product(product)),
            (self.problem, |ticket, problem| ticket.problem(problem)),
            (self.region, |ticket, region| ticket.region(region)),
            (self.severity, |ticket, severity| ticket.severity(severity)),
            (self.mail, |ticket, mail| ticket.contact_email(mail)),
            (self.hours, |ticket, hours| ticket.contact_hours(hours)),
        ];
        for (value, set) in set {
            if let Some(value) = value {
                ticket = set(ticket, value);
            }
        }
        if let Some((code, number)) = self.phone {
            ticket = ticket.contact_phone(code, number);
        }
        if let Some(project) = self.project {
            ticket = ticket.customize(|request| request.project_id(project));
        }
        ticket
    }
}

fn print(context: &mut TicketContext, opened: &OpenedTicket) -> Result<(), CliError> {
    let names = [
        opened.product.as_ref().and_then(|product| product.incident_product_category_name.as_deref()),
        opened.problem.as_ref().and_then(|problem| problem.business_type_name.as_deref()),
        opened.severity.as_ref().and_then(|severity| severity.severity_name.as_deref()),
        opened.region.as_ref().and_then(|region| region.region_name.as_deref()),
    ];
    let names: Vec<String> = names.into_iter().flatten().map(sanitize_line).collect();
    let id = Style::Title.paint(sanitize_line(opened.case_id.as_str()));
    context.ui.change(&context.converter().opened(opened), &format!("{id}: opened, {}", names.join(", ")))
}
