//! Filling of records from JSON by field name, in any location. Tools make requests this way.

use serde_json::{Map, Value as Json};

use crate::context::{DecodeContext, DeviationKind};
use crate::decode::{DecodeError, decode_value};
use crate::record::Record;

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
        let mut cx = DecodeContext::default().with_text_values().refusing(&[DeviationKind::UnknownField]);
        let mut done = Ok(());
        record.slots_mut(&mut |slots| done = decode_value(&mut *slots[index], json.as_bytes(), &mut cx));
        done.map_err(|error| error.inside(name))?;
    }
    Ok(())
}
