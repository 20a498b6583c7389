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

    #[inline]
    fn visit_str<E: de::Error>(self, name: &str) -> Result<FieldMatch, E> {
        let expected = self.fields.get(self.hint);
        match expected.is_some_and(|field| self.scope.matches(field, name)) {
            true => Ok(FieldMatch::Field(self.hint)),
            false => Ok(self.search(name)),
        }
    }
}

impl Key {
    /// Finds the field for a key that is not the expected one.
    #[inline(never)]
    fn search(&self, name: &str) -> FieldMatch {
        let steps = 1..=self.fields.len();
        let mut around = steps.flat_map(|step| [self.hint.checked_add(step), self.hint.checked_sub(step)]).flatten();
        let is_it = |index: &usize| self.fields.get(*index).is_some_and(|field| self.scope.matches(field, name));
        around.find(is_it).map_or_else(|| FieldMatch::Other(name.to_owned()), FieldMatch::Field)
    }
}
