//! Filling a record from JSON by the names of its fields, wherever they travel: how tools make requests.

use serde_json::{Map, Value as Json};

use crate::context::{Context, DeviationKind};
use crate::decode::{DecodeError, decode_value};
use crate::record::Record;

/// Sets the fields that `members` names. Numbers in quotes and single values for lists are understood.
///
/// # Errors
/// [`DecodeError`] when there is no such field, naming those that there are, or when a value does not fit.
pub fn fill(record: &mut dyn Record, members: &Map<String, Json>) -> Result<(), DecodeError> {
    let fields = record.shape().fields;
    for (name, value) in members {
        let Some(index) = fields.iter().position(|field| field.is_called(name)) else {
            let known: Vec<&str> = fields.iter().map(|field| field.name).collect();
            return Err(DecodeError::new(name, format!("there is no such field; there are: {}", known.join(", "))));
        };
        let json = value.to_string();
        // A slip inside a record is as wrong as one at the top: what nobody knows would not be sent.
        let mut cx = Context::default().from_text().refusing(&[DeviationKind::AddedField]);
        let mut done = Ok(());
        record.slots_mut(&mut |slots| done = decode_value(&mut *slots[index], json.as_bytes(), &mut cx));
        done.map_err(|error| error.inside(name))?;
    }
    Ok(())
}
