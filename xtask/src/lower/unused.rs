//! Types that nothing uses.

use std::collections::BTreeSet;

use super::service::fields_of;
use crate::model::{Field, Operation, Types};
use crate::spec::problem::Problem;

/// Reports every type that no operation reaches.
pub(crate) fn check(operations: &[Operation], all: &Types, problems: &mut Vec<Problem>) {
    let mut used = BTreeSet::new();
    for operation in operations {
        reach(&operation.request, all, &mut used);
        reach(&operation.response, all, &mut used);
    }
    for declared in all.values().filter(|declared| !used.contains(declared.name.as_str())) {
        let message = format!("nothing uses the type `{}`: use it or delete it", declared.name);
        problems.push(declared.file.problem(declared.at, message));
    }
}

fn reach<'a>(fields: &'a [Field], all: &'a Types, used: &mut BTreeSet<&'a str>) {
    for name in fields.iter().filter_map(|field| field.ty.named()) {
        if used.insert(name) {
            reach(all.get(name).map_or(&[][..], fields_of), all, used);
        }
    }
}
