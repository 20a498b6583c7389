//! From serde to [`Input`]: one visitor for all models.
//!
//! Models are read through a single `Visitor` type that knows them only as `dyn Value`. The generic code below is thus
//! compiled once for each data format, not once for each model.

use std::fmt;

use serde::de::{self, DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use crate::context::{Context, DeviationKind, Scope, Step};
use crate::field::Field;
use crate::keys::{Found, Key, Seen};
use crate::record::{self, Record, Shape};
use crate::value::{Element, EntrySlots, Input, ListInput, ObjectInput, Output, Stop, Value};

/// Reads whatever comes next into a value, or into the record at the top.
pub(crate) struct Seed<'a, 'c> {
    pub(crate) target: Target<'a>,
    pub(crate) cx: &'c mut Context,
    pub(crate) null: Null,
}

/// What is made of `null`.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Null {
    /// The value reads it.
    Read,
    /// The value stays as it is.
    Keep,
    /// The value is passed over, and so is an empty one of another kind. JSON of any form reads it all the same.
    Skip,
}

/// What is read into.
pub(crate) enum Target<'a> {
    /// Any value.
    Value(&'a mut dyn Value),
    /// A record whose type is not known here.
    Record(&'a mut dyn Record),
}

impl Target<'_> {
    /// The same target, for another reading.
    pub(crate) fn again(&mut self) -> Target<'_> {
        match self {
            Target::Value(value) => Target::Value(&mut **value),
            Target::Record(record) => Target::Record(&mut **record),
        }
    }

    fn read(self, input: Input<'_>, cx: &mut Context) -> Result<(), Stop> {
        match self {
            Target::Value(value) => value.read(input, cx),
            Target::Record(record) => {
                let found = input.found();
                // Nothing stands above this one that could be without it.
                record::read(record, input, cx).map_err(|stop| match stop {
                    Stop::Nothing => Stop::Mismatch(format!("expected an object, found {found}")),
                    stop => stop,
                })
            }
        }
    }

    fn is_any_json(&self) -> bool {
        matches!(self, Target::Value(value) if matches!(value.show(), Output::Json(_)))
    }
}

/// Returns true if there is a value after all: one that says nothing may be passed over.
fn settled(read: Result<(), Stop>, null: Null) -> Result<bool, Stop> {
    match read {
        Err(Stop::Nothing) if null == Null::Skip => Ok(false),
        read => read.map(|()| true),
    }
}

impl Seed<'_, '_> {
    fn take<E: de::Error>(self, input: Input<'_>) -> Result<bool, E> {
        let read = self.target.read(input, self.cx);
        settled(read, self.null).map_err(E::custom)
    }

    fn take_null<E: de::Error>(self) -> Result<bool, E> {
        match self.null {
            Null::Keep => Ok(false),
            Null::Skip if !self.target.is_any_json() => {
                let noted = self.cx.deviate(DeviationKind::Coerced, "", "is null; passed over");
                noted.map(|()| false).map_err(E::custom)
            }
            Null::Skip => self.take(Input::Null),
            Null::Read => self.take(Input::Null).map(|_| false),
        }
    }
}

