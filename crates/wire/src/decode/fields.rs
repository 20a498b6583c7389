//! Setting of single fields by name, in any location.

use serde_json::{Map, Value as Json};

use crate::decode::{DecodeContext, DecodeError, DeviationKind, decode_value};
use crate::record::Record;
use crate::value::{InputValue, ValueError};

/// Sets one field by its name on the wire. Pagination sets the next offset this way. Returns `None` for an unknown field.
///
/// # Errors
/// Returns the errors of [`WireValue::decode`](crate::value::WireValue::decode).
pub fn set_field(record: &mut dyn Record, name: &str, input: InputValue<'_>) -> Option<Result<(), ValueError>> {
    let index = record.descriptor().fields.iter().position(|field| field.is_called(name))?;
    Some(record.get_mut(index).decode(input, &mut DecodeContext::default().with_text_values()))
}

/// Sets the fields that `members` names. Accepts numbers in quotes, and single values for lists.
///
/// # Errors
/// Returns [`DecodeError`] if a field is unknown or a value does not fit. The error for an unknown field lists the known
/// ones.
pub fn set_fields_from_json(record: &mut dyn Record, members: &Map<String, Json>) -> Result<(), DecodeError> {
    let fields = record.descriptor().fields;
    for (name, value) in members {
        let Some(index) = fields.iter().position(|field| field.is_called(name)) else {
            let known: Vec<&str> = fields.iter().map(|field| field.name).collect();
            return Err(DecodeError::new(name, format!("there is no such field; there are: {}", known.join(", "))));
        };
        let json = value.to_string();
        // An unknown member inside a record is an error too, because it would not be sent.
        let mut cx = DecodeContext::default().with_text_values().rejecting(&[DeviationKind::UnknownField]);
        let done = decode_value(record.get_mut(index), json.as_bytes(), &mut cx);
        done.map_err(|error| error.in_field(name))?;
    }
    Ok(())
}
