//! Questions to a person at a terminal, and texts from standard input.

use std::io;

use hwc_dynamic::decode_text;

use super::Ui;
use super::style::Style;
use super::text::sanitize_line;
use crate::error::CliError;

impl Ui {
    /// Returns the reason why the command cannot prompt; `None` if it can.
    pub(crate) fn prompt_obstacle(&self) -> Option<&'static str> {
        match self.interactive {
            false => Some("not a terminal"),
            true if self.format_requested => Some("an output format is set"),
            true => None,
        }
    }

    /// Returns true if the command can prompt.
    pub(crate) fn can_prompt(&self) -> bool {
        self.prompt_obstacle().is_none()
    }

    /// Prints one of several choices.
    pub(crate) fn offer(&mut self, number: usize, choice: &str) {
        let number = Style::Faint.paint(format!("{number:4}"));
        let _ = writeln!(self.notes, "{number} {}", sanitize_line(choice));
    }

    /// Prints a question whose reply is read elsewhere.
    pub(crate) fn question(&mut self, question: &str) {
        let _ = write!(self.notes, "{question} ").and_then(|()| self.notes.flush());
    }

    /// Prompts for a line. Returns `None` at the end of the input.
    pub(crate) fn prompt(&mut self, question: &str) -> Result<Option<String>, CliError> {
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
    pub(crate) fn read_input(&mut self) -> Result<String, CliError> {
        let mut bytes = Vec::new();
        self.input.read_to_end(&mut bytes).map_err(|error| unreadable(&error))?;
        let text = decode_text(bytes, "standard input").map_err(|error| CliError::usage(error.to_string()))?;
        Ok(text.trim_end_matches(['\r', '\n']).to_owned())
    }
}

fn unreadable(error: &io::Error) -> CliError {
    CliError::usage(format!("cannot read standard input: {error}"))
}
