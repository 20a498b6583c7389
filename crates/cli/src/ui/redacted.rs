//! Responses as JSON with their secrets redacted, for output that is not private.

use hwc_api::Record;
use hwc_api::wire::ValueRef;
use hwc_api::wire::record::each_field;
use serde::ser::{Serialize, SerializeMap, Serializer};

/// The replacement for a secret.
pub(crate) const REDACTED: &str = "[redacted]";

/// A value as JSON, with its secrets redacted.
pub(crate) struct Redacted<'a>(pub(crate) ValueRef<'a>);

impl Serialize for Redacted<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            ValueRef::Secret(_) => serializer.serialize_str(REDACTED),
            ValueRef::List(items) => {
                serializer.collect_seq((0..items.count()).map(|index| Redacted(items.item(index).view())))
            }
            ValueRef::Map(entries) => {
                let mut pairs = Vec::new();
                entries.each(&mut |name, value| pairs.push((name, Redacted(value.view()))));
                serializer.collect_map(pairs)
            }
            ValueRef::Record(record) => object(record, serializer),
            plain => plain.serialize(serializer),
        }
    }
}

fn object<S: Serializer>(record: &dyn Record, serializer: S) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(None)?;
    let mut done = Ok(());
    each_field(record, &mut |field, value| {
        let output = value.view();
        if done.is_ok() && !matches!(output, ValueRef::Absent) {
            done = map.serialize_entry(field.name, &Redacted(output));
        }
    });
    done?;
    map.end()
}
