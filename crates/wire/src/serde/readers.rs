//! Adapters from the lists and objects of serde to those of [`InputValue`](crate::InputValue).

use serde::de::{IgnoredAny, MapAccess, SeqAccess};

use crate::decode::{DecodeContext, DeviationKind, FieldScope, PathSegment};
use crate::descriptor::{Constant, FieldDescriptor, MemberPresence, RecordDescriptor};
use crate::record::Record;
use crate::serde::de::{DecodeTarget, NullPolicy, Seed};
use crate::serde::field_match::{FieldMatch, FieldSet, Key};
use crate::value::{Element, ListReader, MapBuilder, ObjectReader, ValueError, ValueRef, WireValue};

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

impl<'de, A: SeqAccess<'de>> ListReader for Elements<A, A::Error> {
    fn next(&mut self, value: &mut dyn WireValue, cx: &mut DecodeContext) -> Result<Element, ValueError> {
        let mark = cx.deviation_count();
        let result =
            self.source.next_element_seed(Seed { target: DecodeTarget::Value(value), cx, null: NullPolicy::Skip });
        cx.add_path_segment(mark, result.is_err(), PathSegment::Index(self.index));
        self.index += 1;
        match result {
            Ok(Some(())) if std::mem::take(&mut cx.is_skipped) => Ok(Element::Absent),
            Ok(Some(())) => Ok(Element::Read),
            Ok(None) => Ok(Element::End),
            Err(error) => {
                self.error = Some(error);
                Err(ValueError::Input)
            }
        }
    }

