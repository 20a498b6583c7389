//! Responses as JSON with their secrets redacted, for output that is not private.

use hwc_api::Record;
use hwc_api::wire::ValueRef;
use serde::ser::{Serialize, SerializeMap, Serializer};

/// The replacement for a secret.
pub(crate) const REDACTED: &str = "[redacted]";

/// A value as JSON, with its secrets redacted.
pub(crate) struct Redacted<'a>(pub(crate) ValueRef<'a>);

impl Serialize for Redacted<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            ValueRef::Secret(_) => serializer.serialize_str(REDACTED),
            ValueRef::List(items) => serializer.collect_seq(items.iter().map(|item| Redacted(item.view()))),
            ValueRef::Map(entries) => {
                serializer.collect_map(entries.iter().map(|(name, value)| (name, Redacted(value.view()))))
            }
            ValueRef::Record(record) => object(record, serializer),
            plain => plain.serialize(serializer),
        }
    }
}

fn object<S: Serializer>(record: &dyn Record, serializer: S) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(None)?;
    for (field, value) in record.fields() {
        let output = value.view();
        if !matches!(output, ValueRef::Absent) {
            map.serialize_entry(field.name, &Redacted(output))?;
        }
    }
    map.end()
}
