//! Output: results go to standard output, everything else to standard error. JSON is indented at a terminal and one
//! line elsewhere. Lines on standard error are JSON if results are.

mod note;
mod patient;

use std::ffi::OsString;
use std::io::{self, IsTerminal, Write};
use std::sync::atomic::{AtomicBool, Ordering};

use anstream::AutoStream;
use hwc_api::serde_json;
use serde::Serialize;

use crate::failure::Failure;
use crate::show::{escape, progress};

pub(crate) use note::Note;
use patient::Patient;

/// True if the lines on standard error are JSON.
static JSON_NOTES: AtomicBool = AtomicBool::new(false);

/// Sets the format of notes from the words of the command line, so that errors in these words have the same format as
/// others.
pub(crate) fn follow_command_line(words: &[OsString]) {
    let before_escape = || words.iter().skip(1).take_while(|word| *word != "--");
    let has = |wanted: &str| before_escape().any(|word| word == wanted);
    let json = match before_escape().next().and_then(|word| word.to_str()) {
        Some("call") => true,
        Some("sandbox") => has("serve"),
        _ => has("--json"),
    };
    JSON_NOTES.store(json, Ordering::Relaxed);
}

/// Returns true if the lines on standard error are JSON.
pub(crate) fn notes_are_json() -> bool {
    JSON_NOTES.load(Ordering::Relaxed)
}

/// Returns standard output, which waits for a slow reader.
pub(crate) fn stdout() -> Box<dyn Write> {
    Box::new(Patient(io::stdout()))
}

/// Returns standard output for text. Colors are removed if they are not supported or not wanted.
pub(crate) fn colored_stdout() -> Box<dyn Write> {
    let choice = AutoStream::auto(io::stdout()).current_choice();
    Box::new(AutoStream::new(stdout(), choice))
}

/// Returns standard error for text. Colors are removed if they are not supported or not wanted.
pub(crate) fn colored_stderr() -> Box<dyn Write> {
    let choice = AutoStream::auto(io::stderr()).current_choice();
    Box::new(AutoStream::new(Box::new(Patient(io::stderr())) as Box<dyn Write>, choice))
}

/// Writes a result as JSON to standard output.
pub(crate) fn result(value: &impl Serialize) -> Result<(), Failure> {
    let terminal = io::stdout().is_terminal();
    let json = if terminal { serde_json::to_string_pretty(value) } else { serde_json::to_string(value) };
    let json = json.map_err(|error| Failure::internal(error.to_string()))?;
    let json = if terminal { escape::json(&json) } else { json.into() };
    text(&format!("{json}\n"))
}

/// Writes the result of a change. If that fails, `done` on standard error reports the change, since it cannot be
/// queried again.
pub(crate) fn change(value: &impl Serialize, done: &impl Fn() -> Note) -> Result<(), Failure> {
    result(value).inspect_err(|_| say(&done()))
}

/// Writes JSON in one line, also at a terminal.
#[cfg(feature = "sandbox")]
pub(crate) fn line(value: &impl Serialize) -> Result<(), Failure> {
    let json = serde_json::to_string(value).map_err(|error| Failure::internal(error.to_string()))?;
    text(&format!("{json}\n"))
}

/// Writes a note to standard error. A note that cannot be written is ignored.
pub(crate) fn say(note: &Note) {
    let text = note.text(notes_are_json());
    progress::suspended(|| {
        let mut out = colored_stderr();
        let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
    });
}

/// Writes text to standard output.
pub(crate) fn text(text: &str) -> Result<(), Failure> {
    write(&mut stdout(), text)
}

/// Writes text to standard output. Colors are removed if they are not supported or not wanted.
pub(crate) fn colored_text(text: &str) -> Result<(), Failure> {
    write(&mut colored_stdout(), text)
}

fn write(out: &mut dyn Write, text: &str) -> Result<(), Failure> {
    out.write_all(text.as_bytes()).and_then(|()| out.flush()).map_err(|error| Failure::write(&error))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_are_json_where_results_are() {
        let json = |words: &[&str]| {
            follow_command_line(&words.iter().map(OsString::from).collect::<Vec<_>>());
            let json = notes_are_json();
            JSON_NOTES.store(false, Ordering::Relaxed);
            json
        };
        assert!(json(&["hwc", "call", "X"]) && json(&["hwc", "call"]));
        assert!(json(&["hwc", "ticket", "list", "--json"]) && json(&["hwc", "demo", "--json"]));
        assert!(json(&["hwc", "sandbox", "serve"]));
        assert!(!json(&["hwc", "ticket", "list"]) && !json(&["hwc", "operations"]) && !json(&["hwc"]));
        assert!(!json(&["hwc", "ticket", "reply", "case-1", "--", "--json"]), "a text");
    }
}
