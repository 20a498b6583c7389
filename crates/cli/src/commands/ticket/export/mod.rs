//! `hwc ticket export`: writes all tickets with their details, from the oldest to the newest.

mod csv;
mod range;
mod state;
mod target;

use std::path::PathBuf;

use clap::Args;
use hwc_api::osm::ListCases;
use hwc_api::serde_json::{self, json};
use hwc_api::tickets::{self, TicketRecord};

use super::context::TicketContext;
use super::view::Ticket;
use crate::args::filter::FilterArgs;
use crate::args::output::OutArgs;
use crate::args::paths;
use crate::args::time::system_time;
use crate::error::CliError;
use crate::ui::Ui;
use crate::ui::csv::sanitize as sanitize_csv;
use crate::ui::format::{Format, Formats};
use crate::ui::note::Note;
use crate::ui::progress::Progress;
use crate::ui::text::{plural, sanitize_line};
use range::ExportRange;
use state::ExportState;
use target::ExportTarget;

/// The formats of an export. A growing file cannot be one JSON document, so `json` has a line per ticket too.
pub(super) const FORMATS: Formats = Formats {
    supported: &[Format::Json, Format::Jsonl, Format::Yaml, Format::Csv],
    terminal: Format::Jsonl,
    piped: Format::Jsonl,
};

/// The byte order mark.
const BOM: &str = "\u{feff}";

/// Arguments of `hwc ticket export`.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  hwc ticket export -o csv --out tickets.csv\n  hwc ticket export -o jsonl --out tickets.jsonl --resume tickets.state"
)]
pub(super) struct ExportArgs {
    #[command(flatten)]
    filter: FilterArgs,
    /// Begin with a byte order mark, so that Excel detects UTF-8
    #[arg(long)]
    bom: bool,
    #[command(flatten)]
    pub(super) out: OutArgs,
    /// Record progress in FILE and resume from it
    ///
    /// An interrupted export continues to its end. After a finished export, the next run adds the tickets opened since.
    /// With `--until 10m`, it omits tickets that may not be listed yet.
    #[arg(long, value_name = "FILE", requires = "out", conflicts_with = "force")]
    resume: Option<PathBuf>,
    /// Skip unreadable tickets and list them at the end
    #[arg(long)]
    skip_unreadable: bool,
}

impl ExportArgs {
    pub(super) async fn run(self, context: &mut TicketContext) -> Result<(), CliError> {
        self.check(&context.ui)?;
        let (request, range) =
            (context.list_request(&self.filter).await?, ExportRange::from_filter(&self.filter, &context.times)?);
        let mut target = self.target(context, &request, &range)?;
        let range = target.range().cloned().unwrap_or(range);
        let mut export = Self::export(context, request, &range, &target);
        if target.is_new() && context.ui.format == Format::Csv {
            let headings = format!("{}{}", if self.bom { BOM } else { "" }, csv::headings()?);
            target.write(&headings, None, &mut context.ui)?;
        }
        let progress = Progress::counting("tickets");
        let (mut written, mut skipped) = (0, Vec::new());
        while let Some(record) = self.next(&mut export, context, &mut skipped).await? {
            let is_selected = self.filter.matches(&record.case);
            let text =
                if is_selected { text(&context.converter().exported(&record), &context.ui)? } else { String::new() };
            written += usize::from(is_selected);
            target.write(&text, export.checkpoint(), &mut context.ui)?;
            progress.step();
        }
        drop(progress);
        target.finish()?;
        self.report(context, written, &skipped)
    }

    /// Returns the next readable ticket. With `--skip-unreadable`, records unreadable tickets in `skipped`.
    async fn next(
        &self,
        export: &mut tickets::TicketExport,
        context: &mut TicketContext,
        skipped: &mut Vec<String>,
    ) -> Result<Option<TicketRecord>, CliError> {
        loop {
            let error = match export.try_next().await {
                Ok(record) => return Ok(record),
                Err(error) => CliError::from(error),
            };
            let case = if self.skip_unreadable { export.skip() } else { None };
            let Some(case) = case else { return Err(error) };
            let id = case.incident_id.map(|id| id.to_string()).unwrap_or_default();
            context.ui.note(&format!("skipped {}: {}", sanitize_line(&id), sanitize_line(&error.message())));
            skipped.push(id);
        }
    }

    /// Opens the target. The state of a growing file describes what was exported before, so it contains the filter too.
    fn target(
        &self,
        context: &TicketContext,
        request: &ListCases,
        range: &ExportRange,
    ) -> Result<ExportTarget, CliError> {
        match (self.out.file(), &self.resume) {
            (None, _) => Ok(ExportTarget::Stdout),
            (Some(path), None) => {
                paths::refuse_existing(path, self.out.force)?;
                ExportTarget::open_whole(path)
            }
            (Some(path), Some(state)) => {
                let request = serde_json::to_value(request).map_err(|error| CliError::internal(error.to_string()))?;
                let filter = json!({ "states": self.filter.states(), "request": request });
                let (range, format) = (range.clone(), context.ui.format);
                let requested = ExportState { checkpoint: None, bytes: 0, format, filter, range, done: false };
                ExportTarget::open_growing(path, state, requested)
            }
        }
    }

    fn export(
        context: &TicketContext,
        request: ListCases,
        range: &ExportRange,
        target: &ExportTarget,
    ) -> tickets::TicketExport {
        let export = context.tickets.export().filter(request).until(system_time(range.until));
        let export = match range.since {
            Some(since) => export.since(system_time(since)),
            None => export,
        };
        match target.checkpoint() {
            Some(checkpoint) => export.resume(checkpoint.clone()),
            None => export,
        }
    }

    /// Rejects contradictory options, and paths that the final note cannot represent.
    fn check(&self, ui: &Ui) -> Result<(), CliError> {
        let invalid = |text: &str| Err(CliError::usage(text));
        match (self.out.file(), &self.resume) {
            _ if self.bom && ui.format != Format::Csv => invalid("--bom requires --output csv"),
            (None, Some(_)) => invalid("--resume requires a file for --out"),
            (Some(out), Some(state)) if paths::are_same(out, state) => invalid("--out and --resume name the same file"),
            (Some(out), _) if ui.json_notes => paths::refuse_non_utf8(out),
            _ => Ok(()),
        }
    }

    /// Reports the number of exported tickets, if they went to a file.
    fn report(&self, context: &mut TicketContext, written: usize, skipped: &[String]) -> Result<(), CliError> {
        if let Some(path) = self.out.file() {
            let text =
                format!("{} written to {}", plural(written, "ticket"), sanitize_line(&path.display().to_string()));
            let members = json!({ "out": path.to_string_lossy(), "tickets": written, "skipped": skipped });
            context.ui.write_note(&Note::with_members(&text, members));
        }
        match skipped {
            [] => Ok(()),
            _ => Err(CliError::incomplete(format!("{} skipped", plural(skipped.len(), "ticket")))),
        }
    }
}

/// Formats a ticket. Characters that control a terminal are removed from text for a terminal.
fn text(ticket: &Ticket, ui: &Ui) -> Result<String, CliError> {
    match ui.format {
        Format::Csv if ui.terminal => Ok(sanitize_csv(&csv::row(ticket)?)),
        Format::Csv => csv::row(ticket),
        _ => ui.format_item(ticket),
    }
}
