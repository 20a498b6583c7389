//! Setting of single fields by name, in any location.

use serde_json::{Map, Value as Json};

use crate::decode::{DecodeContext, DecodeError, DeviationKind, decode_value};
use crate::record::Record;
use crate::value::{InputValue, ValueError, ValueRef, WireValue};

/// Sets one field by its name, or by its path inside records, as in `pageInfo.pageCursor`. Pagination sets the next page
/// this way. Returns `None` for an unknown field.
///
/// # Errors
/// Returns the errors of [`WireValue::decode`](crate::value::WireValue::decode).
#[inline]
pub fn set_field(record: &mut dyn Record, name: &str, input: InputValue<'_>) -> Option<Result<(), ValueError>> {
    let find = |name: &str| record.descriptor().fields.iter().position(|field| field.is_called(name));
    if let Some(index) = find(name) {
        return Some(record.get_mut(index).decode(input, &mut DecodeContext::default().with_text_values()));
    }
    let (first, rest) = name.split_once('.')?;
    let index = find(first)?;
    Some(set_member(record, index, rest, input))
}

/// Sets a member of a record inside a field. The field is written as JSON, changed and decoded again, which keeps its other
/// members.
#[inline]
fn set_member(record: &mut dyn Record, index: usize, path: &str, input: InputValue<'_>) -> Result<(), ValueError> {
    let mismatch = |text: String| ValueError::Mismatch(text);
    let view = record.get(index).view();
    let mut json = match view {
        ValueRef::Absent => Json::Object(Map::new()),
        view => serde_json::to_value(view).map_err(|error| mismatch(error.to_string()))?,
    };
    let mut value = Json::Null;
    value.decode(input, &mut DecodeContext::default())?;
    let mut place = &mut json;
    for name in path.split('.') {
        let members = place.as_object_mut().ok_or_else(|| mismatch(format!("`{name}` is not inside a record")))?;
        place = members.entry(name).or_insert_with(|| Json::Object(Map::new()));
    }
    *place = value;
    let mut cx = DecodeContext::default().with_text_values().rejecting(&[DeviationKind::UnknownField]);
    let text = json.to_string();
    decode_value(record.get_mut(index), text.as_bytes(), &mut cx).map_err(|error| mismatch(error.to_string()))
}

/// Sets the fields that `members` names. Accepts numbers in quotes, single values for lists, and constants.
///
/// # Errors
/// Returns [`DecodeError`] if a field is unknown or a value does not fit. The error for an unknown field lists the known
/// ones.
#[inline]
pub fn set_fields_from_json(record: &mut dyn Record, members: &Map<String, Json>) -> Result<(), DecodeError> {
    let descriptor = record.descriptor();
    let fields = descriptor.fields;
    for (name, value) in members {
        if let Some(constant) = descriptor.constant(name) {
            if !constant.is(value) {
                return Err(DecodeError::new(name, constant.problem()));
            }
            continue;
        }
        let Some(index) = fields.iter().position(|field| field.is_called(name)) else {
            let known: Vec<&str> = fields.iter().map(|field| field.name).collect();
            return Err(DecodeError::new(name, format!("unknown field; the fields are: {}", known.join(", "))));
        };
        let json = value.to_string();
        // An unknown member inside a record is an error too, because it would not be sent.
        let mut cx = DecodeContext::default().with_text_values().rejecting(&[DeviationKind::UnknownField]);
        cx.members = fields[index].members;
        let done = decode_value(record.get_mut(index), json.as_bytes(), &mut cx);
        done.map_err(|error| error.in_field(name))?;
    }
    Ok(())
}
