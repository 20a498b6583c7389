//! Reads the fields that paging goes by out of records whose types it does not know.

use std::collections::hash_map::DefaultHasher;
use std::hash::Hasher;
use std::io;

use hwc_wire::record::each_field;
use hwc_wire::value::Items;
use hwc_wire::{Output, Record};

/// Shows the field at `path`, as in `total` or `data.files`; gives what `look` makes of it. `None` without such a field.
pub(super) fn field<T>(record: &dyn Record, path: &str, look: &dyn Fn(Output<'_>) -> T) -> Option<T> {
    let (name, rest) = path.split_once('.').map_or((path, None), |(name, rest)| (name, Some(rest)));
    let mut found = None;
    each_field(record, &mut |known, value| {
        if known.is_called(name) {
            found = match (rest, value.show()) {
                (Some(rest), Output::Record(inner)) => field(inner, rest, look),
                (Some(_), Output::Absent) | (None, _) => Some(look(value.show())),
                (Some(_), _) => None,
            };
        }
    });
    found
}

/// A value as a number, also where it came as text.
pub(super) fn number(output: Output<'_>) -> Option<u64> {
    match output {
        Output::Uint(number) => Some(number),
        Output::Int(number) => u64::try_from(number).ok(),
        Output::Text(text) => text.trim().parse().ok(),
        _ => None,
    }
}

/// A value as text, also where it came as a number; `None` where there is none.
pub(super) fn text(output: Output<'_>) -> Option<String> {
    match output {
        Output::Text(text) | Output::Secret(text) => Some(text.to_owned()).filter(|text| !text.is_empty()),
        Output::Uint(number) => Some(number.to_string()),
        Output::Int(number) => Some(number.to_string()),
        _ => None,
    }
}

/// The elements of a page: how many there are, and a number that differs for others. A list that is absent is empty;
/// `None` for what is no list.
pub(super) fn elements(output: Output<'_>) -> Option<(u64, u64)> {
    match output {
        Output::List(items) => Some((items.count() as u64, fingerprint(items))),
        Output::Absent => Some((0, 0)),
        _ => None,
    }
}

fn fingerprint(items: &dyn Items) -> u64 {
    let mut writer = Hashing(DefaultHasher::new());
    // Writing to a hasher cannot fail, and JSON's maps have text for keys here; what was hashed counts in any case.
    let _ = serde_json::to_writer(&mut writer, &Output::List(items));
    writer.0.finish()
}

struct Hashing(DefaultHasher);

impl io::Write for Hashing {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
