//! The constraints of a field: those of the source that fit the type. All others remain as work.

use hwc_wire::Constraints;

use super::drafter::Drafter;
use super::facts::FactField;
use super::fields::Owner;
use super::plan::FieldPlan;
use crate::model::{FieldType, TypeKind, Types};

/// The places of constraints in a field.
struct Slots {
    length: bool,
    range: bool,
    item_count: bool,
    item_length: bool,
}

impl Slots {
    fn of(ty: &FieldType, types: &Types) -> Self {
        let none = Self { length: false, range: false, item_count: false, item_length: false };
        match ty {
            FieldType::List(inner) => {
                Self { item_count: true, item_length: is_text(inner, types), range: is_number(inner), ..none }
            }
            other if is_text(other, types) => Self { length: true, ..none },
            other if is_number(other) => Self { range: true, ..none },
            _ => none,
        }
    }
}

fn is_text(ty: &FieldType, types: &Types) -> bool {
    match ty {
        FieldType::String | FieldType::Timestamp | FieldType::Secret | FieldType::PresignedUrl => true,
        FieldType::Named(name) => {
            types.get(name).is_some_and(|declared| matches!(declared.kind, TypeKind::Id { numeric: false }))
        }
        _ => false,
    }
}

fn is_number(ty: &FieldType) -> bool {
    matches!(ty, FieldType::I32 | FieldType::I64 | FieldType::U32 | FieldType::U64)
}

/// Returns true for a type that lists its values, so that limits say nothing more.
fn is_enum(ty: &FieldType, types: &Types) -> bool {
    match ty {
        FieldType::List(inner) => is_enum(inner, types),
        FieldType::Named(name) => {
            types.get(name).is_some_and(|declared| matches!(declared.kind, TypeKind::Enum { .. }))
        }
        _ => false,
    }
}

/// Sets the constraints of a field.
pub(crate) fn apply(drafter: &mut Drafter<'_>, owner: &Owner<'_>, fact: &FactField, field: &mut FieldPlan) {
    let (slots, listed) = (Slots::of(&field.ty, &drafter.types), is_enum(&field.ty, &drafter.types));
    let least = i64::from(field.required && owner.sent);
    let of_items = slots.item_count && !slots.length;
    let has_length = fact.min_length.is_some() || fact.max_length.is_some();
    let has_item_length = fact.item_min_length.is_some() || fact.item_max_length.is_some() || (of_items && has_length);
    let has_item_count = fact.min_items.is_some() || fact.max_items.is_some();
    let has_range = fact.minimum.is_some() || fact.maximum.is_some();
    let mut put = |name: &str, wanted: bool, fits: bool, limit: String| {
        if wanted && !fits && !listed {
            field.todos.push(format!("{name} {limit} does not fit the type"));
        }
    };
    put("length", has_length && !of_items, slots.length, show(fact.min_length, fact.max_length));
    put("item_length", has_item_length, slots.item_length, show(fact.min_length, fact.max_length));
    put("item_count", has_item_count, slots.item_count, show(fact.min_items, fact.max_items));
    put("range", has_range, slots.range, show(fact.minimum, fact.maximum));
    field.constraints = constraints(fact, &field.ty, &drafter.types, least);
    if field.constraints.range.is_some_and(|(min, _)| min < 0) && fact.minimum.is_none() {
        field.todos.push("the source gives no minimum".to_owned());
    }
    explain_empty(drafter, owner, field);
}

/// Returns the constraints of the source that fit a type. `least` is the minimum of sizes without one.
pub(crate) fn constraints(fact: &FactField, ty: &FieldType, types: &Types, least: i64) -> Constraints {
    let slots = Slots::of(ty, types);
    let length = size(fact.min_length, fact.max_length, least);
    let of_items = size(fact.item_min_length, fact.item_max_length, 0);
    let item_length = of_items.or_else(|| size(fact.min_length, fact.max_length, 0));
    Constraints {
        length: length.filter(|_| slots.length),
        range: range(fact, ty).filter(|_| slots.range),
        item_count: size(fact.min_items, fact.max_items, least).filter(|_| slots.item_count),
        item_length: item_length.filter(|_| slots.item_length),
        key_length: None,
        pattern: None,
    }
}

/// Returns a size from its bounds, unless it allows every size. `least` is the minimum if the source gives none.
fn size(min: Option<i64>, max: Option<i64>, least: i64) -> Option<(u64, u64)> {
    if min.is_none() && max.is_none() {
        return None;
    }
    let max = max.filter(|max| *max < i64::from(i32::MAX)).unwrap_or(i64::MAX);
    let (min, max) = (u64::try_from(min.unwrap_or(least)).ok()?, u64::try_from(max).ok()?);
    let says_nothing = min == 0 && max == i64::MAX.unsigned_abs();
    (min <= max && !says_nothing).then_some((min, max))
}

/// Returns the range of a number, unless it is that of the type.
fn range(fact: &FactField, ty: &FieldType) -> Option<(i64, i64)> {
    let inner = if let FieldType::List(inner) = ty { inner } else { ty };
    let (least, greatest) = match inner {
        FieldType::U32 => (0, i64::from(u32::MAX)),
        FieldType::U64 => (0, i64::MAX),
        FieldType::I32 => (i64::from(i32::MIN), i64::from(i32::MAX)),
        _ => (i64::MIN, i64::MAX),
    };
    let (min, max) = (fact.minimum.unwrap_or(least), fact.maximum.unwrap_or(i64::MAX));
    let open = max >= greatest || max == i64::from(i32::MAX);
    let (whole, max) = (min <= least && open, if open { i64::MAX } else { max });
    ((fact.minimum.is_some() || fact.maximum.is_some()) && !whole && min <= max).then_some((min, max))
}

fn show(min: Option<i64>, max: Option<i64>) -> String {
    let text = |bound: Option<i64>| bound.map_or(String::new(), |bound| bound.to_string());
    if max.is_some() { format!("{}..={}", text(min), text(max)) } else { format!("{}..", text(min)) }
}

/// Adds the quirk that a required field needs if it may be empty.
fn explain_empty(drafter: &mut Drafter<'_>, owner: &Owner<'_>, field: &FieldPlan) {
    let from_zero = |limit: Option<(u64, u64)>| limit.is_some_and(|(min, _)| min == 0);
    let name = &field.name;
    if !(owner.sent && field.required) {
        return;
    }
    if from_zero(field.constraints.length) {
        drafter.plan.add_quirk(format!("{name} is required and its length begins at 0; we send empty texts too."));
    } else if from_zero(field.constraints.item_count) {
        drafter.plan.add_quirk(format!("{name} is required and may have no elements; we send empty lists too."));
    }
}

/// Returns a constraint in the form of the spec.
pub(crate) fn show_range((min, max): (i128, i128)) -> String {
    if max >= i128::from(i64::MAX) { format!("{min}..") } else { format!("{min}..={max}") }
}
