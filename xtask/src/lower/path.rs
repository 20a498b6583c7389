//! Paths to fields inside records, as in `data.jobInfo.status`.

use crate::model::{Field, FieldType, Type, Types};

/// Finds the field at the end of a path. Every field on the way must hold one record.
pub(crate) fn find_field<'a>(fields: &'a [Field], path: &str, types: &'a Types) -> Option<&'a Field> {
    let named = |name: &str| fields.iter().find(|field| field.name() == name);
    match path.split_once('.') {
        None => named(path),
        Some((first, rest)) => match &named(first)?.ty {
            FieldType::Named(record) => find_field(types.get(record)?.fields(), rest, types),
            _ => None,
        },
    }
}

/// Returns the record that a field holds a list of.
pub(crate) fn element_record<'a>(field: &Field, types: &'a Types) -> Option<&'a Type> {
    match &field.ty {
        FieldType::List(element) => match &**element {
            FieldType::Named(record) => types.get(record).filter(|record| !record.fields().is_empty()),
            _ => None,
        },
        _ => None,
    }
}
