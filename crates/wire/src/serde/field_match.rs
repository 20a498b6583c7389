//! Lookup of the keys of an object among the fields of a record.

use std::fmt;

use serde::de::{self, DeserializeSeed, Deserializer, Visitor};

use crate::decode::FieldScope;
use crate::descriptor::FieldDescriptor;

/// The set of fields that are present. A record has at most 256 fields, which the generator ensures.
#[derive(Default)]
pub(crate) struct FieldSet([u64; 4]);

impl FieldSet {
    pub(crate) fn has(&self, index: usize) -> bool {
        self.0.get(index / 64).is_some_and(|bits| bits & (1 << (index % 64)) != 0)
    }

    /// Adds a field. Returns true if it was already present.
    pub(crate) fn add(&mut self, index: usize) -> bool {
        let before = self.has(index);
        if let Some(bits) = self.0.get_mut(index / 64) {
            *bits |= 1 << (index % 64);
        }
        before
    }
}

/// A seed that finds the field for a key. Fields mostly come in documented order or its reverse, so the search begins at
/// `hint` and continues in both directions.
pub(crate) struct Key {
    pub(crate) fields: &'static [FieldDescriptor],
    pub(crate) hint: usize,
    pub(crate) scope: FieldScope,
}

/// The field for a key, or the unknown key.
pub(crate) enum FieldMatch {
    Field(usize),
    Other(String),
}

impl<'de> DeserializeSeed<'de> for Key {
    type Value = FieldMatch;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<FieldMatch, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for Key {
    type Value = FieldMatch;

    #[inline]
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a member")
    }

    fn visit_str<E: de::Error>(self, name: &str) -> Result<FieldMatch, E> {
        let hint = self.hint.min(self.fields.len());
        let matches = |field: &FieldDescriptor| self.scope.matches(field, name);
        if self.fields.get(hint).is_some_and(matches) {
            return Ok(FieldMatch::Field(hint));
        }
        let around =
            (1..=self.fields.len()).flat_map(|step| [hint.checked_add(step), hint.checked_sub(step)]).flatten();
        match around.filter(|index| *index < self.fields.len()).find(|index| matches(&self.fields[*index])) {
            Some(index) => Ok(FieldMatch::Field(index)),
            None => Ok(FieldMatch::Other(name.to_owned())),
        }
    }
}
