//! Visitor for all models, which it sees as `dyn WireValue`.

use std::fmt;

use serde::de::{self, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};

use crate::decode::{DecodeContext, DeviationKind};
use crate::record::{self, Record};
use crate::serde::readers::{Elements, Members};
use crate::value::{InputValue, ValueError, ValueRef, WireValue};

/// A seed that reads the next value into a value or into the top-level record.
pub(crate) struct Seed<'a, 'c> {
    pub(crate) target: DecodeTarget<'a>,
    pub(crate) cx: &'c mut DecodeContext,
    pub(crate) null: NullPolicy,
}

/// The handling of `null`.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum NullPolicy {
    /// The value decodes it.
    Decode,
    /// The value stays as it is.
    Keep,
    /// The value is skipped, and so is an empty one of another kind. Free-form JSON reads it anyway.
    Skip,
}

/// The target of decoding.
pub(crate) enum DecodeTarget<'a> {
    /// Any value.
    Value(&'a mut dyn WireValue),
    /// A record of unknown type.
    Record(&'a mut dyn Record),
}

impl DecodeTarget<'_> {
    /// Returns the same target for a second pass.
    pub(crate) fn reborrow(&mut self) -> DecodeTarget<'_> {
        match self {
            DecodeTarget::Value(value) => DecodeTarget::Value(&mut **value),
            DecodeTarget::Record(record) => DecodeTarget::Record(&mut **record),
        }
    }

    #[inline]
    fn decode(self, input: InputValue<'_>, cx: &mut DecodeContext) -> Result<(), ValueError> {
        match self {
            DecodeTarget::Value(value) => value.decode(input, cx),
            DecodeTarget::Record(record) => decode_top(record, input, cx),
        }
    }

    fn is_any_json(&self) -> bool {
        matches!(self, DecodeTarget::Value(value) if matches!(value.view(), ValueRef::Json(_)))
    }
}

/// Reads the record at the top. An empty string is an error there, since no optional value contains the record.
fn decode_top(record: &mut dyn Record, input: InputValue<'_>, cx: &mut DecodeContext) -> Result<(), ValueError> {
    let found = input.found();
    match record::decode(record, input, cx) {
        Err(ValueError::EmptyString) => Err(ValueError::Mismatch(format!("expected an object, found {found}"))),
        read => read,
    }
}

/// Handles a value that could not be read. An empty value may be skipped.
#[cold]
fn skip_empty(error: ValueError, null: NullPolicy, cx: &mut DecodeContext) -> Result<(), ValueError> {
    match error {
        ValueError::EmptyString if null == NullPolicy::Skip => {
            cx.is_skipped = true;
            Ok(())
        }
        error => Err(error),
    }
}

impl Seed<'_, '_> {
    #[inline]
    fn decode<E: de::Error>(self, input: InputValue<'_>) -> Result<(), E> {
        match self.target.decode(input, self.cx) {
            Ok(()) => Ok(()),
            Err(error) => skip_empty(error, self.null, self.cx).map_err(E::custom),
        }
    }

    #[cold]
    fn decode_null<E: de::Error>(self) -> Result<(), E> {
        self.cx.is_skipped = true;
        match self.null {
            NullPolicy::Keep => Ok(()),
            NullPolicy::Skip if !self.target.is_any_json() => {
                self.cx.note(DeviationKind::Coerced, "", "is null; ignored").map_err(E::custom)
            }
            NullPolicy::Skip => {
                self.cx.is_skipped = false;
                self.decode(InputValue::Null)
            }
            NullPolicy::Decode => self.decode(InputValue::Null),
        }
    }
}

impl<'de> DeserializeSeed<'de> for Seed<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Seed<'_, '_> {
    type Value = ();

    #[inline]
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_bool<E: de::Error>(self, value: bool) -> Result<(), E> {
        self.decode(InputValue::Bool(value))
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> Result<(), E> {
        self.decode(if value < 0 { InputValue::Int(value) } else { InputValue::Uint(value.unsigned_abs()) })
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<(), E> {
        self.decode(InputValue::Uint(value))
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> Result<(), E> {
        self.decode(InputValue::Float(value))
    }

    fn visit_str<E: de::Error>(self, value: &str) -> Result<(), E> {
        self.decode(InputValue::Text(value))
    }

    fn visit_unit<E: de::Error>(self) -> Result<(), E> {
        self.decode_null()
    }

    fn visit_none<E: de::Error>(self) -> Result<(), E> {
        self.decode_null()
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, source: A) -> Result<(), A::Error> {
        let mut elements = Elements::new(source);
        let done = self.target.decode(InputValue::List(&mut elements), self.cx);
        finish(done, self.null, elements.error, self.cx)
    }

    fn visit_map<A: MapAccess<'de>>(self, source: A) -> Result<(), A::Error> {
        let mut members = Members::new(source);
        let done = self.target.decode(InputValue::Object(&mut members), self.cx);
        finish(done, self.null, members.error, self.cx)
    }
}

/// Returns the error of the source if there is one, because it has line and column.
fn finish<E: de::Error>(
    done: Result<(), ValueError>,
    null: NullPolicy,
    error: Option<E>,
    cx: &mut DecodeContext,
) -> Result<(), E> {
    match (done, error) {
        (Ok(()), None) => Ok(()),
        (_, Some(error)) => Err(error),
        (Err(error), None) => skip_empty(error, null, cx).map_err(E::custom),
    }
}
