//! Decoder: bytes to records, leniently, with a report of all deviations.
//!
//! The client decodes responses with it, the server requests.

mod budget;
mod context;
mod deviation;
mod error;
mod fields;
pub(crate) mod repair;

pub use context::{DecodeContext, DecodeMode};
pub(crate) use context::{FieldScope, PathSegment};
pub use deviation::{Deviation, DeviationKind, Deviations};
pub use error::DecodeError;
pub use fields::{set_field, set_fields_from_json};

use serde::de::{DeserializeSeed, Error as _};

use crate::decode::budget::TIME_IS_OVER;
use crate::descriptor::{FieldDescriptor, Location};
use crate::json_reader::{JsonReader, Rejected};
use crate::record::{Model, Record};
use crate::serde::de::{DecodeTarget, NullPolicy, Seed};
use crate::value::{InputValue, WireValue};
use repair::{Repaired, repair, without_mark};

/// Decodes a record from JSON.
///
/// # Errors
/// Returns [`DecodeError`] if the text is not JSON, or if a value does not fit its field in any accepted form.
pub fn decode<T: Model>(json: &[u8], mode: DecodeMode) -> Result<(T, Deviations), DecodeError> {
    let mut record = T::unset();
    let mut cx = DecodeContext::new(mode);
    decode_body(&mut record, json, &mut cx)?;
    Ok((record, cx.into_deviations()))
}

/// Decodes the body of a response or a request into an empty record. The content of a file is used unchanged; everything
/// else is JSON. An empty body counts as an empty object. That is a deviation if the record has fields in the body, unless
/// the reference shows it. Damaged text is repaired, which is a deviation too.
///
/// # Errors
/// Returns the errors of [`decode`].
pub fn decode_body(record: &mut dyn Record, json: &[u8], cx: &mut DecodeContext) -> Result<(), DecodeError> {
    let fields = record.descriptor().fields;
    let payload = fields.iter().position(|field| field.location == Location::Payload);
    if let Some(index) = payload.filter(|index| fields[*index].binary) {
        let done = record.get_mut(index).decode(InputValue::Bytes(json), cx);
        return done.map_err(|error| DecodeError::new(fields[index].name, error));
    }
    if without_mark(json).trim_ascii().is_empty() {
        return decode_empty_body(record, payload.map(|index| &fields[index]), cx);
    }
    let Some(index) = payload else {
        return decode_target(DecodeTarget::Record(record), json, cx);
    };
    cx.is_part = true;
    cx.members = fields[index].members;
    let done = decode_value(record.get_mut(index), json, cx);
    cx.is_part = false;
    done
}

/// Decodes an empty body as an empty object.
fn decode_empty_body(
    record: &mut dyn Record,
    payload: Option<&'static FieldDescriptor>,
    cx: &mut DecodeContext,
) -> Result<(), DecodeError> {
    let fields = record.descriptor().fields;
    if !cx.may_be_empty && fields.iter().any(|field| matches!(field.location, Location::BodyField | Location::Payload))
    {
        let noted = cx.note(DeviationKind::MissingRequired, "", "the body is empty");
        noted.map_err(|error| DecodeError::new("", error))?;
    }
    match payload {
        Some(field) if field.required => cx.add_missing(field.name),
        None if !cx.may_be_empty => return decode_target(DecodeTarget::Record(record), b"{}", cx),
        _ => {}
    }
    Ok(())
}

/// Decodes the header fields of a response.
///
/// # Errors
/// Returns [`DecodeError`] if a header does not fit its field.
pub fn decode_headers<'a>(
    record: &mut dyn Record,
    header: &dyn Fn(&str) -> Option<&'a str>,
    cx: &mut DecodeContext,
) -> Result<(), DecodeError> {
    let descriptor = record.descriptor();
    if !descriptor.has(Location::Header) {
        return Ok(());
    }
    for (index, field) in descriptor.fields.iter().enumerate() {
        let text = if field.location == Location::Header { header(field.wire_name) } else { None };
        if let Some(text) = text {
            cx.lenient = true;
            let done = record.get_mut(index).decode(InputValue::Text(text), cx);
            cx.lenient = false;
            done.map_err(|error| DecodeError::new(field.name, error))?;
        }
    }
    Ok(())
}

/// Decodes JSON into any value.
///
/// # Errors
/// Returns the errors of [`decode`].
pub fn decode_value(value: &mut dyn WireValue, json: &[u8], cx: &mut DecodeContext) -> Result<(), DecodeError> {
    decode_target(DecodeTarget::Value(value), json, cx)
}

/// Decodes into a target. The text is validated as UTF-8 once, which costs a fraction of validating each string. Text that
/// cannot be parsed is repaired and parsed again. The second pass visits the same members, so it overwrites all results of
/// the first.
fn decode_target(mut target: DecodeTarget<'_>, json: &[u8], cx: &mut DecodeContext) -> Result<(), DecodeError> {
    let mark = cx.mark();
    let wrong = match std::str::from_utf8(json) {
        Err(error) => DecodeError::new("", format!("not UTF-8: {error}")),
        Ok(text) => match read(target.reborrow(), text, cx) {
            Ok(()) => return Ok(()),
            Err(error) if error.is_data() => return Err(DecodeError::new(cx.error_path(), error)),
            Err(error) => DecodeError::new(cx.error_path(), error),
        },
    };
    match repair(json) {
        Some(repaired) if !(cx.is_server && repaired.damage.is_in_texts()) => {
            cx.rewind(mark);
            decode_repaired(target, &repaired, cx)
        }
        _ => Err(wrong),
    }
}

/// Reads a text, first with the fast reader. If that rejects it, serde_json reads it again, and describes errors.
fn read(mut target: DecodeTarget<'_>, text: &str, cx: &mut DecodeContext) -> Result<(), serde_json::Error> {
    let mark = cx.mark();
    cx.budget.set_body_length(text.len());
    if read_fast(target.reborrow(), text, cx).is_ok() {
        return Ok(());
    }
    if cx.is_timed_out() {
        return Err(serde_json::Error::custom(TIME_IS_OVER));
    }
    cx.rewind(mark);
    cx.budget.set_body_length(text.len());
    read_again(target, text, cx)
}

fn read_fast(target: DecodeTarget<'_>, text: &str, cx: &mut DecodeContext) -> Result<(), Rejected> {
    let mut source = JsonReader::new(text);
    Seed { target, cx, null: NullPolicy::Decode }.deserialize(&mut source)?;
    source.end()
}

#[cold]
fn read_again(target: DecodeTarget<'_>, text: &str, cx: &mut DecodeContext) -> Result<(), serde_json::Error> {
    let mut source = serde_json::Deserializer::from_str(text);
    Seed { target, cx, null: NullPolicy::Decode }.deserialize(&mut source)?;
    source.end()
}

#[cold]
fn decode_repaired(target: DecodeTarget<'_>, repaired: &Repaired, cx: &mut DecodeContext) -> Result<(), DecodeError> {
    for note in repaired.damage.notes() {
        cx.note(DeviationKind::Damaged, "", &note).map_err(|error| DecodeError::new("", error))?;
    }
    read(target, &repaired.text, cx).map_err(|error| DecodeError::new(cx.error_path(), error))
}
