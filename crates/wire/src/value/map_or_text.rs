//! Fields that are a map in one source and a text in another.

use std::collections::BTreeMap;

use crate::decode::DecodeContext;
#[cfg(feature = "catalog")]
use crate::descriptor::Kind;
use crate::value::{InputValue, ValueError, ValueRef, WireType, WireValue};

/// A map from text, or a text. Sources disagree about the form, so both are read and kept.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum MapOrText<T> {
    /// The entries.
    Map(BTreeMap<String, T>),
    /// The text.
    Text(String),
}

impl<T> MapOrText<T> {
    /// Returns the entries, if it is a map.
    #[must_use]
    pub fn as_map(&self) -> Option<&BTreeMap<String, T>> {
        match self {
            Self::Map(map) => Some(map),
            Self::Text(_) => None,
        }
    }

    /// Returns the text, if it is one.
    #[must_use]
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Map(_) => None,
            Self::Text(text) => Some(text),
        }
    }
}

impl<T> Default for MapOrText<T> {
    fn default() -> Self {
        Self::Map(BTreeMap::new())
    }
}

impl<T> From<BTreeMap<String, T>> for MapOrText<T> {
    fn from(map: BTreeMap<String, T>) -> Self {
        Self::Map(map)
    }
}

impl<T> From<&str> for MapOrText<T> {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl<T> From<String> for MapOrText<T> {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl<T: WireType> WireValue for MapOrText<T> {
    fn decode(&mut self, input: InputValue<'_>, cx: &mut DecodeContext) -> Result<(), ValueError> {
        match input {
            InputValue::Text(text) if !text.is_empty() => *self = Self::from(text),
            input => {
                let mut map = BTreeMap::new();
                map.decode(input, cx)?;
                *self = Self::Map(map);
            }
        }
        Ok(())
    }

    fn view(&self) -> ValueRef<'_> {
        match self {
            Self::Map(map) => map.view(),
            Self::Text(text) => ValueRef::Text(text),
        }
    }

    #[cfg(feature = "catalog")]
    fn kind(&self) -> Kind {
        Self::type_kind()
    }
}

impl<T: WireType> WireType for MapOrText<T> {
    fn empty() -> Self {
        Self::default()
    }

    #[cfg(feature = "catalog")]
    fn type_kind() -> Kind {
        Kind::MapOrText(Box::new(T::type_kind()))
    }
}