impl<'de> DeserializeSeed<'de> for Seed<'_, '_> {
    type Value = bool;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<bool, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Seed<'_, '_> {
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_bool<E: de::Error>(self, value: bool) -> Result<bool, E> {
        self.take(Input::Bool(value))
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> Result<bool, E> {
        self.take(if value < 0 { Input::Int(value) } else { Input::Uint(value.unsigned_abs()) })
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<bool, E> {
        self.take(Input::Uint(value))
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> Result<bool, E> {
        self.take(Input::Float(value))
    }

    fn visit_str<E: de::Error>(self, value: &str) -> Result<bool, E> {
        self.take(Input::Text(value))
    }

    fn visit_unit<E: de::Error>(self) -> Result<bool, E> {
        self.take_null()
    }

    fn visit_none<E: de::Error>(self) -> Result<bool, E> {
        self.take_null()
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<bool, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, source: A) -> Result<bool, A::Error> {
        let mut elements = Elements { source, index: 0, error: None };
        let done = self.target.read(Input::List(&mut elements), self.cx);
        finish(settled(done, self.null), elements.error)
    }

    fn visit_map<A: MapAccess<'de>>(self, source: A) -> Result<bool, A::Error> {
        let mut members = Members { source, error: None, is_begun: false };
        let done = self.target.read(Input::Object(&mut members), self.cx);
        finish(settled(done, self.null), members.error)
    }
}

/// The source's own error where it has one: it knows line and column.
fn finish<E: de::Error>(done: Result<bool, Stop>, error: Option<E>) -> Result<bool, E> {
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
    fn next(&mut self, value: &mut dyn Value, cx: &mut Context) -> Result<Element, Stop> {
        let mark = cx.enter();
        let got = self.source.next_element_seed(Seed { target: Target::Value(value), cx, null: Null::Skip });
        cx.leave(mark, got.is_err(), Step::Index(self.index));
        self.index += 1;
        match got {
            Ok(Some(true)) => Ok(Element::Read),
            Ok(Some(false)) => Ok(Element::Absent),
            Ok(None) => Ok(Element::End),
            Err(error) => {
                self.error = Some(error);
                Err(Stop::Source)
            }
        }
    }

    fn is_at_end(&mut self) -> Result<bool, Stop> {
        match self.source.next_element::<IgnoredAny>() {
            Ok(element) => Ok(element.is_none()),
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
    is_begun: bool,
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
            let key = self.keep(key)?;
            self.is_begun |= key.is_some();
            match key {
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
        if shape.has_required || cx.scope == Scope::All { missing(shape, &seen, cx) } else { Ok(()) }
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
            cx.deviate(DeviationKind::Duplicate, field.name, "came twice")?;
        }
        let mark = cx.enter();
        cx.loose = field.loose;
        let null = if again { Null::Keep } else { Null::Read };
        let got = self.source.next_value_seed(Seed { target: Target::Value(value), cx, null });
        cx.leave(mark, got.is_err(), Step::Name(field.name));
        let came = self.keep(got)?;
        if !field.required { Ok(()) } else { required(field.name, value.show(), came, again, cx) }
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
            self.is_begun = true;
            cx.budget.take(into.cost())?;
            let mark = cx.enter();
            let value = into.slot(&name);
            let got = self.source.next_value_seed(Seed { target: Target::Value(value), cx, null: Null::Skip });
            cx.leave(mark, got.is_err(), Step::Name(&name));
            if !self.keep(got)? {
                into.remove(&name);
            }
        }
    }

    fn has_members(&self) -> bool {
        self.is_begun
    }

    fn is_at_end(&mut self) -> Result<bool, Stop> {
        let key = self.source.next_key::<IgnoredAny>();
        self.keep(key).map(|key| key.is_none())
    }
}

/// Notes whether a required field came. A text or a number that is `null` has told of that itself.
fn required(name: &'static str, value: Output<'_>, came: bool, again: bool, cx: &mut Context) -> Result<(), Stop> {
    match value {
        Output::Absent => return cx.lacks(name, "is null"),
        Output::List(_) => {}
        _ if came && again => cx.is_there(name),
        _ if !came && !again => cx.is_missing(name),
        _ => {}
    }
    Ok(())
}

fn note_added(name: &str, cx: &mut Context) -> Result<(), Stop> {
    if cx.depth == 1 && cx.envelope.contains(&name) {
        return Ok(());
    }
    let refused = cx.refuses(DeviationKind::AddedField);
    let note = if refused { "there is no such field" } else { "is not in the description; passed over" };
    cx.deviate(DeviationKind::AddedField, name, note)
}

fn missing(shape: &Shape, seen: &Seen, cx: &mut Context) -> Result<(), Stop> {
    for (index, field) in shape.fields.iter().enumerate() {
        if cx.scope.needs(field) && !seen.has(index) {
            cx.lacks(field.name, "is missing")?;
        }
    }
    Ok(())
}
