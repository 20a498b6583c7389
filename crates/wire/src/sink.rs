//! From [`Output`] to serde: one serializer walk for all models.

use std::path::Path;

use serde::ser::{Error, Serialize, SerializeMap, SerializeSeq, Serializer};

use crate::field::Field;
use crate::record::{Record, each_field};
use crate::value::{Entries, Items, Output};

impl Serialize for Output<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match *self {
            Output::Absent => serializer.serialize_unit(),
            Output::Bool(value) => serializer.serialize_bool(value),
            Output::Int(value) | Output::NumberCode(value, _) => serializer.serialize_i64(value),
            Output::Uint(value) => serializer.serialize_u64(value),
            Output::Float(value) => serializer.serialize_f64(value),
            Output::Text(value) | Output::TextCode(value, _) | Output::Secret(value) => serializer.serialize_str(value),
            Output::Path(path) => serializer.serialize_str(utf8(path)?),
            Output::List(items) => list(items, serializer),
            Output::Map(entries) => map(entries, serializer),
            Output::Record(record) => object(record, &|_| true, serializer),
            Output::Bytes(bytes) => match std::str::from_utf8(bytes.as_slice()) {
                Ok(text) => serializer.serialize_str(text),
                Err(_) => serializer.collect_seq(bytes.as_slice()),
            },
            Output::Json(value) => value.serialize(serializer),
        }
    }
}

/// A path as JSON can hold it. Another one would be that of another file.
fn utf8<E: Error>(path: &Path) -> Result<&str, E> {
    path.to_str()
        .ok_or_else(|| E::custom(format_args!("path is not UTF-8, and JSON cannot hold it: {}", path.display())))
}

fn list<S: Serializer>(items: &dyn Items, serializer: S) -> Result<S::Ok, S::Error> {
    let mut sequence = serializer.serialize_seq(Some(items.count()))?;
    for index in 0..items.count() {
        sequence.serialize_element(&items.item(index).show())?;
    }
    sequence.end()
}

fn map<S: Serializer>(entries: &dyn Entries, serializer: S) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(Some(entries.count()))?;
    let mut done = Ok(());
    entries.each(&mut |name, value| {
        if done.is_ok() {
            done = map.serialize_entry(name, &value.show());
        }
    });
    done?;
    map.end()
}

/// Some of a record's fields as an object: those that travel in the body of a request.
pub(crate) struct JsonMembers<'a> {
    pub(crate) record: &'a dyn Record,
    pub(crate) wanted: &'a dyn Fn(&Field) -> bool,
}

impl Serialize for JsonMembers<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        object(self.record, self.wanted, serializer)
    }
}

fn object<S: Serializer>(
    record: &dyn Record,
    wanted: &dyn Fn(&Field) -> bool,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(None)?;
    let mut done = Ok(());
    each_field(record, &mut |field, value| {
        let output = value.show();
        if done.is_ok() && wanted(field) && !matches!(output, Output::Absent) {
            done = map.serialize_entry(field.name, &output);
        }
    });
    done?;
    map.end()
}