    fn is_at_end(&mut self) -> Result<bool, ValueError> {
        match self.source.next_element::<IgnoredAny>() {
            Ok(element) => Ok(element.is_none()),
            Err(error) => {
                self.error = Some(error);
                Err(ValueError::Input)
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
    fn store_error<T>(&mut self, result: Result<T, A::Error>) -> Result<T, ValueError> {
        result.map_err(|error| {
            self.error = Some(error);
            ValueError::Input
        })
    }

    fn members(&mut self, record: &mut dyn Record, cx: &mut DecodeContext) -> Result<(), ValueError> {
        let descriptor = record.descriptor();
        let presence = std::mem::take(&mut cx.members);
        let mut seen = FieldSet::default();
        let mut constants = 0;
        let mut hint = 0;
        loop {
            let key = self.source.next_key_seed(Key { fields: descriptor.fields, hint, scope: cx.scope });
            match self.store_error(key)? {
                None => break,
                Some(FieldMatch::Field(index)) => {
                    self.is_begun = true;
                    hint = index + 1;
                    let (field, value) = (&descriptor.fields[index], record.get_mut(index));
                    if seen.add(index) {
                        self.duplicate(field, value, cx)?;
                    } else {
                        self.member(field, value, presence, cx)?;
                    }
                }
                Some(FieldMatch::Other(name)) => {
                    self.is_begun = true;
                    constants += usize::from(self.other(&name, descriptor, cx)?);
                }
            }
        }
        if cx.is_server && constants < descriptor.constants.len() {
            return Err(missing_constant(descriptor));
        }
        if descriptor.has_required || cx.scope == FieldScope::All || presence == MemberPresence::Required {
            note_missing_fields(descriptor, presence, &seen, cx)
        } else {
            Ok(())
        }
    }

    /// Reads a member that is not a field. Returns true if it is a constant.
    #[cold]
    fn other(&mut self, name: &str, descriptor: &RecordDescriptor, cx: &mut DecodeContext) -> Result<bool, ValueError> {
        let Some(constant) = descriptor.constant(name) else {
            let skipped = self.source.next_value::<IgnoredAny>();
            self.store_error(skipped)?;
            return note_added(name, cx).map(|()| false);
        };
        let value = self.source.next_value::<serde_json::Value>();
        if !constant.is(&self.store_error(value)?) {
            return wrong_constant(constant, cx).map(|()| true);
        }
        Ok(true)
    }

    /// Reads one member.
    fn member(
        &mut self,
        field: &'static FieldDescriptor,
        value: &mut dyn WireValue,
        presence: MemberPresence,
        cx: &mut DecodeContext,
    ) -> Result<(), ValueError> {
        let is_present = self.value(field, value, cx, NullPolicy::Decode)?;
        if !presence.requires(field) { Ok(()) } else { check_required(field.name, value.view(), is_present, cx) }
    }

    /// Reads a member that was present before. The last one counts, unless it is `null` or empty.
    #[cold]
    fn duplicate(
        &mut self,
        field: &'static FieldDescriptor,
        value: &mut dyn WireValue,
        cx: &mut DecodeContext,
    ) -> Result<(), ValueError> {
        cx.note(DeviationKind::DuplicateField, field.name, "came twice")?;
        let is_present = self.value(field, value, cx, NullPolicy::Keep)?;
        match value.view() {
            ValueRef::Absent if field.required => return cx.note_missing(field.name, "is null"),
            ValueRef::List(_) => {}
            _ if is_present && field.required => cx.remove_missing(field.name),
            _ => {}
        }
        Ok(())
    }

    /// Reads the value of a member. Returns false if it was `null`.
    #[inline]
    fn value(
        &mut self,
        field: &'static FieldDescriptor,
        value: &mut dyn WireValue,
        cx: &mut DecodeContext,
        null: NullPolicy,
    ) -> Result<bool, ValueError> {
        let mark = cx.deviation_count();
        cx.lenient = field.lenient;
        cx.members = field.members;
        let result = self.source.next_value_seed(Seed { target: DecodeTarget::Value(value), cx, null });
        cx.add_path_segment(mark, result.is_err(), PathSegment::Name(field.name));
        self.store_error(result)?;
        Ok(!std::mem::take(&mut cx.is_skipped))
    }
}

impl<'de, A: MapAccess<'de>> ObjectReader for Members<A, A::Error> {
    fn decode_record(&mut self, record: &mut dyn Record, cx: &mut DecodeContext) -> Result<(), ValueError> {
        let outer = (cx.lenient, cx.members);
        cx.depth += 1;
        let done = self.members(record, cx);
        cx.depth -= 1;
        (cx.lenient, cx.members) = outer;
        done
    }

    fn decode_map(&mut self, into: &mut dyn MapBuilder, cx: &mut DecodeContext) -> Result<(), ValueError> {
        loop {
            let key = self.source.next_key::<String>();
            let Some(name) = self.store_error(key)? else {
                return Ok(());
            };
            self.is_begun = true;
            cx.budget.reserve(into.cost())?;
            let mark = cx.deviation_count();
            let value = into.slot(&name);
            let result =
                self.source.next_value_seed(Seed { target: DecodeTarget::Value(value), cx, null: NullPolicy::Skip });
            cx.add_path_segment(mark, result.is_err(), PathSegment::Name(&name));
            self.store_error(result)?;
            if std::mem::take(&mut cx.is_skipped) {
                into.remove(&name);
            }
        }
    }

    fn has_members(&self) -> bool {
        self.is_begun
    }

    fn is_at_end(&mut self) -> Result<bool, ValueError> {
        let key = self.source.next_key::<IgnoredAny>();
        self.store_error(key).map(|key| key.is_none())
    }
}

/// Records the presence of a required field. A text or a number that is `null` has already reported itself.
fn check_required(
    name: &'static str,
    value: ValueRef<'_>,
    is_present: bool,
    cx: &mut DecodeContext,
) -> Result<(), ValueError> {
    match value {
        ValueRef::Absent => return cx.note_missing(name, "is null"),
        ValueRef::List(_) => {}
        _ if !is_present => cx.add_missing(name),
        _ => {}
    }
    Ok(())
}

fn note_added(name: &str, cx: &mut DecodeContext) -> Result<(), ValueError> {
    if cx.depth == 1 && cx.envelope.contains(&name) {
        return Ok(());
    }
    let rejected = cx.rejects(DeviationKind::UnknownField);
    let note = if rejected { "unknown field" } else { "is not in the description; ignored" };
    cx.note(DeviationKind::UnknownField, name, note)
}

/// Reports a constant with another value. A server refuses the request.
#[cold]
fn wrong_constant(constant: &Constant, cx: &mut DecodeContext) -> Result<(), ValueError> {
    if cx.is_server {
        return Err(ValueError::Mismatch(format!("{} {}", constant.name, constant.problem())));
    }
    cx.note(DeviationKind::Coerced, constant.name, &constant.problem())
}

#[cold]
fn missing_constant(descriptor: &RecordDescriptor) -> ValueError {
    let problems = descriptor.constants.iter().map(|constant| format!("{} {}", constant.name, constant.problem()));
    ValueError::Mismatch(problems.collect::<Vec<_>>().join(", "))
}

fn note_missing_fields(
    descriptor: &RecordDescriptor,
    presence: MemberPresence,
    seen: &FieldSet,
    cx: &mut DecodeContext,
) -> Result<(), ValueError> {
    for (index, field) in descriptor.fields.iter().enumerate() {
        if cx.scope.needs(field, presence) && !seen.has(index) {
            cx.note_missing(field.name, "is missing")?;
        }
    }
    Ok(())
}
