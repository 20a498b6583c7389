//! Check for unused types.

use std::collections::BTreeSet;

use crate::model::{Field, Operation, Type, Types};
use crate::spec::problem::Problem;

/// Reports every type that no operation reaches.
pub(crate) fn check(operations: &[Operation], all: &Types, problems: &mut Vec<Problem>) {
    let used: BTreeSet<&str> = operations.iter().flat_map(|operation| reachable_types(operation, all)).collect();
    for declared in all.values().filter(|declared| !used.contains(declared.name.as_str())) {
        let message = format!("the type `{}` is unused: use it or delete it", declared.name);
        problems.push(declared.file.problem(declared.source, message));
    }
}

/// Returns the names of the types that an operation uses, directly or through others.
pub(crate) fn reachable_types<'a>(operation: &'a Operation, all: &'a Types) -> BTreeSet<&'a str> {
    let mut used = reachable_from(&operation.request, all);
    used.extend(reachable_from(&operation.response, all));
    used
}

/// Returns the names of the types that fields use, directly or through others.
pub(crate) fn reachable_from<'a>(fields: &'a [Field], all: &'a Types) -> BTreeSet<&'a str> {
    let mut used = BTreeSet::new();
    collect_reachable(fields, all, &mut used);
    used
}

fn collect_reachable<'a>(fields: &'a [Field], all: &'a Types, used: &mut BTreeSet<&'a str>) {
    for name in fields.iter().filter_map(|field| field.ty.type_name()) {
        if used.insert(name) {
            collect_reachable(all.get(name).map_or(&[][..], Type::fields), all, used);
        }
    }
}
