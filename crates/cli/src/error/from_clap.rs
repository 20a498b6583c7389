//! Conversion of the errors of clap.

use clap::error::{ContextKind, ContextValue, ErrorKind};

use super::CliError;

impl CliError {
    /// Converts an error of clap. The command that prints the help replaces the usage in the text of clap.
    pub(crate) fn from_clap(error: &clap::Error, help: Option<String>) -> Self {
        let converted = match error.kind() {
            ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => Self::usage("missing arguments"),
            ErrorKind::MissingSubcommand => Self::usage("missing command").with_choices(commands(error)),
            _ => Self::usage(message(error)).with_choices(choices(error)),
        };
        match help {
            Some(help) => converted.with_next(help, "to list the arguments"),
            None => converted,
        }
    }
}

/// Returns the text of clap in one line, without the usage.
fn message(error: &clap::Error) -> String {
    let text = error.to_string();
    let message = text.split("\nUsage:").next().unwrap_or_default();
    let message = message.split("\nFor more information").next().unwrap_or_default();
    join_lines(message).trim_start_matches("error: ").to_owned()
}

/// Returns the valid values, or those that clap suggests.
fn choices(error: &clap::Error) -> Vec<String> {
    let kinds = [ContextKind::ValidValue, ContextKind::SuggestedSubcommand, ContextKind::SuggestedArg];
    kinds.into_iter().map(|kind| values(error, kind)).find(|values| !values.is_empty()).unwrap_or_default()
}

/// Returns the commands without those that users do not run.
fn commands(error: &clap::Error) -> Vec<String> {
    let mut names = values(error, ContextKind::ValidSubcommand);
    names.retain(|name| !name.starts_with("__") && name != "help");
    names
}

fn values(error: &clap::Error, kind: ContextKind) -> Vec<String> {
    match error.get(kind) {
        Some(ContextValue::Strings(values)) => values.clone(),
        Some(ContextValue::String(value)) if !value.is_empty() => vec![value.clone()],
        _ => Vec::new(),
    }
}

/// Joins the lines of a message. A line after a colon continues it.
fn join_lines(message: &str) -> String {
    let lines = message.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.fold(String::new(), |joined, line| match joined.as_str() {
        "" => line.to_owned(),
        text if text.ends_with(':') => format!("{joined} {line}"),
        _ => format!("{joined}; {line}"),
    })
}
