//! The clap value parser of a field.

use std::ffi::OsStr;
use std::sync::{Arc, Mutex};

use clap::builder::{PossibleValue, TypedValueParser};
use clap::error::ErrorKind;
use clap::{Arg, Command};
use hwc_api::serde_json::Value as Json;
use hwc_dynamic::{InputError, UnknownValues, ValueSources, parse_value};
use hwc_wire::Kind;

use crate::lock::lock;

/// A parser of values of one kind. Its errors never contain a secret.
#[derive(Clone)]
pub(super) struct FieldParser {
    kind: Arc<Kind>,
    unknown: UnknownValues,
    sources: Arc<Mutex<ValueSources>>,
    /// The known values, for the help.
    known: Vec<PossibleValue>,
}

impl FieldParser {
    /// Creates a parser.
    pub(super) fn new(kind: Kind, unknown: UnknownValues, sources: &Arc<Mutex<ValueSources>>) -> Self {
        Self { kind: Arc::new(kind), unknown, sources: Arc::clone(sources), known: Vec::new() }
    }

    /// Sets the values that the help lists. Other values may be valid too.
    pub(super) fn known(mut self, known: Vec<PossibleValue>) -> Self {
        self.known = known;
        self
    }

    /// Parses a text.
    pub(super) fn read(&self, text: &str) -> Result<Json, InputError> {
        let mut sources = lock(&self.sources);
        parse_value(&self.kind, text, self.unknown, &mut sources)
    }
}

impl TypedValueParser for FieldParser {
    type Value = Json;

    fn parse_ref(&self, _: &Command, arg: Option<&Arg>, value: &OsStr) -> Result<Json, clap::Error> {
        let invalid = |problem: String| {
            let flag = arg.map(Arg::to_string).unwrap_or_default();
            clap::Error::raw(ErrorKind::ValueValidation, format!("invalid value for '{flag}': {problem}"))
        };
        let text = value.to_str().ok_or_else(|| invalid("not UTF-8 text".to_owned()))?;
        self.read(text).map_err(|error| invalid(input_message(&error)))
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        if self.known.is_empty() { None } else { Some(Box::new(self.known.iter().cloned())) }
    }
}

/// Returns the message of an error in the terms of the command line.
pub(crate) fn input_message(error: &InputError) -> String {
    match error {
        InputError::LiteralSecret { path } if path.is_empty() => {
            "secrets cannot be passed on the command line; use @env:VAR, @FILE or -".to_owned()
        }
        InputError::LiteralSecret { path } => format!(
            "`{path}`: secrets cannot be passed on the command line; use \"@env:VAR\" in its place, or pass the JSON \
             as @FILE or -"
        ),
        InputError::InvalidJson { origin, source } if origin.is_empty() => {
            format!("expected JSON, @FILE, or - for standard input: {source}")
        }
        InputError::UnknownValue { numeric: false, .. } => {
            format!("{error}; `hwc call --no-validate` sends it unchanged")
        }
        _ => error.to_string(),
    }
}
