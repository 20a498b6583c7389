//! Lowering of constants: members of a body that no caller sets.

use indexmap::IndexMap;
use serde_json::Value as Json;

use crate::model::Constant;
use crate::spec::problem::{Problem, SpecFile};
use crate::spec::spanned::Spanned;
use crate::spec::yaml;

type Fields = IndexMap<String, Spanned<yaml::Field>>;

/// Resolves the constants of a body or a record.
pub(super) fn lower(file: &SpecFile, fields: &Fields, problems: &mut Vec<Problem>) -> Vec<Constant> {
    let mut constants = Vec::new();
    for (name, yaml) in fields {
        let Some(value) = &yaml.constant else { continue };
        if !fits(&yaml.kind, &value.value) {
            let message = format!("the constant {} does not fit the type `{}`", value.value, yaml.kind.value);
            problems.push(file.problem(value.location, format!("{message}: use string, an integer type or bool")));
        }
        if has_other_keys(yaml) {
            let message = format!("`{name}` is a constant: only `type`, `required` and `doc` apply");
            problems.push(file.problem(yaml.location, message));
        }
        constants.push(Constant {
            name: name.clone(),
            doc: yaml.doc.value.trim().to_owned(),
            value: value.value.clone(),
        });
    }
    constants
}

/// Reports constants in a section that does not support them.
pub(super) fn refuse(file: &SpecFile, fields: &Fields, problems: &mut Vec<Problem>) {
    for value in fields.values().filter_map(|yaml| yaml.constant.as_ref()) {
        let message = "`constant` is only for members of a request body and of records";
        problems.push(file.problem(value.location, message));
    }
}

fn fits(kind: &str, value: &Json) -> bool {
    match kind {
        "string" => value.is_string(),
        "bool" => value.is_boolean(),
        "i32" | "i64" => value.is_i64(),
        "u32" | "u64" => value.as_i64().is_some_and(|number| number >= 0),
        _ => false,
    }
}

fn has_other_keys(yaml: &yaml::Field) -> bool {
    let limits = [&yaml.length, &yaml.range, &yaml.item_count, &yaml.item_length, &yaml.key_length, &yaml.pattern];
    limits.into_iter().any(Option::is_some)
        || yaml.rust_name.is_some()
        || yaml.wire_names.is_some()
        || yaml.wire_type.is_some()
        || yaml.default.is_some()
        || yaml.members.is_some()
        || yaml.lenient
        || yaml.payload
        || yaml.keep_empty
        || yaml.comma_separated
}
