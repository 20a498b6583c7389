//! Adapters from the lists and objects of serde to those of [`Input`](crate::Input).

use serde::de::{IgnoredAny, MapAccess, SeqAccess};

use crate::context::{Context, DeviationKind, Scope, Step};
use crate::field::Field;
use crate::keys::{Found, Key, Seen};
use crate::record::Shape;
use crate::seed::{Null, Seed, Target};
use crate::value::{Element, EntrySlots, ListInput, ObjectInput, Output, Stop, Value};

/// The elements of a list. The error of the source is stored here to preserve its type.
pub(crate) struct Elements<A, E> {
    source: A,
    index: usize,
    pub(crate) error: Option<E>,
}

impl<A, E> Elements<A, E> {
    pub(crate) fn new(source: A) -> Self {
        Self { source, index: 0, error: None }
    }
}

impl<'de, A: SeqAccess<'de>> ListInput for Elements<A, A::Error> {
    fn next(&mut self, value: &mut dyn Value, cx: &mut Context) -> Result<Element, Stop> {
        let mark = cx.enter();
        let got = self.source.next_element_seed(Seed { target: Target::Value(value), cx, null: Null::Skip });
        cx.leave(mark, got.is_err(), Step::Index(self.index));
        self.index += 1;
        match got {
            Ok(Some(())) if std::mem::take(&mut cx.is_skipped) => Ok(Element::Absent),
            Ok(Some(())) => Ok(Element::Read),
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

/// The members of an object.
pub(crate) struct Members<A, E> {
    source: A,
    pub(crate) error: Option<E>,
    is_begun: bool,
}

impl<A, E> Members<A, E> {
    pub(crate) fn new(source: A) -> Self {
        Self { source, error: None, is_begun: false }
    }
}

impl<'de, A: MapAccess<'de>> Members<A, A::Error> {
    /// Stores the error of the source to preserve its type.
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
                    self.is_begun = true;
                    hint = index + 1;
                    let (field, slot) = (&shape.fields[index], &mut *slots[index]);
                    if seen.add(index) { self.duplicate(field, slot, cx)? } else { self.member(field, slot, cx)? }
                }
                Some(Found::Other(name)) => {
                    self.is_begun = true;
                    let skipped = self.source.next_value::<IgnoredAny>();
                    self.keep(skipped)?;
                    note_added(&name, cx)?;
                }
            }
        }
        if shape.has_required || cx.scope == Scope::All { missing(shape, &seen, cx) } else { Ok(()) }
    }

    /// Reads one member.
    fn member(&mut self, field: &'static Field, value: &mut dyn Value, cx: &mut Context) -> Result<(), Stop> {
        let came = self.value(field, value, cx, Null::Read)?;
        if !field.required { Ok(()) } else { required(field.name, value.show(), came, cx) }
    }

    /// Reads a member that was present before. The last one counts, unless it is `null` or empty.
    #[cold]
    fn duplicate(&mut self, field: &'static Field, value: &mut dyn Value, cx: &mut Context) -> Result<(), Stop> {
        cx.deviate(DeviationKind::Duplicate, field.name, "came twice")?;
        let came = self.value(field, value, cx, Null::Keep)?;
        match value.show() {
            Output::Absent if field.required => return cx.lacks(field.name, "is null"),
            Output::List(_) => {}
            _ if came && field.required => cx.is_there(field.name),
            _ => {}
        }
        Ok(())
    }

    /// Reads the value of a member. Returns false if it was `null`.
    #[inline]
    fn value(
        &mut self,
        field: &'static Field,
        value: &mut dyn Value,
        cx: &mut Context,
        null: Null,
    ) -> Result<bool, Stop> {
        let mark = cx.enter();
        cx.loose = field.loose;
        let got = self.source.next_value_seed(Seed { target: Target::Value(value), cx, null });
        cx.leave(mark, got.is_err(), Step::Name(field.name));
        self.keep(got)?;
        Ok(!std::mem::take(&mut cx.is_skipped))
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
            self.keep(got)?;
            if std::mem::take(&mut cx.is_skipped) {
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

/// Records the presence of a required field. A text or a number that is `null` has already reported itself.
fn required(name: &'static str, value: Output<'_>, came: bool, cx: &mut Context) -> Result<(), Stop> {
    match value {
        Output::Absent => return cx.lacks(name, "is null"),
        Output::List(_) => {}
        _ if !came => cx.is_missing(name),
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
