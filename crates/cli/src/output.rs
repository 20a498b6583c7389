//! Where output goes: results to standard output, all else to standard error. JSON is spread over lines for people at a
//! terminal, and one line for programs.

use std::io::{self, IsTerminal, Write};

use hwc_api::serde_json;
use serde::Serialize;

use crate::failure::Failure;

/// Writes a result as JSON to standard output.
pub(crate) fn result(value: &impl Serialize) -> Result<(), Failure> {
    let out = io::stdout();
    write_json(&mut out.lock(), out.is_terminal(), value).map_err(|error| Failure::write(&error))
}

/// Writes JSON that is one line by agreement, whoever reads it.
#[cfg(feature = "sandbox")]
pub(crate) fn line(value: &impl Serialize) -> Result<(), Failure> {
    write_json(&mut io::stdout().lock(), false, value).map_err(|error| Failure::write(&error))
}

/// Writes a warning or an error as JSON to standard error.
pub(crate) fn note(value: &impl Serialize) -> io::Result<()> {
    let out = io::stderr();
    write_json(&mut out.lock(), out.is_terminal(), value)
}

/// Writes text to standard error, with its colours where they are wanted.
pub(crate) fn note_text(text: &str) -> io::Result<()> {
    let mut out = anstream::stderr().lock();
    out.write_all(text.as_bytes()).and_then(|()| out.flush())
}

/// Writes text to standard output.
pub(crate) fn text(text: &str) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes()).and_then(|()| out.flush()).map_err(|error| Failure::write(&error))
}

fn write_json(out: &mut dyn Write, pretty: bool, value: &impl Serialize) -> io::Result<()> {
    let text = if pretty { serde_json::to_string_pretty(value) } else { serde_json::to_string(value) };
    writeln!(out, "{}", text.map_err(io::Error::other)?)?;
    out.flush()
}
