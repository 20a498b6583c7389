//! Filling a record from JSON by the names of its fields, wherever they travel: how tools make requests.

use serde_json::{Map, Value as Json};

use crate::context::{Context, DeviationKind, Deviations, Mode};
use crate::decode::{DecodeError, decode_value};
use crate::record::Record;

/// A slip inside a record is as wrong as one at the top: what nobody knows would be left out in silence.
fn check_known(name: &str, noted: &Deviations) -> Result<(), DecodeError> {
    match noted.into_iter().find(|deviation| deviation.kind == DeviationKind::AddedField) {
        Some(added) => Err(DecodeError::new(&added.path, "there is no such field").inside(name)),
        None => Ok(()),
    }
}

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
        let mut cx = Context::new(Mode::Tolerant).from_text();
        let mut done = Ok(());
        record.slots_mut(&mut |slots| done = decode_value(&mut *slots[index], json.as_bytes(), &mut cx));
        done.map_err(|error| error.inside(name))?;
        check_known(name, &cx.into_deviations())?;
    }
    Ok(())
}
