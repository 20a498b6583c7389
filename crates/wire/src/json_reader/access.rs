//! The elements of lists and the members of objects.

use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde::forward_to_deserialize_any;

use super::{JsonReader, Rejected};

/// The elements of a list, or the members of an object.
pub(super) struct Items<'a, 'de> {
    reader: &'a mut JsonReader<'de>,
    /// The closing bracket.
    end: u8,
    is_first: bool,
}

impl<'a, 'de> Items<'a, 'de> {
    #[inline]
    pub(super) fn new(reader: &'a mut JsonReader<'de>, end: u8) -> Self {
        Self { reader, end, is_first: true }
    }

    /// Reads the comma before an item. Returns false before the closing bracket. Reading the item rejects a bracket after a
    /// comma.
    #[inline]
    fn has_next(&mut self) -> Result<bool, Rejected> {
        match self.reader.next_token() {
            Some(byte) if byte == self.end => return Ok(false),
            _ if self.is_first => self.is_first = false,
            Some(b',') => self.reader.at += 1,
            _ => return Err(Rejected),
        }
        Ok(true)
    }
}

impl<'de> SeqAccess<'de> for Items<'_, 'de> {
    type Error = Rejected;

    #[inline]
    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Rejected> {
        if self.has_next()? { seed.deserialize(&mut *self.reader).map(Some) } else { Ok(None) }
    }
}

impl<'de> MapAccess<'de> for Items<'_, 'de> {
    type Error = Rejected;

    #[inline]
    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Rejected> {
        if self.has_next()? { seed.deserialize(Name(&mut *self.reader)).map(Some) } else { Ok(None) }
    }

    #[inline]
    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Rejected> {
        self.reader.token(b':')?;
        seed.deserialize(&mut *self.reader)
    }
}

/// The name of a member.
struct Name<'a, 'de>(&'a mut JsonReader<'de>);

impl<'de> Deserializer<'de> for Name<'_, 'de> {
    type Error = Rejected;

    #[inline]
    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Rejected> {
        if self.0.next_token() == Some(b'"') { self.0.string(visitor) } else { Err(Rejected) }
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct newtype_struct
        seq tuple tuple_struct map struct enum identifier ignored_any
    }
}
