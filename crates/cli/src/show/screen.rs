//! Where a command writes to and asks at. It knows whether people are there, and is something else in tests.

use std::io::{self, BufRead, IsTerminal, Write};

use hwc_api::serde_json;
use serde::Serialize;

use super::colour::Tone;
use super::text::line;
use super::{escape, progress, table};
use crate::call::sources::text_of;
use crate::failure::Failure;
use crate::output::{self, Note};

/// Output, notes beside it, and input.
pub(crate) struct Screen {
    /// Results. What it is given has colours; it takes them out where they are not wanted.
    pub(crate) out: Box<dyn Write>,
    /// Notes and questions, which are no results.
    pub(crate) notes: Box<dyn Write>,
    /// Answers to questions, and texts that are given as `-`.
    pub(crate) input: Box<dyn BufRead>,
    /// Whether results go to a terminal.
    pub(crate) terminal: bool,
    /// True if somebody can be asked.
    pub(crate) asks: bool,
    /// True if results and notes are JSON. Nothing is asked then.
    pub(crate) json: bool,
    /// How wide the terminal is.
    pub(crate) width: Option<u16>,
}

impl Screen {
    /// Standard output, standard error and standard input.
    pub(crate) fn standard(json: bool) -> Self {
        let (out, notes, input) = (io::stdout(), io::stderr(), io::stdin());
        let (terminal, asks) = (out.is_terminal(), !json && input.is_terminal() && notes.is_terminal());
        Self {
            width: if terminal { table::screen_width() } else { None },
            out: if json { output::stdout() } else { output::colored_stdout() },
            notes: output::colored_stderr(),
            input: Box::new(io::BufReader::new(input)),
            terminal,
            asks,
            json,
        }
    }

    /// Writes a result for people.
    pub(crate) fn text(&mut self, text: &str) -> Result<(), Failure> {
        let done = self.out.write_all(text.as_bytes()).and_then(|()| self.out.flush());
        done.map_err(|error| Failure::write(&error))
    }

    /// Writes a result for programs, which is one document.
    pub(crate) fn document(&mut self, value: &impl Serialize) -> Result<(), Failure> {
        let text = if self.terminal { serde_json::to_string_pretty(value) } else { serde_json::to_string(value) };
        self.json(text)
    }

    /// Writes one of several results for programs, which is one line.
    pub(crate) fn json_line(&mut self, value: &impl Serialize) -> Result<(), Failure> {
        self.json(serde_json::to_string(value))
    }

    /// Writes the result of a change, as a document or in words. Where that fails, a note says what was done: it cannot be asked
    /// for again.
    pub(crate) fn change(&mut self, json: &impl Serialize, words: &str) -> Result<(), Failure> {
        let written = if self.json { self.document(json) } else { self.text(&format!("{}\n", words.trim_end())) };
        written.inspect_err(|_| self.say(&Note::done(serde_json::to_value(json).unwrap_or_default(), words)))
    }

    fn json(&mut self, text: serde_json::Result<String>) -> Result<(), Failure> {
        let text = text.map_err(|error| Failure::internal(error.to_string()))?;
        let text = if self.terminal { escape::json(&text) } else { text.into() };
        self.text(&format!("{text}\n"))
    }

    /// Says something that is no result. That it cannot be said changes nothing.
    pub(crate) fn note(&mut self, text: &str) {
        self.say(&Note::new(text));
    }

    /// Offers one of several choices.
    pub(crate) fn offer(&mut self, number: usize, choice: &str) {
        let _ = writeln!(self.notes, "{} {}", Tone::Faint.paint(format!("{number:4}")), line(choice));
    }

    fn say(&mut self, note: &Note) {
        let text = note.text(self.json);
        progress::suspended(|| {
            let _ = self.notes.write_all(text.as_bytes()).and_then(|()| self.notes.flush());
        });
    }

    /// Asks for a line; `None` when there is none any more.
    pub(crate) fn ask(&mut self, question: &str) -> Result<Option<String>, Failure> {
        let _ = write!(self.notes, "{question} ").and_then(|()| self.notes.flush());
        let mut line = String::new();
        let read = self.input.read_line(&mut line).map_err(|error| unreadable(&error))?;
        if read == 0 {
            // Whatever comes next begins a line of its own.
            let _ = writeln!(self.notes);
        }
        Ok((read > 0).then(|| line.trim().to_owned()))
    }

    /// All of the input, without a byte order mark and the line end at its end.
    pub(crate) fn all_input(&mut self) -> Result<String, Failure> {
        let mut bytes = Vec::new();
        self.input.read_to_end(&mut bytes).map_err(|error| unreadable(&error))?;
        let text = text_of(bytes, "standard input").map_err(Failure::usage)?;
        Ok(text.trim_end_matches(['\r', '\n']).to_owned())
    }
}

fn unreadable(error: &io::Error) -> Failure {
    Failure::usage(format!("standard input cannot be read: {error}"))
}
