//! The input and output of a command. It detects terminals. Tests replace it.

use std::io::{self, BufRead, IsTerminal, Write};

use hwc_api::serde_json;
use serde::Serialize;

use super::colour::Tone;
use super::text::line;
use super::{escape, progress, table};
use crate::failure::Failure;
use crate::output::{self, Note};

/// Output, notes and input of a command.
pub(crate) struct Screen {
    /// The writer for results. Its input has colors, which it removes if they are not supported or not wanted.
    pub(crate) out: Box<dyn Write>,
    /// The writer for notes and questions.
    pub(crate) notes: Box<dyn Write>,
    /// The reader for replies to questions, and for texts given as `-`.
    pub(crate) input: Box<dyn BufRead>,
    /// True if results go to a terminal.
    pub(crate) terminal: bool,
    /// True if the command can prompt.
    pub(crate) asks: bool,
    /// True if results and notes are JSON. The command never prompts then.
    pub(crate) json: bool,
    /// The width of the terminal.
    pub(crate) width: Option<u16>,
}

impl Screen {
    /// Uses standard output, standard error and standard input.
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

    /// Writes a result for programs as one document.
    pub(crate) fn document(&mut self, value: &impl Serialize) -> Result<(), Failure> {
        let text = if self.terminal { serde_json::to_string_pretty(value) } else { serde_json::to_string(value) };
        self.json(text)
    }

    /// Writes one of several results for programs as one line.
    pub(crate) fn json_line(&mut self, value: &impl Serialize) -> Result<(), Failure> {
        self.json(serde_json::to_string(value))
    }

    /// Writes the result of a change, as a document or as text. If that fails, a note reports the change, since it
    /// cannot be queried again.
    pub(crate) fn change(&mut self, json: &impl Serialize, words: &str) -> Result<(), Failure> {
        let written = if self.json { self.document(json) } else { self.text(&format!("{}\n", words.trim_end())) };
        written.inspect_err(|_| self.say(&Note::done(serde_json::to_value(json).unwrap_or_default(), words)))
    }

    fn json(&mut self, text: serde_json::Result<String>) -> Result<(), Failure> {
        let text = text.map_err(|error| Failure::internal(error.to_string()))?;
        let text = if self.terminal { escape::json(&text) } else { text.into() };
        self.text(&format!("{text}\n"))
    }

    /// Writes a note. A note that cannot be written is ignored.
    pub(crate) fn note(&mut self, text: &str) {
        self.say(&Note::new(text));
    }

    /// Prints one of several choices.
    pub(crate) fn offer(&mut self, number: usize, choice: &str) {
        let _ = writeln!(self.notes, "{} {}", Tone::Faint.paint(format!("{number:4}")), line(choice));
    }

    fn say(&mut self, note: &Note) {
        let text = note.text(self.json);
        progress::suspended(|| {
            let _ = self.notes.write_all(text.as_bytes()).and_then(|()| self.notes.flush());
        });
    }

    /// Prompts for a line. Returns `None` at the end of the input.
    pub(crate) fn ask(&mut self, question: &str) -> Result<Option<String>, Failure> {
        let _ = write!(self.notes, "{question} ").and_then(|()| self.notes.flush());
        let mut line = String::new();
        let read = self.input.read_line(&mut line).map_err(|error| unreadable(&error))?;
        if read == 0 {
            // The next output begins on a new line.
            let _ = writeln!(self.notes);
        }
        Ok((read > 0).then(|| line.trim().to_owned()))
    }

    /// Reads all of the input, without a byte order mark and the final line break.
    pub(crate) fn all_input(&mut self) -> Result<String, Failure> {
        let mut bytes = Vec::new();
        self.input.read_to_end(&mut bytes).map_err(|error| unreadable(&error))?;
        let text =
            hwc_dynamic::decode_text(bytes, "standard input").map_err(|error| Failure::usage(error.to_string()))?;
        Ok(text.trim_end_matches(['\r', '\n']).to_owned())
    }
}

fn unreadable(error: &io::Error) -> Failure {
    Failure::usage(format!("standard input cannot be read: {error}"))
}
