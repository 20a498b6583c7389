//! `hwc embed`: links to embedded analyses of DataArts Insight.

use clap::{Args, Subcommand};
use hwc_api::insight;
use hwc_api::insight_workflows::Viewer;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::insight::view::EmbedUrl;
use super::insight::{InsightArgs, InsightContext, open_ui};
use crate::args::output::OutArgs;
use crate::error::CliError;
use crate::runtime;
use crate::ui::format::DOCUMENT;

/// The characters that are escaped in a segment of a path.
const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

const AFTER_HELP: &str = "\
A link has a new ticket. It is a secret: anyone who has it sees the analysis, until the ticket
expires or is used up.

No operation returns the link of an analysis without a ticket. Copy it from the console of the
service for --link. A sandbox that runs on this machine has pages of its own, so --link is not
needed with its --endpoint, and with --sandbox after `hwc sandbox start`.

Examples:
  hwc embed url embed-1 --user viewer-1 --link https://example.com/embed/embed-1
  hwc sandbox start && hwc embed url embed-1 --user viewer-1 --sandbox
  hwc embed url embed-1 --user viewer-1 --endpoint http://127.0.0.1:8080";

/// Arguments of `hwc embed`.
#[derive(Debug, Args)]
#[command(after_help = AFTER_HELP)]
pub(crate) struct EmbedCommandArgs {
    #[command(flatten)]
    args: InsightArgs,
    #[command(subcommand)]
    command: Command,
}

/// The commands of `hwc embed`.
#[derive(Debug, Subcommand)]
enum Command {
    /// Print a link that opens an embedded analysis
    Url(UrlArgs),
}

/// Arguments of `hwc embed url`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  hwc embed url --user ada 1234567890")]
struct UrlArgs {
    /// Embedded analysis
    #[arg(value_name = "EMBED-ID")]
    embed: String,
    /// User as whom the viewer acts
    #[arg(long, value_name = "ID")]
    user: String,
    /// User groups in which the viewer acts (repeatable)
    #[arg(long, value_name = "ID")]
    group: Vec<String>,
    /// Number of times that the link can be opened
    #[arg(long, value_name = "NUMBER", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..))]
    uses: u32,
    /// Link of the analysis without a ticket
    #[arg(long, value_name = "URL")]
    link: Option<String>,
    #[command(flatten)]
    out: OutArgs,
}

/// Runs a command of `hwc embed`.
pub(crate) fn run(args: EmbedCommandArgs) -> Result<(), CliError> {
    let EmbedCommandArgs { args, command: Command::Url(command) } = args;
    let link = command.link(&args)?;
    let ui = open_ui(&args, &DOCUMENT, Some(&command.out))?;
    runtime::run(async {
        let mut context = InsightContext::new(args.client()?.build()?, ui);
        command.run(&mut context, &link).await?;
        context.ui.finish()
    })
}

/// Reports a link that is not known. The pages of a sandbox that ends with the command cannot be opened.
fn unknown_link(in_sandbox: bool) -> CliError {
    match in_sandbox {
        true => CliError::usage(
            "no sandbox runs in the background, so its link has no page; pass --link to use another one",
        )
        .with_next("hwc sandbox start", "to start a sandbox whose pages can be opened"),
        false => CliError::usage("unknown link; pass --link with the link that the console shows"),
    }
}

impl UrlArgs {
    /// Returns the link without a ticket: the given one, or that of a sandbox on this machine.
    fn link(&self, args: &InsightArgs) -> Result<String, CliError> {
        if let Some(link) = &self.link {
            return Ok(link.clone());
        }
        let id = utf8_percent_encode(&self.embed, ESCAPED);
        let local = args.connection.local_endpoint(&insight::SERVICE)?;
        let local = local.map(|endpoint| format!("{}/embed/{id}", endpoint.trim_end_matches('/')));
        local.ok_or_else(|| unknown_link(args.connection.uses_sandbox()))
    }

    async fn run(self, context: &mut InsightContext, link: &str) -> Result<(), CliError> {
        let urls = context.insight.embed(self.embed, link).uses_per_ticket(self.uses);
        let url = urls.url(Viewer::new(self.user).groups(self.group)).await?;
        let expires = url.expires_at.map(|time| hwc_api::Timestamp::from_unix_millis(hwc_wire::unix_millis(time)));
        let expires_at = expires.map(|time| time.to_string());
        let link = EmbedUrl { url: url.url.expose().to_owned(), uses: self.uses, expires_at };
        context.ui.document(&link, |_| format!("{}\n", link.url))
    }
}
