//! JSON bodies of responses, written member by member. An intermediate tree of values would cost more than the response.

use hwc_wire::server::ServiceValue;
use hwc_wire::{Envelope, FieldDescriptor, Record, ValueRef};
use serde::Serialize;

/// The usual size of a response to a list request, in bytes.
const USUAL: usize = 2048;

/// Returns true if all fields of a response are members of its body.
pub(crate) fn is_payload(response: &dyn Record) -> bool {
    response.descriptor().fields.iter().all(FieldDescriptor::in_body)
}

/// Writes the members of a response as an object, after the envelope of a service that always sends one.
///
/// # Errors
/// Returns an error if a value cannot be written as JSON. Values of models always can.
pub(crate) fn write_json(response: &dyn Record, envelope: &Envelope) -> serde_json::Result<Vec<u8>> {
    let mut object = Object { text: Vec::with_capacity(USUAL) };
    if envelope.on_success {
        object.member(envelope.code, &ValueRef::Int(0))?;
        object.member(envelope.message, &ValueRef::Text("success"))?;
    }
    for (field, value) in response.fields() {
        let output = value.view();
        let is_of_envelope = envelope.on_success && [envelope.code, envelope.message].contains(&field.name);
        if !is_of_envelope && !matches!(output, ValueRef::Absent) {
            object.member(field.name, &ServiceValue { field, output })?;
        }
    }
    Ok(object.end())
}

/// A partly written JSON object.
struct Object {
    text: Vec<u8>,
}

impl Object {
    fn member(&mut self, name: &str, value: &impl Serialize) -> serde_json::Result<()> {
        self.text.push(if self.text.is_empty() { b'{' } else { b',' });
        serde_json::to_writer(&mut self.text, name)?;
        self.text.push(b':');
        serde_json::to_writer(&mut self.text, value)
    }

    fn end(mut self) -> Vec<u8> {
        if self.text.is_empty() {
            self.text.push(b'{');
        }
        self.text.push(b'}');
        self.text
    }
}
