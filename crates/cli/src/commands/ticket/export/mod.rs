//! `hwc ticket export`: writes all tickets with their details, from the oldest to the newest.

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
use crate::paths;
use crate::show::escape;
use crate::show::progress::Bar;
use crate::show::text::{count, line};
use bounds::Bounds;
use state::State;
use target::Target;

/// The format of an export: JSON lines or CSV.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    Jsonl,
    Csv,
}

/// The byte order mark.
const BOM: &str = "\u{feff}";

/// Arguments of `hwc ticket export`.
#[derive(Debug, Args)]
pub(super) struct Export {
    #[command(flatten)]
    filter: Filter,
    /// Output format
    ///
    /// `jsonl` writes one JSON object per ticket, with all messages. `csv` is a table for spreadsheets. In `csv`, texts
    /// that begin like a formula (with =, +, -, @, a tab or a line break) are prefixed with an apostrophe.
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = Format::Jsonl)]
    format: Format,
    /// Begin with a byte order mark, so that Excel detects UTF-8
    #[arg(long)]
    bom: bool,
    /// Write to FILE (`-` for stdout) [default: stdout]
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Replace the file of --output if it exists
    #[arg(long, requires = "output", conflicts_with = "resume")]
    force: bool,
    /// Record progress in FILE and resume from it
    ///
    /// An interrupted export continues to its end. After a finished export, the next run adds the tickets opened since.
    /// With `--until 10m`, it omits tickets that may not be listed yet.
    #[arg(long, value_name = "FILE", requires = "output")]
    resume: Option<PathBuf>,
    /// Skip unreadable tickets and list them at the end
    #[arg(long)]
    skip_unreadable: bool,
}

impl Export {
    pub(super) async fn run(mut self, desk: &mut Desk) -> Result<(), Failure> {
        self.output = self.output.filter(|path| path.as_os_str() != "-");
        self.check(desk)?;
        let (request, bounds) = (self.filter.request(desk).await?, Bounds::asked(&self.filter, desk)?);
        let mut target = self.target(desk, &request, &bounds)?;
        let bounds = target.bounds().cloned().unwrap_or(bounds);
        let mut export = Self::export(desk, request, &bounds, &target);
        if target.is_new() && self.format == Format::Csv {
            target.write(&format!("{}{}", if self.bom { BOM } else { "" }, csv::HEADINGS), None, &mut desk.screen)?;
        }
        let bar = Bar::counting("tickets");
        let (mut written, mut left_out) = (0, Vec::new());
        while let Some(record) = self.next(&mut export, desk, &mut left_out).await? {
            let text = if self.filter.fits(&record.case) { self.text(&record)? } else { String::new() };
            let text = if self.output.is_none() && desk.screen.terminal { self.harmless(&text) } else { text };
            written += usize::from(!text.is_empty());
            target.write(&text, export.checkpoint(), &mut desk.screen)?;
            bar.step();
        }
        drop(bar);
        target.finish()?;
        self.tell(desk, written, &left_out)
    }

    /// Returns the next readable ticket. With `--skip-unreadable`, records unreadable tickets in `left_out`.
    async fn next(
        &self,
        export: &mut tickets::TicketExport,
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

    /// Opens the target. The state of a growing file describes what was exported before, so it contains the filter too.
    fn target(&self, desk: &Desk, request: &ListCases, bounds: &Bounds) -> Result<Target, Failure> {
        if desk.json() {
            self.output.as_deref().map_or(Ok(()), crate::paths::refuse_non_utf8)?;
        }
        match (&self.output, &self.resume) {
            (None, _) => Ok(Target::Screen),
            (Some(path), None) => {
                paths::refuse_existing(path, self.force)?;
                Target::whole(path)
            }
            (Some(path), Some(state)) => {
                let request = serde_json::to_value(request).map_err(|error| Failure::internal(error.to_string()))?;
                let filter = json!({ "states": self.filter.states(), "request": request });
                let (bounds, format) = (bounds.clone(), self.format);
                let asked = State { checkpoint: None, bytes: 0, format, filter, bounds, done: false };
                Target::growing(path, state, asked)
            }
        }
    }

    fn export(desk: &Desk, request: ListCases, bounds: &Bounds, target: &Target) -> tickets::TicketExport {
        let export = desk.tickets.export().filter(request).until(system_time(bounds.until));
        let export = match bounds.since {
            Some(since) => export.since(system_time(since)),
            None => export,
        };
        match target.checkpoint() {
            Some(checkpoint) => export.resume(checkpoint.clone()),
            None => export,
        }
    }

    /// Rejects contradictory options, and paths that the final report cannot represent.
    fn check(&self, desk: &Desk) -> Result<(), Failure> {
        let wrong = |text: &str| Err(Failure::usage(text));
        match (&self.output, &self.resume) {
            _ if self.bom && self.format != Format::Csv => wrong("--bom is for --format csv"),
            (None, _) if desk.json() && self.format == Format::Csv => {
                wrong("--json and --format csv contradict each other, unless --output names a file")
            }
            (None, Some(_)) => wrong("--resume needs a file as --output"),
            (Some(output), Some(state)) if paths::are_same(output, state) => {
                wrong("--output and --resume name the same file")
            }
            (Some(output), _) if desk.json() => paths::refuse_non_utf8(output),
            _ => Ok(()),
        }
    }

    /// Removes harmful characters from text for a terminal.
    fn harmless(&self, text: &str) -> String {
        match self.format {
            Format::Csv => text.split_inclusive('\n').map(|line| format!("{}\n", escape::harmless(line))).collect(),
            Format::Jsonl => escape::json(text).into_owned(),
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

    /// Reports the number of exported tickets, unless the tickets themselves went to the terminal.
    fn tell(&self, desk: &mut Desk, written: usize, left_out: &[String]) -> Result<(), Failure> {
        match &self.output {
            Some(path) if desk.json() => {
                let path = path.to_string_lossy();
                desk.screen.change(&json!({ "output": path, "tickets": written, "left_out": left_out }), "")?;
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
