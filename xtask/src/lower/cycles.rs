//! Records that contain themselves. This is allowed in a list or a map. A direct cycle has infinite size, and Rust rejects
//! it.

use std::collections::BTreeSet;

use crate::model::{FieldType, Type, Types};
use crate::spec::problem::Problem;

/// Reports every record that contains itself, directly or through others.
pub(crate) fn check(all: &Types, problems: &mut Vec<Problem>) {
    for declared in all.values() {
        let mut fields = declared.fields().iter();
        if let Some(field) = fields.find(|field| contains_type(&field.ty, &declared.name, all, &mut BTreeSet::new())) {
            let message = format!(
                "`{}` contains itself through `{}`: use a list or a map, or remove the field",
                declared.name,
                field.name()
            );
            problems.push(declared.file.problem(field.source, message));
        }
    }
}

fn contains_type<'a>(ty: &'a FieldType, wanted: &str, all: &'a Types, seen: &mut BTreeSet<&'a str>) -> bool {
    let FieldType::Named(name) = ty else {
        return false;
    };
    let within = all.get(name).map_or(&[][..], Type::fields);
    name == wanted || (seen.insert(name) && within.iter().any(|field| contains_type(&field.ty, wanted, all, seen)))
}
