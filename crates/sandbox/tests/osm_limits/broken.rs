//! Values that violate one constraint: of a field, of its elements, or of the fields within it.

use std::fmt;

use hwc_wire::{FieldDescriptor, Json, Kind, Location, Record};

use crate::made;

/// A field of a request with one violated constraint.
pub(crate) struct Broken {
    /// The field with the constraint, such as `auth_detail_list[0].port`.
    pub(crate) path: String,
    /// The violated end of the constraint.
    pub(crate) what: &'static str,
    /// The field of the request that contains it.
    pub(crate) field: &'static FieldDescriptor,
    /// The value to send for that field; `None` omits it.
    pub(crate) value: Option<Json>,
}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.path, self.what)
    }
}

/// A location in a request: its path, and a function that sets its value.
struct Spot<'a> {
    path: String,
    put: &'a dyn Fn(Option<Json>) -> Option<Json>,
}

type Found<'f> = &'f mut dyn FnMut(&Spot<'_>, &'static str, Option<Json>);

/// Returns all single violations of a request that satisfies all constraints.
pub(crate) fn all(kept: &dyn Record) -> Vec<Broken> {
    let members = made::members(kept);
    let mut all = Vec::new();
    for (field, slot) in kept.fields() {
        let spot = Spot { path: field.name.to_owned(), put: &|value| value };
        let found: Found<'_> = &mut |spot, what, value| {
            all.push(Broken { path: spot.path.clone(), what, field, value: (spot.put)(value) });
        };
        of_field(field, &slot.kind(), &members[field.name], &spot, found);
    }
    all
}

fn of_field(field: &'static FieldDescriptor, kind: &Kind, good: &Json, spot: &Spot<'_>, found: Found<'_>) {
    if field.required && field.location != Location::Path {
        found(spot, "missing", None);
    }
    match kind {
        Kind::List(inner) => of_list(field, inner, good, spot, found),
        Kind::Map(inner) => {
            let put = |value: Option<Json>| (spot.put)(Some(with(good, "key", value)));
            let inside = Spot { path: format!("{}.key", spot.path), put: &put };
            of_record(inner, &good["key"], &inside, found);
        }
        Kind::Record(_) => of_record(kind, good, spot, found),
        _ => of_single(field, kind, field.constraints.length, spot, found),
    }
}

fn of_list(field: &'static FieldDescriptor, inner: &Kind, good: &Json, spot: &Spot<'_>, found: Found<'_>) {
    let first = &good[0];
    if let Some((min, max)) = field.constraints.item_count {
        let so_many = |count: u64| Some((0..count).map(|_| first.clone()).collect());
        found(spot, "too many", so_many(max + 1));
        // In a query, an empty list and a missing one look the same.
        if min > 1 || (min == 1 && !field.in_query()) {
            found(spot, "too few", so_many(min - 1));
        }
    }
    let put = |value: Option<Json>| {
        let mut items = good.clone();
        items[0] = value.unwrap_or(Json::Null);
        (spot.put)(Some(items))
    };
    let inside = Spot { path: format!("{}[0]", spot.path), put: &put };
    of_single(field, inner, field.constraints.item_length, &inside, found);
    of_record(inner, first, &inside, found);
}

/// Visits the fields of a record. Does nothing for other values.
fn of_record(kind: &Kind, good: &Json, spot: &Spot<'_>, found: Found<'_>) {
    let Kind::Record(inner) = kind else { return };
    for (field, slot) in (inner.make)().fields() {
        // The wire names of a file differ from its fields.
        let Some(value) = good.get(field.name).filter(|_| inner.descriptor.name != "FilePart") else { continue };
        let put = |value: Option<Json>| (spot.put)(Some(with(good, field.name, value)));
        let inside = Spot { path: format!("{}.{}", spot.path, field.name), put: &put };
        of_field(field, &slot.kind(), value, &inside, found);
    }
}

fn of_single(field: &FieldDescriptor, kind: &Kind, chars: Option<(u64, u64)>, spot: &Spot<'_>, found: Found<'_>) {
    if let (true, Some((min, max))) = (kind.is_text(), chars) {
        found(spot, "too long", Some(made::text(max + 1).into()));
        // An empty segment would change the path.
        if min > 1 || (min == 1 && field.location != Location::Path) {
            found(spot, "too short", Some(made::text(min - 1).into()));
        }
    }
    let is_number = matches!(kind, Kind::Int(..)) || matches!(kind, Kind::Enum(info) if info.numeric);
    if let (true, Some((min, max))) = (is_number, field.constraints.range) {
        found(spot, "too small", Some((min - 1).into()));
        if max < i64::MAX {
            found(spot, "too large", Some((max + 1).into()));
        }
    }
}

/// Returns an object with one member changed or removed.
fn with(object: &Json, name: &str, value: Option<Json>) -> Json {
    let mut object = object.as_object().unwrap().clone();
    match value {
        Some(value) => object.insert(name.to_owned(), value),
        None => object.remove(name),
    };
    Json::Object(object)
}
