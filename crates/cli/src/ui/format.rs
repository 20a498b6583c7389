//! Output formats, and the formats and defaults of a command.

use clap::ValueEnum;

use crate::error::CliError;

/// An output format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// Tables, pages and sentences for people.
    Table,
    /// One JSON document; one line for each item of a stream.
    Json,
    /// One line of JSON for each item.
    Jsonl,
    /// One YAML document; one document for each item of a stream.
    Yaml,
    /// Comma-separated values with a line of headings.
    Csv,
}

impl Format {
    /// Returns the name of the format on the command line.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Table => "table",
            Self::Json => "json",
            Self::Jsonl => "jsonl",
            Self::Yaml => "yaml",
            Self::Csv => "csv",
        }
    }

    /// Returns true for the formats with JSON on standard error.
    pub(crate) fn is_json(self) -> bool {
        matches!(self, Self::Json | Self::Jsonl)
    }

    /// Finds the format with this name.
    pub(crate) fn find(name: &str) -> Option<Self> {
        Self::value_variants().iter().copied().find(|format| format.name() == name)
    }

    /// Parses the value of `--output`. The error for a path refers to `--out`.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let expected = || format!("expected {}; to write to a file, use --out", list(Self::value_variants()));
        Self::find(text).ok_or_else(expected)
    }
}

/// The formats that a command supports, and its defaults.
#[derive(Debug)]
pub(crate) struct Formats {
    /// The supported formats.
    pub(crate) supported: &'static [Format],
    /// The default at a terminal.
    pub(crate) terminal: Format,
    /// The default for files and pipes.
    pub(crate) piped: Format,
}

/// Lists of records.
pub(crate) const LIST: Formats = Formats {
    supported: &[Format::Table, Format::Json, Format::Jsonl, Format::Yaml, Format::Csv],
    terminal: Format::Table,
    piped: Format::Json,
};

/// Single results with nested values.
pub(crate) const DOCUMENT: Formats = Formats {
    supported: &[Format::Table, Format::Json, Format::Jsonl, Format::Yaml],
    terminal: Format::Table,
    piped: Format::Json,
};

/// Items that are printed as they arrive.
pub(crate) const STREAM: Formats = Formats { piped: Format::Jsonl, ..DOCUMENT };

impl Formats {
    /// Returns the format to print: the requested one, or the default.
    ///
    /// # Errors
    /// Fails if the command does not support the requested format.
    pub(crate) fn resolve(&self, requested: Option<Format>, terminal: bool) -> Result<Format, CliError> {
        match requested {
            None if terminal => Ok(self.terminal),
            None => Ok(self.piped),
            Some(format) if self.supported.contains(&format) => Ok(format),
            Some(format) => {
                let (format, fit) = (format.name(), list(self.supported));
                Err(CliError::usage(format!("this command has no output format `{format}`; use {fit}")))
            }
        }
    }
}

/// Lists the names of formats, as in `table, json or csv`.
fn list(formats: &[Format]) -> String {
    let names: Vec<&str> = formats.iter().map(|format| format.name()).collect();
    match names.split_last() {
        Some((last, others)) if !others.is_empty() => format!("{} or {last}", others.join(", ")),
        _ => names.concat(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_default_depends_on_the_terminal() {
        assert_eq!(LIST.resolve(None, true).unwrap(), Format::Table);
        assert_eq!(LIST.resolve(None, false).unwrap(), Format::Json);
        assert_eq!(STREAM.resolve(None, false).unwrap(), Format::Jsonl);
        assert_eq!(LIST.resolve(Some(Format::Csv), true).unwrap(), Format::Csv);
    }

    #[test]
    fn errors_name_the_formats_that_fit() {
        let refused = DOCUMENT.resolve(Some(Format::Csv), false).unwrap_err().message();
        assert_eq!(refused, "this command has no output format `csv`; use table, json, jsonl or yaml");
        assert_eq!(
            Format::parse("app.log").unwrap_err(),
            "expected table, json, jsonl, yaml or csv; to write to a file, use --out"
        );
        for format in Format::value_variants() {
            assert_eq!(format.to_possible_value().unwrap().get_name(), format.name());
            assert_eq!(Format::parse(format.name()), Ok(*format));
        }
    }
}
