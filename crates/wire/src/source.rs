//! From serde to [`Input`]: one visitor for all models.
//!
//! Models are read through a single `Visitor` type that knows them only as `dyn Value`. The generic code below is thus
//! compiled once for each data format, not once for each model.

use std::fmt;

use serde::de::{self, DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use crate::context::{Context, DeviationKind, Scope, Step};
use crate::field::Field;
use crate::record::{self, Record, Shape};
use crate::value::{EntrySlots, Input, ListInput, ObjectInput, Output, Stop, Value};

/// Reads whatever comes next into a value, or into the record at the top.
pub(crate) struct Seed<'a, 'c> {
    pub(crate) target: Target<'a>,
    pub(crate) cx: &'c mut Context,
    /// Leaves a value as it is when `null` comes for it.
    pub(crate) keep: bool,
}

/// What is read into.
pub(crate) enum Target<'a> {
    /// Any value.
    Value(&'a mut dyn Value),
    /// A record whose type is not known here.
    Record(&'a mut dyn Record),
}

impl Target<'_> {
    fn read(self, input: Input<'_>, cx: &mut Context) -> Result<(), Stop> {
        match self {
            Target::Value(value) => value.read(input, cx),
            Target::Record(record) => record::read(record, input, cx),
        }
    }
}

impl Seed<'_, '_> {
    fn take<E: de::Error>(self, input: Input<'_>) -> Result<(), E> {
        self.target.read(input, self.cx).map_err(E::custom)
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
        if self.keep { Ok(()) } else { self.take(Input::Null) }
    }

    fn visit_none<E: de::Error>(self) -> Result<(), E> {
        self.take(Input::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, source: A) -> Result<(), A::Error> {
        let mut elements = Elements { source, index: 0, error: None };
        let done = self.target.read(Input::List(&mut elements), self.cx);
        finish(done, elements.error)
    }

    fn visit_map<A: MapAccess<'de>>(self, source: A) -> Result<(), A::Error> {
        let mut members = Members { source, error: None };
        let done = self.target.read(Input::Object(&mut members), self.cx);
        finish(done, members.error)
    }
}

/// The source's own error where it has one: it knows line and column.
fn finish<E: de::Error>(done: Result<(), Stop>, error: Option<E>) -> Result<(), E> {
    match (done, error) {
        (_, Some(error)) => Err(error),
        (done, None) => done.map_err(E::custom),
    }
}

struct Elements<A, E> {
    source: A,
    index: usize,
    error: Option<E>,
}

impl<'de, A: SeqAccess<'de>> ListInput for Elements<A, A::Error> {
    fn next(&mut self, value: &mut dyn Value, cx: &mut Context) -> Result<bool, Stop> {
        let mark = cx.enter();
        let got = self.source.next_element_seed(Seed { target: Target::Value(value), cx, keep: false });
        cx.leave(mark, got.is_err(), Step::Index(self.index));
        self.index += 1;
        match got {
            Ok(element) => Ok(element.is_some()),
            Err(error) => {
                self.error = Some(error);
                Err(Stop::Source)
            }
        }
    }
}

struct Members<A, E> {
    source: A,
    error: Option<E>,
}

impl<'de, A: MapAccess<'de>> Members<A, A::Error> {
    /// Keeps the source's error aside, where it does not lose its type.
    fn keep<T>(&mut self, result: Result<T, A::Error>) -> Result<T, Stop> {
        result.map_err(|error| {
            self.error = Some(error);
            Stop::Source
        })
    }

    fn members(&mut self, shape: &Shape, slots: &mut [&mut dyn Value], cx: &mut Context) -> Result<(), Stop> {
        let mut seen = Seen::default();
        let mut hint = 0;
        loop {
            let key = self.source.next_key_seed(Key { fields: shape.fields, hint, scope: cx.scope });
            match self.keep(key)? {
                None => break,
                Some(Found::Field(index)) => {
                    hint = index + 1;
                    self.member(&shape.fields[index], &mut *slots[index], cx, seen.add(index))?;
                }
                Some(Found::Other(name)) => {
                    let skipped = self.source.next_value::<IgnoredAny>();
                    self.keep(skipped)?;
                    note_added(&name, cx)?;
                }
            }
        }
        if shape.has_required { missing(shape, &seen, cx) } else { Ok(()) }
    }

    /// Reads one member. `again` when the field came before: the last one counts, unless it says nothing.
    fn member(
        &mut self,
        field: &'static Field,
        value: &mut dyn Value,
        cx: &mut Context,
        again: bool,
    ) -> Result<(), Stop> {
        if again {
            cx.deviate(DeviationKind::Duplicate, field.name, "came twice".to_owned())?;
        }
        let mark = cx.enter();
        cx.loose = field.loose;
        let got = self.source.next_value_seed(Seed { target: Target::Value(value), cx, keep: again });
        cx.leave(mark, got.is_err(), Step::Name(field.name));
        self.keep(got)?;
        if field.required && matches!(value.show(), Output::Absent) {
            return cx.deviate(DeviationKind::MissingRequired, field.name, "is null".to_owned());
        }
        Ok(())
    }
}

impl<'de, A: MapAccess<'de>> ObjectInput for Members<A, A::Error> {
    fn fields(&mut self, shape: &'static Shape, slots: &mut [&mut dyn Value], cx: &mut Context) -> Result<(), Stop> {
        let outer = cx.loose;
        cx.depth += 1;
        let done = self.members(shape, slots, cx);
        cx.depth -= 1;
        cx.loose = outer;
        done
    }

    fn entries(&mut self, into: &mut dyn EntrySlots, cx: &mut Context) -> Result<(), Stop> {
        loop {
            let key = self.source.next_key::<String>();
            let Some(name) = self.keep(key)? else {
                return Ok(());
            };
            let mark = cx.enter();
            let value = into.slot(&name);
            let got = self.source.next_value_seed(Seed { target: Target::Value(value), cx, keep: false });
            cx.leave(mark, got.is_err(), Step::Name(&name));
            self.keep(got)?;
        }
    }
}

fn note_added(name: &str, cx: &mut Context) -> Result<(), Stop> {
    if cx.depth == 1 && cx.envelope.contains(&name) {
        return Ok(());
    }
    cx.deviate(DeviationKind::AddedField, name, "is not in the description; passed over".to_owned())
}

fn missing(shape: &Shape, seen: &Seen, cx: &mut Context) -> Result<(), Stop> {
    for (index, field) in shape.fields.iter().enumerate() {
        if field.required && field.in_body() && !seen.has(index) {
            cx.deviate(DeviationKind::MissingRequired, field.name, "is missing".to_owned())?;
        }
    }
    Ok(())
}

/// Which fields were met. A record has at most 256 fields; the generator sees to that.
#[derive(Default)]
struct Seen([u64; 4]);

impl Seen {
    fn has(&self, index: usize) -> bool {
        self.0.get(index / 64).is_some_and(|bits| bits & (1 << (index % 64)) != 0)
    }

    /// Adds a field; true when it was there before.
    fn add(&mut self, index: usize) -> bool {
        let before = self.has(index);
        if let Some(bits) = self.0.get_mut(index / 64) {
            *bits |= 1 << (index % 64);
        }
        before
    }
}

/// Finds the field that a key names. Fields mostly come in their documented order, or in the reverse of it, so the search begins
/// at `hint` and goes on in both directions.
struct Key {
    fields: &'static [Field],
    hint: usize,
    scope: Scope,
}

enum Found {
    Field(usize),
    Other(String),
}

impl<'de> DeserializeSeed<'de> for Key {
    type Value = Found;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Found, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for Key {
    type Value = Found;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a member")
    }

    fn visit_str<E: de::Error>(self, name: &str) -> Result<Found, E> {
        let hint = self.hint.min(self.fields.len());
        let matches = |field: &Field| self.scope.has(field) && field.is_called(name);
        if self.fields.get(hint).is_some_and(matches) {
            return Ok(Found::Field(hint));
        }
        let around =
            (1..=self.fields.len()).flat_map(|step| [hint.checked_add(step), hint.checked_sub(step)]).flatten();
        match around.filter(|index| *index < self.fields.len()).find(|index| matches(&self.fields[*index])) {
            Some(index) => Ok(Found::Field(index)),
            None => Ok(Found::Other(name.to_owned())),
        }
    }
}
