//! The visitor of all models. It sees them as `dyn Value`, so the code for a data format is compiled once rather than once
//! for each model.

use std::fmt;

use serde::de::{self, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};

use crate::context::{Context, DeviationKind};
use crate::record::{self, Record};
use crate::source::{Elements, Members};
use crate::value::{Input, Output, Stop, Value};

/// A seed that reads the next value into a value or into the top-level record.
pub(crate) struct Seed<'a, 'c> {
    pub(crate) target: Target<'a>,
    pub(crate) cx: &'c mut Context,
    pub(crate) null: Null,
}

/// The handling of `null`.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Null {
    /// The value reads it.
    Read,
    /// The value stays as it is.
    Keep,
    /// The value is skipped, and so is an empty one of another kind. Free-form JSON reads it anyway.
    Skip,
}

/// The target of decoding.
pub(crate) enum Target<'a> {
    /// Any value.
    Value(&'a mut dyn Value),
    /// A record of unknown type.
    Record(&'a mut dyn Record),
}

impl Target<'_> {
    /// Returns the same target for a second pass.
    pub(crate) fn again(&mut self) -> Target<'_> {
        match self {
            Target::Value(value) => Target::Value(&mut **value),
            Target::Record(record) => Target::Record(&mut **record),
        }
    }

    #[inline]
    fn read(self, input: Input<'_>, cx: &mut Context) -> Result<(), Stop> {
        match self {
            Target::Value(value) => value.read(input, cx),
            Target::Record(record) => read_top(record, input, cx),
        }
    }

    fn is_any_json(&self) -> bool {
        matches!(self, Target::Value(value) if matches!(value.show(), Output::Json(_)))
    }
}

/// Reads the record at the top, around which there is no optional value that could be absent.
fn read_top(record: &mut dyn Record, input: Input<'_>, cx: &mut Context) -> Result<(), Stop> {
    let found = input.found();
    match record::read(record, input, cx) {
        Err(Stop::Nothing) => Err(Stop::Mismatch(format!("expected an object, found {found}"))),
        read => read,
    }
}

/// Handles a value that could not be read. An empty value may be skipped.
#[cold]
fn stopped(stop: Stop, null: Null, cx: &mut Context) -> Result<(), Stop> {
    match stop {
        Stop::Nothing if null == Null::Skip => {
            cx.is_skipped = true;
            Ok(())
        }
        stop => Err(stop),
    }
}

impl Seed<'_, '_> {
    #[inline]
    fn take<E: de::Error>(self, input: Input<'_>) -> Result<(), E> {
        match self.target.read(input, self.cx) {
            Ok(()) => Ok(()),
            Err(stop) => stopped(stop, self.null, self.cx).map_err(E::custom),
        }
    }

    #[cold]
    fn take_null<E: de::Error>(self) -> Result<(), E> {
        self.cx.is_skipped = true;
        match self.null {
            Null::Keep => Ok(()),
            Null::Skip if !self.target.is_any_json() => {
                self.cx.deviate(DeviationKind::Coerced, "", "is null; passed over").map_err(E::custom)
            }
            Null::Skip => {
                self.cx.is_skipped = false;
                self.take(Input::Null)
            }
            Null::Read => self.take(Input::Null),
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

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_bool<E: de::Error>(self, value: bool) -> Result<(), E> {
        self.take(Input::Bool(value))
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> Result<(), E> {
        self.take(if value < 0 { Input::Int(value) } else { Input::Uint(value.unsigned_abs()) })
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<(), E> {
        self.take(Input::Uint(value))
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> Result<(), E> {
        self.take(Input::Float(value))
    }

    fn visit_str<E: de::Error>(self, value: &str) -> Result<(), E> {
        self.take(Input::Text(value))
    }

    fn visit_unit<E: de::Error>(self) -> Result<(), E> {
        self.take_null()
    }

    fn visit_none<E: de::Error>(self) -> Result<(), E> {
        self.take_null()
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, source: A) -> Result<(), A::Error> {
        let mut elements = Elements::new(source);
        let done = self.target.read(Input::List(&mut elements), self.cx);
        finish(done, self.null, elements.error, self.cx)
    }

    fn visit_map<A: MapAccess<'de>>(self, source: A) -> Result<(), A::Error> {
        let mut members = Members::new(source);
        let done = self.target.read(Input::Object(&mut members), self.cx);
        finish(done, self.null, members.error, self.cx)
    }
}

/// Returns the error of the source if there is one, because it has line and column.
fn finish<E: de::Error>(done: Result<(), Stop>, null: Null, error: Option<E>, cx: &mut Context) -> Result<(), E> {
    match (done, error) {
        (Ok(()), None) => Ok(()),
        (_, Some(error)) => Err(error),
        (Err(stop), None) => stopped(stop, null, cx).map_err(E::custom),
    }
}
