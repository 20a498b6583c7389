//! From bytes to records.

use std::fmt;

use serde::Deserializer;
use serde::de::DeserializeSeed;

use crate::context::{Context, DeviationKind, Deviations, Mode, Scope};
use crate::field::Place;
use crate::record::{Model, Record};
use crate::source::{Seed, Target};
use crate::value::{Input, Value};

/// Reads a record from JSON.
///
/// # Errors
/// [`DecodeError`] when the text is no JSON, or holds something of which nothing sensible can be made.
pub fn decode<T: Model>(json: &[u8], mode: Mode) -> Result<(T, Deviations), DecodeError> {
    let mut record = T::empty();
    let mut cx = Context::new(mode);
    decode_body(&mut record, json, &mut cx)?;
    Ok((record, cx.into_deviations()))
}

/// Reads the body of an answer or a request into an empty record. The content of a file is taken as it is; all else is
/// JSON. An empty body counts as an empty object, which is a deviation where there are fields to fill.
///
/// # Errors
/// As [`decode`].
pub fn decode_body(record: &mut dyn Record, json: &[u8], cx: &mut Context) -> Result<(), DecodeError> {
    let fields = record.shape().fields;
    let whole = fields.iter().position(|field| field.place == Place::Whole);
    if let Some(index) = whole.filter(|index| fields[*index].content) {
        let mut done = Ok(());
        record.slots_mut(&mut |slots| done = slots[index].read(Input::Bytes(json), cx));
        return done.map_err(|stop| DecodeError::new(fields[index].name, stop));
    }
    let empty = json.iter().all(u8::is_ascii_whitespace);
    if empty && fields.iter().any(|field| matches!(field.place, Place::Body | Place::Whole)) {
        let noted = cx.deviate(DeviationKind::MissingRequired, "", "the body is empty".to_owned());
        noted.map_err(|stop| DecodeError::new("", stop))?;
    }
    let json: &[u8] = if empty { b"{}" } else { json };
    match whole {
        Some(_) if empty => Ok(()),
        Some(index) => {
            let mut done = Ok(());
            record.slots_mut(&mut |slots| done = decode_value(&mut *slots[index], json, cx));
            done
        }
        None => decode_target(Target::Record(record), json, cx),
    }
}

/// Reads what an answer carries in its headers.
///
/// # Errors
/// [`DecodeError`] when a header does not fit its field.
pub fn decode_headers<'a>(
    record: &mut dyn Record,
    header: &dyn Fn(&str) -> Option<&'a str>,
    cx: &mut Context,
) -> Result<(), DecodeError> {
    let shape = record.shape();
    if !shape.has(Place::Header) {
        return Ok(());
    }
    let mut done = Ok(());
    record.slots_mut(&mut |slots| {
        for (field, slot) in shape.fields.iter().zip(slots) {
            let text = if field.place == Place::Header { header(field.name) } else { None };
            if let (Ok(()), Some(text)) = (&done, text) {
                cx.loose = true;
                done = slot.read(Input::Text(text), cx).map_err(|stop| DecodeError::new(field.name, stop));
                cx.loose = false;
            }
        }
    });
    done
}

/// Reads JSON into any value.
///
/// # Errors
/// As [`decode`].
pub fn decode_value(value: &mut dyn Value, json: &[u8], cx: &mut Context) -> Result<(), DecodeError> {
    decode_target(Target::Value(value), json, cx)
}

/// The text is checked once, as a whole: that costs a fraction of checking every string on its own.
fn decode_target(target: Target<'_>, json: &[u8], cx: &mut Context) -> Result<(), DecodeError> {
    let json = std::str::from_utf8(json).map_err(|error| DecodeError::new("", format!("no UTF-8: {error}")))?;
    let mut source = serde_json::Deserializer::from_str(json);
    let read = Seed { target, cx, keep: false }.deserialize(&mut source);
    read.and_then(|()| source.end()).map_err(|error| DecodeError::new(cx.trail(), error))
}

/// For the models' `Deserialize`: tolerant, and silent about deviations. Works with self-describing formats.
///
/// # Errors
/// What the source says.
pub fn from_deserializer<'de, T: Model, D: Deserializer<'de>>(source: D) -> Result<T, D::Error> {
    let mut record = T::empty();
    let mut cx = Context::default();
    cx.scope = Scope::All;
    Seed { target: Target::Record(&mut record), cx: &mut cx, keep: false }.deserialize(source)?;
    Ok(record)
}

/// Why an answer or a request could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecodeError {
    path: String,
    problem: String,
}

impl DecodeError {
    pub(crate) fn new(path: &str, problem: impl fmt::Display) -> Self {
        Self { path: path.to_owned(), problem: problem.to_string() }
    }

    /// The same error, seen from one level higher.
    pub(crate) fn inside(mut self, name: &str) -> Self {
        let joint = if self.path.is_empty() || self.path.starts_with('[') { "" } else { "." };
        self.path = format!("{name}{joint}{}", self.path);
        self
    }

    /// The place in the JSON, as in `incident_auth_list[2].status`; empty for the top.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.path.is_empty() { f.write_str(&self.problem) } else { write!(f, "{}: {}", self.path, self.problem) }
    }
}

impl std::error::Error for DecodeError {}
