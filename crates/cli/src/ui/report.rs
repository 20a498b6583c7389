//! Reports of errors: a line on standard error and the exit code.

use std::process::ExitCode;

use super::note::{self, Note};
use super::style::Style;
use super::text::sanitize;
use crate::error::CliError;

/// Prints an error and returns the exit code. If printing fails, the exit code is the only report.
pub(crate) fn report(error: CliError) -> ExitCode {
    let exit = error.exit();
    if !error.is_silent() {
        let text = error.help().map_or_else(|| human(&error), str::to_owned);
        note::print(&Note::error(error.into_members(), text));
    }
    exit.into()
}

/// Formats an error for people.
fn human(error: &CliError) -> String {
    let mut text = format!("{} {}\n", Style::Bad.paint("error:"), sanitize(&error.message()));
    let service = error.member("service");
    let mut add = |name: &str, value: &str| {
        text.push_str(&format!("  {} {}\n", Style::Faint.paint(format!("{name}:")), sanitize(value)));
    };
    if let Some(hint) = error.member("hint").as_str() {
        add("hint", hint);
    }
    // Most messages end with the request.
    if let Some(request) = service["request_id"].as_str().filter(|request| !error.message().contains(request)) {
        add("request", request);
    }
    for next in error.member("next").as_array().into_iter().flatten() {
        let part = |name: &str| next[name].as_str().unwrap_or_default();
        add("next", &format!("`{}` {}", part("command"), part("when")));
    }
    text
}
