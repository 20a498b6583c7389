//! The output layer: results go to standard output or to a file, everything else to standard error. JSON is indented at
//! a terminal and one line elsewhere.

mod blocking_writer;
pub(crate) mod csv;
pub(crate) mod editor;
pub(crate) mod escape;
pub(crate) mod format;
pub(crate) mod hyperlink;
pub(crate) mod jq;
pub(crate) mod json_table;
pub(crate) mod note;
pub(crate) mod page;
pub(crate) mod pager;
pub(crate) mod progress;
mod prompt;
mod report;
mod selection;
mod serialize;
pub(crate) mod streams;
pub(crate) mod style;
pub(crate) mod table;
pub(crate) mod terminal_echo;
pub(crate) mod text;
pub(crate) mod time;

use std::io::{self, BufRead, IsTerminal, Write};

use anstream::adapter::strip_str;
use hwc_api::serde_json;
use serde::Serialize;

use crate::args::global::GlobalArgs;
use crate::error::CliError;
use format::Format;
use note::Note;
pub(crate) use report::report;
pub(crate) use selection::Selection;
pub(crate) use streams::Sink;

/// The output, notes and input of a command.
pub(crate) struct Ui {
    /// The target of results.
    pub(crate) out: Sink,
    /// The writer for notes and questions.
    pub(crate) notes: Box<dyn Write>,
    /// The reader for replies to questions, and for texts given as `-`.
    pub(crate) input: Box<dyn BufRead>,
    /// The format of results.
    pub(crate) format: Format,
    /// True if notes are JSON.
    pub(crate) json_notes: bool,
    /// True if results go to a terminal.
    pub(crate) terminal: bool,
    /// True if standard input and standard error are a terminal.
    pub(crate) interactive: bool,
    /// True if the command line sets the format. The command never prompts then.
    pub(crate) format_requested: bool,
    /// The width of the terminal.
    pub(crate) width: Option<u16>,
}

/// Returns standard output for results, through a pager if one is requested.
fn stdout(format: Format, paged: bool) -> Box<dyn Write> {
    match format {
        _ if paged => Box::new(pager::Pager::default()),
        Format::Table => streams::colored_stdout(),
        _ => streams::stdout(),
    }
}

impl Ui {
    /// Uses standard output, standard error and standard input.
    pub(crate) fn new(format: Format, format_requested: bool) -> Self {
        let (out, notes, input) = (io::stdout(), io::stderr(), io::stdin());
        let terminal = out.is_terminal();
        Self {
            width: if terminal { table::terminal_width() } else { None },
            out: Sink::Stdout(stdout(format, terminal && GlobalArgs::current().uses_pager())),
            interactive: input.is_terminal() && notes.is_terminal(),
            notes: streams::colored_stderr(),
            input: Box::new(io::BufReader::new(input)),
            format,
            json_notes: note::are_json(),
            terminal,
            format_requested,
        }
    }

    /// Writes results to this file instead of standard output; `None` changes nothing.
    pub(crate) fn with_file(self, file: Option<Sink>) -> Self {
        match file {
            Some(out) => Self { out, terminal: false, width: None, ..self },
            None => self,
        }
    }

    /// Writes text. Colors and line breaks are those of a terminal.
    pub(crate) fn text(&mut self, text: &str) -> Result<(), CliError> {
        match self.out.is_file() && self.format == Format::Table {
            true => self.out.write(&strip_str(text).to_string()),
            false => self.out.write(text),
        }
    }

    /// Writes one result.
    pub(crate) fn document(
        &mut self,
        value: &impl Serialize,
        text: impl FnOnce(&Self) -> String,
    ) -> Result<(), CliError> {
        let text = match (Selection::current(), self.format) {
            (Some(selection), _) => selection.document(value, self)?,
            (None, Format::Table) => text(self),
            (None, format) => serialize::document(value, format, self.terminal)?,
        };
        self.text(&text)
    }

    /// Writes one of several results as soon as it is known.
    pub(crate) fn item(&mut self, value: &impl Serialize, text: impl FnOnce(&Self) -> String) -> Result<(), CliError> {
        let text = match (Selection::current(), self.format) {
            (Some(selection), _) => selection.item(value, self)?,
            (None, Format::Table) => text(self),
            (None, format) => serialize::item(value, format, self.terminal)?,
        };
        self.text(&text)
    }

    /// Formats one of several results for programs.
    pub(crate) fn format_item(&self, value: &impl Serialize) -> Result<String, CliError> {
        match Selection::current() {
            Some(selection) => selection.item(value, self),
            None => serialize::item(value, self.format, self.terminal),
        }
    }

    /// Writes a list of results. `table` is not called for an empty list, for which people get the note `none`.
    pub(crate) fn list<T: Serialize>(
        &mut self,
        items: &[T],
        none: &str,
        table: impl FnOnce(&Self) -> table::Table,
    ) -> Result<(), CliError> {
        let text = match (Selection::current(), self.format) {
            (_, Format::Table) if items.is_empty() => {
                self.note(none);
                return Ok(());
            }
            (Some(selection), _) => selection.list(items, self)?,
            (None, Format::Table) => table(self).text(self.width),
            (None, format) => serialize::list(items, format, self.terminal)?,
        };
        self.text(&text)
    }

    /// Writes the result of a change. If that fails, a note reports the change, since it cannot be queried again.
    pub(crate) fn change(&mut self, value: &impl Serialize, text: &str) -> Result<(), CliError> {
        let written = self.document(value, |_| format!("{}\n", text.trim_end()));
        written.inspect_err(|_| self.write_note(&Note::done(serde_json::to_value(value).unwrap_or_default(), text)))
    }

    /// Writes the results of several changes, as [`change`](Self::change) does.
    pub(crate) fn changes<T: Serialize>(&mut self, values: &[T], text: &str) -> Result<(), CliError> {
        let written = match (Selection::current(), self.format) {
            (Some(selection), _) => selection.list(values, self).and_then(|text| self.text(&text)),
            (None, Format::Table) => self.text(&format!("{}\n", text.trim_end())),
            (None, format) => serialize::list(values, format, self.terminal).and_then(|text| self.text(&text)),
        };
        written.inspect_err(|_| self.write_note(&Note::done(serde_json::to_value(values).unwrap_or_default(), text)))
    }

    /// Writes a note. A note that cannot be written is ignored.
    pub(crate) fn note(&mut self, text: &str) {
        self.write_note(&Note::new(text));
    }

    /// Writes a line to standard error. A line that cannot be written is ignored.
    pub(crate) fn write_note(&mut self, note: &Note) {
        if note.is_suppressed() {
            return;
        }
        let text = note.text(self.json_notes);
        progress::suspended(|| {
            let _ = self.notes.write_all(text.as_bytes()).and_then(|()| self.notes.flush());
        });
    }

    /// Completes the file of the results.
    pub(crate) fn finish(self) -> Result<(), CliError> {
        self.out.finish()
    }
}
