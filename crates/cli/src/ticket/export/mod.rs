//! `hwc ticket export`: all tickets with all that is on them, from the oldest to the newest.

mod bounds;
mod csv;
mod state;
mod target;

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use hwc_api::osm::ListCases;
use hwc_api::serde_json::{self, json};
use hwc_api::tickets::{self, TicketRecord};

use super::desk::Desk;
use super::filter::Filter;
use super::when::system_time;
use crate::failure::Failure;
use crate::show::progress::Bar;
use crate::show::text::{count, line};
use bounds::Bounds;
use state::State;
use target::Target;

/// What an export is written as: a JSON object in each line, or a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    Jsonl,
    Csv,
}

/// Arguments of `hwc ticket export`.
#[derive(Debug, Args)]
pub(super) struct Export {
    #[command(flatten)]
    filter: Filter,
    /// A JSON object in each line with all messages, or a table for spreadsheets, in which an apostrophe stands before
    /// texts that begin like a formula (with =, +, -, @, a tab or a line break)
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = Format::Jsonl)]
    format: Format,
    /// Where to [default: standard output]
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Keep in this file how far the export is, and go on from there when it is run again: to the end if it broke off, or
    /// with the tickets opened since, if it was finished; --until 10m leaves those out that are not listed yet
    #[arg(long, value_name = "FILE", requires = "output")]
    resume: Option<PathBuf>,
    /// Leave out tickets that cannot be read, and tell which
    #[arg(long)]
    skip_unreadable: bool,
}

impl Export {
    pub(super) async fn run(self, desk: &mut Desk) -> Result<(), Failure> {
        if desk.json && self.format == Format::Csv && self.output.is_none() {
            return Err(Failure::usage("--json and --format csv contradict each other, unless --output names a file"));
        }
        let (request, bounds) = (self.filter.request(desk).await?, Bounds::asked(&self.filter, desk)?);
        let mut target = self.target(desk, &request, &bounds)?;
        let bounds = target.bounds().cloned().unwrap_or(bounds);
        let mut export = Self::export(desk, request, &bounds, &target);
        if target.is_new() && self.format == Format::Csv {
            target.write(csv::HEADINGS, None, &mut desk.screen)?;
        }
        let bar = Bar::counting("tickets");
        let (mut written, mut left_out) = (0, Vec::new());
        while let Some(record) = self.next(&mut export, desk, &mut left_out).await? {
            let text = if self.filter.fits(&record.case) { self.text(&record)? } else { String::new() };
            written += usize::from(!text.is_empty());
            target.write(&text, export.checkpoint(), &mut desk.screen)?;
            bar.step();
        }
        drop(bar);
        target.finish()?;
        self.tell(desk, written, &left_out)
    }

    /// The next ticket that can be read; those that cannot are noted, if they may be left out.
    async fn next(
        &self,
        export: &mut tickets::Export,
        desk: &mut Desk,
        left_out: &mut Vec<String>,
    ) -> Result<Option<TicketRecord>, Failure> {
        loop {
            let failure = match export.try_next().await {
                Ok(record) => return Ok(record),
                Err(error) => Failure::from(error),
            };
            let case = if self.skip_unreadable { export.skip() } else { None };
            let Some(case) = case else { return Err(failure) };
            let id = case.incident_id.map(|id| id.to_string()).unwrap_or_default();
            desk.screen.note(&format!("{} left out: {}", line(&id), line(&failure.message())));
            left_out.push(id);
        }
    }

    /// Where it goes. The state of one that grows tells what was exported before, so it keeps the filter too.
    fn target(&self, desk: &Desk, request: &ListCases, bounds: &Bounds) -> Result<Target, Failure> {
        if desk.json {
            self.output.as_deref().map_or(Ok(()), crate::paths::refuse_non_utf8)?;
        }
        match (&self.output, &self.resume) {
            (None, _) => Ok(Target::Screen),
            (Some(path), None) => Target::whole(path),
            (Some(path), Some(state)) => {
                let request = serde_json::to_value(request).map_err(|error| Failure::internal(error.to_string()))?;
                let filter = json!({ "states": self.filter.states(), "request": request });
                let (bounds, format) = (bounds.clone(), self.format);
                let asked = State { checkpoint: None, bytes: 0, format, filter, bounds, done: false };
                Target::growing(path, state, asked)
            }
        }
    }

    fn export(desk: &Desk, request: ListCases, bounds: &Bounds, target: &Target) -> tickets::Export {
        let export = desk.tickets.export().matching(request).until(system_time(bounds.until));
        let export = match bounds.since {
            Some(since) => export.since(system_time(since)),
            None => export,
        };
        match target.checkpoint() {
            Some(checkpoint) => export.resume(checkpoint.clone()),
            None => export,
        }
    }

    fn text(&self, record: &TicketRecord) -> Result<String, Failure> {
        match self.format {
            Format::Csv => Ok(csv::row(record)),
            Format::Jsonl => {
                let json = serde_json::to_string(record).map_err(|error| Failure::internal(error.to_string()))?;
                Ok(format!("{json}\n"))
            }
        }
    }

    /// Tells how much was written, unless the tickets themselves went where that would be told.
    fn tell(&self, desk: &mut Desk, written: usize, left_out: &[String]) -> Result<(), Failure> {
        match &self.output {
            Some(path) if desk.json => {
                desk.screen.document(&json!({ "output": path, "tickets": written, "left_out": left_out }))?;
            }
            Some(path) => desk.screen.note(&format!(
                "{} written to {}",
                count(written, "ticket"),
                line(&path.display().to_string())
            )),
            None => {}
        }
        match left_out {
            [] => Ok(()),
            _ => Err(Failure::left_out(format!("{} left out", count(left_out.len(), "ticket")))),
        }
    }
}
